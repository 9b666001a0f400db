"""Quotation marks become curly, in the keys and in the texts alike."""

from html import escape

import pytest
from markupsafe import Markup

from icpr_build.markdown.prose import render_body
from icpr_build.markdown.smart_quotes import typeset
from tests.conftest import Command, SiteMaker

AS_TYPED = [
    "plain",
    "“Trust,” he said, “’til ‘the’ end”",
    # a measure
    "5'10\" tall",
    "6' 2\" and 5'11½\"",
    'a 12" screen, 8½" x 11", a 2.5\' wall',
    "4' x 8', 5'x7', 8\"x10\"",
    "6'-2\"",
    "40°26'46\"N",
    '5"',
]
SET = {
    # what encloses a word
    "The Institute's mission": "The Institute’s mission",
    "O'Brien's cafe\u0301's, l'été": "O’Brien’s cafe\u0301’s, l’été",
    "the chiefs' 'new' plan": "the chiefs’ ‘new’ plan",
    '"Trust," he said ("always")': "“Trust,” he said (“always”)",
    "\"'One' of two\"": "“‘One’ of two”",
    "\"Trust\"'s 'A', 'B'": "“Trust”’s ‘A’, ‘B’",
    "a\n\"b\"\n'c'": "a\n“b”\n‘c’",
    '"in 2016" and "Room 5"': "“in 2016” and “Room 5”",
    '"Top 3"-"Top 5", "$1" re-"start"': "“Top 3”-“Top 5”, “$1” re-“start”",
    "'in 2016' and 'Room 5'": "‘in 2016’ and ‘Room 5’",
    '"Top 10," "Top 20" and "30"': "“Top 10,” “Top 20” and “30”",
    # what encloses a mark, or is beside one
    '"$1 Million" for "#Trust", re-"start", A/"B"': "“$1 Million” for “#Trust”, re-“start”, A/“B”",
    '"@icpr" "...and so on" "(a)" ["b"] "?"': "“@icpr” “...and so on” “(a)” [“b”] “?”",
    '"A"/"B", \'A\'/\'B\', pro-"growth"-minded': "“A”/“B”, ‘A’/‘B’, pro-“growth”-minded",
    '"But I—" he said—"so"—he': "“But I—” he said—“so”—he",
    "'$1' for '#b', re-'start'": "‘$1’ for ‘#b’, re-‘start’",
    'he said,"Yes," and "No,"too': "he said,“Yes,” and “No,”too",
    'l\'"Europe"': "l’“Europe”",
    '他说"你好"吧': "他说“你好”吧",
    '"a < b" and <b>"c"</b>': "“a < b” and <b>“c”</b>",
    # what encloses nothing, or nothing is known of
    'say ""': "say “”",
    '" a "': "“ a ”",
    'a "b': "a “b",
    'a" b': "a” b",
    # what is left out at the beginning of a word
    "the class of '26 and the '90s": "the class of ’26 and the ’90s",
    "'60s-style, '08-'12, \"'90s\"": "’60s-style, ’08-’12, “’90s”",
    "'til dawn, 'Tis so, give 'em": "’til dawn, ’Tis so, give ’em",
    "rock 'n' roll, Rock'n'Roll, Guns 'N Roses": "rock ’n’ roll, Rock’n’Roll, Guns ’N Roses",
    "'Cause it is 'round the 'hood": "’Cause it is ’round the ’hood",
    "'Cause and effect' and 'em'": "‘Cause and effect’ and ‘em’",
    '"\'Tis so," he said': "“’Tis so,” he said",
    # a measure within a quotation
    '"He is 5\'10" tall," she said': "“He is 5'10\" tall,” she said",
    '"a 3" nail"': '“a 3" nail”',
    "1'000'000": "1’000’000",
}


@pytest.mark.parametrize("value", ["", 7, None, "https://example.org/it's", "/it's/", Markup("it's")])
def test_what_is_no_text_or_set_already_stays(value: object) -> None:
    assert typeset(value) == value


@pytest.mark.parametrize("typed", AS_TYPED)
def test_what_is_no_quotation_mark_stays_straight(typed: str) -> None:
    assert typeset(typed) == typed


@pytest.mark.parametrize("typed", SET)
def test_straight_quotes_become_typographic(typed: str) -> None:
    assert typeset(typed) == SET[typed]
    assert typeset(SET[typed]) == SET[typed]


@pytest.mark.parametrize("typed", [*AS_TYPED, *SET])
def test_a_text_is_set_like_a_key(typed: str) -> None:
    body = render_body("content/x.md", typed.replace("<", "\\<"), 1)
    assert body.prose.intro == f"<p>{escape(SET.get(typed, typed), quote=False)}</p>"


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ('"`"a`"', '“<code>"a</code>”'),
        (
            '"![a](/b.png)" "<https://example.org/>"',
            '“<img alt="a" src="/b.png">” “<a href="https://example.org/">https://example.org/</a>”',
        ),
        ('![It\'s "a"](/b.png "\'c\'")', '<img alt="It’s “a”" src="/b.png" title="‘c’">'),
        ('"*$1*", **"b"**-"c", "[d](/e/)"', '“<em>$1</em>”, <strong>“b”</strong>-“c”, “<a href="/e/">d</a>”'),
        ("rock *'n'* roll, *'90s*", "rock <em>’n’</em> roll, <em>’90s</em>"),
    ],
)
def test_what_is_not_only_text_is_enclosed(typed: str, html: str) -> None:
    assert render_body("content/x.md", typed, 1).prose.intro == f"<p>{html}</p>"


def test_a_footnote_does_not_change_a_mark() -> None:
    intro = render_body("content/x.md", 'He went on. It was so."[^1]\n\n[^1]: "N"', 1).prose.intro
    assert "so.”<sup" in intro
    assert "“N”" in intro


def test_a_title_is_set_everywhere_as_in_the_text(site: SiteMaker, icpr: Command) -> None:
    typed = '"$1" <b> re-"start", rock \'n\' roll, 5\'10"'
    item = (
        f"---\ntitle: |\n  {typed}\ndate: 2024-06-07\nsummary: S\n---\n{typed.replace('<', chr(92) + '<')}\n"
    )
    root = site({"content/news/second.md": item})
    assert icpr("build", root)[0] == 0
    html = "“$1” &lt;b&gt; re-“start”, rock ’n’ roll, 5"
    page = (root / "output/news/second/index.html").read_text("utf-8")
    assert f"<h1>{html}&#39;10&#34;</h1>" in page
    assert f"<p>{html}'10\"</p>" in page
    assert f"<title>{html}&#39;10&#34;</title>" in (root / "output/feed.xml").read_text("utf-8")
