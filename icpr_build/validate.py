"""Sources → `Site`: one function per kind of content, which is also the declaration of its keys.

Rule: a kind lists its keys in the order in which the editors' guide shows them.
Rule: what is not yet public (a draft, a future date) leaves here, and no later stage knows of it.
"""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import TypeVar

from icpr_build.address import page_path, slug
from icpr_build.fields import Fields
from icpr_build.model import (
    Aim,
    Document,
    Link,
    Mission,
    NavigationLink,
    NewsItem,
    Organization,
    Quotation,
    Resource,
    Settings,
    Site,
    TextPage,
)
from icpr_build.problem import Place, Problem, did_you_mean
from icpr_build.prose import prose
from icpr_build.source import Node, Source

T = TypeVar("T")

NEWS = "content/news/"
DATA_FILES = SITE, MISSION, DOCUMENTS, HEADLINES, RESOURCES = (
    "content/data/site.yaml",
    "content/data/mission.yaml",
    "content/data/documents.yaml",
    "content/data/news.yaml",
    "content/data/resources.yaml",
)


def navigation_link(f: Fields) -> NavigationLink:
    """Declare an entry of the menu."""
    return f.finish(NavigationLink, label=f.text("label"), url=f.address("url"))


def organization(f: Fields) -> Organization:
    """Declare the parent organization."""
    return f.finish(Organization, name=f.text("name"), url=f.address("url"))


def settings(f: Fields) -> Settings:
    """Declare `site.yaml`."""
    return f.finish(
        Settings,
        title=f.text("title"),
        short_title=f.text("short_title"),
        base_url=f.base_url("base_url"),
        language=f.text("language"),
        summary=f.text("summary"),
        email=f.email("email"),
        organization=f.part("organization", organization),
        navigation=f.each("navigation", navigation_link),
    )


def aim(f: Fields) -> Aim:
    """Declare one of the mission's aims."""
    return f.finish(Aim, name=f.text("name"), text=f.text("text", required=False))


def quotation(f: Fields) -> Quotation:
    """Declare the quotation; a blank line in its text parts two passages."""
    return f.finish(
        Quotation,
        passages=tuple(re.split(r"\n+", f.text("text"))),
        name=f.text("name"),
        role=f.text("role"),
    )


def mission(f: Fields) -> Mission:
    """Declare `mission.yaml`."""
    return f.finish(
        Mission,
        statement=f.text("statement"),
        aims=f.each("aims", aim),
        quotation=f.part("quotation", quotation),
    )


def document(f: Fields) -> Document:
    """Declare an entry of `documents.yaml`."""
    f.one_of("url", "file")
    title = f.text("title")
    return f.finish(
        Document,
        slug=slug(title),
        title=title,
        publisher=f.text("publisher"),
        date=f.partial_date("date"),
        summary=f.text("summary"),
        url=f.address("url", required=False) or f.address("file", required=False),
        points=f.texts("points"),
        place=f.place("title"),
    )


def headline(f: Fields) -> NewsItem:
    """Declare an entry of `news.yaml`: a headline without a page of its own."""
    title = f.text("title")
    return f.finish(
        NewsItem,
        slug=slug(title),
        title=title,
        date=f.date("date"),
        link=f.address("link", required=False),
        summary=f.text("summary", required=False),
        has_page=False,
        place=f.place("title"),
    )


def resource(f: Fields) -> Resource:
    """Declare an entry of `resources.yaml`."""
    return f.finish(
        Resource,
        title=f.text("title"),
        kind=f.text("kind"),
        summary=f.text("summary"),
        url=f.address("url"),
        date=f.partial_date_or_none("date"),
        topics=f.texts("topics"),
    )


def text_page(f: Fields, templates: Collection[str]) -> TextPage:
    """Declare a Markdown page outside of the news. `templates` are the names that it may choose."""
    return f.finish(
        TextPage,
        path=page_path(f.source.file),
        title=f.text("title"),
        summary=f.text("summary"),
        draft=f.flag("draft"),
        updated=f.date_or_none("updated"),
        redirect_from=f.site_paths("redirect_from"),
        template=f.choice("template", templates, "page"),
        prose=f.body(prose),
        place=f.place("title"),
    )


def news_item(f: Fields) -> NewsItem:
    """Declare a Markdown news item."""
    stem = f.source.file.removeprefix(NEWS).removesuffix(".md")
    return f.finish(
        NewsItem,
        title=f.text("title"),
        date=f.date("date"),
        summary=f.text("summary"),
        slug=f.slug("slug", re.sub(r"^\d{4}-\d\d-\d\d-", "", stem)),
        topics=f.texts("topics"),
        link=f.address("link", required=False),
        draft=f.flag("draft"),
        image=f.address("image", required=False),
        image_alt=f.text("image_alt", required=bool(f.source.node.fields.get("image"))),
        updated=f.date_or_none("updated"),
        redirect_from=f.site_paths("redirect_from"),
        prose=f.body(prose),
        place=f.place("title"),
    )


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

    def one(self, kind: Callable[[Fields], T], file: str, sources: tuple[Source, ...]) -> T:
        if not sources:
            message = f"{file} is missing"
            self.problems.append(Problem(place=Place(file=file), code="file-missing", message=message))
        blank = Node(place=Place(file=file), kind="mapping")
        return self.each(kind, sources[:1] or (Source(file=file, node=blank, readable=False),))[0]


def validate(
    sources: Iterable[Source], *, templates: Collection[str], today: date, drafts: bool
) -> tuple[Site, tuple[Problem, ...]]:
    """Check every source by its kind. `templates` are the names that a page may choose."""
    sources = tuple(sources)
    intake = _Intake()

    def entries(file: str) -> tuple[Source, ...]:
        return tuple(source for source in sources if source.file == file)

    news, pages, unknown = _parted(sources)
    items = intake.each(news_item, news) + intake.each(headline, entries(HEADLINES))
    texts = intake.each(lambda f: text_page(f, templates), pages)
    public = [item for item in items if drafts or (item.date <= today and not item.draft)]
    site = Site(
        settings=intake.one(settings, SITE, entries(SITE)),
        mission=intake.one(mission, MISSION, entries(MISSION)),
        documents=intake.each(document, entries(DOCUMENTS)),
        pages=tuple(page for page in texts if drafts or not page.draft),
        news=tuple(sorted(public, key=lambda item: (-item.date.toordinal(), item.slug))),
        resources=intake.each(resource, entries(RESOURCES)),
        links=tuple(intake.links),
    )
    return site, (*intake.problems, *map(_unknown_file, unknown))


def _parted(sources: Iterable[Source]) -> tuple[list[Source], list[Source], list[str]]:
    """Part the sources into news, other pages, and the names of data files that nobody reads."""
    news: list[Source] = []
    pages: list[Source] = []
    unknown: list[str] = []
    for source in sources:
        if source.file.endswith(".md"):
            (news if source.file.startswith(NEWS) else pages).append(source)
        elif source.file not in DATA_FILES:
            unknown.append(source.file)
    return news, pages, unknown


def _unknown_file(file: str) -> Problem:
    message = f"no data file has this name{did_you_mean(file, DATA_FILES)}"
    return Problem(place=Place(file=file), code="file-unknown", message=message)
