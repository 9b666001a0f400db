"""The site map as code: `Site` → every `Page`, with its path and what its template prints.

All sorting, grouping, counting and wording is done in this package, none in a template. Every template may
show any of the content; lists and single items are given more.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from icpr_build.content import SITE
from icpr_build.model import Document, ImageSizes, NewsItem, Page, Site, TextPage
from icpr_build.problem import Place
from icpr_build.site.feeds import feed_pages
from icpr_build.site.metadata import (
    Json,
    PageHead,
    breadcrumb_list,
    direction,
    manifest,
    news_article,
    open_graph_locale,
    organization,
    report,
    share_image,
    website,
)
from icpr_build.site.redirects import redirect_pages
from icpr_build.site.views import (
    Day,
    ListPage,
    NewsPage,
    PageLink,
    by_kind,
    by_year,
    display_date,
    document_card,
    latest,
    news_entry,
    topic_link,
)
from icpr_build.urls import NOT_FOUND, SiteUrls, host, link_path, news_path, topic_path

SET_BY_PROGRAM = {"news-item", "topic", "document", "components"}  # templates that no page can choose
NEWS_PER_PAGE = 20
NEWS_ON_HOME_PAGE = 3


def pages(site: Site, urls: SiteUrls, sizes: ImageSizes) -> tuple[Page, ...]:
    """Return every page of the site: those for readers, those for programs, and the redirect pages."""
    site_map = _SiteMap(site, urls, sizes)
    for_readers = tuple(
        chain(
            (site_map.text_page(page) for page in site.pages if page.template != "news"),
            chain.from_iterable(site_map.news_list(page) for page in site.pages if page.template == "news"),
            site_map.news_items(),
            (site_map.topic(label, items) for label, items in site_map.topics.items()),
            (site_map.document(document) for document in site.documents),
        )
    )
    return (
        *for_readers,
        *feed_pages(site, urls),
        *_files_for_programs(site, for_readers, urls),
        *redirect_pages(site, urls),
    )


def markdown_paths(site: Site) -> dict[str, str]:
    """Return the site path of the page made from each Markdown file, by the file's path below `content/`."""
    texts = {page.place.file: page.path for page in site.pages}
    news = {item.place.file: news_path(item.slug) for item in site.news if item.has_page}
    return {link_path(file): path for file, path in (texts | news).items()}


def _files_for_programs(site: Site, for_readers: tuple[Page, ...], urls: SiteUrls) -> Iterator[Page]:
    listed = (page for page in for_readers if page.listed)
    entries = [
        {"url": urls.absolute(page.path), "updated": page.updated and display_date(page.updated).iso}
        for page in listed
    ]
    views: dict[str, dict[str, object]] = {
        "sitemap.xml": {"entries": entries},
        "robots.txt": {"sitemap_url": urls.absolute("/sitemap.xml")},
        "manifest.webmanifest": {"manifest": manifest(site.settings, urls)},
    }
    for name, view in views.items():
        yield Page(path=f"/{name}", template=name, view=view, place=Place(file=SITE))


class _SiteMap:
    """Makes the pages for readers, which share the menu and the content that any of them may show."""

    def __init__(self, site: Site, urls: SiteUrls, sizes: ImageSizes) -> None:
        self.site = site
        self.urls = urls
        self.sizes = sizes
        self.titles = {page.path: page.title for page in site.pages}
        self.entries = tuple(map(news_entry, site.news))
        self.topics = _by_topic(site.news)
        self.shared: dict[str, object] = {
            "site": site.settings,
            "mission": site.mission,
            "documents": tuple(map(document_card, site.documents)),
            "resources": by_kind(site.resources),
            "latest": self.entries[:NEWS_ON_HOME_PAGE],
            "topics": tuple(map(topic_link, self.topics)),
            "pages": {page.template: page for page in site.pages if page.template != "page"},
        }

    def text_page(self, page: TextPage) -> Page:
        """Make a Markdown page that is not a news list."""
        settings = self.site.settings
        linked_data: dict[str, tuple[Json, ...]] = {
            "home": (website(settings, self.urls), organization(settings, self.urls)),
            "about": (organization(settings, self.urls),),
            "contact": (organization(settings, self.urls),),
        }
        dates: dict[str, Iterable[Day | None]] = {
            "documents": (document.date for document in self.site.documents),
            "resources": (resource.date for resource in self.site.resources),
        }
        head = self._head(page.path, page.title, page.summary, linked_data=linked_data.get(page.template, ()))
        updated = latest(page.updated, *dates.get(page.template, ()))
        listed = page.path != NOT_FOUND and not page.draft
        return self._page(page.template, head, page, updated, listed=listed, prose=page.prose)

    def news_list(self, page: TextPage) -> Iterator[Page]:
        """Make the pages of the list of all news, 20 items each; one page if there is no news."""
        total = max(1, -(-len(self.entries) // NEWS_PER_PAGE))
        paths = ["", page.path, *(f"{page.path}page/{number}/" for number in range(2, total + 1)), ""]
        for number in range(1, total + 1):
            title, summary = page.title, page.summary
            if number > 1:
                title, summary = f"{title}, page {number}", f"{summary} Page {number} of {total}."
            head = self._head(paths[number], title, summary)
            shown = slice((number - 1) * NEWS_PER_PAGE, number * NEWS_PER_PAGE)
            updated = latest(page.updated, *map(_last_change, self.site.news[shown]))
            years = by_year(self.entries[shown])
            list_page = ListPage(number=number, total=total, newer=paths[number - 1], older=paths[number + 1])
            yield self._page("news", head, page, updated, prose=page.prose, years=years, list_page=list_page)

    def news_items(self) -> Iterator[Page]:
        """Make the page of each news item that has one, with links to its newer and its older neighbour."""
        settings = self.site.settings
        items = [item for item in self.site.news if item.has_page]
        entries = [None, *map(news_entry, items), None]
        for item, newer, older in zip(items, entries, entries[2:], strict=False):
            linked_data = (news_article(item, settings, self.urls),)
            head = self._head(
                news_path(item.slug), item.title, item.summary, item=item, linked_data=linked_data
            )
            news = NewsPage(
                item=item,
                date=display_date(item.date),
                host=host(item.link),
                topics=tuple(map(topic_link, item.topics)),
                newer=newer,
                older=older,
            )
            yield self._page("news-item", head, item, _last_change(item), news=news)

    def topic(self, label: str, items: list[NewsItem]) -> Page:
        """Make the list of a topic's news. Its problems are reported at the topics of the newest item."""
        summary = f"{self.site.settings.title}: news on the topic {label}."
        head = self._head(topic_path(label), f"News: {label}", summary)
        years = by_year(tuple(map(news_entry, items)))
        page = self._page("topic", head, items[0], latest(*map(_last_change, items)), years=years)
        return replace(page, place=items[0].places["topics"], places={})

    def document(self, document: Document) -> Page:
        """Make the page of a foundational document, which changes when the list of documents does."""
        card = document_card(document)
        linked_data = (report(document, self.urls),)
        head = self._head(card.path, card.title, card.summary, linked_data=linked_data)
        updated = next((page.updated for page in self.site.pages if page.template == "documents"), None)
        return self._page("document", head, document, updated, document=card)

    def _head(
        self,
        path: str,
        heading: str,
        description: str,
        *,
        item: NewsItem | None = None,
        linked_data: tuple[Json, ...] = (),
    ) -> PageHead:
        settings = self.site.settings
        site_title = settings.title if heading != settings.title else settings.short_title
        breadcrumbs = self._breadcrumbs(path)
        if breadcrumbs:
            here = PageLink(label=heading, url=path)
            linked_data = (*linked_data, breadcrumb_list((*breadcrumbs, here), self.urls))
        return PageHead(
            path=path,
            heading=heading,
            title=f"{heading} – {site_title}",
            description=description,
            canonical=self.urls.absolute(path),
            image=share_image(item, settings, self.urls, self.sizes),
            kind="article" if item else "website",
            locale=open_graph_locale(settings.language),
            direction=direction(settings.language),
            breadcrumbs=breadcrumbs,
            linked_data=linked_data,
        )

    def _page(
        self,
        template: str,
        head: PageHead,
        source: TextPage | NewsItem | Document,
        updated: Day | None,
        *,
        listed: bool = True,
        **view: object,
    ) -> Page:
        return Page(
            path=head.path,
            template=f"pages/{template}.html",
            view={
                **self.shared,
                "head": head,
                "menu": self._menu(head.path),
                "updated": display_date(updated) if updated else None,
                **view,
            },
            place=source.place,
            places=source.places,
            date=source.date if isinstance(source, NewsItem) else datetime.date.min,
            updated=updated,
            listed=listed,
        )

    def _menu(self, path: str) -> tuple[PageLink, ...]:
        """Return the menu; `current` marks the page itself and the section that the page is in."""

        def current(url: str) -> str:
            if url == path:
                return "page"
            return "true" if url != "/" and path.startswith(url) else ""

        links = self.site.settings.navigation
        return tuple(PageLink(label=link.label, url=link.url, current=current(link.url)) for link in links)

    def _breadcrumbs(self, path: str) -> tuple[PageLink, ...]:
        """Return the pages above a page, the home page first; none directly below the home page."""
        folders = [path[: at + 1] for at, character in enumerate(path[:-1]) if character == "/"]
        above = [folder for folder in folders[1:] if folder in self.titles]
        home = PageLink(label="Home", url="/")
        return (home, *(PageLink(label=self.titles[url], url=url) for url in above)) if above else ()


def _last_change(item: NewsItem) -> datetime.date:
    return item.updated or item.date


def _by_topic(news: tuple[NewsItem, ...]) -> dict[str, list[NewsItem]]:
    """Group the news by topic, sorted. `trust` and `Trust` are one, named as in the newest item."""
    labels: dict[str, str] = {}
    found: dict[str, list[NewsItem]] = {}
    for item in news:
        for topic in item.topics:
            found.setdefault(labels.setdefault(topic_path(topic), topic), []).append(item)
    return dict(sorted(found.items()))
