"""What was measured: values only, and the numbers that follow from them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from tools.bench.cost import Cost, median_cost

OURS, FLOOR = "icpr", "floor"
COLD, ALONE, NOTHING = "cold", "cold, by one process", "nothing changed"
ITEM, TEMPLATE, DATA = "one item edited", "one template edited", "one data file edited"
SCENARIOS = (COLD, ALONE, NOTHING, ITEM, TEMPLATE, DATA)
# A build that begins with nothing has to do all the work; any other only to find what has changed.
FLOORS = {COLD: COLD, ALONE: COLD, NOTHING: NOTHING, ITEM: NOTHING, TEMPLATE: NOTHING, DATA: NOTHING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The runs of a generator in a scenario, with so many items."""

    generator: str
    scenario: str
    items: int
    costs: tuple[Cost, ...]

    @property
    def cost(self) -> Cost:
        """The median of the runs."""
        return median_cost(self.costs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The seconds from a saved file to the answer that has its new words, under a generator's server."""

    generator: str
    items: int
    seconds: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The seconds of a part of the floor of a cold build."""

    name: str
    items: int
    seconds: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What it was measured on; `load` is the number of processes that wanted to run, before and after."""

    processor: str
    cores: int
    system: str
    load: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All that one run of builds has measured; `missing` says why a generator is not there."""

    machine: Machine
    versions: Mapping[str, str]
    missing: Mapping[str, str]
    rows: Sequence[Row]
    answers: Sequence[Answer]
    parts: Sequence[Part]

    @property
    def sizes(self) -> list[int]:
        """The numbers of items."""
        return sorted({row.items for row in self.rows})

    @property
    def generators(self) -> list[str]:
        """The names of the generators that were measured, this program's first and the floor last."""
        return list(dict.fromkeys(row.generator for row in self.rows))

    def row(self, generator: str, scenario: str, items: int) -> Row | None:
        """Return a row, if it was measured."""
        wanted = (generator, scenario, items)
        return next((row for row in self.rows if (row.generator, row.scenario, row.items) == wanted), None)

    def ratio(self, other: str, scenario: str, items: int) -> float | None:
        """Return how many times as long as another generator this program takes."""
        ours = self.row(OURS, scenario, items)
        if other == FLOOR:
            theirs = self.row(FLOOR, FLOORS[scenario], items)
        else:
            # Another generator has no option for the number of its processes.
            theirs = self.row(other, COLD if scenario == ALONE else scenario, items)
        return ours.cost.wall / theirs.cost.wall if ours and theirs else None

    def growth(self, generator: str, scenario: str) -> list[float | None]:
        """Return the seconds that one more item takes, between each number of items and the next."""
        rows = [self.row(generator, scenario, size) for size in self.sizes]
        return [_per_item(few, many) for few, many in pairwise(rows)]

    def floor_ratios(self) -> dict[str, float]:
        """Return the ratio of each build to its floor, by the number of items and the scenario."""
        found = {
            (size, scenario): self.ratio(FLOOR, scenario, size)
            for size in self.sizes
            for scenario in SCENARIOS
        }
        return {f"{size:,} items, {scenario}": ratio for (size, scenario), ratio in found.items() if ratio}


def medians(parts: Iterable[Part]) -> dict[tuple[str, int], float]:
    """Return the median seconds of each part, by its name and the number of items."""
    return {(part.name, part.items): median(part.seconds) for part in parts}


def _per_item(few: Row | None, many: Row | None) -> float | None:
    if not few or not many:
        return None
    return (many.cost.wall - few.cost.wall) / (many.items - few.items)
