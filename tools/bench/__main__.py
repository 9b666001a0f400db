"""`make bench`: measures what is named, by default everything, and prints tables."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.lay_out import PROJECT
from tools.bench.agreement import print_agreement
from tools.bench.builds import measure_builds
from tools.bench.history import read_history, regressions, write_history
from tools.bench.pages import print_pages
from tools.bench.plot import plot
from tools.bench.report import as_markdown, as_text
from tools.bench.results import Results

PARTS = ("markdown", "builds", "pages")
DOCUMENT, PLOT = PROJECT / "docs/performance.md", PROJECT / "docs/images/performance.svg"
SMALLEST, MOST = 10, 10_000
ITEMS, RUNS = 1_000, 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 1 only if `--history` is given and something has become slower."""
    options = _options().parse_args(arguments)
    parts = (options.only,) if options.only else PARTS
    status = 0
    if "markdown" in parts:
        print_agreement()
    if "builds" in parts:
        results = measure_builds(sizes(options.items), options.runs)
        print(as_text(results))
        if options.write:
            _write(results, options.runs)
        if options.history:
            status = _compare(results, options.history)
    if "pages" in parts:
        print_pages()
    return status


def sizes(most: int) -> list[int]:
    """Return the numbers of items to measure: 100, 1,000 and so on, below the largest and with it."""
    return [size for size in (100, 1_000) if size < most] + [most]


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tools.bench", description=__doc__)
    parser.add_argument("--only", choices=PARTS, help="measure nothing else")
    parser.add_argument(
        "--items", type=_items, default=ITEMS, metavar="N", help="the largest number of items"
    )
    parser.add_argument("--runs", type=int, default=RUNS, metavar="N", help="of which medians are taken")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md and its plot")
    parser.add_argument(
        "--history", type=Path, metavar="FILE", help="compare with earlier runs, and add this one"
    )
    return parser


def _items(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not SMALLEST <= number <= MOST:
        raise argparse.ArgumentTypeError(f"a number from {SMALLEST} to {MOST:,}")
    return number


def _write(results: Results, runs: int) -> None:
    DOCUMENT.write_text(as_markdown(results, runs), "utf-8")
    if len(results.sizes) > 1:
        PLOT.write_text(plot(results), "utf-8")


def _compare(results: Results, file: Path) -> int:
    """Print what has become slower than usual, and add this run to the history."""
    history, now = read_history(file), results.floor_ratios()
    slower = [*regressions(history, now)]
    for line in slower:
        print(f"::error title=Slower than usual::{line}")
    write_history(file, [*history, now])
    return int(bool(slower))


if __name__ == "__main__":
    sys.exit(main())
