"""Takes screenshots of an open page by the browser's own protocol, which is faster than Playwright.

The PNG is compressed for speed, as no screenshot is kept.
"""

import base64
import io
from typing import Any

from PIL import Image
from playwright.sync_api import CDPSession

FAST = {"format": "png", "optimizeForSpeed": True}
Place = tuple[int, int, int, int]


def screenshot(line: CDPSession, place: Place) -> Image.Image:
    """Return what the window shows of a place: its left, top, right and bottom on the page, in pixels."""
    left, top, right, bottom = place
    clip = {"x": left, "y": top, "width": right - left, "height": bottom - top, "scale": 1}
    return Image.open(io.BytesIO(_taken(line, clip=clip)))


def full_page(line: CDPSession) -> bytes:
    """Return a screenshot of the full page as a PNG file, whether the window shows it or not."""
    size = line.send("Page.getLayoutMetrics")["cssContentSize"]
    return _taken(line, clip=size | {"scale": 1}, captureBeyondViewport=True)


def _taken(line: CDPSession, **options: Any) -> bytes:
    return base64.b64decode(line.send("Page.captureScreenshot", FAST | options)["data"])
