"""What PyYAML reports → what an editor should change, in plain words, with the corrected line.

The table at the end has a row for everything that PyYAML's scanner, parser and composer report. A row has a
message and a hint for the place that PyYAML names, or a function where the lines around it show more.
"""

import re
from collections.abc import Callable

from icpr_build.problem import Code, Problem, quoted
from icpr_build.source.yaml_lines import (
    ALMOST_ITEM,
    ALMOST_KEY,
    ITEM_LINE,
    KEY_LINE,
    Lines,
    Spot,
    indent,
    is_bare,
    is_item,
    words_at,
)

_Report = Callable[[Lines, Spot, Spot], Problem]

_NAME = re.compile(r"([&!]\S*)(?:[ \t]+(?P<more>[\[{\"'])|[ \t]*$)")  # of a value, or of its type
MOST_NODES = 20_000  # keys and values in one file; far more than the longest list has

_QUOTE = "Put it in quotation marks"
_QUOTE_ALL = "Put all of it in quotation marks"
_AS_ABOVE = "Put as many spaces before it as before the line above."
_BEGIN_WITH_KEY = "Begin the line with a key, a colon and a space, such as title: Trust."
_COLON_NEEDED = "a key needs a colon and a space after it"
_NO_TAB = "Put two spaces in place of the tab."
_QUOTE_ITEM = f'{_QUOTE}: ["Why trust: a report"]'
_COMMA = "Write a comma between them: [Trust, Police]"
_CLOSING = {"[": "]", "{": "}"}
_OR_QUOTE = "or put the whole value in quotation marks, if it is no list."
_CODES: dict[str, Code] = {"&": "yaml-alias", "*": "yaml-alias", "!": "yaml-tag", "=": "yaml-tag"}


def explain(lines: Lines, said: str, at: Spot, start: Spot) -> Problem:
    """Return in an editor's words what PyYAML said, at which spot, and from which start on it was reading."""
    character = lines.line(at[0])[at[1] : at[1] + 1] if at[0] == start[0] else ""
    report = next(report for pattern, report in _TABLE if re.search(pattern, f"{said}\n{character}"))
    return report(lines, at, start)


def no_key(lines: Lines, at: Spot) -> Problem:
    """Return what is wrong with a line that neither begins with a key nor continues the line above."""
    row, column = at
    words = lines.line(row)[column:].strip()
    if re.fullmatch(r".*:\s+[>|][-+0-9]*\s*", lines.line(row - 1)):
        message = "this line must be indented, as it continues the one above"
        return lines.problem(at, message, "Put two spaces before it.")
    if words.startswith("<!--"):
        comment = words.removeprefix("<!--").removesuffix("-->").strip()
        return lines.problem(at, "a comment among the keys begins with #", f"Write # {comment}")
    if problem := no_hyphen(lines, row):
        return problem
    if match := ALMOST_KEY.fullmatch(words):
        message = _COLON_NEEDED if match[3] == ":" else f"after a key comes a plain colon, not {match[3]}"
        return lines.problem((row, column + match.start(3)), message, f"Write {match[1]}: {match[4]}")
    hint = "Begin it with a key, a colon and a space; or indent it, if it continues the line above."
    return lines.problem(at, _COLON_NEEDED, _BEGIN_WITH_KEY if lines.above(row) is None else hint)


def no_hyphen(lines: Lines, row: int) -> Problem | None:
    """Return what is wrong with a list item that does not begin with a hyphen and a space."""
    line = lines.line(row)
    match = ALMOST_ITEM.match(line)
    if not match:
        return None
    words = line[match.end() :].strip()
    message, hint = (
        "a space is missing after the hyphen",
        f"Write - {words}, and so on with each item of the list",
    )
    if match["other"]:
        message = f"a list item begins with a hyphen, not with {match['other']}"
    elif KEY_LINE.match(words):
        hint += "; or delete the hyphen, if it is none"
    return lines.problem((row, indent(line)), message, f"{hint}.")


def item_in_text(lines: Lines, at: Spot, end: int) -> Problem | None:
    """Return what is wrong with a text on several lines, up to a row, if one begins with a hyphen."""
    line = lines.line(at[0])
    match = KEY_LINE.match(line)
    row = next((row for row in range(at[0] + 1, end + 1) if is_item(lines.line(row))), None)
    if row is None or at[1] not in (words_at(line), match.start("value") if match else 0):
        return None
    if match and words_at(line) == indent(line):
        return _item_below_value(lines, row)
    message = "this hyphen is not indented like the one above"
    return lines.problem((row, indent(lines[row])), message, _AS_ABOVE)


def special_character(lines: Lines, at: Spot) -> Problem:
    """Return what is wrong with a value or a line that begins with a character special to YAML."""
    row, column = at
    line = lines.line(row)
    character = line[column : column + 1]
    match = KEY_LINE.match(line)
    if not line[:column].strip():
        word = re.sub(r"\W", "", match["key"]) if match else ""
        hint = f"Write {word}: {match['value'] or '…'}" if match and word else _BEGIN_WITH_KEY
        return no_hyphen(lines, row) or lines.problem(at, f"a key cannot begin with {character}", hint)
    if line.lstrip().startswith("<<:"):
        return merge_key(lines, at)
    if match and column == match.start("value") and re.match(r"[>|][-+]\s+\S", match["value"]):
        message = f"no text may follow {match['value'][:2]} on the same line"
        return lines.problem(at, message, "Write it on the lines below, indented by two spaces.")
    if character == "-" and (problem := _item_below_value(lines, row + 1)):
        return problem
    name = _NAME.match(line, column)
    if name and (name["more"] or indent(lines.line(row + 1)) > indent(line) or is_item(lines.line(row + 1))):
        message = f"{quoted(name[1])} before a value is not supported"
        return lines.problem(at, message, f"Delete {name[1]} here.", _CODES[character])
    message = f"a value that begins with {character} must be in quotation marks"
    return lines.problem(at, message, _in_quotation_marks(line, column), _CODES.get(character, "yaml-syntax"))


def merge_key(lines: Lines, at: Spot) -> Problem:
    """Return what is wrong with a key <<."""
    message = "<< takes keys from elsewhere, which is not supported"
    return lines.problem(at, message, "Write the keys themselves.", "yaml-alias")


def not_as_below(lines: Lines, row: int, margin: int) -> Problem:
    """Return what is wrong with the first line, if it is indented further than those below it."""
    hint = "Put as many spaces before it as before those." if margin else "Delete the spaces before it."
    return lines.problem((row, indent(lines[row])), "this line is not indented like the ones below", hint)


def _not_as_above(lines: Lines, at: Spot) -> Problem:
    return lines.problem(at, "this line is not indented like the one above", _AS_ABOVE)


def _item_below_value(lines: Lines, row: int) -> Problem | None:
    """Return what is wrong with a list item below a key that already has a value, if that is so."""
    line = lines.line(row)
    key = lines.parent(row) if indent(line) else lines.above(row)
    match = KEY_LINE.match(lines[key]) if key is not None else None
    if key is None or not is_item(line) or not match or not match["value"]:
        return None
    value = match["value"].strip()
    if is_item(value):
        message = "the first item of a list must be on a line of its own"
        hint = f"Write {value} on the line below {match['key']}:"
        return lines.problem((key, match.start("value")), message, hint)
    message = "a hyphen begins a list item, but the key above already has a value"
    hint = (
        f"If both are list items, write - {value} on a line of its own; if not, put all in quotation marks."
    )
    return lines.problem((row, indent(line)), message, hint)


def _in_quotation_marks(line: str, column: int, how: str = _QUOTE) -> str:
    """Return a hint that shows the line with its value in quotation marks, unless only a part is at fault.

    They are those that need no change within, in place of those that the value has.
    """
    match = KEY_LINE.match(line) or ITEM_LINE.match(line)
    value = match["value"].strip() if match and match["value"] else ""
    if not match or not value or (column > match.start("value") and value[0] in "[{" and value[-1] in "]}"):
        return f"{how}."
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    is_plain = '"' not in value and "\\" not in value
    shown = f'"{value}"' if is_plain else "'" + value.replace("'", "''") + "'"
    return f"{how}: {line[: match.start('value')].strip()} {shown}"


# The functions of the table: each takes the lines, the spot that PyYAML names, and the start of what it read.


def _colon(lines: Lines, at: Spot, _start: Spot) -> Problem:
    """A colon is in a value; or the line above has no key, or this one is indented too far."""
    row, column = at
    line = lines.line(row)
    first, left = row, words_at(line)  # PyYAML adds lines without a key to the one below
    while first and words_at(lines[first - 1]) == left <= indent(lines[first]):
        if is_bare(lines[first - 1]) or KEY_LINE.match(lines[first - 1]):
            break
        first -= 1
    if first < row:
        return no_key(lines, (first, words_at(lines[first])))
    message, hint = "a value with a colon must be in quotation marks", f"{_QUOTE_ALL}."
    match, parent = KEY_LINE.match(line), lines.parent(row)
    if match and column > match.end("key") + 1:
        if indent(lines.line(row + 1)) <= left:
            hint = _in_quotation_marks(line, column)
    elif parent is not None and (problem := _item_below_value(lines, row) or no_hyphen(lines, parent)):
        return problem
    elif parent is None or re.fullmatch(r"\s+(?:- +)?[a-z][\w-]*\s*", line[:column]):
        return _not_as_above(lines, (row, indent(line)))
    return lines.problem(at, message, hint)


def _backslash(lines: Lines, at: Spot, _start: Spot) -> Problem:
    row, column = at
    line = lines.line(row)
    hint = _in_quotation_marks(line, column, "Use single quotation marks")
    at = row, max(line.rfind("\\", 0, column + 1), 0)
    return lines.problem(at, "\\ is special in double quotation marks", hint)


def _not_closed(lines: Lines, _at: Spot, start: Spot) -> Problem:
    row, column = start
    opening = lines.line(row)[column : column + 1]
    if opening in _CLOSING:
        hint = f"Write {_CLOSING[opening]} after the last item; {_OR_QUOTE}"
        return lines.problem(start, f"{opening} is not closed", hint)
    example = _in_quotation_marks(lines.line(row), column, "")
    hint = f"Close it with {opening}, or put all of it in quotation marks{example}"
    return lines.problem(start, "a quotation mark is not closed", hint)


def _directive(lines: Lines, at: Spot, start: Spot) -> Problem:
    """A line that begins with % is a directive to YAML; else a text goes on below its end."""
    row = next((row for row, line in enumerate(lines) if line.startswith("%")), None)
    return _misfit(lines, at, start) if row is None else special_character(lines, (row, 0))


def _misfit(lines: Lines, at: Spot, _start: Spot) -> Problem:
    """A value goes on after its end, or a line is not indented like those around it."""
    row, column = at
    line = lines.line(row)
    character = line[column : column + 1]
    match = KEY_LINE.match(line) or ITEM_LINE.match(line)
    value = match["value"] if match and column > match.start("value") else ""
    if match and value and value[0] in "\"'":
        message = "this value goes on after its closing quotation mark"
        return lines.problem(at, message, _in_quotation_marks(line, column, _QUOTE_ALL))
    if character and character in "]}":
        return lines.problem(at, f"{character} has no opening bracket", "Delete it.")
    if match and value:
        return special_character(lines, (row, match.start("value")))
    if character == ":":
        return lines.problem(at, _COLON_NEEDED, _BEGIN_WITH_KEY)
    return _item_below_value(lines, row) or _not_as_above(lines, at)


def _here(message: str, hint: str, code: Code = "yaml-syntax") -> _Report:
    """Return the function that reports a mistake at the spot that PyYAML names."""
    return lambda lines, at, _start: lines.problem(at, message, hint, code)


# What PyYAML says, then the character there, if it is on the line where that begins which PyYAML was reading.
_TABLE: tuple[tuple[str, _Report], ...] = (
    ("could not find expected ':'", lambda lines, _at, start: no_key(lines, start)),
    ("mapping values are not allowed", _colon),
    (r"found character '\\t'", _here("this line is indented with a tab, not with spaces", _NO_TAB)),
    ("directive|duplicate tag handle|incompatible YAML|expected '<document start>'", _directive),
    ("found another document", _here("a line --- is not allowed here", "Delete it.")),
    (
        r"flow node: expected the node content.*\n,",
        _here("there is nothing between two commas", "Delete one of the two."),
    ),
    (
        "an alias|an anchor|a tag|tag handle|block scalar|found character|are not allowed|the node content",
        lambda lines, _at, start: special_character(lines, start),
    ),
    ("double-quoted|unknown escape", _backslash),
    ("quoted scalar", _not_closed),
    (r"expected ',' or.*\n:", _here("an item with a colon must be in quotation marks", _QUOTE_ITEM)),
    (r"expected ',' or.*\n\?", _here("an item with a question mark must be in quotation marks", _QUOTE_ITEM)),
    (r"expected ',' or.*\n.", _here("a comma is missing between two items", _COMMA)),
    ("expected ',' or", _not_closed),
    ("expected <block end>", _misfit),
    (
        "nested too deeply",
        _here(
            "there are too many brackets or lists inside each other",
            "Delete those that are too many; or, if it is a text, put all of it in quotation marks.",
            "yaml-deep",
        ),
    ),
    (
        "too many nodes",
        _here(
            f"there are more than {MOST_NODES:,} keys and values here", "Keep what is needed.", "file-large"
        ),
    ),
)
