"""What a page says to search engines, messengers and feed readers is complete, true and unique."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from struct import unpack
from urllib.parse import urljoin

import pytest
import yaml
from playwright.sync_api import Page

from tests.bar.measure import none_of
from tests.browser import NOT_FOUND, Hosted
from tests.lay_out import PROJECT

# What is in the head once; `\\1` is its value.
STATED = {
    "language": r'<html[^>]* lang="([^"]+)"',
    "title": r"<title>([^<]+)</title>",
    "description": r'<meta name="description" content="([^"]+)"',
    "theme-color": r'<meta name="theme-color" content="([^"]+)" media="\(prefers-color-scheme: light\)"',
    "twitter:card": r'<meta name="twitter:card" content="(summary_large_image)"',
    "icon": r'<link rel="icon" href="([^"]+)"',
    "touch icon": r'<link rel="apple-touch-icon" href="([^"]+)"',
    "manifest": r'<link rel="manifest" href="([^"]+)"',
    "Atom feed": r'<link rel="alternate" href="([^"]+)" type="application/atom\+xml"',
    "JSON feed": r'<link rel="alternate" href="([^"]+)" type="application/feed\+json"',
    "canonical": r'<link rel="canonical" href="([^"]+)"',
    **{
        f"og:{it}": rf'<meta property="og:{it}" content="([^"]+)"'
        for it in (
            *("site_name", "title", "description", "type", "url"),
            *("image", "image:alt", "image:width", "image:height"),
        )
    },
}
UNIQUE = ("title", "description", "canonical", "og:title", "og:description", "og:url")
LANGUAGE = "en-GB"  # of the bare site
SHARE_IMAGE, TOUCH_ICON = (1200, 630), (180, 180)


def test_every_page_says_what_it_is_and_no_two_say_the_same(site: Hosted) -> None:
    pages = {path: site.file(path).read_text("utf-8") for path in (*site.paths, NOT_FOUND)}
    settings = yaml.safe_load((site.folder.parent / "content/data/site.yaml").read_text("utf-8"))
    none_of(wrong_heads(pages, settings["language"]))


def wrong_heads(pages: Mapping[str, str], language: str) -> Iterator[str]:
    """Yield what is missing, doubled, shared or wrong in the heads of pages, given by their paths."""
    found = {
        path: {name: re.findall(element, html) for name, element in STATED.items()}
        for path, html in pages.items()
    }
    for path, heads in found.items():
        for name, values in heads.items():
            # The 404 page has no URL of its own.
            if len(values) != 1 and (path, name) != (NOT_FOUND, "canonical"):
                yield f"/{path}: {name} is stated {len(values)} times"
        if heads["language"] not in ([], [language]):
            yield f"/{path}: the language is {heads['language']}, and not {language}"
        if heads["canonical"] not in ([], heads["og:url"]):
            yield f"/{path}: og:url is {heads['og:url']}, and not the canonical URL"
    for name in UNIQUE:
        counts = Counter(value for heads in found.values() for value in heads[name])
        yield from (
            f"{count} pages have the {name} '{value}'" for value, count in counts.items() if count > 1
        )


def test_the_canonical_url_is_the_page_itself(site: Hosted) -> None:
    for path in site.paths:
        html = site.file(path).read_text("utf-8")
        assert [unescape(it) for it in re.findall(STATED["canonical"], html)] == [site.url + path]


@pytest.mark.browser
def test_the_head_names_files_that_exist(empty_page: Page, sites: dict[str, Hosted]) -> None:
    site = sites["project"]
    for path in site.paths:
        empty_page.goto(site.url + path)
        assert _size(site, _only(empty_page, "meta[property='og:image']")) == SHARE_IMAGE, path
        for selector in ("link[rel=icon]", "link[type='application/atom+xml']", "link[type$='feed+json']"):
            assert _file(site, _only(empty_page, selector)).is_file(), path
        assert _size(site, _only(empty_page, "link[rel=apple-touch-icon]")) == TOUCH_ICON, path
        size = [_only(empty_page, f"meta[property='og:image:{side}']") for side in ("width", "height")]
        assert size == [str(side) for side in SHARE_IMAGE], path


@pytest.mark.browser
def test_linked_data_says_what_the_page_shows(empty_page: Page, sites: dict[str, Hosted]) -> None:
    for site in sites.values():
        for path in site.paths:
            empty_page.goto(site.url + path)
            texts = empty_page.locator("script[type='application/ld+json']").all_text_contents()
            data = [json.loads(text) for text in texts]
            assert {it["@context"] for it in data} <= {"https://schema.org"}, path
            shown = _plain(empty_page.evaluate("document.body.innerText"))
            assert [text for it in data for text in _texts(it) if _plain(text) not in shown] == [], path


def _texts(data: object) -> Iterator[str]:
    """Yield what linked data says in words: no URL, type, date or language."""
    if isinstance(data, dict):
        for name, value in data.items():
            if not name.startswith(("@", "date", "inLanguage")):
                yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)
    elif isinstance(data, str) and not data.startswith(("https://", "http://")):
        yield data


def _plain(text: str) -> str:
    """Undo what is done to a text to be printed: curly quotes, line breaks."""
    return " ".join(re.sub("[“”]", '"', re.sub("[‘’]", "'", text)).split())


def test_the_colors_of_the_head_are_those_of_the_style_sheet(sites: dict[str, Hosted]) -> None:
    html = sites["project"].file("").read_text("utf-8")
    tokens = (PROJECT / "assets/css/tokens.css").read_text("utf-8")
    assert re.findall(r'name="theme-color" content="([^"]+)"', html) == re.findall(
        r"--banner: (#\w+);", tokens
    )
    manifest = json.loads((sites["project"].folder / "manifest.webmanifest").read_text("utf-8"))
    assert f"--banner: {manifest['theme_color']};" in tokens
    assert f"--paper: {manifest['background_color']};" in tokens


@pytest.mark.browser
def test_the_manifest_names_icons_that_exist(empty_page: Page, sites: dict[str, Hosted]) -> None:
    site = sites["project"]
    empty_page.goto(site.url)
    url = _only(empty_page, "link[rel=manifest]")
    for icon in json.loads(_file(site, url).read_text("utf-8"))["icons"]:
        width, height = _size(site, urljoin(url, icon["src"]))
        assert icon["sizes"] == f"{width}x{height}"


@pytest.mark.browser
def test_the_svg_image_has_an_alt_text(empty_page: Page, sites: dict[str, Hosted]) -> None:
    empty_page.goto(sites["project"].url)
    images = empty_page.get_by_role("main").get_by_role("img")
    assert images.count() > 0
    assert all(image.get_attribute("aria-label") for image in images.all())


def _only(page: Page, selector: str) -> str:
    """Return the URL or the content of the only element that matches."""
    [url] = page.locator(selector).evaluate_all("all => all.map(it => it.href ?? it.content)")
    return str(url)


def _file(site: Hosted, url: str) -> Path:
    assert url.startswith(site.url)
    return site.folder / url.removeprefix(site.url)


def _size(site: Hosted, url: str) -> tuple[int, int]:
    """Return width and height of a PNG image of the site, in pixels."""
    data = _file(site, url).read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = unpack(">II", data[16:24])
    return width, height


@pytest.mark.parametrize("name", STATED)
def test_what_is_not_stated_is_found(sites: dict[str, Hosted], name: str) -> None:
    html = sites["bare"].file("").read_text("utf-8")
    broken = re.sub(STATED[name], "", html)
    assert f"/: {name} is stated 0 times" in wrong_heads({"": broken}, LANGUAGE)


@pytest.mark.parametrize(
    ("stated", "other", "fault"),
    [
        ('lang="en-GB"', 'lang="en"', "/: the language is ['en'], and not en-GB"),
        ('<link rel="canonical" href="', "\\g<0>x", "/: og:url is ['"),
        ('<meta property="og:url" content="', "\\g<0>x", "/: og:url is ['x"),
    ],
)
def test_what_is_wrong_is_found(sites: dict[str, Hosted], stated: str, other: str, fault: str) -> None:
    html = sites["bare"].file("").read_text("utf-8")
    [found] = wrong_heads({"": re.sub(stated, other, html, count=1)}, LANGUAGE)
    assert found.startswith(fault)


def test_what_two_pages_share_is_found(sites: dict[str, Hosted]) -> None:
    html = sites["bare"].file("").read_text("utf-8")
    assert len(list(wrong_heads({"": html, "other/": html}, LANGUAGE))) == len(UNIQUE)
