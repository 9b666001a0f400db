"""Makes a site to build from the small sites in `tests/sites`, each copied over the one before.

Templates that no reader sees (feeds, sitemap …) are always the project's own. The files and folders that a
layer removes from those below are listed in its `removed.txt`; its `report.txt` is for the test.
"""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from icpr_build.problem import Problem

PROJECT = Path(__file__).parent.parent
SITES = PROJECT / "tests" / "sites"
BROKEN = sorted(path.name for path in (SITES / "broken").iterdir())
TODAY = "2026-11-22"
# For a process that is sent a signal: coverage has a lock that an exception at that moment leaves locked.
UNMEASURED = {"COVERAGE_PROCESS_CONFIG": ""}


def lay_out(root: Path, *layers: str, files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Make a site in `root` from layers such as `smallest` and `broken/key-unknown`, then single files.

    A file given as None is deleted. `project` as a layer is the Institute's own site.
    """
    (root / "templates").mkdir(parents=True, exist_ok=True)
    for template in (PROJECT / "templates").glob("*.*"):
        if template.name != "base.html":
            shutil.copy(template, root / "templates")
    for layer in layers:
        _lay(SITES / layer if layer != "project" else PROJECT, root)
    for name, data in (files or {}).items():
        _write(root / name, data)
    return root


def report_lines(problems: Iterable[Problem]) -> list[str]:
    """Return the first line of the report on each problem."""
    return [f"{it.place.file}:{it.place.line}:{it.place.column}: {it.message} [{it.code}]" for it in problems]


def tree(folder: Path) -> dict[str, bytes]:
    """Return the content of every file of a folder, by its path in it."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _lay(layer: Path, root: Path) -> None:
    removed = layer / "removed.txt"
    for line in removed.read_text("utf-8").splitlines() if removed.is_file() else ():
        shutil.rmtree(root / line) if (root / line).is_dir() else (root / line).unlink()
    for name in ("content", "templates", "assets"):
        if (layer / name).is_dir():
            shutil.copytree(layer / name, root / name, dirs_exist_ok=True)


def _write(path: Path, data: str | bytes | None) -> None:
    if data is None:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
