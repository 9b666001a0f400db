import re

import pytest
from markdown import Markdown

from icpr_build.markdown.gfm import GfmExtension
from icpr_build.markdown.prose import render_body, unsafe_blocks
from icpr_build.model import Body
from tests.lay_out import report_lines

FILE = "content/news/x.md"
ADDRESSES = [
    ("mailto:a.b@c.org", 7, 1),
    ("https://d.org/", 7, 11),
    ("ftp://e.org", 7, 26),
    ("https://f.org", 7, 39),
]


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("Hello, *world*.", "<p>Hello, <em>world</em>.</p>"),
        ('It\'s "so" -- and --- so...', "<p>It’s “so” -- and --- so...</p>"),
        ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ("    <b>", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("``` Python title\na\n```", '<pre><code class="language-python">a\n</code></pre>'),
        ("```c++\na\n```", '<pre><code class="language-c++">a\n</code></pre>'),
        ('```a"b\na\n```', "<pre><code>a\n</code></pre>"),
        ("<!-- a --> b &amp; *c*", "b &amp; *c*"),
        ("- [ ] a\n- [X] *b*", "<ul>\n<li>☐ a</li>\n<li>☑ <em>b</em></li>\n</ul>"),
        ("```\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("[a](y.md#b)", '<p><a class="link" href="/news/y.md#b">a</a></p>'),
        ("[a](../about.md)", '<p><a class="link" href="/about.md">a</a></p>'),
        ("[a](#b)", '<p><a class="link" href="#b">a</a></p>'),
        ("[a][1]\n\n[1]: /b/", '<p><a class="link" href="/b/">a</a></p>'),
        (
            "<https://example.org/>",
            '<p><a class="link" href="https://example.org/">https://example.org/</a></p>',
        ),
        ("<a@example.org>", '<p><a class="link" href="mailto:a@example.org">a@example.org</a></p>'),
        ("![a](../../assets/img/b.png)", '<p><img alt="a" src="/img/b.png"></p>'),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("a  \nb", "<p>a<br>\nb</p>"),
        ('"*word*" and *"it"*', "<p>“<em>word</em>” and <em>“it”</em></p>"),
        ('"`a`" `"b"` "[c](/d/)"', '<p>“<code>a</code>” <code>"b"</code> “<a href="/d/">c</a>”</p>'),
        (
            "&amp;amp; `&amp;` [a](/b/?c&amp;copy;)",
            '<p>&amp;amp; <code>&amp;amp;</code> <a href="/b/?c&amp;copy;">a</a></p>',
        ),
        ("```\na  \n\n\n```", "<pre><code>a  \n\n\n</code></pre>"),
        ("a<BR/>b<Sub>c</SUB>", "<p>a<br>\nb<sub>c</sub></p>"),
        ("### A &amp; *b*", '<h3 id="a--b">A &amp; <em>b</em></h3>'),
    ],
)
def test_markdown_is_rendered(body: str, html: str) -> None:
    text = _render(body).prose
    assert text.intro == html
    assert text.sections == ()


def test_a_table_is_aligned_by_classes() -> None:
    text = _render("| a | b |\n|---|--:|\n| 1 | 2 |").prose
    assert '<th>a</th>\n<th class="align-right">b</th>' in text.intro
    assert '<td>1</td>\n<td class="align-right">2</td>' in text.intro


def test_a_text_is_divided_at_its_headings() -> None:
    text = _render("Intro\n\n## *One*\n\nA\n\n### Sub\n\nB\n\n## One\n").prose
    assert text.intro == "<p>Intro</p>"
    assert [(part.id, part.title, part.html) for part in text.sections] == [
        ("one", "<em>One</em>", '<p>A</p>\n<h3 id="sub">Sub</h3>\n<p>B</p>'),
        ("one-1", "One", ""),
    ]


@pytest.mark.parametrize(
    ("headings", "ids"),
    [
        ("A, B", ["a", "b"]),
        ("A, A, A", ["a", "a-1", "a-2"]),
        ("A, A 1, A, A", ["a", "a-1", "a-2", "a-3"]),
        ("A 1, A, A", ["a-1", "a", "a-2"]),
        ("A, A, A 1, a-1", ["a", "a-1", "a-1-1", "a-1-2"]),
        ("*A*, “A”, A!", ["a", "a-1", "a-2"]),
    ],
)
def test_equal_headings_are_counted_as_on_github(headings: str, ids: list[str]) -> None:
    body = "\n\n".join(f"## {heading}" for heading in headings.split(", "))
    assert [part.id for part in _render(body).prose.sections] == ids


@pytest.mark.parametrize(
    ("body", "references", "ways_back"),
    [
        ("a[^1]", ["fnref-1"], ["↩"]),
        ("a[^1] b[^1]", ["fnref-1", "fnref-1-2"], ["↩", "↩<sup>2</sup>"]),
        (
            "a[^1]\n\n- b[^1]\n\n> c[^1]",
            ["fnref-1", "fnref-1-2", "fnref-1-3"],
            ["↩", "↩<sup>2</sup>", "↩<sup>3</sup>"],
        ),
    ],
)
def test_a_footnote_leads_back_to_each_reference(
    body: str, references: list[str], ways_back: list[str]
) -> None:
    intro = _render(f"{body}\n\n[^1]: Note.\n").prose.intro
    assert re.findall(r'<sup id="([^"]+)"><a href="#fn-1">1</a></sup>', intro) == references
    links = (
        f'<a href="#{it}" title="Back to the text">{text}</a>'
        for it, text in zip(references, ways_back, strict=True)
    )
    assert f"<p>Note. {' '.join(links)}</p>" in intro


def test_a_footnote_stays_on_its_page() -> None:
    first = _render("A[^1].\n\n[^1]: Note.\n")
    second = _render("B")
    assert first.problems == ()
    assert "Note." in first.prose.intro
    assert second.prose.intro == "<p>B</p>"


@pytest.mark.parametrize(
    ("body", "links"),
    [
        ("[a](/b/) [c](d.md#e) [f](#g)", [("/b/", 7, 5), ("/news/d.md#e", 7, 14), ("/news/x.md#g", 7, 26)]),
        ("a\n[b](/c/)  \n[d](/e/)", [("/c/", 8, 5), ("/e/", 9, 5)]),
        ("- a\n- b\n  [c](/d/)", [("/d/", 9, 7)]),
        ("> [a](/b/)", [("/b/", 7, 7)]),
        ("[a](/b/) [c](/b/)", [("/b/", 7, 5), ("/b/", 7, 14)]),
        ("| a |\n|---|\n| [b](/c/) |", [("/c/", 9, 7)]),
        ("[![a](/b.png)](/c/)", [("/c/", 7, 16), ("/b.png", 7, 7)]),
        ("<a@example.org>", [("mailto:a@example.org", 7, 2)]),
        ("/b [/b/](/b) [c](/b/) [d](/b)", [("/b", 7, 10), ("/b/", 7, 18), ("/b", 7, 27)]),
        ("- /b\n\n  > [a](/b) 1\n> [a](/b)", [("/b", 9, 9), ("/b", 10, 7)]),
        ("| /b | \\| `\\|` [a](/b) |\n|---|---|\n| | [a](/b) |", [("/b", 7, 20), ("/b", 9, 9)]),
        ("## /b [a](/b) ##\n\n[a](/b)\n---", [("/b", 7, 11), ("/b", 9, 5)]),
        ("a\n   [b](\n  </c> 'd')", [("/c", 9, 4)]),
        ("a[^1]\n\n[^1]: b\n    [c](/d)", [("/d", 10, 9)]),
        ("[a][b] [b]\n\n[b]: /c", [("/c", 9, 6)]),
        ("[a]()", [("", 7, 1)]),
        ("a.b@c.org https://d.org/ ftp://e.org 'https://f.org'", ADDRESSES),
        ("- [x] [a](/b)", [("/b", 7, 11)]),
        ("&amp; \\* “ü” [a](/b)", [("/b", 7, 18)]),
        ("\t\n-\t[a](/b)", [("/b", 8, 7)]),
        ("`[a](/b/)`\n\n    [a](/b/)\n", []),
    ],
)
def test_links_are_found_at_their_places(body: str, links: list[tuple[str, int, int]]) -> None:
    found = _render(body).links
    assert [(link.target, link.place.line, link.place.column) for link in found] == links


@pytest.mark.parametrize(
    "body",
    [
        "## A\n\n### B\n\n## C\n",
        "A\n-\n",
        "![a](/img/b.png)",
        "1 < 2, a<b, &lt;b&gt;",
        "\\<b>",
        "a\\[^1] \\[a\\][b] `[a](`",
        "[a](/b/\u00a0) [a](/b/\u200b)",
        "<!-- a --> b",
        "2 * 3 * 4, 2 ** 3 ** 4, *.pdf, 5* and **c**d",
        "#1 and #icpr\n\n\\##",
        "> Trust.\n>\n> – Chief Lee\n\n-5 degrees",
        "Either | or\n\n| A | B |\n|---|---|\n| 1 |\n\nText | more",
        "“'tis”, '90s, a lone ` mark",
        "```\na\n```\n\n- ~~~\n  a\n  ~~~",
        "5 ** 2 and f**k, `** a **`, \\** a \\**, ____ and a__b__c",
        "Prices: $5*, $6**\n\n*plus tax\n\n**plus fee",
        "Fields marked * are required. Name * Phone * E-mail *",
        "- He came\n  – so they say – late\n- [1] and [X]-ray\n\n-- Chief Lee",
        "(1) One  \n(2) Two\n\nHe said (1) this and\n(2) that",
        "J. Smith\nK. Jones",
        "See [1].\n\n[1] Lee, 2020: https://x.org/\n\n[Note]: so it is.",
        "[sic] (so), [see https://x.org/ for more], [read (https://x.org/) this]",
        "Is it so?\n---\n\na<b, <3\n\n| A |\n|---|\n| a |\n\nText",
        "a[^A]\n\n[^a]: b<BR>c<BR/>d<Sub>e</sUB>",
    ],
)
def test_a_good_text_is_not_reported(body: str) -> None:
    assert _render(body).problems == ()


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ("# A", ["7:1: a text has no heading of level 1 [heading-first]"]),
        ("A\n=", ["7:1: a text has no heading of level 1 [heading-first]"]),
        ("## A\n#### B", ["8:1: a heading of level 4 cannot follow one of level 2 [heading-skipped]"]),
        ("> ## A", ["7:1: a heading cannot be in a list or a quotation [heading-nested]"]),
        (
            "a <i>b</i>",
            ["7:3: HTML is not allowed in a text [html-raw]"],
        ),
        ("a\n\n<div>\nb\n</div>", ["9:1: HTML is not allowed in a text [html-raw]"]),
        ("<video></video>", ["7:1: HTML is not allowed in a text [html-raw]"]),
        ("a\n\nb &#8238;c", ["9:1: the character U+202E is invisible [character-wrong]"]),
        ("![a&#x2067;b](/b.png)", ["7:1: the character U+2067 is invisible [character-wrong]"]),
        ("[a](/b/ '&#x202e;c')", ["7:1: the character U+202E is invisible [character-wrong]"]),
        ("a\n![ ](/b.png)", ["8:1: an image needs an alt text [picture-text]"]),
        (
            "![a](https://example.org/b.png)",
            ["7:6: an image must be a file of this site [picture-elsewhere]"],
        ),
    ],
)
def test_mistakes_are_reported(body: str, problems: list[str]) -> None:
    assert report_lines(_render(body).problems) == [f"{FILE}:{problem}" for problem in problems]


FULL = "## A\n\n[a] [^1] HTML\n\n## A\n\n[a]: /b/\n[^1]: Note.\n\n*[HTML]: Language\n"
BARE = "## A\n\n[a] [^1] HTML\n"


@pytest.mark.parametrize("bodies", [(FULL, BARE), (BARE, FULL)])
def test_nothing_of_one_page_reaches_the_next(bodies: tuple[str, str]) -> None:
    alone = {FULL: ("a-1", 'href="/b/"', "Note."), BARE: ("a", "[a] [^1] HTML")}
    for body in bodies:
        parts = _render(body).prose.sections
        assert all(part in f"{parts[-1].id} {parts[0].html} {parts[-1].html}" for part in alone[body])
    assert _render(FULL).prose == _render(FULL).prose
    assert _render(BARE).prose.sections[0].html == "<p>[a] [^1] HTML</p>"


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a <svg/onload=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](java&#115;cript:alert(1))",
        "[a](vbscript:a)",
        "[a](data:text/html,a)",
        "<javascript:alert(1)>",
        "[a][1]\n\n[1]: JaVaScRiPt:alert(1)",
        '[a](/b/ "c\\" onclick=\\"alert(1)")',
        "## A {: onclick=alert(1) }",
        '![a\\" onerror=alert(1)](/b.png)',
    ],
)
def test_no_script_gets_into_a_page(body: str) -> None:
    text = _render(body).prose
    html = (text.intro + "".join(part.html for part in text.sections)).lower()
    assert not any(tag in html for tag in ("<script", "<svg", "<img src=x"))
    assert not any(url in html for url in ('href="javascript', 'href="vbscript', 'href="data'))
    assert not any(attribute in html.replace("&quot;", "'") for attribute in ('" onclick', '" onerror'))


UNSAFE = "this holds what no page may contain [html-unsafe]"


@pytest.mark.parametrize(
    ("tag", "attributes", "lines"),
    [
        ("em", {}, []),
        ("em", {"onclick": "a()"}, [7]),
        ("p", {"style": "text-align:a"}, [7, 12, 14]),
        ("li", {"id": "a b"}, [9, 14]),
        ("ul", {"class": "banner"}, [9]),
        ("a", {"href": "javascript:a()"}, [12, 14]),
        ("a", {"href": "//a.example/"}, [12, 14]),
        ("a", {"target": "a"}, [12, 14]),
    ],
)
def test_what_the_sanitizer_removes_is_reported_at_its_block(
    tag: str, attributes: dict[str, str], lines: list[int]
) -> None:
    gfm = GfmExtension(FILE, 7)
    md = Markdown(extensions=[gfm], output_format="html")
    md.convert("One *and*\n\n- a\n- b\n\n[c](/d/)[^1]\n\n[^1]: e")
    for element in gfm.parser.root.iter(tag):
        element.attrib.update(attributes)
    assert report_lines(unsafe_blocks(md, [gfm.parser.root])) == [
        f"{FILE}:{line}:1: {UNSAFE}" for line in lines
    ]


def test_an_unknown_element_is_reported_at_its_block() -> None:
    gfm = GfmExtension(FILE, 7)
    md = Markdown(extensions=[gfm], output_format="html")
    md.convert("One\n\n- a\n- b")
    gfm.parser.root[1][1].tag = "iframe"
    assert report_lines(unsafe_blocks(md, [gfm.parser.root])) == [f"{FILE}:9:1: {UNSAFE}"]


def test_no_part_of_a_text_is_taken_for_what_the_library_keeps_between_its_stages() -> None:
    body = _render('One.\n\n![a\x02wzxhzdk:0\x03](/b.png) \x02amp\x03 \x0242\x03\n\n```\n"><b>\n```')
    assert body.prose.intro.endswith('<pre><code>"&gt;&lt;b&gt;\n</code></pre>')
    assert '<img alt="a\x02wzxhzdk:0\x03" src="/b.png"> \x02amp\x03 \x0242\x03' in body.prose.intro
    assert {problem.code for problem in body.problems} == {"character-wrong"}


@pytest.mark.parametrize(
    "body",
    ["[" * 1000, "\n".join("  " * depth + "- a" for depth in range(500)), ">" * 500 + " a"],
    ids=["brackets", "lists", "quotations"],
)
def test_no_text_breaks_the_build(body: str) -> None:
    _render(body)


def _render(body: str) -> Body:
    return render_body(FILE, body, 7)
