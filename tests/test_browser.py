"""Every page in a real browser: with and without script, at a root and below a path, under a policy."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from struct import unpack
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin
from urllib.request import urlopen

import pytest
import yaml
from playwright.sync_api import Browser, Page

from tests.browser import NOT_FOUND, Hosted, hosted
from tests.lay_out import PROJECT, lay_out

pytestmark = pytest.mark.browser

MISSING = "no/such/page/"
MENU = yaml.safe_load((PROJECT / "content/data/site.yaml").read_text("utf-8"))["navigation"]
WIDTH = 320
ADDRESSES = "all => all.map(it => it.href ?? it.src ?? it.content).filter(it => typeof it === 'string')"


@pytest.fixture(params=["/", "/any/path/"], scope="session")
def anywhere(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    """The project's own site, at the root of a host and below a path."""
    root = lay_out(tmp_path_factory.mktemp("project"), "project")
    with hosted(root, root / "output", request.param) as site:
        yield site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    root = lay_out(tmp_path_factory.mktemp("project"), "project")
    with hosted(root, root / "output", "/") as site:
        yield site


@pytest.fixture
def page(browser: Browser, site: Hosted) -> Iterator[Page]:
    """A window as narrow as they come."""
    with browser.new_context(base_url=site.url, viewport={"width": WIDTH, "height": 640}) as context:
        yield context.new_page()


def test_every_page_opens_in_silence_with_and_without_script(browser: Browser, anywhere: Hosted) -> None:
    read = []
    for script in (True, False):
        with browser.new_context(base_url=anywhere.url, java_script_enabled=script) as context:
            page = context.new_page()
            faults = _faults(page, anywhere)
            read.append({path: _opened(page, path) for path in (*anywhere.paths, NOT_FOUND, MISSING)})
            assert faults == []
    assert read[0] == read[1]
    assert read[0][NOT_FOUND] == read[0][MISSING]
    assert all(read[0].values())


def _faults(page: Page, site: Hosted) -> list[tuple[str, str]]:
    """Gather whatever a page complains of from now on, but that a missing page is missing."""
    faults: list[tuple[str, str]] = []
    silent = site.url + MISSING

    def tell(wrong: object, what: str, address: str) -> None:
        if wrong and address != silent:
            faults.append((what, address))

    page.on("pageerror", lambda error: tell(error, str(error), page.url))
    # The icon is asked for once a page has loaded, and no longer waited for when the next page opens.
    page.on("requestfailed", lambda it: tell(it.failure != "net::ERR_ABORTED", str(it.failure), it.url))
    page.on("request", lambda it: tell(not it.url.startswith(site.url), "outside", it.url))
    page.on("response", lambda it: tell(it.status >= 400, str(it.status), it.url))
    page.on("console", lambda it: tell(it.type in ("error", "warning"), it.text, it.location["url"]))
    return faults


def _opened(page: Page, path: str) -> str:
    answer = page.goto(path)
    assert answer
    assert answer.status == (404 if path == MISSING else 200)
    return page.inner_text("body")


def test_every_address_of_the_site_answers(anywhere: Hosted) -> None:
    host = urljoin(anywhere.url, "/")
    addresses = {
        urldefrag(urljoin(anywhere.url + path, unescape(written)))[0]
        for path in (*anywhere.paths, NOT_FOUND, MISSING)
        for written in re.findall('(?:href|src)="([^"]*)"', _answer(anywhere.url + path)[1])
    }
    inside = {address for address in addresses if address.startswith(host)}
    assert {anywhere.url + path for path in anywhere.paths} <= inside
    assert {address for address in inside if _answer(address)[0] != 200} == {anywhere.url + MISSING}


def _answer(address: str) -> tuple[int, str]:
    """Give the status, and the text as far as it is text."""
    try:
        with urlopen(address) as answer:  # noqa: S310
            return answer.status, str(answer.read(), "utf-8", "replace")
    except HTTPError as error:
        with error:
            return error.code, str(error.read(), "utf-8", "replace")


def test_the_head_names_what_there_is(page: Page, site: Hosted) -> None:
    for path in site.paths:
        page.goto(path)
        assert _only(page, "link[rel=canonical]") == site.url + path
        assert _only(page, "meta[name=description]"), path
        assert _picture(site, _only(page, "meta[property='og:image']")) == (1200, 630), path
        assert _file(site, _only(page, "link[rel=icon]")).is_file(), path
        data = page.locator("script[type='application/ld+json']").all_text_contents()
        assert {json.loads(text)["@context"] for text in data} <= {"https://schema.org"}, path


def test_the_manifest_names_icons_that_there_are(page: Page, site: Hosted) -> None:
    page.goto("")
    assert _picture(site, _only(page, "link[rel=apple-touch-icon]")) == (180, 180)
    address = _only(page, "link[rel=manifest]")
    for icon in json.loads(_file(site, address).read_text("utf-8"))["icons"]:
        width, height = _picture(site, urljoin(address, icon["src"]))
        assert icon["sizes"] == f"{width}x{height}"


def _only(page: Page, selector: str) -> str:
    """Give the address or the content of the one element that there must be."""
    (address,) = page.locator(selector).evaluate_all(ADDRESSES)
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


def test_the_drawing_has_a_text_for_those_who_do_not_see_it(page: Page) -> None:
    page.goto("")
    drawings = page.get_by_role("main").get_by_role("img")
    assert drawings.count() > 0
    assert all(drawing.get_attribute("aria-label") for drawing in drawings.all())


def test_no_page_scrolls_sideways(page: Page, site: Hosted) -> None:
    wide = {}
    for path in (*site.paths, NOT_FOUND):
        page.goto(path)
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in wide.items() if width > WIDTH} == {}


def test_the_skip_link_comes_first_and_leads_to_the_main_part(page: Page, site: Hosted) -> None:
    for path in (*site.paths, NOT_FOUND, MISSING):
        page.goto(path)
        assert not page.evaluate(SEEN, "a"), path
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN, ":focus"), path
        target = page.locator(":focus").get_attribute("href")
        assert target
        assert target.startswith("#"), path
        page.keyboard.press("Enter")
        assert page.locator(f"main{target}").count() == 1, path
        stops = page.locator("main a[href]").count()
        page.keyboard.press("Tab")
        assert page.locator("main :focus" if stops else "main ~ * :focus").count() == 1, path


# Whether the first element of a selector, scrolled or not, can be seen where the window is.
SEEN = """selector => {
    const it = document.querySelector(selector);
    const box = it.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    return box.width > 1 && box.height > 1 && document.elementFromPoint(x, y) === it;
}"""


def test_the_menu_is_walked_with_the_keyboard(page: Page, site: Hosted) -> None:
    for entry in MENU:
        page.goto("")
        for _ in range(3 + len(MENU)):
            page.keyboard.press("Tab")
            if page.locator("nav a:focus").all_text_contents() == [entry["label"]]:
                break
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url == urljoin(site.url, entry["url"])
        assert page.locator("nav [aria-current=page]").all_text_contents() == [entry["label"]]
