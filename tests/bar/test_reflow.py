"""Nothing is lost on a narrow screen, at 400 %, with text twice as large, or with WCAG's wider spacing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.bar.measure import FAR_DOWN, measure, prefixed

pytestmark = pytest.mark.browser

NORMAL, LARGE = 16, 32
# 1280 by 1024 pixels at 400 % are a screen of 320 by 256.
SCREENS = {
    "320 pixels": (320, FAR_DOWN),
    "400 %": (320, 256),
    "500 pixels": (500, FAR_DOWN),
    "768 pixels": (768, FAR_DOWN),
    "1000 pixels": (1000, FAR_DOWN),
    "1280 pixels": (1280, FAR_DOWN),
}
BOTH_ENDS = ("320 pixels", "1280 pixels")
# WCAG 1.4.12. A reader's own style sheet is not under the page's policy, and neither is this one.
SPACING = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* {line-height: 1.5 !important; letter-spacing: .12em !important;
            word-spacing: .16em !important}
        p {margin-bottom: 2em !important}`);
    document.adoptedStyleSheets = [sheet];
}"""


def lost(page: Page) -> Iterator[str]:
    """Yield what has no room on an open page, screen by screen."""
    for screen in SCREENS:
        yield from _on(page, screen)
    for screen in BOTH_ENDS:
        yield from _on(page, screen, text=LARGE)
    page.evaluate(SPACING)
    for screen in BOTH_ENDS:
        yield from _on(page, screen, "WCAG's spacing")
    page.evaluate("document.adoptedStyleSheets = []")


def _on(page: Page, screen: str, condition: str = "", *, text: int = NORMAL) -> Iterator[str]:
    width, height = SCREENS[screen]
    page.set_viewport_size({"width": width, "height": height})
    # What a reader sets in the browser, so that lengths in media queries grow, too.
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": text}})
    name = f"{screen}, {'text twice as large' if text == LARGE else condition or 'as it is'}"
    yield from prefixed(name, measure(page, "reflow"))


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("<p style='width:70rem'>Wide", "the page is"),
        (
            "<style>@media (400px < width < 700px) {p {width: 45rem}}</style><p>Wide there",
            "500 pixels, as it is: the page is",
        ),
        (
            "<style>@media (900px < width < 1100px) {p {width: 70rem}}</style><p>Wide there",
            "1000 pixels, as it is: the page is",
        ),
        ("<p style='height:1em;overflow:hidden'>Cut<br>off", "is clipped"),
        ("<p style='position:absolute;left:-9rem'>Away", "is outside of the screen"),
        ("<p style='margin:0'>One<p style='margin-top:-1em'>Two", "overlap"),
        ("<p>Under<div style='position:fixed;inset:0'></div>", "is covered by <div>"),
        ("<p style='width:1em;overflow-wrap:anywhere'>Crushed", "is crushed"),
        ("<p style='width:16rem;height:1.2rem;overflow:hidden'>Cut off if larger", "text twice as large"),
        (
            "<pre style='width:18ch;overflow:hidden'>Cut off if spaced",
            "WCAG's spacing",
        ),
    ],
)
def test_what_is_lost_is_found(empty_page: Page, broken: str, fault: str) -> None:
    empty_page.set_content(f"<!DOCTYPE html><body>{broken}")
    assert any(fault in it for it in lost(empty_page))
