"""A source's body → safe HTML in sections, its links, and what is wrong in it.

The sanitizer is a second guard behind `lint`: whatever it removes is reported, too.
"""

import re
from collections.abc import Callable, Iterator
from html import unescape
from xml.etree.ElementTree import Element

import comrak
from markdown import Markdown
from markdown.extensions.toc import TocExtension
from markupsafe import Markup

from icpr_build.external_urls import correction, is_allowed_url
from icpr_build.markdown.document import LINKS, Document, Node
from icpr_build.markdown.gfm import GfmExtension
from icpr_build.markdown.lint.proofread import proofread
from icpr_build.markdown.sanitize import sanitized
from icpr_build.markdown.tree import PlacedElement
from icpr_build.model import Body, Link, Prose, Section, Source
from icpr_build.problem import Place, Problem
from icpr_build.urls import file_target, is_image, link_path


def prose(source: Source) -> Body:
    """Render a source's body. Its relative links (`../about.md`) become site paths (`/about.md`)."""

    def target(url: str) -> str:
        return _target(source.file, url)

    def published(url: str) -> str:
        return url if url.startswith("#") else target(url) if is_allowed_url(target(url)) else ""

    gfm = GfmExtension(source.file, source.body_line, published)
    md = Markdown(extensions=[gfm, TocExtension(marker="", slugify=_slug)], output_format="html")
    html = md.convert(source.body)
    problems = (*proofread(gfm.document, target), *unsafe_blocks(html, gfm.root, md))
    return _sections(md, gfm.root), tuple(_links(gfm.document, target)), problems


def _slug(heading: str, _separator: str) -> str:
    """Name a heading as GitHub does, so that links to it work there, too."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def unsafe_blocks(html: str, root: Element, md: Markdown) -> Iterator[Problem]:
    """Report each block from which the sanitizer removes something."""
    for element in root if _is_changed(html) else ():
        if _is_changed(md.serializer(element)):
            places = (
                inner.node.place
                for inner in element.iter()
                if isinstance(inner, PlacedElement) and inner.node
            )
            yield _unsafe(next(places))


def _unsafe(place: Place) -> Problem:
    hint = "Write it in plain words; and report it to the developers, whose mistake it is."
    return place.problem("html-unsafe", "this holds what no page may contain", hint)


def _is_changed(html: str) -> bool:
    """Return whether the sanitizer removes something; how it writes a character makes no difference."""
    return unescape(sanitized(html)) != unescape(html)


def _sections(md: Markdown, root: Element) -> Prose:
    """Divide the tree before each heading of level 2, and render each part."""
    intro = part = Element(root.tag)
    intro.text = root.text
    parts: list[tuple[Element, Element]] = []
    for element in root:
        if element.tag == "h2":
            part = Element(root.tag)
            parts.append((element, part))
        else:
            part.append(element)
    return Prose(
        intro=_inner_html(md, intro),
        sections=tuple(
            Section(id=heading.get("id", ""), title=_inner_html(md, heading), html=_inner_html(md, part))
            for heading, part in parts
        ),
    )


def _inner_html(md: Markdown, element: Element) -> Markup:
    html = md.serializer(element)
    return Markup(sanitized(html[html.index(">") + 1 : html.rindex("<")]).strip())


def _links(document: Document, target: Callable[[str], str]) -> Iterator[Link]:
    """Yield every URL to be checked, one that many links share once; an image that is none is reported."""
    seen = set[Link]()
    for node in document.nodes:
        if not isinstance(node.value, LINKS) or node.label.startswith("^"):  # a footnote, which is reported
            continue
        url = target(node.value.value.url)
        is_link = isinstance(node.value, comrak.Link) and not _is_in_parentheses(node, document)
        if is_link or is_image(url):
            link = Link(target=url, place=document.url_place(node))
            if link not in seen:
                yield link
            seen.add(link)


def _is_in_parentheses(node: Node, document: Document) -> bool:
    """Return whether a bare URL is in the parentheses of what makes no link, which is reported."""
    before = document.lines[node.place.line][: node.place.column - 1]
    return node.is_autolink and before.endswith(("](", "](<"))


def _target(file: str, url: str) -> str:
    """Turn a link to a file or to a part of the same one into a site path; others stay as they are."""
    if url.startswith("/") or is_allowed_url(url) or correction(url):
        return url
    return link_path(file) + url if url.startswith("#") else file_target(file, url)
