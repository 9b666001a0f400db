from datetime import date
from pathlib import Path

import pytest

from icpr_build.build import BuildOptions, build
from icpr_build.model import Page, Site
from icpr_build.site.metadata import PageHead, ShareImage
from icpr_build.site.pages import markdown_paths, pages
from icpr_build.site.views import ListPage, NewsPage, PageLink
from icpr_build.urls import SiteUrls
from tests.conftest import SiteMaker

BASE_URL = "https://institute.example/"
SIZES = {"/img/share.png": (1200, 630), "/img/dot.svg": (2, 2)}
DOCUMENT = "- title: A report\n  publisher: P\n  date: 2015\n  summary: S\n  url: https://example.org/\n"
ITEM = "---\ntitle: Second\ndate: 2024-06-07\nsummary: S2\nredirect_from: [/old, /old.html]\n---\n"


def test_the_site_map_is_complete(site: SiteMaker) -> None:
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


def test_a_markdown_file_has_the_path_of_its_page(site: SiteMaker) -> None:
    files = {"content/a/index.md": "---\ntitle: A\nsummary: S\n---\n", "content/news/second.md": ITEM}
    assert markdown_paths(_site(site(files))) == {
        "/a/index.md": "/a/",
        "/index.md": "/",
        "/news.md": "/news/",
        "/news/2024-05-06-first.md": "/news/first/",
        "/news/second.md": "/news/second/",
    }


@pytest.mark.parametrize(
    ("path", "title", "breadcrumbs"),
    [
        ("/", "Institute – INST", ""),
        ("/news/", "News – Institute", ""),
        ("/news/first/", "First – Institute", "Home, News"),
        ("/news/topics/trust/", "News: Trust – Institute", "Home, News"),
        ("/a/b/", "B – Institute", ""),
        ("/404.html", "Lost – Institute", ""),
    ],
)
def test_a_page_has_its_title_and_its_breadcrumbs(
    site: SiteMaker, path: str, title: str, breadcrumbs: str
) -> None:
    files = {
        "content/404.md": "---\ntitle: Lost\nsummary: S4\n---\n",
        "content/a/b.md": "---\ntitle: B\nsummary: S5\n---\n",
    }
    head = _page(site(files), path).view["head"]
    assert isinstance(head, PageHead)
    assert (head.title, ", ".join(link.label for link in head.breadcrumbs)) == (title, breadcrumbs)
    assert head.canonical == BASE_URL + path[1:]
    assert head.image == ShareImage(url=f"{BASE_URL}img/share.png", alt="Institute", size=(1200, 630))


@pytest.mark.parametrize(
    ("language", "locale", "direction"),
    [("en", "", ""), ("de-AT", "de_AT", ""), ("ar", "", "rtl"), ("fa-IR", "fa_IR", "rtl")],
)
def test_a_page_states_its_language(site: SiteMaker, language: str, locale: str, direction: str) -> None:
    root = site()
    file = root / "content/data/site.yaml"
    file.write_text(file.read_text("utf-8").replace("language: en", f"language: {language}"), "utf-8")
    head = _page(root, "/").view["head"]
    assert isinstance(head, PageHead)
    assert (head.locale, head.direction) == (locale, direction)


def test_a_document_changes_when_the_list_of_documents_does(site: SiteMaker) -> None:
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
def test_the_menu_marks_the_current_page(site: SiteMaker, path: str, current: str) -> None:
    root = site({"content/newsletter.md": "---\ntitle: N\nsummary: S\n---\n"})
    assert _page(root, path).view["menu"] == (PageLink(label="News", url="/news/", current=current),)


@pytest.mark.parametrize(
    ("number", "list_pages"),
    [
        (20, [("/news/", 20, ListPage(number=1, total=1, newer="", older=""))]),
        (
            41,
            [
                ("/news/", 20, ListPage(number=1, total=3, newer="", older="/news/page/2/")),
                ("/news/page/2/", 20, ListPage(number=2, total=3, newer="/news/", older="/news/page/3/")),
                ("/news/page/3/", 1, ListPage(number=3, total=3, newer="/news/page/2/", older="")),
            ],
        ),
        (0, [("/news/", 0, ListPage(number=1, total=1, newer="", older=""))]),
    ],
)
def test_a_page_of_news_has_twenty_items(
    site: SiteMaker, number: int, list_pages: list[tuple[str, int, ListPage]]
) -> None:
    headlines = "".join(f"- title: News {n}\n  date: 2020-01-01\n" for n in range(number))
    root = site({"content/data/news.yaml": headlines, "content/news/2024-05-06-first.md": None})
    lists = [page for page in _pages(root) if page.template == "pages/news.html"]
    assert [(page.path, _entries(page), page.view["list_page"]) for page in lists] == list_pages


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
    assert oldest.topics == (PageLink(label="Trust", url="/news/topics/trust/"),)


def test_a_topic_is_one_however_it_is_written(site: SiteMaker) -> None:
    item = ITEM.replace("redirect_from", "topics: [trust, Zeal]\nredirect_from")
    root = site({"content/news/second.md": item})
    assert _page(root, "/").view["topics"] == (
        PageLink(label="Zeal", url="/news/topics/zeal/"),
        PageLink(label="trust", url="/news/topics/trust/"),
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
    assert isinstance(head, PageHead)
    assert head.linked_data == (
        {
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": "Institute",
            "url": BASE_URL,
            "logo": f"{BASE_URL}img/apple-touch-icon.png",
            **added,
        },
    )


def test_the_image_of_an_item_is_shared(site: SiteMaker) -> None:
    item = ITEM.replace("summary", "image: /img/dot.svg\nimage_alt: A dot\nsummary")
    head = _page(site({"content/news/second.md": item}), "/news/second/").view["head"]
    assert isinstance(head, PageHead)
    assert (head.kind, head.image) == (
        "article",
        ShareImage(url=f"{BASE_URL}img/dot.svg", alt="A dot", size=(2, 2)),
    )
    assert head.linked_data[0]["image"] == f"{BASE_URL}img/dot.svg"


def test_linked_data_describes_each_kind_of_page(site: SiteMaker) -> None:
    template = '{% extends "base.html" %}'
    home = "---\ntitle: Institute\nsummary: S1\ntemplate: home\n---\n"
    root = site(
        {
            "content/index.md": home,
            "content/about.md": "---\ntitle: About\nsummary: S2\ntemplate: about\n---\n",
            "content/documents.md": "---\ntitle: Documents\nsummary: S3\ntemplate: documents\n---\n",
            "content/data/documents.yaml": DOCUMENT,
            **{f"templates/pages/{name}.html": template for name in ("home", "about", "documents")},
        }
    )
    kinds = {
        page.path: [data["@type"] for data in head.linked_data]
        for page in _pages(root)
        if isinstance(head := page.view.get("head"), PageHead)
    }
    assert kinds == {
        "/": ["WebSite", "Organization"],
        "/about/": ["Organization"],
        "/documents/": [],
        "/documents/a-report/": ["Report", "BreadcrumbList"],
        "/news/": [],
        "/news/first/": ["NewsArticle", "BreadcrumbList"],
        "/news/topics/trust/": ["BreadcrumbList"],
    }


def test_linked_data_of_a_document_says_what_is_known_of_it(site: SiteMaker) -> None:
    head = _page(site({"content/data/documents.yaml": DOCUMENT}), "/documents/a-report/").view["head"]
    assert isinstance(head, PageHead)
    assert head.linked_data == (
        {
            "@context": "https://schema.org",
            "@type": "Report",
            "name": "A report",
            "description": "S",
            "datePublished": "2015",
            "publisher": {"@type": "Organization", "name": "P"},
            "url": "https://example.org/",
            "mainEntityOfPage": f"{BASE_URL}documents/a-report/",
        },
    )


def test_linked_data_has_the_breadcrumbs_and_the_page(site: SiteMaker) -> None:
    head = _page(site(), "/news/first/").view["head"]
    assert isinstance(head, PageHead)
    assert head.linked_data[-1]["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "name": "Home", "item": BASE_URL},
        {"@type": "ListItem", "position": 2, "name": "News", "item": f"{BASE_URL}news/"},
        {"@type": "ListItem", "position": 3, "name": "First", "item": f"{BASE_URL}news/first/"},
    ]


def _page(root: Path, path: str) -> Page:
    return next(page for page in _pages(root) if page.path == path)


def _pages(root: Path) -> tuple[Page, ...]:
    return pages(_site(root), SiteUrls(base_url=BASE_URL, aliases={}), SIZES)


def _site(root: Path) -> Site:
    return build(BuildOptions(root=root, today=date(2024, 6, 7))).site


def _entries(page: Page) -> int:
    years = page.view["years"]
    assert isinstance(years, tuple)
    return sum(len(year.entries) for year in years)
