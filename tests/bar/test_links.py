"""A link looks like one and is legible in every state, and a menu shows which link is the current page's.

These are the styles of every link; how visible the focus is, is measured in pixels, in `keyboard`.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.bar.color import computed, contrast
from tests.bar.measure import measure, media, prefixed

pytestmark = pytest.mark.browser

WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")
TEXT, LINE = 7, 3  # WCAG 1.4.6 and 1.4.11
OUTLINE = 2  # pixels, WCAG 2.4.13


def faint(page: Page) -> Iterator[str]:
    """Yield what is faint in the links of an open page, by width, scheme and state."""
    for width, scheme in product(WIDTHS, SCHEMES):
        page.set_viewport_size({"width": width, "height": 800})
        media(page, scheme)
        condition = f"{width} pixels, {scheme}"
        yield from prefixed(condition, measure(page, "current"))
        for link in measure(page, "links"):
            yield from prefixed(f"{condition}: {link['name']}", [*_faint(**link)])
        media(page, scheme, forced=True)
        yield from prefixed(f"{condition}, forced colors", measure(page, "current"))


def _faint(*, name: str, plain: bool, looks: dict[str, dict[str, Any]]) -> Iterator[str]:
    for state, look in looks.items():
        ratio = contrast(computed(look["color"]), computed(look["ground"]))
        if ratio < TEXT:
            yield f"{state}: {look['color']} on {look['ground']} is {ratio:.1f}:1"
    link = looks["link"]
    is_button = link["ground"] != link["around"]  # which says everywhere that it is a link
    if plain and not is_button and not _is_seen([link["underline"]], link["ground"]):
        yield "not underlined"
    focus = looks["focus"]
    if focus["outline"] < OUTLINE or not _is_seen(focus["edges"], focus["around"]):
        yield "no outline that is seen when it has the focus"


def _is_seen(lines: list[str], ground: str) -> bool:
    return any(line and contrast(computed(line), computed(ground)) >= LINE for line in lines)


MENU = "<nav><a href=/a>A</a> <a href=/b aria-current=page>B</a></nav>"


@pytest.mark.parametrize(
    ("style", "broken", "fault"),
    [
        ("", "<p>Read <a href=#a>this</a>", ""),
        ("p a {text-decoration: none}", "<p>Read <a href=#a>this</a>", 'dark: <a> "this": not underlined'),
        ("td a {text-decoration: none}", "<table><td><a href=#a>A</a></table>", "not underlined"),
        ("li a {text-decoration-color: #eee}", "<ul><li><a href=#a>A</a></ul>", "not underlined"),
        ("a {text-decoration: none; background: gold}", "<a href=#a>A</a>", ""),
        ("a:visited {color: #999}", "<a href=#a>A</a>", '<a> "A": visited: rgb(153, 153, 153) on'),
        ("p:hover a {color: #999}", "<p><a href=#a>A</a>", '<a> "A": hover: rgb(153, 153, 153) on'),
        ("a:focus {color: #999}", "<a href=#a>A</a>", '<a> "A": focus: rgb(153, 153, 153) on'),
        ("a {background: #555}", "<a href=#a>A</a>", "link: rgb(0, 0, 0) on rgb(85, 85, 85)"),
        (
            "@media (prefers-color-scheme: dark) and (min-width: 60em) {a:focus-visible {outline: 0}}",
            "<a href=#a>A</a>",
            '1280 pixels, dark: <a> "A": no outline',
        ),
        ("a:focus {outline-color: #eee}", "<a href=#a>A</a>", '320 pixels, light: <a> "A": no outline'),
        ("[aria-current] {font-weight: bold}", MENU, ""),
        ("", MENU, 'light: <a> "B" looks like any other link'),
        (
            "[aria-current] {font-weight: bold} @media (forced-colors: active) {a {font-weight: bold}}",
            MENU,
            'dark, forced colors: <a> "B" looks like any other link',
        ),
    ],
)
def test_what_is_faint_is_found(empty_page: Page, style: str, broken: str, fault: str) -> None:
    plain = "a {color: black} a:focus {outline: 3px solid black}"
    empty_page.set_content(f"<!DOCTYPE html><style>{plain} {style}</style><body>{broken}")
    faults = list(faint(empty_page))
    assert any(fault in it for it in faults) if fault else not faults, faults
