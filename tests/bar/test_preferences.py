"""A reader who prefers more contrast or less motion gets it, and nothing ever moves without end."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.bar.measure import measure, media, none_of
from tests.browser import Hosted

pytestmark = pytest.mark.browser

SCHEMES = ("light", "dark")
# The colors that are fainter than ink, as long as nobody asks for more contrast.
FAINT = """() => {
    const tokens = getComputedStyle(document.documentElement);
    const ink = tokens.getPropertyValue('--ink');
    return ['--muted', '--hair'].filter(name => !ink || tokens.getPropertyValue(name) !== ink);
}"""


def test_more_contrast_leaves_nothing_faint(empty_page: Page, site: Hosted) -> None:
    empty_page.goto(site.url)
    none_of(faint(empty_page))


def faint(page: Page) -> Iterator[str]:
    """Yield the colors of an open page that stay fainter than ink."""
    for scheme in SCHEMES:
        media(page, scheme)
        page.emulate_media(contrast="more")
        yield from (f"{scheme}: {name} is not ink" for name in page.evaluate(FAINT))


def restless(page: Page) -> Iterator[str]:
    """Yield what moves without end on an open page, or moves at all when less motion is preferred."""
    yield from (f"moves without end: {it}" for it in measure(page, "moving")["endless"])
    page.emulate_media(reduced_motion="reduce")
    yield from (f"moves in spite of reduced motion: {it}" for it in measure(page, "moving")["moving"])


TOKENS = ":root {--ink: #000; --muted: #444; --hair: #bbb}"
MORE = "@media (prefers-contrast: more) {:root {--muted: var(--ink); --hair: var(--ink)}}"


@pytest.mark.parametrize(
    ("style", "faults"),
    [
        (f"{TOKENS} {MORE}", []),
        (TOKENS, [f"{scheme}: {name} is not ink" for scheme in SCHEMES for name in ("--muted", "--hair")]),
        (
            f"{TOKENS} {MORE} @media (prefers-color-scheme: dark) {{:root:root {{--hair: #777}}}}",
            ["dark: --hair is not ink"],
        ),
    ],
)
def test_what_stays_faint_is_found(empty_page: Page, style: str, faults: list[str]) -> None:
    empty_page.set_content(f"<!DOCTYPE html><style>{style}</style><body>Text")
    assert list(faint(empty_page)) == faults


TURN = "@keyframes turn {to {rotate: 1turn}}"
REDUCED = "@media (prefers-reduced-motion: reduce) {p {animation: none}}"


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (f"<style>{TURN} p {{animation: turn 1s}} {REDUCED}</style><p>A", ""),
        (f"<style>{TURN} p {{animation: turn 1s}}</style><p>A", 'in spite of reduced motion: <p> "A"'),
        ("<style>p {transition: color 1s}</style><p>A", 'in spite of reduced motion: <p> "A"'),
        ("<style>p::after {content: ''; transition: all .1s}</style><p>A", "in spite of reduced motion: <p>"),
        ("<style>html {scroll-behavior: smooth}</style>", "in spite of reduced motion: <html>"),
        (
            f"<style>{TURN} @media (width > 1px) {{p:hover {{animation: turn 1s infinite}}}}</style><p>A",
            "without end: p:hover",
        ),
        ("<svg><animate repeatCount=indefinite></svg>", "without end: <animate>"),
    ],
)
def test_a_movement_is_found(empty_page: Page, broken: str, fault: str) -> None:
    empty_page.set_content(f"<!DOCTYPE html><body>{broken}")
    faults = list(restless(empty_page))
    assert any(fault in it for it in faults) if fault else not faults
