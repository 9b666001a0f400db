"""The command `icpr`, the same as `python -m icpr_build`. A signal ends it at once, without a traceback."""

import signal
import sys
from typing import NoReturn


def main() -> int:
    """Run the command and return its exit status."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        from icpr_build.cli import commands  # noqa: PLC0415 - takes a while, in which a signal may come

        return commands.main()
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    finally:  # everything is done, but Python has yet to clean up
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)


def _terminate(number: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
