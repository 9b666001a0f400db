"""Two news items do not look empty, and two hundred do not look crowded."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.bar.conftest import PARTS
from tests.bar.measure import measure, none_of
from tests.browser import Hosted

pytestmark = pytest.mark.browser

MOST = 20  # entries on a page
WIDTHS = (768, 1280)  # where dates are in a column of their own
DESK = (1440, 900)


@pytest.mark.parametrize("name", PARTS)
def test_a_list_of_news_is_no_crowd(
    empty_page: Page, sites: dict[str, Hosted], checked: dict[str, tuple[str, ...]], name: str
) -> None:
    lists = [path for path in checked[name] if path == "news/" or path.startswith("news/page/")]
    assert lists
    for path in lists:
        empty_page.goto(sites[name].url + path)
        none_of(crowded(empty_page))


def crowded(page: Page) -> Iterator[str]:
    """Yield a fault if an open page lists too many news, or dates that are not in a column on the left."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found = measure(page, "news-list")
        if found["count"] > MOST:
            yield f"{found['count']} entries"
        yield from (f"{width} pixels: {name} is not beside a column of dates" for name in found["misplaced"])


def test_a_few_news_fill_the_screen(empty_page: Page, sites: dict[str, Hosted]) -> None:
    empty_page.goto(f"{sites['project'].url}news/")
    none_of(empty(empty_page))


def empty(page: Page) -> Iterator[str]:
    """Yield a fault if an open page ends above the end of a desktop screen."""
    width, height = DESK
    page.set_viewport_size({"width": width, "height": height})
    end = measure(page, "news-list")["end"]
    if end < height:
        yield f"the page ends at {end:.0f} pixels"


LINE = "li {display: flex} time {flex: 0 0 9em}"
ENTRY = "<li><time>May 6</time><div>News</div>"
LATE = "<li><time>November 26, 2026</time><div>News</div>"


@pytest.mark.parametrize(
    ("style", "entries", "fault"),
    [
        (LINE, (ENTRY + LATE) * 10, ""),
        (LINE, ENTRY * 21, "21 entries"),
        ("", ENTRY, '768 pixels: <li> "May 6News" is not beside'),
        ("li {display: flex}", ENTRY + LATE, "not beside a column"),
        ("li {display: flex; flex-direction: row-reverse}", ENTRY, "not beside a column"),
        (f"{LINE} li + li {{margin-left: 1em}}", ENTRY + LATE, "not beside a column"),
    ],
)
def test_a_crowd_is_found(empty_page: Page, style: str, entries: str, fault: str) -> None:
    empty_page.set_content(
        f"<!DOCTYPE html><style>{style}</style><main><ol>{entries}</ol></main><footer></footer>"
    )
    faults = list(crowded(empty_page))
    assert any(fault in it for it in faults) if fault else not faults, faults


@pytest.mark.parametrize(("height", "faults"), [(899, ["the page ends at 899 pixels"]), (900, [])])
def test_an_empty_screen_is_found(empty_page: Page, height: int, faults: list[str]) -> None:
    empty_page.set_content(
        f"<!DOCTYPE html><body style='margin:0'><footer style='height:{height}px'></footer>"
    )
    assert list(empty(empty_page)) == faults
