"""A project's folder → its sources, templates and assets. Nothing here knows what a key means."""

from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath
from typing import TypeVar

from icpr_build.cache import Cache
from icpr_build.model import Inputs, Source
from icpr_build.problem import Place, Problem
from icpr_build.source import front_matter
from icpr_build.source.front_matter import WRITE_KEYS, unknown
from icpr_build.source.text_file import decode
from icpr_build.source.walk import read_files
from icpr_build.source.yaml_reader import compose

T = TypeVar("T")

_DOCUMENTS = (".txt", ".doc", ".docx", ".odt", ".rtf")
_MARKDOWN, _DATA = (".md", ".markdown", ".mdown", *_DOCUMENTS), (".yaml", ".yml")


def read(root: Path, cache: Cache) -> tuple[Inputs, tuple[Problem, ...]]:
    """Read `content/`, `templates/` and `assets/` below the project's root."""
    problems: list[Problem] = []

    def keep(result: tuple[T, Iterable[Problem]]) -> T:
        value, found = result
        problems.extend(found)
        return value

    content = keep(read_files(root, "content"))
    sources = [source for file, data in content.items() for source in keep(_sources(file, data, cache))]
    templates = keep(read_files(root, "templates"))
    decoded = {file: keep(decode(file, data)) for file, data in templates.items()}
    texts = {file: text for file, text in decoded.items() if text is not None}
    assets = keep(read_files(root, "assets"))
    unread = _unread({*(source.file for source in sources), *texts, *assets}, problems)
    sources += [Source(file=file, node=unknown(Place(file=file))) for file in unread if _is_content(file)]
    inputs = Inputs(
        sources=tuple(sources),
        templates={file.removeprefix("templates/"): text for file, text in texts.items()},
        assets={file.removeprefix("assets/"): data for file, data in assets.items()},
        unread=unread,
    )
    return inputs, tuple(problems)


def is_unread(file: str, unread: Iterable[str]) -> bool:
    """Return whether a file, or a folder that it is in, is one of those that could not be read."""
    return any(f"{file}/".startswith(f"{path}/") for path in unread)


def _is_content(file: str) -> bool:
    return f"{file}/".startswith("content/")


def _sources(file: str, data: bytes, cache: Cache) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """Read a file of content: a Markdown file is one source, a YAML file one or more."""
    if not file.endswith((".md", ".yaml")):
        message = "content/ may contain only .md and .yaml files"
        return (), (Place(file=file).problem("file-unknown", message, _rename(file)),)
    text, problems = decode(file, data)
    if text is None:
        return (), problems
    if file.endswith(".md"):
        source, found = front_matter.load(file, text, cache)
        return (source,), (*problems, *found)
    sources, found = _data(file, text, cache)
    return sources, (*problems, *found)


def _data(file: str, text: str, cache: Cache) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """Read a YAML file as one source, or as one for each item of a list; each must be a mapping."""
    root, problems = cache.call(compose, file, text)
    in_list = root.kind == "list"
    nodes = root.items if in_list else () if root.kind == "nothing" else (root,)
    wrong = tuple(
        node.place.problem("data-wrong", "keys with values are expected here", WRITE_KEYS)
        for node in nodes
        if node.kind not in ("mapping", "invalid") and node.is_complete
    )
    mappings = [node if node.kind == "mapping" else unknown(node.place) for node in nodes]
    if problems and not mappings:
        mappings, in_list = [unknown(Place(file=file))], False
    return tuple(Source(file=file, node=node, in_list=in_list) for node in mappings), (*problems, *wrong)


def _unread(known: Collection[str], problems: Iterable[Problem]) -> tuple[str, ...]:
    """Return the files and folders that are there and could not be read, so that nothing in them is missing.

    A file of content with a wrong name is there under its right name as well.
    """
    problems = tuple(problems)
    files = {problem.place.file for problem in problems if problem.code != "file-unknown"}
    expected = {_expected_path(problem.place.file) for problem in problems if _is_content(problem.place.file)}
    return tuple(sorted((files | expected) - {"", *known}))


def _expected_path(file: str) -> str:
    """Return the path that a file in content/ should have, if it is text or data; else nothing."""
    path = PurePosixPath(file)
    if path.suffix.lower() in _DATA:
        return str(path.with_suffix(".yaml"))
    stem = str(path.with_suffix("")).removesuffix(".md")
    return f"{stem}.md" if path.suffix.lower() in _MARKDOWN else ""


def _rename(file: str) -> str:
    """Return what to do with a file that does not belong in content/."""
    name = PurePosixPath(_expected_path(file)).name
    if not name:
        return "Text is .md, data is .yaml; images and other files belong in assets/."
    if file.lower().endswith(_DOCUMENTS) and not file.lower().endswith(".md.txt"):
        return f"Save its text as {name}, if it is a page; else put it into assets/."
    return f"Rename it to {name}."
