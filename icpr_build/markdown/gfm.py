"""Python-Markdown's extension for GitHub's dialect: its tree is made from what comrak reads in a body.

Python-Markdown's own block and inline parsers do not run, nor do the processors of what it keeps in the text
between them, the stash of HTML and the escaped characters, which a body could otherwise imitate.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from html import unescape
from xml.etree.ElementTree import Element, ElementTree

import comrak
from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry

from icpr_build.markdown import treeprocessors
from icpr_build.markdown.document import Document, Node, read
from icpr_build.markdown.inline_html import HTML_TAKEN, without_comments
from icpr_build.markdown.tree import PlacedElement, add_block, add_inline, add_text

_LANGUAGE = re.compile(r"[a-z0-9+#-]+")
_TAGS: dict[type, str] = {
    comrak.BlockQuote: "blockquote",
    comrak.Emph: "em",
    comrak.Item: "li",
    comrak.Strikethrough: "del",
    comrak.Strong: "strong",
    comrak.TaskItem: "li",
    comrak.ThematicBreak: "hr",
}


class GfmExtension(Extension):
    """Reads the body of a file that begins on a line of it; `url` turns each URL into the one to publish.

    After a conversion, `document` is the body as it was read, and `root` is the tree that was made of it.
    """

    def __init__(self, file: str, first_line: int, url: Callable[[str], str]) -> None:
        super().__init__()
        self.file = file
        self.first_line = first_line
        self.url = url
        self.document = Document()
        self.root: Element = PlacedElement("div")

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's own name
        """Put this parser and these processors in the place of Markdown's own."""
        md.preprocessors = Registry[Preprocessor]()
        md.treeprocessors = Registry[Treeprocessor]()
        md.postprocessors = Registry[Postprocessor]()
        md.parser = GfmParser(md, self)
        treeprocessors.register(md, self.url)


class GfmParser(BlockParser):
    """Makes the tree of a body."""

    def __init__(self, md: Markdown, gfm: GfmExtension) -> None:
        super().__init__(md)
        self.gfm = gfm

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802 - Markdown's own name
        """Make the tree."""
        self.gfm.document = read("\n".join(lines), self.gfm.file, self.gfm.first_line)
        self.root = self.gfm.root = PlacedElement(self.md.doc_tag)
        self.numbers = {
            node.value.value.name: node.value.value.ix
            for node in self.gfm.document.nodes
            if isinstance(node.value, comrak.FootnoteReference)
        }
        self._blocks(self.root, self.gfm.document.root)
        return ElementTree(self.root)

    def _block(self, parent: Element, node: Node, *, is_tight: bool = False) -> None:  # noqa: C901 - a list
        """Add a block to its parent; a paragraph of a tight list is its entry's text."""
        match node.value:
            case comrak.Paragraph():
                self._inlines(parent if is_tight else add_block(parent, "p", node), node.children)
            case comrak.Heading(value=heading):
                self._inlines(add_block(parent, f"h{heading.level}", node), node.children)
            case comrak.CodeBlock(value=code):
                self._code(parent, node, code)
            case comrak.HtmlBlock(value=html):
                self._html(parent, without_comments(html.literal).strip())
            case comrak.List(value=items):
                self._items(parent, node, items)
            case comrak.Table(value=table):
                self._table(parent, node, table)
            case comrak.FootnoteDefinition(value=note):
                if number := self.numbers.get(note.name):  # else nothing refers to it, which is reported
                    element = add_block(parent, "footnote", node)
                    element.set("id", f"fn-{number}")
                    self._blocks(element, node)
            case _:
                self._blocks(add_block(parent, _TAGS[type(node.value)], node), node)

    def _blocks(self, element: Element, node: Node, *, is_tight: bool = False) -> None:
        for child in node.children:
            self._block(element, child, is_tight=is_tight)

    def _items(self, parent: Element, node: Node, items: comrak.NodeList) -> None:
        is_ordered = items.list_type == comrak.ListType.Ordered
        element = add_block(parent, "ol" if is_ordered else "ul", node)
        if is_ordered and items.start != 1:
            element.set("start", str(items.start))
        for item in node.children:
            entry = add_block(element, "li", item)
            self._blocks(entry, item, is_tight=items.tight)
            if isinstance(item.value, comrak.TaskItem):
                is_loose = len(entry) > 0 and entry[0].tag == "p" and not (entry.text or "").strip()
                text = entry[0] if is_loose else entry
                text.text = f"{'☑' if item.value.value.symbol else '☐'} {text.text or ''}"

    def _code(self, parent: Element, node: Node, code: comrak.NodeCodeBlock) -> None:
        element = PlacedElement("code")
        element.text = code.literal
        language = next(iter(code.info.lower().split()), "")
        if _LANGUAGE.fullmatch(language):
            element.set("class", f"language-{language}")
        add_block(parent, "pre", node).append(element)

    def _table(self, parent: Element, node: Node, table: comrak.NodeTable) -> None:
        element = add_block(parent, "table", node)
        element.set("tabindex", "0")  # one that is too wide scrolls, also by key
        part = add_block(element, "thead", node)
        for at, row in enumerate(node.children):
            if at == 1:
                part = add_block(element, "tbody", row)
            line = add_block(part, "tr", row)
            for cell, alignment in zip(row.children, table.alignments, strict=False):
                made = add_block(line, "td" if at else "th", cell)
                if alignment != comrak.TableAlignment.None_:
                    made.set("class", f"align-{str(alignment).rpartition(':')[2].lower()}")
                self._inlines(made, cell.children)

    def _inlines(self, parent: Element, nodes: Sequence[Node]) -> None:
        """Add inlines to their parent; HTML that is not closed in it ends with it."""
        opened = [parent]
        for node in nodes:
            if isinstance(node.value, comrak.HtmlInline):
                self._tag(opened, node.value.value)
            else:
                self._inline(opened[-1], node)

    def _tag(self, opened: list[Element], html: str) -> None:
        """Take the little HTML that a text may hold; the rest is shown as it was typed, and reported."""
        name = html.strip("</ >").lower()
        if not HTML_TAKEN.fullmatch(html):
            add_text(opened[-1], html)
        elif name == "br":
            add_inline(opened[-1], "br")
            add_text(opened[-1], "\n")
        elif html.startswith("</"):
            if len(opened) > 1 and opened[-1].tag == name:
                opened.pop()
        elif not html.startswith("<!"):
            opened.append(add_inline(opened[-1], name))

    def _html(self, parent: Element, html: str) -> None:
        """Take a block of HTML: what remains of it without comments is a text after one, or a tag."""
        if "<" not in html:
            add_text(parent, unescape(html))
        else:
            self._tag([parent], html)
        add_text(parent, "\n")

    def _inline(self, parent: Element, node: Node) -> None:  # noqa: C901 - a list
        match node.value:
            case comrak.Text(value=text):
                add_text(parent, text)
            case comrak.SoftBreak():
                add_text(parent, "\n")
            case comrak.LineBreak():
                add_inline(parent, "br", node)
                add_text(parent, "\n")
            case comrak.Escaped():
                self._inlines(parent, node.children)
            case comrak.Code(value=code):
                add_inline(parent, "code", node).text = code.literal
            case comrak.Link() if node.label.startswith("^"):  # was to be a footnote, which is reported
                add_text(parent, node.markdown)
            case comrak.Link(value=link):
                self._inlines(add_inline(parent, "a", node, href=link.url, title=link.title), node.children)
            case comrak.Image(value=image):
                alt = node.text().replace("\n", " ")
                add_inline(parent, "img", node, alt=alt, src=image.url, title=image.title)
            case comrak.FootnoteReference(value=reference):
                mark = str(reference.ix) + f"-{reference.ref_num}" * (reference.ref_num > 1)
                element = add_inline(parent, "sup", node, id=f"fnref-{mark}")
                add_inline(element, "a", node, href=f"#fn-{reference.ix}").text = str(reference.ix)
            case _:
                self._inlines(add_inline(parent, _TAGS[type(node.value)], node), node.children)
