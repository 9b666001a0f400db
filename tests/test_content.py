"""The Institute's site says what the Institute's page says, word for word, and links to nothing unknown."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.browser import NOT_FOUND, build, sitemap
from tests.lay_out import PROJECT, lay_out

PAGE: dict[str, Any] = yaml.safe_load((PROJECT / "tests/data/page.yaml").read_text("utf-8"))
BASE_URL = yaml.safe_load((PROJECT / "content/data/site.yaml").read_text("utf-8"))["base_url"]
INLINE = {"a", "abbr", "b", "bdi", "cite", "code", "em", "i", "mark", "q", "small", "span", "strong"}
FORBIDDEN = {"script", "style", "svg", "template"}
ADDRESS = re.compile("https?:|mailto:|tel:|//")


@dataclass(slots=True)
class Read:
    """What a page contains: the lines of its main part, its tags, and every URL on it.

    A line is the text of one block, or is a date; `linked` are the texts within links.
    """

    tags: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=lambda: [""])
    linked: set[str] = field(default_factory=set)
    urls: set[str] = field(default_factory=set)

    @property
    def text(self) -> str:
        return plain(" ".join(self.lines))


def plain(text: str) -> str:
    """Level out what layout and typography may change: white space, and the form of quotation marks."""
    return " ".join(re.sub('[“”"]', "", text).replace("’", "'").split())


def read(html: str) -> Read:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.found.lines = [plain(line) for line in reader.found.lines]
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = Read()
        self.inside = dict.fromkeys(("a", "main", *FORBIDDEN), 0)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = [value or "" for name, value in attrs if name in ("href", "src", "action", "content")]
        self.found.urls |= set(filter(ADDRESS.match, values))
        self.found.tags[tag] += 1
        self._turn(tag, 1)

    def handle_endtag(self, tag: str) -> None:
        self._turn(tag, -1)

    def handle_data(self, data: str) -> None:
        if self.inside["main"] and not any(self.inside[tag] for tag in FORBIDDEN):
            self.found.lines[-1] += data
            if self.inside["a"]:
                self.found.linked.add(plain(data))

    def _turn(self, tag: str, step: int) -> None:
        if tag in self.inside:
            self.inside[tag] += step
        if tag not in INLINE:
            self.found.lines.append("")


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("content")
    build(lay_out(folder / "site", "project"), folder / "output")
    return folder / "output"


@pytest.fixture(scope="session")
def site(output: Path) -> dict[str, Read]:
    """Every page by its path: `/about/`, `/404.html`."""
    return {
        "/" + file.relative_to(output).as_posix().removesuffix("index.html"): read(file.read_text("utf-8"))
        for file in output.rglob("*.html")
    }


def places(kind: str) -> list[Any]:
    return [
        pytest.param(path, row["text"], id=f"{path} {row['text'][:60]}")
        for row in PAGE[kind]
        for path in row["pages"]
    ]


@pytest.mark.parametrize(("path", "sentence"), places("sentences"))
def test_a_sentence_is_there_once(site: dict[str, Read], path: str, sentence: str) -> None:
    assert site[path].text.count(sentence) == 1


@pytest.mark.parametrize(("path", "title"), places("titles"))
def test_a_title_is_a_line_of_its_own(site: dict[str, Read], path: str, title: str) -> None:
    assert site[path].lines.count(title) == 1


@pytest.mark.parametrize("row", PAGE["lists"], ids=lambda row: f"{row['page']} {row['parts'][0]}")
def test_a_list_is_whole_and_in_order(site: dict[str, Read], row: dict[str, Any]) -> None:
    assert [line for line in site[row["page"]].lines if line in row["parts"]] == row["parts"]


@pytest.mark.parametrize("path", PAGE["said"])
def test_a_page_says_what_is_known(site: dict[str, Read], path: str) -> None:
    assert [fact for fact in PAGE["said"][path] if fact not in site[path].text] == []


@pytest.mark.parametrize("path", PAGE["links"])
def test_a_page_links_to_what_it_names(site: dict[str, Read], path: str) -> None:
    assert set(PAGE["links"][path]) - site[path].urls == set()


def test_no_url_is_invented(site: dict[str, Read]) -> None:
    known = {*PAGE["may_link"], *(link for links in PAGE["links"].values() for link in links)}
    urls = {(path, url) for path, page in site.items() for url in page.urls}
    assert {it for it in urls if it[1] not in known and not it[1].startswith(BASE_URL)} == set()


def test_what_has_no_url_is_no_link(site: dict[str, Read]) -> None:
    found = {path for path, page in site.items() if PAGE["leads_nowhere"] in page.lines}
    assert {"/", "/news/"} <= found
    assert [path for path in found if PAGE["leads_nowhere"] in site[path].linked] == []


def test_the_text_is_in_the_content_alone() -> None:
    files = [*(PROJECT / "templates").rglob("*.*"), *(PROJECT / "icpr_build").rglob("*.py")]
    long = [row["text"] for kind in ("sentences", "titles") for row in PAGE[kind] if len(row["text"]) >= 40]
    assert list(_copied(files, long)) == []


def _copied(files: Iterable[Path], texts: list[str]) -> Iterator[tuple[str, str]]:
    for file in files:
        source = plain(file.read_text("utf-8"))
        yield from ((file.name, text) for text in texts if text in source)


def test_the_sitemap_lists_the_pages(output: Path, site: dict[str, Read]) -> None:
    listed = sitemap(output)
    assert sorted(listed) == sorted(BASE_URL + path[1:] for path in site if path != f"/{NOT_FOUND}")
    assert len(listed) >= 9


@pytest.mark.parametrize("tag", ["main", "h1"])
def test_every_page_has_one(site: dict[str, Read], tag: str) -> None:
    assert {path: page.tags[tag] for path, page in site.items() if page.tags[tag] != 1} == {}
