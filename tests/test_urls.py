from dataclasses import replace

import pytest

from icpr_build import urls
from icpr_build.urls import (
    SiteUrls,
    file_target,
    host,
    is_base_url,
    is_site_path,
    output_path,
    page_path,
    rewrite,
    slug,
)

URLS = SiteUrls(
    base_url="https://example.org/icpr/",
    aliases={"/img/x.jpg": "/assets/img/x.0123456789.jpg", "/about.md": "/about/"},
)


@pytest.mark.parametrize(
    ("target", "final", "absolute", "rooted"),
    [
        ("/", "/", "https://example.org/icpr/", "/icpr/"),
        ("/news/#y2016", "/news/#y2016", "https://example.org/icpr/news/#y2016", "/icpr/news/#y2016"),
        ("/about.md", "/about/", "https://example.org/icpr/about/", "/icpr/about/"),
        ("/about.md#us", "/about/#us", "https://example.org/icpr/about/#us", "/icpr/about/#us"),
        (
            "/img/x.jpg",
            "/assets/img/x.0123456789.jpg",
            "https://example.org/icpr/assets/img/x.0123456789.jpg",
            "/icpr/assets/img/x.0123456789.jpg",
        ),
    ],
)
def test_a_site_path_becomes_a_url(target: str, final: str, absolute: str, rooted: str) -> None:
    assert URLS.resolve(target) == final
    assert URLS.absolute(target) == absolute
    assert URLS.root_relative(target) == rooted


def test_a_full_url_stays() -> None:
    assert URLS.absolute("https://elsewhere.example/a") == "https://elsewhere.example/a"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://example.org/icpr/", "/"),
        ("https://example.org/icpr", "/"),
        ("http://example.org/icpr/about/#us", "/about/#us"),
        ("http://www.example.org/icpr/about/", ""),
        ("HTTPS://EXAMPLE.ORG/icpr/a/?b=c", "/a/?b=c"),
        ("https://institute.example", "/"),
        ("https://institute.example/news/", "/news/"),
        ("https://www.institute.example/news/", ""),
        ("https://institute.example:8443/news/", ""),
        ("https://example.org/", ""),
        ("https://example.org/icprs/", ""),
        ("https://institute.example.org/", ""),
        ("https://elsewhere.example/icpr/", ""),
        ("mailto:name@institute.example", ""),
        ("/icpr/", ""),
    ],
)
def test_only_the_exact_host_is_the_own_site(url: str, path: str) -> None:
    assert replace(URLS, configured_base_url="https://institute.example/").own_path(url) == path


@pytest.mark.parametrize(
    ("page", "target", "url"),
    [
        ("/", "/", "./"),
        ("/", "/news/", "news/"),
        ("/news/", "/news/", "./"),
        ("/news/", "/", "../"),
        ("/news/x/", "/news/y/#z", "../y/#z"),
        ("/news/x/", "/about.md", "../../about/"),
        ("/news/x/", "/img/x.jpg", "../../assets/img/x.0123456789.jpg"),
        ("/old.html", "/news/", "news/"),
    ],
)
def test_a_site_path_becomes_relative_to_a_page(page: str, target: str, url: str) -> None:
    assert URLS.relative(page, target) == url


@pytest.mark.parametrize(
    ("text", "site_path", "base_url"),
    [
        ("/", True, False),
        ("/a/", True, False),
        ("//example.org/", False, False),
        ("https://example.org/", False, True),
        ("https://example.org/#a", False, False),
        ("mailto:a@example.org", False, False),
        ("a/", False, False),
        ("", False, False),
    ],
)
def test_a_site_path_or_a_base_url_is_recognized(text: str, *, site_path: bool, base_url: bool) -> None:
    assert (is_site_path(text), is_base_url(text)) == (site_path, base_url)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.theiacp.org/a", "theiacp.org"),
        ("http://cops.usdoj.gov:80/", "cops.usdoj.gov"),
        ("/about/", ""),
        ("mailto:a@example.org", ""),
        ("", ""),
    ],
)
def test_a_url_has_its_host(url: str, name: str) -> None:
    assert host(url) == name


@pytest.mark.parametrize(
    ("html", "rewritten"),
    [
        ('<a href="/a/">/a/</a>', '<a href="X/a/">/a/</a>'),
        ('<img alt="" src="/a">', '<img alt="" src="X/a">'),
        ('<a\nhref="/a/?b&amp;c">', '<a\nhref="X/a/?b&amp;c">'),
        ('<a title="1 &gt; 0" href="/">', '<a title="1 &gt; 0" href="X/">'),
        ('<a href="//example.org/">', '<a href="//example.org/">'),
        ('<a href="https://example.org/">', '<a href="https://example.org/">'),
        ('<a href="#a">', '<a href="X#a">'),
        ('<a data-href="/a/">', '<a data-href="/a/">'),
        ('&lt;a href="/a/"&gt; href="/a/"', '&lt;a href="/a/"&gt; href="/a/"'),
    ],
)
def test_site_paths_in_html_are_rewritten(html: str, rewritten: str) -> None:
    assert rewrite(html, lambda target: f"X{target}") == rewritten


@pytest.mark.parametrize(
    ("file", "site_path", "output"),
    [
        ("content/index.md", "/", "index.html"),
        ("content/about.md", "/about/", "about/index.html"),
        ("content/a/index.md", "/a/", "a/index.html"),
        ("content/a/b.md", "/a/b/", "a/b/index.html"),
        ("content/reindex.md", "/reindex/", "reindex/index.html"),
        ("content/404.md", "/404.html", "404.html"),
    ],
)
def test_a_page_has_its_path(file: str, site_path: str, output: str) -> None:
    assert page_path(file) == site_path
    assert output_path(site_path) == output
    assert urls.site_path(output) == site_path


def test_only_an_index_is_its_folder() -> None:
    assert [urls.site_path(file) for file in ("reindex.html", "a/reindex.html")] == [
        "/reindex.html",
        "/a/reindex.html",
    ]


@pytest.mark.parametrize(
    ("file", "href", "target"),
    [
        ("content/news/x.md", "y.md", "/news/y.md"),
        ("content/news/x.md", "../about.md#us", "/about.md#us"),
        ("content/x.md", "../assets/img/x.jpg", "/img/x.jpg"),
        ("content/x.md", "../README.md", "../README.md"),
        ("content/x.md", "../../etc/passwd", "../../etc/passwd"),
        ("content/x.md", "%C3%BC.md", "/ü.md"),
        ("content/x.md", "a%20b.md", "/a b.md"),
        ("content/x.md", "e\u0301.md", "/\u00e9.md"),
    ],
)
def test_a_link_between_files_becomes_a_site_path(file: str, href: str, target: str) -> None:
    assert file_target(file, href) == target


@pytest.mark.parametrize(
    ("text", "last_part"),
    [
        ("Trust", "trust"),
        ("The President's Task Force: 21st Century", "the-presidents-task-force-21st-century"),
        ("The President’s Task Force", "the-presidents-task-force"),
        ("  Café — München!  ", "cafe-munchen"),
        ("信任", "d1cd931be8"),
    ],
)
def test_a_title_becomes_the_last_part_of_a_path(text: str, last_part: str) -> None:
    assert slug(text) == last_part
