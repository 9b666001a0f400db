"""What the YAML parser says → what an editor should mend, in plain words, with the mended line.

Rule: the parser's own words never reach an editor; whatever it says has a rule here.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from icpr_build.problem import Code
from icpr_build.source.keys import STRAIGHT, colon, stray
from icpr_build.source.lines import ENTRY, LINE, Finding, Spot, in_quotes, indent, is_bare, line_at, words_at
from icpr_build.source.lists import after_value, hyphen

_TEXT_BESIDE = re.compile(r"[>|][-+]\s+\S")
_MEANINGS: dict[str, tuple[Code, str]] = {
    "&": ("yaml-alias", "& and * at the start of a value have a meaning of their own"),
    "*": ("yaml-alias", "& and * at the start of a value have a meaning of their own"),
    "!": ("yaml-tag", "! at the start of a value has a meaning of its own"),
}
_NO_TAB = "a line is indented with blanks, not with a tab"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What the parser said, while doing what, in which place, and where that which it was doing began."""

    said: str
    doing: str
    at: Spot
    since: Spot
    lines: Sequence[str]


def explain(complaint: Complaint) -> Finding:
    """Say in an editor's words what the parser says in its own."""
    words = f"{complaint.doing}: {complaint.said}"
    return next(rule for said, rule in _RULES if re.search(said, words))(complaint)


def meaning(lines: Sequence[str], at: Spot) -> Finding:
    """A value that begins with a sign of YAML's own must stand in quotes."""
    row, column = at
    line = line_at(lines, row)
    sign = line[column : column + 1]
    if not line[:column].strip():
        return hyphen(lines, row) or _no_key(line, at)
    match = LINE.match(line)
    if match and column == match.start("value") and _TEXT_BESIDE.match(match["value"]):
        message = f"no text may stand beside {match['value'][:2]}"
        return Finding(at=at, message=message, hint="Write it on the lines below, indented by two blanks.")
    begun = after_value(lines, row + 1) if sign == "-" else None
    if begun:
        return begun
    code, message = _MEANINGS.get(
        sign, ("yaml-syntax", f"a value that begins with {sign} must stand in quotes")
    )
    hint = "Write the keys themselves." if line.strip().startswith("<<:") else in_quotes(line, column)
    return Finding(at=at, message=message, hint=hint, code=code)


def _no_key(line: str, at: Spot) -> Finding:
    """A line that begins with a sign begins with no key."""
    match = LINE.match(line)
    word = re.sub(r"\W", "", match["key"]) if match else ""
    hint = (
        f"Write {word}: {match['value'] or '…'}" if match and word else "Begin it with a key, such as title."
    )
    message = f"a key may not begin with {line[at[1] : at[1] + 1]}"
    return Finding(at=at, message=message, hint=hint, mend="line")


def _stray(complaint: Complaint) -> Finding:
    return stray(complaint.lines, complaint.since)


def _colon(complaint: Complaint) -> Finding:
    return colon(complaint.lines, complaint.at)


def _tab(complaint: Complaint) -> Finding:
    hint = "Put two blanks in place of the tab."
    return Finding(at=complaint.at, message=_NO_TAB, hint=hint, mend="tab")


def _sign(complaint: Complaint) -> Finding:
    return meaning(complaint.lines, complaint.since)


def _directive(complaint: Complaint) -> Finding:
    """A line that begins with % speaks to the parser; else something stands below the end of all keys."""
    rows = (row for row, line in enumerate(complaint.lines) if line.startswith("%"))
    row = next(rows, None)
    if row is not None:
        return _no_key(line_at(complaint.lines, row), (row, 0))
    return _misfit(complaint)


def _escape(complaint: Complaint) -> Finding:
    """A backslash within double quotes."""
    row, column = complaint.at
    line = line_at(complaint.lines, row)
    at = (row, max(line.rfind("\\", 0, column + 1), 0))
    hint = in_quotes(line, column, "Use single quotes")
    message = "\\ has a meaning of its own within double quotes"
    return Finding(at=at, message=message, hint=hint, begins=complaint.since[0])


def _open_quote(complaint: Complaint) -> Finding:
    row, column = complaint.since
    line = line_at(complaint.lines, row)
    hint = in_quotes(line, column, f"Close it with {line[column : column + 1]}, or put all of it in quotes")
    return Finding(at=complaint.since, message="a quotation mark is not closed", hint=hint)


def _brackets(complaint: Complaint) -> Finding:
    """A bracket must be closed, and its entries parted by commas."""
    (row, column), begins = complaint.at, complaint.since[0]
    sign = line_at(complaint.lines, begins)[complaint.since[1]]
    if row > begins or "stream end" in complaint.said:
        close = {"[": "]", "{": "}"}[sign]
        hint = f"Write {close} after the last entry; or put the whole value in quotes, if it is no list."
        return Finding(at=complaint.since, message=f"{sign} is not closed", hint=hint)
    found = line_at(complaint.lines, row)[column : column + 1]
    message, hint = "a comma is missing between two entries", "Write a comma between them: [Trust, Police]"
    if found == ":":
        message = "an entry with a colon must stand in quotes"
        hint = 'Write quotes around it: ["Trust: a report"]'
    elif found == "?":
        message = "an entry with a question mark must stand in quotes"
        hint = 'Write quotes around it: ["Why trust?"]; a path of this site has none.'
    return Finding(at=complaint.at, message=message, hint=hint)


def _nothing(complaint: Complaint) -> Finding:
    """Where a value is expected, a sign stands that cannot begin one."""
    row, column = complaint.at
    line = line_at(complaint.lines, row)
    match = LINE.match(line) or ENTRY.match(line)
    if line[column : column + 1] != "," or (match and column == match.start("value")):
        return meaning(complaint.lines, complaint.at)
    message = "there is nothing between two commas"
    return Finding(at=complaint.at, message=message, hint="Delete one of the two.")


def _misfit(complaint: Complaint) -> Finding:
    """A value that goes on after it has ended, or a line that is indented otherwise than those around it."""
    row, column = complaint.at
    line = line_at(complaint.lines, row)
    match = LINE.match(line) or ENTRY.match(line)
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
    return after_value(complaint.lines, row) or _askew(complaint)


def _askew(complaint: Complaint) -> Finding:
    """Lines of one list, or keys that belong together, stand straight under each other."""
    (row, column), lines = complaint.at, complaint.lines
    first = next(at for at, line in enumerate(lines) if not is_bare(line))
    left = indent(lines[first])
    if first < row and column < left:
        message = "this line does not stand straight above those below it"
        hint = (
            "Put as many blanks before it as before those." if column else "Take away the blanks before it."
        )
        return Finding(at=(first, left), message=message, hint=hint, mend="place", by=column - left)
    by, (begins, outer) = 0, complaint.since
    if line_at(lines, row)[column : column + 2] == "- ":
        by = outer - column
    elif lines[begins][outer : outer + 2] == "- " and words_at(line_at(lines, row - 1)) == column + 1:
        by = 1
    message = "this line does not stand straight under the one above"
    return Finding(at=complaint.at, message=message, hint=STRAIGHT, mend="place", by=max(by, 0))


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
