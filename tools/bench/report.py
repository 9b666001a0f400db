"""What was measured → tables, as text for a terminal or as `docs/performance.md`: ratios first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from tools.bench.cost import Cost
from tools.bench.results import COLD, ITEM, OURS, SCENARIOS, Results, Row, medians

MISSING = "–"
UNITS: tuple[tuple[str, Callable[[Cost], str]], ...] = (
    ("Seconds", lambda cost: f"{cost.wall:.2f}"),
    ("Seconds of processor time", lambda cost: f"{cost.processor:.2f}"),
    ("Peak memory of the largest process, in megabytes", lambda cost: f"{cost.memory / 1e6:.0f}"),
)
INTRODUCTION = """\
# How fast builds are

Written by `make bench ARGS=--write`; to change the words, edit `tools/bench/report.py`. The numbers are those
of one machine, so look at the ratios first: all generators took turns, with the same texts.
Without an option, `make bench` only prints them.

"""
GROWTH = """
![Seconds of a build against the number of items, for each generator; the numbers are in the tables above.]\
(images/performance.svg)
"""
EXPLANATION = """
## How it is measured

- **The site** is the Institute's own with that many news items of 300 to 700 words
  (`tools/bench/corpus.py`), with headings, lists, links, quotations, tables and footnotes; the same bytes
  each time.
- **The other generators** get the same items and the Institute's text pages, with a small theme in
  `tools/bench/themes` that shows the same kinds of pages: items with date, summary, topics and links to the
  newer and older one, lists of 20, topics, resources from a data file, a feed and a sitemap. They check
  nothing; icpr also checks every text, link and image, writes a second feed and checksums, and replaces the
  site in one step.
- **A run** is a whole process, from start to end. Each number is the median of {runs} runs, in which the
  generators took turns; a row that took a minute in all was not run again, and then says how often it was.
  Processor time includes that of the processes that were started.
- **cold**: there is no output and no cache, but the files are in the memory of the system. **one item
  edited**: a paragraph is added to an item in the middle of the list. **one template edited**: that of the
  items. **one data file edited**: the list of resources. After each edit the page must show it. The command
  of a generator is the same each time; only icpr and Pelican, with its cache of texts, use an earlier
  build. **cold, by one process** is icpr with `--jobs 1`, beside the cold builds of the others.
- **The floor** is the least that a build in Python can do. Cold: start Python, import the libraries, read
  and hash all sources, parse all texts with comrak, write as many files and bytes as the site has, with one
  flush. Otherwise: start, import, read and hash.
- **From a saved file to the page**: the server of each generator runs; an item is edited, and its page is
  asked for every 5 milliseconds until it has the new words.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A title, the names of the columns, and rows whose first cell is a name."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def as_text(results: Results) -> str:
    """Return the report for a terminal."""
    return "\n".join([*_facts(results), "", *map(_text_of, tables(results))])


def as_markdown(results: Results, runs: int) -> str:
    """Return the whole of `docs/performance.md`."""
    facts = "\n".join(f"- {fact}" for fact in _facts(results))
    shown = "\n".join(map(_markdown_of, tables(results)))
    growth = GROWTH if len(results.sizes) > 1 else ""
    return f"{INTRODUCTION}{facts}\n\n{shown}{growth}{EXPLANATION.format(runs=runs)}"


def tables(results: Results) -> Iterator[Table]:
    """Yield every table: ratios, growth, answers, parts of the floor, then all that was measured."""
    for size in results.sizes:
        yield _ratios(results, size)
    if len(results.sizes) > 1:
        yield _growth(results)
    yield _answers(results)
    yield _parts(results)
    for size in results.sizes:
        for title, shown in UNITS:
            yield _measured(results, size, title, shown)


def _facts(results: Results) -> Iterator[str]:
    machine = results.machine
    before, after = (f"{load:.1f}" for load in machine.load)
    yield f"{machine.processor}, {machine.cores} cores, {machine.system}, load {before} before, {after} after"
    yield ", ".join(f"{name} {version}" for name, version in results.versions.items())
    yield from (f"{name} is not measured: {why}" for name, why in results.missing.items())


def _ratios(results: Results, size: int) -> Table:
    others = [name for name in results.generators if name != OURS]

    def cells(scenario: str) -> Iterator[str]:
        for other in others:
            ratio = results.ratio(other, scenario, size)
            yield f"{ratio:.2f}" if ratio else MISSING

    return Table(
        title=f"Time of icpr, as a multiple of others, {size:,} items",
        columns=("", *(f"{OURS} / {other}" for other in others)),
        rows=tuple((scenario, *cells(scenario)) for scenario in SCENARIOS),
    )


def _growth(results: Results) -> Table:
    """Compare what one more item costs; the same in each column is a cost that grows evenly."""
    sizes = results.sizes
    steps = [f"{few:,} to {many:,}" for few, many in pairwise(sizes)]
    rows = [
        (f"{name}, {scenario}", *map(_milliseconds, results.growth(name, scenario)))
        for scenario in (COLD, ITEM)
        for name in results.generators
        if any(growth is not None for growth in results.growth(name, scenario))
    ]
    return Table(title="Milliseconds for each further item", columns=("", *steps), rows=tuple(rows))


def _answers(results: Results) -> Table:
    names = list(dict.fromkeys(answer.generator for answer in results.answers))
    found = {(it.generator, it.items): median(it.seconds) for it in results.answers}
    rows = [(name, *(_milliseconds(found.get((name, size))) for size in results.sizes)) for name in names]
    return Table(
        title="Milliseconds from a saved file to the page, under the server of each",
        columns=("", *(f"{size:,} items" for size in results.sizes)),
        rows=tuple(rows),
    )


def _parts(results: Results) -> Table:
    found = medians(results.parts)
    names = list(dict.fromkeys(part.name for part in results.parts))
    rows = [(name, *(_milliseconds(found.get((name, size))) for size in results.sizes)) for name in names]
    return Table(
        title="Milliseconds of the parts of the floor of a cold build",
        columns=("", *(f"{size:,} items" for size in results.sizes)),
        rows=tuple(rows),
    )


def _measured(results: Results, size: int, title: str, shown: Callable[[Cost], str]) -> Table:
    runs = max(len(row.costs) for row in results.rows if row.items == size)

    def cell(row: Row | None) -> str:
        if not row:
            return MISSING
        fewer = len(row.costs) < runs
        return shown(row.cost) + (f" ({len(row.costs)} of {runs} runs)" if fewer else "")

    rows = [
        (scenario, *(cell(results.row(name, scenario, size)) for name in results.generators))
        for scenario in SCENARIOS
    ]
    return Table(title=f"{title}, {size:,} items", columns=("", *results.generators), rows=tuple(rows))


def _milliseconds(seconds: float | None) -> str:
    return MISSING if seconds is None else f"{seconds * 1000:.1f}"


def _text_of(table: Table) -> str:
    lines = (table.columns, *table.rows)
    widths = [max(len(line[at]) for line in lines) for at in range(len(table.columns))]
    return f"{table.title}\n\n" + "".join(f"  {_aligned(line, widths)}\n" for line in lines)


def _aligned(line: Sequence[str], widths: Sequence[int]) -> str:
    name, *numbers = (
        cell.rjust(width) if at else cell.ljust(width)
        for at, (cell, width) in enumerate(zip(line, widths, strict=True))
    )
    return "  ".join([name, *numbers])


def _markdown_of(table: Table) -> str:
    rule = ("---", *("---:" for _ in table.columns[1:]))
    lines = "".join(f"| {' | '.join(line)} |\n" for line in (table.columns, rule, *table.rows))
    return f"## {table.title}\n\n{lines}"
