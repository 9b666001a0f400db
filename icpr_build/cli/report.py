"""How problems and progress are printed, for a person or for a program."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TextIO, TypeVar

from icpr_build.problem import Place, Problem, visible
from icpr_build.source import inside

T = TypeVar("T")

PROGRESS_FROM = 50  # pages
WIDTH = 120  # characters of a source line
TEXTS = (".css", ".md", ".svg", ".yaml")
BOLD, RED, GREEN = 1, 31, 32


def text(problems: Iterable[Problem], root: Path) -> str:
    """Return each problem with its source line, a caret under the place, and the hint."""
    source = _reader(root)
    return "\n".join(_format(problem, source, lambda text, _: text) for problem in problems)


def coloured(problems: Iterable[Problem], root: Path) -> str:
    """Return the same for a terminal with colours: the place bold, the caret red, the hint green."""
    source = _reader(root)
    return "\n".join(
        _format(problem, source, lambda text, colour: f"\033[{colour}m{text}\033[0m") for problem in problems
    )


def as_json(problems: Iterable[Problem], _root: Path) -> str:
    """Return a JSON list of objects that all have the same keys."""
    rows = [
        {
            "file": problem.place.file,
            "line": problem.place.line,
            "column": problem.place.column,
            "code": problem.code,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def github(problems: Iterable[Problem], _root: Path) -> str:
    """Return workflow commands, which GitHub shows as annotations of a pull request."""
    return "".join(
        f"::error file={_property(p.place.file)},line={p.place.line},col={p.place.column},"
        f"title={_property(p.code)}::{_data(_annotation(p))}\n"
        for p in problems
    )


FORMS: dict[str, Callable[[Iterable[Problem], Path], str]] = {
    "text": text,
    "json": as_json,
    "github": github,
}


def counted(number: int, noun: str) -> str:
    """Return `1 problem`, `2 problems`."""
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"


def progress(items: Sequence[T]) -> Iterator[T]:
    """Yield the items; if they are many and this is a terminal, count them on one line."""
    shown = sys.stderr and sys.stderr.isatty() and len(items) >= PROGRESS_FROM
    for number, item in enumerate(items, 1):
        if shown and number % 10 == 0:
            say(f"\rRendering {number} of {len(items)} …", sys.stderr)
        yield item
    if shown:
        say("\r\033[K", sys.stderr)


def say(text: str, stream: TextIO | None) -> None:
    """Print text with any characters, on a console that may not know them all.

    Where nothing can be printed, as on a full device or into a pipe that nobody reads, the text is lost; if
    it was for standard output, a line on standard error says so. There is no stream if it was closed.
    """
    if not stream:
        return
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "replace").decode(encoding))
        stream.flush()
    except OSError as error:
        _discard(stream)
        if stream is sys.stdout:
            say(f"icpr: standard output is not complete: {error.strerror}\n", sys.stderr)


def _discard(stream: TextIO) -> None:
    """Discard what a stream has not printed yet, and all that comes: Python tries it again at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _format(problem: Problem, source: Callable[[Place], str], paint: Callable[[str, int], str]) -> str:
    place = problem.place
    where = paint(f"{place.file}:{place.line}:{place.column}:", BOLD)
    lines = [f"{where} {problem.message} [{problem.code}]"]
    line, column = _window(source(place), place.column)
    if line.strip():
        lines.append(f"    {line}")
        if column <= len(line) + 1:
            lines.append(f"    {' ' * (column - 1)}{paint('^', RED)}")
    if problem.hint:
        lines.append(f"    {paint(problem.hint, GREEN)}")
    return "".join(f"{line}\n" for line in lines)


def _window(line: str, column: int) -> tuple[str, int]:
    """Cut a long line to what is around a column; also return the new column."""
    if len(line) <= WIDTH:
        return line, column
    first = min(max(column - WIDTH // 2, 0), len(line) - WIDTH)
    before, after = "…" * (first > 0), "…" * (first + WIDTH < len(line))
    return f"{before}{line[first : first + WIDTH]}{after}", column - first + len(before)


def _reader(root: Path) -> Callable[[Place], str]:
    """Return a function from a place to its source line, as a screen can show it; it reads each file once."""

    @cache
    def lines(file: str) -> list[str]:
        try:
            read = _is_text(root, file)
            text = (root / file).read_text("utf-8-sig", errors="replace") if read else ""
        except OSError:
            return []
        return text.split("\n")

    def line(place: Place) -> str:
        found = "".join(lines(place.file)[place.line - 1 : place.line])
        return visible(found.expandtabs(1)).rstrip()

    return line


def _is_text(root: Path, file: str) -> bool:
    """Return whether a file is a text of the project: no other may be shown, least of all a foreign one."""
    text, path = file.startswith("templates/") or file.endswith(TEXTS), inside(root, file)
    return text and path is not None and path.is_file()  # reading a pipe could wait for ever


def _annotation(problem: Problem) -> str:
    message = problem.message if problem.message.endswith("?") else f"{problem.message}."
    return f"{message} {problem.hint}".strip()


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
