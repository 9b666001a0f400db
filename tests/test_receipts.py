"""A build that finds nothing changed since the last one says so, and writes nothing; any change is found."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from icpr_build.cli import commands
from tests.conftest import Command, SiteMaker
from tests.lay_out import tree

HOME = "content/index.md"
NOTHING = ", where nothing has changed, in "


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sources count as settled at once: a test cannot set back the time at which it has changed a file."""
    monkeypatch.setattr(commands, "SETTLED", 0)


def _edit(file: Path, old: bytes, new: bytes) -> None:
    """Change a file so that its size and its modification time stay the same."""
    before, data = file.stat(), file.read_bytes()
    file.write_bytes(data.replace(old, new))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.read_bytes() != data) == (before.st_size, True)


def _times(folder: Path) -> dict[Path, tuple[int, int]]:
    return {path: (path.stat().st_ctime_ns, path.stat().st_ino) for path in (folder, *folder.rglob("*"))}


@pytest.mark.usefixtures("settled")
def test_where_nothing_has_changed_nothing_is_written(site: SiteMaker, icpr: Command) -> None:
    root = site()
    assert NOTHING not in icpr("build", root)[1]
    before = _times(root / "output")
    status, output, errors = icpr("build", root)
    assert (status, NOTHING in output, errors) == (0, True, "")
    assert _times(root / "output") == before


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(
    "change",
    [
        lambda root: _edit(root / HOME, b"Welcome", b"WELCOME"),
        lambda root: _edit(root / "templates" / "base.html", b"<nav>", b"<NAV>"),
        lambda root: _edit(root / "assets" / "css" / "tokens.css", b"#123", b"#456"),
        lambda root: (root / "assets" / "files").mkdir() or (root / "assets/files/a.txt").write_bytes(b"a"),
        lambda root: shutil.rmtree(root / "output"),
        lambda root: (root / "output" / "index.html").unlink(),
        lambda root: (root / "output" / "index.html").chmod(0o600),
        lambda root: (root / "output").chmod(0o700),
        lambda root: (root / "output" / "empty").mkdir(),
    ],
    ids=[
        "content",
        "template",
        "style sheet",
        "new file",
        "no output",
        "output file lost",
        "output file closed",
        "output closed",
        "empty folder",
    ],
)
def test_a_change_is_built(site: SiteMaker, icpr: Command, change: Callable[[Path], object]) -> None:
    root = site()
    icpr("build", root)
    change(root)
    status, output, errors = icpr("build", root)
    assert (status, NOTHING in output, errors) == (0, False, "")
    modes = [(root / name).stat().st_mode & 0o777 for name in ("output", "output/index.html")]
    assert modes == [0o755, 0o644]
    assert not (root / "output" / "empty").exists()
    built = tree(root / "output")
    icpr("build", root, "--no-cache", "--output", str(root / "clean"))
    assert tree(root / "clean") == built


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(
    "options", [("--drafts",), ("--base-url", "https://other.example.org/"), ("--today", "2030-01-01")]
)
def test_other_options_are_built(site: SiteMaker, icpr: Command, options: tuple[str, ...]) -> None:
    root = site()
    icpr("build", root)
    assert NOTHING not in icpr("build", root, *options)[1]


@pytest.mark.usefixtures("settled")
def test_a_changed_output_is_still_refused(site: SiteMaker, icpr: Command) -> None:
    root = site()
    icpr("build", root)
    _edit(root / "output" / "index.html", b"Welcome", b"WELCOME")
    assert icpr("build", root)[0] == 2


@pytest.mark.usefixtures("settled")
def test_a_problem_is_reported_each_time(site: SiteMaker, icpr: Command) -> None:
    root = site()
    icpr("build", root)
    (root / HOME).write_text("---\ntitel: A\n---\n", "utf-8")
    first, second = icpr("build", root), icpr("build", root)
    assert first == second
    assert first[0] == 1


def test_what_changed_just_now_is_read_again(site: SiteMaker, icpr: Command) -> None:
    root = site()
    icpr("build", root)
    assert NOTHING not in icpr("build", root)[1]


@pytest.mark.usefixtures("settled")
def test_without_a_cache_all_is_built(site: SiteMaker, icpr: Command) -> None:
    root = site()
    icpr("build", root)
    assert NOTHING not in icpr("build", root, "--no-cache")[1]
