"""The site map as code: `Site` → every `Page`, with its address and what its template is given.

Rule: all sorting, grouping, counting and wording is done here or in `entries`, none in a template.
Rule: every template may show any of the content; only lists and single items are given more.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from icpr_build.model import Document, NewsItem, Page, Site, TextPage
from icpr_build.site.metadata import Json, news_article, organization
from icpr_build.site.redirects import for_machines, redirects
from icpr_build.site.views import (
    Crumb,
    Head,
    NewsPage,
    Pager,
    by_kind,
    by_year,
    document_card,
    moment,
    news_entry,
)
from icpr_build.urls import NOT_FOUND, SiteUrls, host, link_path, news_path, topic_path

SET_BY_PROGRAM = {"news-item", "topic", "document", "components"}  # templates that no page can choose
NEWS_A_PAGE = 20
NEWS_AT_HOME = 3
SHARE_PICTURE = "/img/share.png"
RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}  # languages, by their codes


def pages(site: Site, urls: SiteUrls) -> tuple[Page, ...]:
    """Lay out the whole site."""
    frame = _Frame(site, urls)
    read = tuple(
        chain(
            (frame.text(page) for page in site.pages if page.template != "news"),
            chain.from_iterable(frame.news_list(page) for page in site.pages if page.template == "news"),
            frame.news_items(),
            (frame.topic(label, items) for label, items in frame.topics.items()),
            (frame.document(document) for document in site.documents),
        )
    )
    return (*read, *for_machines(site, read, urls), *redirects(site, urls))


def markdown_paths(site: Site) -> dict[str, str]:
    """Give the site path of every Markdown file, by the file's own path below `content/`."""
    texts = {page.place.file: page.path for page in site.pages}
    news = {item.place.file: news_path(item.slug) for item in site.news if item.has_page}
    return {link_path(file): path for file, path in (texts | news).items()}


class _Frame:
    """Sets pages into what they share: the menu, the way back, and the content that any of them may show."""

    def __init__(self, site: Site, urls: SiteUrls) -> None:
        self.site = site
        self.urls = urls
        self.titles = {page.path: page.title for page in site.pages}
        self.entries = tuple(map(news_entry, site.news))
        self.topics = _topics(site.news)
        self.shared: dict[str, object] = {
            "site": site.settings,
            "mission": site.mission,
            "documents": tuple(map(document_card, site.documents)),
            "resources": by_kind(site.resources),
            "latest": self.entries[:NEWS_AT_HOME],
            "topics": _topic_links(self.topics),
            "pages": {page.template: page for page in site.pages if page.template != "page"},
        }

    def text(self, page: TextPage) -> Page:
        """Set a Markdown page outside of the news."""
        data = (organization(self.site.settings, self.urls),) if page.template == "contact" else ()
        head = self._head(page.path, page.title, page.summary, data=data)
        listed = page.path != NOT_FOUND and not page.draft
        return self._page(page.template, head, page, page.updated, listed=listed, prose=page.prose)

    def news_list(self, page: TextPage) -> Iterator[Page]:
        """Set the list of all news in pages of 20; without news, one page that says so."""
        total = max(1, -(-len(self.entries) // NEWS_A_PAGE))
        paths = ["", page.path, *(f"{page.path}page/{number}/" for number in range(2, total + 1)), ""]
        for number in range(1, total + 1):
            title, summary = page.title, page.summary
            if number > 1:
                title, summary = f"{title}, page {number}", f"{summary} Page {number} of {total}."
            head = self._head(paths[number], title, summary)
            shown = self.entries[(number - 1) * NEWS_A_PAGE : number * NEWS_A_PAGE]
            pager = Pager(number=number, total=total, newer=paths[number - 1], older=paths[number + 1])
            years = by_year(shown)
            yield self._page("news", head, page, page.updated, prose=page.prose, years=years, pager=pager)

    def news_items(self) -> Iterator[Page]:
        """Set each news item that has a page, between its newer and its older neighbour."""
        items = [item for item in self.site.news if item.has_page]
        entries = [None, *map(news_entry, items), None]
        for item, newer, older in zip(items, entries, entries[2:], strict=False):
            news = NewsPage(
                item=item,
                date=moment(item.date),
                host=host(item.link),
                topics=_topic_links(item.topics),
                newer=newer,
                older=older,
            )
            yield self._news_item(item, news)

    def _news_item(self, item: NewsItem, news: NewsPage) -> Page:
        path = news_path(item.slug)
        data = news_article(item, path, item.image or SHARE_PICTURE, self.site.settings, self.urls)
        head = self._head(path, item.title, item.summary, item=item, data=(data,))
        return self._page("news-item", head, item, item.updated or item.date, news=news)

    def topic(self, label: str, items: list[NewsItem]) -> Page:
        """Set the list of a topic's news."""
        summary = f"{self.site.settings.title}: news on the topic {label}."
        head = self._head(topic_path(label), f"News: {label}", summary)
        years = by_year(tuple(map(news_entry, items)))
        page = self._page("topic", head, items[0], items[0].date, years=years)
        return replace(page, place=items[0].places["topics"], places={})

    def document(self, document: Document) -> Page:
        """Set a foundational document's own page, which is as fresh as the list that it is on."""
        card = document_card(document)
        head = self._head(card.path, card.title, card.summary)
        updated = next((page.updated for page in self.site.pages if page.template == "documents"), None)
        return self._page("document", head, document, updated, document=card)

    def _head(
        self,
        path: str,
        heading: str,
        description: str,
        *,
        item: NewsItem | None = None,
        data: tuple[Json, ...] = (),
    ) -> Head:
        settings = self.site.settings
        name = settings.title if heading != settings.title else settings.short_title
        return Head(
            path=path,
            heading=heading,
            title=f"{heading} – {name}",
            description=description,
            canonical=self.urls.absolute(path),
            picture=self.urls.absolute(item.image if item and item.image else SHARE_PICTURE),
            picture_text=item.image_alt if item and item.image else settings.title,
            kind="article" if item else "website",
            locale=settings.language.replace("-", "_") if "-" in settings.language else "",
            direction="rtl" if settings.language.partition("-")[0] in RIGHT_TO_LEFT else "",
            trail=self._trail(path),
            linked_data=data,
        )

    def _page(
        self,
        template: str,
        head: Head,
        source: TextPage | NewsItem | Document,
        updated: datetime.date | None,
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
                "updated": moment(updated) if updated else None,
                **view,
            },
            place=source.place,
            places=source.places,
            date=source.date if isinstance(source, NewsItem) else datetime.date.min,
            updated=updated,
            listed=listed,
        )

    def _menu(self, path: str) -> tuple[Crumb, ...]:
        """List the menu; `current` marks the page itself, and the section that it is in."""

        def current(url: str) -> str:
            if url == path:
                return "page"
            return "true" if url != "/" and path.startswith(url) else ""

        links = self.site.settings.navigation
        return tuple(Crumb(label=link.label, url=link.url, current=current(link.url)) for link in links)

    def _trail(self, path: str) -> tuple[Crumb, ...]:
        """List the pages above a page, the home page first."""
        above = [path[: at + 1] for at, letter in enumerate(path[:-1]) if letter == "/"]
        steps = [step for step in above if step in self.titles and path not in ("/", NOT_FOUND)]
        return tuple(Crumb(label=self.titles[step] if step != "/" else "Home", url=step) for step in steps)


def _topics(news: tuple[NewsItem, ...]) -> dict[str, list[NewsItem]]:
    """Gather the news of each topic, in alphabetical order. `trust` is what a newer item calls `Trust`."""
    labels: dict[str, str] = {}
    found: dict[str, list[NewsItem]] = {}
    for item in news:
        for topic in item.topics:
            found.setdefault(labels.setdefault(topic_path(topic), topic), []).append(item)
    return dict(sorted(found.items()))


def _topic_links(labels: Iterable[str]) -> tuple[Crumb, ...]:
    return tuple(Crumb(label=label, url=topic_path(label)) for label in labels)
