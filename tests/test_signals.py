"""A signal ends the program even where Python has to ignore what its handler raises."""

import signal
import subprocess
import sys

import pytest

from tests.lay_out import PROJECT

LOST = """
import os, signal, weakref
from icpr_build.signals import end_on_signals, signals_delayed
class Gone: pass
gone = Gone()
callback = weakref.ref(gone, lambda _: os.kill(os.getpid(), signal.SIGTERM))
end_on_signals()
del gone
print("lost", flush=True)
with signals_delayed():
    pass
print("never")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_lost_signal_is_raised_again_and_not_reported() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOST], capture_output=True, text=True, check=False, cwd=PROJECT
    )
    assert (done.returncode, done.stdout, done.stderr) == (128 + signal.SIGTERM, "lost\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_any_other_ignored_exception_is_reported() -> None:
    other = LOST.replace("os.kill(os.getpid(), signal.SIGTERM)", "1 / 0")
    done = subprocess.run(
        [sys.executable, "-c", other], capture_output=True, text=True, check=False, cwd=PROJECT
    )
    assert (done.returncode, done.stdout) == (0, "lost\nnever\n")
    assert "ZeroDivisionError" in done.stderr
