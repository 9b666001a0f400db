"""Every target that is not in a sentence is large enough for a thumb, and no text is small."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.bar.measure import measure, none_of, prefixed

pytestmark = pytest.mark.browser

WIDTHS = (320, 500, 768, 1000, 1280)


def too_small(page: Page) -> Iterator[str]:
    """Yield the small targets and texts of an open page, width by width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        yield from prefixed(f"{width} pixels", measure(page, "sizes"))


THIN = "a {display: block; padding: 1em; @media"


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("<a href=/>Alone, and thin", "is a target of"),
        ("<p><a href=/ style='display:block;width:40px;height:50px'>Thin</a>", "is a target of 40 by 50"),
        (
            f"<style>{THIN} (400px < width < 700px) {{padding: 0}}}}</style><a href=/>Thin there",
            '500 pixels: <a> "Thin there" is a target of',
        ),
        (
            f"<style>{THIN} (900px < width < 1100px) {{padding: 0}}}}</style><a href=/>Thin there",
            '1000 pixels: <a> "Thin there" is a target of',
        ),
        ("<p>Text <small>that is small</small>", '<small> "that is small" is written in 13'),
    ],
)
def test_what_is_too_small_is_found(empty_page: Page, broken: str, fault: str) -> None:
    empty_page.set_content(f"<!DOCTYPE html><body>{broken}")
    assert any(fault in it for it in too_small(empty_page))


def test_a_link_in_a_sentence_is_as_high_as_its_line(empty_page: Page) -> None:
    empty_page.set_content("<!DOCTYPE html><p>Read <a href=/>this</a>.")
    none_of(too_small(empty_page))
