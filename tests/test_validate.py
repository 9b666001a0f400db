from dataclasses import replace
from datetime import date

import pytest

from icpr_build.build import BuildOptions, BuildResult, build
from icpr_build.model import Document, PartialDate, Quotation, Resource
from icpr_build.problem import Place
from tests.conftest import SiteMaker
from tests.lay_out import report_lines

ITEM = "---\ntitle: Second\ndate: 2024-06-07\nsummary: The second item.\n{}---\n"
HOME = "---\ntitle: Institute\nsummary: The home page.\n---\n"
TODAY = date(2024, 6, 7)
NEWS_LIST = (
    '{% extends "base.html" %}\n{% from "components/entries.html" import entries %}\n{% block main %}\n'
    '{{ entries(years) }}<p id="twice"></p><p id="twice"></p>\n{% endblock %}\n'
)


def test_data_files_become_records(site: SiteMaker) -> None:
    files = {
        "content/data/mission.yaml": "statement: Trust.\naims: [{name: Build}]\n"
        "quotation:\n  text: |\n    One.\n\n    Two.\n  name: A. Name\n  role: Chief\n",
        "content/data/documents.yaml": "- title: The President's Report\n  publisher: The Institute\n"
        "  date: 2015-01\n  summary: What it says.\n  file: /img/dot.svg\n  points: [One, Two]\n",
        "content/data/resources.yaml": "- title: A tool\n  kind: Tools\n  summary: What it does.\n"
        "  url: https://example.org/\n",
    }
    built = _built(site, files)
    assert built.site.mission.quotation == Quotation(
        paragraphs=("One.", "Two."), name="A. Name", role="Chief"
    )
    (found,) = built.site.documents
    assert replace(found, places={}) == (
        Document(
            slug="the-presidents-report",
            title="The President's Report",
            publisher="The Institute",
            date=PartialDate(year=2015, month=1),
            summary="What it says.",
            url="/img/dot.svg",
            points=("One", "Two"),
            place=Place(file="content/data/documents.yaml", line=1, column=10),
        )
    )
    assert built.site.resources == (
        Resource(
            title="A tool",
            kind="Tools",
            summary="What it does.",
            url="https://example.org/",
            date=None,
            topics=(),
            place=Place(file="content/data/resources.yaml", line=2, column=9),
        ),
    )


@pytest.mark.parametrize(
    ("front_matter", "shown", "with_drafts"),
    [
        ("", True, True),
        ("draft: false\n", True, True),
        ("draft: true\n", False, True),
    ],
)
def test_a_draft_is_hidden(site: SiteMaker, front_matter: str, *, shown: bool, with_drafts: bool) -> None:
    files = {"content/news/2024-06-07-second.md": ITEM.format(front_matter)}
    assert ("second" in _slugs(_built(site, files))) is shown
    assert ("second" in _slugs(_built(site, files, drafts=True))) is with_drafts


@pytest.mark.parametrize(("day", "shown"), [(6, False), (7, True), (8, True)])
def test_a_future_date_is_hidden(site: SiteMaker, day: int, *, shown: bool) -> None:
    files = {
        "content/news/second.md": ITEM.format(""),
        "content/data/news.yaml": "- title: Headline\n  date: 2024-06-07\n",
    }
    slugs = _slugs(_built(site, files, today=date(2024, 6, day)))
    assert slugs == ({"first", "second", "2024-06-07-headline"} if shown else {"first"})


def test_a_hidden_text_is_checked_but_for_its_links(site: SiteMaker) -> None:
    text = ITEM.format("draft: true\ntpoics: [Trust]\n") + "[a](/nowhere/)\n\n# A\n"
    built = build(BuildOptions(root=site({"content/news/second.md": text}), today=TODAY))
    assert report_lines(built.problems) == [
        "content/news/second.md:6:1: unknown key 'tpoics', did you mean 'topics'? [key-unknown]",
        "content/news/second.md:10:1: a text has no heading of level 1 [heading-first]",
    ]


def test_news_is_sorted_newest_first(site: SiteMaker) -> None:
    files = {
        "content/news/c.md": ITEM.format(""),
        "content/news/2024-06-07-b.md": ITEM.format("").replace("Second", "B").replace("second", "b"),
        "content/data/news.yaml": "- title: Old\n  date: 2010-01-02\n- title: New\n  date: 2024-06-01\n",
    }
    assert [item.slug for item in _built(site, files).site.news] == [
        "b",
        "c",
        "2024-06-01-new",
        "first",
        "2010-01-02-old",
    ]


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        ("content/news/2024/second.md", ITEM.format(""), None),
        ("content/news/second.md", ITEM.format("image:\nimage_alt:\n"), None),
        ("content/news/second.md", ITEM.format("image: /img/share.png\nimage_alt: A dot\n"), None),
        (
            "content/news/second.md",
            ITEM.format("image: /img/share.png\n"),
            "5:8: 'image_alt' is missing [key-missing]",
        ),
        ("content/data/news.yaml", "", None),
        ("content/data/news.yml", "", "1:1: content/ may contain only .md and .yaml files [file-unknown]"),
        (
            "content/data/mision.yaml",
            "a: b\n",
            "1:1: no data file has this name, did you mean 'content/data/mission.yaml'? [file-unknown]",
        ),
        ("content/data/mission.yaml", "", "1:1: this file is missing or empty [file-missing]"),
        ("content/index.md", None, "1:1: this file, the home page, is missing [file-missing]"),
        (
            "content/data/mission.yaml",
            "- statement: A\n  aims: []\n",
            "1:1: this file must hold keys with values, not a list [data-wrong]",
        ),
        ("content/data/news.yaml", "- title: 信任\n  date: 2015-01-02\n", None),
        ("content/news/second.md", ITEM.format("topics: [信任]\n"), None),
        ("content/news/second.md", ITEM.format("topics: [Trust, trust]\n"), None),
        (
            "content/news/second.md",
            ITEM.format("topics: [C, C++]\n"),
            "5:13: 'C++' has the same path as 'C' in content/news/second.md:5 [path-taken]",
        ),
        (
            "content/news/second.md",
            ITEM.format("topics: [Trust!]\n"),
            "5:10: 'Trust!' has the same path as 'Trust' in content/news/2024-05-06-first.md:5 [path-taken]",
        ),
        (
            "content/news/second.md",
            ITEM.format(f"topics: [{'a' * 101}]\n"),
            "5:10: a topic cannot have more than 100 characters [form-wrong]",
        ),
        (
            "content/news/second.md",
            ITEM.format("topics: [Police, trust!]\n"),
            "5:18: 'trust!' has the same path as 'Trust' in content/news/2024-05-06-first.md:5 [path-taken]",
        ),
        (
            "content/news/second.md",
            ITEM.format("topics: [trust]\n"),
            "5:10: this topic is written 'Trust' in content/news/2024-05-06-first.md:5 [path-taken]",
        ),
        (
            "content/news/second.md",
            ITEM.format("topics: [Tr\u00f6st, Police, \u0422\u0435\u0441\u0442]\n"),
            None,
        ),
        *(
            (
                "content/news/second.md",
                ITEM.format(f"topics: [{topic}]\n"),
                "5:10: this topic only looks like the one in content/news/2024-05-06-first.md:5 [path-taken]",
            )
            for topic in ("\u0422rust", "\uff34rust", "\u03a4r\uff55st")
        ),
        (
            "content/data/resources.yaml",
            "".join(
                f"- title: A\n  kind: {kind}\n  summary: A\n  url: /news/\n"
                for kind in ("Caf\u00e9", "Cafe\u0301")
            ),
            "6:9: this kind only looks like the one in line 2 [anchor-duplicate]",
        ),
        (
            "content/news/second.md",
            ITEM.format("updated: 2024-06-06\n"),
            "5:10: 'updated' is before 'date' [form-wrong]",
        ),
        ("content/news/second.md", ITEM.format("updated: 2024-06-08\n"), None),
        (
            "content/news/second.md",
            ITEM.format("updated: 2024-06-09\n"),
            "5:10: 'updated' is in the future [form-wrong]",
        ),
        (
            "content/news/second.md",
            ITEM.format("").replace("2024", "2125"),
            "3:7: 'date' is more than 100 years ahead [form-wrong]",
        ),
        (
            "content/news/second.md",
            ITEM.format("redirect_from: [/assets/x]\n"),
            "5:17: each list item of 'redirect_from' must be a path of this site [form-wrong]",
        ),
        (
            "content/news/second.md",
            ITEM.format("redirect_from: [/a b/]\n"),
            "5:17: each list item of 'redirect_from' must be a path of this site [form-wrong]",
        ),
        (
            "content/news.md",
            "---\ntitle: News\nsummary: All.\n---\n",
            "2:8: no page lists the news [file-missing]",
        ),
        (
            "content/other.md",
            "---\ntitle: Other\nsummary: Other.\ntemplate: news\n---\n",
            "4:11: only one page can have the template 'news': content/news.md [key-conflict]",
        ),
        (
            "content/index.md",
            HOME.replace("---\n", "---\ndraft: true\n", 1) + "[News](/news/)\n",
            "2:8: the home page is a draft [file-missing]",
        ),
        (
            "content/news/second.md",
            ITEM.format("image_alt: A dot\n"),
            "5:12: 'image' is missing [key-missing]",
        ),
        (
            "content/data/news.yaml",
            "- title: First!\n  date: 2024-05-06\n",
            "1:10: this headline is already in content/news/2024-05-06-first.md:2 [anchor-duplicate]",
        ),
        (
            "content/data/mission.yaml",
            "statement: Trust.\naims: []\n",
            "2:7: 'aims' is missing [key-missing]",
        ),
        (
            "content/news/second.md",
            ITEM.format("").replace("Second", "'\u200b…'"),
            "2:8: 'title' has no letter and no digit [form-wrong]",
        ),
        (
            "content/data/resources.yaml",
            "".join(
                f"- title: A\n  kind: {kind}\n  summary: A\n  url: /news/\n" for kind in ("Report", "report")
            ),
            "6:9: this kind is written 'Report' in line 2 [anchor-duplicate]",
        ),
        (
            "content/news/second.md",
            ITEM.format('topics: [C, ""]\n'),
            "5:13: a list item of 'topics' is empty [form-wrong]",
        ),
    ],
)
def test_each_file_is_checked(site: SiteMaker, file: str, text: str | None, problem: str | None) -> None:
    built = build(BuildOptions(root=site({file: text}), today=TODAY))
    assert report_lines(built.problems) == ([f"{file}:{problem}"] if problem else [])


def test_of_topics_that_look_alike_the_rarer_is_reported(site: SiteMaker) -> None:
    topics = {"a": "Caf\u00e9", "b": "Cafe\u0301", "c": "Cafe\u0301"}
    files = {
        f"content/news/{name}.md": f"---\ntitle: {name}\ndate: 2024-06-07\nsummary: Of {name}.\n"
        f"topics:\n  - Trust\n  - {topic}\n---\n"
        for name, topic in topics.items()
    }
    (found,) = build(BuildOptions(root=site(files), today=TODAY)).problems
    assert report_lines([found]) == [
        "content/news/a.md:7:5: this topic only looks like the one in content/news/b.md:7 [path-taken]"
    ]
    assert found.hint.endswith(": copy it from content/news/b.md, line 7, and paste it here.")
    files["content/news/a.md"] = files["content/news/a.md"].replace(topics["a"], topics["b"])
    assert build(BuildOptions(root=site(files), today=TODAY)).problems == ()


@pytest.mark.parametrize(
    ("file", "text", "target", "problem"),
    [
        (
            "content/data/documents.yaml",
            "documents:\n  - title: Guide\n",
            "/documents/guide/",
            "1:1: this file must be a list, each entry after a hyphen and a space [data-wrong]",
        ),
        (
            "content/data/news.yaml",
            "title: A\ndate: 2016-05-17\n",
            "/news/#y2016",
            "1:1: this file must be a list, each entry after a hyphen and a space [data-wrong]",
        ),
        (
            "content/news/second.md",
            "---\ntitle: Second\ndate: 2024-06-07\nsummary: S\ntopcis: [Police]\n---\n",
            "/news/topics/police/",
            "5:1: unknown key 'topcis', did you mean 'topics'? [key-unknown]",
        ),
        (
            "content/news/second.md",
            ITEM.format("slug: The other\n"),
            "/news/the-other/",
            "5:7: 'slug' must be lowercase words with hyphens [form-wrong]",
        ),
        (
            "content/news/second.md",
            "title: Second\ndate: 2024-06-07\nsummary: S\nslug: the-other\n",
            "/news/the-other/",
            "1:1: the first line must be --- [front-matter-missing]",
        ),
    ],
)
def test_a_link_is_not_blamed_for_what_it_leads_to(
    site: SiteMaker, file: str, text: str, target: str, problem: str
) -> None:
    files = {file: text, "content/index.md": f"{HOME}[Link]({target}) [News](/news/)\n"}
    built = build(BuildOptions(root=site(files), today=TODAY))
    assert report_lines(built.problems) == [f"{file}:{problem}"]


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        (
            {"templates/pages/not-found.html": '{% extends "pages/page.html" %}'},
            "content/404.md:1:1: this file, the 404 page, is missing [file-missing]",
        ),
        (
            {"templates/pages/page.html": b'{% extends "base.html" %}{% block main %}{% endblock %}\n\xe9'},
            "templates/pages/page.html:2:1: this file is not UTF-8 text [encoding-wrong]",
        ),
    ],
)
def test_what_follows_from_an_error_is_not_reported(
    site: SiteMaker, files: dict[str, str | bytes], problem: str
) -> None:
    assert report_lines(build(BuildOptions(root=site(files), today=TODAY)).problems) == [problem]


PAGE = "---\ntitle: About\nsummary: What we are.\n{}---\n{}\n"
OTHER = [
    "content/alone.md:2:8: no link leads to /alone/ [page-unreachable]",
    "content/index.md:5:9: /news/ has no anchor #nope [anchor-broken]",
    "content/index.md:5:27: / has no anchor #part [anchor-broken]",
    "templates/pages/news.html:4:42: /news/ has two anchors #twice [anchor-duplicate]",
]


@pytest.mark.parametrize(
    ("fault", "problem", "hidden"),
    [
        ({}, None, ()),
        ({"assets/img/x.png": "x"}, "assets/img/x.png:1:1: this file is not the image that its n", ()),
        ({"content/about.md": PAGE.format("tpl: x\n", "")}, "content/about.md:4:1: unknown key 'tpl'", ()),
        ({"content/data/mission.yaml": "statement: A\n"}, "content/data/mission.yaml:1:1: 'aims' is", ()),
        ({"content/news/x.md": ITEM.format("") + "# A\n"}, "content/news/x.md:6:1: a text has no", ()),
        ({"content/news/x.md": ITEM.format("x: 1\n")}, "content/news/x.md:5:1: unknown key 'x'", (1, 3)),
        ({"content/about.md": PAGE.format("", "<i>x</i>")}, "content/about.md:5:1: HTML is not allow", (0,)),
        ({"content/x.txt": "x"}, "content/x.txt:1:1: content/ may contain only .md and .yaml files", (0,)),
        ({"templates/pages/x.html": "{% if"}, "templates/pages/x.html:1:1: ", ()),
        ({"templates/pages/topic.html": "{% if"}, "templates/pages/topic.html:1:1: ", (0,)),
    ],
)
def test_a_problem_hides_nothing_that_does_not_depend_on_it(
    site: SiteMaker, fault: dict[str, str], problem: str | None, hidden: tuple[int, ...]
) -> None:
    files = {
        "content/index.md": f"{HOME}See [a](/news/#nope), [b](#part), [c](about.md),\n"
        "[d](/news/topics/trust/).\n",
        "content/about.md": PAGE.format("", ""),
        "content/alone.md": PAGE.format("", "").replace("About", "Alone").replace("we are", "it is"),
        "content/news.md": "---\ntitle: News\nsummary: All.\ntemplate: news\n---\n",
        "templates/pages/news.html": NEWS_LIST,
    }
    found = report_lines(build(BuildOptions(root=site({**files, **fault}), today=TODAY)).problems)
    others = [line for line in found if line in OTHER]
    assert others == [line for number, line in enumerate(OTHER) if number not in hidden]
    assert [line[: len(problem or "")] for line in found if line not in OTHER] == [problem] * bool(problem)


def _built(
    site: SiteMaker, files: dict[str, str], *, today: date = TODAY, drafts: bool = False
) -> BuildResult:
    home = HOME + "[Document](/documents/the-presidents-report/)\n" * ("content/data/documents.yaml" in files)
    built = build(BuildOptions(root=site({**files, "content/index.md": home}), today=today, drafts=drafts))
    assert report_lines(built.problems) == []
    return built


def _slugs(built: BuildResult) -> set[str]:
    return {item.slug for item in built.site.news}


@pytest.mark.parametrize(
    ("file", "message", "hint"),
    [
        (
            "content/site.yaml",
            "a data file must be in content/data/ itself",
            "Move it to content/data/site.yaml.",
        ),
        (
            "content/data/sites.yaml",
            "no data file has this name, did you mean 'content/data/site.yaml'?",
            "Rename it to site.yaml.",
        ),
    ],
)
def test_a_data_file_in_the_wrong_place_is_not_missing_as_well(
    site: SiteMaker, file: str, message: str, hint: str
) -> None:
    root = site()
    (root / "content/data/site.yaml").rename(root / file)
    found = build(BuildOptions(root=root, today=TODAY)).problems
    assert [(it.place.file, it.message, it.hint) for it in found] == [(file, message, hint)]
