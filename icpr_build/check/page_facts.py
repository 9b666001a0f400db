"""A finished HTML page → what the checks need to know of it.

Rule: it reads what a browser would read, not what the templates meant.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from icpr_build.model import OutputFile


@dataclass(slots=True)
class Outline:
    """What was found in a page, in the order of the page. `links` are full urls."""

    title: str = ""
    description: str = ""
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    pictures_without_text: list[str] = field(default_factory=list)


# Every page by its site path.
Outlines = Mapping[str, tuple[OutputFile, Outline]]


def outline(html: str, address: str) -> Outline:
    """Read a page that stands at a full address."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.found.title = reader.found.title.strip()
    reader.found.links = [urljoin(address, link) for link in dict.fromkeys(reader.found.links)]
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = Outline()
        self.in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        found = self.found
        found.ids += [values["id"]] if "id" in values else []
        found.links += [values[name] for name in ("href", "src") if name in values]
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            found.headings.append(int(tag[1]))
        elif tag == "img" and "alt" not in values:
            found.pictures_without_text.append(values.get("src", ""))
        elif tag == "meta" and values.get("name") == "description":
            found.description = values.get("content", "").strip()
        self.in_title = tag == "title" and not found.title

    def handle_endtag(self, _tag: str) -> None:
        self.in_title = False

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.found.title += data
