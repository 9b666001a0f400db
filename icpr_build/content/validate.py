"""Sources → `Site`: every source is read as the kind of content that its file holds.

What is not public yet (a draft, a future date) is left out here, and no later stage knows of it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from functools import partial
from itertools import filterfalse
from pathlib import PurePosixPath
from typing import TypeVar

from icpr_build.content.consistency import consistency
from icpr_build.content.fields import Fields, empty_source
from icpr_build.content.files import DATA_FILES, DOCUMENTS, HEADLINES, MISSION, NEWS, RESOURCES, SITE
from icpr_build.content.kinds import document, headline, mission, news_item, resource, settings, text_page
from icpr_build.model import NO_BODY, Bodies, Field, Link, NewsItem, Site, Source, TextPage
from icpr_build.problem import Place, Problem
from icpr_build.suggest import did_you_mean, nearest
from icpr_build.urls import link_path, news_path

T = TypeVar("T")


def validate(
    sources: Iterable[Source], bodies: Bodies, *, templates: Collection[str], today: date, drafts: bool
) -> tuple[Site, tuple[Problem, ...]]:
    """Read every source by its kind. `templates` are the names that a page may choose."""
    reader = _Reader(tuple(sources), bodies)
    items = reader.pages(news_item, in_news=True) + reader.entries(headline, HEADLINES)
    pages = reader.pages(partial(text_page, templates=templates), in_news=False)
    resources = reader.entries(resource, RESOURCES)

    def is_public(entry: NewsItem | TextPage) -> bool:
        return drafts or not (entry.draft or (isinstance(entry, NewsItem) and entry.date > today))

    public_pages = tuple(filter(is_public, pages))
    hidden = _hidden(filterfalse(is_public, items), filterfalse(is_public, pages))
    site = Site(
        settings=reader.file(settings, SITE),
        mission=reader.file(mission, MISSION),
        documents=reader.entries(document, DOCUMENTS),
        pages=public_pages,
        news=tuple(sorted(filter(is_public, items), key=lambda item: (-item.date.toordinal(), item.slug))),
        resources=resources,
        links=tuple(link for link in reader.links if link.place.file not in hidden.values()),
        hidden=hidden,
    )
    needing = templates if reader.are_pages_read() else ()  # what was not read may be the page for one
    problems = consistency(items, pages, public_pages, resources, needing, today)
    return site, (*reader.problems, *problems, *reader.unknown_files())


class _Reader:
    """Reads sources of one kind after the other, and collects their links and problems."""

    def __init__(self, sources: tuple[Source, ...], bodies: Bodies) -> None:
        self.sources = sources
        self.bodies = bodies
        self.links: list[Link] = []
        self.problems: list[Problem] = []
        self.misplaced = {
            source.file: _meant(source.file)
            for source in sources
            if source.node.fields and not source.file.endswith(".md") and source.file not in DATA_FILES
        }

    def pages(self, kind: Callable[[Fields], T], *, in_news: bool) -> tuple[T, ...]:
        """Read the Markdown files in the folder of the news, or all others."""
        markdown = (source for source in self.sources if source.file.endswith(".md"))
        return self._read(kind, (source for source in markdown if source.file.startswith(NEWS) == in_news))

    def are_pages_read(self) -> bool:
        """Return whether it is known which pages there are outside of the news, and their templates."""
        wrong = {it.place.file for it in self.problems if it.code in ("choice-unknown", "key-unknown")}
        others = (source for source in self.sources if not source.file.startswith((NEWS, *DATA_FILES)))
        return all(
            source.node.is_complete
            and source.file not in wrong
            and _is_text(source.node.fields.get("template"))
            for source in others
        )

    def entries(self, kind: Callable[[Fields], T], file: str) -> tuple[T, ...]:
        """Read the entries of a file that must be a list."""
        sources = self._of(file)
        for source in sources:
            if source.node.is_complete and not source.in_list:
                message = "this file must be a list, each entry after a hyphen and a space"
                hint = "Write one entry after the other, each as: - title: …, its other keys indented below."
                self.problems.append(source.node.place.problem("data-wrong", message, hint))
                return ()
        return self._read(kind, sources)

    def file(self, kind: Callable[[Fields], T], file: str) -> T:
        """Read a file that must hold keys with values."""
        source = next(iter(self._of(file)), None)
        if not source and file not in self.misplaced.values():
            message = "this file is missing or empty"
            hint = "Write it again, after its example in docs/editing.md."
            self.problems.append(Place(file=file).problem("file-missing", message, hint))
        elif source and source.in_list:
            message = "this file must hold keys with values, not a list"
            hint = "Delete the hyphens: each line is a key, a colon and a value."
            self.problems.append(Place(file=file).problem("data-wrong", message, hint))
            source = None
        return self._read(kind, [source or empty_source(file)])[0]

    def unknown_files(self) -> Iterator[Problem]:
        """Report the data files that nothing reads."""
        known = {source.file for source in self.sources}
        for file, meant in self.misplaced.items():
            message = f"no data file has this name{did_you_mean(meant, DATA_FILES)}"
            hint = f"Move it to {meant}."
            if PurePosixPath(file).name == PurePosixPath(meant).name:
                message = "a data file must be in content/data/ itself"
            elif PurePosixPath(file).parent == PurePosixPath(meant).parent:
                hint = f"Rename it to {PurePosixPath(meant).name}."
            if meant in known:
                hint = f"Write what is in it into {meant}, and delete this file."
            elif not meant:
                names = ", ".join(PurePosixPath(file).name for file in DATA_FILES)
                hint = f"The files in content/data/ are {names}."
            yield Place(file=file).problem("file-unknown", message, hint)

    def _of(self, file: str) -> tuple[Source, ...]:
        """Return the sources of a file, or the one of an unreadable folder that it is in."""
        return tuple(source for source in self.sources if f"{file}/".startswith(f"{source.file}/"))

    def _read(self, kind: Callable[[Fields], T], sources: Iterable[Source]) -> tuple[T, ...]:
        values = []
        for source in sources:
            fields = Fields(source, self.bodies.get(source.file, NO_BODY))
            values.append(kind(fields))
            self.links += fields.links
            self.problems += fields.problems
        return tuple(values)


def _meant(file: str) -> str:
    """Return the data file that has the name of another file, or one like it; else nothing."""
    stems = {PurePosixPath(known).stem: known for known in DATA_FILES}
    return stems.get(nearest(PurePosixPath(file).stem.lower(), stems), "")


def _is_text(field: Field | None) -> bool:
    return not field or field.value.kind in ("text", "nothing")


def _hidden(items: Iterable[NewsItem], pages: Iterable[TextPage]) -> dict[str, str]:
    """Return the files that are not public yet, by the paths of their pages and their own paths."""
    files = {news_path(item.slug): item.place.file for item in items if item.has_page}
    files |= {page.path: page.place.file for page in pages}
    return files | {link_path(file): file for file in files.values()}
