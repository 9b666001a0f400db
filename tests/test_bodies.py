"""A build with several processes gives the same bytes and problems, and leaves no process behind."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from re import findall

import pytest

from icpr_build.markdown.bodies import FEW
from tests.conftest import SiteMaker
from tests.lay_out import PROJECT, TODAY, UNMEASURED, tree
from tests.serving import until

TRIES = int(os.environ.get("ICPR_SIGNALS", "5"))
TERM = 1 << (signal.SIGTERM - 1)  # its bit in the masks of /proc
MANY = FEW * 2 + 1
PARAGRAPH = "A *text* of [some](/news/) length, with a [reference] and `code`; " * 8
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")


@pytest.mark.parametrize("wrong", ["", "a <b>, [lost](/nowhere/)"], ids=["good", "with mistakes"])
def test_the_number_of_processes_makes_no_difference(site: SiteMaker, tmp_path: Path, wrong: str) -> None:
    root = site(_news(wrong, 1))
    said, trees = [], []
    for number, options in enumerate(
        (["--jobs", "1", "--no-cache"], ["--jobs", "3", "--no-cache"], ["--jobs", "2"], ["--jobs", "2"])
    ):
        output = tmp_path / str(number)
        done = _run(root, *options, "--quiet", "--report", "json", "--output", str(output))
        said.append((done.returncode, done.stdout, done.stderr))
        trees.append(tree(output) if output.exists() else {})
    assert said[0][0] == bool(wrong)
    assert all(one == said[0] for one in said)
    assert all(one == trees[0] for one in trees)
    assert bool(trees[0]) is not bool(wrong)


@LINUX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("moment", ["while they begin", "while they work"])
@pytest.mark.parametrize("whom", ["the build", "all"])
def test_no_process_outlives_the_build(
    site: SiteMaker, number: signal.Signals, moment: str, whom: str
) -> None:
    root = site(_news("", 60))
    with _started(root) as running:
        group = _others(running.pid, working=moment == "while they work")
        os.killpg(running.pid, number) if whom == "all" else running.send_signal(number)
        assert running.stderr
        errors = running.stderr.read()
        assert running.wait(30) == (-number if number == signal.SIGKILL else 128 + number)
    assert errors == "" or number == signal.SIGKILL  # a process that is killed cannot report it well
    assert group
    _gone(running.pid)
    assert not (root / "output").exists()


@LINUX
@pytest.mark.parametrize("count", [1, 2, 3, 10])
def test_any_number_of_signals_at_any_moment_end_a_build(site: SiteMaker, count: int) -> None:
    root = site(_news("", 10))
    ended = 0
    for _ in range(TRIES):
        with _started(root) as running:
            _await_handlers(running.pid)
            time.sleep(random.uniform(0, 0.5))
            for _ in range(count):
                with suppress(ProcessLookupError):  # it has ended
                    os.killpg(running.pid, random.choice((signal.SIGINT, signal.SIGTERM, signal.SIGHUP)))
                time.sleep(random.choice((0, random.uniform(0, 0.05))))
            assert running.stderr
            errors = running.stderr.read()
        assert (running.returncode in (0, 129, 130, 143), errors) == (True, "")
        ended += running.returncode > 0
        _gone(running.pid)
        assert [path.name for path in root.iterdir() if path.name.startswith(".")] == []
    assert ended > 0, "no signal came before the end of a build"


@LINUX
def test_where_no_process_can_start_this_one_renders_all(site: SiteMaker, tmp_path: Path) -> None:
    root = site(_news("", 1))
    assert _run(root, "--quiet", "--no-cache", "--jobs", "1").returncode == 0
    before = tree(root / "output")
    forbid = (
        "import subprocess, sys; from icpr_build.__main__ import main\n"
        "def refuse(*given): raise BlockingIOError(11, 'Resource temporarily unavailable')\n"
        "subprocess._fork_exec = refuse; sys.exit(main())"
    )
    command = [sys.executable, "-c", forbid, *_command(root, "--quiet", "--no-cache", "--jobs", "3")[3:]]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=PROJECT)
    assert (done.returncode, done.stderr) == (0, "")
    assert tree(root / "output") == before


@LINUX
def test_a_process_that_dies_is_reported(site: SiteMaker) -> None:
    root = site(_news("", 60))
    with _started(root) as running:
        os.kill(_others(running.pid, working=True)[0], signal.SIGKILL)
        assert running.stderr
        errors = running.stderr.read()
    why = "a process that rendered texts was ended; --jobs 1 needs no other process"
    assert (running.returncode, errors) == (1, f"icpr: nothing was written: {why}\n")
    _gone(running.pid)
    assert not (root / "output").exists()


def _news(wrong: str, length: int) -> dict[str, str | bytes | None]:
    body = f"{PARAGRAPH}\n\n" * length + "[reference]: /news/first/\n"
    head = "---\ntitle: Item {0}\ndate: 2024-01-01\nsummary: The summary of {0}.\n---\n"
    bodies = {n: f"{body}\nText {n}. {wrong if n in (7, 70) else ''}\n" for n in range(MANY)}
    return {f"content/news/item-{n}.md": head.format(n) + text for n, text in bodies.items()}


def _command(root: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "icpr_build", "build", "--root", str(root), "--today", TODAY, *options]


def _run(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command(root, *options), capture_output=True, text=True, check=False, cwd=PROJECT, timeout=120
    )


def _started(root: Path) -> subprocess.Popen[str]:
    """Begin a build of several processes, which are a group of their own."""
    command = _command(root, "--jobs", "3", "--quiet")
    return subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
        env=os.environ | UNMEASURED,
        start_new_session=True,
    )


def _await_handlers(pid: int) -> None:
    """Wait until a build handles signals itself: before, Python ends at once, with a traceback at Ctrl+C."""
    until(
        lambda: int(findall(r"SigCgt:\t(\w+)", Path(f"/proc/{pid}/status").read_text("utf-8"))[0], 16) & TERM
    )


def _others(group: int, *, working: bool) -> list[int]:
    """Wait until the other processes of a build have started, or render, and return their numbers."""
    for _ in range(3000):
        found = [pid for pid, command in _in_group(group) if "import work" in command]
        if len(found) == 2 and (not working or all(map(_is_rendering, found))):
            return found
        time.sleep(0.01)
    pytest.fail("the processes do not start")


def _is_rendering(pid: int) -> bool:
    """Return whether a process has its share, and so a second thread, which waits for its parent to end."""
    return "Threads:\t2" in Path(f"/proc/{pid}/status").read_text("utf-8")


def _in_group(group: int) -> list[tuple[int, str]]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            is_in = int((folder / "stat").read_text("utf-8").rpartition(")")[2].split()[2]) == group
            command = (folder / "cmdline").read_text("utf-8", "replace") if is_in else ""
        except OSError:
            continue  # it has ended meanwhile
        if command:
            found.append((int(folder.name), command))
    return found


def _gone(group: int) -> None:
    """Wait until no process of a group is left."""
    for _ in range(1200):
        if not _in_group(group):
            return
        time.sleep(0.05)
    pytest.fail(f"left: {_in_group(group)}")
