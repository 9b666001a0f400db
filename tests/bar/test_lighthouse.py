"""Lighthouse gives each of the Institute's pages 100 in every category, on a telephone and at a desk.

Rule: its own throttling is simulated, so that a score tells of the page and not of the line to it.
Rule: a page has three tries: other work on the machine makes a page slow once, a fault of the page each time.
"""

import json
import subprocess
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from tests.bar.conftest import paths
from tests.bar.measure import none_of
from tests.browser import MISSING, NOT_FOUND, Hosted, flags, found_chromium, served
from tools.checkers import LAUNCHER, LIGHTHOUSE, find, program

pytestmark = pytest.mark.browser

SCRIPT = Path(__file__).parent / "lighthouse.mjs"
FORMS = ("mobile", "desktop")
UNTIMED = ("accessibility", "best-practices", "seo")
ALL = ("performance", *UNTIMED)
TIMED = ("", "about/", "documents/", "news/")  # each of another kind; the rest are like one of them
TRIES = 3
Judge = Callable[[str, str, tuple[str, ...]], list[str]]


@pytest.fixture(scope="session")
def judge() -> Iterator[Judge]:
    """One Lighthouse for all tests of a worker: tells what keeps an address from 100 in some categories."""
    try:
        files = (SCRIPT, find(LIGHTHOUSE), find(LAUNCHER), found_chromium())
        command = [program("node"), *map(str, files), *flags()]
    except FileNotFoundError as error:
        pytest.fail(str(error), pytrace=False)
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdin
        assert process.stdout
        asked, answered = process.stdin, process.stdout

        def ask(url: str, form: str, categories: tuple[str, ...]) -> list[str]:
            print(json.dumps({"url": url, "form": form, "categories": categories}), file=asked, flush=True)
            answer = answered.readline()
            assert answer, "Lighthouse has ended, and says why on standard error"
            return [*json.loads(answer)]

        yield ask


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "path" in metafunc.fixturenames:
        metafunc.parametrize("path", paths(metafunc.config, "project"))


@pytest.mark.parametrize("form", FORMS)
def test_every_score_is_full(judge: Judge, sites: dict[str, Hosted], path: str, form: str) -> None:
    # A missing page is opened at its own address, where it answers; search engines are told to leave it out.
    categories = ALL if path in TIMED else UNTIMED[:2] if path == MISSING else UNTIMED
    url = sites["project"].url + (NOT_FOUND if path == MISSING else path)
    failed = [*takewhile(bool, (judge(url, form, categories) for _ in range(TRIES)))]
    none_of(failed[-1] if len(failed) == TRIES else ())


@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_full_is_found(judge: Judge, tmp_path: Path, form: str) -> None:
    noise = "".join(f"{number**7:x}" for number in range(100_000))
    (tmp_path / "heavy.css").write_text(f"/*{noise}*/")
    (tmp_path / "late.js").write_text(
        "new PerformanceObserver(() => document.body.prepend(document.createElement('hr')))"
        ".observe({type: 'paint', buffered: true})"
    )
    (tmp_path / "index.html").write_text(
        "<meta name=robots content=noindex><link rel=stylesheet href=heavy.css>"
        "<script defer src=late.js></script><body>Text<p>More text<img src=missing.png>"
    )
    (tmp_path / NOT_FOUND).write_text("Missing")
    with served(tmp_path) as site:
        found = judge(site.url, form, ALL)
    assert [it.partition(" ")[0] for it in found] == [*ALL, "layout"]
