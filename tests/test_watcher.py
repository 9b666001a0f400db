"""Which changes of files the preview notices, and that the system reports them."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from icpr_build.preview.watcher import SourceWatcher
from tests.serving import PATIENCE

FILE = "content/a.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    (root / "content" / "news").mkdir(parents=True)
    (root / "assets").mkdir()
    (root / FILE).write_text("a", "utf-8")
    (tmp_path / "old.md").write_text("old", "utf-8")
    os.utime(tmp_path / "old.md", (1, 1))
    return root


def _replace_folder(root: Path) -> None:
    shutil.copytree(root / "content", root / "copy")
    shutil.rmtree(root / "content")
    (root / "copy").rename(root / "content")
    (root / FILE).write_text("another", "utf-8")


def _keep_time(root: Path) -> None:
    file = root / FILE
    status = file.stat()
    file.write_text("longer", "utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def _in_new_folder(root: Path) -> None:
    (root / "content" / "deep" / "er").mkdir(parents=True)
    (root / "content" / "deep" / "er" / "b.md").touch()


CHANGES: dict[str, Callable[[Path], object]] = {
    "changed": lambda root: (root / FILE).write_text("another", "utf-8"),
    "changed, but for its time": _keep_time,
    "new": lambda root: (root / "assets" / "b.css").touch(),
    "new, with an old time": lambda root: (root.parent / "old.md").rename(root / "content" / "old.md"),
    "removed": lambda root: (root / FILE).unlink(),
    "renamed": lambda root: (root / FILE).rename(root / "content" / "b.md"),
    "in a new folder": _in_new_folder,
    "folder replaced": _replace_folder,
    "templates created": lambda root: (root / "templates").mkdir(),
}
SILENT: dict[str, Callable[[Path], object]] = {
    "nothing": Path.exists,
    "read": lambda root: (root / FILE).read_bytes(),
    "hidden": lambda root: (root / "content" / ".a.md.swp").touch(),
    "backup": lambda root: (root / "content" / "a.md~").touch(),
    "elsewhere": lambda root: (root / "README.md").touch(),
}


@pytest.mark.parametrize(
    ("change", "calls"),
    [
        *(pytest.param(change, 2, id=name) for name, change in CHANGES.items()),
        *(pytest.param(change, 1, id=name) for name, change in SILENT.items()),
    ],
)
def test_a_change_is_found_once(root: Path, change: Callable[[Path], object], calls: int) -> None:
    called: list[None] = []
    watcher = SourceWatcher(root, lambda: called.append(None))
    watcher.examine()
    assert len(called) == 1
    change(root)
    for _ in range(3):
        watcher.examine()
    assert len(called) == calls


@pytest.mark.parametrize("name", sorted({*CHANGES} - {"templates created"}))
def test_the_system_reports_a_change(root: Path, name: str) -> None:
    reported = Event()
    watcher = SourceWatcher(root, lambda: None)
    assert watcher.start(reported.set) is False
    try:
        CHANGES[name](root)
        assert reported.wait(PATIENCE)
    finally:
        watcher.stop()


def test_a_comparison_is_not_reported(root: Path) -> None:
    reports: list[None] = []
    reported = Event()
    watcher = SourceWatcher(root, lambda: None)

    def report() -> None:
        reports.append(None)
        reported.set()

    watcher.start(report)
    try:
        for _ in range(5):
            watcher.examine()
        (root / FILE).unlink()
        assert reported.wait(PATIENCE)
    finally:
        watcher.stop()
    assert len(reports) == 1
