"""Finished files → disk, whole or not at all.

Rule: the new folder is written beside the old one and takes its place by rename.
Rule: a folder is replaced only if a build wrote all that is in it and nobody changed it since: its SHA256SUMS
bears the builder's sign, and lists every file as it is, but for what looking into a folder leaves there.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from icpr_build.address import MANIFEST
from icpr_build.model import OutputFile

# The project's own folders, which an output can never be, even where they are empty or absent.
KEPT = ("content", "templates", "assets", "icpr_build", "tests", "tools", "docs", ".git", ".ci", ".venv")
SIGN = "# Written by icpr build, which replaces what is listed here."
LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}  # what looking into a folder leaves there


def refusal(output: Path, root: Path) -> str:
    """Say why a folder may not be the output, or nothing if it may."""
    output, root = output.resolve(), root.resolve()
    kept = [root / name for name in KEPT]
    if output == Path.home() or root.is_relative_to(output) or any(map(output.is_relative_to, kept)):
        return f"{output} is not a folder that a build may replace; name another with --output"
    for path in (output, *output.parents):
        if path.exists() and not path.is_dir():
            return f"{path} is a file; name a folder with --output"
    foreign = _foreign(output) if output.exists() else None
    if foreign:
        why = "which no build wrote, or somebody changed"
        return f"{output} holds {foreign}, {why}; name an empty or new folder with --output"
    return ""


def _foreign(output: Path) -> str | None:
    """Find a file that the folder's manifest does not list as it is."""
    manifest = output / MANIFEST
    text = manifest.read_text("utf-8", "replace") if manifest.is_file() else ""
    listed = set(text.splitlines()) if text.startswith(SIGN) else set[str]()
    found = (path for path in output.rglob("*") if not path.is_dir() and path.name not in LITTER)
    files = {path.relative_to(output).as_posix(): path for path in found if path != manifest or not listed}
    return next((file for file in sorted(files) if not _is_listed(file, files[file], listed)), None)


def _is_listed(file: str, path: Path, listed: set[str]) -> bool:
    return path.is_file() and not path.is_symlink() and _sum(file, path.read_bytes()) in listed


def publish(files: Iterable[OutputFile], output: Path) -> None:
    """Put the files in the place of the old output. Raises OSError, with the old output still there.

    A path that leads out of the folder, or to its manifest, is a bug of an earlier stage: ValueError.
    """
    files = sorted(files, key=lambda file: file.path)
    for file in files:
        path = PurePosixPath(file.path)
        if path.is_absolute() or ".." in path.parts or file.path == MANIFEST:
            raise ValueError(f"{file.path} is no path below the output")
    output = output.resolve()
    output.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{output.name}-", dir=output.parent))
    try:
        _write(new, files)
        _exchange(new, output)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _write(folder: Path, files: Iterable[OutputFile]) -> None:
    """Write the files and their manifest, readable by a server at any umask."""
    sums = [SIGN]
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
        sums.append(_sum(file.path, file.data))
    (folder / MANIFEST).write_bytes("\n".join((*sums, "")).encode())
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _sum(file: str, data: bytes) -> str:
    """Write a line as `sha256sum --check` reads it."""
    return f"{hashlib.sha256(data).hexdigest()}  {file}"


def _exchange(new: Path, output: Path) -> None:
    if not output.exists():
        new.replace(output)
        return
    old = new.with_name(f"{new.name}-old")
    output.replace(old)
    try:
        new.replace(output)
    except BaseException:
        old.replace(output)
        raise
    shutil.rmtree(old, ignore_errors=True)
