"""Two folders → each in the place of the other, in one step that nothing can part.

Source: renameat2(2) of Linux, renamex_np(2) of macOS. Other systems have no such step.
"""

import ctypes
import os
import sys
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are taken from the working folder
_SWAP = 2  # RENAME_EXCHANGE, RENAME_SWAP


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places; False if this system or this disk cannot, and nothing was done."""
    paths = os.fsencode(one), os.fsencode(other)
    try:
        system = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            status = system.renamex_np(*paths, _SWAP)
        else:
            status = system.renameat2(_HERE, paths[0], _HERE, paths[1], _SWAP)
    except (AttributeError, OSError, TypeError):  # the system has no such call; Windows has no such library
        return False
    return bool(status == 0)
