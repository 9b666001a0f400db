"""Walks through an open page with the Tab key, and measures on pixels what can be seen of the focus.

Rule: WCAG 2.4.13 is the measure: pixels that change by 3:1, as many as a line two pixels wide around it has.
"""

import base64
import io
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFilter
from playwright.sync_api import CDPSession, Page

from tests.bar.measure import measure

AROUND = 10  # pixels around an element within which its focus is looked for
CHANGE = 3
GROWTHS = 30  # what is as high as the window grows with it, but less and less
Pixel = tuple[int, int, int]

# Which stop has the focus, and the boxes of its lines; the number is -1 if it is none of the stops.
FOCUSED = """() => {
    const it = document.activeElement;
    const boxes = [...it.getClientRects()].map(({x, y, width, height}) => [x, y, x + width, y + height]);
    return [window.stops.indexOf(it), boxes];
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Where the focus was: the number among the expected stops, the boxes, and how much of it was seen."""

    number: int
    boxes: list[list[float]]
    share: float

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of all boxes together."""
        left, top, right, bottom = zip(*self.boxes, strict=True)
        return min(left), min(top), max(right), max(bottom)


def walk_faults(page: Page) -> Iterator[str]:
    """Tell what is wrong with the order, the reach and the sight of the focus."""
    _show_whole(page)
    names: list[str] = measure(page, "stops")
    camera = page.context.new_cdp_session(page)
    before = _picture(camera)
    stops = [_next(page, camera, before) for _ in names]
    reached = [stop.number for stop in stops]
    for expected, name in enumerate(names):
        if expected not in reached:
            yield f"{name} is not reached"
    if reached != sorted(reached):
        yield f"the order of the stops is {reached}"
    for stop in stops:
        if stop.share < 1:
            yield f"{names[stop.number]} has {stop.share:.0%} of the focus that it needs"
    for one, other in pairwise(stops):
        if _against_reading(one, other):
            yield f"{names[other.number]} comes after {names[one.number]}, but is read before"


def _show_whole(page: Page) -> None:
    """Make the window as high as the page, so that nothing scrolls; some of the page may grow with it."""
    width = page.evaluate("innerWidth")
    for _ in range(GROWTHS):
        height, window = page.evaluate("[document.documentElement.scrollHeight, innerHeight]")
        if height <= window:
            return
        page.set_viewport_size({"width": width, "height": height + AROUND})


def _next(page: Page, camera: CDPSession, before: Image.Image) -> Stop:
    page.keyboard.press("Tab")
    number, boxes = page.evaluate(FOCUSED)
    if number < 0:
        return Stop(number=number, boxes=[[0, 0, 0, 0]], share=1)
    place = _around(boxes, before.size)
    share = _seen(before.crop(place), _picture(camera, place), _ring(boxes, place))
    return Stop(number=number, boxes=boxes, share=share)


def _around(boxes: list[list[float]], size: tuple[int, int]) -> tuple[int, int, int, int]:
    left, top, right, bottom = zip(*boxes, strict=True)
    width, height = size
    return (
        max(0, int(min(left)) - AROUND),
        max(0, int(min(top)) - AROUND),
        min(width, int(max(right)) + AROUND),
        min(height, int(max(bottom)) + AROUND),
    )


def _ring(boxes: list[list[float]], place: tuple[int, int, int, int]) -> int:
    """Count the pixels of a line two pixels wide around an element, whose lines of text are one shape."""
    left, top, right, bottom = place
    mask = Image.new("L", (right - left, bottom - top))
    for box, after in zip(boxes, [*boxes[1:], boxes[-1]], strict=True):
        end = max(box[3], after[1])
        ImageDraw.Draw(mask).rectangle((box[0] - left, box[1] - top, box[2] - left - 1, end - top - 1), 255)
    ring = ImageChops.difference(mask, mask.filter(ImageFilter.MinFilter(5)))
    return ring.histogram()[255]


def _seen(before: Image.Image, after: Image.Image, needed: int) -> float:
    """Give the part of the needed pixels that changes enough."""
    pairs = Counter(zip(_pixels(before), _pixels(after), strict=True))
    changed = (count for pair, count in pairs.items() if contrast(*map(_colour, pair)) >= CHANGE)
    return sum(changed) / needed


def _pixels(picture: Image.Image) -> memoryview:
    """Give each pixel as one number: a picture has many, and few that differ."""
    return memoryview(picture.convert("RGBX").tobytes()).cast("I")


def _colour(pixel: int) -> Pixel:
    red, green, blue, _ = pixel.to_bytes(4, sys.byteorder)
    return red, green, blue


def _picture(camera: CDPSession, place: tuple[int, int, int, int] | None = None) -> Image.Image:
    """Take a picture of the window, or of a place in it; Playwright's own way takes its time."""
    options: dict[str, Any] = {"format": "png", "optimizeForSpeed": True}
    if place:
        left, top, right, bottom = place
        options["clip"] = {"x": left, "y": top, "width": right - left, "height": bottom - top, "scale": 1}
    taken = camera.send("Page.captureScreenshot", options)
    return Image.open(io.BytesIO(base64.b64decode(taken["data"]))).convert("RGB")


def _against_reading(one: Stop, other: Stop) -> bool:
    """Whether a stop lies above the one before, but not to its right, or left of it in the same row."""
    left, top, right, bottom = one.edges
    its_left, its_top, its_right, its_bottom = other.edges
    same_row = min(bottom, its_bottom) - max(top, its_top) > min(bottom - top, its_bottom - its_top) / 2
    return its_right <= left if same_row else its_bottom <= top and its_left < right


def contrast(one: Pixel, other: Pixel) -> float:
    """Give WCAG's ratio of two colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@cache
def luminance(colour: Pixel) -> float:
    """Give WCAG's relative luminance, from 0 to 1."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour)]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))
