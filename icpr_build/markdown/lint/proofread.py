"""A text as it was read → what an editor should mend in it.

Rule: what GitHub would show otherwise than this site, or what would silently be lost, is told with its place.
"""

from collections.abc import Callable, Iterator

from icpr_build.characters import FORBIDDEN, describe_forbidden
from icpr_build.markdown.dialect import DEEPEST, LINES
from icpr_build.markdown.lint.brackets import brackets
from icpr_build.markdown.lint.emphasis import emphasis
from icpr_build.markdown.lint.footnotes import notes
from icpr_build.markdown.lint.headings import headings
from icpr_build.markdown.lint.html import html
from icpr_build.markdown.lint.links import links
from icpr_build.markdown.lint.lists import lines
from icpr_build.markdown.lint.tables import tables
from icpr_build.markdown.text import Text
from icpr_build.problem import Place, Problem


def proofread(text: Text, address: Callable[[str], str]) -> Iterator[Problem]:
    """Apply every rule. `address` turns an address as it was written into the one to publish."""
    if text.crowd:  # it has not been read
        yield _crowded(text.crowd)
        return
    yield from _depth(text)
    yield from _unseen(text)
    yield from html(text)
    yield from headings(text)
    yield from links(text, address)
    yield from brackets(text)
    yield from notes(text)
    yield from tables(text)
    yield from lines(text)
    yield from emphasis(text)


def _crowded(place: Place) -> Problem:
    """A text is of a length that anybody reads."""
    message = f"this text has more than {LINES:,} lines, or too many signs of Markdown"
    hint = "Part it into several pages; or look for signs that stand here many times."
    return Problem(place=place, code="file-large", message=message, hint=hint)


def _unseen(text: Text) -> Iterator[Problem]:
    """A number that stands for a letter, such as &#8238;, makes none that cannot be seen."""
    for written in text.written:
        token = written.token
        within = token.children if token.children and token.type == "image" else (token,)
        words = (*(one.content for one in within), *map(str, token.attrs.values()))
        found = FORBIDDEN.search("".join(words)) if token.type != "inline" else None
        if found:
            message, hint = describe_forbidden(found[0])
            yield Problem(place=written.place, code="character-wrong", message=message, hint=hint)


def _depth(text: Text) -> Iterator[Problem]:
    """The parser drops what is nested too deeply."""
    for written in text.written:
        if written.token.level >= DEEPEST - 1:
            message = "this text is nested too deeply"
            hint = "Look for lists or quotations within one another, many times over."
            yield Problem(place=written.place, code="text-too-deep", message=message, hint=hint)
            return
