"""The Tab key leads through every page as it is read, and the focus is plainly seen."""

from urllib.parse import urljoin

import pytest
import yaml
from playwright.sync_api import Page

from tests.bar.conftest import Spot
from tests.bar.keyboard import walk_faults
from tests.bar.measure import media, none_of, told
from tests.browser import Hosted
from tests.lay_out import PROJECT

pytestmark = pytest.mark.browser

MENU = yaml.safe_load((PROJECT / "content/data/site.yaml").read_text("utf-8"))["navigation"]
# Width, scheme and whether colours are forced, for every other page: all are tried on each site.
WALKS = {
    "light": ((1280, "light", False), (320, "light", False)),
    "dark": ((320, "dark", False), (1280, "dark", False)),
    "forced colours": ((1280, "light", True), (320, "dark", True)),
}

# Whether the first element of a selector, scrolled or not, can be seen where the window is.
SEEN = """selector => {
    const it = document.querySelector(selector);
    const box = it.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    return box.width > 1 && box.height > 1 && document.elementFromPoint(x, y) === it;
}"""


@pytest.mark.parametrize("walk", WALKS)
def test_the_focus_walks_as_one_reads_and_is_seen(page: Page, spot: Spot, walk: str) -> None:
    width, scheme, forced = WALKS[walk][spot.number % 2]
    page.set_viewport_size({"width": width, "height": 800})
    media(page, scheme, forced=forced)
    none_of(told(f"{width} pixels, {scheme}", [*walk_faults(page)]))


def test_the_skip_link_comes_first_and_leads_to_the_main_part(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    assert not page.evaluate(SEEN, "a")
    page.keyboard.press("Tab")
    assert page.evaluate(SEEN, ":focus")
    target = page.locator(":focus").get_attribute("href")
    assert target
    assert target.startswith("#")
    page.keyboard.press("Enter")
    assert page.locator(f"main{target}").count() == 1
    stops = page.locator("main a[href]").count()
    page.keyboard.press("Tab")
    assert page.locator("main :focus" if stops else "main ~ * :focus").count() == 1


@pytest.mark.parametrize("entry", MENU, ids=lambda entry: entry["label"])
def test_the_menu_is_walked_with_the_keyboard(
    blank: Page, sites: dict[str, Hosted], entry: dict[str, str]
) -> None:
    home = sites["project"].url
    blank.goto(home)
    for _ in range(3 + len(MENU)):
        blank.keyboard.press("Tab")
        if blank.locator("nav a:focus").all_text_contents() == [entry["label"]]:
            break
    with blank.expect_navigation():
        blank.keyboard.press("Enter")
    assert blank.url == urljoin(home, entry["url"])
    assert blank.locator("nav [aria-current=page]").all_text_contents() == [entry["label"]]


@pytest.mark.parametrize(
    ("broken", "invalid"),
    [
        ("<a href=#a>A</a><a href=#b tabindex=-1>B</a><a href=#c>C</a>", ""),
        ("<a href=#a>A</a><div inert><a href=#b>B</a></div>", '<a> "B" is not reached'),
        ("<a href=#a>A</a><a href=#b tabindex=1>B</a>", "the order of the stops is [1, 0]"),
        ("<a href=#a style='outline:0'>A</a>", '<a> "A" has 0% of the focus'),
        ("<a href=#a style='outline:1px dotted'>A</a>", "of the focus that it needs"),
        ("<a href=#a style='outline:3px solid #ccc'>A</a>", "of the focus that it needs"),
        ("<p><a href=#a style='float:right'>A</a><a href=#b>B</a>", '<a> "B" comes after <a> "A"'),
        (
            "<p style='padding-top:9em'><a href=#a>A</a><p style='margin-top:-9em'><a href=#b>B</a>",
            "is read before",
        ),
    ],
)
def test_a_broken_walk_is_found(blank: Page, broken: str, fault: str) -> None:
    style = "<style>a {font-size: 3rem} a:focus {outline: 3px solid black}</style>"
    blank.set_content(f"<!DOCTYPE html>{style}<body>{broken}")
    faults = list(walk_faults(blank))
    assert any(fault in it for it in faults) if fault else not faults
