"""Runs at length the tests that `make test` runs in short: every page, many kills, edits and reconnections.

Prints a line for each that passes; what pytest prints for one that fails, with exit status 1.
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
    """A test, the variables that make it long, and what is printed if it passes."""

    test: str
    result: str
    variables: Mapping[str, str]


SOAKS = (
    Soak(
        test="bar",
        result="every page of three sites: 0 faults",
        variables={"ICPR_PAGES": "all"},
    ),
    Soak(
        test="test_reliability.py::test_a_killed_build_leaves_the_old_site_or_the_new_one",
        result="100 kills: 0 broken sites",
        variables={"ICPR_KILLS": "50"},
    ),
    Soak(
        test="test_bodies.py::test_any_number_of_signals_at_any_moment_end_a_build",
        result="800 signals to 200 builds: no hang, no process and no file left",
        variables={"ICPR_SIGNALS": "50"},
    ),
    Soak(
        test="test_edits.py",
        result="300 edits: 0 differences",
        variables={"ICPR_EDITS": "75"},
    ),
    Soak(
        test="test_serve_guard.py::test_many_edits_leave_nothing_open",
        result="300 edits under the preview: nothing left open, no memory lost",
        variables={"ICPR_EDITS": "300", "ICPR_SOAK": "1"},
    ),
    Soak(
        test="test_serve_guard.py::test_many_reconnections_leave_nothing_open",
        result="1,000 reconnections to the preview: nothing left open, no memory lost",
        variables={"ICPR_RECONNECTS": "1000", "ICPR_SOAK": "1"},
    ),
)


def main() -> int:
    """Run every long test, one after the other; return exit status 0 if all pass, or 1."""
    return max([_run(soak) for soak in SOAKS])


def _run(soak: Soak) -> int:
    command = [sys.executable, "-m", "pytest", "--quiet", "--numprocesses=0", f"tests/{soak.test}"]
    command += ["--override-ini=faulthandler_timeout=7200"]
    environment = {**os.environ, **soak.variables}
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    print(
        f"{done.stdout}{done.stderr}\nFAILED: {soak.result}" if done.returncode else soak.result, flush=True
    )
    return int(done.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
