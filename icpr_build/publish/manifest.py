"""The list of the files that a build wrote, each with its SHA-256, in the format of `sha256sum --check`.

A file belongs to a build only if the manifest of its folder has the marker line and lists the file as it is.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from icpr_build.model import OutputFile
from icpr_build.urls import MANIFEST

MARKER = "# Written by icpr build, which replaces what is listed here."
STAGING = ".icpr-new"  # the name, or its beginning, of the folder in which a build writes the new files
IGNORED = {".DS_Store", "Thumbs.db", "desktop.ini"}  # files that looking into a folder creates


def manifest(files: Iterable[OutputFile], *, also: Iterable[str] = ()) -> bytes:
    """Return the manifest of files, with further lines: those of old files that are just being replaced."""
    lines = {manifest_line(file.path, file.data) for file in files} | set(also)
    return "\n".join((MARKER, *sorted(lines, key=lambda line: (_path(line), line)), "")).encode()


def read_manifest(folder: Path) -> frozenset[str]:
    """Return the lines of a folder's manifest; none if no build wrote one."""
    file = folder / MANIFEST
    text = file.read_text("utf-8", "replace") if file.is_file() else ""
    return frozenset(text.splitlines()[1:] if text.startswith(MARKER) else ())


def is_made_by_build(folder: Path) -> bool:
    """Return whether a folder for new files was made by a build, or has nothing in it that could be lost."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    return bool(read_manifest(folder)) or not any(path.lstat().st_size for path in _walk(folder))


def foreign_file(folder: Path, lines: frozenset[str], below: Path) -> str | None:
    """Return the first file at or below a path in a folder that is not as the manifest's lines say."""
    return next((path for path, is_listed in _files(folder, lines, below) if not is_listed), None)


def is_as_listed(folder: Path, listed: bytes) -> bool:
    """Return whether a folder has the files of a manifest, that manifest, and nothing else."""
    file = folder / MANIFEST
    return file.is_file() and file.read_bytes() == listed and not any(differences(folder))


def file_states(folder: Path) -> dict[str, tuple[int, ...]]:
    """Return device, inode, size and time of each file in a folder, to see later whether any has changed."""
    states = {name: path.lstat() for name, path in _paths(folder, folder)} if folder.exists() else {}
    return {name: (it.st_dev, it.st_ino, it.st_size, it.st_mtime_ns) for name, it in states.items()}


def differences(folder: Path) -> Iterator[str]:
    """Yield how a folder differs from its manifest: files changed, added and missing."""
    lines = read_manifest(folder)
    found, paths = dict(_files(folder, lines, folder)), set(map(_path, lines))
    for path in sorted(paths | set(found)):
        if path not in found:
            yield f"{path} is missing"
        elif not found[path]:
            yield f"{path} was changed" if path in paths else f"{path} was not built"


def _files(folder: Path, lines: frozenset[str], below: Path) -> Iterator[tuple[str, bool]]:
    """Yield the files at or below a path in a folder, and whether each is listed as it is."""
    for name, path in _paths(folder, below):
        if not (lines and name == MANIFEST):
            is_file = path.is_file() and not path.is_symlink()
            yield name, is_file and manifest_line(name, path.read_bytes()) in lines


def _paths(folder: Path, below: Path) -> Iterator[tuple[str, Path]]:
    """Yield the name and the path of each file at or below a path in a folder that is not ignored."""
    for path in _walk(below):
        name = path.relative_to(folder).as_posix()
        if path.name not in IGNORED and not name.startswith(f"{STAGING}/"):
            yield name, path


def _walk(path: Path) -> Iterator[Path]:
    """Yield everything at or below a path except for folders, one by one, following no links."""
    if path.is_dir() and not path.is_symlink():
        for child in sorted(path.iterdir()):
            yield from _walk(child)
    else:
        yield path


def manifest_line(path: str, data: bytes) -> str:
    """Return the line of a file."""
    return f"{hashlib.sha256(data).hexdigest()}  {path}"


def _path(line: str) -> str:
    return line.partition("  ")[2]
