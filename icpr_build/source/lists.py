"""Lists as an editor meant them → what is to be mended in them, where the parser takes them for text."""

import re
from collections.abc import Sequence

from icpr_build.source.lines import LINE, Finding, Spot, above, indent, line_at, owner, words_at

# What is written for a hyphen and a blank: a hyphen alone, or another sign before a blank.
SIGN = re.compile(r"\s*(?:(?P<hyphen>-)(?=[^\W\d])|(?P<other>[*•◦▪●·–—])\s)")


def hyphen(lines: Sequence[str], row: int) -> Finding | None:
    """An entry begins with a hyphen and a blank."""
    line = line_at(lines, row)
    match = SIGN.match(line)
    if not match:
        return None
    if match["hyphen"] and _among_keys(lines, row):
        message, hint = "a key may not begin with -", f"Write {line[match.end() :].strip()}"
        return Finding(at=(row, indent(line)), message=message, hint=hint, mend="line")
    shown = f"Write - {line[match.end() :].strip()}"
    if match["hyphen"]:
        message, hint = "a blank is missing after the hyphen", f"{shown}, and so on with each entry."
    else:
        message = f"an entry of a list begins with a hyphen, not with {match['other']}"
        hint = f"{shown}, and so on with each entry."
    return Finding(at=(row, indent(line)), message=message, hint=hint, mend="hyphen")


def _among_keys(lines: Sequence[str], row: int) -> bool:
    """Tell whether the line above that stands straight is a key with a value, so that no entry can follow."""
    left, at = indent(lines[row]), above(lines, row)
    nested = at is not None and indent(lines[at]) > left
    while at is not None and indent(lines[at]) > left:
        at = above(lines, at)
    match = LINE.match(lines[at]) if at is not None and indent(lines[at]) == left else None
    is_key = bool(match and match["lead"] == " " * left and not SIGN.match(match.string))
    return bool(is_key and LINE.match(lines[row]) and match and (match["value"] or nested))


def taken_for_text(lines: Sequence[str], at: Spot, end: int) -> Finding | None:
    """A value over several lines holds no hyphen that is meant to begin an entry."""
    first, match = at[0], LINE.match(line_at(lines, at[0]))
    if at[1] not in (words_at(line_at(lines, first)), match.start("value") if match else 0):
        return None
    row = next((row for row in range(first + 1, end + 1) if line_at(lines, row).lstrip()[:2] == "- "), None)
    if row is None:
        return None
    if LINE.match(lines[first]) and words_at(lines[first]) == indent(lines[first]):
        return after_value(lines, row)
    left, column = indent(lines[first]), indent(lines[row])
    message = "this hyphen does not stand straight under the one above"
    hint = "Put as many blanks before it as before the one above."
    return Finding(at=(row, column), message=message, hint=hint, mend="place", by=left - column)


def after_value(lines: Sequence[str], row: int) -> Finding | None:
    """A key has a value or a list of entries below it, and not both."""
    line = line_at(lines, row)
    key = above(lines, row) if not indent(line) else owner(lines, row)
    match = LINE.match(lines[key]) if key is not None else None
    if line.lstrip()[:2] != "- " or not match or not match["value"]:
        return None
    value = match["value"].strip()
    if value.startswith("- "):
        message = "the first entry of a list stands on a line of its own"
        hint = f"Write {value} on the line below {match['key']}:"
        return Finding(at=(key or 0, match.start("value")), message=message, hint=hint)
    message = "a hyphen begins an entry, but the key above has a value already"
    hint = f"If both are entries, write - {value} on a line of its own; if not, put all of it in quotes."
    return Finding(at=(row, indent(line)), message=message, hint=hint, begins=key)
