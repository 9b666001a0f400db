"""Compares colors as WCAG does."""

import re
from functools import cache

Color = tuple[int, int, int]


def contrast(one: Color, other: Color) -> float:
    """Return WCAG's contrast ratio of two colors."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@cache
def luminance(color: Color) -> float:
    """Return WCAG's relative luminance, from 0 to 1."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in color)]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def computed(written: str) -> Color:
    """Return an opaque color from the form in which a browser computes it, such as `rgb(0, 0, 0)`."""
    found = re.fullmatch(r"rgb\((\d+), (\d+), (\d+)\)", written)
    assert found, f"not a plain color: {written}"
    red, green, blue = map(int, found.groups())
    return red, green, blue
