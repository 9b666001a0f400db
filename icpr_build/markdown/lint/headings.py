"""Headings in the wrong order or place, and lines that look like a heading and are none.

A title with hyphens below it is a heading; sentences with hyphens below them became one by mistake.
"""

import re
from collections.abc import Iterator

import comrak

from icpr_build.markdown.document import Block, Document, Node, is_blank, without_comments
from icpr_build.problem import Problem

_ALMOST = re.compile(
    r"^(?:(?P<seven>#{7,})[ \t]|#\N{NO-BREAK SPACE}|#{2,6}(?=[^\s#]|\N{NO-BREAK SPACE}))", re.MULTILINE
)
_SENTENCE = re.compile(r"\n|[.,:;][\W_]*\Z")


def headings(document: Document) -> Iterator[Problem]:
    """Headings are outside of lists, begin at level 2, as the title is level 1, and go down by one."""
    above = 1
    for heading in document.nodes:
        if isinstance(heading.value, comrak.Heading):
            yield from _heading(heading, heading.value.value, above)
            above = heading.value.value.level
    for block in document.blocks:
        if block.kind == "paragraph":
            yield from _almost(block)


def _heading(node: Node, heading: comrak.NodeHeading, above: int) -> Iterator[Problem]:
    shown, place = without_comments(node.text()), node.place
    is_by_hyphens = heading.setext and heading.level > 1
    if is_blank(shown):
        hint = "Write its text after the #, or delete this line."
        yield place.problem("heading-wrong", "a heading needs text", hint)
    elif node.level > 1:
        hint = "Move it out of the list or the quotation."
        yield place.problem("heading-nested", "a heading cannot be in a list or a quotation", hint)
    elif heading.level == 1:
        hint = "Begin with ##; the page's title is its only heading of level 1."
        yield place.problem("heading-first", "a text has no heading of level 1", hint)
    elif is_by_hyphens and _SENTENCE.search(shown):
        hint = "Leave a line empty above the ---; a heading is one line after ##."
        yield place.problem("heading-wrong", "the --- below makes this text a heading", hint)
    elif heading.level > above + 1:
        message = f"a heading of level {heading.level} cannot follow one of level {above}"
        if above == 1:
            message = f"the headings of a text begin at level 2, not {heading.level}"
        yield place.problem("heading-skipped", message, f"Write {'#' * (above + 1)} here.")


def _almost(block: Block) -> Iterator[Problem]:
    for found in block.find(_ALMOST):
        message, hint = "a space is missing after the #", "Write ## and a space before the text."
        if found["seven"]:
            message, hint = "a heading has no more than six #", "Write as many as its level, such as ##."
        yield block.place(found.start()).problem("heading-wrong", message, hint)
