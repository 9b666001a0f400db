"""Every URL of a site works, at the root of a host and below a path."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from tests.bar.conftest import checked_paths
from tests.bar.measure import none_of
from tests.bar.test_policy import disturbed
from tests.browser import MISSING, NOT_FOUND, Hosted, hosted
from tests.lay_out import lay_out

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    """The Institute's own site below a path."""
    with hosted(lay_out(tmp_path_factory.mktemp("below"), "project"), "/any/path/") as site:
        yield site


def test_every_url_works(site: Hosted) -> None:
    none_of(dead(site))


def test_every_url_works_below_a_path(below: Hosted) -> None:
    none_of(dead(below))


def test_every_page_opens_below_a_path(empty_page: Page, below: Hosted) -> None:
    for path in checked_paths(below):
        none_of(disturbed(empty_page, below, path))


def dead(site: Hosted) -> Iterator[str]:
    """Yield the pages of a site that nothing links to, and its links that do not work."""
    host = urljoin(site.url, "/")
    linked: dict[str, str] = {}
    for path in (*site.paths, NOT_FOUND, MISSING):
        for written in re.findall('(?:href|src)="([^"]*)"', _answer(site.url + path)[1]):
            linked.setdefault(urldefrag(urljoin(site.url + path, unescape(written)))[0], path)
    for path in site.paths:
        if site.url + path not in linked:
            yield f"/{path} is linked from nowhere"
    for url, path in linked.items():
        # A missing page has one URL that does not work: its own, which its skip link begins with.
        if url.startswith(host) and url != site.url + MISSING and _answer(url)[0] != 200:
            yield f"/{path} links to {url}, which does not work"


def test_a_missing_page_has_its_status_and_is_shown(site: Hosted) -> None:
    status, html = _answer(site.url + MISSING)
    assert status == 404
    assert html == site.file(NOT_FOUND).read_text("utf-8")


@pytest.mark.parametrize("old", ["who-we-are/", "old/about.html"])
def test_an_old_path_redirects(empty_page: Page, sites: dict[str, Hosted], old: str) -> None:
    empty_page.goto(sites["crowded"].url + old)
    empty_page.wait_for_url(f"{sites['crowded'].url}about/")


def _answer(url: str) -> tuple[int, str]:
    """Return the status, and the body as text."""
    try:
        with urlopen(url) as answer:  # noqa: S310
            return answer.status, str(answer.read(), "utf-8", "replace")
    except HTTPError as error:
        with error:
            return error.code, str(error.read(), "utf-8", "replace")
