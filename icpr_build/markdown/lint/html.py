"""HTML that is not taken, or not closed. An element is reported once, where it begins."""

import re
from collections import Counter
from collections.abc import Iterator

import comrak

from icpr_build.markdown.document import HTML_TAKEN, Block, Document, without_comments
from icpr_build.problem import Place, Problem

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_PAIRED = re.compile(r"</?(?:sub|sup|kbd)>", re.IGNORECASE)
_COMMENT_OPEN = re.compile(r"<!--")
_BROKEN_COMMENT = re.compile(r"<!-(?!-)[^<>]*>|<!-(?!-)(?=\s)")
_BROKEN_TAG = re.compile(r"<(/?(?:br|sub|sup|kbd))(?![\w>-])", re.IGNORECASE)
_Tag = tuple[str, Place]


def html(document: Document) -> Iterator[Problem]:
    """A text holds no HTML but comments, `<br>`, and `<sub>`, `<sup>`, `<kbd>`, closed in the paragraph."""
    opened: list[_Tag] = []
    lost = Counter[str]()  # by name, what was refused or not closed: its end is not reported again
    for node in document.nodes:
        if node.block and not node.is_inline:
            yield from _not_closed(opened, lost)
            opened = []
        elif isinstance(node.value, comrak.HtmlInline) and _PAIRED.fullmatch(node.value.value):
            yield from _paired((node.value.value, node.place), opened, lost)
        elif isinstance(node.value, comrak.HtmlInline):
            yield from _refused(node.value.value, node.place, lost)
        elif isinstance(node.value, comrak.HtmlBlock):
            yield from _refused(node.value.value.literal, node.place, lost)
    yield from _not_closed(opened, lost)
    for block in document.blocks:
        yield from _typed(block)


def _paired(tag: _Tag, opened: list[_Tag], lost: Counter[str]) -> Iterator[Problem]:
    html, place = tag
    name = html.strip("</>").lower()
    if not html.startswith("</"):
        opened.append(tag)
    elif opened:
        begun, _ = opened.pop()
        if begun.lower() != f"<{name}>":
            yield place.problem("html-unclosed", f"{html} cannot close {begun}", f"Write </{begun[1:]} here.")
    elif lost[name] > 0:
        lost[name] -= 1
    else:
        yield place.problem("html-unclosed", f"{html} closes nothing", "Delete it.")


def _not_closed(opened: list[_Tag], lost: Counter[str]) -> Iterator[Problem]:
    for html, place in opened:
        lost[html.strip("<>").lower()] += 1
        hint = f"Write </{html[1:]} in the same paragraph."
        yield place.problem("html-unclosed", f"{html} is not closed", hint)


def _refused(html: str, place: Place, lost: Counter[str]) -> Iterator[Problem]:
    html = without_comments(html).strip()
    if "<" not in html or HTML_TAKEN.fullmatch(html):
        return
    if html.startswith("<!--"):
        yield _comment_open(place)
        return
    closing, name = (tag[1], tag[2].lower()) if (tag := _TAG.match(html)) else ("", "")
    lost[name] += -1 if closing else 1
    if not closing or lost[name] < 0:
        hint = "Write it as Markdown; to show < itself, write &lt;."
        yield place.problem("html-raw", "HTML is not allowed in a text", hint)


def _typed(block: Block) -> Iterator[Problem]:
    """Report what is nearly a comment or a tag, and would be shown as it was typed."""
    if found := _COMMENT_OPEN.search(block.typed):
        yield _comment_open(block.place(found.start()))
    for found in block.find(_BROKEN_COMMENT):
        hint = "Write <!-- before it and --> after it, each with two hyphens."
        yield block.place(found.start()).problem("html-unclosed", "this is not a comment", hint)
    for found in block.find(_BROKEN_TAG):
        message, hint = f"<{found[1]} lacks its >", f"Write <{found[1]}>; to show < itself, write &lt;."
        yield block.place(found.start()).problem("html-unclosed", message, hint)


def _comment_open(place: Place) -> Problem:
    hint = "Write --> after it; to show < itself, write &lt;."
    return place.problem("html-unclosed", "this comment is not closed", hint)
