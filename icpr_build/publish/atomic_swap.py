"""Swaps two folders in one step that nothing can interrupt.

Source: renameat2(2) of Linux, renamex_np(2) of macOS. Other systems have no such step.
"""

import ctypes
import errno
import os
import sys
from pathlib import Path

_AT_FDCWD = -100  # relative paths start from the working directory
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
# The system or the file system has no such step, a container forbids it, or a folder is a mount point.
_UNSUPPORTED = {
    *(errno.EACCES, errno.EBUSY, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM),
    errno.EXDEV,
}


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders; False if that is not possible here, and nothing was done. Raises OSError."""
    if sys.platform == "win32":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "darwin":
            status = libc.renamex_np(*paths, _EXCHANGE)
        else:
            status = libc.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _EXCHANGE)
    except AttributeError:  # an older C library
        return False
    number = ctypes.get_errno()
    if status != 0 and number not in _UNSUPPORTED:
        raise OSError(number, os.strerror(number), str(one), None, str(other))
    return bool(status == 0)
