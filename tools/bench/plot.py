"""What was measured → an SVG plot: seconds against items, both logarithmic, a panel a scenario."""

from collections.abc import Iterator, Sequence
from html import escape
from math import ceil, floor, log10

from tools.bench.results import COLD, ITEM, OURS, Results

PANEL, HEIGHT = 400, 340  # pixels, labels included
LEFT, RIGHT, TOP, BOTTOM = 56, 92, 44, 44
LINE_HEIGHT = 15  # the least distance between two labels
STYLE = """\
.ground { fill: #fff } text { font: 13px sans-serif; fill: #1a1a1a }
.title { font-weight: bold } .grid { stroke: #ccc }
.line { fill: none; stroke: #5a5a5a; stroke-width: 1.5 } .point { fill: #5a5a5a }
.ours.line { stroke: #12294a; stroke-width: 3 } .ours.point { fill: #12294a } text.ours { font-weight: bold }
@media (prefers-color-scheme: dark) {
  .ground { fill: #111 } text { fill: #eee }
  .grid { stroke: #444 } .line { stroke: #aaa } .point { fill: #aaa }
  .ours.line { stroke: #9cc3ff } .ours.point { fill: #9cc3ff }
}"""

Point = tuple[float, float]


def plot(results: Results) -> str:
    """Return the drawing; its description has the numbers for those who cannot see it."""
    scenarios = (COLD, ITEM)
    description = " ".join(
        _sentence(results, name, scenario) for scenario, name in _series(results, scenarios)
    )
    panels = "".join(
        f'<g transform="translate({at * PANEL} 0)">{_panel(results, scenario)}</g>\n'
        for at, scenario in enumerate(scenarios)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {PANEL * len(scenarios)} {HEIGHT}" role="img" '
        f'aria-labelledby="title description">\n'
        f'<title id="title">Seconds of a build against the number of items</title>\n'
        f'<desc id="description">{escape(description)}</desc>\n<style>\n{STYLE}\n</style>\n'
        f'<rect class="ground" width="100%" height="100%"/>\n{panels}</svg>\n'
    )


def _series(results: Results, scenarios: Sequence[str]) -> Iterator[tuple[str, str]]:
    for scenario in scenarios:
        for name in results.generators:
            if _points(results, name, scenario):
                yield scenario, name


def _points(results: Results, name: str, scenario: str) -> list[Point]:
    rows = (results.row(name, scenario, size) for size in results.sizes)
    return [(row.items, row.cost.wall) for row in rows if row]


def _sentence(results: Results, name: str, scenario: str) -> str:
    points = ", ".join(
        f"{seconds:.2f} at {items:,.0f}" for items, seconds in _points(results, name, scenario)
    )
    return f"{name}, {scenario}: {points}."


def _panel(results: Results, scenario: str) -> str:
    lines = {name: _points(results, name, scenario) for _, name in _series(results, (scenario,))}
    seconds = [row.cost.wall for row in results.rows if row.scenario in {COLD, ITEM}]
    bottom, top = floor(log10(min(seconds))), ceil(log10(max(seconds)))
    first, last = log10(results.sizes[0]), log10(results.sizes[-1])

    def place(point: Point) -> Point:
        across = (log10(point[0]) - first) / (last - first)
        up = (log10(point[1]) - bottom) / (top - bottom)
        return LEFT + across * (PANEL - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)

    drawn = [f'<text class="title" x="{LEFT}" y="20">{scenario}, seconds</text>']
    for power in range(bottom, top + 1):
        x, y = place((results.sizes[0], 10**power))
        drawn.append(f'<line class="grid" x1="{x:.0f}" y1="{y:.1f}" x2="{PANEL - RIGHT}" y2="{y:.1f}"/>')
        drawn.append(f'<text x="{x - 8:.0f}" y="{y + 4:.1f}" text-anchor="end">{10**power:g}</text>')
    for size in results.sizes:
        x, y = place((size, 10**bottom))
        drawn.append(f'<text x="{x:.0f}" y="{y + 20:.1f}" text-anchor="middle">{size:,}</text>')
    ends = {name: place(points[-1]) for name, points in lines.items()}
    labels = _apart({name: end[1] for name, end in ends.items()})
    for name, points in lines.items():
        kind = " ours" if name == OURS else ""
        places = [place(point) for point in points]
        drawn.append(
            f'<polyline class="line{kind}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}"/>'
        )
        drawn += [f'<circle class="point{kind}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in places]
        drawn.append(
            f'<text class="label{kind}" x="{ends[name][0] + 8:.1f}" y="{labels[name] + 4:.1f}">{name}</text>'
        )
    return "\n".join(["", *drawn, ""])


def _apart(heights: dict[str, float]) -> dict[str, float]:
    """Move labels down until no two are on each other."""
    placed: dict[str, float] = {}
    lowest = float("-inf")
    for name, height in sorted(heights.items(), key=lambda it: it[1]):
        lowest = max(height, lowest + LINE_HEIGHT)
        placed[name] = lowest
    return placed
