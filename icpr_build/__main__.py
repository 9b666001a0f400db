"""The command `icpr`, which is `python -m icpr_build`.

Rule: a signal ends it from the first moment, and without a traceback.
"""

import signal
import sys
from typing import NoReturn


def main() -> int:
    """Run the command, and give its exit status."""
    signal.signal(signal.SIGTERM, _terminated)
    try:
        from icpr_build.cli import commands as cli  # noqa: PLC0415 - takes a while, in which a signal may come

        return cli.main()
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    finally:  # what is done is done, and Python has yet to clear up
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)


def _terminated(number: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
