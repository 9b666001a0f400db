"""What builds remember of one another: a better time, never another result."""

import os
import shutil
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from markupsafe import Markup

from icpr_build import seal
from icpr_build.cache import Cache, digest
from icpr_build.problem import Place
from icpr_build.seal import Vault, vault
from tests.conftest import Command, SiteMaker
from tests.lay_out import CACHE, tree

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither modes nor such links")
SECOND = "---\ntitle: Second\ndate: 2024-06-07\nsummary: S\n---\na <b>\n"
HOME = "---\ntitle: Institute\nsummary: Another home page.\n---\nSee [the news](/news/).\n"
CALLS: list[str] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    html: Markup
    places: tuple[Place, ...] = ()


def made(text: str) -> Made:
    CALLS.append(text)
    return Made(html=Markup(text), places=(Place(file=text, line=len(text)),))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with something remembered."""
    CALLS.clear()
    root = tmp_path / "project"
    root.mkdir()
    _remembered(root, "a")
    return root


def _remembered(root: Path, *texts: str) -> list[str]:
    """Ask for what a function gives in a build of its own, and tell for which texts it was called."""
    CALLS.clear()
    cache = Cache(vault(root))
    assert [cache.call(made, text) for text in texts] == [
        Made(html=Markup(text), places=(Place(file=text, line=len(text)),)) for text in texts
    ]
    called = list(CALLS)
    cache.save()
    return called


def test_what_was_made_is_recalled(project: Path) -> None:
    assert _remembered(project, "a") == []
    recalled = Cache(vault(project)).recall(made, "nothing"), Cache(vault(project)).call(made, "a")
    assert recalled[0] is None
    assert type(recalled[1].html) is Markup


def test_what_no_build_asked_for_is_forgotten(project: Path) -> None:
    assert _remembered(project, "a", "b") == ["b"]
    assert _remembered(project, "b") == []
    assert _remembered(project, "a") == ["a"]


def test_what_json_cannot_hold_is_made_anew(project: Path) -> None:
    assert _remembered(project, "\ud800", "b") == ["\ud800", "b"]
    assert _remembered(project, "\ud800", "b") == ["\ud800"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a", "b"),
        (("a", "b"), ("ab", "")),
        (("1",), (1,)),
        ("&", Markup("&")),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (Place(file="a"), Place(file="a", line=2)),
        ("\ud800", "\ud801"),
        (None, ""),
    ],
)
def test_what_differs_has_another_hash(one: object, other: object) -> None:
    assert digest(one) == digest(one)
    assert digest(one) != digest(other)


def test_what_cannot_be_seen_whole_is_refused() -> None:
    with pytest.raises(NotImplementedError):
        digest(object())


def test_another_program_recalls_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(vault(project))
    cache._program = "another"
    assert cache.recall(made, "a") is None
    library = project / "library"
    (library / "nh3-99.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(library)
    assert _remembered(project, "a") == ["a"]
    monkeypatch.setattr(sys, "version", "4.0")
    assert _remembered(project, "a") == ["a"]


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def _turn(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[-5] ^= 1
    file.write_bytes(data)


def _plant(file: Path) -> None:
    """Plant what is right but for the seal, which is another user's."""
    data = file.read_bytes()[32:].replace(b'"html":"a"', b'"html":"evil"')
    Vault(folder=file.parent, key=bytes(32)).write(file.name, data)


def _of_another(file: Path) -> None:
    """Put in the place of a file another one that bears our own seal."""
    file.write_bytes((file.parent / "other.json").read_bytes())


HARM: dict[str, Callable[[Path], object]] = {
    "cut": _cut,
    "one bit": _turn,
    "empty": lambda file: file.write_bytes(b""),
    "garbage": lambda file: file.write_bytes(os.urandom(5000)),
    "without a seal": lambda file: file.write_bytes(file.read_bytes()[32:]),
    "planted": _plant,
    "of another name": _of_another,
    "gone": lambda file: file.unlink(),
}


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM)
def test_what_is_not_as_it_was_written_is_ignored(project: Path, harm: Callable[[Path], object]) -> None:
    vault(project).write("other.json", b'["",{}]')
    (file,) = (project / CACHE / "memory").glob("*made.json")
    harm(file)
    assert _remembered(project, "a") == ["a"]
    assert _remembered(project, "a") == []


def _link(path: Path, elsewhere: Path) -> None:
    shutil.move(path, elsewhere)
    path.symlink_to(elsewhere)


def _pipe(path: Path, _elsewhere: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    os.mkfifo(path)


def _file(path: Path, _elsewhere: Path) -> None:
    shutil.rmtree(path)
    path.write_bytes(b"a file")


@POSIX
@pytest.mark.parametrize("change", [_link, _pipe, _file])
@pytest.mark.parametrize("what", [CACHE, f"{CACHE}/memory"])
def test_a_folder_that_is_none_of_ours_is_left_alone(
    project: Path, tmp_path: Path, what: str, change: Callable[[Path, Path], object]
) -> None:
    change(project / what, tmp_path / "elsewhere")
    before = _seen(tmp_path)
    assert _remembered(project, "a") == ["a"]
    assert _seen(tmp_path) == before


@POSIX
@pytest.mark.parametrize("change", [_link, _pipe])
def test_a_file_that_leads_elsewhere_is_not_read(
    project: Path, tmp_path: Path, change: Callable[[Path, Path], object]
) -> None:
    (file,) = (project / CACHE / "memory").glob("*made.json")
    change(file, tmp_path / "elsewhere")
    (file.parent / f"{file.name}.new").symlink_to(tmp_path / "new")
    assert _remembered(project, "a") == ["a"]
    assert not (tmp_path / "new").exists()
    assert file.is_file()
    assert not file.is_symlink()


@POSIX
def test_the_key_is_for_this_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "icpr"
    key = seal._key(folder, tmp_path / "project")
    assert len(key) == 32
    assert seal._key(folder, tmp_path / "other") == key
    assert [path.name for path in folder.iterdir()] == [seal.KEY]
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / seal.KEY)}
    assert modes == {"icpr": 0o700, seal.KEY: 0o600}


def _open_to_all(key: Path) -> None:
    key.chmod(0o644)


@POSIX
@pytest.mark.parametrize(
    "harm",
    [_open_to_all, _cut, lambda key: _link(key, key.with_name("elsewhere")), lambda key: _pipe(key, key)],
    ids=["open to all", "cut", "link", "pipe"],
)
def test_a_key_that_others_may_know_is_none(tmp_path: Path, harm: Callable[[Path], object]) -> None:
    folder = tmp_path / "state"
    assert seal._key(folder, tmp_path / "project")
    harm(folder / seal.KEY)
    assert seal._key(folder, tmp_path / "project") == b""


@pytest.mark.parametrize("folder", ["", "state", "{0}", "{0}/.state", "{0}/file/state"])
def test_without_a_place_for_a_key_nothing_is_kept(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").touch()
    root = tmp_path if "file" not in folder else tmp_path / "project"
    assert seal._key(Path(folder.format(tmp_path)), root) == b""
    Vault(folder=tmp_path / "memory", key=b"").write("a.json", b"a")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]


def test_too_much_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal, "LARGEST", 100)
    kept = vault(tmp_path)
    kept.write("a.json", b"a" * 68)
    kept.write("b.json", b"b" * 69)
    assert (kept.read("a.json"), kept.read("b.json")) == (b"a" * 68, b"")
    monkeypatch.setattr(seal, "LARGEST", 99)
    assert kept.read("a.json") == b""


def test_a_check_and_no_cache_leave_no_trace(site: SiteMaker, icpr: Command) -> None:
    root = site()
    assert icpr("check", root, "--quiet") == (0, "", "")
    assert icpr("build", root, "--quiet", "--no-cache") == (0, "", "")
    assert not (root / CACHE).exists()
    assert icpr("build", root, "--quiet") == (0, "", "")
    kept = _seen(root / CACHE)
    site({"content/index.md": HOME})
    assert icpr("check", root, "--quiet") == (0, "", "")
    assert icpr("build", root, "--quiet", "--no-cache") == (0, "", "")
    assert _seen(root / CACHE) == kept
    assert icpr("build", root, "--quiet") == (0, "", "")
    assert _seen(root / CACHE) != kept


def test_a_mistake_is_told_again_from_memory(site: SiteMaker, icpr: Command) -> None:
    root = site({"content/news/second.md": SECOND})
    first = icpr("build", root)
    assert first[0] == 1
    assert _seen(root / CACHE)
    assert icpr("build", root) == first
    assert icpr("build", root, "--no-cache") == first


def test_a_project_that_cannot_be_written_is_built(site: SiteMaker, icpr: Command, tmp_path: Path) -> None:
    root = site({CACHE: "a file"})
    assert icpr("build", root, "--quiet", "--output", str(tmp_path / "output")) == (0, "", "")
    assert (root / CACHE).read_text("utf-8") == "a file"
    assert tree(tmp_path / "output")


def _seen(folder: Path) -> dict[str, tuple[int, int]]:
    """Tell all that stands in a folder, and what would change if any of it were written."""
    found = ((path, path.lstat()) for path in folder.rglob("*"))
    return {str(path): (status.st_ino, status.st_mtime_ns) for path, status in found}
