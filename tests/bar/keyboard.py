"""Walks through an open page with the Tab key, and measures in pixels how visible the focus is.

The measure is that of WCAG 2.4.13: as many pixels change by 3:1 as a line two pixels wide around the element
has. Of the stops of one kind, which look alike on all pages, only the first is measured; `test_links` checks
the styles of all.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter
from playwright.sync_api import CDPSession, Page

from tests.bar.camera import Place, screenshot
from tests.bar.color import Color, contrast
from tests.bar.measure import measure

AROUND = 10  # pixels around an element within which its focus is looked for
CHANGE = 3
Edges = tuple[float, float, float, float]

# The number of the stop that has the focus, which is -1 if it is none; once moved away from
# the window's edges, the boxes of its lines and that of the window, all from the page's corner.
FOCUSED = """() => {
    const it = document.activeElement;
    it.scrollIntoView({block: 'center', inline: 'nearest'});
    const onPage = ({left, top, right, bottom}) =>
        [left + scrollX, top + scrollY, right + scrollX, bottom + scrollY];
    const window = {left: 0, top: 0, right: innerWidth, bottom: innerHeight};
    return [Number(it.dataset.stop ?? -1), [...it.getClientRects()].map(onPage), onPage(window)];
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """An element where the Tab key should stop: its name, its kind, and its edges on the page."""

    name: str
    kind: str
    edges: Edges


def walk_faults(page: Page, measured: set[str]) -> Iterator[str]:
    """Yield what is wrong with the order of the stops, and with whether each is reached and seen.

    `measured` has the kinds of stops measured before under the same conditions, and gets the others.
    """
    stops = [Stop(**found) for found in measure(page, "stops")]
    line = page.context.new_cdp_session(page)
    reached: list[int] = []
    for _ in stops:
        page.keyboard.press("Tab")
        number, boxes, window = page.evaluate(FOCUSED)
        reached.append(number)
        if number >= 0 and stops[number].kind not in measured:
            measured.add(stops[number].kind)
            share = _seen(page, line, boxes, window)
            if share < 1:
                yield f"{stops[number].name} has {share:.0%} of the focus that it needs"
    yield from _order_faults(stops, reached)


def _order_faults(stops: list[Stop], reached: list[int]) -> Iterator[str]:
    for number, stop in enumerate(stops):
        if number not in reached:
            yield f"{stop.name} is not reached"
    if reached != sorted(reached):
        yield f"the order of the stops is {reached}"
    for one, other in pairwise(stops[number] for number in reached if number >= 0):
        if _against_reading(one.edges, other.edges):
            yield f"{other.name} comes after {one.name}, but is read before"


def _against_reading(one: Edges, other: Edges) -> bool:
    """Return whether a stop is above the one before but not to its right, or left of it in the same row."""
    left, top, right, bottom = one
    its_left, its_top, its_right, its_bottom = other
    same_row = min(bottom, its_bottom) - max(top, its_top) > min(bottom - top, its_bottom - its_top) / 2
    return its_right <= left if same_row else its_bottom <= top and its_left < right


def _seen(page: Page, line: CDPSession, boxes: list[Edges], window: Place) -> float:
    """Return the part of the needed pixels that changes enough when the focus is removed."""
    left, top, right, bottom = zip(*boxes, strict=True)
    place = (
        max(window[0], int(min(left)) - AROUND),
        max(window[1], int(min(top)) - AROUND),
        min(window[2], int(max(right)) + AROUND),
        min(window[3], int(max(bottom)) + AROUND),
    )
    focused = screenshot(line, place)
    page.evaluate("document.activeElement.blur()")  # the next press still continues from there
    pairs = Counter(zip(_pixels(focused), _pixels(screenshot(line, place)), strict=True))
    changed = (count for pair, count in pairs.items() if contrast(*map(_color, pair)) >= CHANGE)
    return sum(changed) / _ring(boxes, place)


def _ring(boxes: list[Edges], place: Place) -> int:
    """Count the pixels of a line two pixels wide around an element, whose lines of text are one shape."""
    left, top, right, bottom = place
    mask = Image.new("L", (right - left, bottom - top))
    for box, after in zip(boxes, [*boxes[1:], boxes[-1]], strict=True):
        end = max(box[3], after[1])
        ImageDraw.Draw(mask).rectangle((box[0] - left, box[1] - top, box[2] - left - 1, end - top - 1), 255)
    ring = ImageChops.difference(mask, mask.filter(ImageFilter.MinFilter(5)))
    return ring.histogram()[255]


def _pixels(image: Image.Image) -> memoryview:
    """Return each pixel as one number: an image has many, and few that differ."""
    return memoryview(image.convert("RGBX").tobytes()).cast("I")


def _color(pixel: int) -> Color:
    red, green, blue, _ = pixel.to_bytes(4, sys.byteorder)
    return red, green, blue
