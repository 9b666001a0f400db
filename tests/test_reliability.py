"""What a host can rely on, whatever happens to a build; every test runs real builds.

`make soak` tries the killing a hundred times.
"""

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from icpr_build.cli.commands import main
from icpr_build.publish.manifest import STAGING
from tests.conftest import Command, SiteMaker
from tests.lay_out import PROJECT, TODAY, UNMEASURED, tree
from tests.serving import until

KILLS = int(os.environ.get("ICPR_KILLS", "4"))
STAGING_FOLDER = f"{STAGING}-output"
HOME = "content/index.md"
NO_CONTENT = "icpr: there is no content/ in .; name the project with --root\n"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot kill like this")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's mounts")


NEWS: dict[str, str | bytes | None] = {
    f"content/news/2024-01-{day:02}-item-{day}.md": (
        f"---\ntitle: Item {day}\ndate: 2024-01-{day:02}\nsummary: The summary of {day}.\n---\nText.\n"
    )
    for day in range(1, 29)
}


# When a build is ended: as soon as it has begun to write the new files, has written most, or swapped them.
MOMENTS: dict[str, Callable[[Path, int], bool]] = {
    "staging": lambda root, _: (root / STAGING_FOLDER).exists(),
    "staged": lambda root, _: (root / STAGING_FOLDER / "index.html").exists(),
    "swapped": lambda root, state: f"State {state}." in _home_page(root),
}


@POSIX
@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_a_killed_build_leaves_the_old_site_or_the_new_one(
    site: SiteMaker, tmp_path: Path, moment: Callable[[Path, int], bool]
) -> None:
    root = site(NEWS)
    states = [_clean(root, tmp_path / str(number), number) for number in (0, 1)]
    inside = 0
    for kill in range(KILLS):
        _write_home(root, kill % 2)
        with subprocess.Popen(_build(root), stdout=subprocess.DEVNULL) as running:
            _await(running, partial(moment, root, kill % 2))
            running.kill()
        assert running.returncode in (0, -signal.SIGKILL)
        inside += (root / STAGING_FOLDER).exists()
        if (root / "output").exists():
            assert tree(root / "output") in states
    assert inside > 0 or moment is MOMENTS["swapped"], "no kill came while a build was publishing"
    subprocess.run(_build(root), check=True, stdout=subprocess.DEVNULL)
    assert tree(root / "output") == states[(KILLS - 1) % 2]
    assert _left_behind(root) == []


@POSIX
@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_publishing_leaves_nothing_behind(
    site: SiteMaker, tmp_path: Path, moment: Callable[[Path, int], bool], number: signal.Signals
) -> None:
    root = site(NEWS)
    states = [_clean(root, tmp_path / str(state), state) for state in (0, 1)]
    for state in (0, 1, 0):
        _write_home(root, state)
        with subprocess.Popen(
            [*_build(root), "--quiet"],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            env=os.environ | UNMEASURED,
        ) as running:
            _await(running, partial(moment, root, state))
            running.send_signal(number)
            assert running.stderr
            assert running.stderr.read() == ""
        assert running.returncode in (0, 128 + number)
        assert _left_behind(root) == []
        assert not (root / "output").exists() or tree(root / "output") in states


@LINUX
def test_a_build_that_looks_while_another_replaces_the_output_waits(site: SiteMaker) -> None:
    root = site()
    subprocess.run(_build(root), check=True, stdout=subprocess.DEVNULL)
    with (
        _locked(root) as release,
        subprocess.Popen(_build(root), stderr=subprocess.PIPE, text=True) as running,
    ):
        (root / "output" / "index.html").rename(root / "index.html")
        (root / "output" / "new.html").write_bytes(b"of the other build")
        _await_lock(running)
        (root / "output" / "new.html").unlink()
        (root / "index.html").rename(root / "output" / "index.html")
        release()
        assert running.stderr
        assert running.stderr.read() == ""
    assert running.returncode == 0


@LINUX
def test_a_file_put_into_the_output_while_a_build_waits_is_kept(site: SiteMaker) -> None:
    root = site()
    subprocess.run(_build(root), check=True, stdout=subprocess.DEVNULL)
    _write_home(root, 1)
    with (
        _locked(root) as release,
        subprocess.Popen(_build(root), stderr=subprocess.PIPE, text=True) as running,
    ):
        _await_lock(running)
        (root / "output" / "mine.txt").write_bytes(b"mine")
        before = tree(root)
        release()
        assert running.stderr
        refused = running.stderr.read()
    assert running.returncode == 2
    reason = "contains mine.txt, which no build wrote or which was changed since; delete it, or name another"
    assert refused == f"icpr: {root / 'output'} {reason} folder with --output\n"
    assert tree(root) == before
    assert _left_behind(root) == []


@LINUX
def test_a_foreign_file_in_a_mounted_folder_is_found_at_the_last_moment(site: SiteMaker) -> None:
    root = site()
    publish = (
        "from pathlib import Path; from icpr_build.model import OutputFile; "
        "from icpr_build.problem import Place; from icpr_build.publish import RefusedOutput, publish\n"
        "try: publish([OutputFile(path='a.html', data=b'a', place=Place(file='a.md'))], Path('output'))\n"
        "except RefusedOutput as refused: print(refused)"
    )
    script = f"echo mine > output/mine.txt && {shlex.join([sys.executable, '-c', publish])} && ls -A output"
    done = _mounted(root, "1m", script)
    assert done.stdout.startswith(f"{root / 'output'} contains mine.txt, ")
    assert done.stdout.endswith("\nmine.txt\n")


@LINUX
def test_folders_on_two_disks_are_not_swapped(site: SiteMaker) -> None:
    root = site()
    swap = "from pathlib import Path; from icpr_build.publish.atomic_swap import exchange as e; "
    inside, mounted = (f"print(e(Path('content'), Path('{other}')))" for other in ("output/new", "output"))
    python = shlex.join([sys.executable, "-c", f"{swap}{inside}; {mounted}"])
    assert _mounted(root, "1m", f"mkdir output/new && {python}").stdout == "False\nFalse\n"


@LINUX
def test_a_mounted_folder_is_replaced_file_by_file(site: SiteMaker, tmp_path: Path) -> None:
    root = site()
    states = [_clean(root, tmp_path / str(number), number) for number in (0, 1)]
    for number in (0, 1):
        _write_home(root, number)
        (root / "output" / "old.html").unlink(missing_ok=True)
    done = _mounted(root, "1m", f"{shlex.join(_build(root))} && cp -r output copy")
    assert done.stderr == ""
    assert done.stdout.count("file by file, as this folder cannot be replaced in one step,") == 1
    assert tree(root / "copy") == states[1]


@LINUX
def test_an_output_in_a_folder_that_this_user_may_not_change_is_replaced_file_by_file(
    site: SiteMaker, tmp_path: Path
) -> None:
    root = site()
    state = _clean(root, tmp_path / "1", 1)
    _write_home(root, 0)
    assert _powerless(root, *_build(root)) == (0, "")
    _write_home(root, 1)
    root.chmod(0o555)
    try:
        assert _powerless(root, *_build(root)) == (0, "")
    finally:
        root.chmod(0o755)
    assert tree(root / "output") == state
    assert _left_behind(root) == []


@LINUX
def test_a_folder_mounted_from_the_same_disk_is_replaced_file_by_file(
    site: SiteMaker, tmp_path: Path
) -> None:
    root = site()
    state = _clean(root, tmp_path / "1", 1)
    _write_home(root, 0)
    (root / "elsewhere").mkdir()
    build, edit = shlex.join(_build(root)), f"sed -i 's/State 0/State 1/' {HOME}"
    done = _mounted(
        root, "1m", f"mount --bind elsewhere output && {build} && {edit} && {build} && ls -A output"
    )
    assert done.stdout.count("file by file, as this folder cannot be replaced in one step,") == 2
    assert STAGING not in done.stdout.splitlines()
    assert tree(root / "elsewhere") == state


@LINUX
def test_a_full_disk_is_reported_and_leaves_the_old_site(site: SiteMaker, tmp_path: Path) -> None:
    root = site()
    state = _clean(root, tmp_path / "0", 0)
    build = shlex.join(_build(root))
    again = f"{build}; cp -r output first; head -c 100000 /dev/urandom > assets/large.txt; {build}; echo $?"
    done = _mounted(root, "100k", f"{again}; cp -r output copy")
    assert done.stderr == f"icpr: {root / 'output'} cannot be written: No space left on device\n"
    assert done.stdout.endswith("\n1\n")
    assert tree(root / "first") == tree(root / "copy") == state


@LINUX
@pytest.mark.parametrize(
    ("closed", "status", "why"),
    [
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
    assert _left_behind(root) == []
    assert _powerless(root, *_build(root)) == (0, "")


FOLDERS = (
    *("content", "content/data", "content/news", "content/sub", "assets", "assets/css", "assets/img"),
    *("templates", "templates/pages", "templates/components"),
)
FILES = (
    *("content/index.md", "content/news.md", "content/data/site.yaml", "content/sub/part.md"),
    *("assets/css/base.css", "assets/img/dot.svg", "assets/img/share.png"),
    *("templates/feed.xml", "templates/base.html", "templates/pages/page.html", "templates/pages/news.html"),
)


@LINUX
@pytest.mark.parametrize(
    ("mode", "name"),
    # Mode 444 lets a user list a folder, and do nothing else in it.
    [*((0, name) for name in (*FOLDERS, *FILES)), *((0o444, name) for name in FOLDERS)],
)
def test_what_this_user_may_not_read_is_one_problem(site: SiteMaker, mode: int, name: str) -> None:
    part = "---\ntitle: Part\nsummary: A part of the site.\n---\n[The image](/img/dot.svg)\n"
    text = part.replace("Part", "About").replace("A part", "All").replace("img/dot.svg", "sub/part/")
    root = site({"content/sub/part.md": part, "content/about.md": text})
    with (root / "content/index.md").open("a", encoding="utf-8") as stream:
        stream.write("\n[Part](sub/part.md) [About](/about/)\n")
    assert _powerless(root, *_build(root)) == (0, "")
    (root / name).chmod(mode)
    status, errors = _powerless(root, *_build(root))
    (root / name).chmod(0o755)
    hint = "Make sure that you can open it yourself, or put a copy of it in its place."
    only = f"{name}:1:1: this cannot be read: Permission denied [file-unreadable]\n"
    assert (status, errors) == (1, f"{only}    {hint}\n1 problem in 1 file; nothing was written.\n")


@LINUX
def test_an_output_that_this_user_may_not_read_is_refused(site: SiteMaker) -> None:
    root = site()
    assert _powerless(root, *_build(root)) == (0, "")
    (root / "output" / "index.html").chmod(0)
    file = root / "output" / "index.html"
    refused = f"icpr: {file} cannot be read: Permission denied; name another folder with --output\n"
    assert _powerless(root, *_build(root)) == (2, refused)


@LINUX
@pytest.mark.parametrize("mode", [0, 0o555])
def test_a_build_whose_cache_cannot_be_used_works(site: SiteMaker, tmp_path: Path, mode: int) -> None:
    root, caches = site(), tmp_path / "caches"
    caches.mkdir()
    environment = {**_env(), "XDG_CACHE_HOME": str(caches)}
    assert _powerless(root, *_build(root), env=environment) == (0, "")
    (cache,) = (caches / "icpr-build").iterdir()
    for folder in (cache, caches / "icpr-build", caches):
        folder.chmod(mode)
        try:
            _write_home(root, mode)
            assert _powerless(root, *_build(root), env=environment) == (0, "")
        finally:
            folder.chmod(0o755)
    assert f"State {mode}." in (root / "output" / "index.html").read_text("utf-8")


@LINUX
def test_a_user_without_a_home_can_build(site: SiteMaker, tmp_path: Path) -> None:
    root = site()
    environment = {name: value for name, value in _env().items() if name not in ("HOME", "XDG_CACHE_HOME")}
    before = {path.name for path in root.iterdir()}
    assert _powerless(root, *_build(root), env=environment) == (0, "")
    assert {path.name for path in root.iterdir()} - before == {"output"}


@POSIX
def test_of_builds_at_once_one_wins(site: SiteMaker, tmp_path: Path) -> None:
    root = site()
    states = [_clean(root, tmp_path / str(number), number) for number in (0, 1)]
    running: list[subprocess.Popen[bytes]] = []
    for number in (0, 1, 0, 1):
        copy = tmp_path / f"copy-{len(running)}"
        shutil.copytree(root, copy)
        _write_home(copy, number)
        running.append(subprocess.Popen([*_build(copy), "--output", str(tmp_path / "output")]))
    assert [build.wait(60) for build in running] == [0, 0, 0, 0]
    assert tree(tmp_path / "output") in states
    assert _left_behind(tmp_path) == []


@LINUX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_waits_can_be_stopped(site: SiteMaker, number: signal.Signals) -> None:
    root = site()
    with (
        _locked(root),
        subprocess.Popen(
            _build(root), stderr=subprocess.PIPE, text=True, env=os.environ | UNMEASURED
        ) as running,
    ):
        _await_lock(running)
        running.send_signal(number)
        assert running.stderr
        assert running.stderr.read() == ""
    assert running.returncode == 128 + number
    assert not (root / "output").exists()


@contextmanager
def _locked(folder: Path) -> Iterator[Callable[[], None]]:
    """Hold the lock of a folder; the function that is given releases it."""
    import fcntl  # noqa: PLC0415 - Windows has none

    lock = os.open(folder, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield lambda: fcntl.flock(lock, fcntl.LOCK_UN)
    finally:
        os.close(lock)


def _await_lock(running: subprocess.Popen[str]) -> None:
    """Wait until a build waits for a lock."""
    wanted = f" -> FLOCK  ADVISORY  WRITE {running.pid} "
    until(lambda: wanted in Path("/proc/locks").read_text("utf-8") or running.poll() is not None)
    assert running.poll() is None


def test_an_unchanged_file_keeps_its_time(site: SiteMaker, icpr: Command) -> None:
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
    assert capsys.readouterr().out == f"Verified 16 files in {output}.\n"
    (output / "index.html").write_text("by hand", "utf-8")
    (output / "feed.xml").unlink()
    (output / "new.html").touch()
    expected = ["feed.xml is missing", "index.html was changed", "new.html was not built"]
    assert main(["verify", str(output)]) == 1
    assert capsys.readouterr().err.splitlines() == expected
    assert main(["verify", str(root / "content")]) == 2
    assert capsys.readouterr().err == f"icpr: {root / 'content'} contains no SHA256SUMS of a build\n"


@LINUX
@pytest.mark.parametrize(
    "command", ["build", "check", "build --report json", "schema", "--help", "build --help"]
)
def test_what_cannot_be_printed_is_a_line_and_changes_no_status(site: SiteMaker, command: str) -> None:
    root = site()
    icpr = f"{shlex.join([sys.executable, '-m', 'icpr_build'])} {command}"
    for no_reader, why in ((">/dev/full", "No space left on device"), ("| true", "Broken pipe")):
        script = f"set -o pipefail; {{ {icpr}; echo status $? >&2; }} {no_reader}"
        done = subprocess.run(
            ["bash", "-c", script], cwd=root, env=_env(), capture_output=True, text=True, check=False
        )
        printed = [line for line in done.stderr.splitlines() if not line.startswith(("Built", "Checked"))]
        assert printed in ([f"icpr: standard output is not complete: {why}", "status 0"], ["status 0"])
        assert len(printed) == 2 or no_reader == "| true"  # whoever reads nothing may end too late to matter


@POSIX
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_stream_may_be_closed(site: SiteMaker, closed: str) -> None:
    root = site()
    for content, status in (("", 0), ("---\ntitel: A\n", 1)):
        (root / "content" / "page.md").write_text(content, "utf-8") if content else None
        done = subprocess.run(
            ["sh", "-c", f"{shlex.join(_build(root))} {closed}"], capture_output=True, text=True, check=False
        )
        assert (done.returncode, "Traceback" in done.stderr) == (status, False)
    assert (root / "output" / "index.html").exists()


@LINUX
def test_a_project_that_this_user_may_not_enter_is_a_line(site: SiteMaker, tmp_path: Path) -> None:
    root = site()
    build = _build(root)
    root.chmod(0)
    try:
        done = _powerless(tmp_path, *build)
    finally:
        root.chmod(0o755)
    assert done == (2, f"icpr: {root} cannot be entered: Permission denied\n")


@POSIX
def test_a_working_folder_may_be_deleted(site: SiteMaker, tmp_path: Path) -> None:
    root, gone = site(), tmp_path / "gone"
    gone.mkdir()
    for options, expected in ((f"--root {shlex.quote(str(root))}", (0, "")), ("", (2, NO_CONTENT))):
        script = (
            f"cd {gone} && rmdir {gone} && {sys.executable} -m icpr_build build --quiet {options}; echo $?"
        )
        done = subprocess.run(["sh", "-c", script], env=_env(), capture_output=True, text=True, check=True)
        assert (int(done.stdout), done.stderr) == expected
        gone.mkdir()


def _await(running: subprocess.Popen[Any], moment: Callable[[], bool]) -> None:
    until(lambda: moment() or running.poll() is not None, pause=0)


def _home_page(root: Path) -> str:
    with suppress(OSError):
        return (root / "output" / "index.html").read_text("utf-8")
    return ""


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
    """Run a command as an unknown user who is not root; return its exit status and its errors."""
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


def _left_behind(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]
