"""What templates print, beside the content's own types in `model`, and how the content becomes that.

Everything is ready to print: dates are in words and in American order, lists are sorted and grouped.
Every `url` is a site path or a full URL; `output.render` turns site paths into relative URLs.
"""

import datetime
from dataclasses import dataclass
from itertools import groupby

from icpr_build.model import Document, NewsItem, PartialDate, Resource
from icpr_build.urls import document_path, host, news_path, slug, topic_path

Day = datetime.date | PartialDate

MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayDate:
    """A date for programs (`2016-05`) and for readers (`May 2016`)."""

    iso: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A link to a page: a menu entry, a breadcrumb or a topic. `current` is a value of `aria-current`."""

    label: str
    url: str
    current: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCard:
    """A foundational document. `path` is its page here; `url` is the document, on `host` if elsewhere."""

    title: str
    path: str
    url: str
    host: str
    date: DisplayDate
    year: str
    publisher: str
    summary: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsEntry:
    """An entry of a news list. `url` is empty without a link; `host` is set for a link to another site."""

    id: str
    title: str
    url: str
    host: str
    date: DisplayDate
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceEntry:
    """A resource with its date in words, and the host that it is on if that is another site."""

    resource: Resource
    date: DisplayDate | None
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Entries under a common heading: news of a year, resources of a kind."""

    id: str
    label: str
    entries: tuple[NewsEntry, ...] | tuple[ResourceEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One of the pages of a long list: its number, and the paths of its neighbours, empty at the ends."""

    number: int
    total: int
    newer: str
    older: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPage:
    """A news item with its topics as links, and its neighbours in time."""

    item: NewsItem
    date: DisplayDate
    host: str
    topics: tuple[PageLink, ...]
    newer: NewsEntry | None
    older: NewsEntry | None


def latest(*days: Day | None) -> Day | None:
    """Return the last of some days, of which any may be missing; a year or a month is before its days."""
    known = (day for day in days if day)
    return max(known, key=lambda day: (day.year, day.month, day.day), default=None)


def display_date(date: Day) -> DisplayDate:
    """Turn a date into `July 25, 2016`, `January 2015` or `2015`, and the same in ISO 8601."""
    if not date.month:
        return DisplayDate(iso=f"{date.year:04}", text=str(date.year))
    month = MONTHS[date.month - 1]
    if not date.day:
        return DisplayDate(iso=f"{date.year:04}-{date.month:02}", text=f"{month} {date.year}")
    iso = f"{date.year:04}-{date.month:02}-{date.day:02}"
    return DisplayDate(iso=iso, text=f"{month} {date.day}, {date.year}")


def document_card(document: Document) -> DocumentCard:
    """Turn a foundational document into what its card shows."""
    return DocumentCard(
        title=document.title,
        path=document_path(document.slug),
        url=document.url,
        host=host(document.url),
        date=display_date(document.date),
        year=f"{document.date.year:04}",
        publisher=document.publisher,
        summary=document.summary,
        points=document.points,
    )


def news_entry(item: NewsItem) -> NewsEntry:
    """Turn a news item into an entry that links to its page, else to the story elsewhere, else to nothing."""
    url = news_path(item.slug) if item.has_page else item.link
    return NewsEntry(
        id=item.slug,
        title=item.title,
        url=url,
        host=host(url),
        date=display_date(item.date),
        summary=item.summary,
    )


def topic_link(label: str) -> PageLink:
    """Turn a topic into the link to its news."""
    return PageLink(label=label, url=topic_path(label))


def by_year(entries: tuple[NewsEntry, ...]) -> tuple[Group, ...]:
    """Group entries, which are sorted by date, by their years."""
    years = groupby(entries, key=lambda entry: entry.date.iso[:4])
    return tuple(Group(id=f"y{year}", label=year, entries=tuple(group)) for year, group in years)


def by_kind(resources: tuple[Resource, ...]) -> tuple[Group, ...]:
    """Group resources by kind; kinds and resources keep the order in which they were written."""
    kinds: dict[str, list[ResourceEntry]] = {}
    for resource in resources:
        date = display_date(resource.date) if resource.date else None
        entry = ResourceEntry(resource=resource, date=date, host=host(resource.url))
        kinds.setdefault(resource.kind, []).append(entry)
    return tuple(Group(id=slug(kind), label=kind, entries=tuple(found)) for kind, found in kinds.items())
