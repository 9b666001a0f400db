"""How signals end the program: once, and never in the middle of what must be whole."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Ctrl+C, the request to end, and a terminal that is closed, which Windows does not report.
SIGNALS = [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if sys.platform != "win32" else [])]
_received: list[int] = []  # of the process, as handlers are


def end_on_signals() -> None:
    """Have the first signal raise SystemExit with status 128 and its number; later ones change nothing.

    In a destructor or a callback, Python ignores the exception: `raise_if_lost` raises it again.
    """
    sys.unraisablehook = _report_unless_lost
    for number in _heeded():
        signal.signal(number, _end)


def _heeded() -> list[signal.Signals]:
    """Return the signals that are not ignored, as a shell has it for what runs in the background."""
    return [number for number in SIGNALS if signal.getsignal(number) != signal.SIG_IGN]


def _end(number: int, _frame: object) -> None:
    if not _received:
        _received.append(number)
        raise SystemExit(128 + number)


def _report_unless_lost(ignored: "sys.UnraisableHookArgs") -> None:
    if not (_received and isinstance(ignored.exc_value, SystemExit)):
        sys.__unraisablehook__(ignored)


def raise_if_lost() -> None:
    """Raise again what the first signal raised, if that was lost."""
    if _received:
        raise SystemExit(128 + _received[0])


def ignore_signals() -> None:
    """Ignore all signals from now on, while Python itself cleans up, too."""
    if sys.platform == "win32":
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
    else:
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)


@contextmanager
def signals_delayed() -> Iterator[Callable[[], None]]:
    """Delay the signals until the end of the block, or until it calls what it is given, which lets them in.

    Processes and threads that start in the block do not receive them.
    """
    if sys.platform == "win32":
        yield lambda: None
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)

    def let_in() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        raise_if_lost()

    try:
        yield let_in
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    raise_if_lost()


@contextmanager
def signals_collected(notify: Callable[[], object]) -> Iterator[list[int]]:
    """Collect the signals that come in the block, in place of what they do otherwise, and notify of each."""
    received: list[int] = []

    def receive(number: int, _frame: object) -> None:
        received.append(number)
        notify()

    before = {number: signal.signal(number, receive) for number in _heeded()}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
