"""Compares colours as WCAG does."""

import re
from functools import cache

Colour = tuple[int, int, int]


def contrast(one: Colour, other: Colour) -> float:
    """Give WCAG's ratio of two colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@cache
def luminance(colour: Colour) -> float:
    """Give WCAG's relative luminance, from 0 to 1."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour)]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def computed(written: str) -> Colour:
    """Read a colour without transparency as a browser computes it, such as `rgb(0, 0, 0)`."""
    found = re.fullmatch(r"rgb\((\d+), (\d+), (\d+)\)", written)
    assert found, f"not a plain colour: {written}"
    red, green, blue = map(int, found.groups())
    return red, green, blue
