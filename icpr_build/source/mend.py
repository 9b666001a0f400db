"""YAML with a fault that has been told → the same as though it were mended, so that all else can be read.

Rule: what cannot be mended gives way to a stand-in, of which nothing is asked; what is lost is known.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from icpr_build.source.clear import Cleared
from icpr_build.source.lines import ENTRY, LINE, Finding, Mend, below, indent, is_bare, owner, words_at
from icpr_build.source.lists import SIGN

STAND_IN = "told"  # the name of a value that is told; written as an alias, which content may not have
_WORD = re.compile(r"[\w-]+|\"[^\"]*\"|'[^']*'")
_ALMOST_KEY = re.compile(r"([\w-]+)\s*[:=\uff1a\ufe55\u2236\ua789]")


def mend(page: Cleared, finding: Finding) -> bool:
    """Mend the lines of a finding, and tell whether there is more to read because of it."""
    row, how = finding.row, finding.mend
    if how == "none" or row >= len(page.lines) or is_bare(page.lines[row]):
        return False
    if row in page.told or (how in ("place", "hyphen") and row in page.moved):
        _lose(page, _run(page.lines, row))
    else:
        _HOW[how](page, row, finding.by)
    return True


def _value(page: Cleared, row: int, _by: int) -> None:
    """Put a stand-in for the value of a key or an entry, which may have begun above."""
    match = LINE.match(page.lines[row]) or ENTRY.match(page.lines[row])
    key = match.groupdict().get("key") if match else None
    if match and (key is None or _WORD.fullmatch(key)):
        hyphen = match["lead"].rstrip().rfind("-")
        _take_away(page, row, len(match["lead"]) if key else hyphen)
        page.lines[row] = f"{match['lead']}{key}: *{STAND_IN}" if key else f"{match['lead']}*{STAND_IN}"
        return
    begins = owner(page.lines, row)
    if begins is None or begins in page.told:
        _line(page, row, 0)
    else:
        page.told.add(row)
        _value(page, begins, 0)


def _line(page: Cleared, row: int, _by: int) -> None:
    """Put a stand-in for a line that has no key, or none that is known."""
    line = page.lines[row]
    begins = words_at(line)
    match = _ALMOST_KEY.match(line, begins)
    _take_away(page, row, begins)
    page.lines[row] = f"{line[:begins]}{match[1] if match else f'*{STAND_IN} '}: *{STAND_IN}"


def _take_away(page: Cleared, row: int, left: int) -> None:
    """Take away what a line goes on in, and the words below that are no line of their own."""
    end = max((row, *below(page.lines, row, left)))
    while end + 1 < len(page.lines) and _is_text(page.lines[end + 1]):
        end += 1
    page.told.update(range(row, end + 1))
    page.lines[row + 1 : end + 1] = [""] * (end - row)


def _is_text(line: str) -> bool:
    match = LINE.match(line)
    is_key = bool(match and _WORD.fullmatch(match["key"])) or bool(_ALMOST_KEY.match(line, words_at(line)))
    return bool(line.strip()) and not is_key and not ENTRY.match(line) and not SIGN.match(line)


def _move(page: Cleared, row: int, by: int) -> None:
    """Move lines to where they should stand; where that is not known, they are lost."""
    rows = _run(page.lines, row)
    if not by:
        _lose(page, rows)
        return
    for at in rows:
        line = page.lines[at]
        page.lines[at] = " " * (indent(line) + by) + line.lstrip() if line.strip() else line
        page.moved[at] = page.moved.get(at, 0) - by


def _hyphens(page: Cleared, row: int, _by: int) -> None:
    """Write the entries of a list with a hyphen and a blank."""
    left = indent(page.lines[row])
    for at in range(row, len(page.lines)):
        line = page.lines[at]
        match = SIGN.match(line)
        if line.strip() and (indent(line) < left or (indent(line) == left and not match)):
            return
        if match and indent(line) == left:
            page.lines[at] = f"{' ' * left}- {line[match.end() :]}"
            page.moved[at] = page.moved.get(at, 0) - (1 if match["hyphen"] else 0)


def _tabs(page: Cleared, row: int, _by: int) -> None:
    """Indent lines with blanks."""
    for at in range(row, len(page.lines)):
        line = page.lines[at]
        before = line[: indent(line)]
        if "\t" not in before:
            return
        page.lines[at] = before.replace("\t", "  ") + line.lstrip()
        page.moved[at] = page.moved.get(at, 0) - before.count("\t")
        page.told.add(at)


def _lose(page: Cleared, rows: Iterator[int]) -> None:
    for row in list(rows):
        page.lines[row] = ""
        page.told.add(row)
        page.lost.add(row)


def _run(lines: list[str], row: int) -> Iterator[int]:
    """Give the lines that stand like one, with what is indented further below them."""
    left, is_entry = indent(lines[row]), lines[row].lstrip().startswith("- ")
    yield row
    for at in range(row + 1, len(lines)):
        line = lines[at]
        alike = indent(line) == left and line.lstrip().startswith("- ") == is_entry
        if not is_bare(line) and indent(line) <= left and not alike:
            return
        yield at


_HOW: Mapping[Mend, Callable[[Cleared, int, int], None]] = {
    "value": _value,
    "line": _line,
    "place": _move,
    "hyphen": _hyphens,
    "tab": _tabs,
}
