"""A line without a proper key, or with a colon too many → what an editor should mend in it."""

import re
from collections.abc import Sequence

from icpr_build.source.lines import (
    LINE,
    Finding,
    Spot,
    above,
    all_in_quotes,
    indent,
    is_bare,
    line_at,
    owner,
    words_at,
)
from icpr_build.source.lists import after_value, hyphen

STRAIGHT = "Put as many blanks before it as before the one above."
_OPENS_TEXT = re.compile(r".*:\s+[>|][-+0-9]*\s*")
_COLONS = ":\uff1a\ufe55\u2236\ua789"  # and those of other scripts that look like it


def stray(lines: Sequence[str], since: Spot) -> Finding:
    """Each line begins with a key and a colon, or goes on with the one above."""
    row, column = since
    line = line_at(lines, row)
    words = line[column:].strip()
    if _OPENS_TEXT.fullmatch(line_at(lines, row - 1)):
        message = "this line must be indented, as it goes on with the one above"
        hint = "Put two blanks before it."
        return Finding(at=since, message=message, hint=hint, begins=row - 1)
    if words.startswith("<!--"):
        note = words.removeprefix("<!--").removesuffix("-->").strip()
        message = "between the keys a comment begins with #"
        return Finding(at=since, message=message, hint=f"Write # {note}", mend="line")
    return hyphen(lines, row) or _no_colon(lines, since, words)


def _no_colon(lines: Sequence[str], since: Spot, words: str) -> Finding:
    row, column = since
    message = "a key needs a colon and a space after it"
    match = re.fullmatch(rf"([\w-]+)(\s*)([{_COLONS}=])\s*(?!//)(.*)", words)
    if match:
        at, hint = (row, column + match.start(3)), f"Write {match[1]}: {match[4]}"
        if match[3] != ":":
            message = f"after a key stands a plain colon, not {match[3]}"
        return Finding(at=at, message=message, hint=hint, mend="line")
    hint = "Begin it with a key, a colon and a space; or indent it, if it goes on with the line above."
    if above(lines, row) is None:
        hint = "Begin it with a key, a colon and a space, such as title: Trust."
    return Finding(at=since, message=message, hint=hint, mend="line")


def colon(lines: Sequence[str], at: Spot) -> Finding:
    """A colon within a value needs quotes; a key that is indented too far makes the same complaint."""
    row, column = at
    line, first = line_at(lines, row), _keyless(lines, row)
    if first < row:
        return stray(lines, (first, words_at(lines[first])))
    match = LINE.match(line)
    if match and column > match.end("key") + 1:
        hint = all_in_quotes(lines, row, column)
        return Finding(at=at, message="a value with a colon must stand in quotes", hint=hint)
    key = owner(lines, row)
    if key is not None:
        found = after_value(lines, row) or hyphen(lines, key)
        if found:
            return found
    if key is None or re.fullmatch(r"\s+(?:- +)?[a-z][\w-]*\s*", line[:column]):
        message = "this line does not stand straight under the one above"
        by = -1 if key is not None and words_at(lines[key]) == indent(line) - 1 else 0
        return Finding(at=(row, indent(line)), message=message, hint=STRAIGHT, mend="place", by=by)
    hint = all_in_quotes(lines, key, column)
    message = "a value with a colon must stand in quotes"
    return Finding(at=at, message=message, hint=hint, begins=key)


def _keyless(lines: Sequence[str], row: int) -> int:
    """Find the first of the lines right above that stand straight with one, and have no key."""
    left = words_at(line_at(lines, row))
    while row and not is_bare(lines[row - 1]) and words_at(lines[row - 1]) == left:
        if LINE.match(lines[row - 1]):
            break
        row -= 1
        if indent(lines[row]) < left:
            break
    return row
