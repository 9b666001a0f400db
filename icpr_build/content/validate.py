"""Sources → `Site`: every source is read as the kind of content that its file stands for.

Rule: what is not yet public (a draft, a future date) leaves here, and no later stage knows of it.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import partial
from pathlib import PurePosixPath
from typing import TypeVar

from icpr_build.content.consistency import together
from icpr_build.content.fields import Fields
from icpr_build.content.files import DATA_FILES, DOCUMENTS, HEADLINES, MISSION, NEWS, RESOURCES, SITE
from icpr_build.content.kinds import document, headline, mission, news_item, resource, settings, text_page
from icpr_build.model import NO_BODY, Bodies, Link, NewsItem, Node, Site, Source, TextPage
from icpr_build.problem import Place, Problem
from icpr_build.suggest import did_you_mean
from icpr_build.urls import news_path, site_name

T = TypeVar("T")

_ANEW = "Write it anew, after its example in docs/editing.md."
_ENTRIES = "Write one entry after the other, each as: - title: …, its other keys indented below."
_NO_ENTRIES = "Take the hyphens away: each line is a key, a colon and a value."


class _Intake:
    """Takes sources of one kind after the other, and keeps the links and problems found on the way."""

    def __init__(self, bodies: Bodies) -> None:
        self.bodies = bodies
        self.links: list[Link] = []
        self.problems: list[Problem] = []

    def each(self, kind: Callable[[Fields], T], sources: Iterable[Source]) -> tuple[T, ...]:
        values = []
        for source in sources:
            fields = Fields(source, self.bodies.get(source.file, NO_BODY))
            values.append(kind(fields))
            self.links += fields.links
            self.problems += fields.problems
        return tuple(values)

    def listed(self, kind: Callable[[Fields], T], sources: tuple[Source, ...]) -> tuple[T, ...]:
        """Take the entries of a file that must be a list."""
        for source in sources:
            if source.node.is_complete and not source.in_list:
                message = "this file must be a list, each entry after a hyphen and a blank"
                self.problems.append(
                    Problem(place=source.node.place, code="data-wrong", message=message, hint=_ENTRIES)
                )
                return ()
        return self.each(kind, sources)

    def one(self, kind: Callable[[Fields], T], file: str, sources: tuple[Source, ...]) -> T:
        if not sources:
            message = "this file is missing, or empty"
            self.problems.append(
                Problem(place=Place(file=file), code="file-missing", message=message, hint=_ANEW)
            )
        elif sources[0].in_list:
            message = "this file must hold keys with values, not a list"
            self.problems.append(
                Problem(place=Place(file=file), code="data-wrong", message=message, hint=_NO_ENTRIES)
            )
            sources = ()
        blank = Node(place=Place(file=file), kind="mapping", is_complete=False)
        return self.each(kind, sources[:1] or (Source(file=file, node=blank),))[0]


def validate(
    sources: Iterable[Source], bodies: Bodies, *, templates: Collection[str], today: date, drafts: bool
) -> tuple[Site, tuple[Problem, ...]]:
    """Check every source by its kind. `templates` are the names that a page may choose."""
    sources = tuple(sources)
    intake = _Intake(bodies)

    def entries(file: str) -> tuple[Source, ...]:
        return tuple(
            source for source in sources if f"{file}/".startswith(f"{source.file}/")
        )  # or its folder

    news, pages, unknown = _parted(sources)
    items = intake.each(news_item, news) + intake.listed(headline, entries(HEADLINES))
    texts = intake.each(partial(text_page, templates=templates), pages)
    resources = intake.listed(resource, entries(RESOURCES))
    public = [item for item in items if drafts or (item.date <= today and not item.draft)]
    shown = [page for page in texts if drafts or not page.draft]
    intake.problems += together(items, texts, shown, resources, templates, today)
    hidden = _hidden(items, texts, {item.place for item in public} | {page.place for page in shown})
    site = Site(
        settings=intake.one(settings, SITE, entries(SITE)),
        mission=intake.one(mission, MISSION, entries(MISSION)),
        documents=intake.listed(document, entries(DOCUMENTS)),
        pages=tuple(shown),
        news=tuple(sorted(public, key=lambda item: (-item.date.toordinal(), item.slug))),
        resources=resources,
        links=tuple(link for link in intake.links if link.place.file not in hidden.values()),
        hidden=hidden,
    )
    return site, (*intake.problems, *map(_unknown_file, unknown))


def _hidden(
    items: Iterable[NewsItem], texts: Iterable[TextPage], public: Collection[Place]
) -> dict[str, str]:
    """Give the files that are not yet public, by the site paths of their pages and of themselves."""
    pages = [(item.place, news_path(item.slug)) for item in items if item.has_page]
    pages += [(page.place, page.path) for page in texts]
    files = [(path, place.file) for place, path in pages if place not in public]
    return dict(files) | {site_name(file): file for _, file in files}


def _parted(sources: Iterable[Source]) -> tuple[list[Source], list[Source], list[str]]:
    """Part the sources into news, other pages, and the names of data files that nobody reads."""
    news: list[Source] = []
    pages: list[Source] = []
    unknown: list[str] = []
    for source in sources:
        if source.file.endswith(".md"):
            (news if source.file.startswith(NEWS) else pages).append(source)
        elif source.file not in DATA_FILES and source.node.fields:
            unknown.append(source.file)
    return news, pages, unknown


def _unknown_file(file: str) -> Problem:
    message = f"no data file has this name{did_you_mean(file, DATA_FILES)}"
    names = ", ".join(PurePosixPath(name).name for name in DATA_FILES)
    hint = f"The files in content/data/ are {names}."
    return Problem(place=Place(file=file), code="file-unknown", message=message, hint=hint)
