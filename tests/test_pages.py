from datetime import date
from pathlib import Path

import pytest

from icpr_build.build import BuildOptions, build
from icpr_build.model import Page, Site
from icpr_build.site.pages import markdown_paths, pages
from icpr_build.site.views import Crumb, Head, NewsPage, Pager
from icpr_build.urls import SiteUrls
from tests.conftest import SiteMaker

BASE_URL = "https://institute.example/"
DOCUMENT = "- title: A report\n  publisher: P\n  date: 2015\n  summary: S\n  url: https://example.org/\n"
ITEM = "---\ntitle: Second\ndate: 2024-06-07\nsummary: S2\nredirect_from: [/old, /old.html]\n---\n"


def test_the_site_map_is_whole(site: SiteMaker) -> None:
    root = site({"content/news/second.md": ITEM, "content/data/documents.yaml": DOCUMENT})
    assert {page.path: (page.template, page.listed) for page in _pages(root)} == {
        "/": ("pages/page.html", True),
        "/news/": ("pages/news.html", True),
        "/news/second/": ("pages/news-item.html", True),
        "/news/first/": ("pages/news-item.html", True),
        "/news/topics/trust/": ("pages/topic.html", True),
        "/documents/a-report/": ("pages/document.html", True),
        "/old/": ("redirect.html", False),
        "/old.html": ("redirect.html", False),
        "/feed.xml": ("feed.xml", False),
        "/feed.json": ("feed.json", False),
        "/sitemap.xml": ("sitemap.xml", False),
        "/robots.txt": ("robots.txt", False),
        "/manifest.webmanifest": ("manifest.webmanifest", False),
    }


def test_a_markdown_file_stands_for_its_page(site: SiteMaker) -> None:
    files = {"content/a/index.md": "---\ntitle: A\nsummary: S\n---\n", "content/news/second.md": ITEM}
    assert markdown_paths(_site(site(files))) == {
        "/a/index.md": "/a/",
        "/index.md": "/",
        "/news.md": "/news/",
        "/news/2024-05-06-first.md": "/news/first/",
        "/news/second.md": "/news/second/",
    }


@pytest.mark.parametrize(
    ("path", "title", "trail"),
    [
        ("/", "Institute – INST", ""),
        ("/news/", "News – Institute", "Home"),
        ("/news/first/", "First – Institute", "Home, News"),
        ("/news/topics/trust/", "News: Trust – Institute", "Home, News"),
        ("/a/b/", "B – Institute", "Home"),
        ("/404.html", "Lost – Institute", ""),
    ],
)
def test_a_page_has_its_title_and_its_way_back(site: SiteMaker, path: str, title: str, trail: str) -> None:
    files = {
        "content/404.md": "---\ntitle: Lost\nsummary: S4\n---\n",
        "content/a/b.md": "---\ntitle: B\nsummary: S5\n---\n",
    }
    head = _page(site(files), path).view["head"]
    assert isinstance(head, Head)
    assert (head.title, ", ".join(crumb.label for crumb in head.trail)) == (title, trail)
    assert head.canonical == BASE_URL + path[1:]
    assert head.picture == f"{BASE_URL}img/share.png"


@pytest.mark.parametrize(
    ("language", "locale", "direction"),
    [("en", "", ""), ("de-AT", "de_AT", ""), ("ar", "", "rtl"), ("fa-IR", "fa_IR", "rtl")],
)
def test_a_page_tells_its_language(site: SiteMaker, language: str, locale: str, direction: str) -> None:
    root = site()
    file = root / "content/data/site.yaml"
    file.write_text(file.read_text("utf-8").replace("language: en", f"language: {language}"), "utf-8")
    head = _page(root, "/").view["head"]
    assert isinstance(head, Head)
    assert (head.locale, head.direction) == (locale, direction)


def test_a_document_is_as_fresh_as_the_list_that_it_is_on(site: SiteMaker) -> None:
    listed = "---\ntitle: D\nsummary: S6\ntemplate: documents\nupdated: 2024-05-06\n---\n"
    root = site(
        {
            "content/documents.md": listed,
            "content/data/documents.yaml": DOCUMENT,
            "templates/pages/documents.html": "",
        }
    )
    assert _page(root, "/documents/a-report/").updated == date(2024, 5, 6)


@pytest.mark.parametrize(
    ("path", "current"), [("/", ""), ("/news/", "page"), ("/news/first/", "true"), ("/newsletter/", "")]
)
def test_the_menu_marks_where_one_is(site: SiteMaker, path: str, current: str) -> None:
    root = site({"content/newsletter.md": "---\ntitle: N\nsummary: S\n---\n"})
    assert _page(root, path).view["menu"] == (Crumb(label="News", url="/news/", current=current),)


@pytest.mark.parametrize(
    ("number", "pagers"),
    [
        (20, [("/news/", 20, Pager(number=1, total=1, newer="", older=""))]),
        (
            41,
            [
                ("/news/", 20, Pager(number=1, total=3, newer="", older="/news/page/2/")),
                ("/news/page/2/", 20, Pager(number=2, total=3, newer="/news/", older="/news/page/3/")),
                ("/news/page/3/", 1, Pager(number=3, total=3, newer="/news/page/2/", older="")),
            ],
        ),
        (0, [("/news/", 0, Pager(number=1, total=1, newer="", older=""))]),
    ],
)
def test_news_is_parted_by_twenty(site: SiteMaker, number: int, pagers: list[tuple[str, int, Pager]]) -> None:
    headlines = "".join(f"- title: News {n}\n  date: 2020-01-01\n" for n in range(number))
    root = site({"content/data/news.yaml": headlines, "content/news/2024-05-06-first.md": None})
    lists = [page for page in _pages(root) if page.template == "pages/news.html"]
    assert [(page.path, _entries(page), page.view["pager"]) for page in lists] == pagers


def test_a_news_item_has_its_neighbours(site: SiteMaker) -> None:
    headline = "- title: Between\n  date: 2024-05-20\n"
    root = site({"content/news/second.md": ITEM, "content/data/news.yaml": headline})
    newest, oldest = (_page(root, path).view["news"] for path in ("/news/second/", "/news/first/"))
    assert isinstance(newest, NewsPage)
    assert isinstance(oldest, NewsPage)
    assert (newest.newer, oldest.older) == (None, None)
    assert newest.older
    assert oldest.newer
    assert (newest.older.url, oldest.newer.url) == ("/news/first/", "/news/second/")
    assert oldest.topics == (Crumb(label="Trust", url="/news/topics/trust/"),)


def test_a_topic_is_one_however_it_is_written(site: SiteMaker) -> None:
    item = ITEM.replace("redirect_from", "topics: [trust, Zeal]\nredirect_from")
    root = site({"content/news/second.md": item})
    assert _page(root, "/").view["topics"] == (
        Crumb(label="Zeal", url="/news/topics/zeal/"),
        Crumb(label="trust", url="/news/topics/trust/"),
    )
    assert _entries(_page(root, "/news/topics/trust/")) == 2


def test_a_redirect_leads_to_the_page(site: SiteMaker) -> None:
    view = _page(site({"content/news/second.md": ITEM}), "/old.html").view
    assert (view["title"], view["url"]) == ("Second", "/news/second/")
    assert view["canonical"] == f"{BASE_URL}news/second/"


@pytest.mark.parametrize(
    ("settings", "added"),
    [
        ("", {}),
        (
            "email: a@example.org\norganization: {name: Parent, url: https://parent.example/}\n",
            {
                "email": "a@example.org",
                "parentOrganization": {
                    "@type": "Organization",
                    "name": "Parent",
                    "url": "https://parent.example/",
                },
            },
        ),
    ],
)
def test_the_contact_page_describes_the_institute(
    site: SiteMaker, settings: str, added: dict[str, object]
) -> None:
    text = "---\ntitle: Contact\nsummary: C\ntemplate: contact\n---\n"
    template = '{% extends "base.html" %}'
    root = site({"content/contact.md": text, "templates/pages/contact.html": template})
    file = root / "content" / "data" / "site.yaml"
    file.write_text(file.read_text("utf-8") + settings, "utf-8")
    head = _page(root, "/contact/").view["head"]
    assert isinstance(head, Head)
    assert head.linked_data == (
        {
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": "Institute",
            "alternateName": "INST",
            "description": "What the Institute is.",
            "url": BASE_URL,
            "logo": f"{BASE_URL}img/apple-touch-icon.png",
            **added,
        },
    )


def test_the_picture_of_an_item_is_shared(site: SiteMaker) -> None:
    item = ITEM.replace("summary", "image: /img/dot.svg\nimage_alt: A dot\nsummary")
    head = _page(site({"content/news/second.md": item}), "/news/second/").view["head"]
    assert isinstance(head, Head)
    assert (head.kind, head.picture) == ("article", f"{BASE_URL}img/dot.svg")
    assert head.linked_data[0]["image"] == f"{BASE_URL}img/dot.svg"


def _page(root: Path, path: str) -> Page:
    return next(page for page in _pages(root) if page.path == path)


def _pages(root: Path) -> tuple[Page, ...]:
    return pages(_site(root), SiteUrls(base_url=BASE_URL, aliases={}))


def _site(root: Path) -> Site:
    return build(BuildOptions(root=root, today=date(2024, 6, 7))).site


def _entries(page: Page) -> int:
    years = page.view["years"]
    assert isinstance(years, tuple)
    return sum(len(year.entries) for year in years)
