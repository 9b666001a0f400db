"""The list of what a build wrote, each file with its SHA-256, as `sha256sum --check` reads it.

Rule: a file is the build's own only if the list of its folder bears the build's sign and has it as it is.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from icpr_build.model import OutputFile
from icpr_build.urls import MANIFEST

SIGN = "# Written by icpr build, which replaces what is listed here."
STAGE = ".icpr-new"  # what the folder is called, or begins with, in which a build lays the new files out
LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}  # what looking into a folder leaves there


def manifest(files: Iterable[OutputFile], *, beside: Iterable[str] = ()) -> bytes:
    """Write the list of files, `beside` lines that hold, too, while old files give way to new ones."""
    lines = {_line(file.path, file.data) for file in files} | set(beside)
    return "\n".join((SIGN, *sorted(lines, key=lambda line: (_path(line), line)), "")).encode()


def listed(folder: Path) -> frozenset[str]:
    """Give the lines of a folder's list; none if it has no list of a build."""
    file = folder / MANIFEST
    text = file.read_text("utf-8", "replace") if file.is_file() else ""
    return frozenset(text.splitlines()[1:] if text.startswith(SIGN) else ())


def foreign(folder: Path) -> str | None:
    """Name a file of a folder that no build wrote, or that somebody changed since."""
    return next((path for path, is_listed in _found(folder) if not is_listed), None)


def differences(folder: Path) -> Iterator[str]:
    """Tell how a folder differs from what was built: what was changed or added, and what is missing."""
    found = dict(_found(folder))
    paths = set(map(_path, listed(folder)))
    for path in sorted(paths | set(found)):
        if path not in found:
            yield f"{path} is missing"
        elif not found[path]:
            yield f"{path} was changed" if path in paths else f"{path} was not built"


def _found(folder: Path) -> Iterator[tuple[str, bool]]:
    """Give the files of a folder, and whether each is listed as it is."""
    lines = listed(folder)
    for path in _inside(folder):
        name, is_link = path.relative_to(folder).as_posix(), path.is_symlink()
        passed_over = path.name in LITTER or name.startswith(f"{STAGE}/") or (lines and name == MANIFEST)
        if not passed_over and (is_link or not path.is_dir()):
            yield name, path.is_file() and not is_link and _line(name, path.read_bytes()) in lines


def _inside(folder: Path) -> Iterator[Path]:
    """Give all that is in a folder, however much that is, one by one."""
    for path in sorted(folder.iterdir()):
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _inside(path)


def _line(path: str, data: bytes) -> str:
    return f"{hashlib.sha256(data).hexdigest()}  {path}"


def _path(line: str) -> str:
    return line.partition("  ")[2]
