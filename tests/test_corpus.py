"""Texts such as editors write are published as GitHub shows them, or a problem is reported."""

from collections import Counter

import pytest

from tests.corpus.comparison import compare, normal
from tests.corpus.fragments import FRAGMENTS, items


def test_hardly_an_item_is_published_otherwise_without_a_report() -> None:
    compared = [(name, compare(body)) for name, body in items()]
    verdicts = Counter(it.verdict for _, it in compared)
    assert verdicts.total() >= 200
    assert verdicts["same"] > verdicts.total() * 0.7
    silent = [(name, it) for name, it in compared if it.verdict == "differs"]
    listed = "\n".join(
        f"{name}: {it.body[:300]!r}\n  is  {it.published[:300]}\n  not {it.shown[:300]}"
        for name, it in silent
        if " + " not in name
    )
    assert len(silent) <= len(compared) / 100, f"{len(silent)} of {len(compared)}:\n{listed}"


@pytest.mark.parametrize("cause", FRAGMENTS)
def test_what_is_reported_is_in_the_text(cause: str) -> None:
    for body in FRAGMENTS[cause]:
        lines = body.count("\n") + 1
        assert [
            line for line in compare(body).reported if not 1 <= int(line.partition(":")[0]) <= lines
        ] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a</p>\n<p>b</p>", "<p>a</p><p>b</p>"),
        ('<h2 id="a">a</h2>', "<h2>a</h2>"),
        ('<a title="t" href="/a">b</a>', '<a href="/a" title="t">b</a>'),
        ("<p>“a” ’s</p>", '<p>"a" \'s</p>'),
        ("<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ('<a href="ä b">c</a>', '<a href="%C3%A4%20b">c</a>'),
        ("<strong>a <strong>b</strong> c</strong>", "<strong>a b c</strong>"),
        ("a<br>\nb", "a<br>b"),
        ("a\nb", "a b"),
    ],
)
def test_what_no_reader_sees_is_the_same(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a</p>", "a"),
        ("<li><p>a</p></li>", "<li>a</li>"),
        ("<p>a<br>b</p>", "<p>a b</p>"),
        ("<pre>a  b</pre>", "<pre>a b</pre>"),
        ("<pre>a\n\n</pre>", "<pre>a\n</pre>"),
        ('<td class="align-right">a</td>', "<td>a</td>"),
        ('<ol start="2"></ol>', "<ol></ol>"),
        ('<a href="/a">b</a>', '<a href="/b">b</a>'),
        ("<em>a</em> b", "<em>a</em>b"),
        ("a\xa0b", "a b"),
        ("<em>a</em>", "<strong>a</strong>"),
        ("&lt;b&gt;", "<b>"),
    ],
)
def test_what_a_reader_sees_is_not_the_same(one: str, other: str) -> None:
    assert normal(one) != normal(other)


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("", "same"),
        ("Text\n- a\n- b\n", "same"),
        ("a[^1]\n\n[^1]: b\n", "same"),
        ("- [ ] a\n\n  b\n- [x] c\n", "same"),
        ("<video></video>\n", "reported"),
    ],
)
def test_texts_are_compared(body: str, verdict: str) -> None:
    assert compare(body).verdict == verdict
