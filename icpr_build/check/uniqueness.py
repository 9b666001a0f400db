"""Finished files → those that want the address, the title or the summary of another.

Rule: the older keeps what both want, and the newer is told; an address that somebody chose is newer than one
that a file's name or a title made.
"""

import datetime
import posixpath
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from unicodedata import normalize

from icpr_build.check.page_facts import Outline, Outlines
from icpr_build.content import SITE
from icpr_build.model import OutputFile
from icpr_build.problem import Place, Problem
from icpr_build.urls import MANIFEST, RENAME, invalid_name_reason, site_path

LONGEST = 240  # bytes of a path; no name in it is then too long for any disk


def paths(files: Iterable[OutputFile]) -> Iterator[Problem]:
    """Each file has a path of its own, on any disk, and none is the folder of another."""
    files = tuple(files)
    yield from _folders(files)
    manifest = OutputFile(path=MANIFEST, data=b"", place=Place(file=MANIFEST))
    taken: dict[str, OutputFile] = {_folded(MANIFEST): manifest}
    folders: dict[str, OutputFile] = {}
    for file in sorted(files, key=_age):
        found = None
        for wanted in _wanted(file):
            path, *above = (PurePosixPath(_folded(wanted)), *PurePosixPath(_folded(wanted)).parents)
            found = found or next((taken[str(at)] for at in (path, *above) if str(at) in taken), None)
            found = found or folders.get(str(path))
            taken.setdefault(str(path), file)
            folders |= {str(folder): folders.get(str(folder), file) for folder in above}
        if found:
            yield _taken(file, found)
        yield from _unfit(file)


def _folders(files: Iterable[OutputFile]) -> Iterator[Problem]:
    """A folder of `assets/` is written in one way: some disks would make one of two."""
    folders: dict[str, OutputFile] = {}
    for file in filter(_is_asset, files):
        folders.setdefault(posixpath.dirname(file.place.file), file)
    first: dict[str, str] = {}
    for folder, file in folders.items():
        other = first.setdefault(_folded(folder), folder)
        if other != folder:
            message = f"some disks take this folder for {other}"
            hint = "Put the files of the two into one."
            yield Problem(place=file.place, code="path-taken", message=message, hint=hint)


def _unfit(file: OutputFile) -> Iterator[Problem]:
    """A path can be written on any disk."""
    message, hint = invalid_name_reason(file.path), RENAME
    if len(file.path.encode()) > LONGEST:
        message = f"this address has more than {LONGEST} letters"
        hint = "Give the file, or its folder, a shorter name."
    if message:
        yield Problem(place=_chosen(file), code="name-wrong", message=message, hint=hint)


def _age(file: OutputFile) -> tuple[int, datetime.date, Place]:
    """BuildOptions files from the oldest to the newest."""
    chosen = ("slug" in file.places, _is_asset(file), _is_signpost(file))
    return max(rank * is_so for rank, is_so in enumerate(chosen, 1)), file.date, file.place


def _wanted(file: OutputFile) -> tuple[str, ...]:
    """Give the paths that a file takes; one in `assets/` also has a plain one, by which content names it."""
    return (file.place.file.removeprefix("assets/"), file.path) if _is_asset(file) else (file.path,)


def _folded(path: str) -> str:
    """Some disks do not tell capitals from small letters, or two ways to store an accent."""
    return normalize("NFC", path).casefold()


def _is_asset(file: OutputFile) -> bool:
    return file.place.file.startswith("assets/")


def _is_signpost(file: OutputFile) -> bool:
    return file.place == file.places.get("redirect_from")


def _taken(file: OutputFile, other: OutputFile) -> Problem:
    own = other.place.file in (MANIFEST, SITE)
    taken_by = "the site's own file" if own else _named(other.place)
    message = f"the address {site_path(_wanted(file)[0])} is taken by {taken_by}"
    hint = "Give one of the two another name."
    if _is_signpost(file):
        hint = "Delete it from the list: an old address leads to one page."
    return Problem(place=_chosen(file), code="path-taken", message=message, hint=hint)


def _chosen(file: OutputFile) -> Place:
    """Tell where the address of a file was written, or what made it."""
    return file.place if _is_signpost(file) else file.places.get("slug", file.place)


def titles(outlines: Outlines) -> Iterator[Problem]:
    """Each page has a title of its own."""
    for path, file, other in _shared(outlines, lambda found: found.title):
        if other:
            message = f"the title of {path} is that of {_named(other.place)}, too"
            hint = "Give each its own title."
            yield Problem(place=file.place, code="title-duplicate", message=message, hint=hint)
        else:
            yield Problem(place=file.place, code="title-missing", message=f"{path} has no title")


def descriptions(outlines: Outlines) -> Iterator[Problem]:
    """Each page has a description of its own."""
    for path, file, other in _shared(outlines, lambda found: found.description):
        if other:
            place, first = (found.places.get("summary", found.place) for found in (file, other))
            message = f"the summary of {path} is that of {_named(first)}, too"
            hint = "Give each its own summary."
            yield Problem(place=place, code="description-duplicate", message=message, hint=hint)
        else:
            message = f"{path} has no description"
            yield Problem(place=file.place, code="description-missing", message=message)


def _shared(
    outlines: Outlines, value: Callable[[Outline], str]
) -> Iterator[tuple[str, OutputFile, OutputFile | None]]:
    """Give the pages whose value is empty, with None, or an older page's, with that one."""
    first: dict[str, OutputFile] = {}
    listed = ((path, file, found) for path, (file, found) in outlines.items() if file.listed)
    for path, file, found in sorted(listed, key=lambda page: (page[1].date, page[1].place)):
        if not value(found):
            yield path, file, None
        elif (other := first.setdefault(value(found), file)).place != file.place:
            yield path, file, other


def _named(place: Place) -> str:
    return f"{place.file}:{place.line}"
