"""Sources → `Site`: every source is read as the kind of content that its file stands for.

Rule: what is not yet public (a draft, a future date) leaves here, and no later stage knows of it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from typing import TypeVar

from icpr_build.address import site_name, slug
from icpr_build.entries import news_path
from icpr_build.fields import Fields
from icpr_build.files import DATA_FILES, DOCUMENTS, HEADLINES, HOME, MISSION, NEWS, RESOURCES, SITE
from icpr_build.kinds import document, headline, mission, news_item, resource, settings, text_page
from icpr_build.model import Link, NewsItem, Resource, Site, TextPage
from icpr_build.problem import Place, Problem, did_you_mean, quoted
from icpr_build.source import Node, Source

T = TypeVar("T")

_WRITE_PAGE = "Write it: ---, then the keys title and summary, then ---, then the text."


class _Intake:
    """Takes sources of one kind after the other, and keeps the links and problems found on the way."""

    def __init__(self) -> None:
        self.links: list[Link] = []
        self.problems: list[Problem] = []

    def each(self, kind: Callable[[Fields], T], sources: Iterable[Source]) -> tuple[T, ...]:
        values = []
        for source in sources:
            fields = Fields(source)
            values.append(kind(fields))
            self.links += fields.links
            self.problems += fields.problems
        return tuple(values)

    def listed(self, kind: Callable[[Fields], T], sources: tuple[Source, ...]) -> tuple[T, ...]:
        """Take the entries of a file that must be a list."""
        for source in sources:
            if source.node.whole and not source.in_list:
                message = "this file must be a list, each entry after a hyphen and a blank"
                self.problems.append(Problem(place=source.node.place, code="data-wrong", message=message))
                return ()
        return self.each(kind, sources)

    def one(self, kind: Callable[[Fields], T], file: str, sources: tuple[Source, ...]) -> T:
        if not sources:
            message = "this file is missing, or empty"
            self.problems.append(Problem(place=Place(file=file), code="file-missing", message=message))
        elif sources[0].in_list:
            message = "this file must hold keys with values, not a list"
            self.problems.append(Problem(place=Place(file=file), code="data-wrong", message=message))
            sources = ()
        blank = Node(place=Place(file=file), kind="mapping", whole=False)
        return self.each(kind, sources[:1] or (Source(file=file, node=blank),))[0]


def validate(
    sources: Iterable[Source], *, templates: Collection[str], today: date, drafts: bool
) -> tuple[Site, tuple[Problem, ...]]:
    """Check every source by its kind. `templates` are the names that a page may choose."""
    sources = tuple(sources)
    intake = _Intake()

    def entries(file: str) -> tuple[Source, ...]:
        return tuple(source for source in sources if source.file == file)

    news, pages, unknown = _parted(sources)
    items = intake.each(news_item, news) + intake.listed(headline, entries(HEADLINES))
    texts = intake.each(lambda f: text_page(f, templates), pages)
    resources = intake.listed(resource, entries(RESOURCES))
    intake.problems += (*_repeated(items), *_topics(items), *_kinds(resources))
    public = [item for item in items if drafts or (item.date <= today and not item.draft)]
    shown = [page for page in texts if drafts or not page.draft]
    intake.problems += _without_home(texts, shown)
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


def _without_home(pages: Iterable[TextPage], shown: Iterable[TextPage]) -> Iterator[Problem]:
    """A site has a home page, which is public."""
    if all(page.path != "/" for page in shown):
        draft = next((page for page in pages if page.path == "/"), None)
        place = draft.places.get("draft", draft.place) if draft else Place(file=HOME)
        message = "the home page is a draft" if draft else "this file, the home page, is missing"
        hint = "Take the line draft away." if draft else _WRITE_PAGE
        yield Problem(place=place, code="file-missing", message=message, hint=hint)


def _repeated(items: Iterable[NewsItem]) -> Iterator[Problem]:
    """A headline stands once, and not beside a page with the same news."""
    first: dict[tuple[date, str], Place] = {}
    for item in items:
        other = first.setdefault((item.date, slug(item.title)), item.place)
        if other != item.place and not item.has_page:
            message = f"this headline stands already in {other.file}:{other.line}"
            yield Problem(place=item.place, code="anchor-duplicate", message=message, hint="Delete one.")


def _topics(items: Iterable[NewsItem]) -> Iterator[Problem]:
    """Each topic has an address of its own, but for the case of its letters; the newer item is told."""
    first: dict[str, tuple[str, Place]] = {}
    for item in sorted(items, key=lambda item: (item.date, item.place)):
        for topic in item.topics:
            place = item.places["topics"]
            name, at = first.setdefault(slug(topic), (topic, place))
            if name.lower() != topic.lower():
                message = f"{quoted(topic)} has the address of {quoted(name)} in {at.file}:{at.line}"
                hint = "Write it the same, or give one of the two another name."
                yield Problem(place=place, code="path-taken", message=message, hint=hint)


def _kinds(resources: Iterable[Resource]) -> Iterator[Problem]:
    """A kind of resource is written in one way."""
    first: dict[str, Resource] = {}
    for entry in resources:
        other = first.setdefault(slug(entry.kind), entry)
        if other.kind != entry.kind:
            message = f"this kind is written {quoted(other.kind)} in line {other.place.line}"
            hint = "Write it the same."
            yield Problem(place=entry.place, code="anchor-duplicate", message=message, hint=hint)


def _hidden(
    items: Iterable[NewsItem], texts: Iterable[TextPage], public: Collection[Place]
) -> dict[str, str]:
    """Give the files that are not yet public, by the site paths of their pages and of themselves."""
    pages = [(item.place, news_path(item)) for item in items if item.has_page]
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
    return Problem(place=Place(file=file), code="file-unknown", message=message)
