"""Forced colors hide nothing important; a page is dark in the dark scheme and light in the light one."""

import io
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.bar.color import contrast, luminance
from tests.bar.measure import measure, media

pytestmark = pytest.mark.browser

VISIBLE = 0.002  # the part of an SVG image that even thin lines must cover
SCHEMES = {"light": (0.7, 1.0), "dark": (0.0, 0.1)}


def lost_when_forced(page: Page) -> Iterator[str]:
    """Yield what disappears from an open page in forced colors: SVG images, and the edges of backgrounds."""
    page.set_viewport_size({"width": 1280, "height": 800})
    for scheme in SCHEMES:
        media(page, scheme)
        own_background = measure(page, "backgrounds")
        media(page, scheme, forced=True)
        bordered = measure(page, "backgrounds")
        yield from (
            f"{scheme}: {name} has no border" for name in own_background if not bordered.get(name, True)
        )
        for image in page.locator("body svg").all():
            if image.is_visible() and _visible_part(image.screenshot()) < VISIBLE:
                yield f"{scheme}: not seen: {image.evaluate('it => it.outerHTML.slice(0, 60)')}"


def _visible_part(screenshot: bytes) -> float:
    """Return the part of a screenshot that has a contrast of 3:1 to its most common color."""
    image = Image.open(io.BytesIO(screenshot)).convert("RGB")
    data = image.tobytes()
    colors = Counter(zip(data[::3], data[1::3], data[2::3], strict=True))
    [(background, _)] = colors.most_common(1)
    seen = sum(count for color, count in colors.items() if contrast(color, background) >= 3)
    return seen / colors.total()


def wrong_background(page: Page) -> Iterator[str]:
    """Yield each scheme in which the background of an open page is not as light or dark as it says."""
    for scheme, (darkest, lightest) in SCHEMES.items():
        media(page, scheme)
        color = page.evaluate("getComputedStyle(document.body).backgroundColor")
        red, green, blue = (int(part) for part in re.findall(r"\d+", color)[:3])
        if not darkest <= luminance((red, green, blue)) <= lightest:
            yield f"{scheme}: the background is {color}"


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("<a href=/ style='background:gold'>Button</a>", '<a> "Button" has no border'),
        ("<article style='background:gold'>Card</article>", '<article> "Card" has no border'),
        (
            "<svg style='forced-color-adjust:none'><path d='M0 0h99' stroke=Canvas /></svg>",
            "not seen: <svg",
        ),
    ],
)
def test_what_forced_colors_hide_is_found(empty_page: Page, broken: str, fault: str) -> None:
    empty_page.set_content(f"<!DOCTYPE html><body>{broken}")
    assert any(fault in it for it in lost_when_forced(empty_page))


@pytest.mark.parametrize(
    ("color", "fault"),
    [
        ("white", "dark: the background is rgb(255, 255, 255)"),
        ("black", "light: the background is rgb(0, 0, 0)"),
    ],
)
def test_a_scheme_that_is_not_followed_is_found(empty_page: Page, color: str, fault: str) -> None:
    empty_page.set_content(f"<!DOCTYPE html><body style='background:{color}'>")
    assert list(wrong_background(empty_page)) == [fault]
