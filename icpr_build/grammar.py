"""Markdown as GitHub reads it: text → tokens with their places → the tree that Python-Markdown renders.

Rule: what GitHub shows is what is published. Python-Markdown's own grammar, which is older than CommonMark,
gives way to one that agrees with GitHub; its tree, its heading ids and its serializer stay.
Rule: a parser is made for every text, so that nothing of one page can reach the next.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from xml.etree.ElementTree import ElementTree, TreeBuilder

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension
from markdown.util import AMP_SUBSTITUTE
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from icpr_build.problem import Place
from icpr_build.source import Source

DEEPEST = 60  # levels of lists and quotations; the parser drops what is nested deeper
HTML_TAKEN = re.compile(r"<(?:/?(?:sub|sup|kbd)|br ?/?)>\s*|<!--(?:(?!-->).)*-->\s*", re.DOTALL)
TASK = '<input class="task-list-item-checkbox"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A token of a text and where it stands."""

    token: Token
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text as it was read. `notes` are the labels of footnotes; those that nothing refers to have -1."""

    blocks: tuple[Token, ...]
    written: tuple[Written, ...]
    references: Mapping[str, Mapping[str, object]]
    repeated: tuple[Mapping[str, object], ...]
    notes: Mapping[str, int]


def read(source: Source) -> Text:
    """Read the body of a source."""
    parser = _parser()
    env: dict[str, Any] = {}
    blocks = tuple(parser.parse(source.body, env))
    return Text(
        blocks=blocks,
        written=tuple(_written(source, blocks)),
        references=env.get("references", {}),
        repeated=tuple(env.get("duplicate_refs", ())),
        notes=env.get("footnotes", {}).get("refs", {}),
    )


def _parser() -> MarkdownIt:
    """Make a parser that agrees with GitHub. Addresses are left as they were written, to be told if wrong."""
    options = {"maxNesting": DEEPEST, "typographer": True, "store_labels": True}
    parser = MarkdownIt("gfm-like", {**options, "strikethrough_single_tilde": True}).enable("smartquotes")
    parser.use(footnote_plugin, inline=False).use(tasklists_plugin).use(gfm_autolink_plugin)
    # GitHub links bare names of sites only after www., and never `about.md` or `//`.
    parser.inline.ruler.disable("linkify")
    if parser.linkify:
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False}).add("//", None).add("mailto:", None)
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


def html(text: Text, address: Callable[[str], str]) -> str:
    """Render a text. `address` turns each address as it was written into the one to publish."""
    renderer = Markdown(extensions=[_Grammar(text.blocks, address), TocExtension(marker="", slugify=_slug)])
    return renderer.convert("text")


class _Grammar(Extension):
    """Puts the tokens of a text in the place of what Python-Markdown would have read."""

    def __init__(self, blocks: Iterable[Token], address: Callable[[str], str]) -> None:
        super().__init__()
        self.blocks = blocks
        self.address = address

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's own name
        md.parser = _Parser(md, self.blocks, self.address)
        md.treeprocessors.deregister("inline")


class _Parser(BlockParser):
    def __init__(self, md: Markdown, blocks: Iterable[Token], address: Callable[[str], str]) -> None:
        super().__init__(md)
        self.blocks = blocks
        self.address = address
        self.builder = TreeBuilder()
        self.opened: list[str] = []

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: ARG002, N802
        self.builder.start(self.md.doc_tag, {})
        self.build(self.blocks)
        self.builder.end(self.md.doc_tag)
        return ElementTree(self.builder.close())

    def build(self, tokens: Iterable[Token]) -> None:
        for token in tokens:
            special = _SPECIAL.get(token.type)
            if token.hidden:
                continue
            if special:
                special(self, token)
            elif token.nesting > 0:
                self.start(_TAGS.get(token.tag, token.tag), token.attrs)
            elif token.nesting < 0:
                self.builder.end(_TAGS.get(token.tag, token.tag))
            elif token.type == "inline":
                self.build(token.children or ())
                while self.opened:  # HTML that was not closed; it has been told
                    self.builder.end(self.opened.pop())
            else:
                self.leaf(token.tag, token.content, token.attrs)

    def start(self, tag: str, attributes: Mapping[str, str | int | float]) -> None:
        given = {name: str(value) for name, value in attributes.items()}
        alignment = given.pop("style", "").removeprefix("text-align:")
        if alignment:
            given["class"] = f"align-{alignment}"
        for name in ("href", "src"):
            if name in given:
                given[name] = self.address(given[name])
        self.builder.start(tag, {name: _plain(value) for name, value in given.items()})

    def leaf(self, tag: str, text: str, attributes: Mapping[str, str | int | float]) -> None:
        if not tag:
            self.builder.data(_plain(text))
            return
        self.start(tag, attributes)
        self.builder.data(_plain(text))
        self.builder.end(tag)

    def code(self, token: Token) -> None:
        # Stashed, as in the tree it would be trimmed.
        code = f"<pre><code>{escape(token.content, quote=False)}</code></pre>"
        self.builder.data(self.md.htmlStash.store(code))

    def picture(self, token: Token) -> None:
        text = "".join(" " if "break" in child.type else child.content for child in token.children or ())
        self.leaf("img", "", {**token.attrs, "alt": text})

    def html(self, token: Token) -> None:
        """Take the little HTML that a text may hold; the rest is shown as it was typed, and told."""
        html = token.content.strip() if token.type == "html_block" else token.content
        if html.startswith(TASK):
            self.builder.data("☑" if "checked" in html else "☐")
        elif not HTML_TAKEN.fullmatch(html):
            self.builder.data(_plain(html))
        elif html.startswith("<br"):
            self.leaf("br", "", {})
        elif html.startswith("</"):
            if self.opened[-1:] == [html[2:-1]]:
                self.builder.end(self.opened.pop())
        elif not html.startswith("<!"):
            self.opened.append(html[1:-1])
            self.builder.start(self.opened[-1], {})

    def note_mark(self, token: Token) -> None:
        number = token.meta["id"] + 1
        mark = f"{number}-{token.meta['subId'] + 1}" if token.meta["subId"] else str(number)
        self.builder.start("sup", {"id": f"fnref-{mark}"})
        self.leaf("a", str(number), {"href": f"#fn-{number}"})
        self.builder.end("sup")

    def notes(self, token: Token) -> None:
        if token.nesting > 0:
            self.leaf("hr", "", {})
            self.builder.start("ol", {"class": "notes"})
        else:
            self.builder.end("ol")

    def note(self, token: Token) -> None:
        if token.nesting > 0:
            self.builder.start("li", {"id": f"fn-{token.meta['id'] + 1}"})
        else:
            self.builder.end("li")

    def note_return(self, token: Token) -> None:
        if not token.meta["subId"]:
            href = f"#fnref-{token.meta['id'] + 1}"
            self.builder.data(" ")
            self.leaf("a", "↩", {"href": href, "title": "Back to the text"})


_TAGS = {"s": "del"}
_SPECIAL: Mapping[str, Callable[[_Parser, Token], None]] = {
    "softbreak": lambda parser, token: parser.builder.data("\n"),  # noqa: ARG005
    "hardbreak": lambda parser, token: parser.leaf("br", "", {}),  # noqa: ARG005
    "fence": _Parser.code,
    "code_block": _Parser.code,
    "image": _Parser.picture,
    "html_inline": _Parser.html,
    "html_block": _Parser.html,
    "footnote_ref": _Parser.note_mark,
    "footnote_block_open": _Parser.notes,
    "footnote_block_close": _Parser.notes,
    "footnote_open": _Parser.note,
    "footnote_close": _Parser.note,
    "footnote_anchor": _Parser.note_return,
}


def _slug(heading: str, _separator: str) -> str:
    """Name a heading as GitHub does, so that links to it hold there, too."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def _plain(text: str) -> str:
    """Keep an & from being taken for the start of an entity: the parser has read those already."""
    return text.replace("&", f"{AMP_SUBSTITUTE}amp;")


def _written(source: Source, blocks: Iterable[Token]) -> Iterator[Written]:
    """Find the place of every block, and of every token within a line."""
    lines = source.body.split("\n")
    for block in blocks:
        if block.map is None:
            continue
        row, after = block.map[0], dict[str, int]()
        yield Written(token=block, place=Place(file=source.file, line=source.body_line + row))
        for token in block.children or ():
            wanted = str(token.attrs.get("href") or token.attrs.get("src") or token.content)
            line = lines[row] if row < len(lines) else ""
            at = line.find(wanted.removeprefix("mailto:"), after.get(wanted, 0))
            after[wanted] = at + 1
            place = Place(file=source.file, line=source.body_line + row, column=max(at, 0) + 1)
            yield Written(token=token, place=place)
            if token.type in ("softbreak", "hardbreak"):
                row, after = row + 1, {}
            else:
                row += token.content.count("\n")
