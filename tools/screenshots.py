"""Takes the screenshots in the documents: the site as a browser shows it, scaled down.

They show the site with its present content; nothing is arranged for them.
"""

import io
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser

from tests.browser import chromium, hosted
from tests.lay_out import PROJECT, lay_out

FOLDER = PROJECT / "docs" / "images"
QUALITY = 80  # of 100: no file has more than 60 KB, and text stays sharp


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A page, the size of the window in pixels, and the width of its screenshot."""

    name: str
    path: str
    window: tuple[int, int]
    width: int
    scheme: Literal["light", "dark"] = "light"


WIDE, NARROW = (1440, 1080), (360, 760)
SHOTS = (
    Shot(name="home", path="", window=WIDE, width=720),
    Shot(name="home-narrow", path="", window=NARROW, width=255),
    Shot(name="home-dark", path="", window=WIDE, width=480, scheme="dark"),
    Shot(name="documents", path="documents/", window=WIDE, width=480),
    Shot(name="news", path="news/", window=WIDE, width=480),
)


def main() -> int:
    """Take every screenshot again."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as made,
        hosted(lay_out(Path(made), "project")) as site,
        chromium() as browser,
    ):
        for shot in SHOTS:
            _take(browser, site.url, shot)
    return 0


def _take(browser: Browser, url: str, shot: Shot) -> None:
    """Take the screenshot at twice the size, so that text is smooth once it is scaled down."""
    width, height = shot.window
    with browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2,
        color_scheme=shot.scheme,
        reduced_motion="reduce",
    ) as context:
        page = context.new_page()
        page.goto(url + shot.path, wait_until="networkidle")
        painted = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    size = (shot.width, round(height * shot.width / width))
    small = painted.resize(size, Image.Resampling.LANCZOS)
    small.save(FOLDER / f"{shot.name}.webp", quality=QUALITY, method=6)


if __name__ == "__main__":
    sys.exit(main())
