"""The HTML in a text → what is not taken, and what is not closed.

Rule: an element is told once, where it begins.
"""

import re
from collections import Counter
from collections.abc import Iterator

from icpr_build.problem import Place, Problem
from icpr_build.text import HTML_TAKEN, Text, Written, without_comments

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_PAIRED = re.compile(r"</?(?:sub|sup|kbd)>")
_COMMENT_OPEN = re.compile(r"<!--")


def html(text: Text) -> Iterator[Problem]:
    """A text holds no HTML but comments, `<br>`, and `<sub>`, `<sup>`, `<kbd>`, closed in the paragraph."""
    opened: list[Written] = []
    refused = Counter[str]()
    for written in text.written:
        if written.token.type == "inline":
            yield from map(_not_closed, opened)
            opened = []
        elif written.token.type == "html_inline" and _PAIRED.fullmatch(written.token.content):
            yield from _paired(written, opened, refused)
        elif written.token.type in ("html_inline", "html_block"):
            yield from _refused(written, refused)
    yield from map(_not_closed, opened)
    for passage in text.passages:
        if found := _COMMENT_OPEN.search(passage.typed):
            yield _comment_open(passage.place(found.start()))


def _paired(written: Written, opened: list[Written], refused: Counter[str]) -> Iterator[Problem]:
    tag = written.token.content
    name = tag.strip("</>")
    if not tag.startswith("</"):
        opened.append(written)
    elif opened:
        begun = opened.pop().token.content
        if begun != f"<{name}>":
            message, hint = f"{tag} cannot close {begun}", f"Write </{begun[1:]} here."
            yield Problem(place=written.place, code="html-unclosed", message=message, hint=hint)
    elif refused[name] > 0:
        refused[name] -= 1
    else:
        message = f"{tag} closes nothing"
        yield Problem(place=written.place, code="html-unclosed", message=message, hint="Delete it.")


def _not_closed(written: Written) -> Problem:
    tag = written.token.content
    hint = f"Write </{tag[1:]} in the same paragraph."
    return Problem(place=written.place, code="html-unclosed", message=f"{tag} is not closed", hint=hint)


def _refused(written: Written, refused: Counter[str]) -> Iterator[Problem]:
    html = without_comments(written.token.content).strip()
    if "<" not in html or HTML_TAKEN.fullmatch(html):
        return
    if html.startswith("<!--"):
        yield _comment_open(written.place)
        return
    closing, name = (tag[1], tag[2].lower()) if (tag := _TAG.match(html)) else ("", "")
    refused[name] += -1 if closing else 1
    if not closing or refused[name] < 0:
        hint = "Write it as Markdown; to show < itself, write &lt;."
        yield Problem(place=written.place, code="html-raw", message="HTML is not taken in a text", hint=hint)


def _comment_open(place: Place) -> Problem:
    hint = "Write --> after it; to show < itself, write &lt;."
    return Problem(place=place, code="html-unclosed", message="this comment is not closed", hint=hint)
