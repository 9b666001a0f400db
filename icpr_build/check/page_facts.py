"""A finished HTML page → what the checks need to know of it. It reads what a browser would read."""

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

from icpr_build.model import OutputFile


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a page contains, in its order: `headings` are levels from 1 to 6, `links` full URLs.

    `images_without_alt` are the sources of images without an `alt` attribute.
    """

    title: str
    description: str
    ids: tuple[str, ...]
    links: tuple[str, ...]
    headings: tuple[int, ...]
    images_without_alt: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPage:
    """A finished page: its site path, its file and its facts."""

    path: str
    file: OutputFile
    facts: PageFacts


def page_facts(html: str, url: str) -> PageFacts:
    """Read the page at a full URL."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return PageFacts(
        title=parser.title.strip(),
        description=parser.description,
        ids=tuple(parser.ids),
        links=tuple(urljoin(url, link) for link in dict.fromkeys(parser.links)),
        headings=tuple(parser.headings),
        images_without_alt=tuple(parser.images_without_alt),
    )


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.description = ""
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.images_without_alt: list[str] = []
        self.in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values[name] for name in ("href", "src") if name in values]
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(int(tag[1]))
        elif tag == "img" and "alt" not in values:
            self.images_without_alt.append(values.get("src", ""))
        elif tag == "meta" and values.get("name") == "description":
            self.description = values.get("content", "").strip()
        self.in_title = tag == "title" and not self.title

    def handle_endtag(self, _tag: str) -> None:
        self.in_title = False

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.title += data
