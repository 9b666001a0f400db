"""A folder → the files in it that are read, and why others are not.

Only regular files that really are in the folder are read: no symbolic link that leads out of it, no folder
twice. What begins with a dot, or ends in `~`, belongs to an editor's tools and is left out.
"""

import errno
import os
import re
from contextlib import suppress
from pathlib import Path

from icpr_build.characters import FORBIDDEN, ZERO_WIDTH
from icpr_build.problem import Place, Problem
from icpr_build.urls import RENAME, invalid_name_reason

FOLDERS = ("content", "templates", "assets")
LARGEST = 500_000  # bytes of a source; ten times the longest report
_OPEN_IT = "Make sure that you can open it yourself, or put a copy of it in its place."
_INVISIBLE_IN_NAME = re.compile(rf"[\t\n\r{ZERO_WIDTH}]|{FORBIDDEN.pattern}")


def read_files(root: Path, folder: str) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """Return the bytes of every file in a folder, in the order of their paths from the root."""
    paths, problems = walk(root, folder)
    files: dict[str, bytes] = {}
    unread = []
    for file, path in paths:
        try:
            problem = _unfit(root, file, path)
            if not problem:
                files[file] = path.read_bytes()
        except OSError as error:
            problem = _unreadable(file, error)
        unread += [problem] if problem else []
    return files, (*problems, *unread)


def walk(root: Path, folder: str) -> tuple[list[tuple[str, Path]], tuple[Problem, ...]]:
    """List the files in a folder, with symbolic links to folders; a project may lack the folder."""
    top, errors = root / folder, list[OSError]()
    if not inside(root, folder):
        return [(folder, top)], ()
    paths = []
    for parent, folders, names in os.walk(top, onerror=errors.append) if top.exists() else ():
        if os.access(parent, os.X_OK):
            links = (name for name in folders if Path(parent, name).is_symlink())
            paths += [Path(parent, name) for name in (*names, *links)]
        else:  # the names in it can be read, but nothing else
            errors.append(PermissionError(errno.EACCES, os.strerror(errno.EACCES), parent))
            folders.clear()
    found = sorted((path.relative_to(root).as_posix(), path) for path in paths)
    files = [(file, path) for file, path in found if not file.endswith("~") and "/." not in file]
    unread = ((Path(error.filename).relative_to(root).as_posix(), error) for error in errors)
    return files, tuple(_unreadable(file, error) for file, error in unread)


def file_states(root: Path) -> dict[str, tuple[int, ...]]:
    """Return the state of each file that a build reads, and of its folders, to see later what has changed.

    A state is the times of the last changes, in nanoseconds, the size and the inode; of a folder only the
    inode, as its times change with files that are not read, too.
    """
    found: dict[str, tuple[int, ...]] = {}
    for folder in FOLDERS:
        with suppress(OSError):  # it does not exist
            found[folder] = (0, 0, 0, (root / folder).stat().st_ino)
        for file, path in walk(root, folder)[0]:
            with suppress(OSError):  # it has just been removed
                state = path.stat()
                found[file] = (state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino)
    return found


def inside(root: Path, file: str) -> Path | None:
    """Return the real path of a project's file, or None if a symbolic link leads out of its folder."""
    folder = Path(os.path.realpath(root), file.partition("/")[0])
    path = Path(os.path.realpath(root / file))
    return path if path.is_relative_to(folder) else None


def _unreadable(file: str, error: OSError) -> Problem:
    message = f"this cannot be read: {error.strerror}"
    return Place(file=file).problem("file-unreadable", message, _OPEN_IT)


def _unfit(root: Path, file: str, path: Path) -> Problem | None:
    """Return why a file is not to be read, if it is not."""
    place = Place(file=file)
    if _INVISIBLE_IN_NAME.search(file):
        message = "this file's name contains an invisible character"
        shown = Place(file=_INVISIBLE_IN_NAME.sub("?", file))
        return shown.problem("name-wrong", message, "Rename it, with visible characters only.")
    if reason := invalid_name_reason(file):
        return place.problem("name-wrong", reason, RENAME)
    if path.is_symlink() and (path.is_dir() or not inside(root, file)):
        message = "a symbolic link to a folder, or out of its own, is not followed"
        return place.problem("file-linked", message, "Put the files themselves here.")
    if path.exists() and not path.is_file():
        return place.problem("file-unreadable", "this is not a regular file", _OPEN_IT)
    if file.startswith("content/") and path.stat().st_size > LARGEST:
        message = f"this file has more than {LARGEST:,} bytes"
        return place.problem("file-large", message, "Split it into several pages.")
    return None
