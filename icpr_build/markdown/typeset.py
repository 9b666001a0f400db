"""A text's tokens → HTML, by way of the tree that Python-Markdown renders.

Rule: Python-Markdown's own grammar, which is older than CommonMark, gives way to `grammar`; its tree, its
heading ids and its serializer stay.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape, unescape
from xml.etree.ElementTree import ElementTree, TreeBuilder

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension
from markdown.util import AMP_SUBSTITUTE

from icpr_build.markdown.dialect import Token
from icpr_build.markdown.text import HTML_TAKEN, Text, without_comments
from icpr_build.urls import is_image

_LANGUAGE = re.compile(r"[a-z0-9+#-]+")


def html(text: Text, address: Callable[[str], str]) -> str:
    """Render a text, written as a browser would. `address` turns what was written into what to publish."""
    extensions = [_Grammar(text.blocks, address), TocExtension(marker="", slugify=_slug)]
    written = Markdown(extensions=extensions, output_format="html").convert("text")
    return written.replace("\u00a0", "&nbsp;").replace("&#10;", "\n")


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
                self.build(_alone(token.children or ()))
                while self.opened:  # HTML that was not closed; it has been told
                    self.builder.end(self.opened.pop())
            else:
                self.leaf(token.tag, token.content, token.attrs)

    def table(self, token: Token) -> None:
        """Begin a table; one that is too wide scrolls, also by key."""
        self.start("table", {**token.attrs, "tabindex": "0"})

    def start(self, tag: str, attributes: Mapping[str, str | int | float]) -> None:
        given = {name: str(value) for name, value in attributes.items()}
        alignment = given.pop("style", "").removeprefix("text-align:")
        if alignment:
            given["class"] = f"align-{alignment}"
        if "href" in given:
            given["href"] = self.address(given["href"])
        if "src" in given:
            given["src"] = self.address(given["src"])
            given["src"] *= is_image(given["src"])  # what is none has been told
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
        language = next(iter(token.info.lower().split()), "")
        named = f' class="language-{language}"' if _LANGUAGE.fullmatch(language) else ""
        code = f"<pre><code{named}>{escape(token.content, quote=False)}</code></pre>"
        self.builder.data(self.md.htmlStash.store(code))

    def picture(self, token: Token) -> None:
        text = "".join(" " if "break" in child.type else child.content for child in token.children or ())
        self.leaf("img", "", {**token.attrs, "alt": text})

    def html(self, token: Token) -> None:
        """Take the little HTML that a text may hold; the rest is shown as it was typed, and told."""
        html = token.content
        if token.type == "html_block":
            html = without_comments(html).strip()
        tag = html.lower()
        if "<" not in html:  # the rest of a line that begins with a comment
            self.builder.data(_plain(unescape(html)))
        elif not HTML_TAKEN.fullmatch(html):
            self.builder.data(_plain(html))
        elif tag.startswith("<br"):
            self.leaf("br", "", {})
        elif tag.startswith("</"):
            if self.opened[-1:] == [tag[2:-1]]:
                self.builder.end(self.opened.pop())
        elif not tag.startswith("<!"):
            self.opened.append(tag[1:-1])
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
    "table_open": _Parser.table,
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


def _alone(tokens: Sequence[Token]) -> Sequence[Token]:
    """Mark a link that is all there is in a paragraph, an entry or a cell: it is drawn to be tapped on."""
    links = [token for token in tokens if token.type == "link_open"]
    if len(links) != 1 or links[0] is not tokens[0] or tokens[-1].type != "link_close":
        return tokens
    return [tokens[0].copy(attrs={**tokens[0].attrs, "class": "link"}), *tokens[1:]]


def _slug(heading: str, _separator: str) -> str:
    """Name a heading as GitHub does, so that links to it hold there, too."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def _plain(text: str) -> str:
    """Keep an & from being taken for the start of an entity: the parser has read those already."""
    return text.replace("&", f"{AMP_SUBSTITUTE}amp;")
