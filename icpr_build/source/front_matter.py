"""A Markdown file's text → its keys and its body, wherever the lines `---` between them stand.

Rule: where one is missing or misspelt, that is told, and the rest is read as though it were mended.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from frontmatter.default_handlers import YAMLHandler

from icpr_build.characters import SPACES
from icpr_build.problem import Code, Place, Problem

_FENCE = YAMLHandler(fm_boundary=re.compile(rf"(?![ \t])[{SPACES}]*---[{SPACES}]*$"))
_MISSPELT = re.compile(r"-{2,}|[\u2013\u2014\u2212]+|\.{3}|---\s+.*")
_TOML = re.compile(r"\+{3,}")
_KEY_BESIDE = re.compile(r"---\s+\S")
_KEY = re.compile(rf"[{SPACES}]*[\w-]+\s*:(?:\s|$)")
# What a line among the keys may begin with: a key, an entry, a comment, the rest of a value.
_IN_KEYS = re.compile(r"[ \t]|[\w-]+\s*[:\uff1a=]|#|-(?: |$)|[\]}\"'<>=|]")
_BOX = "```"
_WRITE = "Begin the file with a line ---, then the keys, then a line ---."


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The `keys`, None if there are none to read, and the `body`; each with the line that it begins on.

    Keys beside the first line --- are not read: what is left is not `whole`.
    """

    keys: str | None
    keys_line: int
    body: str
    body_line: int
    is_complete: bool


def part(file: str, text: str) -> tuple[FrontMatter, tuple[Problem, ...]]:
    """Part a Markdown file into its front matter and its body."""
    lines = _unboxed(text.split("\n"))
    first, found = _opening(file, lines)
    if first is None:
        start = _below_toml(lines) or _below_title(lines)
        return _parted(lines, None, start), found
    end, start, open_ = _closing(file, lines, first)
    second = _second(lines, start)
    if not second:
        return _parted(lines, (first, end), start), found + open_
    message, hint = "a second front matter stands here", "Put its keys into the first, and delete it."
    found += (*open_, _problem(file, second[0] - 1, "front-matter-wrong", message, hint))
    keys = (first, end) if any(map(_bare, lines[first:end])) else second
    return _parted(lines, keys, second[1] + 1), found


def _unboxed(lines: list[str]) -> list[str]:
    """Take away the end of a box of code whose beginning stands above the keys, where it is told."""
    ends = [row for row, line in enumerate(lines) if row and _bare(line) == _BOX]
    return [*lines[: ends[-1]], "", *lines[ends[-1] + 1 :]] if ends and lines[0].startswith(_BOX) else lines


def _parted(lines: Sequence[str], keys: tuple[int, int] | None, start: int) -> FrontMatter:
    return FrontMatter(
        keys="\n".join(lines[slice(*keys)]) if keys else None,
        keys_line=keys[0] + 1 if keys else 1,
        body="\n".join(lines[start:]),
        body_line=start + 1,
        is_complete=not keys or not _KEY_BESIDE.match(lines[max(keys[0] - 1, 0)]),
    )


def _opening(file: str, lines: Sequence[str]) -> tuple[int | None, tuple[Problem, ...]]:
    """Find the row of the first key: below a line ---, which must be the first of the file."""
    row = next((row for row, line in enumerate(lines) if _bare(line)), None)
    code: Code = "front-matter-missing"
    if row is None:
        return None, (_problem(file, 0, code, "there is nothing in this file", _WRITE),)
    if row == 0 and _FENCE.detect(lines[0]):
        return 1, ()
    first = _bare(lines[row])
    if _FENCE.detect(lines[row]) or not (_MISSPELT.fullmatch(first) or _KEY.match(first)):
        return _below(file, lines, row)
    hint = "Write three hyphens at the beginning of the line, and nothing else."
    is_key = _KEY.match(first)
    problem = _problem(file, row, code, "the first line must be ---", _WRITE if is_key else hint)
    return (row if is_key else row + 1), (problem,)


def _below(file: str, lines: Sequence[str], row: int) -> tuple[int | None, tuple[Problem, ...]]:
    """Look for the front matter below the text in a row, or take what stands there for none."""
    keys = (at for at in range(row + 1, len(lines)) if _KEY.match(lines[at]) and _FENCE.detect(lines[at - 1]))
    first = row + 1 if _FENCE.detect(lines[row]) else next(keys, None)
    code: Code = "front-matter-missing"
    if first is not None and not _TOML.fullmatch(_bare(lines[row])):
        message, hint = "this line --- must be the first of the file", "Delete all that stands above it."
        return first, (_problem(file, first - 1, code, message, hint),)
    hint = "Write --- in place of +++, and a colon in place of each =."
    is_toml = _TOML.fullmatch(_bare(lines[row]))
    return None, (_problem(file, row, code, "the first line must be ---", hint if is_toml else _WRITE),)


def _below_toml(lines: Sequence[str]) -> int:
    """Give the row below the second of two lines +++, if the text begins with one."""
    rows = [row for row, line in enumerate(lines) if _TOML.fullmatch(_bare(line))]
    return rows[1] + 1 if len(rows) > 1 and not any(map(_bare, lines[: rows[0]])) else 0


def _below_title(lines: Sequence[str]) -> int:
    """Give the row below a heading that begins a text without keys: it is the title, which lacks its key."""
    row = _first(lines, 0, lambda line: bool(_bare(line)))
    if row is None or lines[row].startswith("# "):
        return (row or 0) + 1
    underlined = re.fullmatch("=+", _bare("".join(lines[row + 1 : row + 2])))
    return row + 2 if underlined else 0


def _closing(file: str, lines: Sequence[str], first: int) -> tuple[int, int, tuple[Problem, ...]]:
    """Find the row where the keys end and the one where the body begins, with a line --- between them."""
    fence = _first(lines, first, _is_fence)
    if fence is None:
        fence = _first(lines, first, lambda line: _is_fence(line.lstrip()))
    text = _text(lines[:fence], first, fenced=fence is not None)
    if fence is not None and text is None:
        if _FENCE.detect(lines[fence]):
            return fence, fence + 1, ()
        hint = "Write three hyphens at the beginning of the line, and nothing else."
        message = "the keys must end with a line ---"
        return fence, fence + 1, (_problem(file, fence, "front-matter-open", message, hint),)
    end = len(lines) if text is None else text
    if not first or not _bare(lines[first - 1]):
        return end, end, ()  # that neither line is there has been told
    hint = "Close the keys with a second line ---, before the text."
    if text is not None:
        hint = f"Write a line --- above line {text + 1}, where the text begins."
    problem = _problem(file, first - 1, "front-matter-open", "the front matter is not closed", hint)
    return end, end, (problem,)


def _text(lines: Sequence[str], first: int, *, fenced: bool) -> int | None:
    """Find the row where text begins among keys; above a line ---, only below an empty line."""
    below = None
    for row, line in enumerate(lines[first:], first):
        if not _bare(line):
            below = row + 1 if below is None else below
        elif _KEY.match(line):
            below = None
        elif not _IN_KEYS.match(line) and (below is not None or not fenced):
            return row if below is None else below
    is_text = below is not None and not fenced and any(map(_bare, lines[below:]))
    return below if is_text else None


def _second(lines: Sequence[str], start: int) -> tuple[int, int] | None:
    """Find the rows of keys that stand between two more lines ---, right below the first."""
    row = _first(lines, start, lambda line: bool(_bare(line)))
    if row is None or not _FENCE.detect(lines[row]) or not any(map(_KEY.match, lines[row + 1 : row + 2])):
        return None
    end = _first(lines, row + 1, _FENCE.detect)
    return (row + 1, end) if end is not None else None


def _first(lines: Sequence[str], start: int, test: Callable[[str], bool]) -> int | None:
    return next((row for row in range(start, len(lines)) if test(lines[row])), None)


def _is_fence(line: str) -> bool:
    """Tell whether a line is meant to be ---: two or four hyphens, a long dash, dots, words behind it."""
    return _FENCE.detect(line) or (line[:1] not in " \t" and bool(_MISSPELT.fullmatch(_bare(line))))


def _bare(line: str) -> str:
    return line.strip(SPACES)


def _problem(file: str, row: int, code: Code, message: str, hint: str) -> Problem:
    return Problem(place=Place(file=file, line=row + 1), code=code, message=message, hint=hint)
