"""What PyYAML says of a text → what an editor should change, in plain words, with the corrected line.

The table at the end has a row for everything that PyYAML's scanner, parser and composer can say. What only
the lines around the place show is left to a function.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from icpr_build.problem import Code

Spot = tuple[int, int]  # row and column, from 0
KEY_LINE = re.compile(r"(?P<lead>\s*(?:- +)*)(?P<key>[^\s:][^:]*?)\s*:(?:\s+(?P<value>.*)|$)")
_ITEM_LINE = re.compile(r"(?P<lead>\s*(?:- +)+)(?P<value>\S.*)")
_COLONS = ":\uff1a\ufe55\u2236\ua789="  # with those of other scripts that look like it, and what TOML writes
ALMOST_KEY = re.compile(rf"\s*([\w-]+|\"[^\"]*\"|'[^']*')(\s*)([{_COLONS}])\s*(?!//)(.*)")
# What is written for a hyphen and a space: a hyphen alone, or another character before a space.
ALMOST_ITEM = re.compile(r"\s*(?:(?P<hyphen>-)(?=[^\W\d])|(?P<other>[*•◦▪●·–—])\s)")
MOST_NODES = 20_000  # keys and values in one file; far more than the longest list has
_LONGEST = 120  # characters of a line that is shown in a hint

_QUOTE = "Put it in quotation marks"
_QUOTE_ALL = "Put all of it in quotation marks"
_AS_ABOVE = "Put as many spaces before it as before the line above."
_AFTER_THE_LAST = "after the last item; or put the whole value in quotation marks, if it is no list."
_BEGIN_WITH_KEY = "Begin the line with a key, a colon and a space, such as title: Trust."
_COLON_NEEDED = "a key needs a colon and a space after it"
_COLON_IN_VALUE = "a value with a colon must be in quotation marks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What PyYAML `said`, where; and where that began which it was reading."""

    said: str
    at: Spot
    since: Spot
    lines: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A problem in lines of YAML."""

    at: Spot
    message: str
    hint: str
    code: Code = "yaml-syntax"


Rule = Callable[[Complaint], Finding]


def explain(complaint: Complaint) -> Finding:
    """Return in an editor's words what PyYAML says in its own."""
    row, column = complaint.at
    character = line_at(complaint.lines, row)[column : column + 1] if row == complaint.since[0] else ""
    words = f"{complaint.said}\n{character}"
    return next(rule for pattern, rule in _TABLE if re.search(pattern, words))(complaint)


def no_key(lines: Sequence[str], at: Spot) -> Finding:
    """Return what is wrong with a line that neither begins with a key nor continues the line above."""
    row, column = at
    words = line_at(lines, row)[column:].strip()
    if re.fullmatch(r".*:\s+[>|][-+0-9]*\s*", line_at(lines, row - 1)):
        message = "this line must be indented, as it continues the one above"
        return Finding(at=at, message=message, hint="Put two spaces before it.")
    if words.startswith("<!--"):
        note = words.removeprefix("<!--").removesuffix("-->").strip()
        return Finding(at=at, message="a comment among the keys begins with #", hint=f"Write # {note}")
    if found := not_a_hyphen(lines, row):
        return found
    if match := ALMOST_KEY.fullmatch(words):
        message = _COLON_NEEDED if match[3] == ":" else f"after a key comes a plain colon, not {match[3]}"
        return Finding(
            at=(row, column + match.start(3)), message=message, hint=f"Write {match[1]}: {match[4]}"
        )
    hint = "Begin it with a key, a colon and a space; or indent it, if it continues the line above."
    return Finding(at=at, message=_COLON_NEEDED, hint=_BEGIN_WITH_KEY if _above(lines, row) is None else hint)


def not_a_hyphen(lines: Sequence[str], row: int) -> Finding | None:
    """Return what is wrong with a list item that does not begin with a hyphen and a space."""
    line = line_at(lines, row)
    match = ALMOST_ITEM.match(line)
    if not match:
        return None
    at, words = (row, indent(line)), line[match.end() :].strip()
    if match["hyphen"] and _is_among_keys(lines, row):
        return Finding(at=at, message="a key cannot begin with -", hint=f"Write {words}")
    message = "a space is missing after the hyphen"
    if match["other"]:
        message = f"a list item begins with a hyphen, not with {match['other']}"
    return Finding(at=at, message=message, hint=f"Write - {words}, and so on with each item of the list.")


def item_in_text(lines: Sequence[str], at: Spot, end: int) -> Finding | None:
    """Return what is wrong with a text on several lines, up to a row, if one begins with a hyphen."""
    first = at[0]
    match = KEY_LINE.match(line_at(lines, first))
    if at[1] not in (_words_at(line_at(lines, first)), match.start("value") if match else 0):
        return None
    row = next((row for row in range(first + 1, end + 1) if _is_item(line_at(lines, row))), None)
    if row is None:
        return None
    if match and _words_at(lines[first]) == indent(lines[first]):
        return _item_after_value(lines, row)
    message = "this hyphen is not indented like the one above"
    return Finding(at=(row, indent(lines[row])), message=message, hint=_AS_ABOVE)


def special_character(lines: Sequence[str], at: Spot) -> Finding:
    """Return what is wrong with a value or a line that begins with a character special to YAML."""
    row, column = at
    line = line_at(lines, row)
    character = line[column : column + 1]
    match = KEY_LINE.match(line)
    if not line[:column].strip():
        word = re.sub(r"\W", "", match["key"]) if match else ""
        hint = f"Write {word}: {match['value'] or '…'}" if match and word else _BEGIN_WITH_KEY
        begins = Finding(at=at, message=f"a key cannot begin with {character}", hint=hint)
        return not_a_hyphen(lines, row) or begins
    if line.lstrip().startswith("<<:"):
        return merge_key(at)
    if match and column == match.start("value") and re.match(r"[>|][-+]\s+\S", match["value"]):
        message = f"no text may follow {match['value'][:2]} on the same line"
        return Finding(at=at, message=message, hint="Write it on the lines below, indented by two spaces.")
    codes: dict[str, Code] = {"&": "yaml-alias", "*": "yaml-alias", "!": "yaml-tag", "=": "yaml-tag"}
    return (_item_after_value(lines, row + 1) if character == "-" else None) or Finding(
        at=at,
        message=f"a value that begins with {character} must be in quotation marks",
        hint=in_quotation_marks(line, column),
        code=codes.get(character, "yaml-syntax"),
    )


def merge_key(at: Spot) -> Finding:
    """Return what is wrong with a key <<."""
    message = "<< takes keys from elsewhere, which is not supported"
    return Finding(at=at, message=message, hint="Write the keys themselves.", code="yaml-alias")


def line_at(lines: Sequence[str], row: int) -> str:
    """Return a line; outside of the text there are only empty ones."""
    return lines[row] if 0 <= row < len(lines) else ""


def indent(line: str) -> int:
    """Count the characters that indent a line."""
    return len(line) - len(line.lstrip())


def is_bare(line: str) -> bool:
    """Return whether a line has no content: it is empty, or a comment."""
    return not line.strip() or line.lstrip().startswith("#")


def in_quotation_marks(line: str, column: int, how: str = _QUOTE) -> str:
    """Return a hint that shows the line with its value in quotation marks, unless only a part is at fault."""
    match = KEY_LINE.match(line) or _ITEM_LINE.match(line)
    value = match and match["value"]
    if not match or not value or (column > match.start("value") and value[0] in "[{" and value[-1] in "]}"):
        return f"{how}."
    return f"{how}: {line[: match.start('value')].strip()} {_quoted(value.strip())}"


def _quoted(value: str) -> str:
    """Put a value in the quotation marks that need no change within, in place of those it has."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _no_key(complaint: Complaint) -> Finding:
    return no_key(complaint.lines, complaint.since)


def _special_character(complaint: Complaint) -> Finding:
    return special_character(complaint.lines, complaint.since)


def _colon(complaint: Complaint) -> Finding:
    """A colon within a value; or the line above has no key, or this one is indented too far."""
    (row, column), lines = complaint.at, complaint.lines
    line, first = line_at(lines, row), _first_without_key(lines, row)
    if first < row:
        return no_key(lines, (first, _words_at(lines[first])))
    match, key = KEY_LINE.match(line), _owner(lines, row)
    if match and column > match.end("key") + 1:
        key = row
    elif found := key is not None and (_item_after_value(lines, row) or not_a_hyphen(lines, key)):
        return found
    elif key is None or re.fullmatch(r"\s+(?:- +)?[a-z][\w-]*\s*", line[:column]):
        return _not_as_above((row, indent(line)))
    return Finding(at=complaint.at, message=_COLON_IN_VALUE, hint=_all_in_quotation_marks(lines, key, column))


def _backslash(complaint: Complaint) -> Finding:
    row, column = complaint.at
    line = line_at(complaint.lines, row)
    at = (row, max(line.rfind("\\", 0, column + 1), 0))
    hint = in_quotation_marks(line, column, "Use single quotation marks")
    return Finding(at=at, message="\\ is special in double quotation marks", hint=hint)


def _directive(complaint: Complaint) -> Finding:
    """A line that begins with % is a directive to YAML; else a text goes on below its end."""
    rows = (row for row, line in enumerate(complaint.lines) if line.startswith("%"))
    row = next(rows, None)
    return _misfit(complaint) if row is None else special_character(complaint.lines, (row, 0))


def _misfit(complaint: Complaint) -> Finding:
    """A value that goes on after its end, or a line that is not indented like those around it."""
    (row, column), lines = complaint.at, complaint.lines
    line = line_at(lines, row)
    match = KEY_LINE.match(line) or _ITEM_LINE.match(line)
    value = match and match["value"]
    if match and value and column > match.start("value"):
        if value[0] in "\"'":
            message = "this value goes on after its closing quotation mark"
            hint = in_quotation_marks(line, match.start("value"), _QUOTE_ALL)
            return Finding(at=complaint.at, message=message, hint=hint)
        if line[column] not in "]}":
            return special_character(lines, (row, match.start("value")))
    if line[column : column + 1] in ("]", "}"):
        message = f"{line[column]} has no opening bracket"
        return Finding(at=complaint.at, message=message, hint="Delete it.")
    if line[column : column + 1] == ":":
        return Finding(at=complaint.at, message=_COLON_NEEDED, hint=_BEGIN_WITH_KEY)
    return _item_after_value(lines, row) or _not_as_above(complaint.at)


def _item_after_value(lines: Sequence[str], row: int) -> Finding | None:
    """A key has a value or a list below it, and not both."""
    line = line_at(lines, row)
    key = _owner(lines, row) if indent(line) else _above(lines, row)
    match = KEY_LINE.match(lines[key]) if key is not None else None
    if key is None or not _is_item(line) or not match or not match["value"]:
        return None
    value = match["value"].strip()
    if _is_item(value):
        message = "the first item of a list must be on a line of its own"
        hint = f"Write {value} on the line below {match['key']}:"
        return Finding(at=(key, match.start("value")), message=message, hint=hint)
    message = "a hyphen begins a list item, but the key above already has a value"
    hint = (
        f"If both are list items, write - {value} on a line of its own; if not, put all in quotation marks."
    )
    return Finding(at=(row, indent(line)), message=message, hint=hint)


def _not_as_above(at: Spot) -> Finding:
    return Finding(at=at, message="this line is not indented like the one above", hint=_AS_ABOVE)


def not_as_below(lines: Sequence[str], row: int, margin: int) -> Finding:
    """Return what is wrong with the first line, if it is indented further than those below it."""
    hint = "Put as many spaces before it as before those." if margin else "Delete the spaces before it."
    at = row, indent(lines[row])
    return Finding(at=at, message="this line is not indented like the ones below", hint=hint)


def _all_in_quotation_marks(lines: Sequence[str], row: int, column: int) -> str:
    """Return a hint that shows a value on several lines in quotation marks, or a long one below its key."""
    further = [line.strip() for line in _below(lines, row) if line.strip()]
    match = KEY_LINE.match(lines[row])
    if not further or not match:
        return in_quotation_marks(lines[row], column)
    line = " ".join([lines[row].strip(), *further])
    if len(line) > _LONGEST or not match["value"]:
        return f"Write {match['key']}: >- and all of the text on the lines below, indented by two spaces."
    return in_quotation_marks(line, len(line), _QUOTE_ALL)


def _is_item(line: str) -> bool:
    return line.lstrip().startswith("- ")


def _words_at(line: str) -> int:
    """Find the column where a line's words begin, after its indentation and its hyphens."""
    return re.match(r"\s*(?:- +)*", line).end()  # type: ignore[union-attr]  # it matches any line


def _above(lines: Sequence[str], row: int) -> int | None:
    """Find the last line above that has content."""
    return next((at for at in range(row - 1, -1, -1) if not is_bare(lines[at])), None)


def _below(lines: Sequence[str], row: int) -> Iterator[str]:
    """Yield the lines below that belong to the key of a line."""
    left = _words_at(lines[row])
    for line in lines[row + 1 :]:
        if not is_bare(line) and indent(line) <= left and not (indent(line) == left and _is_item(line)):
            return
        yield line


def _owner(lines: Sequence[str], row: int) -> int | None:
    """Find the line above whose key or list item a line belongs to."""
    at, left = row, indent(line_at(lines, row))
    while left and (found := _above(lines, at)) is not None:
        at = found
        if KEY_LINE.match(lines[at]) or _ITEM_LINE.match(lines[at]):
            if _words_at(lines[at]) <= left and indent(lines[at]) < left:
                return at
            left = min(left, indent(lines[at]) or left)
    return None


def _first_without_key(lines: Sequence[str], row: int) -> int:
    """Find the first of the lines right above that are indented like a line, and have no key."""
    left = _words_at(line_at(lines, row))
    while row and not is_bare(lines[row - 1]) and _words_at(lines[row - 1]) == left:
        if KEY_LINE.match(lines[row - 1]):
            break
        row -= 1
        if indent(lines[row]) < left:
            break
    return row


def _is_among_keys(lines: Sequence[str], row: int) -> bool:
    """Return whether the line above that is indented alike is a key with a value: no list item follows it."""
    left, at = indent(lines[row]), _above(lines, row)
    is_nested = at is not None and indent(lines[at]) > left
    while at is not None and indent(lines[at]) > left:
        at = _above(lines, at)
    match = KEY_LINE.match(lines[at]) if at is not None and indent(lines[at]) == left else None
    is_key = match and match["lead"] == " " * left and not ALMOST_ITEM.match(match.string)
    return bool(is_key and KEY_LINE.match(lines[row]) and match and (match["value"] or is_nested))


def _here(message: str, hint: str, code: Code = "yaml-syntax") -> Rule:
    """Return the rule that reports a mistake at the place that PyYAML names."""
    return lambda complaint: Finding(at=complaint.at, message=message, hint=hint, code=code)


def _not_closed(message: str, hint: str) -> Rule:
    """Return the rule that reports a character where it begins what is not closed."""

    def rule(complaint: Complaint) -> Finding:
        row, column = complaint.since
        line = line_at(complaint.lines, row)
        character, example = line[column : column + 1], in_quotation_marks(line, column, "")
        shown = hint.format(character=character, example=example)
        return Finding(at=complaint.since, message=message.format(character=character), hint=shown)

    return rule


# What PyYAML says, then the character there, if it is on the line where that begins which PyYAML was reading.
_TABLE: tuple[tuple[str, Rule], ...] = (
    ("could not find expected ':'", _no_key),
    ("mapping values are not allowed", _colon),
    (
        r"found character '\\t'",
        _here("this line is indented with a tab, not with spaces", "Put two spaces in place of the tab."),
    ),
    ("directive|duplicate tag handle|incompatible YAML|expected '<document start>'", _directive),
    ("found another document", _here("a line --- is not allowed here", "Delete it.")),
    ("an alias|an anchor|a tag|undefined tag handle|block scalar", _special_character),
    ("found character|(sequence entries|mapping keys) are not allowed", _special_character),
    ("double-quoted|unknown escape", _backslash),
    (
        "quoted scalar",
        _not_closed(
            "a quotation mark is not closed",
            "Close it with {character}, or put all of it in quotation marks{example}",
        ),
    ),
    (
        r"expected ',' or.*\n:",
        _here("an item with a colon must be in quotation marks", f'{_QUOTE}: ["Trust: a report"]'),
    ),
    (
        r"expected ',' or.*\n\?",
        _here(
            "an item with a question mark must be in quotation marks",
            f'{_QUOTE}: ["Why trust?"]; a path of this site has none.',
        ),
    ),
    (
        r"expected ',' or.*\n.",
        _here("a comma is missing between two items", "Write a comma between them: [Trust, Police]"),
    ),
    ("flow sequence: expected ',' or", _not_closed("[ is not closed", f"Write ] {_AFTER_THE_LAST}")),
    ("flow mapping: expected ',' or", _not_closed("{{ is not closed", f"Write }}}} {_AFTER_THE_LAST}")),
    (
        r"flow node: expected the node content.*\n,",
        _here("there is nothing between two commas", "Delete one of the two."),
    ),
    ("expected the node content", _special_character),
    ("expected <block end>", _misfit),
    (
        "nested too deeply",
        _here("there are too many brackets or lists inside each other", f"{_QUOTE}.", "yaml-deep"),
    ),
    (
        "too many nodes",
        _here(
            f"there are more than {MOST_NODES:,} keys and values here", "Keep what is needed.", "file-large"
        ),
    ),
)
