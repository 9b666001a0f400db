"""Each problem has a small broken site of its own, and the exact report that an editor is shown."""

import json
import re
import shutil
from typing import get_args

import pytest

from icpr_build.problem import Code
from tests.conftest import Command, SiteMaker
from tests.gold import GOLDEN
from tests.lay_out import BROKEN, SITES, tree

# These need a disk that refuses, a site that is down, or what no repository would hold.
ELSEWHERE = {"file-large", "file-linked", "file-unreadable", "link-dead", "name-wrong"}


def test_every_code_has_its_site() -> None:
    assert set(BROKEN) == set(get_args(Code)) - ELSEWHERE


@pytest.mark.parametrize("code", BROKEN)
def test_the_report_is_exact(code: str, site: SiteMaker, icpr: Command) -> None:
    root = site(None, "smallest", f"broken/{code}")
    status, output, errors = icpr("build", root)
    report = _report(code)
    places = re.findall(r"^(\S+?):\d+:\d+: .* \[([a-z-]+)\]$", report, re.MULTILINE)
    files = len({file for file, _ in places})
    count = f"{_counted(len(places), 'problem')} in {_counted(files, 'file')}; nothing was written.\n"
    assert errors == report + count
    assert (status, output) == (1, "")
    assert {found for _, found in places} == {code}
    assert not (root / "output").exists()


@pytest.mark.parametrize("code", BROKEN)
def test_json_says_the_same_and_the_last_good_output_stays(code: str, site: SiteMaker, icpr: Command) -> None:
    root = site(None, "smallest", f"broken/{code}")
    shutil.copytree(GOLDEN, root / "output")
    status, output, errors = icpr("build", root, "--report", "json")
    problems = json.loads(output)
    keys = ["file", "line", "column", "code", "message", "hint"]
    assert status == 1
    assert [list(problem) for problem in problems] == [keys] * len(problems)
    heads = ["{file}:{line}:{column}: {message} [{code}]".format(**problem) for problem in problems]
    assert heads == re.findall(r"^\S+?:\d+:\d+: .*\]$", _report(code), re.MULTILINE)
    assert errors.endswith("; nothing was written.\n")
    assert tree(root / "output") == tree(GOLDEN)


def test_github_gets_annotations(site: SiteMaker, icpr: Command) -> None:
    root = site(None, "smallest", "broken/choice-unknown")
    status, output, errors = icpr("build", root, "--report", "github")
    assert (status, errors) == (1, "1 problem in 1 file; nothing was written.\n")
    assert output == (
        "::error file=content/index.md,line=4,col=11,title=choice-unknown"
        "::'template' has no 'pgae', did you mean 'page'? Known are: news, page.\n"
    )


def _report(code: str) -> str:
    return (SITES / "broken" / code / "report.txt").read_text("utf-8")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number > 1)}"
