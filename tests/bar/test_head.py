"""What search engines and messengers are told of a page is all there, and is told of no other page."""

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

# What stands for each in the head; `\\1` is what the element says of it.
TELLS = {
    "language": r'<html[^>]* lang="([^"]+)"',
    "title": r"<title>([^<]+)</title>",
    "description": r'<meta [^>]*name="description" content="([^"]+)"',
    "canonical": r'<link rel="canonical" href="([^"]+)"',
    **{
        f"og:{it}": rf'<meta property="og:{it}"[^>]* content="([^"]+)"'
        for it in ("title", "description", "type", "url", "image", "image:alt")
    },
}
UNIQUE = ("title", "description", "canonical", "og:title", "og:description", "og:url")
LANGUAGE = "en-GB"  # of the bare site
PICTURE, TOUCH_ICON = (1200, 630), (180, 180)


def test_every_page_says_what_it_is_and_no_two_say_the_same(site: Hosted) -> None:
    pages = {path: site.file(path).read_text("utf-8") for path in (*site.paths, NOT_FOUND)}
    settings = yaml.safe_load((site.folder.parent / "content/data/site.yaml").read_text("utf-8"))
    none_of(badly_told(pages, settings["language"]))


def badly_told(pages: Mapping[str, str], language: str) -> Iterator[str]:
    """Tell what is missing, doubled, shared or wrong in the heads of pages, given by their paths."""
    found = {
        path: {name: re.findall(tell, html) for name, tell in TELLS.items()} for path, html in pages.items()
    }
    for path, heads in found.items():
        for name, values in heads.items():
            # A missing page has no address that it is the one page for.
            if len(values) != 1 and (path, name) != (NOT_FOUND, "canonical"):
                yield f"/{path}: {name} is told {len(values)} times"
        if heads["language"] not in ([], [language]):
            yield f"/{path}: the language is {heads['language']}, and not {language}"
        if heads["canonical"] not in ([], heads["og:url"]):
            yield f"/{path}: og:url is {heads['og:url']}, and not the canonical address"
    for name in UNIQUE:
        counts = Counter(value for heads in found.values() for value in heads[name])
        yield from (
            f"{count} pages have the {name} '{value}'" for value, count in counts.items() if count > 1
        )


def test_the_canonical_address_is_the_page_itself(site: Hosted) -> None:
    for path in site.paths:
        html = site.file(path).read_text("utf-8")
        assert [unescape(it) for it in re.findall(TELLS["canonical"], html)] == [site.url + path]


@pytest.mark.browser
def test_the_head_names_what_there_is(blank: Page, sites: dict[str, Hosted]) -> None:
    site = sites["project"]
    for path in site.paths:
        blank.goto(site.url + path)
        assert _picture(site, _only(blank, "meta[property='og:image']")) == PICTURE, path
        assert _file(site, _only(blank, "link[rel=icon]")).is_file(), path
        data = blank.locator("script[type='application/ld+json']").all_text_contents()
        assert {json.loads(text)["@context"] for text in data} <= {"https://schema.org"}, path


@pytest.mark.browser
def test_the_manifest_names_icons_that_there_are(blank: Page, sites: dict[str, Hosted]) -> None:
    site = sites["project"]
    blank.goto(site.url)
    assert _picture(site, _only(blank, "link[rel=apple-touch-icon]")) == TOUCH_ICON
    address = _only(blank, "link[rel=manifest]")
    for icon in json.loads(_file(site, address).read_text("utf-8"))["icons"]:
        width, height = _picture(site, urljoin(address, icon["src"]))
        assert icon["sizes"] == f"{width}x{height}"


@pytest.mark.browser
def test_the_drawing_has_a_text_for_those_who_do_not_see_it(blank: Page, sites: dict[str, Hosted]) -> None:
    blank.goto(sites["project"].url)
    drawings = blank.get_by_role("main").get_by_role("img")
    assert drawings.count() > 0
    assert all(drawing.get_attribute("aria-label") for drawing in drawings.all())


def _only(page: Page, selector: str) -> str:
    """Give the address or the content of the one element that there must be."""
    [address] = page.locator(selector).evaluate_all("all => all.map(it => it.href ?? it.content)")
    return str(address)


def _file(site: Hosted, address: str) -> Path:
    assert address.startswith(site.url)
    return site.folder / address.removeprefix(site.url)


def _picture(site: Hosted, address: str) -> tuple[int, int]:
    """Give width and height of a PNG picture of the site."""
    data = _file(site, address).read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = unpack(">II", data[16:24])
    return width, height


@pytest.mark.parametrize("name", TELLS)
def test_what_is_not_told_is_found(sites: dict[str, Hosted], name: str) -> None:
    html = sites["bare"].file("").read_text("utf-8")
    broken = re.sub(TELLS[name], "", html)
    assert f"/: {name} is told 0 times" in badly_told({"": broken}, LANGUAGE)


@pytest.mark.parametrize(
    ("told", "other", "invalid"),
    [
        ('lang="en-GB"', 'lang="en"', "/: the language is ['en'], and not en-GB"),
        ('<link rel="canonical" href="', "\\g<0>x", "/: og:url is ['"),
        ('<meta property="og:url" content="', "\\g<0>x", "/: og:url is ['x"),
    ],
)
def test_what_is_wrong_is_found(sites: dict[str, Hosted], told: str, other: str, fault: str) -> None:
    html = sites["bare"].file("").read_text("utf-8")
    [found] = badly_told({"": re.sub(told, other, html, count=1)}, LANGUAGE)
    assert found.startswith(fault)


def test_what_two_pages_tell_is_found(sites: dict[str, Hosted]) -> None:
    html = sites["bare"].file("").read_text("utf-8")
    assert len(list(badly_told({"": html, "other/": html}, LANGUAGE))) == len(UNIQUE)
