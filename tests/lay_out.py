"""Lays out a site to build, from the small sites in `tests/sites` laid one over the other.

Templates that no reader sees (feeds, sitemap …) are the project's own everywhere. What a layer takes away
from those below, files or folders, is listed in its `removed.txt`; its `report.txt` is for the test.
"""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from icpr_build.problem import Problem

PROJECT = Path(__file__).parent.parent
SITES = PROJECT / "tests" / "sites"
BROKEN = sorted(path.name for path in (SITES / "broken").iterdir())
TODAY = "2026-11-22"


def lay_out(root: Path, *layers: str, files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Make a site in `root` from layers such as `smallest` and `broken/key-unknown`, then single files.

    A file given as None is taken away. `project` as a layer is the Institute's own site.
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


def told(problems: Iterable[Problem]) -> list[str]:
    """Write each problem in one line, as a report begins it."""
    places = [(problem, problem.place) for problem in problems]
    return [f"{at.file}:{at.line}:{at.column}: {problem.message} [{problem.code}]" for problem, at in places]


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, by its path in it."""
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
