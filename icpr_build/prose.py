"""A source's Markdown → safe HTML in sections, its links, and what is wrong in it.

Rule: the sanitizer is a second lock; what it would remove is told before, by `proofread` or `check`.
"""

import re
from collections.abc import Callable, Iterator

import nh3
from markupsafe import Markup

from icpr_build import grammar, typeset
from icpr_build.address import file_target, is_picture, site_name
from icpr_build.model import Body, Link, Prose, Section
from icpr_build.outside import is_address, remedy
from icpr_build.proofread import proofread
from icpr_build.source import Source
from icpr_build.text import Text, Written

_TAGS = set(
    "a blockquote br code del em h1 h2 h3 h4 h5 h6 hr img kbd li ol p pre strong sub sup "
    "table tbody td th thead tr ul".split()
)
_ATTRIBUTES = {
    "*": {"id", "class"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "table": {"tabindex"},
}
_SECTION = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>\n?(.*)', re.DOTALL)


def prose(source: Source) -> Body:
    """Render a source's body. Its relative links (`../about.md`) become site paths (`/about.md`)."""

    def target(address: str) -> str:
        return _target(source.file, address)

    def published(address: str) -> str:
        return address if address.startswith("#") else target(address) if is_address(target(address)) else ""

    text = grammar.read(source)
    html = nh3.clean(typeset.html(text, published), tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None)
    return _sections(html), tuple(_links(text, target)), tuple(proofread(text, target))


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
        if is_link or is_picture(address):
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
    if address.startswith("/") or is_address(address) or remedy(address):
        return address
    return site_name(file) + address if address.startswith("#") else file_target(file, address)
