"""Runs a command, and prints what it cost, with the processes that it waited for: seconds, seconds, bytes.

This is a program of its own, with as few imports as possible: on Linux a process begins with the peak memory
of the one that starts it.
"""

import os
import sys
import time


def main() -> int:
    """Return the exit status of the command in the arguments; what it prints goes to standard error."""
    begun = time.perf_counter()
    process = os.posix_spawnp(
        sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)]
    )
    _, status, used = os.wait4(process, 0)
    wall = time.perf_counter() - begun
    unit = 1 if sys.platform == "darwin" else 1024
    print(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
