"""Finished files → disk, whole or not at all.

Rule: the new folder is written beside the old one and takes its place by rename.
Rule: a folder is replaced only if everything in it is listed in its own SHA256SUMS, so is ours.
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
        return f"{output} holds {foreign}, which no build wrote; name an empty or new folder with --output"
    return ""


def _foreign(output: Path) -> str | None:
    """Find a file that the manifest of the folder does not list."""
    manifest = output / MANIFEST
    lines = manifest.read_text("utf-8", "replace").splitlines() if manifest.is_file() else []
    ours = {line.partition("  ")[2] for line in lines} | {MANIFEST}
    found = (path for path in output.rglob("*") if not path.is_dir() and path.name not in LITTER)
    foreign = {path.relative_to(output).as_posix() for path in found} - ours
    return min(foreign, default=None)


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
    sums = []
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
        sums.append(f"{hashlib.sha256(file.data).hexdigest()}  {file.path}\n")
    (folder / MANIFEST).write_bytes("".join(sums).encode())
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


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
