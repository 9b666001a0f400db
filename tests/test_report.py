import io
import json
import sys
from pathlib import Path

import pytest

from icpr_build.cli.report import as_json, coloured, counted, github, progress, say, text
from icpr_build.problem import Place, Problem

HEAD = "content/a.md:2:3: this is wrong [form-wrong]\n"


@pytest.mark.parametrize(
    ("source", "excerpt"),
    [
        (b"one\n  two  \nthree\n", "      two\n      ^\n"),
        (b"one\r\n  two\r\n", "      two\n      ^\n"),
        (b"\xef\xbb\xbfone\n\ttwo\n", "     two\n      ^\n"),
        (b"one\n  caf\xe9\n", "      caf\ufffd\n      ^\n"),
        (b"one\n" + b"x" * 200, "    " + "x" * 120 + "…\n      ^\n"),
        ("one\n  👮‍♀️ ❤️\n".encode(), "      👮‍♀️ ❤️\n      ^\n"),
        (b"one\nt\n", "    t\n"),
        (b"one\n  \n", ""),
        (b"one", ""),
        (None, ""),
    ],
    ids=[
        "plain",
        "windows",
        "byte order mark and tab",
        "bytes",
        "long",
        "emoji",
        "beyond",
        "spaces",
        "short",
        "no file",
    ],
)
def test_a_problem_is_shown_in_its_line(tmp_path: Path, source: bytes | None, excerpt: str) -> None:
    if source is not None:
        (tmp_path / "content").mkdir()
        (tmp_path / "content" / "a.md").write_bytes(source)
    assert text([_problem()], tmp_path) == HEAD + excerpt
    assert text([_problem("Do this.")], tmp_path) == f"{HEAD}{excerpt}    Do this.\n"


@pytest.mark.parametrize(
    ("column", "excerpt"),
    [
        (60, f"    {'a' * 120}…\n    {' ' * 59}^\n"),
        (61, f"    …{'a' * 119}b…\n    {' ' * 60}^\n"),
        (121, f"    …{'a' * 59}{'b' * 61}…\n    {' ' * 60}^\n"),
        (180, f"    …{'b' * 120}\n    {' ' * 60}^\n"),
        (241, f"    …{'b' * 120}\n    {' ' * 121}^\n"),
    ],
)
def test_a_long_line_is_cut_around_the_place(tmp_path: Path, column: int, excerpt: str) -> None:
    (tmp_path / "a.md").write_text("a" * 120 + "b" * 120)
    place = Place(file="a.md", column=column)
    problem = Problem(place=place, code="form-wrong", message="wrong")
    assert text([problem], tmp_path) == f"a.md:1:{column}: wrong [form-wrong]\n{excerpt}"


@pytest.mark.parametrize("name", ["a.png", "a.txt", "out.md"])
def test_only_a_text_of_the_project_is_shown(tmp_path: Path, name: str) -> None:
    root = tmp_path / "site"
    root.mkdir()
    (tmp_path / "secret.md").write_text("secret")
    (root / "a.png").write_text("pixels")
    (root / "a.txt").write_text("text")
    (root / "out.md").symlink_to("../secret.md")
    problem = Problem(place=Place(file=name), code="file-linked", message="wrong")
    assert text([problem], root) == f"{name}:1:1: wrong [file-linked]\n"


def test_an_empty_line_separates_problems(tmp_path: Path) -> None:
    assert text([], tmp_path) == ""
    assert text([_problem(), _problem()], tmp_path) == f"{HEAD}\n{HEAD}"


def test_a_terminal_has_colors(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("title", "utf-8")
    place = Place(file="a.md", column=3)
    problem = Problem(place=place, code="form-wrong", message="it is wrong", hint="Correct it.")
    bold, red, green, end = "\033[1m", "\033[31m", "\033[32m", "\033[0m"
    head = f"{bold}a.md:1:3:{end} it is wrong [form-wrong]"
    lines = (head, "    title", f"      {red}^{end}", f"    {green}Correct it.{end}", "")
    assert coloured([problem], tmp_path) == "\n".join(lines)


def test_json_has_every_key(tmp_path: Path) -> None:
    assert json.loads(as_json([], tmp_path)) == []
    assert json.loads(as_json([_problem()], tmp_path)) == [
        {
            "file": "content/a.md",
            "line": 2,
            "column": 3,
            "code": "form-wrong",
            "message": "this is wrong",
            "hint": "",
        }
    ]


def test_no_text_breaks_the_commands_of_github(tmp_path: Path) -> None:
    place = Place(file="content/a,b:c.md", line=2, column=3)
    problem = Problem(place=place, code="form-wrong", message="100%\nwrong, so: correct it", hint="Do this.")
    assert github([], tmp_path) == ""
    assert github([problem], tmp_path) == (
        "::error file=content/a%2Cb%3Ac.md,line=2,col=3,title=form-wrong"
        "::100%25%0Awrong, so: correct it. Do this.\n"
    )


@pytest.mark.parametrize(("number", "words"), [(0, "0 files"), (1, "1 file"), (2, "2 files")])
def test_a_count_has_its_plural(number: int, words: str) -> None:
    assert counted(number, "file") == words


@pytest.mark.parametrize(
    ("terminal", "number", "shown"),
    [
        (True, 49, ""),
        (True, 50, "".join(f"\rRendering {n} of 50 …" for n in range(10, 51, 10)) + "\r\033[K"),
        (False, 50, ""),
    ],
)
def test_progress_is_for_long_work_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, *, terminal: bool, number: int, shown: str
) -> None:
    stream = _Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    assert list(progress(range(number))) == list(range(number))
    assert stream.getvalue() == shown


@pytest.mark.parametrize(("encoding", "data"), [("utf-8", "“é”\n".encode()), ("ascii", b"???\n")])
def test_any_console_can_print_any_text(encoding: str, data: bytes) -> None:
    raw = io.BytesIO()
    console = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    say("“é”\n", console)
    assert raw.getvalue() == data


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _problem(hint: str = "") -> Problem:
    place = Place(file="content/a.md", line=2, column=3)
    return Problem(place=place, code="form-wrong", message="this is wrong", hint=hint)
