"""The Tab key goes through every page in reading order, and the focus is clearly visible."""

from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

import pytest
import yaml
from playwright.sync_api import Page

from tests.bar.keyboard import walk_faults
from tests.bar.measure import media, prefixed
from tests.browser import Hosted
from tests.lay_out import PROJECT

pytestmark = pytest.mark.browser

MENU = yaml.safe_load((PROJECT / "content/data/site.yaml").read_text("utf-8"))["navigation"]
# Width, scheme and whether colors are forced, for every other page: all are tried on each site.
WALKS = (
    ((1280, "light", False), (320, "dark", False), (1280, "light", True)),
    ((320, "light", False), (1280, "dark", False), (320, "dark", True)),
)

# Whether the first element of a selector, scrolled or not, can be seen where the window is.
SEEN = """selector => {
    const it = document.querySelector(selector);
    const box = it.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    return box.width > 1 && box.height > 1 && document.elementFromPoint(x, y) === it;
}"""


def lost_focus(page: Page, number: int, measured: Mapping[str, set[str]]) -> Iterator[str]:
    """Walk through an open page, the `number`th of its site, under several conditions, and yield faults.

    `measured` has for each condition the kinds of stops whose focus was measured before, and gets the others.
    """
    for width, scheme, forced in WALKS[number % len(WALKS)]:
        page.set_viewport_size({"width": width, "height": 800})
        media(page, scheme, forced=forced)
        page.reload()  # the Tab key continues from where it was, and must begin at the top
        name = f"{width} pixels, {scheme}{', forced colors' * forced}"
        yield from prefixed(name, [*walk_faults(page, measured[name])])


def bad_skip_link(page: Page) -> Iterator[str]:
    """Yield a fault if the first stop of an open page is not a link to its main part, hidden until then."""
    page.set_viewport_size({"width": 320, "height": 640})
    if page.evaluate(SEEN, "a"):
        yield "the skip link is seen without the focus"
    page.keyboard.press("Tab")
    if not page.evaluate(SEEN, ":focus"):
        yield "the skip link is not seen with the focus"
    target = page.locator(":focus").get_attribute("href") or ""
    if not target.startswith("#") or page.locator(f"main{target}").count() != 1:
        yield "the first link does not lead to the main part"
        return
    page.keyboard.press("Enter")
    stops = page.locator("main a[href]").count()
    page.keyboard.press("Tab")
    if page.locator("main :focus" if stops else "main ~ * :focus").count() != 1:
        yield "the stop after the skip link is not in the main part"


@pytest.mark.parametrize("entry", MENU, ids=lambda entry: entry["label"])
def test_the_menu_is_walked_with_the_keyboard(
    empty_page: Page, sites: dict[str, Hosted], entry: dict[str, str]
) -> None:
    home = sites["project"].url
    empty_page.goto(home)
    for _ in range(3 + len(MENU)):
        empty_page.keyboard.press("Tab")
        if empty_page.locator("nav a:focus").all_text_contents() == [entry["label"]]:
            break
    with empty_page.expect_navigation():
        empty_page.keyboard.press("Enter")
    assert empty_page.url == urljoin(home, entry["url"])
    assert empty_page.locator("nav [aria-current=page]").all_text_contents() == [entry["label"]]


@pytest.mark.parametrize(
    ("broken", "fault"),
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
def test_a_broken_walk_is_found(empty_page: Page, broken: str, fault: str) -> None:
    style = "<style>a {font-size: 3rem} a:focus {outline: 3px solid black}</style>"
    empty_page.set_content(f"<!DOCTYPE html>{style}<body>{broken}")
    faults = list(walk_faults(empty_page, set()))
    assert any(fault in it for it in faults) if fault else not faults


SKIP = "a {position: absolute} a:not(:focus) {left: -9em}"
MAIN = "<main id=main><a href=/>A</a></main>"


@pytest.mark.parametrize(
    ("style", "broken", "fault"),
    [
        (SKIP, f"<a href=#main>Skip</a>{MAIN}", ""),
        ("", f"<a href=#main>Skip</a>{MAIN}", "is seen without the focus"),
        ("a {position: absolute; left: -9em}", f"<a href=#main>Skip</a>{MAIN}", "is not seen with the focus"),
        (SKIP, f"<a href=#other>Skip</a>{MAIN}", "does not lead to the main part"),
        (SKIP, f"<a href=/>Home</a>{MAIN}", "does not lead to the main part"),
        (SKIP, f"<a href=#main>Skip</a>{MAIN.replace('/>A', '/ tabindex=-1>A')}", "is not in the main part"),
    ],
)
def test_a_bad_skip_link_is_found(empty_page: Page, style: str, broken: str, fault: str) -> None:
    empty_page.set_content(f"<!DOCTYPE html><style>{style}</style><body>{broken}")
    faults = list(bad_skip_link(empty_page))
    assert any(fault in it for it in faults) if fault else not faults, faults
