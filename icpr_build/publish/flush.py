"""Waits until the disk has what was written, so that a power cut cannot lose it.

Source: syncfs(2) of Linux, which flushes a whole file system at once, sooner than each of many files is.
"""

import ctypes
import os
import sys
from pathlib import Path


def flush(folder: Path) -> None:
    """Wait until the disk has a folder and all in it; on Windows the system decides. Raises OSError."""
    if sys.platform == "win32":
        return  # it cannot open a folder
    if not _flush_file_system(folder):
        for path in (folder, *folder.rglob("*")):
            flush_names(path)


def flush_names(path: Path) -> None:
    """Wait until the disk has a file, or the names in a folder. Raises OSError."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _flush_file_system(folder: Path) -> bool:
    """Flush the file system that a folder is on; False if this system has no such step."""
    libc = ctypes.CDLL(None, use_errno=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        status = libc.syncfs(handle)
    except AttributeError:
        return False
    finally:
        os.close(handle)
    if status != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(folder))
    return True
