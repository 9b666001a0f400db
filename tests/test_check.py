import pytest

from icpr_build.cache import Cache
from icpr_build.check.cascades import Doubt
from icpr_build.check.rules import check
from icpr_build.model import Link, OutputFile
from icpr_build.problem import Place
from icpr_build.urls import SiteUrls, is_site_path
from tests.lay_out import told

ADDRESSES = SiteUrls(
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
def test_a_good_site_is_not_told(html: str) -> None:
    assert _told({"index.html": GOOD.format("Home") + html}) == []


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
def test_a_good_link_is_not_told(target: str) -> None:
    assert _told({"index.html": GOOD.format("Home") + '<a href="a/">'}, target) == []


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("/b/", "nothing stands at /b/ [link-broken]"),
        ("/nowhere/", "nothing stands at /nowhere/ [link-broken]"),
        ("/a", "nothing stands at /a, did you mean '/a/'? [link-broken]"),
        ("/b.md", "nothing stands at /b.md [link-broken]"),
        ("/a.md#tpo", "/a/ has no part #tpo, did you mean 'top'? [anchor-broken]"),
        ("/feed.xml#a", "/feed.xml has no part #a [anchor-broken]"),
        (
            "javascript:alert(1)",
            "'javascript:alert(1)' is no address that a page may link to [address-wrong]",
        ),
        (
            "//elsewhere.example/",
            "'//elsewhere.example/' is no address that a page may link to [address-wrong]",
        ),
        ("../README.md", "'../README.md' is no address that a page may link to [address-wrong]"),
    ],
)
def test_a_broken_link_is_told_where_it_was_written(target: str, problem: str) -> None:
    written = ADDRESSES.relative("/", target) if is_site_path(target) else target
    html = GOOD.format("Home") + f'<a href="a/"><a href="{written}">'
    assert _told({"index.html": html}, target) == [f"content/link.md:5:6: {problem}"]


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        (
            {"index.html": GOOD.format("Home") + '<a href="a/"><a href="b/">'},
            "index.html: nothing stands at /b/ [link-broken]",
        ),
        (
            {"index.html": GOOD.format("Home") + '<a href="a/"><a href="#nowhere">'},
            "index.html: / has no part #nowhere [anchor-broken]",
        ),
        (
            {"index.html": GOOD.format("Home") + '<a href="a/"><img alt="" src="x.png">'},
            "index.html: nothing stands at /x.png [link-broken]",
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
            "a/index.html: /a/ has two parts #top [anchor-duplicate]",
        ),
        (
            {"a/index.html": GOOD.format("A") + '<img src="../assets/img/x.01.png">'},
            "a/index.html: /a/ shows ../assets/img/x.01.png without a text [picture-text]",
        ),
        (
            {"a/index.html": GOOD.format("A").replace("<title>A", "<title>Home")},
            "index.html: the title of / is that of a/index.html:1, too [title-duplicate]",
        ),
        (
            {"a/index.html": GOOD.format("A").replace("<title>A</title>", "<title> </title>")},
            "a/index.html: /a/ has no title [title-missing]",
        ),
        (
            {"a/index.html": GOOD.format("A").replace("On A.", "On Home.")},
            "index.html: the summary of / is that of a/index.html:1, too [description-duplicate]",
        ),
        (
            {"a/index.html": GOOD.format("A").replace("On A.", " ")},
            "a/index.html: /a/ has no description [description-missing]",
        ),
        (
            {"A/index.html": GOOD.format("B") + '<a href="../a/">'},
            "a/index.html: the address /a/ is taken by A/index.html:1 [path-taken]",
        ),
        (
            {"a": ""},
            "a/index.html: the address /a/ is taken by a:1 [path-taken]",
        ),
        (
            {f"{'b' * 241}": ""},
            f"{'b' * 241}: this address has more than 240 letters [name-wrong]",
        ),
    ],
    ids=[
        "link",
        "part",
        "picture",
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
    ],
)
def test_a_mistake_of_a_page_is_told(files: dict[str, str], problem: str) -> None:
    file, _, message = problem.partition(": ")
    assert _told({"index.html": GOOD.format("Home") + '<a href="a/">', **files}) == [f"{file}:1:1: {message}"]


def test_a_faulty_page_is_not_judged_again() -> None:
    home = GOOD.format("Home").replace("h1", "h2")
    assert _told({"index.html": home, "a/index.html": ""}, faulty=("index.html",)) == []


def test_a_part_of_a_page_that_could_not_be_rendered_is_not_missed() -> None:
    files = {"index.html": GOOD.format("Home") + '<a href="a/">', "a/index.html": ""}
    assert _told(files, "/a/#part", faulty=("templates/pages/page.html",)) == []


def _told(files: dict[str, str], *targets: str, faulty: tuple[str, ...] = ()) -> list[str]:
    """Check files, each its own source, beside a page, a feed and pictures that are always there."""
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
    return told(
        check(output, links, ADDRESSES, hidden={}, doubt=Doubt(files=frozenset(faulty)), cache=Cache())
    )
