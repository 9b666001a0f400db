"""The newest news → the two feeds, Atom (RFC 4287) and JSON Feed 1.1, with whole texts and full URLs."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from icpr_build.content import SITE
from icpr_build.model import NewsItem, Page, Settings, Site
from icpr_build.problem import Place
from icpr_build.site.views import news_entry
from icpr_build.urls import SiteUrls, news_path, rewrite

NEWS_IN_FEEDS = 20
NO_NEWS = "1970-01-01T00:00:00Z"  # Atom requires a time even of an empty feed


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """A news item in a feed: all URLs are full ones, and times are in the form of RFC 3339."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: str
    updated: str
    topics: tuple[str, ...]


def feed_pages(site: Site, urls: SiteUrls) -> Iterator[Page]:
    """Yield both feeds, of the 20 newest items."""
    entries = tuple(feed_entry(item, urls) for item in site.news[:NEWS_IN_FEEDS])
    atom = {
        "site": site.settings,
        "url": urls.absolute("/feed.xml"),
        "news_url": urls.absolute("/news/"),
        "updated": max((entry.updated for entry in entries), default=NO_NEWS),
        "entries": entries,
    }
    json = {"feed": json_feed(entries, site.settings, urls)}
    yield Page(path="/feed.xml", template="feed.xml", view=atom, place=Place(file=SITE))
    yield Page(path="/feed.json", template="feed.json", view=json, place=Place(file=SITE))


def feed_entry(item: NewsItem, urls: SiteUrls) -> FeedEntry:
    """Turn a news item into its entry. The `id` never changes, on whichever page of the list the item is."""
    path = news_path(item.slug) if item.has_page else f"/news/#{item.slug}"
    sections = (
        f'<h2 id="{section.id}">{section.title}</h2>\n{section.html}' for section in item.prose.sections
    )

    def absolute(target: str) -> str:
        return urls.absolute(path + target if target.startswith("#") else target)

    return FeedEntry(
        id=urls.absolute(path),
        url=urls.absolute(news_entry(item).url or path),
        title=item.title,
        summary=item.summary,
        html=rewrite("\n".join((item.prose.intro, *sections)).strip(), absolute),
        published=_midnight(item.date),
        updated=_midnight(item.updated or item.date),
        topics=item.topics,
    )


def json_feed(entries: Iterable[FeedEntry], settings: Settings, urls: SiteUrls) -> dict[str, object]:
    """Return the JSON Feed."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": settings.title,
        "description": settings.summary,
        "home_page_url": urls.base_url,
        "feed_url": urls.absolute("/feed.json"),
        "language": settings.language,
        "authors": [{"name": settings.title, "url": urls.base_url}],
        "items": [_json_item(entry) for entry in entries],
    }


def _json_item(entry: FeedEntry) -> dict[str, object]:
    """Return an item of the JSON Feed. One without a text of its own is given its summary or its title."""
    text = {"content_html": entry.html} if entry.html else {"content_text": entry.summary or entry.title}
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        **({"summary": entry.summary} if entry.summary else {}),
        **text,
        "date_published": entry.published,
        "date_modified": entry.updated,
        **({"tags": entry.topics} if entry.topics else {}),
    }


def _midnight(day: datetime.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
