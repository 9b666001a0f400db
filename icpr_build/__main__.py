"""The command `icpr`, the same as `python -m icpr_build`. A signal ends it at once, without a traceback."""

import sys

from icpr_build.signals import end_on_signals, ignore_signals, raise_if_lost


def main() -> int:
    """Run the command and return its exit status."""
    try:
        end_on_signals()
        from icpr_build.cli import commands  # noqa: PLC0415 - takes a while, in which a signal may come

        raise_if_lost()
        return commands.main()
    finally:
        ignore_signals()


if __name__ == "__main__":
    sys.exit(main())
