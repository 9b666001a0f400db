"""Earlier runs and this one → what has become slower.

A run is a mapping of names such as `1,000 items, cold` to the ratio of this program to the floor, which
differs far less from machine to machine than seconds do.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

WORSE = 1.2  # times the median of the history
KEPT = 26  # runs: half a year, after which a new level is the usual one

Ratios = Mapping[str, float]


def regressions(history: Sequence[Ratios], now: Ratios, worse: float = WORSE) -> Iterator[str]:
    """Yield a line for each ratio that is more than `worse` times the median of its history."""
    for name, ratio in now.items():
        earlier = [run[name] for run in history if name in run]
        if earlier and ratio > worse * (usual := median(earlier)):
            yield f"{name}: {ratio:.2f} times the floor, usually {usual:.2f} ({ratio / usual - 1:+.0%})"


def read_history(file: Path) -> list[Ratios]:
    """Read the runs in a file, one a line; there need be no file yet."""
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    return [{str(name): float(ratio) for name, ratio in json.loads(line).items()} for line in lines]


def write_history(file: Path, history: Sequence[Ratios]) -> None:
    """Write the last runs."""
    file.write_text("".join(f"{json.dumps(run)}\n" for run in history[-KEPT:]), "utf-8")
