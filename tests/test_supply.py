"""Packages are locked by hashes, actions by commits, and workflows have only the rights that they need."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.lay_out import PROJECT
from tools.audit import faults
from tools.locks import LISTS, stripped_extras

WORKFLOWS = sorted((PROJECT / ".github" / "workflows").iterdir())
PINNED = re.compile(r"[\w./-]+@[0-9a-f]{40}")
# Reading actions is for a job that compares with what an earlier run of it kept.
RIGHTS: tuple[dict[str, str], ...] = ({}, {"contents": "read"}, {"contents": "read", "actions": "read"})
MEASURED = sorted((PROJECT / "tools" / "bench").glob("requirements-*.txt"))  # other generators
# A package of a locked list, as far as its last hash.
LOCKED = re.compile(
    r"^[a-z0-9-]+(?:\[[a-z0-9,-]+\])?==\S+ (?:; [^\\\n]+ )?\\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+",
    re.MULTILINE,
)


@pytest.mark.parametrize("file", [*(PROJECT / name for name in LISTS), *MEASURED], ids=lambda file: file.name)
def test_every_package_is_locked_by_its_hashes(file: Path) -> None:
    text = file.read_text("utf-8")
    rest = [line for line in LOCKED.sub("", text).splitlines() if line and not line.lstrip().startswith("#")]
    assert rest == []
    assert LOCKED.search(text)


def test_an_extra_that_a_package_wants_is_in_the_list() -> None:
    packages: list[dict[str, Any]] = [
        {"metadata": {"name": "bare", "version": "1"}},
        {"metadata": {"name": "cov", "requires_dist": ["coverage[toml]>=7", "other[x]; extra == 'all'"]}},
        {"metadata": {"name": "feed", "requires_dist": ["Cache.Control[filecache]>=1"]}},
    ]
    lock = (
        "# a comment\ncoverage[toml]==7.17.3 \\\n    --hash=sha256:0\ncache-control==0.14 ; os_name > 'a'\n"
    )
    assert list(stripped_extras(packages, lock)) == ["feed wants Cache.Control[filecache]"]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_has_no_more_rights_than_it_needs(file: Path) -> None:
    workflow = yaml.safe_load(file.read_text("utf-8"))
    assert workflow["permissions"] == {}
    assert [name for name, job in workflow["jobs"].items() if job["permissions"] not in RIGHTS] == []
    assert [name for name, job in workflow["jobs"].items() if "timeout-minutes" not in job] == []
    assert "pull_request_target" not in file.read_text("utf-8")


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_every_action_is_pinned_and_keeps_no_key(file: Path) -> None:
    jobs = yaml.safe_load(file.read_text("utf-8"))["jobs"].values()
    steps: list[dict[str, Any]] = [step for job in jobs for step in job["steps"] if "uses" in step]
    assert [step["uses"] for step in steps if not PINNED.fullmatch(step["uses"])] == []
    checkouts = [step for step in steps if step["uses"].startswith("actions/checkout@")]
    assert checkouts
    assert [step for step in checkouts if step["with"]["persist-credentials"] is not False] == []


def test_a_vulnerability_is_reported_with_its_fix() -> None:
    report: list[dict[str, Any]] = [
        {"name": "sound", "version": "1.0", "vulns": []},
        {"name": "unknown", "skip_reason": "not found"},
        {
            "name": "weak",
            "version": "2.0",
            "vulns": [
                {"id": "GHSA-1", "fix_versions": ["2.1", "3.0"]},
                {"id": "GHSA-2", "fix_versions": []},
            ],
        },
    ]
    assert list(faults(report)) == [
        "weak 2.0: GHSA-1, fixed in 2.1, 3.0",
        "weak 2.0: GHSA-2, fixed in no version yet",
    ]
