"""Disk → sources, templates and assets.

Rule: nothing here knows what a key means.
Rule: only what lies in one of its folders is read: no link that leads out of it, no folder twice, nothing
but files.
Rule: what begins with a dot, or ends in `~`, belongs to an editor's tools and is passed over.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from icpr_build.cache import Cache
from icpr_build.characters import FORBIDDEN, ZERO_WIDTH
from icpr_build.model import Inputs, Node, Source
from icpr_build.problem import Code, Place, Problem
from icpr_build.source.front_matter import part
from icpr_build.source.text_file import decode
from icpr_build.source.yaml_reader import compose
from icpr_build.urls import RENAME, invalid_name_reason

LARGEST = 500_000  # bytes of a text; ten times the longest report
_OTHER = (".txt", ".doc", ".docx", ".odt", ".rtf")
_DATA, _TEXT = (".yaml", ".yml"), (".md", ".markdown", ".mdown", *_OTHER)
_UNSEEN_IN_NAME = re.compile(rf"[\t\n\r{ZERO_WIDTH}]|{FORBIDDEN.pattern}")
_WRITE_KEYS = "Write a key, a colon and a value on each line, such as title: Trust."


def read(root: Path, cache: Cache) -> tuple[Inputs, tuple[Problem, ...]]:
    """Read `content/`, `templates/` and `assets/` below the project's root."""
    problems: list[Problem] = []
    sources: list[Source] = []
    for file, data in _files(root, "content", problems):
        sources += _sources(file, data, cache, problems)
    told, known = {problem.place.file for problem in problems}, {source.file for source in sources}
    sources += map(_unreadable, sorted({*map(_meant, told)} - {"", *known}))
    templates = {
        file.removeprefix("templates/"): text
        for file, data in _files(root, "templates", problems)
        if (text := _decoded(file, data, problems)) is not None
    }
    assets = {file.removeprefix("assets/"): data for file, data in _files(root, "assets", problems)}
    return Inputs(sources=tuple(sources), templates=templates, assets=assets), tuple(problems)


def inside(root: Path, file: str) -> Path | None:
    """Give where a file of the project is in truth; None if a link leads out of its folder."""
    folder = Path(os.path.realpath(root), file.partition("/")[0])
    path = Path(os.path.realpath(root / file))
    return path if path.is_relative_to(folder) else None


def _files(root: Path, folder: str, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """Give every file of a folder, in the order of their paths, by its path from the root."""
    for file, path in walk(root, folder, problems):
        try:
            problem = _unfit(root, file, path)
            data = b"" if problem else path.read_bytes()
        except OSError as error:
            problem, data = _not_read(file, error), b""
        if problem:
            problems.append(problem)
        else:
            yield file, data


def walk(root: Path, folder: str, problems: list[Problem]) -> list[tuple[str, Path]]:
    """List what stands in a folder, links to folders included; a project may lack the folder."""

    def unreadable(error: OSError) -> None:
        problems.append(_not_read(Path(error.filename).relative_to(root).as_posix(), error))

    top = root / folder
    if not inside(root, folder):
        return [(folder, top)]
    paths = [
        Path(parent, name)
        for parent, folders, names in (os.walk(top, onerror=unreadable) if top.exists() else ())
        for name in (*names, *(name for name in folders if Path(parent, name).is_symlink()))
    ]
    found = sorted((path.relative_to(root).as_posix(), path) for path in paths)
    return [(file, path) for file, path in found if not file.endswith("~") and "/." not in file]


def _not_read(file: str, error: OSError) -> Problem:
    return _problem(file, "file-unreadable", f"this cannot be read: {error.strerror}")


def _unfit(root: Path, file: str, path: Path) -> Problem | None:
    """Say why a file is not to be read, if it is not."""
    if _UNSEEN_IN_NAME.search(file):
        message, hint = "this file's name has a character unseen", "Rename it with plain letters."
        return _problem(_UNSEEN_IN_NAME.sub("?", file), "name-wrong", message, hint)
    if why := invalid_name_reason(file):
        return _problem(file, "name-wrong", why, RENAME)
    if not inside(root, file) or (path.is_symlink() and path.is_dir()):
        message = "a link that leads to a folder, or out of its own, is not followed"
        return _problem(file, "file-linked", message, "Put the files themselves here.")
    if path.exists() and not path.is_file():
        return _problem(file, "file-unreadable", "this is not an ordinary file")
    if file.startswith("content/") and path.stat().st_size > LARGEST:
        message = f"this file has more than {LARGEST:,} bytes"
        return _problem(file, "file-large", message, "Part it into several pages.")
    return None


def _sources(file: str, data: bytes, cache: Cache, problems: list[Problem]) -> tuple[Source, ...]:
    if not file.endswith((".md", ".yaml")):
        problems.append(_problem(file, "file-unknown", "content/ holds only .md and .yaml files", _way(file)))
        return ()
    text = _decoded(file, data, problems)
    if text is None:
        return ()
    return (
        (_page(file, text, cache, problems),) if file.endswith(".md") else _data(file, text, cache, problems)
    )


def _meant(file: str) -> str:
    """Name the file that one which cannot be read should have been, if it is not itself; else nothing."""
    path = PurePosixPath(file)
    if path.suffix.lower() in _DATA:
        return str(path.with_suffix(".yaml"))
    stem = str(path.with_suffix("")).removesuffix(".md")
    return f"{stem}.md" if path.suffix.lower() in _TEXT else ""


def _way(file: str) -> str:
    """Say what becomes of a file that has no place in content/."""
    name = PurePosixPath(_meant(file)).name
    if not name:
        return "Text is .md, data is .yaml; pictures and other files belong in assets/."
    if file.lower().endswith(_OTHER) and not file.lower().endswith(".md.txt"):
        return f"Save its text as {name}, if it is a page; else put it into assets/."
    return f"Rename it to {name}."


def _unreadable(file: str) -> Source:
    """Stand in for a source that cannot be read, so that links to its page are not told, too."""
    return Source(file=file, node=Node(place=Place(file=file), kind="mapping", is_complete=False))


def _decoded(file: str, data: bytes, problems: list[Problem]) -> str | None:
    text, found = decode(file, data)
    problems += found
    return text


def _page(file: str, text: str, cache: Cache, problems: list[Problem]) -> Source:
    """Read a Markdown file's keys; its body stands by itself."""
    parted, found = part(file, text)
    problems += found
    node = _unreadable(file).node
    if parted.keys is not None:
        node, wrong = cache.call(compose, file, parted.keys, parted.keys_line)
        node = replace(node, is_complete=node.is_complete and parted.is_complete)
        problems += wrong
        found += wrong
    if node.kind != "mapping":
        node = _unreadable(file).node
        if not found:
            message = "the front matter must hold keys with values"
            problems.append(_problem(file, "front-matter-wrong", message, _WRITE_KEYS))
    return Source(file=file, node=node, body=parted.body, body_line=parted.body_line)


def _data(file: str, text: str, cache: Cache, problems: list[Problem]) -> tuple[Source, ...]:
    """Take a YAML file as one source, or as one a list entry; what is no mapping is told."""
    node, found = cache.call(compose, file, text)
    problems += found
    in_list = node.kind == "list"
    entries = node.items if in_list else () if node.kind == "nothing" else (node,)
    for entry in entries:
        if entry.kind not in ("mapping", "invalid") and entry.is_complete:
            message = "keys with values must stand here"
            problems.append(Problem(place=entry.place, code="data-wrong", message=message, hint=_WRITE_KEYS))
    blank = _unreadable(file)
    nodes = (node if node.kind == "mapping" else replace(blank.node, place=node.place) for node in entries)
    sources = tuple(Source(file=file, node=node, in_list=in_list) for node in nodes)
    return sources or ((blank,) if found else ())


def _problem(file: str, code: Code, message: str, hint: str = "") -> Problem:
    return Problem(place=Place(file=file), code=code, message=message, hint=hint)
