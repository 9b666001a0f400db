"""What the templates are given, beside the content's own types in `model`, and how the content becomes that.

Everything is ready to print: dates are in words and in American order, lists are sorted and grouped.
Every `url` is a site path or a full URL; `output.render` turns the former into what the browser needs.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from icpr_build.model import Document, NewsItem, PartialDate, Resource
from icpr_build.urls import SiteUrls, document_path, host, news_path, rewrite, slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A date for machines (`2016-05`) and for readers (`May 2016`)."""

    iso: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """A page above the current one, or an entry of the menu; `current` is a value of `aria-current`."""

    label: str
    url: str
    current: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a page is called and where it stands.

    `heading` is its visible title, `title` the window's; `canonical` and `picture` are full urls,
    `picture_text` says what is seen; `kind` and `locale` (`en_US`) are Open Graph's; `direction` is `rtl`
    where one writes from right to left; `trail` are the pages above; `linked_data` is JSON-LD.
    """

    path: str
    heading: str
    title: str
    description: str
    canonical: str
    picture: str
    picture_text: str
    kind: str
    locale: str
    direction: str
    trail: tuple[Crumb, ...]
    linked_data: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCard:
    """A foundational document; `path` is its page here, `url` the document itself, on `host` if elsewhere."""

    title: str
    path: str
    url: str
    host: str
    date: Moment
    year: str
    publisher: str
    summary: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsEntry:
    """A line of a news list. `url` is empty where it leads nowhere; `host` is set where it leads away."""

    id: str
    title: str
    url: str
    host: str
    date: Moment
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Entries under a common heading: news of a year, resources of a kind."""

    id: str
    label: str
    entries: tuple[NewsEntry, ...] | tuple["ResourceEntry", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceEntry:
    """A resource with its date in words and the host that it is on."""

    resource: Resource
    date: Moment | None
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Where a page of a long list stands among its pages."""

    number: int
    total: int
    newer: str
    older: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """A news item for feed readers: full urls, whole text."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: str
    updated: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPage:
    """A news item with its neighbours in time and its topics as links."""

    item: NewsItem
    date: Moment
    host: str
    topics: tuple[Crumb, ...]
    newer: NewsEntry | None
    older: NewsEntry | None


_MONTHS = "January February March April May June July August September October November December".split()


def moment(date: datetime.date | PartialDate) -> Moment:
    """Write `July 25, 2016`, `January 2015` or `2015`, and the same for machines."""
    if not date.month:
        return Moment(iso=f"{date.year:04}", text=str(date.year))
    month = _MONTHS[date.month - 1]
    if not date.day:
        return Moment(iso=f"{date.year:04}-{date.month:02}", text=f"{month} {date.year}")
    iso = f"{date.year:04}-{date.month:02}-{date.day:02}"
    return Moment(iso=iso, text=f"{month} {date.day}, {date.year}")


def document_card(document: Document) -> DocumentCard:
    """Show a foundational document."""
    return DocumentCard(
        title=document.title,
        path=document_path(document.slug),
        url=document.url,
        host=host(document.url),
        date=moment(document.date),
        year=f"{document.date.year:04}",
        publisher=document.publisher,
        summary=document.summary,
        points=document.points,
    )


def news_entry(item: NewsItem) -> NewsEntry:
    """Show a news item: linked to its page, else to the story elsewhere, else to nothing."""
    url = news_path(item.slug) if item.has_page else item.link
    return NewsEntry(
        id=item.slug,
        title=item.title,
        url=url,
        host=host(url),
        date=moment(item.date),
        summary=item.summary,
    )


def by_year(entries: tuple[NewsEntry, ...]) -> tuple[Group, ...]:
    """Group entries, which are in order of time, by their years."""
    years = groupby(entries, key=lambda entry: entry.date.iso[:4])
    return tuple(Group(id=f"y{year}", label=year, entries=tuple(group)) for year, group in years)


def by_kind(resources: tuple[Resource, ...]) -> tuple[Group, ...]:
    """Group resources by kind; kinds and resources keep the order in which they were written."""
    kinds: dict[str, list[ResourceEntry]] = {}
    for resource in resources:
        date = moment(resource.date) if resource.date else None
        entry = ResourceEntry(resource=resource, date=date, host=host(resource.url))
        kinds.setdefault(resource.kind, []).append(entry)
    return tuple(Group(id=slug(kind), label=kind, entries=tuple(found)) for kind, found in kinds.items())


def feed_entry(item: NewsItem, urls: SiteUrls) -> FeedEntry:
    """Show a news item to feed readers. Its `id` never changes, wherever in the list it has gone."""
    named = news_path(item.slug) if item.has_page else f"/news/#{item.slug}"
    sections = (f'<h2 id="{part.id}">{part.title}</h2>\n{part.html}' for part in item.prose.sections)

    def absolute(target: str) -> str:
        return urls.absolute(named + target if target.startswith("#") else target)

    return FeedEntry(
        id=urls.absolute(named),
        url=urls.absolute(news_entry(item).url or named),
        title=item.title,
        summary=item.summary,
        html=rewrite("\n".join((item.prose.intro, *sections)).strip(), absolute),
        published=_instant(item.date),
        updated=_instant(item.updated or item.date),
        topics=item.topics,
    )


def _instant(day: datetime.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
