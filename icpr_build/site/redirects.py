"""`Site` → the pages that are on no list: feeds and such, and a signpost at every old address."""

from collections.abc import Iterator
from datetime import date

from icpr_build.content import SITE
from icpr_build.model import Page, Site
from icpr_build.problem import Place
from icpr_build.site.metadata import json_feed, manifest
from icpr_build.site.views import feed_entry
from icpr_build.urls import SiteUrls, news_path

NEWS_IN_FEEDS = 20
SETTINGS = Place(file=SITE)


def redirects(site: Site, urls: SiteUrls) -> Iterator[Page]:
    """Set a signpost at every old address."""
    moved = [(page.redirect_from, page.path, page.title, date.min) for page in site.pages]
    moved += [(item.redirect_from, news_path(item.slug), item.title, item.date) for item in site.news]
    for old_paths, path, title, day in moved:
        for old in old_paths:
            is_file = old.target.endswith((".htm", ".html"))
            view = {"site": site.settings, "title": title, "url": path, "canonical": urls.absolute(path)}
            yield Page(
                path=old.target if is_file else f"{old.target.rstrip('/')}/",
                template="redirect.html",
                view=view,
                place=old.place,
                places={"redirect_from": old.place},
                date=day,
            )


def for_machines(site: Site, read: tuple[Page, ...], urls: SiteUrls) -> Iterator[Page]:
    """Set the feeds, the sitemap and what else no visitor opens."""
    entries = tuple(feed_entry(item, urls) for item in site.news[:NEWS_IN_FEEDS])
    view = {
        "site": site.settings,
        "urls": urls,
        "entries": entries,
        "feed": json_feed(entries, site.settings, urls),
        "manifest": manifest(site.settings, urls),
        "updated": max((entry.updated for entry in entries), default="1970-01-01T00:00:00Z"),
        "listed": [page for page in read if page.listed],
    }
    for name in ("feed.xml", "feed.json", "sitemap.xml", "robots.txt", "manifest.webmanifest"):
        yield Page(path=f"/{name}", template=name, view=view, place=SETTINGS)
