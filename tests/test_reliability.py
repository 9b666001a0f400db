"""What a host can rely on, whatever happens to a build: each promise is tried on real ones.

`make soak` tries the killing a hundred times.
"""

import os
import random
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from icpr_build.cli.commands import main
from tests.conftest import Command, SiteMaker
from tests.lay_out import CACHE, PROJECT, TODAY, tree

KILLS = int(os.environ.get("ICPR_KILLS", "8"))
MOMENTS = random.Random(1)  # noqa: S311 - not for a secret
HOME = "content/index.md"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot kill like this")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's mounts")


@POSIX
def test_a_killed_build_leaves_the_old_site_or_the_new_one(site: SiteMaker, tmp_path: Path) -> None:
    root = site({f"content/news/2024-01-{day:02}-item-{day}.md": _news(day) for day in range(1, 29)})
    whole = [_clean(root, tmp_path / str(number), number) for number in (0, 1)]
    duration = _timed(root)
    found = []
    for kill in range(KILLS):
        _write_home(root, kill % 2)
        with subprocess.Popen(_build(root), stdout=subprocess.DEVNULL) as running:
            time.sleep((0.5 + 0.5 * MOMENTS.random()) * duration)
            running.kill()
        found.append(whole.index(tree(root / "output")))
    assert len(found) == KILLS
    subprocess.run(_build(root), check=True, stdout=subprocess.DEVNULL)
    assert tree(root / "output") == whole[(KILLS - 1) % 2]
    assert _litter(root) == []


@LINUX
def test_a_mounted_folder_is_replaced_file_by_file(site: SiteMaker, tmp_path: Path) -> None:
    root = site()
    whole = [_clean(root, tmp_path / str(number), number) for number in (0, 1)]
    for number in (0, 1):
        _write_home(root, number)
        (root / "output" / "old.html").unlink(missing_ok=True)
    done = _mounted(root, "1m", f"{shlex.join(_build(root))} && cp -r output copy")
    assert done.stderr == ""
    assert done.stdout.count("file by file, as this folder cannot be replaced in one step,") == 1
    assert tree(root / "copy") == whole[1]


@LINUX
def test_a_full_disk_is_told_and_leaves_the_old_site(site: SiteMaker, tmp_path: Path) -> None:
    root = site()
    whole = _clean(root, tmp_path / "0", 0)
    build = shlex.join(_build(root))
    again = f"{build}; cp -r output first; head -c 100000 /dev/urandom > assets/large.txt; {build}; echo $?"
    done = _mounted(root, "100k", f"{again}; cp -r output copy")
    assert done.stderr == f"icpr: {root / 'output'} cannot be written: No space left on device\n"
    assert done.stdout.endswith("\n1\n")
    assert tree(root / "first") == tree(root / "copy") == whole


@LINUX
@pytest.mark.parametrize(
    ("closed", "status", "why"),
    [
        (".", 1, "icpr: {output} cannot be written: Permission denied\n"),
        ("output", 1, "icpr: {output} cannot be written: Permission denied\n"),
        ("output/news", 1, "icpr: {output} cannot be written: Permission denied\n"),
    ],
)
def test_an_output_that_this_user_may_not_replace_stays(
    site: SiteMaker, closed: str, status: int, why: str
) -> None:
    root = site()
    assert _powerless(root, *_build(root)) == (0, "")
    before = tree(root)
    _write_home(root, 1)
    (root / closed).chmod(0o555)
    try:
        assert _powerless(root, *_build(root)) == (status, why.format(output=root / "output"))
    finally:
        (root / closed).chmod(0o755)
    assert tree(root / "output") == {
        name.removeprefix("output/"): data for name, data in before.items() if name.startswith("output/")
    }
    assert _litter(root) == []
    assert _powerless(root, *_build(root)) == (0, "")


@LINUX
@pytest.mark.parametrize(
    "name", ["content/index.md", "content/data/site.yaml", "assets/css/base.css", "templates/base.html"]
)
def test_what_this_user_may_not_read_is_told(site: SiteMaker, name: str) -> None:
    root = site()
    (root / name).chmod(0)
    status, errors = _powerless(root, *_build(root))
    assert status == 1
    assert f"{name}:1:1: this cannot be read: Permission denied [file-unreadable]\n" in errors
    assert not (root / "output").exists()


@LINUX
def test_an_output_that_this_user_may_not_read_is_refused(site: SiteMaker) -> None:
    root = site()
    assert _powerless(root, *_build(root)) == (0, "")
    (root / "output" / "index.html").chmod(0)
    refused = f"icpr: {root / 'output'} cannot be the output: Permission denied\n"
    assert _powerless(root, *_build(root)) == (2, refused)


@LINUX
@pytest.mark.parametrize("closed", [".", CACHE, f"{CACHE}/memory"])
def test_a_build_that_may_remember_nothing_works(site: SiteMaker, tmp_path: Path, closed: str) -> None:
    root = site()
    assert _powerless(root, *_build(root)) == (0, "")
    (root / closed).chmod(0o555 if closed == "." else 0)
    try:
        assert _powerless(root, *_build(root), "--output", str(tmp_path / "other")) == (0, "")
    finally:
        (root / closed).chmod(0o755)
    assert tree(tmp_path / "other") == tree(root / "output")


@LINUX
def test_a_user_without_a_home_can_build(site: SiteMaker) -> None:
    root = site()
    environment = {name: value for name, value in _env().items() if name not in ("HOME", "XDG_STATE_HOME")}
    assert _powerless(root, *_build(root), env=environment) == (0, "")
    assert not (root / CACHE).exists()


@POSIX
def test_of_builds_at_once_one_wins(site: SiteMaker, tmp_path: Path) -> None:
    root = site()
    whole = [_clean(root, tmp_path / str(number), number) for number in (0, 1)]
    running: list[subprocess.Popen[bytes]] = []
    for number in (0, 1, 0, 1):
        copy = tmp_path / f"copy-{len(running)}"
        shutil.copytree(root, copy)
        _write_home(copy, number)
        running.append(subprocess.Popen([*_build(copy), "--output", str(tmp_path / "output")]))
    assert [build.wait(60) for build in running] == [0, 0, 0, 0]
    assert tree(tmp_path / "output") in whole
    assert _litter(tmp_path) == []


@LINUX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_waits_can_be_stopped(site: SiteMaker, number: signal.Signals) -> None:
    import fcntl  # noqa: PLC0415 - Windows has none

    root = site()
    lock = os.open(root, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    with subprocess.Popen(_build(root), stderr=subprocess.PIPE, text=True) as running:
        while f" -> FLOCK  ADVISORY  WRITE {running.pid} " not in Path("/proc/locks").read_text("utf-8"):
            assert running.poll() is None
            time.sleep(0.05)
        running.send_signal(number)
        assert running.stderr
        assert running.stderr.read() == ""
    os.close(lock)
    assert running.returncode == 128 + number
    assert not (root / "output").exists()


def test_what_has_not_changed_keeps_its_time(site: SiteMaker, icpr: Command) -> None:
    root = site()
    icpr("build", root, "--quiet")
    before = _times(root / "output")
    _write_home(root, 1)
    icpr("build", root, "--quiet")
    after = _times(root / "output")
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"index.html", "SHA256SUMS"}
    assert all(int(after[name]) > int(before[name]) for name in changed)


def test_a_folder_can_be_compared_with_what_was_built(
    site: SiteMaker, icpr: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    root = site()
    icpr("build", root, "--quiet")
    output = root / "output"
    assert main(["verify", str(output)]) == 0
    assert capsys.readouterr().out == f"Verified 15 files in {output}.\n"
    (output / "index.html").write_text("by hand", "utf-8")
    (output / "feed.xml").unlink()
    (output / "new.html").touch()
    told = ["feed.xml is missing", "index.html was changed", "new.html was not built"]
    assert main(["verify", str(output)]) == 1
    assert capsys.readouterr().err.splitlines() == told
    assert main(["verify", str(root / "content")]) == 2
    assert capsys.readouterr().err == f"icpr: {root / 'content'} holds no SHA256SUMS of a build\n"


def _news(day: int) -> str:
    return f"---\ntitle: Item {day}\ndate: 2024-01-{day:02}\nsummary: The summary of {day}.\n---\nText.\n"


def _write_home(root: Path, number: int) -> None:
    file = root / HOME
    text = file.read_text("utf-8").partition("\nState ")[0].rstrip("\n")
    file.write_text(f"{text}\n\nState {number}.\n", "utf-8")


def _clean(root: Path, output: Path, number: int) -> dict[str, bytes]:
    """Build a site in one of its two states into a folder of its own."""
    _write_home(root, number)
    subprocess.run([*_build(root), "--output", str(output)], check=True, stdout=subprocess.DEVNULL)
    return tree(output)


def _build(root: Path) -> list[str]:
    return [sys.executable, "-m", "icpr_build", "build", "--root", str(root), "--today", TODAY]


def _timed(root: Path) -> float:
    begun = time.monotonic()
    subprocess.run(_build(root), check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begun


def _mounted(root: Path, size: str, script: str) -> subprocess.CompletedProcess[str]:
    """Run a script in a project whose output is a small disk of its own."""
    (root / "output").mkdir(exist_ok=True)
    script = f"mount -t tmpfs -o size={size} tmpfs output && {script}"
    command = ["unshare", *(() if os.geteuid() == 0 else ("--map-root-user",)), "--mount", "sh", "-c", script]
    try:
        return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, env=_env())
    except (OSError, subprocess.CalledProcessError) as error:
        why = getattr(error, "stderr", error)
        pytest.fail(f"needs a Linux where unshare --mount works (package util-linux): {why}")


def _powerless(root: Path, *command: str, env: dict[str, str] | None = None) -> tuple[int, str]:
    """Run a command as a user who is not root, and whom nobody knows; give its exit status and its errors."""
    before = ["unshare", "--user", "--map-user=12345", "--map-group=12345"]
    if not shutil.which(before[0]) or subprocess.run([*before, "true"], check=False).returncode:
        pytest.fail("needs a Linux where unshare --user works (package util-linux)")
    done = subprocess.run(
        [*before, *command], cwd=root, capture_output=True, text=True, check=False, env=env or _env()
    )
    return done.returncode, done.stderr


def _env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(PROJECT)}


def _times(folder: Path) -> dict[str, float]:
    return {name: (folder / name).stat().st_mtime for name in tree(folder)}


def _litter(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".") and path.name != CACHE]
