import pytest

from icpr_build.markdown.sanitize import sanitized


@pytest.mark.parametrize(
    "html",
    [
        '<p>a &lt;b&gt; &amp;amp; c&nbsp;d "e"</p>',
        '<a class="link" href="https://a.example/?b=c&amp;d" title="e &quot;f&quot;">g</a>',
        '<a href="/a/#b"></a><a href="#c"></a><a href="mailto:a@b.example"></a><a href="tel:+1"></a>',
        '<a href="HTTP://a.example/"></a><a href=""></a>',
        '<img alt="a" src="/img/b.png" title="c">',
        '<h2 id="a-é-1">a</h2>',
        '<ol class="notes">\n<li id="fn-1">a</li>\n</ol>',
        '<sup id="fnref-1"><a href="#fn-1">1</a></sup>',
        '<pre><code class="language-c++">a</code></pre>',
        '<table tabindex="0">\n<thead>\n<tr>\n<th class="align-right">a</th></tr></thead></table>',
    ],
)
def test_what_the_program_writes_is_kept(html: str) -> None:
    assert sanitized(html) == html


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("a<script>b()</script>", "a"),
        ("a<style>b{}</style>", "a"),
        ("<iframe src='/a/'></iframe>", ""),
        ("<div>a</div>", "a"),
        ("<svg onload=a()>b</svg>", "b"),
        ("<!-- a -->b", "b"),
        ("<form action=/a/><input><button>b</button></form>", "b"),
        ("<meta http-equiv=refresh content=0><base href=/a/><link rel=stylesheet href=/a>", ""),
        ("<p style='color:red' onclick=a() lang=b title=d>c</p>", "<p>c</p>"),
        ("<p id=main class=banner>a</p>", "<p>a</p>"),
        ("<h2 id='a b' class=link>c</h2>", "<h2>c</h2>"),
        ("<a href='javascript:a()'>b</a>", "<a>b</a>"),
        ("<a href='java\nscript:a()'>b</a>", "<a>b</a>"),
        ("<a href='data:text/html,a'>b</a>", "<a>b</a>"),
        ("<a href='//a.example/'>b</a>", "<a>b</a>"),
        ("<a href='a/'>b</a>", "<a>b</a>"),
        ("<a href=/a/ class='link banner' target=b rel=c>d</a>", '<a href="/a/">d</a>'),
        ("<img src='data:image/png,a' alt=b>", '<img alt="b">'),
        ("<img src='//a.example/b.png' srcset=c width=9>", "<img>"),
        ("<table tabindex=1 border=1></table>", "<table></table>"),
        ("<code class=language-a_b>c</code>", "<code>c</code>"),
        ("<ol start=a reversed><li>b</li></ol>", "<ol><li>b</li></ol>"),
    ],
)
def test_what_is_not_on_the_list_is_removed(html: str, left: str) -> None:
    assert sanitized(html) == left
