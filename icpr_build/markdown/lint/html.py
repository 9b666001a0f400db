"""The HTML in a text → what is not taken, and what is not closed.

Rule: an element is told once, where it begins.
"""

import re
from collections import Counter
from collections.abc import Iterator

from icpr_build.markdown.text import HTML_TAKEN, Passage, Text, Written, without_comments
from icpr_build.problem import Place, Problem

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_PAIRED = re.compile(r"</?(?:sub|sup|kbd)>", re.IGNORECASE)
_COMMENT_OPEN = re.compile(r"<!--")
_BROKEN_COMMENT = re.compile(r"<!-(?!-)[^<>]*>|<!-(?!-)(?=\s)")
_BROKEN_TAG = re.compile(r"<(/?(?:br|sub|sup|kbd))(?![\w>-])", re.IGNORECASE)


def html(text: Text) -> Iterator[Problem]:
    """A text holds no HTML but comments, `<br>`, and `<sub>`, `<sup>`, `<kbd>`, closed in the paragraph."""
    opened: list[Written] = []
    lost = Counter[str]()  # by name, what was refused, or not closed: its end is not told again
    for written in text.written:
        if written.token.type == "inline":
            yield from _not_closed(opened, lost)
            opened = []
        elif written.token.type == "html_inline" and _PAIRED.fullmatch(written.token.content):
            yield from _paired(written, opened, lost)
        elif written.token.type in ("html_inline", "html_block"):
            yield from _refused(written, lost)
    yield from _not_closed(opened, lost)
    for passage in text.passages:
        yield from _typed(passage)


def _paired(written: Written, opened: list[Written], lost: Counter[str]) -> Iterator[Problem]:
    tag = written.token.content
    name = tag.strip("</>").lower()
    if not tag.startswith("</"):
        opened.append(written)
    elif opened:
        begun = opened.pop().token.content
        if begun.lower() != f"<{name}>":
            message, hint = f"{tag} cannot close {begun}", f"Write </{begun[1:]} here."
            yield Problem(place=written.place, code="html-unclosed", message=message, hint=hint)
    elif lost[name] > 0:
        lost[name] -= 1
    else:
        message = f"{tag} closes nothing"
        yield Problem(place=written.place, code="html-unclosed", message=message, hint="Delete it.")


def _not_closed(opened: list[Written], lost: Counter[str]) -> Iterator[Problem]:
    for written in opened:
        tag = written.token.content
        lost[tag.strip("<>").lower()] += 1
        message, hint = f"{tag} is not closed", f"Write </{tag[1:]} in the same paragraph."
        yield Problem(place=written.place, code="html-unclosed", message=message, hint=hint)


def _refused(written: Written, lost: Counter[str]) -> Iterator[Problem]:
    html = without_comments(written.token.content).strip()
    if "<" not in html or HTML_TAKEN.fullmatch(html):
        return
    if html.startswith("<!--"):
        yield _comment_open(written.place)
        return
    closing, name = (tag[1], tag[2].lower()) if (tag := _TAG.match(html)) else ("", "")
    lost[name] += -1 if closing else 1
    if not closing or lost[name] < 0:
        hint = "Write it as Markdown; to show < itself, write &lt;."
        yield Problem(place=written.place, code="html-raw", message="HTML is not taken in a text", hint=hint)


def _typed(passage: Passage) -> Iterator[Problem]:
    """What is nearly a comment or a tag would be shown as it was typed."""
    if found := _COMMENT_OPEN.search(passage.typed):
        yield _comment_open(passage.place(found.start()))
    for found in passage.find(_BROKEN_COMMENT):
        message, hint = "this is no comment", "Write <!-- before it and --> after it, each with two hyphens."
        yield Problem(place=passage.place(found.start()), code="html-unclosed", message=message, hint=hint)
    for found in passage.find(_BROKEN_TAG):
        message, hint = f"<{found[1]} lacks its >", f"Write <{found[1]}>; to show < itself, write &lt;."
        yield Problem(place=passage.place(found.start()), code="html-unclosed", message=message, hint=hint)


def _comment_open(place: Place) -> Problem:
    hint = "Write --> after it; to show < itself, write &lt;."
    return Problem(place=place, code="html-unclosed", message="this comment is not closed", hint=hint)
