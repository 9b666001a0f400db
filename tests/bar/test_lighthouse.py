"""Lighthouse scores the Institute's pages at 100 for all that is not timed, on a phone and on a desktop.

How fast a page is depends on the machine and its load: `make bench` prints that score.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bar.conftest import Part, parts
from tests.bar.lighthouse import FORMS, Audit, lighthouse
from tests.bar.measure import none_of, prefixed
from tests.browser import MISSING, NOT_FOUND, served

pytestmark = pytest.mark.browser

CATEGORIES = ("accessibility", "best-practices", "seo")


@pytest.fixture(scope="session")
def audit() -> Iterator[Audit]:
    """One Lighthouse for all tests of a worker."""
    try:
        with lighthouse() as audit:
            yield audit
    except FileNotFoundError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("part", parts("project"), indirect=True)
def test_every_score_is_full(audit: Audit, part: Part, form: str) -> None:
    none_of(fault for _, path in part.paths for fault in _faults(audit, part.site.url, path, form))


def _faults(audit: Audit, base: str, path: str, form: str) -> Iterator[str]:
    # A missing page is opened at its own path, where it has status 200; search engines must not index it.
    if path == MISSING:
        return prefixed(f"/{path}", audit(base + NOT_FOUND, form, CATEGORIES[:2]))
    return prefixed(f"/{path}", audit(base + path, form, CATEGORIES))


@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_full_is_found(audit: Audit, tmp_path: Path, form: str) -> None:
    (tmp_path / "late.js").write_text(
        "new PerformanceObserver(() => document.body.prepend(document.createElement('hr')))"
        ".observe({type: 'paint', buffered: true})"
    )
    (tmp_path / "index.html").write_text(
        "<meta name=robots content=noindex><script defer src=late.js></script>"
        "<body>Text<p>More text<img src=missing.png>"
    )
    (tmp_path / NOT_FOUND).write_text("Missing")
    with served(tmp_path) as site:
        found = audit(site.url, form, CATEGORIES)
    assert [it.partition(" ")[0] for it in found] == [*CATEGORIES, "layout"]
