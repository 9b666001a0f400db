"""A picture's bytes → how large it is, or why it cannot be shown.

Rule: a page gives the size of each picture, so that nothing moves when it comes in.
"""

import io
import posixpath
import re

import imagesize

from icpr_build.output import svg as drawings

LARGEST = 1_000_000  # bytes; more would keep visitors waiting
WIDEST = 10_000  # dots; a device may not have the memory for more
_AGAIN = "Save it again from the program that made it."
_SMALLER = "Make it smaller: 1600 dots are wide enough."
_BEGINS = {
    ".avif": rb"....ftyp",
    ".gif": rb"GIF8",
    ".jpeg": rb"\xff\xd8\xff",
    ".jpg": rb"\xff\xd8\xff",
    ".png": rb"\x89PNG\r\n",
    ".svg": rb".*<svg[\s/>]",
    ".webp": rb"RIFF....WEBP",
}
_VIEW_BOX = re.compile(rb"""<svg[^>]*\sviewBox=["']\s*[\d.+-]+[\s,]+[\d.+-]+[\s,]+([\d.]+)[\s,]+([\d.]+)""")


def size(file: str, data: bytes) -> tuple[int, int] | None:
    """Give the width and the height of a picture in dots; None if it has none, as a drawing may."""
    if not _is_picture(file):
        return None
    width, height = imagesize.get(io.BytesIO(data))
    drawn = _VIEW_BOX.search(data) if width <= 0 else None
    if drawn:
        width, height = map(float, drawn.groups())
    return (round(width), round(height)) if width > 0 and height > 0 else None


def unfit(file: str, data: bytes) -> tuple[str, str] | None:
    """Say why a file that should be a picture cannot be shown, and what to do, if it cannot."""
    if not _is_picture(file):
        return None
    if not data:
        return "this picture is empty", _AGAIN
    if not re.match(_BEGINS[_kind(file)], data, re.DOTALL):
        return "this file is not the picture that its name says", _AGAIN
    if len(data) > LARGEST:
        return f"this picture has more than {LARGEST:,} bytes", _SMALLER
    return drawings.unfit(data) if _kind(file) == ".svg" else _unfit_dots(file, data)


def _unfit_dots(file: str, data: bytes) -> tuple[str, str] | None:
    dots = size(file, data)
    if not dots or _is_cut(_kind(file), data):
        return "this picture is damaged", _AGAIN
    return (f"this picture has more than {WIDEST:,} dots a side", _SMALLER) if max(dots) > WIDEST else None


def _is_cut(kind: str, data: bytes) -> bool:
    """Tell whether a picture lacks its end, as far as that is cheap to see."""
    if kind == ".png":
        return b"IEND\xaeB`\x82" not in data
    if kind in (".jpg", ".jpeg"):
        return data.rfind(b"\xff\xd9") < data.rfind(b"\xff\xda")  # the end, and where the dots begin
    if kind == ".gif":
        return not data.rstrip(b"\0").endswith(b";")
    return kind == ".webp" and int.from_bytes(data[4:8], "little") + 8 > len(data)


def _is_picture(file: str) -> bool:
    return _kind(file) in _BEGINS


def _kind(file: str) -> str:
    return posixpath.splitext(file)[1].lower()
