"""Content → the JSON that machines read: linked data in the pages (schema.org), JSON Feed 1.1, web manifest.

Rule: it says nothing of the Institute that the pages do not show.
"""

from collections.abc import Iterable

from icpr_build.model import NewsItem, Settings
from icpr_build.site.views import FeedEntry
from icpr_build.urls import SiteUrls

Json = dict[str, object]
_CONTEXT = "https://schema.org"


def organization(settings: Settings, urls: SiteUrls) -> Json:
    """Describe the Institute and the body it belongs to."""
    data: Json = {
        "@context": _CONTEXT,
        "@type": "Organization",
        "name": settings.title,
        "alternateName": settings.short_title,
        "description": settings.summary,
        "url": urls.base_url,
        "logo": urls.absolute("/img/apple-touch-icon.png"),
    }
    if settings.email:
        data["email"] = settings.email
    if settings.organization:
        parent = settings.organization
        data["parentOrganization"] = {"@type": "Organization", "name": parent.name, "url": parent.url}
    return data


def news_article(item: NewsItem, path: str, picture: str, settings: Settings, urls: SiteUrls) -> Json:
    """Describe a news item that has a page, with its own picture or the one that the site shares."""
    publisher = {"@type": "Organization", "name": settings.title, "url": urls.base_url}
    return {
        "@context": _CONTEXT,
        "@type": "NewsArticle",
        "headline": item.title,
        "description": item.summary,
        "datePublished": item.date.isoformat(),
        "dateModified": (item.updated or item.date).isoformat(),
        "image": urls.absolute(picture),
        "author": publisher,
        "publisher": publisher,
        "mainEntityOfPage": urls.absolute(path),
    }


def json_feed(entries: Iterable[FeedEntry], settings: Settings, urls: SiteUrls) -> Json:
    """Write the news for feed readers. An item without a text of its own is given its summary or title."""

    def item(entry: FeedEntry) -> Json:
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

    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": settings.title,
        "description": settings.summary,
        "home_page_url": urls.base_url,
        "feed_url": urls.absolute("/feed.json"),
        "language": settings.language,
        "authors": [{"name": settings.title, "url": urls.base_url}],
        "items": [item(entry) for entry in entries],
    }


def manifest(settings: Settings, urls: SiteUrls) -> Json:
    """Describe the site to a device that puts it on its home screen. SiteUrls are seen from the manifest."""

    def icon(size: int) -> Json:
        src = urls.relative("/", f"/img/icon-{size}.png")
        return {"src": src, "sizes": f"{size}x{size}", "type": "image/png"}

    return {
        "name": settings.title,
        "short_name": settings.short_title,
        "description": settings.summary,
        "lang": settings.language,
        "start_url": "./",
        "display": "minimal-ui",
        "background_color": "#fdfbf7",
        "theme_color": "#12294a",
        "icons": [icon(192), icon(512)],
    }
