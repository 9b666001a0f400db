"""The whole pipeline: what a change in the content does to the whole output."""

import io
import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin
from xml.etree import ElementTree

import pytest
from PIL import Image

from icpr_build.build import BuildOptions, build
from tests.conftest import Command, SiteMaker
from tests.lay_out import TODAY, lay_out, report_lines, tree

ATOM = "{http://www.w3.org/2005/Atom}"
ITEM = (
    "---\ntitle: A Wholly New Thing\ndate: 2026-11-20\nsummary: What is new.\ntopics: [Novelty, Trust]\n"
    "redirect_from: [/old/thing.php, /old/thing]\n---\n"
    "It is [new](../news.md).\n\n## Why\n\nTo [see](#why).\n"
)
HOME = "---\ntitle: Institute\nsummary: The home page.\n---\n"
LOST = "---\ntitle: Lost\nsummary: Nothing here.\n---\n[Home](/)\n"
SECOND = "---\ntitle: Second\ndate: 2024-06-07\nsummary: S\n{}---\n{}\n"
SHOWN = ("index.html", "news/index.html", "feed.xml", "feed.json", "sitemap.xml")
MADE = (
    "news/a-thing/index.html",
    "news/topics/novelty/index.html",
    "old/thing.php/index.html",
    "old/thing/index.html",
)


def test_a_news_item_appears_everywhere_and_disappears_again(site: SiteMaker, icpr: Command) -> None:
    root = site(None, "project")
    assert icpr("build", root)[0] == 0
    before = tree(root / "output")
    site({"content/news/a-thing.md": ITEM}, "project")
    assert icpr("build", root)[0] == 0
    after = {name: data.decode("utf-8", "replace") for name, data in tree(root / "output").items()}
    for name in SHOWN:
        assert ("a-thing/" if name == "news/index.html" else "news/a-thing/") in after[name], name
        assert "A Wholly New Thing" in after[name] or name == "sitemap.xml", name
    assert set(MADE) <= set(after)
    assert '"../../a-thing/"' in after["news/topics/trust/index.html"]
    assert "https://icpr.example.org/news/topics/novelty/" in after["sitemap.xml"]
    assert "old/thing" not in after["sitemap.xml"]
    (root / "content" / "news" / "a-thing.md").unlink()
    assert icpr("build", root)[0] == 0
    assert tree(root / "output") == before


def test_many_headlines_are_parted_into_pages(site: SiteMaker, icpr: Command) -> None:
    headlines = "".join(f"- title: News {n:02}\n  date: 2020-01-{n % 28 + 1:02}\n" for n in range(45))
    first = "content/news/2024-05-06-first.md"
    root = site({"content/data/news.yaml": headlines, first: None, "content/index.md": HOME})
    assert icpr("build", root)[0] == 0
    lists = [
        (root / "output" / "news" / name / "index.html").read_text("utf-8")
        for name in ("", "page/2", "page/3")
    ]
    assert [len(re.findall(r"News \d\d", html)) for html in lists] == [20, 20, 5]
    assert sorted(found for html in lists for found in re.findall(r"News \d\d", html)) == [
        f"News {n:02}" for n in range(45)
    ]
    assert [re.findall(r'<a href="([^"]+)">(Newer|Older)</a>', html) for html in lists] == [
        [("page/2/", "Older")],
        [("../../", "Newer"), ("../3/", "Older")],
        [("../2/", "Newer")],
    ]
    assert not (root / "output" / "news" / "page" / "4").exists()


@pytest.mark.parametrize(
    ("file", "target"),
    [("old/thing.php/index.html", "../../news/a-thing/"), ("old/thing/index.html", "../../news/a-thing/")],
)
def test_an_old_path_redirects(site: SiteMaker, icpr: Command, file: str, target: str) -> None:
    root = site({"content/news/a-thing.md": ITEM})
    assert icpr("build", root)[0] == 0
    html = (root / "output" / file).read_text("utf-8")
    url = "https://institute.example/news/a-thing/"
    assert f'<meta http-equiv="refresh" content="0; url={url}">' in html
    assert f'<link rel="canonical" href="{url}">' in html
    assert f'<a href="{target}">A Wholly New Thing</a>' in html


DOCUMENTS = "".join(
    f"- title: Of {day}\n  publisher: P\n  date: {day}\n  summary: Of {day}.\n  url: https://example.org/\n"
    for day in ("2014", "2015-01", "2013-12-31")
)
RESOURCES = "".join(
    f"- title: One\n  kind: K\n  summary: S\n  url: https://example.org/\n{day}"
    for day in ("", "  date: 2013-12-31\n", "  date: 2014\n")
)


@pytest.mark.parametrize(
    ("updated", "days"),
    [
        ("", ("2024-06-29", "2024-06-30", "2024-06-30", "2015-01", "2014")),
        ("updated: 2014-06-01\n", ("2024-06-29", "2024-06-30", "2024-06-30", "2015-01", "2014-06-01")),
        ("updated: 2024-07-01\n", ("2024-07-01", "2024-07-01", "2024-06-30", "2024-07-01", "2024-07-01")),
    ],
    ids=["not stated", "stated before", "stated after"],
)
def test_a_list_was_last_changed_with_its_newest_entry(
    site: SiteMaker, icpr: Command, updated: str, days: tuple[str, ...]
) -> None:
    keys = "title: {0}\nsummary: All {0}.\ntemplate: {0}\n{1}"
    pages = {
        f"content/{name}.md": f"---\n{keys.format(name, updated)}---\n"
        for name in ("news", "documents", "resources")
    }
    changed = "topics: [Trust]\nupdated: 2024-06-30\n"  # after what is dated later
    headlines = "".join(f"- title: News {day}\n  date: 2024-06-{day:02}\n" for day in range(10, 30))
    news = {"content/news/a.md": SECOND.format(changed, ""), "content/data/news.yaml": headlines}
    data = {"content/data/documents.yaml": DOCUMENTS, "content/data/resources.yaml": RESOURCES}
    root = site({**pages, **news, **data}, "project")
    assert icpr("build", root, "--quiet") == (0, "", "")
    sitemap = (root / "output/sitemap.xml").read_text("utf-8")
    found = dict(re.findall(r"<loc>https://[^/]*([^<]*)</loc>\s*<lastmod>([^<]*)</lastmod>", sitemap))
    lists = ("/news/", "/news/page/2/", "/news/topics/trust/", "/documents/", "/resources/")
    assert tuple(found.get(path) for path in lists) == days


@pytest.mark.parametrize("layer", ["smallest", "project"])
def test_the_feeds_are_valid(tmp_path: Path, icpr: Command, layer: str) -> None:
    root = lay_out(tmp_path / "site", layer, files={"content/news/a-thing.md": ITEM})
    assert icpr("build", root)[0] == 0
    feed = ElementTree.parse(root / "output" / "feed.xml").getroot()  # noqa: S314 - we wrote it
    assert feed.tag == f"{ATOM}feed"
    assert all(feed.findtext(f"{ATOM}{name}") for name in ("title", "id", "updated"))
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    for entry in entries:
        assert all(entry.findtext(f"{ATOM}{name}") for name in ("title", "id", "updated"))
        assert entry.find(f"{ATOM}link[@rel='alternate']") is not None
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    data = json.loads((root / "output" / "feed.json").read_bytes())
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert all(data[key] for key in ("title", "home_page_url", "feed_url", "items"))
    assert [item["id"] for item in data["items"]] == ids
    assert all(item.get("content_html") or item.get("content_text") for item in data["items"])
    links = [link.get("href", "") for link in feed.iter(f"{ATOM}link")]
    texts = [content.text or "" for content in feed.iter(f"{ATOM}content")]
    texts += [item.get("content_html", "") for item in data["items"]]
    links += [link for text in texts for link in _links(text)] + [item["url"] for item in data["items"]]
    assert [link for link in links if not link.startswith(("https://", "http://"))] == []


@pytest.mark.parametrize("layer", ["smallest", "project"])
def test_every_link_works_in_any_folder(tmp_path: Path, icpr: Command, layer: str) -> None:
    lost = {} if layer == "project" else {"content/404.md": LOST}
    root = lay_out(tmp_path / "site", layer, files={"content/news/a-thing.md": ITEM, **lost})
    base_url = "https://host.example/any/path/"
    assert icpr("build", root, "--base-url", base_url)[0] == 0
    output = tree(root / "output")
    for name, data in output.items():
        for link in _links(data.decode()) if name.endswith(".html") else ():
            if name == "404.html":
                assert link.startswith(("/any/path/", "https:", "mailto:", "#")), link
            assert not link.startswith("/") or name == "404.html", f"{link} in {name}"
            target = unquote(urldefrag(urljoin(base_url + name, link))[0])
            if target.startswith("https://host.example/"):
                path = target.removeprefix(base_url)
                assert (path + "index.html" if path.endswith("/") or not path else path) in output, (
                    f"{link} in {name}"
                )


@pytest.mark.parametrize(
    "body",
    [
        "[a](../../README.md)",
        "[a](../../assets/)",
        "[a](java&#115;cript:alert(1))",
        "[a](nowhere.md)",
        "[a](/nowhere/)",
        "[a][1]\n\n[1]: /nowhere/",
        "<javascript:alert(1)>",
        "# A",
        "- a\n\n  #### B",
        "a <b>",
    ],
)
def test_one_mistake_is_reported_once(site: SiteMaker, body: str) -> None:
    assert [line.partition(":")[0] for line in _report_lines(site, "", body)] == ["content/news/second.md"]
    assert not any("content/news/second.md:2:" in line for line in _report_lines(site, "", body))


@pytest.mark.parametrize(
    ("keys", "body"),
    [
        ("", "Read it at https://institute.example/about/."),
        ("", "`https://institute.example/nothing`, as typed."),
        ("", "x[^1]\n\n[^1]: Note.\n\n```\n[^1]: Note.\n```\n"),
    ],
    ids=["own URL in a sentence", "own URL in code", "note in code"],
)
def test_what_only_looks_like_a_mistake_is_accepted(site: SiteMaker, keys: str, body: str) -> None:
    assert [line for line in _report_lines(site, keys, body) if "[link-own]" not in line] == []


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ('<a href="/nope/">', "3:9: there is nothing at /nope/ [link-broken]"),
        ('<img src="/img/dot.svg">', "3:1: /about/ shows /img/dot.svg without alt text [picture-text]"),
        ("<h1>Two</h1>", "3:1: /about/ must have one h1, and has 2 [heading-first]"),
        ("<h3>Two</h3>", "3:1: /about/ goes from h1 to h3 [heading-skipped]"),
        ('<p id="a"></p><p id="a"></p>', "3:18: /about/ has two anchors #a [anchor-duplicate]"),
    ],
)
def test_a_mistake_in_a_template_is_one_problem_at_its_line(site: SiteMaker, html: str, problem: str) -> None:
    about = "---\ntitle: About\nsummary: What it is.\n---\n[News](/news/)\n"
    page = f'{{% extends "base.html" %}}\n{{% block main %}}\n{html}{{{{ prose.intro }}}}\n{{% endblock %}}\n'
    root = site(
        {
            "templates/pages/page.html": page,
            "content/about.md": about,
            "content/index.md": HOME + "[About](/about/) [News](/news/)\n",
        }
    )
    found = report_lines(build(BuildOptions(root=root, today=date.fromisoformat(TODAY))).problems)
    assert found == [f"templates/pages/page.html:{problem}"]


def test_an_anchor_that_content_and_template_share_is_reported_in_the_content(site: SiteMaker) -> None:
    page = (
        '{% extends "base.html" %}\n{% block main %}<p id="part"></p>{{ prose.intro }}'
        '{% for it in prose.sections %}<h2 id="{{ it.id }}">{{ it.title }}</h2>{% endfor %}{% endblock %}\n'
    )
    files = {"templates/pages/page.html": page, "content/index.md": f"{HOME}[News](/news/)\n\n## Part\n"}
    problems = build(BuildOptions(root=site(files), today=date.fromisoformat(TODAY))).problems
    assert report_lines(problems) == ["content/index.md:2:8: / has two anchors #part [anchor-duplicate]"]


@pytest.mark.parametrize(
    ("name", "size", "problem"),
    [
        ("x.png", (200, 200), ""),
        ("x.PNG", (1200, 630), ""),
        ("x.png", (1200, 199), "1200 by 199 pixels are too few for an image that is shared [picture-wrong]"),
        ("x.jpg", (199, 200), "199 by 200 pixels are too few for an image that is shared [picture-wrong]"),
        ("x.svg", (900, 900), "other sites show no SVG image where a page is shared [picture-wrong]"),
    ],
)
def test_an_image_of_an_item_can_be_shown_by_other_sites(
    site: SiteMaker, name: str, size: tuple[int, int], problem: str
) -> None:
    data = io.BytesIO(b'<svg width="900" height="900"/>')
    if not name.endswith(".svg"):
        Image.new("L", size).save(data, "JPEG" if name.endswith(".jpg") else "PNG")
    item = SECOND.format(f"image: /img/{name}\nimage_alt: A field\n", f"![A field](/img/{name})")
    root = site({f"assets/img/{name}": data.getvalue(), "content/news/second.md": item})
    found = report_lines(build(BuildOptions(root=root, today=date.fromisoformat(TODAY))).problems)
    assert found == ([f"content/news/second.md:5:8: {problem}"] if problem else [])


@pytest.mark.parametrize("path", ["/headers/", "/a/_headers/", "/ads.txt", "/404/", "/_old/", "/config.yml"])
def test_an_old_path_may_be_like_a_file_that_hosts_read(site: SiteMaker, path: str) -> None:
    assert _report_lines(site, f"redirect_from: [{path}]\n", "") == []


def test_a_name_that_begins_with_an_underscore_is_published(site: SiteMaker, icpr: Command) -> None:
    item = SECOND.format("", "[The report](/files/_annual.pdf)")
    root = site({"assets/files/_annual.pdf": b"%PDF", "content/news/second.md": item})
    assert icpr("build", root, "--quiet") == (0, "", "")
    files = tree(root / "output")
    (pdf,) = (name for name in files if name.startswith("assets/files/_annual."))
    assert files[".nojekyll"] == b""  # without it, GitHub Pages leaves the file out
    assert {".nojekyll", pdf} <= {line[66:] for line in files["SHA256SUMS"].decode().splitlines()}
    assert f'href="../../{pdf}"' in files["news/second/index.html"].decode()


@pytest.mark.parametrize(
    ("path", "code"),
    [
        *(("/old#part/", "form-wrong"), ("/old?a=b", "form-wrong")),
        *(("/../old/", "form-wrong"), ("/a/../../old/", "form-wrong"), ("/./", "form-wrong")),
        *(("/a//b/", "form-wrong"), ("/a\\b/", "form-wrong"), ("//old/", "form-wrong")),
        *(
            ("/", "path-taken"),
            ("/news", "path-taken"),
            ("/NEWS/", "path-taken"),
            ("/feed.xml", "path-taken"),
        ),
        *(
            ("/feed.xml/", "path-taken"),
            ("/news/first/index.html", "path-taken"),
            ("/SHA256SUMS", "path-taken"),
        ),
    ],
)
def test_an_old_path_must_be_free_and_below_the_site(site: SiteMaker, path: str, code: str) -> None:
    (line,) = _report_lines(site, f'redirect_from:\n  - "{path.replace(chr(92), chr(92) * 2)}"\n', "")
    assert line.startswith("content/news/second.md:")
    assert line.endswith(f"[{code}]")


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        (
            {"content/data/news.yaml": "- title: Same\n  date: 2020-01-01\n" * 2},
            r"content/data/news\.yaml:3:10: .*",
        ),
        (
            {"content/news/second.md": SECOND.format("slug: {}\n".format("a" * 300), "")},
            r"content/news/second\.md:5:7: .* \[form-wrong\]",
        ),
        (
            {"content/news/second.md": SECOND.format("", "").replace("Second", '"S\\ud800"')},
            r"content/news/second\.md:2:8: .*",
        ),
        (
            {"content/news/second.md": SECOND.format("", "").replace("Second", '"S\\x07"')},
            r"content/news/second\.md:2:8: .*",
        ),
        ({"content/news/second.md": SECOND.format("", "a\x07")}, r"content/news/second\.md:6:2: .*"),
    ],
    ids=[
        "headlines",
        "long",
        "surrogate",
        "control",
        "control in text",
    ],
)
def test_what_would_break_the_output_is_reported(
    site: SiteMaker, files: dict[str, str], problem: str
) -> None:
    (line,) = report_lines(build(BuildOptions(root=site(files), today=date.fromisoformat(TODAY))).problems)
    assert re.fullmatch(problem, line)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("href", "src")]


def _links(html: str) -> Iterator[str]:
    reader = _Links()
    reader.feed(html)
    yield from reader.found


def _report_lines(site: SiteMaker, front_matter: str, body: str) -> list[str]:
    root = site({"content/news/second.md": SECOND.format(front_matter, body)})
    return report_lines(build(BuildOptions(root=root, today=date.fromisoformat(TODAY))).problems)
