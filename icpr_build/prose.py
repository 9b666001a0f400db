"""Markdown → safe HTML in sections, its links, and what is wrong in it.

Rule: Python-Markdown renders; a CommonMark parser, which knows lines, says where each thing stands.
Rule: raw HTML is not rendered and is reported; the sanitizer at the end is a second lock on the same door.
Rule: every text gets a new renderer, so that nothing of one page can reach the next.
"""

import re
from collections.abc import Iterator
from html import unescape
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from mdit_py_plugins.footnote import footnote_plugin

from icpr_build.address import file_target, is_address, is_site_path
from icpr_build.model import Link, Prose, Section
from icpr_build.problem import Place, Problem
from icpr_build.source import Source

_EXTENSIONS = ("tables", "footnotes", "fenced_code", "sane_lists", "smarty")
_TEXT_TAGS = set(
    "a abbr blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr img li ol p pre strong sub sup "
    "table tbody td tfoot th thead tr ul".split()
)
_TEXT_ATTRIBUTES = {
    "*": {"id", "class"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
}
_SECTION = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>\n?(.*)', re.DOTALL)


def prose(source: Source) -> tuple[Prose, tuple[Link, ...], tuple[Problem, ...]]:
    """Render a source's body. Its relative links (`../about.md`) become site paths (`/about.md`)."""
    tokens = tuple(_located(source))
    problems = (*_raw_html(tokens), *_headings(tokens), *_pictures(source.file, tokens))
    try:
        html = _html(source)
    except RecursionError:
        above = len(source.body) - len(source.body.lstrip("\n"))
        place = Place(file=source.file, line=source.body_line + above)
        hint = "Look for lists or quotations within one another, many times over."
        deep = Problem(place=place, code="text-too-deep", message="this text is nested too deeply", hint=hint)
        return Prose(), (), (deep,)
    return _sections(html), tuple(_links(source.file, tokens)), problems


class _Fitted(Treeprocessor):
    """Turns the relative links of one file into site paths, and a cell's inline style into a class."""

    file = ""

    def run(self, root: Element) -> None:
        for element in root.iter():
            for attribute in ("href", "src"):
                # Markdown writes e-mail addresses in entities, to hide them.
                address = unescape(element.get(attribute, "").replace(AMP_SUBSTITUTE, "&"))
                target = address if address.startswith("#") else _target(self.file, address)
                if attribute in element.attrib:
                    element.set(attribute, target if target.startswith("#") or is_address(target) else "")
            alignment = element.attrib.pop("style", "").removeprefix("text-align: ").rstrip(";")
            if alignment:
                element.set("class", f"align-{alignment}")


class _House(Extension):
    """Markdown as this site takes it: no raw HTML, links as in the file."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self.file = file

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's own name
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        fitted = _Fitted(md)
        fitted.file = self.file
        md.treeprocessors.register(fitted, "fitted", 5)


def _html(source: Source) -> str:
    extensions: list[str | Extension] = [*_EXTENSIONS, TocExtension(marker=""), _House(source.file)]
    html = Markdown(extensions=extensions, output_format="html").convert(source.body)
    return nh3.clean(html, tags=_TEXT_TAGS, attributes=_TEXT_ATTRIBUTES, link_rel=None)


def _sections(html: str) -> Prose:
    """Part the HTML before each heading of level 2."""
    intro, *rest = re.split(r"(?=<h2 )", html)
    matches = [match for part in rest if (match := _SECTION.fullmatch(part))]
    return Prose(
        intro=Markup(intro.strip()),
        sections=tuple(
            Section(id=match[1], title=Markup(match[2]), html=Markup(match[3].strip())) for match in matches
        ),
    )


def _located(source: Source) -> Iterator[tuple[Token, Place]]:
    """Give every block and inline token of a body with its place."""
    parser = MarkdownIt("commonmark").enable("table").use(footnote_plugin)
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    lines = source.body.split("\n")
    for block in parser.parse(source.body):
        if block.map is None:
            continue
        first = block.map[0]
        yield block, Place(file=source.file, line=source.body_line + first)
        row, after = first, dict[str, int]()
        for token in block.children or ():
            written = str(token.attrs.get("href") or token.attrs.get("src") or token.content)
            at = lines[row].find(written.removeprefix("mailto:"), after.get(written, 0))
            after[written] = at + 1
            yield token, Place(file=source.file, line=source.body_line + row, column=max(at, 0) + 1)
            if token.type in ("softbreak", "hardbreak"):
                row, after = row + 1, {}


def _links(file: str, tokens: tuple[tuple[Token, Place], ...]) -> Iterator[Link]:
    for token, place in tokens:
        address = str(token.attrs.get("href") or token.attrs.get("src") or "")
        target = _target(file, address)
        if address and (token.type != "image" or is_site_path(target)):
            yield Link(target=target, place=place)


def _raw_html(tokens: tuple[tuple[Token, Place], ...]) -> Iterator[Problem]:
    for token, place in tokens:
        if token.type in ("html_block", "html_inline") and not token.content.startswith("</"):
            hint = "Write it as Markdown; to show < itself, write &lt;."
            yield Problem(place=place, code="html-raw", message="HTML is not taken in a text", hint=hint)


def _headings(tokens: tuple[tuple[Token, Place], ...]) -> Iterator[Problem]:
    """Demand that headings begin at level 2, as the title is level 1, and go down by one level at a time."""
    above = 1
    for token, place in tokens:
        if token.type != "heading_open":
            continue
        level = int(token.tag[1])
        if token.level:
            hint = "Take it out of the list or the quotation."
            yield Problem(place=place, code="heading-nested", message="a heading stands by itself", hint=hint)
        elif level == 1:
            hint = "Begin with ##; the page's title is its only heading of level 1."
            message = "a text has no heading of level 1"
            yield Problem(place=place, code="heading-first", message=message, hint=hint)
        elif level > above + 1:
            message = f"a heading of level {level} cannot follow one of level {above}"
            if above == 1:
                message = f"the headings of a text begin at level 2, not {level}"
            hint = f"Write {'#' * (above + 1)} here."
            yield Problem(place=place, code="heading-skipped", message=message, hint=hint)
        above = level


def _pictures(file: str, tokens: tuple[tuple[Token, Place], ...]) -> Iterator[Problem]:
    """Demand a text for each picture, and that it be on this site: a page asks nothing of others."""
    for token, place in tokens:
        if token.type != "image":
            continue
        if not token.content.strip():
            hint = "Say between the brackets what the picture shows: ![Two officers talk](…)."
            yield Problem(place=place, code="picture-text", message="a picture needs a text", hint=hint)
        if not is_site_path(_target(file, str(token.attrs.get("src", "")))):
            hint = "Put its file into assets/img/ and write /img/ and its name."
            message = "a picture must be a file of this site"
            yield Problem(place=place, code="picture-elsewhere", message=message, hint=hint)


def _target(file: str, address: str) -> str:
    """Turn a link to a file or to a part of the same one into a site path; others stay as they are."""
    if address.startswith("#"):
        return file_target("", file) + address
    return address if re.match(r"/|[a-zA-Z][a-zA-Z0-9+.-]*:", address) else file_target(file, address)
