"""The cache of results between builds: it saves time and never changes a result."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from markupsafe import Markup

from icpr_build import cache as cache_module
from icpr_build.cache import Cache, cache_folder, digest
from icpr_build.problem import Place
from tests.conftest import Command, SiteMaker
from tests.lay_out import tree

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither modes nor such links")
SECOND = "---\ntitle: Second\ndate: 2024-06-07\nsummary: S\n---\na <b>\n"
HOME = "---\ntitle: Institute\nsummary: Another home page.\n---\nSee [the news](/news/).\n"
CALLS: list[str] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    html: Markup
    places: tuple[Place, ...] = ()


def compute(text: str) -> Result:
    CALLS.append(text)
    return Result(html=Markup(text), places=(Place(file=text, line=len(text)),))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a cache that has a result."""
    folder = tmp_path / "caches" / "project"
    _computed(folder, "a")
    return folder


def _computed(folder: Path, *texts: str) -> list[str]:
    """Compute results in a build of its own, and return the texts for which the function was called."""
    CALLS.clear()
    cache = Cache(folder)
    assert [cache.call(compute, text) for text in texts] == [
        Result(html=Markup(text), places=(Place(file=text, line=len(text)),)) for text in texts
    ]
    called = list(CALLS)
    cache.save()
    return called


def test_a_result_is_used_again(folder: Path) -> None:
    assert _computed(folder, "a") == []
    assert Cache(folder).get(compute, "nothing") is None
    assert type(Cache(folder).call(compute, "a").html) is Markup


def test_a_result_that_no_build_asked_for_is_dropped(folder: Path) -> None:
    assert _computed(folder, "a", "b") == ["b"]
    assert _computed(folder, "b") == []
    assert _computed(folder, "a") == ["a"]


def test_a_result_that_json_cannot_express_is_computed_again(folder: Path) -> None:
    assert _computed(folder, "\ud800", "b") == ["\ud800", "b"]
    assert _computed(folder, "\ud800", "b") == ["\ud800"]


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
def test_different_values_have_different_digests(one: object, other: object) -> None:
    assert digest(one) == digest(one)
    assert digest(one) != digest(other)


def test_a_value_of_another_kind_has_no_digest() -> None:
    with pytest.raises(NotImplementedError):
        digest(object())


def test_another_program_uses_nothing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(folder)
    cache._program = "another"
    cache.call(compute, "a")
    assert CALLS == ["a", "a"]
    library = tmp_path / "library"
    (library / "nh3-99.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(library)
    assert _computed(folder, "a") == ["a"]
    monkeypatch.setattr(sys, "version", "4.0")
    assert _computed(folder, "a") == ["a"]


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def _flip_bit(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[-5] ^= 1
    file.write_bytes(data)


def _change_text(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b'"html":"a"', b'"html":"evil"'))


def _swap_in_another(file: Path) -> None:
    """Replace a file by that of another function, which is whole."""
    cache = Cache(file.parent)
    cache.call(digest, "a")
    cache.save()
    (other,) = file.parent.glob("*digest.json")
    file.write_bytes(other.read_bytes())


HARM: dict[str, Callable[[Path], object]] = {
    "cut": _cut,
    "one bit": _flip_bit,
    "empty": lambda file: file.write_bytes(b""),
    "garbage": lambda file: file.write_bytes(os.urandom(5000)),
    "without its first line": lambda file: file.write_bytes(file.read_bytes().partition(b"\n")[2]),
    "changed by hand": _change_text,
    "of another function": _swap_in_another,
    "gone": lambda file: file.unlink(),
}


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM)
def test_a_file_that_is_not_as_it_was_written_is_ignored(
    folder: Path, harm: Callable[[Path], object]
) -> None:
    harm(_file(folder))
    assert _computed(folder, "a") == ["a"]
    assert _computed(folder, "a") == []


def _link(path: Path, elsewhere: Path) -> None:
    shutil.move(path, elsewhere)
    path.symlink_to(elsewhere)


def _pipe(path: Path, _elsewhere: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    os.mkfifo(path)


def _plain_file(path: Path, _elsewhere: Path) -> None:
    shutil.rmtree(path)
    path.write_bytes(b"a file")


@POSIX
@pytest.mark.parametrize("change", [_link, _pipe, _plain_file])
@pytest.mark.parametrize("is_parent", [False, True])
def test_a_folder_that_is_not_ordinary_is_left_alone(
    folder: Path, tmp_path: Path, change: Callable[[Path, Path], object], *, is_parent: bool
) -> None:
    change(folder.parent if is_parent else folder, tmp_path / "elsewhere")
    before = _state(tmp_path)
    assert _computed(folder, "a") == ["a"]
    assert _state(tmp_path) == before


@POSIX
@pytest.mark.parametrize("change", [_link, _pipe])
def test_a_file_that_is_not_ordinary_is_replaced_unread(
    folder: Path, tmp_path: Path, change: Callable[[Path, Path], object]
) -> None:
    file = _file(folder)
    change(file, tmp_path / "elsewhere")
    (folder / f"{file.name}.new").symlink_to(tmp_path / "new")
    assert _computed(folder, "a") == ["a"]
    assert not (tmp_path / "new").exists()
    assert file.is_file()
    assert not file.is_symlink()


@POSIX
def test_a_file_of_another_user_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    before = _state(folder)
    assert _computed(folder, "a") == ["a"]
    assert _state(folder) == before


def test_too_much_is_neither_written_nor_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _state(folder)
    monkeypatch.setattr(cache_module, "LARGEST", _file(folder).stat().st_size - 1)
    assert _computed(folder, "a", "b") == ["a", "b"]
    assert _state(folder) == before


def test_a_project_has_a_folder_of_its_own(tmp_path: Path) -> None:
    folders = {cache_folder(tmp_path / name) for name in ("a", "b", "c/../a", "a/")}
    assert len(folders) == 2
    assert None not in folders


@POSIX
@pytest.mark.parametrize("caches", ["relative", "{0}", "{0}/.cache"])
def test_a_folder_that_a_project_may_write_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caches: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", caches.format(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder(tmp_path) is None


def _file(folder: Path) -> Path:
    (file,) = folder.glob("*compute.json")
    return file


def test_a_check_and_no_cache_leave_no_trace(site: SiteMaker, icpr: Command) -> None:
    root = site()
    assert icpr("check", root, "--quiet") == (0, "", "")
    assert icpr("build", root, "--quiet", "--no-cache") == (0, "", "")
    assert not _cache(root).exists()
    assert icpr("build", root, "--quiet") == (0, "", "")
    kept = _state(_cache(root))
    site({"content/index.md": HOME})
    assert icpr("check", root, "--quiet") == (0, "", "")
    assert icpr("build", root, "--quiet", "--no-cache") == (0, "", "")
    assert _state(_cache(root)) == kept
    assert icpr("build", root, "--quiet") == (0, "", "")
    assert _state(_cache(root)) != kept


def test_a_problem_is_reported_again_from_the_cache(site: SiteMaker, icpr: Command) -> None:
    root = site({"content/news/second.md": SECOND})
    first = icpr("build", root)
    assert first[0] == 1
    assert _state(_cache(root))
    assert icpr("build", root) == first
    assert icpr("build", root, "--no-cache") == first


def test_without_a_place_for_a_cache_a_site_is_built(
    site: SiteMaker, icpr: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, file = site(), tmp_path / "file"
    file.write_text("a file", "utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(file))
    assert icpr("build", root, "--quiet") == (0, "", "")
    assert file.read_text("utf-8") == "a file"
    assert tree(root / "output")


def _cache(root: Path) -> Path:
    folder = cache_folder(root)
    assert folder
    return folder


def _state(folder: Path) -> dict[str, tuple[int, int]]:
    """Return everything in a folder, with what would change if any of it were written."""
    found = ((path, path.lstat()) for path in folder.rglob("*"))
    return {str(path): (status.st_ino, status.st_mtime_ns) for path, status in found}
