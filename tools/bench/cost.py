"""A command → what running it as a whole process costs."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

LAUNCHER = Path(__file__).with_name("launch.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds from start to end; seconds of all processors; peak memory of the largest process, in bytes."""

    wall: float
    processor: float
    memory: float


class CommandFailed(Exception):
    """A command that is measured ended with an error; the message is its last line, or what it was."""


def cost_of(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command in a folder, with these variables added to the environment."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(LAUNCHER), *command],
        cwd=folder,
        env=os.environ | dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandFailed((done.stderr.strip().splitlines() or [command[0]])[-1])
    wall, processor, memory = map(float, done.stdout.split())
    return Cost(wall=wall, processor=processor, memory=memory)


def median_cost(costs: Sequence[Cost]) -> Cost:
    """Return the median of each number by itself."""
    return Cost(
        wall=median(cost.wall for cost in costs),
        processor=median(cost.processor for cost in costs),
        memory=median(cost.memory for cost in costs),
    )
