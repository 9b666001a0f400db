"""A test that hangs is a failure, and does not stop the other tests."""

import subprocess
import sys
from pathlib import Path

from tests.lay_out import PROJECT

TESTS = """
import time

def test_without_end():
    while True:
        time.sleep(1)

def test_with_an_end():
    assert True
"""


def test_a_test_that_hangs_is_reported(tmp_path: Path) -> None:
    (tmp_path / "test_hang.py").write_text(TESTS, "utf-8")
    options = ["--numprocesses=1", "--override-ini=faulthandler_timeout=2", "-p", "no:randomly"]
    command = [sys.executable, "-m", "pytest", "-c", str(PROJECT / "pyproject.toml"), *options, str(tmp_path)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 1, done.stdout
    assert "crashed while running" in done.stdout
    assert "1 failed, 1 passed" in done.stdout
