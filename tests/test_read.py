import os
import sys
from datetime import date
from pathlib import Path

import pytest

from icpr_build.cache import Cache
from icpr_build.content import validate
from icpr_build.model import Inputs, Node
from icpr_build.problem import Place, Problem
from icpr_build.source import read
from tests.lay_out import lay_out, report_lines

FIRST = "the line --- must be the first line of the file"
LAST = "the keys must end with a line ---"
WHAT_KEYS_ARE = "the front matter must contain keys with values"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("---\ntitle: A\n---\nBody\n", "Body"),
        ("\ufeff---\r\ntitle: A\r\n---\r\n\r\nBody\r\n", "Body"),
        ("--- \ntitle: A\n---  \n\n\nOne\n\n---\n\nTwo\n", "One\n\n---\n\nTwo"),
        ("---\ntitle: A\nsummary: |\n  a\n  ---\n---\n    code\n", "    code"),
        ("---\ntitle: A\n---\n", ""),
    ],
)
def test_a_markdown_file_is_split(tmp_path: Path, text: str, body: str) -> None:
    _write(tmp_path, "content/a.md", text.encode())
    inputs, problems = read(tmp_path, Cache())
    (source,) = inputs.sources
    assert problems == ()
    assert (source.file, source.body.strip("\n"), source.node.is_complete) == ("content/a.md", body, True)
    assert source.node.fields["title"].value == _text("content/a.md", 2, 8, "A")
    assert text.splitlines()[source.body_line - 1 :][1:] == source.body.splitlines()[1:]


def test_each_item_of_a_list_is_a_source(tmp_path: Path) -> None:
    _write(tmp_path, "content/data/a.yaml", b"- a: NO\n  b: 12:30\n- c: [1.5, ~, 2016-05-17]\n")
    inputs, problems = read(tmp_path, Cache())
    first, second = (source.node.fields for source in inputs.sources)
    assert problems == ()
    assert [(name, field.value.kind, field.value.text) for name, field in first.items()] == [
        ("a", "true or false", "NO"),
        ("b", "number", "12:30"),
    ]
    assert [(item.kind, item.text) for item in second["c"].value.items] == [
        ("number", "1.5"),
        ("nothing", "~"),
        ("date", "2016-05-17"),
    ]


def test_templates_and_assets_are_keyed_by_their_paths(tmp_path: Path) -> None:
    for file in ("templates/pages/a.html", "assets/img/a.png", "assets/.DS_Store", "content/.a.md.swp"):
        _write(tmp_path, file, b"x")
    for file in ("templates/a.html~", "assets/.cache/b.png", "content/data/empty.yaml"):
        _write(tmp_path, file, b"")
    inputs, problems = read(tmp_path, Cache())
    assert problems == ()
    assert inputs.sources == ()
    assert inputs.templates == {"pages/a.html": "x"}
    assert inputs.assets == {"img/a.png": b"x"}


@pytest.mark.parametrize(
    ("file", "data", "problem"),
    [
        ("a.txt", b"", "1:1: content/ may contain only .md and .yaml files [file-unknown]"),
        ("a.md", b"---\ntitle: caf\xe9\n---\n", "2:11: this file is not UTF-8 text [encoding-wrong]"),
        ("a.md", b"", "1:1: this file is empty [front-matter-missing]"),
        ("a.md", b" \n\n\xc2\xa0\n", "1:1: this file is empty [front-matter-missing]"),
        ("a.md", b"\n---\na: b\n---\n", f"2:1: {FIRST} [front-matter-missing]"),
        ("a.md", b"Text\n\n---\na: b\n---\nMore\n", f"3:1: {FIRST} [front-matter-missing]"),
        ("a.md", b"+++\na = 'b'\n+++\nText\n", "1:1: the first line must be --- [front-matter-missing]"),
        ("a.md", b"a: b\nc: d\nText\n", "1:1: the first line must be --- [front-matter-missing]"),
        ("a.md", b"Text\n", "1:1: the first line must be --- [front-matter-missing]"),
        ("a.md", b"----\na: b\n---\n", "1:1: the first line must be --- [front-matter-missing]"),
        ("a.md", b" ---\na: b\n---\n", "1:1: the first line must be --- [front-matter-missing]"),
        ("a.md", b"--- a: b\nc: d\n---\n", "1:1: the first line must be --- [front-matter-missing]"),
        ("a.md", b"---\na: b\n----\nText\n\n---\n", f"3:1: {LAST} [front-matter-open]"),
        ("a.md", b"---\na: b\n ---\nText\n", f"3:1: {LAST} [front-matter-open]"),
        ("a.md", b"---\na: b\n--- Text\n", f"3:1: {LAST} [front-matter-open]"),
        ("a.md", b"---\na: b\n\n- c\n", "1:1: the front matter is not closed [front-matter-open]"),
        (
            "a.md",
            b"---\na: b\n\n## C\n\nF it: g.\n---\n",
            "1:1: the front matter is not closed [front-matter-open]",
        ),
        (
            "a.md",
            b"---\na: b\n---\n\n---\na: c\n---\n",
            "5:1: this is a second front matter [front-matter-wrong]",
        ),
        (
            "a.md",
            b"---\n---\n---\na: c\n---\n",
            "3:1: this is a second front matter [front-matter-wrong]",
        ),
        ("a.md", b"---\na: b\n", "1:1: the front matter is not closed [front-matter-open]"),
        ("a.md", b"---\n---\n", f"1:1: {WHAT_KEYS_ARE} [front-matter-wrong]"),
        ("a.md", b"---\n- a\n---\n", f"1:1: {WHAT_KEYS_ARE} [front-matter-wrong]"),
        (
            "a.md",
            b"---\n\na: b: c\n---\n",
            "3:5: a value with a colon must be in quotation marks [yaml-syntax]",
        ),
        ("a.yaml", b"a\n", "1:1: keys with values are expected here [data-wrong]"),
        ("a.yaml", b"- a: b\n- c\n", "2:3: keys with values are expected here [data-wrong]"),
        ("a.yaml", b"a: [b\n", "1:4: [ is not closed [yaml-syntax]"),
        ("a.yaml", b"a: b\0\n", "1:5: the character U+0000 is invisible [character-wrong]"),
        (
            "a.yaml",
            b"a: " + b"[" * 500 + b"]" * 500,
            "1:23: there are too many brackets or lists inside each other [yaml-deep]",
        ),
        ("a.yaml", b"[a]: b\n", "1:1: a key must be a word [yaml-syntax]"),
        (
            "a.yaml",
            b"a: b\nc: d\na: e\n",
            "3:1: the key 'a' is already on line 1 [key-duplicate]",
        ),
        (
            "a.yaml",
            b"a: &b [*c]\nd: e\n",
            "1:4: '&b' before a value is not supported [yaml-alias]",
        ),
        (
            "a.yaml",
            b"a: !!python/name:os.system\n",
            "1:4: a value that begins with ! must be in quotation marks [yaml-tag]",
        ),
        ("a.yaml", b"a: =\n", "1:4: a value that begins with = must be in quotation marks [yaml-tag]"),
    ],
)
def test_what_cannot_be_read_is_reported(tmp_path: Path, file: str, data: bytes, problem: str) -> None:
    _write(tmp_path, f"content/{file}", data)
    _, problems = read(tmp_path, Cache())
    assert report_lines(problems) == [f"content/{file}:{problem}"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a link to nowhere")
def test_a_file_that_cannot_be_opened_is_reported(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "a.png").symlink_to("nowhere")
    inputs, problems = read(tmp_path, Cache())
    assert report_lines(problems) == [
        "assets/a.png:1:1: this cannot be read: No such file or directory [file-unreadable]"
    ]
    assert inputs.assets == {}


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")
def test_only_files_of_the_project_are_read(tmp_path: Path) -> None:
    root = tmp_path / "site"
    _write(root, "assets/a.png", b"a")
    _write(tmp_path, "secret.png", b"secret")
    (root / "assets" / "b.png").symlink_to("a.png")
    (root / "assets" / "c.png").symlink_to("../../secret.png")
    (root / "assets" / "d").symlink_to(".")
    os.mkfifo(root / "assets" / "e.png")
    (root / "assets" / "f.png").symlink_to("f.png")
    inputs, problems = read(root, Cache())
    message = "a symbolic link to a folder, or out of its own, is not followed"
    assert report_lines(problems) == [
        f"assets/c.png:1:1: {message} [file-linked]",
        f"assets/d:1:1: {message} [file-linked]",
        "assets/e.png:1:1: this is not a regular file [file-unreadable]",
        "assets/f.png:1:1: this cannot be read: Too many levels of symbolic links [file-unreadable]",
    ]
    assert inputs.assets == {"a.png": b"a", "b.png": b"a"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_a_folder_that_cannot_be_opened_is_reported(tmp_path: Path) -> None:
    _write(tmp_path, "assets/in/a.png", b"a")
    _, problems = _read_without(tmp_path, "assets/in")
    assert report_lines(problems) == [
        "assets/in:1:1: this cannot be read: Permission denied [file-unreadable]"
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_the_files_of_a_folder_that_cannot_be_opened_are_not_missing(tmp_path: Path) -> None:
    root = lay_out(tmp_path, "smallest")
    inputs, problems = _read_without(root, "content/data")
    _, missing = validate(
        inputs.sources, {}, templates=("news", "page"), today=date(2026, 1, 1), drafts=False
    )
    assert report_lines((*problems, *missing)) == [
        "content/data:1:1: this cannot be read: Permission denied [file-unreadable]"
    ]


def _read_without(root: Path, folder: str) -> tuple[Inputs, tuple[Problem, ...]]:
    """Read a project as a user who may not open one of its folders."""
    (root / folder).chmod(0)
    for parent in (root, *root.parents[:-1]):
        parent.chmod(parent.stat().st_mode | 0o055)
    user = os.geteuid()
    os.seteuid(user or 65534)  # root may read everything
    try:
        return read(root, Cache())
    finally:
        os.seteuid(user)
        (root / folder).chmod(0o755)


def test_a_template_that_is_not_utf_8_is_reported(tmp_path: Path) -> None:
    _write(tmp_path, "templates/a.html", b"\xff")
    inputs, problems = read(tmp_path, Cache())
    assert report_lines(problems) == ["templates/a.html:1:1: this file is not UTF-8 text [encoding-wrong]"]
    assert inputs.templates == {"a.html": "\u00ff"}


def _write(root: Path, file: str, data: bytes) -> None:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _text(file: str, line: int, column: int, text: str) -> Node:
    return Node(place=Place(file=file, line=line, column=column), kind="text", text=text)


def test_a_large_text_and_an_invisible_character_in_a_name_are_reported(tmp_path: Path) -> None:
    _write(tmp_path, "content/a.md", b"---\na: b\n---\n" + b"word " * 100_000)
    _write(tmp_path, "content/b\x07.md", b"---\na: b\n---\n")
    inputs, problems = read(tmp_path, Cache())
    assert not any(source.node.is_complete for source in inputs.sources)
    assert report_lines(problems) == [
        "content/a.md:1:1: this file has more than 500,000 bytes [file-large]",
        "content/b?.md:1:1: this file's name contains an invisible character [name-wrong]",
    ]
