import hashlib
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer

import pytest

from icpr_build.model import OutputFile
from icpr_build.problem import Place
from icpr_build.publish import RefusedOutput, publish, reason_to_refuse
from icpr_build.publish.atomic_swap import exchange
from icpr_build.publish.manifest import MARKER, STAGING
from icpr_build.urls import MANIFEST
from tests.lay_out import tree

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows swaps no folders")
FOREIGN = "which no build wrote or which was changed since; delete it, or name another folder with --output"


@pytest.fixture
def strict_umask() -> Iterator[None]:
    """A umask under which new files are for their owner alone."""
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
@pytest.mark.usefixtures("strict_umask")
def test_any_server_may_read_the_output(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish(_files("a/b.html"), output)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (output, *output.rglob("*"))}
    assert modes == {"output": 0o755, "a": 0o755, "b.html": 0o644, "SHA256SUMS": 0o644}


def test_files_of_the_old_site_are_removed(tmp_path: Path) -> None:
    output = tmp_path / "deep" / "output"
    publish(_files("a.html", "old/b.html"), output)
    (output / ".DS_Store").touch()
    assert reason_to_refuse(output, tmp_path / "project") == ""
    publish(_files("a.html", "new/c.html"), output)
    assert sorted(tree(output)) == ["SHA256SUMS", "a.html", "new/c.html"]
    assert not (output / "old").exists()
    assert [path.name for path in output.parent.iterdir()] == ["output"]


@pytest.mark.parametrize("wrong", ["a.html/b.html", "x" * 300, "nul\0"])
def test_what_cannot_be_written_changes_nothing(tmp_path: Path, wrong: str) -> None:
    output = tmp_path / "output"
    publish(_files("a.html", "old.html"), output)
    before = tree(output)
    with pytest.raises((OSError, ValueError)):
        publish(_files("a.html", "new.html", wrong), output)
    assert tree(output) == before
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


@pytest.mark.parametrize("wrong", ["../a.html", "a/../../b.html", "{0}/c.html"])
def test_nothing_is_written_elsewhere(tmp_path: Path, wrong: str) -> None:
    with pytest.raises((OSError, ValueError)):
        publish(_files(wrong.format(tmp_path)), tmp_path / "in" / "output")
    assert tree(tmp_path) == {}


def test_folders_beside_the_output_stay(tmp_path: Path) -> None:
    beside = {".output-new/mine.txt": b"mine", ".icpr-new/mine.txt": b"mine", "output-old/mine.txt": b"mine"}
    for name, data in beside.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(data)
    publish(_files("a.html"), tmp_path / "output")
    publish(_files("b.html"), tmp_path / "output")
    found = tree(tmp_path)
    assert {name: found[name] for name in found if not name.startswith("output/")} == beside


@pytest.mark.parametrize("name", [f"{STAGING}-output", f"output/{STAGING}"])
@pytest.mark.parametrize("left", ["", "marked", "marked, with files", "nothing marked yet"])
def test_what_a_killed_build_left_is_removed(tmp_path: Path, name: str, left: str) -> None:
    staging = tmp_path / name
    staging.mkdir(parents=True)
    if left:
        (staging / MANIFEST).write_text("" if left == "nothing marked yet" else f"{MARKER}\nsum  a.html\n")
    if left == "marked, with files":
        (staging / "a.html").write_bytes(b"half of")
    publish(_files("a.html"), tmp_path / "output")
    assert sorted(tree(tmp_path)) == ["output/SHA256SUMS", "output/a.html"]
    assert not staging.exists()


@pytest.mark.parametrize("name", [f"{STAGING}-output", f"output/{STAGING}"])
@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_a_folder_for_new_files_that_no_build_made_is_kept(tmp_path: Path, name: str, kind: str) -> None:
    output, staging, elsewhere = tmp_path / "output", tmp_path / name, tmp_path / "elsewhere"
    publish(_files("a.html"), output)
    elsewhere.mkdir()
    (elsewhere / "mine.txt").write_bytes(b"mine")
    if kind == "file":
        staging.write_bytes(b"mine")
    elif kind == "folder":
        shutil.copytree(elsewhere, staging)
    else:
        staging.symlink_to(elsewhere)
    before = tree(tmp_path)
    reason = f"{staging} is in the way, and no build made it; delete or rename it"
    assert reason_to_refuse(output, tmp_path / "project") == reason
    with pytest.raises(RefusedOutput) as refused:
        publish(_files("b.html"), output)
    assert str(refused.value) == reason
    assert tree(tmp_path) == before


def test_a_link_to_the_output_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "output").symlink_to("real")
    publish(_files("a.html"), tmp_path / "output")
    assert (tmp_path / "output").is_symlink()
    assert sorted(tree(tmp_path / "real")) == ["SHA256SUMS", "a.html"]


def test_the_manifest_lists_every_file(tmp_path: Path) -> None:
    publish(_files("b.html", "a/é x.html", "A.html"), tmp_path / "output")
    lines = [
        f"{hashlib.sha256(name.encode()).hexdigest()}  {name}" for name in ("A.html", "a/é x.html", "b.html")
    ]
    assert (tmp_path / "output" / "SHA256SUMS").read_bytes() == "\n".join((MARKER, *lines, "")).encode()


@pytest.mark.skipif(sys.platform != "linux", reason="needs sha256sum")
def test_the_manifest_can_be_verified(tmp_path: Path) -> None:
    publish(_files("b.html", "a/c.html"), tmp_path / "output")
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    subprocess.run(command, cwd=tmp_path / "output", check=True, capture_output=True)


@pytest.mark.parametrize("folder", ["output", "project/output", "project/public", "project/.cache/site"])
def test_a_new_or_empty_folder_may_be_the_output(tmp_path: Path, folder: str) -> None:
    assert reason_to_refuse(tmp_path / folder, tmp_path / "project") == ""
    (tmp_path / folder).mkdir(parents=True)
    assert reason_to_refuse(tmp_path / folder, tmp_path / "project") == ""


@pytest.mark.parametrize(
    "folder",
    [
        *("/", "~", ".", "project", "project/content", "project/content/news", "project/templates"),
        *("project/assets/img", "project/icpr_build", "project/tests", "project/.git", "project/x/.."),
        *("project/.icpr-cache/site", "project/.github", "project/schemas"),
    ],
)
def test_what_must_be_kept_may_not_be_the_output(tmp_path: Path, folder: str) -> None:
    output = (tmp_path / folder if folder != "~" else Path.home()).resolve()
    why_not = f"{output} is not a folder that a build may replace; name another with --output"
    assert reason_to_refuse(output, tmp_path / "project") == why_not


def test_a_file_may_not_be_the_output(tmp_path: Path) -> None:
    output = tmp_path / "output"
    output.touch()
    assert (
        reason_to_refuse(output, tmp_path / "project") == f"{output} is a file; name a folder with --output"
    )
    inside = reason_to_refuse(output / "site", tmp_path / "project")
    assert inside == f"{output} is a file; name a folder with --output"


@pytest.mark.parametrize("foreign", ["index.html", "a/b.html", ".hidden"])
def test_a_folder_with_other_files_may_not_be_the_output(tmp_path: Path, foreign: str) -> None:
    output = tmp_path / "output"
    publish(_files("ours.html"), output)
    assert reason_to_refuse(output, tmp_path / "project") == ""
    (output / foreign).parent.mkdir(exist_ok=True)
    (output / foreign).touch()
    assert reason_to_refuse(output, tmp_path / "project") == f"{output} contains {foreign}, {FOREIGN}"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish(_files("a.html"), output)
    os.mkfifo(output / "pipe")
    assert reason_to_refuse(output, tmp_path / "project") == f"{output} contains pipe, {FOREIGN}"


def test_a_changed_file_or_a_manifest_of_another_program_is_kept(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish(_files("a.html"), output)
    (output / "a.html").write_text("by hand", "utf-8")
    assert reason_to_refuse(output, tmp_path / "project") == f"{output} contains a.html, {FOREIGN}"
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "disk.iso").write_bytes(b"precious")
    (foreign / "SHA256SUMS").write_text(f"{hashlib.sha256(b'precious').hexdigest()}  disk.iso\n", "utf-8")
    why = "and has no SHA256SUMS that a build wrote"
    what_to_do = "delete the folder if nothing in it is needed, or name another with --output"
    reason = f"{foreign} contains SHA256SUMS, {why}; {what_to_do}"
    assert reason_to_refuse(foreign, tmp_path / "project") == reason


def test_a_foreign_file_is_found_at_the_last_moment(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish(_files("a.html", "old.html"), output)
    (output / "mine.txt").write_bytes(b"mine")
    before = tree(tmp_path)
    with pytest.raises(RefusedOutput) as refused:
        publish(_files("a.html", "new.html"), output)
    assert str(refused.value) == f"{output} contains mine.txt, {FOREIGN}"
    assert tree(tmp_path) == before
    assert not (tmp_path / f"{STAGING}-output").exists()


def test_a_file_created_meanwhile_is_never_lost(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish(_files("a.html"), output)
    for number in range(60):
        writer = Timer(number / 5000, (output / "mine.txt").write_bytes, [b"mine"])
        writer.start()
        with suppress(RefusedOutput):
            publish(_files("a.html", f"{number}.html"), output)
        writer.join()
        assert (output / "mine.txt").read_bytes() == b"mine"
        (output / "mine.txt").unlink()
        assert reason_to_refuse(output, tmp_path / "project") == ""


def test_two_folders_are_swapped(tmp_path: Path) -> None:
    one, other = _two_folders(tmp_path)
    assert exchange(one, other) is (sys.platform in ("linux", "darwin"))
    if sys.platform in ("linux", "darwin"):
        assert tree(tmp_path) == {"one/b": b"", "other/a": b""}


@POSIX
@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("one", "none", FileNotFoundError),
        ("none", "other", FileNotFoundError),
        ("one", "other/b/c", NotADirectoryError),
    ],
)
def test_a_swap_that_fails_says_why(tmp_path: Path, one: str, other: str, why: type[OSError]) -> None:
    _two_folders(tmp_path)
    with pytest.raises(why) as raised:
        exchange(tmp_path / one, tmp_path / other)
    error = raised.value
    assert (error.filename, error.filename2) == (str(tmp_path / one), str(tmp_path / other))
    assert tree(tmp_path) == {"one/a": b"", "other/b": b""}


def _two_folders(folder: Path) -> tuple[Path, Path]:
    for path in (folder / "one" / "a", folder / "other" / "b"):
        path.parent.mkdir()
        path.touch()
    return folder / "one", folder / "other"


def _files(*paths: str) -> list[OutputFile]:
    """Make files that contain their own names."""
    place = Place(file="content/x.md")
    return [OutputFile(path=path, data=path.encode(), place=place) for path in paths]
