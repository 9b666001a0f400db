"""Runs all generators in turn, so that the noise of a shared machine meets all alike.

A cold build begins without output and cache; each later scenario begins with the result of the one before.
Before the first run every generator builds once unmeasured, and after each edit its page must show it.
"""

import json
import os
import platform
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

from tools.bench.cost import CommandFailed, Cost, cost_of
from tools.bench.floors import PARSING, READING, WRITING
from tools.bench.generators import NOT_TO_BE_HAD, OTHERS, PARTS, Generator, Maker, floor, icpr
from tools.bench.preview import answers
from tools.bench.results import ALONE, COLD, FLOOR, SCENARIOS, Answer, Machine, Part, Results, Row

ENOUGH = 60  # seconds: a row that has taken so long is not run again


def measure_builds(sizes: Sequence[int], runs: int, others: Sequence[Maker] = OTHERS) -> Results:
    """Measure this program and others with each number of items."""
    before = os.getloadavg()[0]
    versions: dict[str, str] = {}
    missing = dict(NOT_TO_BE_HAD)
    rows: list[Row] = []
    replies: list[Answer] = []
    parts: list[Part] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            generators = [*_ready(folder, size, others, missing)]
            versions |= {it.name: it.version for it in generators if it.version}
            rows += _in_turn(generators, size, runs, missing)
            replies += answers(generators, size, runs, missing)
            parts += _parts(folder, size, rows)
    return Results(
        machine=_machine(before),
        versions=versions,
        missing=missing,
        rows=rows,
        answers=replies,
        parts=parts,
    )


def _ready(folder: Path, size: int, others: Sequence[Maker], missing: dict[str, str]) -> Iterator[Generator]:
    """Lay out every generator that can be had and builds; an error of this program itself is not caught."""
    ours = icpr(folder, size)
    _say(f"{size:,} items: the first build of each")
    cost_of(ours.commands[COLD], ours.root, ours.environment)
    yield ours
    for make in others:
        name = make.__name__.title()
        try:
            other = make(folder, size)
            cost_of(other.commands[COLD], other.root, other.environment)
        except (FileNotFoundError, CommandFailed) as error:
            missing[name] = str(error)
        else:
            yield other
    yield floor(folder, ours)


def _in_turn(generators: Sequence[Generator], size: int, runs: int, missing: dict[str, str]) -> Iterator[Row]:
    costs: dict[tuple[str, str], list[Cost]] = defaultdict(list)
    for run, scenario in product(range(1, runs + 1), SCENARIOS):
        _say(f"{size:,} items, run {run} of {runs}: {scenario}")
        first = run % len(generators)
        for generator in (*generators[first:], *generators[:first]):
            done = costs[generator.name, scenario]
            if generator.name in missing or not _is_due(generator, scenario, done):
                continue
            try:
                done.append(_run(generator, scenario, run))
            except CommandFailed as error:
                missing[generator.name] = f"{scenario}: {error}"
    for generator, scenario in product(generators, SCENARIOS):
        if done := costs[generator.name, scenario]:
            yield Row(generator=generator.name, scenario=scenario, items=size, costs=tuple(done))


def _is_due(generator: Generator, scenario: str, done: Sequence[Cost]) -> bool:
    return scenario in generator.commands and sum(cost.wall for cost in done) < ENOUGH


def _run(generator: Generator, scenario: str, run: int) -> Cost:
    """Run a scenario once; CommandFailed if it fails or the page does not show the edit."""
    if scenario in {COLD, ALONE}:
        generator.forget()
    edit = generator.edits.get(scenario)
    words = edit.save(run) if edit else ""
    cost = cost_of(generator.commands[scenario], generator.root, generator.environment)
    if edit and words not in (generator.output / edit.shown_in).read_text("utf-8"):
        raise CommandFailed(f"the edit is not shown in {edit.shown_in}")
    return cost


def _parts(folder: Path, size: int, rows: Sequence[Row]) -> Iterator[Part]:
    """Yield the parts of the floor; what is left of each whole run is Python with the libraries."""
    lines = (folder / PARTS).read_text("utf-8").splitlines()
    logged = [json.loads(line) for line in lines]
    wholes = next(row for row in rows if (row.generator, row.scenario, row.items) == (FLOOR, COLD, size))
    starts = [whole.wall - sum(line.values()) for whole, line in zip(wholes.costs, logged, strict=True)]
    yield Part(name="starting Python, importing the libraries", items=size, seconds=tuple(starts))
    for name in (READING, PARSING, WRITING):
        yield Part(name=name, items=size, seconds=tuple(line[name] for line in logged))


def _machine(load_before: float) -> Machine:
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        system=f"{platform.system()} {platform.machine()}",
        load=(load_before, os.getloadavg()[0]),
    )


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text("utf-8").splitlines() if information.is_file() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, "") or platform.processor() or "an unnamed processor"


def _say(text: str) -> None:
    """Show how far it is, apart from the results."""
    print(f"tools.bench: {text}", file=sys.stderr, flush=True)
