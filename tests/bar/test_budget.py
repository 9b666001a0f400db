"""A page is light, by what must arrive before the first paint and by what arrives at all, and nothing moves.

Texts are counted as a host sends them, with Brotli at its best.
"""

import re
from collections.abc import Iterator
from html import unescape
from itertools import chain
from pathlib import Path
from urllib.parse import urljoin

import brotli
import pytest
import yaml
from playwright.sync_api import Page

from tests.bar.measure import none_of
from tests.browser import TEXTS, Hosted, build, served
from tests.lay_out import lay_out

pytestmark = pytest.mark.browser

FIRST_PAINT, TOTAL, REQUESTS = 14_600, 60_000, 6
# The Institute's own pages: the home page, and a further page with the style sheet cached.
HOME, FURTHER = 9_000, 2_500
SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
ICON = re.compile(r'<link rel="icon" href="([^"]+)"')
UNSIZED = "img:not([width][height])"
SHIFTS = """() => new Promise(resolve => {
    const found = [];
    const watch = new PerformanceObserver(list => found.push(...list.getEntries()));
    watch.observe({type: 'layout-shift', buffered: true});
    const name = ({node}) => node?.outerHTML?.slice(0, 80) ?? node?.data;
    const line = ({value, sources}) => `${value.toFixed(4)} by ${sources.map(name)}`;
    const after = frames => frames ? requestAnimationFrame(() => after(frames - 1))
        : resolve(found.concat(watch.takeRecords()).map(line));
    after(10);
})"""
# So slow that what comes later comes visibly later.
SLOW = {"offline": False, "latency": 30, "downloadThroughput": 40_000, "uploadThroughput": 40_000}


def too_heavy(page: Page, site: Hosted, path: str) -> Iterator[str]:
    """Yield the bounds that the files exceed that a visitor's browser asks for, the icon included."""
    site.requested.clear()
    page.goto(site.url + path, wait_until="networkidle")
    html = site.file(path)
    # Whether a browser without a window asks for the icon is its own affair: one with a window does.
    files = {html, *map(site.file, site.requested), *_named(ICON, html, site, path)}
    sheets = _named(SHEET, html, site, path)
    yield from over("before the first paint", sum(map(weight, {html, *sheets})), FIRST_PAINT)
    yield from over("in all", sum(map(weight, files)), TOTAL)
    if len(files) > REQUESTS:
        yield f"{len(files)} requests: {', '.join(sorted(file.name for file in files))}"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Hosted:
    """The Institute's own site as it is published: a URL of another length would weigh more or less."""
    root = lay_out(tmp_path_factory.mktemp("own"), "project")
    build(root, root / "output")
    base_url = yaml.safe_load((root / "content/data/site.yaml").read_text("utf-8"))["base_url"]
    return Hosted(url=base_url, folder=root / "output", requested=[])


def test_the_home_page_is_light(own: Hosted) -> None:
    none_of(over("the home page", _with_sheets(own, ""), HOME))


def test_every_further_page_is_light(own: Hosted) -> None:
    weights = {path: weight(own.file(path)) for path in own.paths if path}
    none_of(chain.from_iterable(over(f"/{path}", size, FURTHER) for path, size in weights.items()))


def over(what: str, size: int, bound: int) -> Iterator[str]:
    """Report what has more bytes than it may."""
    if size > bound:
        yield f"{what}: {size:,} bytes of {bound:,}"


def jumps(page: Page) -> Iterator[str]:
    """Yield what has moved on an open page since it was opened, and which images may still move it."""
    yield from (f"the page moved by {shift}" for shift in page.evaluate(SHIFTS))
    unsized = page.locator(UNSIZED).evaluate_all("all => all.map(it => it.outerHTML)")
    yield from (f"no width and height: {it}" for it in unsized)


def weight(file: Path) -> int:
    data = file.read_bytes()
    return len(brotli.compress(data, quality=11)) if file.suffix in TEXTS else len(data)


def _with_sheets(site: Hosted, path: str) -> int:
    html = site.file(path)
    return sum(map(weight, {html, *_named(SHEET, html, site, path)}))


def _named(kind: re.Pattern[str], html: Path, site: Hosted, path: str) -> set[Path]:
    urls = (urljoin(site.url + path, unescape(it)) for it in kind.findall(html.read_text("utf-8")))
    return {site.file(url.removeprefix(site.url)) for url in urls}


def test_what_is_too_heavy_is_found(empty_page: Page, tmp_path: Path) -> None:
    noise = "".join(f"{number**5:x}" for number in range(6_000))
    links = "".join(f'<link rel="stylesheet" href="{name}.css">' for name in "abcdef")
    (tmp_path / "index.html").write_text(f"<!DOCTYPE html><link rel=icon href=data:,>{links}")
    for name in "abcdef":
        (tmp_path / f"{name}.css").write_text(f"/*{noise}*/")
    with served(tmp_path) as site:
        paint, total, requests = too_heavy(empty_page, site, "")
    assert "before the first paint" in paint
    assert "in all" in total
    assert requests == "7 requests: a.css, b.css, c.css, d.css, e.css, f.css, index.html"


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("<img alt='' src='data:,'>", "no width and height: <img"),
        (
            "<p>Still<script>setInterval(() => document.body.prepend(document.createElement('hr')))</script>",
            "moved",
        ),
    ],
)
def test_a_jump_is_found(empty_page: Page, broken: str, fault: str) -> None:
    empty_page.set_content(f"<!DOCTYPE html><body>{broken}")
    assert any(fault in it for it in jumps(empty_page))
