"""The headings of a text → those in the wrong order or place, and lines that look like one and are none.

Rule: a title with hyphens below is a heading; sentences with hyphens below became one by mistake.
"""

import re
from collections.abc import Iterator

from icpr_build.markdown.text import Passage, Text, Written, is_blank, without_comments
from icpr_build.problem import Code, Place, Problem

_ALMOST = re.compile(
    r"^(?:(?P<seven>#{7,})[ \t]|#\N{NO-BREAK SPACE}|#{2,6}(?=[^\s#]|\N{NO-BREAK SPACE}))", re.MULTILINE
)
_SENTENCE = re.compile(r"\n|[.,:;][\W_]*\Z")


def headings(text: Text) -> Iterator[Problem]:
    """Apply both rules."""
    yield from _order(text)
    for passage in text.passages:
        yield from _almost(passage)


def _order(text: Text) -> Iterator[Problem]:
    """Headings stand by themselves, begin at level 2, as the title is level 1, and go down by one."""
    above = 1
    for written, inside in zip(text.written, text.written[1:], strict=False):
        if written.token.type != "heading_open":
            continue
        place, level = written.place, int(written.token.tag[1])
        shown = _shown(inside)
        if is_blank(shown):
            yield _problem(
                place,
                "heading-wrong",
                "a heading needs words",
                "Write them after the #, or delete this line.",
            )
        elif written.token.level:
            hint = "Take it out of the list or the quotation."
            yield _problem(place, "heading-nested", "a heading stands by itself", hint)
        elif level == 1:
            hint = "Begin with ##; the page's title is its only heading of level 1."
            yield _problem(place, "heading-first", "a text has no heading of level 1", hint)
        elif written.token.markup == "-" and _SENTENCE.search(shown):
            hint = "Leave a line empty above the ---; a heading is one line after ##."
            yield _problem(place, "heading-wrong", "the --- below makes this text a heading", hint)
        elif level > above + 1:
            yield _skipped(place, level, above)
        above = level


def _shown(heading: Written) -> str:
    """Give the words of a heading, which a comment has none of."""
    return "".join(
        "\n" if child.type == "softbreak" else without_comments(child.content)
        for child in heading.token.children or ()
    )


def _skipped(place: Place, level: int, above: int) -> Problem:
    message = f"a heading of level {level} cannot follow one of level {above}"
    if above == 1:
        message = f"the headings of a text begin at level 2, not {level}"
    return _problem(place, "heading-skipped", message, f"Write {'#' * (above + 1)} here.")


def _almost(passage: Passage) -> Iterator[Problem]:
    """What looks like a heading is one."""
    for found in passage.find(_ALMOST) if passage.kind == "paragraph_open" else ():
        message, hint = "a blank is missing after the #", "Write ## and a blank before the words."
        if found["seven"]:
            message, hint = "a heading has no more than six #", "Write as many as its level, such as ##."
        yield _problem(passage.place(found.start()), "heading-wrong", message, hint)


def _problem(place: Place, code: Code, message: str, hint: str) -> Problem:
    return Problem(place=place, code=code, message=message, hint=hint)
