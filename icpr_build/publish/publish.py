"""Finished files → disk, whole or not at all.

The new folder is written beside the old one and swapped with it in one step. Where the system or the file
system has no such step, its files are replaced one by one, pages after the files they need.

A folder is replaced only if a build wrote every file in it and none was changed since. That is checked before
a build begins, and again at the last moment. Builds with outputs in the same folder wait for each other, and
remove what a killed build left.
"""

import errno
import os
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from icpr_build.model import OutputFile
from icpr_build.publish.atomic_swap import exchange
from icpr_build.publish.flush import flush, flush_names
from icpr_build.publish.manifest import (
    STAGING,
    file_states,
    foreign_file,
    is_as_listed,
    is_made_by_build,
    manifest,
    manifest_line,
    read_manifest,
)
from icpr_build.signals import signals_delayed
from icpr_build.urls import MANIFEST

# The project's own folders, which an output can never be, even where they are empty or absent.
PROJECT_FOLDERS = (
    *("content", "templates", "assets", "icpr_build", "tests", "tools", "docs", "schemas"),
    *(".git", ".github", ".ci", ".venv", ".icpr-cache"),
)
_FILE_MODE, _FOLDER_MODE = 0o644, 0o755  # any server may read


class RefusedOutput(Exception):
    """A folder that a build may not replace; its text says why."""


def reason_to_refuse(output: Path, root: Path) -> str:
    """Return why a folder may not be the output of a project; empty if it may. Raises OSError."""
    output, root = _real(output), _real(root)
    folders = [root / name for name in PROJECT_FOLDERS]
    if output == _home() or root.is_relative_to(output) or any(map(output.is_relative_to, folders)):
        return f"{output} is not a folder that a build may replace; name another with --output"
    for path in (output, *output.parents):
        if path.exists() and not path.is_dir():
            return f"{path} is a file; name a folder with --output"
    if not output.parent.exists():
        return ""
    try:
        _refuse_replacing(output)
    except (RefusedOutput, OSError):  # another build may be replacing it at this moment
        try:
            with _locked(output.parent):
                _refuse_replacing(output)
        except RefusedOutput as refused:
            return str(refused)
    return ""


def _real(path: Path) -> Path:
    """Follow all links, except for those that lead in a circle."""
    return Path(os.path.realpath(path))


def _home() -> Path | None:
    try:
        return _real(Path.home())
    except RuntimeError:  # the user has no home
        return None


def _staging_folders(output: Path) -> tuple[Path, Path]:
    """Return the folders in which new files may be written: beside the output, and within it."""
    return output.with_name(f"{STAGING}-{output.name}"), output / STAGING


def _refuse_replacing(output: Path) -> None:
    """Raise RefusedOutput if the output, or a folder that a build needs for new files, is not a build's."""
    for staging in _staging_folders(output):
        if os.path.lexists(staging) and not is_made_by_build(staging):
            raise RefusedOutput(f"{staging} is in the way, and no build made it; delete or rename it")
    if output.exists():
        _refuse_foreign(output, read_manifest(output), output)


def _refuse_foreign(output: Path, lines: frozenset[str], below: Path) -> None:
    """Raise RefusedOutput if a build did not write what is at or below a path of the output."""
    name = foreign_file(output, lines, below) if os.path.lexists(below) else None
    if name and not lines:
        why = f"{output} contains {name}, and has no {MANIFEST} that a build wrote"
        raise RefusedOutput(
            f"{why}; delete the folder if nothing in it is needed, or name another with --output"
        )
    if name:
        raise _foreign(output, name)


def _foreign(output: Path, name: str) -> RefusedOutput:
    why = "which no build wrote or which was changed since"
    return RefusedOutput(f"{output} contains {name}, {why}; delete it, or name another folder with --output")


def publish(files: Iterable[OutputFile], output: Path) -> bool:
    """Replace the output with the files; False if that took more than one step.

    Raises RefusedOutput or OSError, with the old output still there. A signal comes through between two files
    that are written, and leaves nothing of them behind. A path that leads out of the folder, or to its
    manifest, is a bug of an earlier stage: ValueError.
    """
    files = sorted(files, key=lambda file: (file.path.endswith(".html"), file.path))
    for file in files:
        path = PurePosixPath(file.path)
        if path.is_absolute() or ".." in path.parts or file.path == MANIFEST:
            raise ValueError(f"{file.path} is not a path below the output")
    output = _real(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    with _locked(output.parent), signals_delayed() as let_signals_in:
        _require_write_access(output)
        checked = file_states(output)
        _refuse_replacing(output)
        _remove_staging(output)
        if is_published(manifest(files), output):
            return True
        try:
            staging = _create_staging(output)
            _stage(files, staging, output, let_signals_in)
            in_one_step = staging.parent == output.parent and _swap(staging, output, checked)
            if in_one_step:
                flush_names(output.parent)
            else:
                _replace_files(files, staging, output)
        finally:
            _remove_staging(output)
    return in_one_step


def is_published(listed: bytes, output: Path) -> bool:
    """Return whether an output is as a manifest lists it, and any server may read it."""
    try:
        return is_as_listed(output, listed) and all(map(_is_as_written, (output, *output.rglob("*"))))
    except OSError:  # some of it cannot be read
        return False


def _is_as_written(path: Path) -> bool:
    """Return whether any server may read a path, and a folder is not empty; Windows has no such modes."""
    if path.is_dir() and not any(path.iterdir()):
        return False
    mode = _FOLDER_MODE if path.is_dir() else _FILE_MODE
    return sys.platform == "win32" or stat.S_IMODE(path.lstat().st_mode) == mode


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Wait until no other build writes into a folder. The system releases the lock when a process ends."""
    if sys.platform == "win32":
        lock = _lock_file(folder / ".icpr-lock")
    else:
        import fcntl  # noqa: PLC0415 - Windows has none

        lock = os.open(folder, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(lock)


def _lock_file(file: Path) -> int:
    """Create a file that only one process can create, and that is removed when the process ends."""
    while True:
        try:
            return os.open(file, os.O_CREAT | os.O_EXCL | getattr(os, "O_TEMPORARY", 0))
        except FileExistsError:
            time.sleep(0.1)


def _require_write_access(output: Path) -> None:
    """Raise PermissionError if this user may not remove everything in the old output."""
    for path, _, _ in os.walk(output):
        if not os.access(path, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)


def _create_staging(output: Path) -> Path:
    """Create the folder for the new files: beside the output, or within it if they cannot move from there.

    That is so if only the output may be written, or is a mount point. It is found by moving the empty folder,
    as not every mount point can be told from its device.
    """
    beside, within = _staging_folders(output)
    try:
        beside.mkdir()
    except OSError:
        if not output.exists():
            raise
        within.mkdir()
        return within
    if output.exists():
        try:
            beside.rename(within)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            beside.rmdir()
            within.mkdir()
            return within
        within.rename(beside)
    return beside


def _remove_staging(output: Path) -> None:
    for staging in _staging_folders(output):
        if staging.exists():
            shutil.rmtree(staging, ignore_errors=True)


def _stage(
    files: Sequence[OutputFile], staging: Path, output: Path, let_signals_in: Callable[[], None]
) -> None:
    """Write the files and their manifest, readable by a server at any umask, and safe from a power cut.

    The manifest comes first: it marks the folder as a build's.
    """
    unchanged = read_manifest(output)  # which `_refuse_replacing` has just compared with the files
    contents = {MANIFEST: manifest(files)} | {file.path: file.data for file in files}
    for name, data in contents.items():
        let_signals_in()
        path = staging / name
        path.parent.mkdir(parents=True, exist_ok=True)
        is_unchanged = manifest_line(name, data) in unchanged
        if not (is_unchanged and _hard_link(output / name, path)):
            _write(path, data, output / name, changed=not is_unchanged)
    for folder in (staging, *(path for path in staging.rglob("*") if path.is_dir())):
        folder.chmod(_FOLDER_MODE)
    flush(staging)


def _hard_link(old: Path, path: Path) -> bool:
    """Take over an unchanged file as it is, with its time; False if it cannot be linked."""
    try:
        is_ours = old.lstat().st_uid == path.parent.stat().st_uid
        if not is_ours or stat.S_IMODE(old.lstat().st_mode) != _FILE_MODE:
            return False
        os.link(old, path)
    except OSError:
        return False
    return True


def _write(path: Path, data: bytes, old: Path, *, changed: bool) -> None:
    path.write_bytes(data)
    path.chmod(_FILE_MODE)
    with suppress(OSError):  # there was no such file
        _set_time(path, old, changed=changed)


def _set_time(path: Path, old: Path, *, changed: bool) -> None:
    """Keep the time of an unchanged file; give a changed one a later second, as servers compare seconds."""
    was, now = old.stat(), path.stat()
    if not changed:
        os.utime(path, ns=(was.st_mtime_ns, was.st_mtime_ns))
    elif int(now.st_mtime) <= int(was.st_mtime):
        later = int(was.st_mtime) + 1
        os.utime(path, (later, later))


def _swap(staging: Path, output: Path, checked: Mapping[str, tuple[int, ...]]) -> bool:
    """Put the new folder in the place of the old one in one step; False if that is not possible here.

    A foreign file may come until the last moment: once the old folder is out of reach, its files must still
    be those that were `checked`.
    """
    if not output.exists():
        staging.replace(output)
        return True
    if not exchange(staging, output):
        return False
    if changed := set(file_states(staging).items()) ^ set(checked.items()):
        exchange(staging, output)
        raise _foreign(output, min(changed)[0])
    return True


def _replace_files(files: Sequence[OutputFile], staging: Path, output: Path) -> None:
    """Replace file after file. Until all are there, the manifest lists the old and the new ones."""
    (staging / STAGING).write_bytes(manifest(files, also=read_manifest(output)))
    (staging / STAGING).replace(output / MANIFEST)
    lines = read_manifest(output)
    for file in files:
        path = output / file.path
        if not path.is_file() or not path.samefile(staging / file.path):
            _make_room(path, output, lines)
            (staging / file.path).replace(path)
    kept = {output / file.path for file in files} | {staging, output / MANIFEST}
    for path in sorted(output.rglob("*"), reverse=True):
        if path not in kept and path.is_file() and staging not in path.parents:
            _refuse_foreign(output, lines, path)
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    (staging / MANIFEST).replace(output / MANIFEST)


def _make_room(path: Path, output: Path, lines: frozenset[str]) -> None:
    """Remove a file where a folder must be, and the other way round."""
    _refuse_foreign(output, lines, path)
    for above in path.relative_to(output).parents:
        if (output / above).is_file():
            _refuse_foreign(output, lines, output / above)
            (output / above).unlink()
    if path.is_dir():
        shutil.rmtree(path)
    path.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
