"""Disk → sources, templates and assets.

Rule: nothing here knows what a key means.
Rule: only what lies in the project is read: no link that leads out of it, no folder twice, nothing but files.
Rule: what begins with a dot, or ends in `~`, belongs to an editor's tools and is passed over.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from frontmatter.default_handlers import YAMLHandler

from icpr_build.compose import UNSEEN, Fault, compose
from icpr_build.problem import Code, Place, Problem
from icpr_build.source import Inputs, Node, Source

LARGEST = 500_000  # bytes of a text; ten times the longest report
_FRONT_MATTER = YAMLHandler()


def read(root: Path) -> tuple[Inputs, tuple[Problem, ...]]:
    """Read `content/`, `templates/` and `assets/` below the project's root."""
    problems: list[Problem] = []
    sources: list[Source] = []
    for file, data in _files(root, "content", problems):
        sources += _sources(file, data, problems)
    unread = {problem.place.file for problem in problems} - {source.file for source in sources}
    sources += (_unreadable(file) for file in sorted(unread) if file.endswith((".md", ".yaml")))
    templates = {
        file.removeprefix("templates/"): text
        for file, data in _files(root, "templates", problems)
        if (text := _decoded(file, data, problems)) is not None
    }
    assets = {file.removeprefix("assets/"): data for file, data in _files(root, "assets", problems)}
    return Inputs(sources=tuple(sources), templates=templates, assets=assets), tuple(problems)


def _files(root: Path, folder: str, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """Give every file of a folder, in the order of their paths, by its path from the root."""
    for file, path in _walk(root, folder, problems):
        try:
            problem = _unfit(root, file, path)
            data = b"" if problem else path.read_bytes()
        except OSError as error:
            problem, data = _not_read(file, error), b""
        if problem:
            problems.append(problem)
        else:
            yield file, data


def _walk(root: Path, folder: str, problems: list[Problem]) -> list[tuple[str, Path]]:
    """List what stands in a folder, links to folders included; a project may lack the folder."""

    def unreadable(error: OSError) -> None:
        problems.append(_not_read(Path(error.filename).relative_to(root).as_posix(), error))

    top = root / folder
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
    if UNSEEN.search(file):
        message, hint = "this file's name has a character unseen", "Rename it with plain letters."
        return _problem(UNSEEN.sub("?", file), "name-wrong", message, hint)
    outside = not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))
    if path.is_symlink() and (outside or path.is_dir()):
        message = "a link that leads to a folder, or out of the project, is not followed"
        return _problem(file, "file-linked", message, "Put the files themselves here.")
    if not path.is_symlink() and not path.is_file():
        return _problem(file, "file-unreadable", "this is not an ordinary file")
    if file.startswith("content/") and path.stat().st_size > LARGEST:
        message = f"this file has more than {LARGEST:,} bytes"
        return _problem(file, "file-large", message, "Part it into several pages.")
    return None


def _sources(file: str, data: bytes, problems: list[Problem]) -> tuple[Source, ...]:
    if not file.endswith((".md", ".yaml")):
        hint = "Text is .md, data is .yaml; pictures and other files belong in assets/."
        problems.append(_problem(file, "file-unknown", "content/ holds only .md and .yaml files", hint))
        return ()
    text = _decoded(file, data, problems)
    if text is None:
        return (_unreadable(file),)
    try:
        return (_page(file, text),) if file.endswith(".md") else _data(file, text)
    except Fault as fault:
        problems.append(fault.problem)
        return (_unreadable(file),)


def _unreadable(file: str) -> Source:
    """Stand in for a source that cannot be read, so that links to its page are not told, too."""
    return Source(file=file, node=Node(place=Place(file=file), kind="mapping"), readable=False)


def _decoded(file: str, data: bytes, problems: list[Problem]) -> str | None:
    """Decode UTF-8; a byte order mark and Windows line ends are taken without a word."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        hint = "Save the file again with the encoding UTF-8."
        problems.append(_problem(file, "encoding-wrong", "this file is not UTF-8 text", hint, before))
        return None
    unseen = UNSEEN.search(text)
    if unseen:
        message = f"the character U+{ord(unseen[0]):04X} cannot be shown"
        problems.append(_problem(file, "character-wrong", message, "Delete it.", text[: unseen.start()]))
        return None
    return text


def _page(file: str, text: str) -> Source:
    """Part a Markdown file into its front matter and its body."""
    if not _FRONT_MATTER.detect(text) or text.split("\n", 1)[0].rstrip() != "---":
        hint = "Begin the file with a line ---, then the keys, then a line ---."
        raise Fault(file, 1, 1, "front-matter-missing", "the first line must be ---", hint)
    try:
        head, body = _FRONT_MATTER.split(text)
    except ValueError:
        hint = "Close the keys with a second line ---, before the text."
        raise Fault(file, 1, 1, "front-matter-open", "the front matter is not closed", hint) from None
    above = text[: text.index(head)] if head.strip() else ""
    node = compose(file, "\n" * above.count("\n") + head)
    if node.kind != "mapping":
        hint = "Write a key, a colon and a value on each line, such as title: Trust."
        raise Fault(file, 1, 1, "front-matter-wrong", "the front matter must hold keys with values", hint)
    body_line = text.count("\n", 0, len(text) - len(body)) + 1
    return Source(file=file, node=node, body=body, body_line=body_line)


def _data(file: str, text: str) -> tuple[Source, ...]:
    """Take a YAML file as one source, or as one a list entry."""
    node = compose(file, text)
    in_list = node.kind == "list"
    entries = node.items if in_list else () if node.kind == "nothing" else (node,)
    for entry in entries:
        if entry.kind != "mapping":
            at = entry.place
            hint = "Write a key, a colon and a value on each line, such as title: Trust."
            raise Fault(file, at.line, at.column, "data-wrong", "keys with values must stand here", hint)
    return tuple(Source(file=file, node=entry, in_list=in_list) for entry in entries)


def _problem(file: str, code: Code, message: str, hint: str = "", before: str = "") -> Problem:
    """Make a problem that stands after the text `before`."""
    place = Place(file=file, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))
    return Problem(place=place, code=code, message=message, hint=hint)
