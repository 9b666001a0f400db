import pytest

from icpr_build.cache import Cache
from icpr_build.check import check, find_gaps, path_conflicts
from icpr_build.model import Link, OutputFile
from icpr_build.problem import Place, Problem
from icpr_build.urls import SiteUrls, is_site_path
from tests.lay_out import report_lines

URLS = SiteUrls(
    base_url="https://example.org/icpr/",
    aliases={
        "/a.md": "/a/",
        "/img/x.png": "/assets/img/x.01.png",
        "/img/ü x.png": "/assets/img/ü x.02.png",
    },
)
GOOD = '<title>{0}</title><meta name="description" content="On {0}."><h1 id="top">{0}</h1>'


@pytest.mark.parametrize(
    "html",
    [
        '<a href="a/">',
        '<a href="a/#top">',
        '<a href="https://example.org/icpr/a/">',
        '<a href="a/"><a href="https://example.org/elsewhere/">',
        '<a href="a/"><a href="mailto:a@example.org"><a href="tel:1"><a href="#top">',
        '<a href="a/"><img alt="" src="assets/img/x.01.png">',
        '<a href="a/"><img alt="" src="assets/img/%C3%BC%20x.02.png">',
        '<a href="a/"><h2 id="part">B</h2><h3>C</h3><h2>D</h2><a href="#part">',
        '<a href="a/"><svg><title>E</title></svg>',
    ],
)
def test_a_correct_site_has_no_problem(html: str) -> None:
    assert _messages({"index.html": GOOD.format("Home") + html}) == []


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/a/",
        "/a.md#top",
        "/img/x.png",
        "/img/ü x.png",
        "/img/%C3%BC%20x.png",
        "/feed.xml",
        "https://elsewhere.example/",
        "mailto:a@example.org",
        "tel:+1",
    ],
)
def test_a_correct_link_is_not_reported(target: str) -> None:
    assert _messages({"index.html": GOOD.format("Home") + '<a href="a/">'}, target) == []


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("/b/", "there is nothing at /b/ [link-broken]"),
        ("/nowhere/", "there is nothing at /nowhere/ [link-broken]"),
        ("/a", "there is nothing at /a, did you mean '/a/'? [link-broken]"),
        ("/b.md", "there is nothing at /b.md [link-broken]"),
        ("/a.md#tpo", "/a/ has no anchor #tpo, did you mean 'top'? [anchor-broken]"),
        ("/feed.xml#a", "/feed.xml has no anchor #a [anchor-broken]"),
        (
            "javascript:alert(1)",
            "a page cannot link to 'javascript:alert(1)' [address-wrong]",
        ),
        (
            "//elsewhere.example/",
            "a page cannot link to '//elsewhere.example/' [address-wrong]",
        ),
        ("../README.md", "a page cannot link to '../README.md' [address-wrong]"),
    ],
)
def test_a_broken_link_is_reported_where_it_is_written(target: str, problem: str) -> None:
    written = URLS.relative("/", target) if is_site_path(target) else target
    html = GOOD.format("Home") + f'<a href="a/"><a href="{written}">'
    assert _messages({"index.html": html}, target) == [f"content/link.md:5:6: {problem}"]


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        (
            {"index.html": GOOD.format("Home") + '<a href="a/"><a href="b/">'},
            "index.html: there is nothing at /b/ [link-broken]",
        ),
        (
            {"index.html": GOOD.format("Home") + '<a href="a/"><a href="#nowhere">'},
            "index.html: / has no anchor #nowhere [anchor-broken]",
        ),
        (
            {"index.html": GOOD.format("Home") + '<a href="a/"><img alt="" src="x.png">'},
            "index.html: there is nothing at /x.png, did you mean '/img/x.png'? [link-broken]",
        ),
        ({"index.html": GOOD.format("Home")}, "a/index.html: no link leads to /a/ [page-unreachable]"),
        (
            {"a/index.html": GOOD.format("A").replace("h1", "h2")},
            "a/index.html: /a/ must have one h1, and has 0 [heading-first]",
        ),
        (
            {"a/index.html": GOOD.format("A") + "<h1>B</h1>"},
            "a/index.html: /a/ must have one h1, and has 2 [heading-first]",
        ),
        (
            {"a/index.html": GOOD.format("A") + "<h2>B</h2><h4>C</h4>"},
            "a/index.html: /a/ goes from h2 to h4 [heading-skipped]",
        ),
        (
            {"a/index.html": GOOD.format("A") + '<p id="top">'},
            "a/index.html: /a/ has two anchors #top [anchor-duplicate]",
        ),
        (
            {"a/index.html": GOOD.format("A") + '<img src="../assets/img/x.01.png">'},
            "a/index.html: /a/ shows /img/x.png without alt text [picture-text]",
        ),
        (
            {"a/index.html": GOOD.format("A").replace("<title>A", "<title>Home")},
            "index.html: the title of / is also that of a/index.html:1 [title-duplicate]",
        ),
        (
            {"a/index.html": GOOD.format("A").replace("<title>A</title>", "<title> </title>")},
            "a/index.html: /a/ has no title [title-missing]",
        ),
        (
            {"a/index.html": GOOD.format("A").replace("On A.", "On Home.")},
            "index.html: the summary of / is also that of a/index.html:1 [description-duplicate]",
        ),
        (
            {"a/index.html": GOOD.format("A").replace("On A.", " ")},
            "a/index.html: /a/ has no description [description-missing]",
        ),
        (
            {"A/index.html": GOOD.format("B") + '<a href="../a/">'},
            "a/index.html: the path /a/ is taken by A/index.html:1 [path-taken]",
        ),
        (
            {"a": ""},
            "a/index.html: the path /a/ is taken by a:1 [path-taken]",
        ),
        (
            {"b" * 241: ""},
            f"{'b' * 241}: this path has 241 bytes, and the limit is 240 [name-wrong]",
        ),
        (
            {"\u65e5" * 81: ""},
            f"{chr(0x65E5) * 81}: this path has 243 bytes, and the limit is 240 [name-wrong]",
        ),
    ],
    ids=[
        "link",
        "part",
        "image",
        "unreachable",
        "no h1",
        "two h1",
        "skipped",
        "id twice",
        "no text",
        "title twice",
        "no title",
        "summary twice",
        "no summary",
        "path twice",
        "file and folder",
        "long path",
        "path of few characters and many bytes",
    ],
)
def test_a_mistake_of_a_page_is_reported(files: dict[str, str], problem: str) -> None:
    file, _, message = problem.partition(": ")
    assert _messages({"index.html": GOOD.format("Home") + '<a href="a/">', **files}) == [
        f"{file}:1:1: {message}"
    ]


def test_a_page_with_an_error_is_not_checked_again() -> None:
    home = GOOD.format("Home").replace("h1", "h2")
    assert _messages({"index.html": home, "a/index.html": ""}, faulty=("index.html",)) == []


def test_an_anchor_of_a_page_that_is_not_rendered_is_not_missed() -> None:
    files = {"index.html": GOOD.format("Home") + '<a href="a/">', "a/index.html": ""}
    assert _messages(files, "/a/#part", faulty=("templates/pages/page.html",)) == []


@pytest.mark.parametrize("path", ["b" * 240, "\u65e5" * 80])
def test_a_path_of_240_bytes_is_accepted(path: str) -> None:
    assert _messages({"index.html": GOOD.format("Home") + '<a href="a/">', path: ""}) == []


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("https://example.org/icpr/a/", "Write /a/ here."),
        ("http://EXAMPLE.org/icpr/a/#top", "Write /a/#top here."),
        ("https://example.org/icpr/feed.xml", "Write /feed.xml here."),
        (
            "https://example.org/icpr/b/",
            "Write the path of a page here, such as /about/; there is nothing at /b/.",
        ),
        (
            "https://example.org/icpr/a/#tpo",
            "Write the path of a page here, such as /about/; /a/ has no anchor #tpo, did you mean 'top'?",
        ),
        (
            "https://example.org/icpr/plan/",
            "Write the path of a page here, such as /about/; content/plan.md is not public yet.",
        ),
    ],
)
def test_a_full_url_of_this_site_has_a_hint_that_works(target: str, hint: str) -> None:
    [problem] = _problems({"index.html": GOOD.format("Home") + '<a href="a/">'}, target)
    assert (problem.code, problem.hint) == ("link-own", hint)


@pytest.mark.parametrize(
    "target",
    [
        "https://www.example.org/icpr/a/",
        "https://sub.example.org/icpr/a/",
        "https://example.org:8443/icpr/a/",
        "https://example.org/elsewhere/",
    ],
)
def test_another_host_or_folder_is_another_site(target: str) -> None:
    assert _messages({"index.html": GOOD.format("Home") + '<a href="a/">'}, target) == []


def _messages(files: dict[str, str], *targets: str, faulty: tuple[str, ...] = ()) -> list[str]:
    return report_lines(_problems(files, *targets, faulty=faulty))


def _problems(files: dict[str, str], *targets: str, faulty: tuple[str, ...] = ()) -> list[Problem]:
    """Check files, each its own source, together with a page, a feed and images that are always there."""
    present = {
        "index.html": "",
        "a/index.html": GOOD.format("A") + '<a href="../">',
        "feed.xml": "",
        "assets/img/x.01.png": "",
        "assets/img/ü x.02.png": "",
    }
    output = [
        OutputFile(path=path, data=html.encode(), place=Place(file=path), listed=path.endswith(".html"))
        for path, html in {**present, **files}.items()
    ]
    place = Place(file="content/link.md", line=5, column=6)
    links = [Link(target=target, place=place) for target in targets]
    conflicts = list(path_conflicts(output))
    known = [*conflicts, *(Place(file=file).problem("title-missing", "") for file in faulty)]
    gaps = find_gaps((), (), output, known)
    hidden = {"/plan/": "content/plan.md"}
    return [*conflicts, *check(output, links, URLS, hidden=hidden, gaps=gaps, cache=Cache(), templates={})]
