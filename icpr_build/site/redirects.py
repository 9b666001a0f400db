"""`Site` → a redirect page at every old path that `redirect_from` lists."""

from collections.abc import Iterator
from datetime import date

from icpr_build.model import Link, Page, Site
from icpr_build.urls import SiteUrls, news_path


def redirect_pages(site: Site, urls: SiteUrls) -> Iterator[Page]:
    """Yield the redirect pages."""
    moved = [(page.redirect_from, page.path, page.title, date.min) for page in site.pages]
    moved += [(item.redirect_from, news_path(item.slug), item.title, item.date) for item in site.news]
    for old_paths, path, title, day in moved:
        for old in old_paths:
            yield Page(
                path=redirect_path(old),
                template="redirect.html",
                view={"site": site.settings, "title": title, "url": path, "canonical": urls.absolute(path)},
                place=old.place,
                places={"redirect_from": old.place},
                date=day,
            )


def redirect_path(old: Link) -> str:
    """Return the site path of an old page: one that ends in `.html` is a file, any other a folder."""
    path = old.target.removesuffix("/index.html")
    return path if path.endswith((".htm", ".html")) else f"{path.rstrip('/')}/"
