"""Lines that look like a list, a task, an alert or code, and are shown as they were typed.

Only what is plainly a mistake is reported, such as two lines in a row, or one within a list.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest

import comrak

from icpr_build.markdown.document import Block, Document
from icpr_build.problem import LONGEST, Place, Problem

_ALERT = re.compile(r"\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]", re.IGNORECASE)
_MARKER = re.compile(
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


def lists(document: Document) -> Iterator[Problem]:
    """Apply every rule."""
    last = ""
    for block in document.blocks:
        place, marker = _almost_item(block, document) if block.kind == "paragraph" else (block.places[0], "")
        if marker and marker != last:  # a list is reported once
            yield _list(place, marker)
        last = marker
        yield from _typed(block)
    for node in document.nodes:
        if isinstance(node.value, comrak.CodeBlock):
            yield from _not_closed(node.place, node.value.value)


def _almost_item(block: Block, document: Document) -> tuple[Place, str]:
    """Return the first line that was to be a list item, and the style of its marker."""
    first = block.places[0]
    mark = _MARK.search(document.lines[first.line][: first.column - 1])
    if mark and _TASK.match(block.typed):
        return first, "[ ]"
    begins = first.column - len(mark[0]) if mark else 0
    markers = [_MARKER.match(line) for line in block.typed.split("\n")]
    rows = zip_longest(block.places, block.markdown.split("\n"), markers, markers[1:])
    for place, line, marker, after in rows:
        is_next = after and not _HARD_BREAK.search(line) and _follows(marker, after)
        if marker and (marker["alone"] or place.column == begins or is_next):
            return place, "(1)" if marker["ordered"] else _style(marker)
    return first, ""


def _follows(marker: re.Match[str] | None, after: re.Match[str]) -> bool:
    """Return whether two lines begin as two items of one list."""
    if not marker or marker.lastgroup != after.lastgroup or marker["within"]:
        return False
    if marker["ordered"]:
        return _number(marker["ordered"]) + 1 == _number(after["ordered"])
    return _style(marker) == _style(after)


def _style(marker: re.Match[str]) -> str:
    return re.sub(r"\d+", "1", marker[0].strip())


def _number(order: str) -> int:
    return int(order) if order.isdecimal() else ord(order)


def _list(place: Place, marker: str) -> Problem:
    if marker == "[ ]":
        hint = "Write - [ ] and a space before the text; or - [x], if it is done."
        return place.problem("list-broken", "this is not read as a task", hint)
    if marker in ("-", "*", "+", "1.", "1)"):
        message, hint = "a space is missing after this list marker", "Write it as - item or 1. item."
        return place.problem("list-broken", message, hint)
    hint = "Write a hyphen and a space before each item."
    if marker == "(1)":
        hint = "Write 1. and a space before the first item, 2. before the next."
    return place.problem("list-broken", "this character makes no list", hint)


def _typed(block: Block) -> Iterator[Problem]:
    if _ALERT.match(block.markdown):
        hint = "Write the word in bold instead, such as **Note.**"
        yield block.places[0].problem("alert-unknown", "only GitHub shows this as an alert", hint)
    for found in list(block.find(_QUOTES_FOR_CODE))[::2]:
        hint = "Write three backticks above and below the code."
        yield block.place(found.start()).problem("code-open", "these characters make no code", hint)


def _not_closed(place: Place, code: comrak.NodeCodeBlock) -> Iterator[Problem]:
    """Report a block of code without an end, which goes on to the end of the text."""
    if code.fenced and not code.closed:
        length, character = code.fence_length, chr(code.fence_char)
        fence = character * length if length <= LONGEST else f"{length:,} of {character}"
        hint = f"Write {fence} on a line of its own below the code."
        yield place.problem("code-open", "this code is not closed", hint)
