"""A finished HTML page → what the checks need to know of it. It reads what a browser would read."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from icpr_build.model import OutputFile

URL_IN_QUOTATION_MARKS = re.compile(r'(?<=")https?://[^<>"\s]+(?=")')


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a page contains, in its order: `headings` are levels from 1 to 6, `links` full URLs.

    `images_without_alt` are the sources of images without an `alt` attribute, `named_urls` all full URLs in
    quotation marks, such as those in the head and in linked data.
    """

    title: str
    description: str
    ids: tuple[str, ...]
    links: tuple[str, ...]
    headings: tuple[int, ...]
    images_without_alt: tuple[str, ...]
    named_urls: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPage:
    """A finished page: its site path, its file and its facts."""

    path: str
    file: OutputFile
    facts: PageFacts


def page_facts(html: str, url: str) -> PageFacts:
    """Read the page at a full URL."""
    document = LexborHTMLParser(html)
    title, description = document.css_first("title"), document.css_first("meta[name=description]")
    targets = (
        node.attributes[name] or ""
        for node in document.css("[href], [src]")
        for name in ("href", "src")
        if name in node.attributes
    )
    return PageFacts(
        title=title.text().strip() if title else "",
        description=(description.attributes.get("content") or "").strip() if description else "",
        ids=tuple(node.attributes["id"] or "" for node in document.css("[id]")),
        links=tuple(urljoin(url, target) for target in dict.fromkeys(targets)),
        headings=tuple(int(str(node.tag)[1]) for node in document.css("h1, h2, h3, h4, h5, h6")),
        images_without_alt=tuple(node.attributes.get("src") or "" for node in document.css("img:not([alt])")),
        named_urls=tuple(dict.fromkeys(URL_IN_QUOTATION_MARKS.findall(html))),
    )
