"""The lines and words of a text → lists, code and strong words that are shown as they were typed.

Rule: only what is plainly a slip is told, such as two lines in a row; stars and hyphens have other uses.
"""

import re
from collections.abc import Iterator

from icpr_build.problem import Code, Place, Problem
from icpr_build.text import Passage, Text, Written

_ALERT = re.compile(r"\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]", re.IGNORECASE)
_LIST = re.compile(
    r"^(?:(?P<close>-(?=[^\W\d_]).*\n-(?=[^\W\d_])|\d{1,9}([.)])(?=[^\W\d_]).*\n\d{1,9}\2(?=[^\W\d_]))"
    r"|[•●▪◦‣·][ \t\N{NO-BREAK SPACE}]|([–—])[ \t\N{NO-BREAK SPACE}].*\n\3[ \t\N{NO-BREAK SPACE}])",
    re.MULTILINE,
)
_STRONG = re.compile(
    r"(?<![\w*])\*\*(?![\s*])[^*\n]+\*\*(?!\*)"
    r"|(?<![\w*])\*\*[ \t][^*\n]*[^\s*]\*\*(?![\w*])"
    r"|(?<=[ \t(])\*\*(?=\w)"
)
_QUOTES_FOR_CODE = re.compile(r"^(?:'''|[\u2018\u2019]{3}|\u00b4{3})\w*$", re.MULTILINE)


def lines(text: Text) -> Iterator[Problem]:
    """Apply every rule."""
    last = ""
    for passage in text.passages:
        found = _LIST.search(passage.typed) if passage.kind == "paragraph_open" else None
        sign = found[0][0] if found else ""
        if found and sign != last:  # a list is told once
            yield _list(passage, found)
        last = sign
        yield from _words(passage)
    for written in text.written:
        if written.token.type == "fence":
            yield from _fence(written, text)


def _list(passage: Passage, found: re.Match[str]) -> Problem:
    message, hint = "this sign makes no list", "Write a hyphen and a blank before each entry."
    if found["close"]:
        message = "a blank is missing after the mark of this entry"
        hint = "Write it as - entry or 1. entry."
    return _problem(passage.place(found.start()), "list-broken", message, hint)


def _words(passage: Passage) -> Iterator[Problem]:
    if _ALERT.match(passage.markdown):
        hint = "Write the word itself, such as **Note.**"
        yield _problem(passage.places[0], "alert-unknown", "this mark is for GitHub alone", hint)
    for found in passage.find(_STRONG):
        message = "these stars make nothing strong"
        hint = "Write **words**, with no blank within the stars, and one outside; \\* shows a star."
        yield _problem(passage.place(found.start()), "strong-broken", message, hint)
    for found in list(passage.find(_QUOTES_FOR_CODE))[::2]:
        hint = "Write three backticks above and below the code."
        yield _problem(passage.place(found.start()), "code-open", "these signs make no code", hint)


def _fence(written: Written, text: Text) -> Iterator[Problem]:
    """A block of code ends with the signs that it began with; else it goes on to the end of all."""
    first, after = written.token.map or (0, 0)
    last = text.lines.get(written.place.line + after - first - 1, "").lstrip(" \t>").rstrip()
    mark = written.token.markup
    if after == first + 1 or not last.startswith(mark) or last.strip(mark[0]):
        hint = f"Write {mark} on a line of its own below the code."
        yield _problem(written.place, "code-open", "this code is not closed", hint)


def _problem(place: Place, code: Code, message: str, hint: str) -> Problem:
    return Problem(place=place, code=code, message=message, hint=hint)
