"""Takes pictures of an open page by the browser's own protocol: Playwright's way takes its time.

Rule: PNG packed in haste, as nobody keeps it.
"""

import base64
import io
from typing import Any

from PIL import Image
from playwright.sync_api import CDPSession

HASTY = {"format": "png", "optimizeForSpeed": True}
Place = tuple[int, int, int, int]


def picture(line: CDPSession, place: Place) -> Image.Image:
    """Give what the window shows of a place: its left, top, right and bottom on the page."""
    left, top, right, bottom = place
    clip = {"x": left, "y": top, "width": right - left, "height": bottom - top, "scale": 1}
    return Image.open(io.BytesIO(_taken(line, clip=clip)))


def whole(line: CDPSession) -> bytes:
    """Give the file of a picture of the whole page, seen or not."""
    size = line.send("Page.getLayoutMetrics")["cssContentSize"]
    return _taken(line, clip=size | {"scale": 1}, captureBeyondViewport=True)


def _taken(line: CDPSession, **options: Any) -> bytes:
    return base64.b64decode(line.send("Page.captureScreenshot", HASTY | options)["data"])
