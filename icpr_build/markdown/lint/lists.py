"""The lines of a text → lists and code that are shown as they were typed.

Rule: only what is plainly a slip is told, such as two lines in a row, or one within a list.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest

from icpr_build.markdown.text import Passage, Text, Written
from icpr_build.problem import LONGEST, Code, Place, Problem

_ALERT = re.compile(r"\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]", re.IGNORECASE)
_SIGN = re.compile(
    r"(?P<alone>[•●▪◦‣·])[ \t\N{NO-BREAK SPACE}]"
    r"|(?P<twice>[–—→⇒➔➜➤►▶✓✔]|--)[ \t\N{NO-BREAK SPACE}]"
    r"|(?P<close>-|\d{1,9}[.)])(?=[^\W\d_])"
    r"|(?P<within>[*+])(?=[^\W\d_])"
    r"|\(?(?P<ordered>(?<=\()\d{1,9}|[a-z])\)[ \t\N{NO-BREAK SPACE}]"
)
_MARK = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+\Z")
_TASK = re.compile(r"\[\](?=\s)|\[[ xX]\](?=\w)|\[(?: +[xX] *|[xX] +|  +)\](?=\s)")
_HARD_BREAK = re.compile(r"(?: {2}|\\)\Z")
_QUOTES_FOR_CODE = re.compile(
    r"^(?:'''|[\u2018\u2019]{3}|[\u201c\u201d]{3}|\"{3}|\u00b4{3})\w*$", re.MULTILINE
)


def lines(text: Text) -> Iterator[Problem]:
    """Apply every rule."""
    last = ""
    for passage in text.passages:
        place, sign = _slip(passage, text) if passage.kind == "paragraph_open" else (passage.places[0], "")
        if sign and sign != last:  # a list is told once
            yield _list(place, sign)
        last = sign
        yield from _words(passage)
    for written in text.written:
        if written.token.type == "fence":
            yield from _fence(written, text)


def _slip(passage: Passage, text: Text) -> tuple[Place, str]:
    """Give the first line that was to be an entry of a list, and the style of its sign."""
    first = passage.places[0]
    mark = _MARK.search(text.lines[first.line][: first.column - 1])
    if mark and _TASK.match(passage.typed):
        return first, "[ ]"
    begins = first.column - len(mark[0]) if mark else 0
    signs = [_SIGN.match(line) for line in passage.typed.split("\n")]
    rows = zip_longest(passage.places, passage.markdown.split("\n"), signs, signs[1:])
    for place, line, sign, after in rows:
        is_next = after and not _HARD_BREAK.search(line) and _follows(sign, after)
        if sign and (sign["alone"] or place.column == begins or is_next):
            return place, "(1)" if sign["ordered"] else _style(sign)
    return first, ""


def _follows(sign: re.Match[str] | None, after: re.Match[str]) -> bool:
    """Tell whether two lines begin as two entries of one list."""
    if not sign or sign.lastgroup != after.lastgroup or sign["within"]:
        return False
    if sign["ordered"]:
        return _number(sign["ordered"]) + 1 == _number(after["ordered"])
    return _style(sign) == _style(after)


def _style(sign: re.Match[str]) -> str:
    return re.sub(r"\d+", "1", sign[0].strip())


def _number(order: str) -> int:
    return int(order) if order.isdecimal() else ord(order)


def _list(place: Place, sign: str) -> Problem:
    if sign == "[ ]":
        hint = "Write - [ ] and a blank before the words; or - [x], if it is done."
        return _problem(place, "list-broken", "this is not taken for a task", hint)
    if sign in ("-", "*", "+", "1.", "1)"):
        message, hint = "a blank is missing after the mark of this entry", "Write it as - entry or 1. entry."
        return _problem(place, "list-broken", message, hint)
    hint = "Write a hyphen and a blank before each entry."
    if sign == "(1)":
        hint = "Write 1. and a blank before the first entry, 2. before the next."
    return _problem(place, "list-broken", "this sign makes no list", hint)


def _words(passage: Passage) -> Iterator[Problem]:
    if _ALERT.match(passage.markdown):
        hint = "Write the word itself, such as **Note.**"
        yield _problem(passage.places[0], "alert-unknown", "this mark is for GitHub alone", hint)
    for found in list(passage.find(_QUOTES_FOR_CODE))[::2]:
        hint = "Write three backticks above and below the code."
        yield _problem(passage.place(found.start()), "code-open", "these signs make no code", hint)


def _fence(written: Written, text: Text) -> Iterator[Problem]:
    """A block of code ends with the signs that it began with; else it goes on to the end of all."""
    first, after = written.token.map or (0, 0)
    last = text.lines.get(written.place.line + after - first - 1, "").lstrip(" \t>").rstrip()
    mark = written.token.markup
    if after == first + 1 or not last.startswith(mark) or last.strip(mark[0]):
        shown = mark if len(mark) <= LONGEST else f"{len(mark):,} of {mark[0]}"
        hint = f"Write {shown} on a line of its own below the code."
        yield _problem(written.place, "code-open", "this code is not closed", hint)


def _problem(place: Place, code: Code, message: str, hint: str) -> Problem:
    return Problem(place=place, code=code, message=message, hint=hint)
