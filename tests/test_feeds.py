"""The feeds of small sites: what a reader is given, and what is new to it after an editor's change."""

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import Browser

from icpr_build.build import BuildOptions, build
from tests.browser import hosted
from tests.conftest import SiteMaker
from tests.lay_out import TODAY, lay_out

Files = Mapping[str, str | bytes | None]

URL = "https://institute.example/"
ATOM = "{http://www.w3.org/2005/Atom}"
FIRST = "content/news/2024-05-06-first.md"
HEADLINES = "content/data/news.yaml"
NO_NEWS: Files = {
    FIRST: None,
    "content/index.md": "---\ntitle: Institute\nsummary: The home page.\n---\n",
}


def _gif() -> bytes:
    data = io.BytesIO()
    Image.new("P", (200, 200)).save(data, "GIF")
    return data.getvalue()


IMAGE: Files = {"assets/img/dot.gif": _gif()}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What both feeds say of an item."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: str
    updated: str
    topics: tuple[str, ...]


def _item(day: str, keys: str = "", title: str = "An item", text: str = "Text.") -> str:
    return f"---\ntitle: {title}\ndate: {day}\nsummary: Of {day}, {title}.\n{keys}---\n{text}\n"


def _headline(day: str, title: str = "A headline", link: str = "") -> str:
    return f"- title: {title}\n  date: {day}\n" + (f"  link: {link}\n" if link else "")


def _entries(root: Path) -> list[Entry]:
    """Build a site without other news than what is given; both feeds must say the same."""
    built = _built(root)
    atom = ElementTree.fromstring(built["feed.xml"])  # noqa: S314 - made here
    found = [_of_atom(entry) for entry in atom.iter(f"{ATOM}entry")]
    assert [_of_json(it) for it in json.loads(built["feed.json"])["items"]] == found
    assert atom.findtext(f"{ATOM}updated") == max(it.updated for it in found)
    assert len({it.id for it in found}) == len({it.updated for it in found}) == len(found)
    return found


def _built(root: Path) -> dict[str, bytes]:
    made = build(BuildOptions(root=root, today=date.fromisoformat(TODAY)))
    assert made.problems == ()
    return {file.path: file.data for file in made.files}


def _of_atom(entry: ElementTree.Element) -> Entry:
    said = {name: entry.findtext(f"{ATOM}{name}", "") for name in ("id", "title", "summary", "content")}
    times = {name: entry.findtext(f"{ATOM}{name}", "") for name in ("published", "updated")}
    [link] = entry.iter(f"{ATOM}link")
    topics = tuple(topic.get("term", "") for topic in entry.iter(f"{ATOM}category"))
    html = said.pop("content")
    return Entry(**said, **times, html=html, url=link.get("href", ""), topics=topics)


def _of_json(item: dict[str, str]) -> Entry:
    assert (item.get("content_text") == item["summary"]) != ("content_html" in item)
    assert item.get("image", "") in item.get("content_html", "")
    return Entry(
        **{name: item[name] for name in ("id", "url", "title", "summary")},
        html=item.get("content_html", ""),
        published=item["date_published"],
        updated=item["date_modified"],
        topics=tuple(item.get("tags", ())),
    )


def test_an_entry_has_the_whole_text_and_full_urls(site: SiteMaker) -> None:
    keys = "topics: [Trust]\nupdated: 2024-06-09\nlink: https://example.org/\n"
    text = "See [news](news.md), [here](#b).\n\n## B\n\nMore."
    text = text.replace("news.md", "../news.md")
    root = site({**NO_NEWS, "content/news/x.md": _item("2024-06-07", keys, "X & Y", text)})
    assert _entries(root) == [
        Entry(
            id=f"{URL}news/x/",
            url=f"{URL}news/x/",
            title="X & Y",
            summary="Of 2024-06-07, X & Y.",
            html=f'<p>See <a href="{URL}news/">news</a>, <a href="{URL}news/x/#b">here</a>.</p>\n'
            '<h2 id="b">B</h2>\n<p>More.</p>',
            published="2024-06-07T12:00:00Z",
            updated="2024-06-09T12:00:00Z",
            topics=("Trust",),
        )
    ]


def test_both_feeds_have_the_typography_of_the_pages(site: SiteMaker) -> None:
    keys = 'topics: ["Rock \'n\' roll"]\nimage: /img/dot.gif\nimage_alt: "It\'s"\n'
    text = 'The "text" it\'s.'
    root = site(
        {**IMAGE, **NO_NEWS, "content/news/x.md": _item("2024-06-07", keys, '"\'\\"So\\" it\'s\'"', text)}
    )
    settings = root / "content/data/site.yaml"
    settings.write_text(settings.read_text("utf-8").replace("title: Institute", "title: The 'I'"), "utf-8")
    built = _built(root)
    [entry] = _entries(root)
    assert (entry.title, entry.topics) == ("‘“So” it’s’", ("Rock ’n’ roll",))
    assert "<p>The “text” it’s.</p>" in entry.html
    assert 'alt="It’s">' in entry.html
    assert json.loads(built["feed.json"])["title"] == "The ‘I’"
    assert b"<title>The \xe2\x80\x98I\xe2\x80\x99</title>" in built["feed.xml"]


@pytest.mark.parametrize("text", ["", "Text.", "Text.\n\n## B\n\nMore."])
def test_an_image_is_in_both_feeds(site: SiteMaker, text: str) -> None:
    keys = "image: /img/dot.gif\nimage_alt: A <dot>\nlink: https://example.org/\n"
    root = site({**IMAGE, **NO_NEWS, "content/news/x.md": _item("2024-06-07", keys, text=text)})
    [entry] = _entries(root)
    image = json.loads(_built(root)["feed.json"])["items"][0]["image"]
    assert re.fullmatch(rf"{URL}assets/img/dot\.\w+\.gif", image)
    lead = text.partition("\n")[0] or "Of 2024-06-07, An item."
    assert entry.html.startswith(f'<p>{lead}</p>\n<p><img src="{image}" alt="A &lt;dot&gt;"></p>')


@pytest.mark.parametrize(
    ("title", "summary"),
    [("A town signs", "A town signs."), ("A town signs!", "A town signs!"), ("\"A 'town'\"", "A ‘town’")],
)
def test_a_headline_has_a_text(site: SiteMaker, title: str, summary: str) -> None:
    [entry] = _entries(site({**NO_NEWS, HEADLINES: _headline("2024-06-07", title)}))
    assert (entry.summary, entry.html) == (summary, "")


@pytest.mark.parametrize("hours", [-10, -8, -5, 0, 1, 5.5, 9, 11])
def test_a_day_is_the_same_day_elsewhere(site: SiteMaker, hours: float) -> None:
    [entry] = _entries(site({FIRST: _item("2024-06-07", "updated: 2024-06-09\n")}))
    there = timezone(timedelta(hours=hours))
    days = [datetime.fromisoformat(it).astimezone(there).date() for it in (entry.published, entry.updated)]
    assert days == [date(2024, 6, 7), date(2024, 6, 9)]


NOON = "12:00:00"
SECONDS = [NOON, "11:59:59", "11:59:58", "11:59:57"]
A, B, C = (f"content/news/{name}.md" for name in "abc")
CHANGED = "updated: 2024-06-09\n"


@pytest.mark.parametrize(
    ("files", "published", "updated"),
    [
        ({A: _item("2024-06-09"), B: _item("2024-06-08", title="B")}, [f"9 {NOON}", f"8 {NOON}"], None),
        (
            {path: _item("2024-06-09", title=path[13]) for path in (C, B, A)},
            [f"9 {it}" for it in SECONDS[:3]],
            None,
        ),
        # What was changed on a day comes after what is of it.
        (
            {
                A: _item("2024-06-08", CHANGED),
                B: _item("2024-06-09", title="B"),
                C: _item("2024-06-08", CHANGED, "C"),
            },
            [f"9 {NOON}", f"8 {NOON}", f"8 {SECONDS[1]}"],
            [f"9 {it}" for it in SECONDS[:3]],
        ),
        (
            {A: _item("2024-06-09", CHANGED), B: _item("2024-06-09", title="B")},
            [f"9 {it}" for it in SECONDS[:2]],
            None,
        ),
        (
            {A: _item("2024-06-07", CHANGED), B: _item("2024-06-07", title="B")},
            [f"7 {it}" for it in SECONDS[:2]],
            [f"9 {NOON}", f"7 {SECONDS[1]}"],
        ),
    ],
    ids=["days", "one day", "changed", "changed on its day", "changed later"],
)
def test_the_items_of_a_day_have_times_in_their_order(
    site: SiteMaker, files: Files, published: list[str], updated: list[str] | None
) -> None:
    found = _entries(site({**NO_NEWS, **files}))
    assert [it.published for it in found] == [_time(it) for it in published]
    assert [it.updated for it in found] == [_time(it) for it in updated or published]


def _time(short: str) -> str:
    day, time = short.split()
    return f"2024-06-0{day}T{time}Z"


@pytest.mark.parametrize(("added", "redated"), [("aa", ["b", "c"]), ("bb", ["c"]), ("z", [])])
def test_a_new_item_changes_only_the_times_of_what_is_below_it_that_day(
    site: SiteMaker, added: str, redated: list[str]
) -> None:
    files = {
        f"content/news/{name}.md": _item(f"2024-06-0{day}", title=name)
        for name, day in zip("abcde", "99988", strict=True)
    }
    before = {it.title: it for it in _entries(site(files))}
    after = {
        it.title: it for it in _entries(site({f"content/news/{added}.md": _item("2024-06-09", title=added)}))
    }
    assert [name for name, it in before.items() if after[name] != it] == redated


LINKED = _headline("2024-06-07", "One", "https://example.org/one?a=b&c='d'#e")
UNLINKED = _headline("2024-06-08", "Two")
PAGE: Files = {**NO_NEWS, A: _item("2024-06-07")}


def _moved(redirect_from: str, name: str = "b") -> Files:
    return {A: None, f"content/news/{name}.md": _item("2024-06-07", f"redirect_from: [{redirect_from}]\n")}


@pytest.mark.parametrize(
    ("files", "change"),
    [
        (PAGE, {A: _item("2024-06-09", "updated: 2024-06-10\n", "Other", "Other.")}),
        (PAGE, _moved("/news/a/")),
        (PAGE, _moved("/news/a")),
        (PAGE, _moved("/news/a/, /news/b/", "c")),
        ({**NO_NEWS, HEADLINES: LINKED}, {HEADLINES: LINKED.replace("One", "First").replace("-07", "-05")}),
        ({**NO_NEWS, HEADLINES: UNLINKED}, {HEADLINES: UNLINKED.replace("Two", "Second")}),
        ({**NO_NEWS, HEADLINES: UNLINKED + LINKED}, {HEADLINES: LINKED + UNLINKED}),
        (
            {**NO_NEWS, HEADLINES: UNLINKED + UNLINKED.replace("Two", "Three")},
            {HEADLINES: UNLINKED.replace("Two", "A") + UNLINKED.replace("Two", "Z")},
        ),
    ],
    ids=["corrected", "moved", "slash", "moved twice", "headline", "day", "order", "two of a day"],
)
def test_a_change_is_not_a_new_entry(site: SiteMaker, files: Files, change: Files) -> None:
    before = {it.id for it in _entries(site(files))}
    assert {it.id for it in _entries(site({**files, **change}))} == before


@pytest.mark.parametrize("headline", [LINKED, UNLINKED])
def test_a_new_headline_above_leaves_the_ids_of_those_below(site: SiteMaker, headline: str) -> None:
    below = headline.replace("title: ", "title: Below ")
    [before] = _entries(site({**NO_NEWS, HEADLINES: below}))
    both = {it.title: it.id for it in _entries(site({HEADLINES: headline + below}))}
    assert both.pop(before.title) == before.id
    assert before.id not in both.values()


@pytest.mark.parametrize(
    ("old", "address"),
    [
        ("/a", "a/"),
        ("/a/, /b/", "a/"),
        ("/c.html, /b/", "c.html"),
        ("/d/index.html", "d/"),
        ("/reindex.html", "reindex.html"),
    ],
)
def test_the_id_of_a_page_is_its_first_address(site: SiteMaker, old: str, address: str) -> None:
    [entry] = _entries(site({FIRST: _item("2024-06-07", f"redirect_from: [{old}]\n")}))
    assert (entry.id, entry.url) == (URL + address, f"{URL}news/first/")


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://elsewhere.example/a", "https://elsewhere.example/a"),
        ("/news/", f"{URL}news/"),
        ("", f"{URL}news/#2024-06-07-a-headline"),
    ],
)
def test_a_headline_leads_to_its_story(site: SiteMaker, link: str, url: str) -> None:
    [entry] = _entries(site({**NO_NEWS, HEADLINES: _headline("2024-06-07", link=link)}))
    assert entry.url == url


def test_a_feed_has_the_newest_twenty(site: SiteMaker) -> None:
    days = [f"2024-05-{day:02}" for day in range(1, 31)]
    root = site({**NO_NEWS, HEADLINES: "".join(_headline(day, f"Of {day}") for day in days)})
    assert [it.title for it in _entries(root)] == [f"Of {day}" for day in days[:9:-1]]


def test_a_site_without_news_has_empty_feeds(site: SiteMaker) -> None:
    built = _built(site({**NO_NEWS}))
    assert json.loads(built["feed.json"])["items"] == []
    assert ElementTree.fromstring(built["feed.xml"]).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"  # noqa: S314


@pytest.mark.parametrize("layers", [("project",), ("project", "crowded")], ids=["project", "crowded"])
def test_every_page_names_the_feeds(tmp_path: Path, layers: tuple[str, ...]) -> None:
    moved = _item("2024-06-07", "redirect_from: [/a/b, /c.html]\n")
    built = _built(lay_out(tmp_path, *layers, files={A: moved}))
    base_url = json.loads(built["feed.json"])["home_page_url"]
    pages = {path: data.decode() for path, data in built.items() if path.endswith(".html")}
    assert {"404.html", "a/b/index.html", "c.html", "news/a/index.html"} <= pages.keys()
    for path, html in pages.items():
        links = re.findall(r'<link rel="alternate" href="([^"]+)" type="([^"]+)"', html)
        assert [(urljoin(base_url + path, url), kind) for url, kind in links] == [
            (f"{base_url}feed.xml", "application/atom+xml"),
            (f"{base_url}feed.json", "application/feed+json"),
        ], path


SHOWN = """() => [...document.querySelectorAll('*')]
    .filter(it => it.checkVisibility() && !it.firstElementChild)
    .map(it => it.parentElement.localName + ' > ' + it.localName)"""
WIDER = "() => document.documentElement.scrollWidth - innerWidth"
TITLE = "() => getComputedStyle(document.querySelector('entry > title')).fontFamily"


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1440])
def test_a_feed_can_be_read_in_a_browser(tmp_path: Path, browser: Browser, width: int) -> None:
    text = _item("2024-06-07", "topics: [Trust]\n", "One " + "long" * 99, "<sub>Text</sub>")
    root = lay_out(tmp_path, "project", files={HEADLINES: None, A: text})
    with (
        hosted(root, "/any/path/") as served,
        browser.new_context(viewport={"width": width, "height": 800}) as context,
    ):
        page = context.new_page()
        faults: list[str] = []
        page.on("console", lambda message: faults.append(message.text))
        page.on("requestfailed", lambda request: faults.append(request.url))
        page.goto(f"{served.url}feed.xml")
        shown = page.evaluate(SHOWN)
        assert shown == [
            *("feed > title", "feed > subtitle", "feed > link", "feed > link"),
            *("entry > title", "entry > published", "entry > summary"),
        ]
        assert page.evaluate(WIDER) <= 0
        assert "Report" in page.evaluate(TITLE)
        assert faults == []
