"""Computes the images of the site from a formula and a few colors: strands, logo, icons and share image.

To change a line, change its formula and run `python -m tools.drawing`. The strands are part of a page
and take their colors from the style sheet; the image files contain theirs.
"""

import io
import math
from base64 import b64encode
from html import escape
from pathlib import Path

import yaml
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tools.browser import find

ROOT = Path(__file__).parent.parent
NAVY, NIGHT, AMBER, SKY, WHITE = "#12294a", "#0a1a31", "#e0a03a", "#a8ccff", "#fdfbf7"

# The strands: nine lines a family; the left half of one is computed, the rest is its reflections.
WIDTH, HEIGHT = 1200, 180
MIDDLE_X, MIDDLE_Y = WIDTH // 2, HEIGHT // 2
LINES = 9
SWELL, RIBBON = 66, 64
REACH = (250, 330)  # from a half line's ends to its control points, for the best fit

# The logo: two rings that cross at right angles, so that a ring is cut along the edge of the one above it.
RADIUS, STROKE = 30, 10
APART = RADIUS / math.sqrt(2)  # from the middle to a ring's centre
GAP = 0.28  # radians left free on either side of where a ring passes under the other

TYPEFACE = ROOT / "assets/fonts/serif.woff2"


def main() -> None:
    """Write every file to where the site takes it from."""
    site = yaml.safe_load((ROOT / "content/data/site.yaml").read_text(encoding="utf-8"))
    _write("templates/components/strands.html", _macro("strands(alt)", strands_svg()))
    _write("assets/img/favicon.svg", icon_svg(edge=60, corner=24))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        share = share_html(site["title"], site["short_title"])
        _paint(browser, "assets/img/share.png", share, 1200, 630)
        for name, size in (("icon-192", 192), ("icon-512", 512), ("apple-touch-icon", 180)):
            _paint(browser, f"assets/img/{name}.png", icon_svg(edge=68, corner=0), size, size)
        browser.close()


def strand(x: float, line: int) -> float:
    """Return how far a line is from the middle at x: a wave of one period, parallel to its neighbours.

    At the edges all lines meet; at the crossing each family is a ribbon, so that the two make a cloth.
    """
    turn = math.pi * x / WIDTH
    return (SWELL * math.sin(2 * turn) + RIBBON * _beside(line)) * math.sin(turn)


def half_line(line: int) -> str:
    """Return the path of a line from the left edge to the crossing: one Bézier curve.

    It has the formula's ends and slopes, in whole numbers relative to its beginning, and is never more than
    four units away from the formula.
    """
    end = round(strand(MIDDLE_X, line))
    first = round(_slope(line, 0) * REACH[0])
    last = round(end - _slope(line, MIDDLE_X) * REACH[1])
    numbers = (REACH[0], first, MIDDLE_X - REACH[1], last, MIDDLE_X, end)
    return f"M 0 {MIDDLE_Y} c " + " ".join(map(str, numbers))


def strands_svg() -> str:
    """Return two families that start at the edges and cross; the one that is above first is below after."""
    lines = "\n".join(
        f'<path d="{" ".join(map(half_line, pair))}" vector-effect="non-scaling-stroke" '
        f'opacity="{_opacity(max(pair))}"/>'
        for pair in ({line, LINES - 1 - line} for line in range(LINES // 2 + 1))
    )
    placed = "\n".join(
        f'<use href="#strand"{where}{family}/>'
        for where, family in (
            (f' transform="rotate(180 {MIDDLE_X} {MIDDLE_Y})"', ""),
            (f' transform="matrix(1 0 0 -1 0 {HEIGHT})"', ' class="strands-sky"'),
            (f' transform="matrix(-1 0 0 1 {WIDTH} 0)"', ' class="strands-sky"'),
            ("", ""),
        )
    )
    return (
        f'<svg class="strands" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" '
        f'role="img" aria-label="{{{{ alt }}}}">\n<defs><g id="strand">\n{lines}\n</g></defs>\n'
        f"{placed}\n</svg>"
    )


def ring(side: int) -> str:
    """Return the path of a ring left (-1) or right (1) of the middle, open where it passes under the other.

    The left one passes under at the lower crossing, the right one at the upper: they are interlocked.
    """
    under = side * (math.acos(APART / RADIUS) - math.pi)
    under = math.pi - under if side < 0 else under
    ends = [
        f"{side * APART + RADIUS * math.cos(angle):.0f} {RADIUS * math.sin(angle):.0f}"
        for angle in (under + GAP, under - GAP)
    ]
    return f"M{ends[0]}A{RADIUS} {RADIUS} 0 1 1 {ends[1]}"


def logo_svg() -> str:
    """Return the logo without a background."""
    width, height = (2 * math.ceil(side + STROKE / 2) for side in (APART + RADIUS, RADIUS))
    box = f"-{width // 2} -{height // 2} {width} {height}"
    rings = f'<path class="amber" d="{ring(-1)}"/><path class="strands-sky" d="{ring(1)}"/>'
    return f'<svg class="logo" viewBox="{box}" width="57" aria-hidden="true">{rings}</svg>'


def icon_svg(*, edge: int, corner: int) -> str:
    """Return the logo on a square, legible on any background, and in dark mode no lighter than the header."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-{edge} -{edge} {2 * edge} {2 * edge}">'
        f"<style>@media(prefers-color-scheme:dark){{rect{{fill:{NIGHT}}}}}</style>"
        f'<rect x="-{edge}" y="-{edge}" width="{2 * edge}" height="{2 * edge}" rx="{corner}" fill="{NAVY}"/>'
        f'<g fill="none" stroke-width="{STROKE}">'
        f'<path stroke="{AMBER}" d="{ring(-1)}"/><path stroke="{SKY}" d="{ring(1)}"/></g></svg>\n'
    )


def share_html(title: str, short_title: str) -> str:
    """Return the image that other sites show for a page: logo, name and strands on navy."""
    typeface = b64encode(TYPEFACE.read_bytes()).decode()
    style = f"""
        @font-face {{ font-family: Report; src: url(data:font/woff2;base64,{typeface}) }}
        body {{ margin: 0; background: {NAVY}; color: {WHITE}; font-family: Report }}
        header {{ display: flex; align-items: center; gap: 28px; padding: 72px 80px 44px; font-size: 44px;
            letter-spacing: .06em }}
        .logo {{ height: 76px }}
        h1 {{ margin: 0 80px; font-size: 76px; font-weight: 400; line-height: 1.12; letter-spacing: -.01em;
            text-wrap: balance }}
        span {{ display: inline-block }}
        svg {{ fill: none; stroke-width: {STROKE} }}
        .strands {{ position: absolute; inset: auto 0 44px; stroke: {AMBER}; stroke-width: 2.5 }}
        .amber {{ stroke: {AMBER} }}
        .strands-sky {{ stroke: {SKY} }}"""
    name = " ".join(f"<span>{escape(word)}</span>" for word in title.split())
    return (
        f"<!DOCTYPE html><style>{style}</style><header>{logo_svg()}{escape(short_title)}</header>"
        f"<h1>{name}</h1>{strands_svg()}"
    )


def _beside(line: int) -> float:
    """Return where a line is in its ribbon, from -0.5 to 0.5."""
    return line / (LINES - 1) - 0.5


def _paint(browser: Browser, file: str, html: str, width: int, height: int) -> None:
    """Have the browser paint HTML or SVG, and save it as a PNG of few colors."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_content(html if html.startswith("<!") else f"<!DOCTYPE html><body style=margin:0>{html}")
    page.evaluate("document.fonts.ready")
    painted = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    page.close()
    few = painted.quantize(colors=64, dither=Image.Dither.NONE)
    few.save(ROOT / file, optimize=True)


def _macro(signature: str, svg: str) -> str:
    note = "{# Computed by tools/drawing.py: change it there. #}"
    return f"{note}\n{{% macro {signature} %}}\n{svg}\n{{%- endmacro %}}\n"


def _write(file: str, text: str) -> None:
    (ROOT / file).parent.mkdir(parents=True, exist_ok=True)
    (ROOT / file).write_text(text, encoding="utf-8", newline="\n")


def _opacity(line: int) -> str:
    """Return the opacity of a line: 1 in the middle of its ribbon, less toward its edges."""
    return f"{1 - 1.2 * abs(_beside(line)):.1g}"


def _slope(line: int, x: float) -> float:
    """Return the derivative, measured over a hundredth of a unit: the formula is written only once."""
    return (strand(x + 0.005, line) - strand(x - 0.005, line)) / 0.01


if __name__ == "__main__":
    main()
