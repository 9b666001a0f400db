"""Finished files → disk, whole or not at all.

Rule: the new folder is laid out beside the old one, and takes its place in one step. Where the system or the
disk has no such step, its files take their places one by one, pages after what they need.
Rule: a folder is replaced only if a build wrote all that is in it and nobody changed it since.
Rule: one build at a time for the folders beside one another; what a killed one left is cleared away.
"""

import errno
import os
import shutil
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from icpr_build.model import OutputFile
from icpr_build.publish.atomic_swap import exchange
from icpr_build.publish.manifest import STAGE, foreign, listed, manifest
from icpr_build.urls import MANIFEST

# The project's own folders, which an output can never be, even where they are empty or absent.
KEPT = (
    *("content", "templates", "assets", "icpr_build", "tests", "tools", "docs", "schemas"),
    *(".git", ".github", ".ci", ".venv", ".icpr-cache"),
)
_FILE, _FOLDER = 0o644, 0o755  # modes with which any server may read


def refusal(output: Path, root: Path) -> str:
    """Say why a folder may not be the output, or nothing if it may."""
    output, root = _real(output), _real(root)
    kept = [root / name for name in KEPT]
    if output == _home() or root.is_relative_to(output) or any(map(output.is_relative_to, kept)):
        return f"{output} is not a folder that a build may replace; name another with --output"
    for path in (output, *output.parents):
        if path.exists() and not path.is_dir():
            return f"{path} is a file; name a folder with --output"
    other = foreign(output) if output.exists() else None
    if other:
        why = "which no build wrote, or somebody changed"
        return f"{output} holds {other}, {why}; name an empty or new folder with --output"
    return ""


def _real(path: Path) -> Path:
    """Follow links; of those that lead in a circle, none."""
    return Path(os.path.realpath(path))


def _home() -> Path | None:
    try:
        return _real(Path.home())
    except RuntimeError:  # a user whom the system does not know
        return None


def publish(files: Iterable[OutputFile], output: Path) -> bool:
    """Put the files in the place of the old output; False if that took more than one step.

    Raises OSError, with the old output still there. A path that leads out of the folder, or to its manifest,
    is a bug of an earlier stage: ValueError.
    """
    files = sorted(files, key=lambda file: (file.path.endswith(".html"), file.path))
    for file in files:
        path = PurePosixPath(file.path)
        if path.is_absolute() or ".." in path.parts or file.path == MANIFEST:
            raise ValueError(f"{file.path} is no path below the output")
    output = _real(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    is_mounted = output.is_mount()
    new = output / STAGE if is_mounted else output.with_name(f"{STAGE}-{output.name}")
    with _alone(output.parent):
        _demand_power(output)
        try:
            _lay_out(files, new, output)
            in_one_step = not is_mounted and _replace(new, output)
            if not in_one_step:
                _move(files, new, output)
            _flush(output.parent)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    return in_one_step


def _demand_power(folder: Path) -> None:
    """Take no folder away in which another user would have to help. Raises PermissionError."""
    for path, _, _ in os.walk(folder):
        if not os.access(path, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other build writes into a folder. A lock of the system ends with its process."""
    if sys.platform == "win32":
        lock = _created(folder / ".icpr-lock")
    else:
        import fcntl  # noqa: PLC0415 - Windows has none

        lock = os.open(folder, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(lock)


def _created(file: Path) -> int:
    """Create a file that nobody else has, and that goes with its process."""
    while True:
        try:
            return os.open(file, os.O_CREAT | os.O_EXCL | getattr(os, "O_TEMPORARY", 0))
        except FileExistsError:
            time.sleep(0.1)


def _lay_out(files: Sequence[OutputFile], new: Path, output: Path) -> None:
    """Write the files and their manifest, readable by a server at any umask, and safe from a power cut."""
    if new.is_symlink() or new.is_file():
        new.unlink()
    elif new.exists():
        shutil.rmtree(new)
    new.mkdir()
    contents = {file.path: file.data for file in files} | {MANIFEST: manifest(files)}
    for name, data in contents.items():
        path = new / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not _keep(output / name, data, path):
            _write(path, data, output / name)
    for folder in (new, *(path for path in new.rglob("*") if path.is_dir())):
        folder.chmod(_FOLDER)
        _flush(folder)


def _keep(old: Path, data: bytes, path: Path) -> bool:
    """Take an unchanged file over as it is, by a second name: it keeps its time, and the disk holds it."""
    try:
        is_ours = old.lstat().st_uid == path.parent.stat().st_uid
        if not is_ours or stat.S_IMODE(old.lstat().st_mode) != _FILE or old.read_bytes() != data:
            return False
        os.link(old, path)
    except OSError:  # there was none, or the disk knows no second names
        return False
    return True


def _write(path: Path, data: bytes, old: Path) -> None:
    path.write_bytes(data)
    path.chmod(_FILE)
    with suppress(OSError):  # there was no such file
        _set_time(path, old, changed=old.read_bytes() != data)
    _flush(path)


def _set_time(path: Path, old: Path, *, changed: bool) -> None:
    """Let an unchanged file keep its time, and a changed one have a later second, as servers go by these."""
    was, now = old.stat(), path.stat()
    if not changed:
        os.utime(path, ns=(was.st_mtime_ns, was.st_mtime_ns))
    elif int(now.st_mtime) <= int(was.st_mtime):
        later = int(was.st_mtime) + 1
        os.utime(path, (later, later))


def _replace(new: Path, output: Path) -> bool:
    """Put a folder in the place of another in one step; False if that cannot be."""
    if output.exists():
        return exchange(new, output)
    new.replace(output)
    return True


def _move(files: Sequence[OutputFile], new: Path, output: Path) -> None:
    """Move file after file to its place. Until all are there, the manifest lists old and new ones."""
    (new / STAGE).write_bytes(manifest(files, beside=listed(output)))
    (new / STAGE).replace(output / MANIFEST)
    for file in files:
        path = output / file.path
        if not path.is_file() or not path.samefile(new / file.path):
            _make_room(path, output)
            (new / file.path).replace(path)
    kept = {output / file.path for file in files} | {new, output / MANIFEST}
    for path in sorted(output.rglob("*"), reverse=True):
        if path not in kept and path.is_file() and new not in path.parents:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    (new / MANIFEST).replace(output / MANIFEST)


def _make_room(path: Path, output: Path) -> None:
    """Take away what is no folder where one must be, and the other way round."""
    for above in path.relative_to(output).parents:
        if (output / above).is_file():
            (output / above).unlink()
    if path.is_dir():
        shutil.rmtree(path)
    path.parent.mkdir(mode=_FOLDER, parents=True, exist_ok=True)


def _flush(path: Path) -> None:
    """Have the disk hold a file, or the names in a folder, before anything else is done."""
    if sys.platform == "win32":
        return  # opens no folder
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
