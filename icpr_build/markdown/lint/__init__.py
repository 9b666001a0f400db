"""A `Document` → the problems in it: what GitHub shows otherwise, or what would silently be lost."""

from collections.abc import Iterator

import comrak

from icpr_build.characters import FORBIDDEN, describe_forbidden
from icpr_build.markdown.document import Document, Node
from icpr_build.markdown.lint.brackets import brackets
from icpr_build.markdown.lint.emphasis import emphasis
from icpr_build.markdown.lint.footnotes import footnotes
from icpr_build.markdown.lint.headings import headings
from icpr_build.markdown.lint.html import html
from icpr_build.markdown.lint.links import links
from icpr_build.markdown.lint.lists import lists
from icpr_build.markdown.lint.tables import tables
from icpr_build.problem import Problem

__all__ = ["lint"]


def lint(document: Document) -> Iterator[Problem]:
    """Apply every rule."""
    if document.unreadable:
        yield document.unreadable
    yield from _invisible(document)
    yield from html(document)
    yield from headings(document)
    yield from links(document)
    yield from brackets(document)
    yield from footnotes(document)
    yield from tables(document)
    yield from lists(document)
    yield from emphasis(document)


def _invisible(document: Document) -> Iterator[Problem]:
    """An entity, such as `&#8238;`, does not bring in a character that cannot be seen."""
    for node in document.nodes:
        if found := FORBIDDEN.search(_characters(node)):
            message, hint = describe_forbidden(found[0])
            yield node.place.problem("character-wrong", message, hint)


def _characters(node: Node) -> str:
    match node.value:
        case comrak.Text(value=text):
            return text
        case comrak.Link(value=link):
            return link.url + link.title
        case comrak.Image(value=image):
            return node.text() + image.url + image.title
    return ""
