"""The newest news → the two feeds, Atom (RFC 4287) and JSON Feed 1.1, with whole texts and full URLs.

A reader knows an entry by its id, and sorts the entries by their times:

- An id never changes. That of a news item is its first address: the first of `redirect_from`, or else its
  own. A headline has no address: its id is made from its link, or else from its day, and not from its
  title. Of several with the same, the last one in the file is the first, as new ones are written above it.
- A day becomes a time at noon UTC, as midnight would be the day before in America; noon is on the same day
  from Hawaii to Sydney. No two entries are changed at the same time: the second item of a day in the list is
  dated a second earlier, the third two. Those of older days that were changed on it come after them. So a new
  item changes the times only of what is below it on that day, and of nothing else.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote

from icpr_build.content import SITE
from icpr_build.markdown import whole_text
from icpr_build.model import NewsItem, Page, Settings, Site
from icpr_build.problem import Place
from icpr_build.site.redirects import redirect_path
from icpr_build.site.views import news_entry
from icpr_build.urls import SiteUrls, news_path

NEWS_IN_FEEDS = 20
NO_NEWS = "1970-01-01T00:00:00Z"  # Atom requires a time even of an empty feed
NOON = datetime.time(12)
IN_FRAGMENT = "!$%&()*+,-./:;=?@_~"  # of RFC 3986, what no typography changes


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """A news item in a feed: all URLs are full ones, and times are in the form of RFC 3339.

    `html` and `image` are empty where there is only a summary, and no image, which is part of the text, too.
    """

    id: str
    url: str
    title: str
    summary: str
    html: str
    image: str
    published: str
    updated: str
    topics: tuple[str, ...]


def feed_pages(site: Site, urls: SiteUrls) -> Iterator[Page]:
    """Yield both feeds, of the 20 newest items."""
    facts = zip(site.news, _first_addresses(site.news), _times(site.news), strict=True)
    newest = islice(facts, NEWS_IN_FEEDS)
    entries = tuple(_entry(item, address, *times, urls) for item, address, times in newest)
    atom = {
        "site": site.settings,
        "url": urls.absolute("/feed.xml"),
        "news_url": urls.absolute("/news/"),
        "style_sheet": urls.relative("/feed.xml", "/css/site.css"),
        "updated": max((entry.updated for entry in entries), default=NO_NEWS),
        "entries": entries,
    }
    json = {"feed": _json_feed(entries, site.settings, urls)}
    yield Page(path="/feed.xml", template="feed.xml", view=atom, place=Place(file=SITE))
    yield Page(path="/feed.json", template="feed.json", view=json, place=Place(file=SITE))


def _entry(item: NewsItem, address: str, published: str, updated: str, urls: SiteUrls) -> FeedEntry:
    path = news_path(item.slug) if item.has_page else f"/news/#{item.slug}"
    has_text = item.prose.intro or item.prose.sections or item.image

    def absolute(target: str) -> str:
        return urls.absolute(path + target if target.startswith("#") else target)

    return FeedEntry(
        id=urls.absolute(address),
        url=urls.absolute(news_entry(item).url or path),
        title=item.title,
        summary=item.summary or _sentence(item.title),
        html=whole_text(item.prose, item.summary, item.image, item.image_alt, absolute) if has_text else "",
        image=urls.absolute(item.image),
        published=published,
        updated=updated,
        topics=item.topics,
    )


def _first_addresses(news: Sequence[NewsItem]) -> list[str]:
    """Return the site path from which each item has its id."""
    number: Counter[str] = Counter()
    of_headlines = {}
    for item in sorted(news, key=lambda item: item.place, reverse=True):
        if not item.has_page:
            name = quote(item.link, safe=IN_FRAGMENT) or item.date.isoformat()
            number[name] += 1
            of_headlines[item.place] = (
                f"/news/#{name}" if number[name] == 1 else f"/news/#{number[name]}:{name}"
            )
    return [of_headlines.get(item.place) or _first_path(item) for item in news]


def _first_path(item: NewsItem) -> str:
    return redirect_path(item.redirect_from[0]) if item.redirect_from else news_path(item.slug)


def _times(news: Sequence[NewsItem]) -> list[tuple[str, str]]:
    """Return when each item was published and last changed."""
    dated = [item.date for item in news]
    changed = [item.updated or item.date for item in news]
    number: Counter[datetime.date] = Counter()
    published = [_next_time(day, number) for day in dated]
    updated = [
        before if day == first else _next_time(day, number)
        for day, first, before in zip(changed, dated, published, strict=True)
    ]
    return list(zip(published, updated, strict=True))


def _next_time(day: datetime.date, number: Counter[datetime.date]) -> str:
    """Return the next time of a day, of which a number are taken."""
    time = datetime.datetime.combine(day, NOON) - datetime.timedelta(seconds=number[day])
    number[day] += 1
    return f"{time.isoformat()}Z"


def _sentence(title: str) -> str:
    """Turn a headline into a sentence."""
    return f"{title}." if title[-1:].isalnum() else title


def _json_feed(entries: Iterable[FeedEntry], settings: Settings, urls: SiteUrls) -> dict[str, object]:
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
    """Return an item of the JSON Feed. One without a text of its own is given its summary."""
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        **({"content_html": entry.html} if entry.html else {"content_text": entry.summary}),
        **({"image": entry.image} if entry.image else {}),
        "date_published": entry.published,
        "date_modified": entry.updated,
        **({"tags": entry.topics} if entry.topics else {}),
    }
