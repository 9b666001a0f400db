"""HTML pages → the few of them that together show everything the site is made of.

A page's structure is every element within its parent, with the names of its classes and attributes, and the
outline of its main part. Two news items differ in their words, a news item with an image in its structure.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby

from selectolax.lexbor import LexborHTMLParser, LexborNode

VARIABLE = ("class", "id", "href", "src", "alt", "datetime")  # their values or presence follow the content


def representatives(pages: Mapping[str, str]) -> tuple[str, ...]:
    """Return the paths of pages, given as path → HTML, in which every structure occurs; large pages first."""
    structures = {path: frozenset(structure(html)) for path, html in pages.items()}
    missing = set().union(*structures.values())
    chosen: list[str] = []
    while missing:
        chosen.append(max(pages, key=lambda path: (len(structures[path] & missing), len(pages[path]))))
        missing -= structures[chosen[-1]]
    return tuple(chosen)


def structure(html: str) -> Iterator[tuple[str, ...]]:
    """Yield each kind of element below its parent's kind, and the outline of the main part."""
    document = LexborHTMLParser(html)
    if document.body:
        for node in document.body.traverse():
            for child in node.iter():
                yield _kind(node), _kind(child)
    if main := document.css_first("main"):
        yield ("outline", *(kind for kind, _ in groupby(map(_kind, main.iter()))))


def _kind(node: LexborNode) -> str:
    attributes = sorted(name for name in node.attributes if name not in VARIABLE)
    return f"{node.tag}.{node.attributes.get('class') or ''}[{' '.join(attributes)}]"
