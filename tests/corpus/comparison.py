"""A Markdown text → whether it is published as GitHub shows it, or is reported to the editor.

The reference is GitHub's own parser, of which this program uses no part. Only what a reader cannot see is
normalized: ids, classes, spaces between blocks, no-break spaces at the start of a block, bold within bold,
the form of quotation marks, and the markup of tasks and footnotes.
"""

import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import Literal
from urllib.parse import quote, unquote, urljoin

import nh3
from cmarkgfm import github_flavored_markdown_to_html
from cmarkgfm.cmark import Options

from icpr_build.external_urls import is_allowed_url
from icpr_build.markdown import sanitize
from icpr_build.markdown.prose import render_body
from icpr_build.model import Prose

Verdict = Literal["same", "reported", "differs"]

FILE = "content/news/x.md"
_BLOCKS = set(
    "blockquote br h1 h2 h3 h4 h5 h6 hr li ol p pre table tbody td th thead tr ul section".split(),
)
_KEPT = ("alt", "href", "src", "start", "title")
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "\u2018": "'", "’": "'"})
# This site's own markup → the form in which both are compared.
_NOTES = re.compile(r'<hr>\s*(<ol class="notes">)')
_MARK = re.compile(r'<sup[^>]*>\s*<a href="#fn-[^"]*"[^>]*>([^<]*)</a>\s*</sup>')
_RETURN = re.compile(r'\s*<a href="#fnref-[^>]*>.*?</a>')
_TASK = re.compile(r'<input type="checkbox" (checked="" )?disabled="" />')
_LOOSE_TASK = re.compile(r"<li>([☐☑])\s*<p>")
_ALIGNED = re.compile(r'(<t[hd]) align="(\w+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A text, what is published and what GitHub shows, both normalized, and the reported problems."""

    body: str
    published: str
    shown: str
    reported: tuple[str, ...]

    @property
    def verdict(self) -> Verdict:
        """Return `differs` for a text that is published otherwise than GitHub shows it, without a problem."""
        return "same" if self.published == self.shown else "reported" if self.reported else "differs"


def compare(body: str) -> Comparison:
    """Render a text with this program and with GitHub's parser."""
    body = body.replace("\r\n", "\n")  # as `read` does
    made = render_body(FILE, body, 1)
    reported = [f"{problem.place.line}: {problem.message} [{problem.code}]" for problem in made.problems]
    reported += [
        f"{link.place.line}: [address-wrong]" for link in made.links if not is_allowed_url(link.target)
    ]
    return Comparison(
        body=body,
        published=normal(_joined(made.prose)),
        shown=normal(_shown(body)),
        reported=tuple(sorted(reported)),
    )


def normal(html: str) -> str:
    """Return HTML in the form in which it is compared."""
    html = _NOTES.sub(r"\1", html)
    html = _RETURN.sub("", _MARK.sub(r"[^\1]", html))
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return "".join(writer.written).translate(_STRAIGHT).strip()


def _shown(body: str) -> str:
    """Return what GitHub's parser makes of a text, within the elements that this site allows."""
    options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
    html = github_flavored_markdown_to_html(body, options)
    html = _TASK.sub(lambda found: "☑" if found[1] else "☐", html)
    html = _LOOSE_TASK.sub(r"<li><p>\1 ", html)
    html = _ALIGNED.sub(r'\1 class="align-\2"', html)
    return nh3.clean(html, tags=sanitize._TAGS, attributes=sanitize._ATTRIBUTES, link_rel=None)


def _joined(made: Prose) -> str:
    sections = (f"<h2>{part.title}</h2>\n{part.html}\n" for part in made.sections)
    return f"{made.intro}\n{''.join(sections)}"


class _Writer(HTMLParser):
    """Writes HTML again: attributes in order, and no spaces but the visible ones."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self.preformatted = False
        self.strong = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._trim(tag)
        self.preformatted |= tag == "pre"
        self.strong += tag == "strong"
        if tag == "strong" and self.strong > 1:
            return
        kept = {name: _value(name, value or "") for name, value in attrs if name in _KEPT}
        aligned = re.search(r"align-\w+", dict(attrs).get("class") or "") if tag in ("td", "th") else None
        kept |= {"align": aligned[0]} if aligned else {}
        inside = "".join(f' {name}="{escape(kept[name])}"' for name in sorted(kept))
        self.written.append(f"<{tag}{inside}>")

    def handle_endtag(self, tag: str) -> None:
        self._trim(tag)
        self.preformatted &= tag != "pre"
        if tag != "strong" or self.strong == 1:
            self.written.append(f"</{tag}>")
        self.strong -= tag == "strong"

    def handle_data(self, data: str) -> None:
        if self.preformatted:
            self.written.append(escape(data, quote=False))
            return
        text = re.sub(r"[ \t\n]+", " ", data)
        last = self.written[-1] if self.written else "<p>"
        beside = re.fullmatch(r"</?(\w+)[^>]*>", last)
        if last.endswith(" ") or (beside and beside[1] in _BLOCKS):
            text = text.lstrip(" \N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}")
        if text:
            self.written.append(escape(text, quote=False))

    def _trim(self, tag: str) -> None:
        if tag in _BLOCKS and not self.preformatted and self.written and self.written[-1][-1] == " ":
            self.written[-1] = self.written[-1].rstrip(" ")
            if not self.written[-1]:
                self.written.pop()


def _value(name: str, value: str) -> str:
    """Return a URL in the form in which it is compared: absolute, and escaped in one way."""
    if name not in ("href", "src"):
        return value
    if value.startswith("#"):
        return value
    return quote(unquote(urljoin("https://site.invalid/news/", value)))
