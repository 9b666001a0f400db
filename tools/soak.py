"""Runs at length the tests that `make test` runs in short: every page, many kills, many edits.

Rule: a line says how often each was tried; with a failure, all that the test says, and exit status 1.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Soak:
    """A test, the variables that make it long, and what is so if it passes."""

    test: str
    said: str
    variables: Mapping[str, str]


SOAKS = (
    Soak(
        test="bar",
        said="every page of three sites: 0 faults",
        variables={"ICPR_PAGES": "all"},
    ),
    Soak(
        test="test_reliability.py::test_a_killed_build_leaves_the_old_site_or_the_new_one",
        said="100 kills: 0 torn",
        variables={"ICPR_KILLS": "100"},
    ),
    Soak(
        test="test_edits.py",
        said="300 edits: 0 different",
        variables={"ICPR_EDITS": "300"},
    ),
    Soak(
        test="test_serve_guard.py::test_edits_without_end_leave_nothing_behind",
        said="300 edits under the preview: nothing left behind",
        variables={"ICPR_EDITS": "300"},
    ),
)


def main() -> int:
    """Run every long test, one after the other; exit status 0 if all pass, or 1."""
    return max([_run(soak) for soak in SOAKS])


def _run(soak: Soak) -> int:
    command = [sys.executable, "-m", "pytest", "--quiet", "--numprocesses=0", f"tests/{soak.test}"]
    command += ["--override-ini=faulthandler_timeout=7200"]
    environment = {**os.environ, **soak.variables}
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    print(f"{done.stdout}{done.stderr}\nFAILED: {soak.said}" if done.returncode else soak.said, flush=True)
    return int(done.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
