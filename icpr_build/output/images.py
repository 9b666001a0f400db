"""An image's bytes → its size in pixels, and why it cannot be shown, if it cannot.

A page states the size of each image, so that nothing moves when the image has loaded.
"""

import io
import posixpath
import re
import struct
import warnings
import zlib

from PIL import Image

from icpr_build.model import Size
from icpr_build.output.svg import SAVE_AGAIN, inspect_svg
from icpr_build.problem import Place, Problem

MAX_BYTES = 1_000_000  # more would keep visitors waiting
MAX_SIDE = 10_000  # pixels; a device may not have the memory for more
MAX_PIXELS = 50_000_000
SIGNATURES = {
    ".avif": rb"....ftyp",
    ".gif": rb"GIF8",
    ".jpeg": rb"\xff\xd8\xff",
    ".jpg": rb"\xff\xd8\xff",
    ".png": rb"\x89PNG\r\n",
    ".svg": rb".*<svg[\s/>]",
    ".webp": rb"RIFF....WEBP",
}
FORMATS = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
MAKE_SMALLER = "Make it smaller: 1600 pixels are wide enough."

# What Pillow raises for damaged files.
_DAMAGED = (
    ArithmeticError,
    EOFError,
    IndexError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


def inspect_image(file: str, data: bytes) -> tuple[Size | None, tuple[Problem, ...]]:
    """Return the width and height of a file of `assets/` if it is an image and has them, and its problems."""
    place = Place(file=f"assets/{file}")
    extension = posixpath.splitext(file)[1].lower()
    if extension not in SIGNATURES:
        return None, ()
    if not data:
        return None, (place.problem("picture-wrong", "this image is empty", SAVE_AGAIN),)
    if not re.match(SIGNATURES[extension], data, re.DOTALL):
        message = "this file is not the image that its name says"
        return None, (place.problem("picture-wrong", message, SAVE_AGAIN),)
    if len(data) > MAX_BYTES:
        return None, (_too_large(place, f"{MAX_BYTES:,} bytes"),)
    return inspect_svg(data, place) if extension == ".svg" else _inspect_raster(data, place)


def _inspect_raster(data: bytes, place: Place) -> tuple[Size | None, tuple[Problem, ...]]:
    """Decode an image, unless it is so large that this would take too much memory."""
    with warnings.catch_warnings(action="ignore"):  # of what browsers do not mind
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                width, height = image.size
                if width > MAX_SIDE or height > MAX_SIDE:
                    return None, (_too_large(place, f"{MAX_SIDE:,} pixels on a side"),)
                if width * height > MAX_PIXELS:
                    return None, (_too_large(place, f"{MAX_PIXELS:,} pixels"),)
                image.verify()
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                image.load()
        except Image.DecompressionBombError:
            return None, (_too_large(place, f"{MAX_SIDE:,} pixels on a side"),)
        except _DAMAGED:
            return None, (place.problem("picture-wrong", "this image is damaged", SAVE_AGAIN),)
    return (width, height), ()


def _too_large(place: Place, limit: str) -> Problem:
    return place.problem("picture-wrong", f"this image has more than {limit}", MAKE_SMALLER)
