"""Content → what a card, a line of a list or a feed shows of it, with its address and its date in words.

Rule: each kind of content has its address from here, so that a card and its page cannot differ.
Rule: dates are in American order, whatever the machine's locale.
"""

import datetime
from itertools import groupby

from icpr_build.address import Addresses, host, rewrite, slug
from icpr_build.model import Document, NewsItem, PartialDate, Resource
from icpr_build.view import DocumentCard, FeedEntry, Group, Moment, NewsEntry, ResourceEntry

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


def document_path(document: Document) -> str:
    """Give the address of a document's own page."""
    return f"/documents/{document.slug}/"


def news_path(item: NewsItem) -> str:
    """Give the address of a news item's own page."""
    return f"/news/{item.slug}/"


def topic_path(label: str) -> str:
    """Give the address of a topic's page."""
    return f"/news/topics/{slug(label)}/"


def document_card(document: Document) -> DocumentCard:
    """Show a foundational document."""
    return DocumentCard(
        title=document.title,
        path=document_path(document),
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
    url = news_path(item) if item.has_page else item.link
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


def feed_entry(item: NewsItem, addresses: Addresses) -> FeedEntry:
    """Show a news item to feed readers. Its `id` never changes, wherever in the list it has gone."""
    named = news_path(item) if item.has_page else f"/news/#{item.slug}"
    sections = (f'<h2 id="{part.id}">{part.title}</h2>\n{part.html}' for part in item.prose.sections)

    def absolute(target: str) -> str:
        return addresses.absolute(named + target if target.startswith("#") else target)

    return FeedEntry(
        id=addresses.absolute(named),
        url=addresses.absolute(news_entry(item).url or named),
        title=item.title,
        summary=item.summary,
        html=rewrite("\n".join((item.prose.intro, *sections)).strip(), absolute),
        published=_instant(item.date),
        updated=_instant(item.updated or item.date),
        topics=item.topics,
    )


def _instant(day: datetime.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
