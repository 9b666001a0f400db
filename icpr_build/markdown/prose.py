"""A source's Markdown → safe HTML in sections, its links, and what is wrong in it.

Rule: the sanitizer is a second lock behind `proofread`; nor is what it takes away lost without a word.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from markupsafe import Markup

from icpr_build.external_urls import correction, is_allowed_url
from icpr_build.markdown import grammar, typeset
from icpr_build.markdown.dialect import Token
from icpr_build.markdown.lint.proofread import proofread
from icpr_build.markdown.sanitize import sanitized
from icpr_build.markdown.text import Text, Written
from icpr_build.model import Body, Link, Prose, Section, Source
from icpr_build.problem import Place, Problem
from icpr_build.urls import file_target, is_image, link_path

_SECTION = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>\n?(.*)', re.DOTALL)


def prose(source: Source) -> Body:
    """Render a source's body. Its relative links (`../about.md`) become site paths (`/about.md`)."""

    def target(address: str) -> str:
        return _target(source.file, address)

    def published(address: str) -> str:
        return (
            address if address.startswith("#") else target(address) if is_allowed_url(target(address)) else ""
        )

    text = grammar.read(source)
    html, unsafe = safe(text, published)
    return _sections(html), tuple(_links(text, target)), (*proofread(text, target), *unsafe)


def safe(text: Text, address: Callable[[str], str]) -> tuple[str, tuple[Problem, ...]]:
    """Render a text, and tell each block of which the sanitizer takes something away."""
    html = typeset.html(text, address)
    passed = sanitized(html)
    if passed == html:
        return html, ()
    return passed, tuple(_lossy(text, address)) or (_unsafe(text.written[0].place),)


def _lossy(text: Text, address: Callable[[str], str]) -> Iterator[Problem]:
    places = {id(written.token): written.place for written in text.written}
    for block in _blocks(text.blocks):
        html = typeset.html(replace(text, blocks=block), address)
        if sanitized(html) != html:
            yield _unsafe(next(places[id(token)] for token in block if id(token) in places))


def _blocks(tokens: Iterable[Token]) -> Iterator[tuple[Token, ...]]:
    """Part a text into what stands side by side: paragraphs, headings, lists, tables and such."""
    block: list[Token] = []
    depth = 0
    for token in tokens:
        block.append(token)
        depth += token.nesting
        if depth == 0:
            yield tuple(block)
            block = []


def _unsafe(place: Place) -> Problem:
    message = "this holds what no text may bring into a page"
    hint = "Write it in plain words; and tell the developers, whose mistake it is."
    return Problem(place=place, code="html-unsafe", message=message, hint=hint)


def _sections(html: str) -> Prose:
    """Part the HTML before each heading of level 2."""
    intro, *rest = re.split(r"(?=<h2 )", html)
    matches = [match for part in rest if (match := _SECTION.fullmatch(part))]
    return Prose(
        intro=Markup(intro.strip()),
        sections=tuple(
            Section(id=match[1], title=Markup(match[2]), html=Markup(match[3].strip())) for match in matches
        ),
    )


def _links(text: Text, target: Callable[[str], str]) -> Iterator[Link]:
    """Give every address to be checked, one that many links share once; what is none has been told."""
    seen = set[Link]()
    for written in text.written:
        attributes = written.token.attrs
        address = target(str(attributes.get("href") or attributes.get("src") or ""))
        is_link = "href" in attributes and not _is_bare(written, text)
        if is_link or is_image(address):
            link = Link(target=address, place=written.address)
            if link not in seen:
                yield link
            seen.add(link)


def _is_bare(written: Written, text: Text) -> bool:
    """Tell an address in brackets that make no link."""
    before = text.lines[written.place.line][: written.place.column - 1]
    return written.token.info == "auto" and before.endswith(("](", "](<"))


def _target(file: str, address: str) -> str:
    """Turn a link to a file or to a part of the same one into a site path; others stay as they are."""
    if address.startswith("/") or is_allowed_url(address) or correction(address):
        return address
    return link_path(file) + address if address.startswith("#") else file_target(file, address)
