"""Straight quotation marks → curly ones, in the text of a body and in what a template prints.

What a mark becomes depends on the characters around it, and on whether a quotation is open:

- In a measure, such as `5'10"`, it stays straight, as the typeface of headings has no primes.
- Within a word, and where letters or digits are left out (`'til`, `rock 'n' roll`, `'26`, `'90s`), it is an
  apostrophe.
- After a space or a bracket it opens a quotation, unless a space follows; before a space or punctuation it
  closes one.
- Elsewhere (`re-"start"`, `A/"B"`) it closes the quotation that is open, or else opens one.
"""

import re
import unicodedata

from icpr_build.external_urls import is_allowed_url

_OPEN = {'"': "“", "'": "‘"}
_CLOSE = {'"': "”", "'": "’"}
_CURLY = {*_OPEN.values(), *_CLOSE.values()}
_BEFORE_OPENING = "([{“‘«¿¡"
_AFTER_CLOSING = ".,;:!?…)]}”’»"
_IN_MEASURE = "\N{PRIME}"
_MARKS = re.compile(r"[\"']+")
_DIGITS = r"[0-9]{1,3}(?:\.[0-9]+)?[½⅓⅔¼¾⅛⅜⅝⅞]?"  # more digits are a year rather than a measure
_NUMBER = rf"(?:(?<![\w.,$€£#])|(?<=[\"'{_IN_MEASURE}]x)){_DIGITS}"
_MEASURE = re.compile(rf"""{_NUMBER}(?:'(?:[ -]?{_DIGITS}"|[0-9]{{1,2}}(?!\w))|["'](?=x[0-9]))""")
_AFTER_NUMBER = re.compile(rf"{_NUMBER}(?=[\"']\B)")
_LETTER = r"[\w\u0300-\u036f]"  # also one with an accent of its own
_APOSTROPHE = re.compile(
    rf"""(?<={_LETTER})'(?="?\w) | (?<=\w")'(?=\w) | (?<!\w)'n'(?!\w)
    | (?<!\w)'(?=(?:[0-9]{{2}}s?|cuz|em|n|neath|nuff|til|tis|twas|twere|twill|twould)(?![\w']))""",
    re.IGNORECASE | re.VERBOSE,
)
# What may also be the first word of a quotation, and is if a mark comes later that can close it.
_APOSTROPHE_UNLESS_CLOSED = re.compile(r"(?<!\w)'(?=(?:bout|cause|hood|round|till)(?!\w))", re.IGNORECASE)
_CAN_CLOSE = re.compile(r"(?<=[^\s(\[{])'(?!\w)")


def curl_quotes(text: str) -> str:
    """Return a text, of the same length, with curly quotation marks."""
    if not _MARKS.search(text):
        return text
    made = _MEASURE.sub(
        lambda measure: _MARKS.sub(lambda marks: _IN_MEASURE * len(marks[0]), measure[0]), text
    )
    made = _APOSTROPHE.sub(lambda found: found[0].replace("'", "’"), made)
    last = max((found.start() for found in _CAN_CLOSE.finditer(made)), default=-1)
    made = _APOSTROPHE_UNLESS_CLOSED.sub(lambda found: "’" if found.start() > last else "'", made)
    made = _with_quotations(made)
    return "".join(new if new in _CURLY else old for old, new in zip(text, made, strict=True))


def typeset(value: object) -> object:
    """Curl the quotation marks of a text that is printed; a URL, HTML and other values stay."""
    if not isinstance(value, str) or not _MARKS.search(value):
        return value
    if hasattr(value, "__html__") or is_allowed_url(value):
        return value
    return curl_quotes(value)


def _with_quotations(text: str) -> str:
    """Open and close quotations with the marks that are left."""
    after_numbers = {number.end() for number in _AFTER_NUMBER.finditer(text)}
    is_open = {'"': False, "'": False}

    def curled(marks: re.Match[str]) -> str:
        before, after = text[max(marks.start() - 1, 0) : marks.start()], text[marks.end() : marks.end() + 1]
        made = ""
        for at, mark in enumerate(marks[0], marks.start()):
            if at in after_numbers and _is_measure(text, at, is_open=is_open[mark]):
                made += mark
            else:
                can_open = at + 1 < len(text)
                is_open[mark] = can_open and _opens(before, after, is_open=is_open[mark])
                made += (_OPEN if is_open[mark] else _CLOSE)[mark]
        return made

    return _MARKS.sub(curled, text)


def _is_measure(text: str, at: int, *, is_open: bool) -> bool:
    """Return whether a mark after a number is a unit, and does not close the quotation that is open.

    It is a unit within a quotation if the next mark is one that closes; an apostrophe would look the same.
    """
    following = text.find('"', at + 1) if text[at] == '"' else -1
    if not is_open or following < 0:
        return not is_open
    return not _opens(text[following - 1], text[following + 1 : following + 2], is_open=False)


def _opens(before: str, after: str, *, is_open: bool) -> bool:
    """Return whether a mark between two characters, which are empty at the ends, opens a quotation."""
    is_space_after = not after or after.isspace()
    if not before or before.isspace() or before in _BEFORE_OPENING:
        return not is_space_after or not is_open
    if is_space_after or after in _AFTER_CLOSING or is_open:
        return False
    return _is_of_word(after) or not (_is_of_word(before) or before in _AFTER_CLOSING)


def _is_of_word(character: str) -> bool:
    return character.isalnum() or unicodedata.combining(character) > 0
