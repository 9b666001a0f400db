"""Finished files → those that have the path, the title or the description of another.

The older file keeps what both have, and the newer one is reported. A path that somebody chose counts as newer
than one that is made from a file's name or a title.
"""

import datetime
import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import PurePosixPath
from unicodedata import normalize

from icpr_build.check.page_facts import CheckedPage
from icpr_build.check.templates import Makers
from icpr_build.content import SITE
from icpr_build.model import OutputFile
from icpr_build.problem import Place, Problem
from icpr_build.urls import MANIFEST, RENAME, invalid_name_reason, site_path

MAX_PATH_BYTES = 240  # of UTF-8: no name in the path is then too long for any file system


def path_conflicts(files: Collection[OutputFile]) -> Iterator[Problem]:
    """Each file has a path of its own on any file system, and none is the folder of another."""
    yield from _folders(files)
    manifest = OutputFile(path=MANIFEST, data=b"", place=Place(file=MANIFEST))
    taken: dict[str, OutputFile] = {_folded(MANIFEST): manifest}
    folders: dict[str, OutputFile] = {}
    for file in sorted(files, key=_age):
        other = None
        for wanted in _wanted(file):
            path, *above = (PurePosixPath(_folded(wanted)), *PurePosixPath(_folded(wanted)).parents)
            other = other or next((taken[str(at)] for at in (path, *above) if str(at) in taken), None)
            other = other or folders.get(str(path))
            taken.setdefault(str(path), file)
            folders |= {str(folder): folders.get(str(folder), file) for folder in above}
        if other:
            yield _taken(file, other)
        yield from _names(file)


def unique_titles(pages: Iterable[CheckedPage], makers: Makers) -> Iterator[Problem]:
    """Each page has a title of its own."""
    for page, other in _without_own(pages, lambda page: page.facts.title):
        if other:
            message = f"the title of {page.path} is also that of {other.place}"
            place = makers.line(page.file, "<title>[^{<]*</title>") or page.file.place
            yield place.problem("title-duplicate", message, "Give each page a title of its own.")
        else:
            place = makers.line(page.file, "<title|<head>") or makers.top(page.file)
            hint = "Write <title>{{ head.title }}</title> in the head."
            yield place.problem("title-missing", f"{page.path} has no title", hint)


def unique_descriptions(pages: Iterable[CheckedPage], makers: Makers) -> Iterator[Problem]:
    """Each page has a description of its own, as a rule its summary."""
    for page, other in _without_own(pages, lambda page: page.facts.description):
        if other:
            place, first = (file.places.get("summary", file.place) for file in (page.file, other))
            place = makers.line(page.file, '<meta name="description" content="[^{"]*"') or place
            message = f"the summary of {page.path} is also that of {first}"
            yield place.problem("description-duplicate", message, "Give each page a summary of its own.")
        else:
            place = makers.line(page.file, '<meta name="description"|<head>') or makers.top(page.file)
            hint = 'Write <meta name="description" content="{{ head.description }}"> in the head.'
            yield place.problem("description-missing", f"{page.path} has no description", hint)


def _folders(files: Iterable[OutputFile]) -> Iterator[Problem]:
    """A folder of `assets/` is written in one way."""
    folders: dict[str, OutputFile] = {}
    for file in filter(_is_asset, files):
        folders.setdefault(posixpath.dirname(file.place.file), file)
    first: dict[str, str] = {}
    for folder, file in folders.items():
        other = first.setdefault(_folded(folder), folder)
        if other != folder:
            message = f"on some computers this folder is the same as {other}"
            yield file.place.problem("path-taken", message, "Put the files of both into one folder.")


def _names(file: OutputFile) -> Iterator[Problem]:
    """A path can be written on any file system."""
    message, hint = invalid_name_reason(file.path), RENAME
    if (size := len(file.path.encode())) > MAX_PATH_BYTES:
        message = f"this path has {size} bytes, and the limit is {MAX_PATH_BYTES}"
        hint = "Give the file or its folder a shorter name; only a letter from a to z or a digit is one byte."
    if message:
        yield _path_place(file).problem("name-wrong", message, hint)


def _taken(file: OutputFile, other: OutputFile) -> Problem:
    """Report a file whose path another has already."""
    by = "a file of every site" if other.place.file in (MANIFEST, SITE) else other.place
    hint = "Rename one of the two."
    if _is_redirect(file):
        hint = "Delete it from the list: one path cannot lead to two pages."
    message = f"the path {site_path(_wanted(file)[0])} is taken by {by}"
    return _path_place(file).problem("path-taken", message, hint)


def _age(file: OutputFile) -> tuple[int, datetime.date, Place]:
    """Sort files from the oldest to the newest: by how their path was made, then by date."""
    rank = 3 if _is_redirect(file) else 2 if _is_asset(file) else 1 if "slug" in file.places else 0
    return rank, file.date, file.place


def _wanted(file: OutputFile) -> tuple[str, ...]:
    """Return the paths of a file; one in `assets/` also has the one under which links name it."""
    return (file.place.file.removeprefix("assets/"), file.path) if _is_asset(file) else (file.path,)


def _folded(path: str) -> str:
    """Make equal what some file systems take for the same path, such as capitals and lowercase."""
    return normalize("NFC", path).casefold()


def _is_asset(file: OutputFile) -> bool:
    return file.place.file.startswith("assets/")


def _is_redirect(file: OutputFile) -> bool:
    return file.place == file.places.get("redirect_from")


def _path_place(file: OutputFile) -> Place:
    """Return where the path of a file is written, or what it is made from."""
    return file.place if _is_redirect(file) else file.places.get("slug", file.place)


def _without_own(
    pages: Iterable[CheckedPage], value: Callable[[CheckedPage], str]
) -> Iterator[tuple[CheckedPage, OutputFile | None]]:
    """Yield each page whose value is that of an older page, with that one's file, or is empty, with None."""
    first: dict[str, OutputFile] = {}
    listed = (page for page in pages if page.file.listed)
    for page in sorted(listed, key=lambda page: (page.file.date, page.file.place)):
        if not value(page):
            yield page, None
        elif (other := first.setdefault(value(page), page.file)).place != page.file.place:
            yield page, other
