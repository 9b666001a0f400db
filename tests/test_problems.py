"""`docs/problems.md` explains every problem, with a real report on it, and editors can find it."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from icpr_build.markdown import prose
from icpr_build.problem import Code, Place
from tests.conftest import Command, SiteMaker
from tests.lay_out import BROKEN, PROJECT, SITES

PROBLEMS = PROJECT / "docs" / "problems.md"
CODES = get_args(Code)
SECTION = re.compile(r"^### `([a-z-]+)`\n(.*?)(?=^##|\Z)", re.DOTALL | re.MULTILINE)
EXAMPLE = re.compile(r"^```text\n(.*?)^```$", re.DOTALL | re.MULTILINE)
DEAD = re.compile(r"https?://\S+ does not answer: \S.* \[link-dead\]\n")


def test_every_code_is_explained_once() -> None:
    assert sorted(code for code, _ in _sections()) == sorted(CODES)


def test_the_contents_name_every_code_in_its_order() -> None:
    contents = PROBLEMS.read_text("utf-8").partition("\n## ")[0]
    listed = re.findall(r"\[`([a-z-]+)`\]\(#([a-z-]+)\)", contents)
    assert listed == [(code, code) for code, _ in _sections()]


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_its_meaning_one_example_and_its_remedy(code: str) -> None:
    section = dict(_sections())[code]
    meaning, _, _ = section.partition("```text\n")
    _, _, remedy = section.partition("**What to do.** ")
    assert meaning.strip()
    assert remedy.strip()
    assert len(EXAMPLE.findall(section)) == 1


@pytest.mark.parametrize("code", BROKEN)
def test_an_example_is_a_report_as_it_is_shown(code: str) -> None:
    report = (SITES / "broken" / code / "report.txt").read_text("utf-8")
    assert _example(code) in _split(report)
    assert _example(code).split("\n")[0].endswith(f"[{code}]")


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("file-large", lambda root: _write(root, "about.md", "---\n" + "word " * 100_000)),
        ("file-linked", lambda root: (root / "content" / "shared").symlink_to("..")),
        ("file-unreadable", lambda root: (root / "content" / "about.md").symlink_to("nowhere")),
        ("name-wrong", lambda root: _write(root, "abo\x07ut.md", "")),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="needs links, and names that Windows does not take")
def test_an_example_that_no_repository_can_contain_is_true(
    code: str, spoil: Callable[[Path], None], site: SiteMaker, icpr: Command
) -> None:
    root = site()
    spoil(root)
    assert icpr("check", root, "--quiet") == (1, "", _example(code))


def test_the_example_of_a_dead_link_is_one() -> None:
    assert DEAD.search(_example("link-dead"))


def test_the_example_of_what_is_unsafe_is_one() -> None:
    place = Place(file="content/news/2024-06-07-second.md", line=6)
    problem = prose._unsafe(place)
    lines = (
        f"{place.file}:6:1: {problem.message} [html-unsafe]",
        "    Hello, world.",
        "    ^",
        f"    {problem.hint}",
    )
    assert _example("html-unsafe").splitlines() == list(lines)


def test_the_first_example_is_a_real_report() -> None:
    [shown] = EXAMPLE.findall(PROBLEMS.read_text("utf-8").partition("\n### ")[0])
    assert shown == _example("key-unknown")


@pytest.mark.parametrize("document", ["README.md", "docs/editing.md"])
def test_editors_are_led_here(document: str) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", (PROJECT / document).read_text("utf-8"))
    assert PROBLEMS in {(PROJECT / document).parent / target for target in targets}


def _sections() -> list[tuple[str, str]]:
    return SECTION.findall(PROBLEMS.read_text("utf-8"))


def _example(code: str) -> str:
    [example] = EXAMPLE.findall(dict(_sections())[code])
    return str(example)


def _split(report: str) -> list[str]:
    """Split a report into its problems, which empty lines separate."""
    return [f"{part}\n" for part in report.removesuffix("\n").split("\n\n")]


def _write(root: Path, name: str, text: str) -> None:
    (root / "content" / name).write_text(text, "utf-8")
