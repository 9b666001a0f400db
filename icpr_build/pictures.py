"""A picture's bytes → how large it is, or why it cannot be shown.

Rule: a page gives the size of each picture, so that nothing moves when it comes in.
"""

import io
import posixpath
import re

import imagesize

LARGEST = 1_000_000  # bytes; more would keep visitors waiting
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
        return "this picture is empty", "Save it again from the program that made it."
    if not re.match(_BEGINS[_kind(file)], data, re.DOTALL):
        return (
            "this file is not the picture that its name says",
            "Save it again from the program that made it.",
        )
    if len(data) > LARGEST:
        return f"this picture has more than {LARGEST:,} bytes", "Make it smaller: 1600 dots are wide enough."
    if _kind(file) != ".svg" and not size(file, data):
        return "this picture is damaged", "Save it again from the program that made it."
    return None


def _is_picture(file: str) -> bool:
    return _kind(file) in _BEGINS


def _kind(file: str) -> str:
    return posixpath.splitext(file)[1].lower()
