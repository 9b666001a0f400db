"""What the YAML parser says → what an editor should mend, in plain words, with the mended line.

Rule: the parser's own words never reach an editor; whatever it says has a rule here.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from icpr_build.problem import Code

Spot = tuple[int, int]  # row and column, from 0
_LINE = re.compile(r"(?P<lead>\s*(?:- +)*)(?P<key>[^\s:][^:]*?)\s*:(?:\s+(?P<value>.*)|$)")
_ENTRY = re.compile(r"(?P<lead>\s*(?:- +)+)(?P<value>\S.*)")
_OPENS_TEXT = re.compile(r".*:\s+[>|][-+0-9]*\s*")
_COLONS = ":\uff1a\ufe55\u2236\ua789"  # and those of other scripts that look like it
_MEANINGS: dict[str, tuple[Code, str]] = {
    "&": ("yaml-alias", "& and * at the start of a value have a meaning of their own"),
    "*": ("yaml-alias", "& and * at the start of a value have a meaning of their own"),
    "!": ("yaml-tag", "! at the start of a value has a meaning of its own"),
}
STRAIGHT = "Put as many blanks before it as before the one above."


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What the parser said, while doing what, in which place, and where that which it was doing began."""

    said: str
    doing: str
    at: Spot
    since: Spot
    lines: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The same for an editor."""

    at: Spot
    message: str
    hint: str
    code: Code = "yaml-syntax"


def explain(complaint: Complaint) -> Finding:
    """Say in an editor's words what the parser says in its own."""
    words = f"{complaint.doing}: {complaint.said}"
    return next(rule for said, rule in _RULES if re.search(said, words))(complaint)


def meaning(lines: Sequence[str], at: Spot) -> Finding:
    """A value that begins with a sign of YAML's own must stand in quotes."""
    row, column = at
    line = _line(lines, row)
    sign = line[column : column + 1]
    if not line[:column].strip():
        return _no_key(line, at)
    code, message = _MEANINGS.get(
        sign, ("yaml-syntax", f"a value that begins with {sign} must stand in quotes")
    )
    hint = "Write the keys themselves." if line.strip().startswith("<<:") else in_quotes(line, column)
    return Finding(at=at, message=message, hint=hint, code=code)


def in_quotes(line: str, column: int, how: str = "Put it in quotes") -> str:
    """Show the line with its value in quotes, if what is at fault there is the whole value."""
    match = _LINE.match(line) or _ENTRY.match(line)
    value = match and match["value"]
    if not match or not value or (column > match.start("value") and value[0] in "[{" and value[-1] in "]}"):
        return f"{how}."
    return f"{how}: {line[: match.start('value')].strip()} {_quoted(value.strip())}"


def _quoted(value: str) -> str:
    """Put a value in the quotes that need no change within; what stands in quotes already, loses them."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _line(lines: Sequence[str], row: int) -> str:
    return lines[row] if row < len(lines) else ""


def _no_key(line: str, at: Spot) -> Finding:
    """A line that begins with a sign begins with no key."""
    match = _LINE.match(line)
    word = re.sub(r"\W", "", match["key"]) if match else ""
    hint = (
        f"Write {word}: {match['value'] or '…'}" if match and word else "Begin it with a key, such as title."
    )
    return Finding(at=at, message=f"a key may not begin with {line[at[1] : at[1] + 1]}", hint=hint)


def _stray(complaint: Complaint) -> Finding:
    """Each line begins with a key and a colon, or goes on with the one above."""
    row, column = complaint.since
    line = _line(complaint.lines, row)
    words = line[column:].strip()
    if _OPENS_TEXT.fullmatch(_line(complaint.lines, row - 1) if row else ""):
        message = "this line must be indented, as it goes on with the one above"
        return Finding(at=complaint.since, message=message, hint="Put two blanks before it.")
    if words.startswith("<!--"):
        note = words.removeprefix("<!--").removesuffix("-->").strip()
        message = "between the keys a comment begins with #"
        return Finding(at=complaint.since, message=message, hint=f"Write # {note}")
    match = re.fullmatch(rf"([\w-]+)(\s*)([{_COLONS}=])\s*(?!//)(.*)", words)
    if match:
        at, hint = (row, column + match.start(3)), f"Write {match[1]}: {match[4]}"
        if match[3] == ":":
            return Finding(at=at, message="a key needs a colon and a space after it", hint=hint)
        return Finding(at=at, message=f"after a key stands a plain colon, not {match[3]}", hint=hint)
    hint = "Begin it with a key, a colon and a space; or indent it, if it goes on with the line above."
    return Finding(at=complaint.since, message="a key needs a colon and a space after it", hint=hint)


def _colon(complaint: Complaint) -> Finding:
    """A colon within a value needs quotes; a key that is indented too far makes the same complaint."""
    row, column = complaint.at
    line = _line(complaint.lines, row)
    if re.fullmatch(r"\s+(?:- +)?[\w-]+", line[:column]):
        start = len(line) - len(line.lstrip())
        message = "this line does not stand straight under the one above"
        return Finding(at=(row, start), message=message, hint=STRAIGHT)
    hint = in_quotes(line, column)
    return Finding(at=complaint.at, message="a value with a colon must stand in quotes", hint=hint)


def _tab(complaint: Complaint) -> Finding:
    hint = "Put two blanks in place of the tab."
    return Finding(at=complaint.at, message="a line is indented with blanks, not with a tab", hint=hint)


def _sign(complaint: Complaint) -> Finding:
    return meaning(complaint.lines, complaint.since)


def _directive(complaint: Complaint) -> Finding:
    """A line that begins with % speaks to the parser; else something stands below the end of all keys."""
    rows = (row for row, line in enumerate(complaint.lines) if line.startswith("%"))
    row = next(rows, None)
    if row is not None:
        return _no_key(_line(complaint.lines, row), (row, 0))
    return _misfit(complaint)


def _escape(complaint: Complaint) -> Finding:
    """A backslash within double quotes."""
    row, column = complaint.at
    line = _line(complaint.lines, row)
    at = (row, max(line.rfind("\\", 0, column + 1), 0))
    hint = in_quotes(line, column, "Use single quotes")
    return Finding(at=at, message="\\ has a meaning of its own within double quotes", hint=hint)


def _open_quote(complaint: Complaint) -> Finding:
    row, column = complaint.since
    line = _line(complaint.lines, row)
    hint = in_quotes(line, column, f"Close it with {line[column : column + 1]}, or put all of it in quotes")
    return Finding(at=complaint.since, message="a quotation mark is not closed", hint=hint)


def _brackets(complaint: Complaint) -> Finding:
    """A bracket must be closed, and its entries parted by commas."""
    row, column = complaint.at
    sign = _line(complaint.lines, complaint.since[0])[complaint.since[1]]
    if row > complaint.since[0] or "stream end" in complaint.said:
        close = {"[": "]", "{": "}"}[sign]
        hint = f"Write {close} after the last entry; or put the whole value in quotes, if it is no list."
        return Finding(at=complaint.since, message=f"{sign} is not closed", hint=hint)
    if _line(complaint.lines, row)[column : column + 1] == ":":
        hint = 'Write quotes around it: ["Trust: a report"]'
        return Finding(at=complaint.at, message="an entry with a colon must stand in quotes", hint=hint)
    hint = "Write a comma between them: [Trust, Police]"
    return Finding(at=complaint.at, message="a comma is missing between two entries", hint=hint)


def _nothing(complaint: Complaint) -> Finding:
    """Where a value is expected, a sign stands that cannot begin one."""
    row, column = complaint.at
    line = _line(complaint.lines, row)
    match = _LINE.match(line) or _ENTRY.match(line)
    if line[column : column + 1] != "," or (match and column == match.start("value")):
        return meaning(complaint.lines, complaint.at)
    message = "there is nothing between two commas"
    return Finding(at=complaint.at, message=message, hint="Delete one of the two.")


def _misfit(complaint: Complaint) -> Finding:
    """A value that goes on after it has ended, or a line that is indented otherwise than those around it."""
    row, column = complaint.at
    line = _line(complaint.lines, row)
    match = _LINE.match(line) or _ENTRY.match(line)
    value = match and match["value"]
    if match and value and column > match.start("value"):
        if value[0] in "\"'":
            message = "this value goes on after its closing quotation mark"
            hint = in_quotes(line, match.start("value"), "Put all of it in quotes")
            return Finding(at=complaint.at, message=message, hint=hint)
        if line[column] not in "]}":
            return meaning(complaint.lines, (row, match.start("value")))
    if line[column : column + 1] in ("]", "}"):
        message = f"{line[column]} closes what nothing has opened"
        return Finding(at=complaint.at, message=message, hint="Delete it.")
    if line[column : column + 1] == ":":
        message = "a key needs a colon and a space after it"
        return Finding(at=complaint.at, message=message, hint="Begin it with a key, such as title.")
    message = "this line does not stand straight under the one above"
    return Finding(at=complaint.at, message=message, hint=STRAIGHT)


_RULES: tuple[tuple[str, Callable[[Complaint], Finding]], ...] = (
    ("could not find expected ':'", _stray),
    ("mapping values are not allowed", _colon),
    (r"found character '\\t'", _tab),
    ("directive|duplicate tag handle|incompatible YAML|expected '<document start>'", _directive),
    ("an alias|an anchor|a tag|undefined tag handle|block scalar", _sign),
    ("found character|(sequence entries|mapping keys) are not allowed", _sign),
    ("double-quoted|unknown escape", _escape),
    ("quoted scalar", _open_quote),
    ("expected ',' or", _brackets),
    ("expected the node content", _nothing),
    ("expected <block end>", _misfit),
)
