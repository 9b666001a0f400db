"""A body → Python-Markdown's tree of elements, translated node by node from comrak's."""

import re
from collections.abc import Iterable
from html import unescape
from xml.etree.ElementTree import Element, ElementTree

import comrak
from markdown import Markdown
from markdown.blockparser import BlockParser

from icpr_build.markdown.document import HTML_TAKEN, Document, Node, without_comments
from icpr_build.markdown.reader import read
from icpr_build.markdown.tree import NodeElement, add_block, add_inline, add_text

_LANGUAGE = re.compile(r"[a-z0-9+#-]+")
_TAGS: dict[type, str] = {
    comrak.BlockQuote: "blockquote",
    comrak.Emph: "em",
    comrak.FootnoteDefinition: "footnote",
    comrak.FootnoteReference: "sup",
    comrak.Item: "li",
    comrak.Strikethrough: "del",
    comrak.Strong: "strong",
    comrak.Table: "table",
    comrak.TableRow: "tr",
    comrak.TaskItem: "li",
    comrak.ThematicBreak: "hr",
}


class GfmParser(BlockParser):
    """Parses the body that begins on a line of a file: as a `document`, and as the tree at `root`."""

    def __init__(self, md: Markdown, file: str, first_line: int) -> None:
        super().__init__(md)
        self.file = file
        self.first_line = first_line
        self.document = Document()
        self.root: Element = NodeElement(md.doc_tag)

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802 - Markdown's own name
        """Return the tree."""
        self.document = read("\n".join(lines), self.file, self.first_line)
        self._blocks(self.root, self.document.root)
        return ElementTree(self.root)

    def _blocks(self, parent: Element, node: Node, *, is_tight: bool = False) -> None:
        for child in node.children:
            self._block(parent, child, is_tight=is_tight)

    def _block(self, parent: Element, node: Node, *, is_tight: bool) -> None:
        """Add a block to its parent; in a tight list, a paragraph is the text of its item."""
        match node.value:
            case comrak.Paragraph():
                self._inlines(parent if is_tight else add_block(parent, "p", node), node)
            case comrak.Heading(value=heading):
                self._inlines(add_block(parent, f"h{heading.level}", node), node)
            case comrak.TableCell():
                self._inlines(add_block(parent, "td", node), node)
            case comrak.CodeBlock(value=code):
                self._code(add_block(parent, "pre", node), code)
            case comrak.HtmlBlock(value=html):
                self._html(parent, without_comments(html.literal).strip())
            case comrak.List(value=items):
                self._blocks(_add_list(parent, node, items), node, is_tight=items.tight)
            case value:
                is_item = isinstance(value, (comrak.Item, comrak.TaskItem))
                element = add_block(parent, _TAGS[type(value)], node)
                self._blocks(element, node, is_tight=is_tight and is_item)

    def _code(self, parent: Element, code: comrak.NodeCodeBlock) -> None:
        element = add_inline(parent, "code")
        element.text = code.literal
        language = next(iter(code.info.lower().split()), "")
        if _LANGUAGE.fullmatch(language):
            element.set("class", f"language-{language}")

    def _html(self, parent: Element, html: str) -> None:
        """Add a block of HTML: what remains of it without comments is the text after one, or a tag."""
        if "<" not in html:
            add_text(parent, unescape(html))
        else:
            _add_tag([parent], html)
        add_text(parent, "\n")

    def _inlines(self, parent: Element, node: Node) -> None:
        """Add the inlines of a node; HTML that is not closed in it ends with it."""
        opened = [parent]
        for child in node.children:
            if isinstance(child.value, comrak.HtmlInline):
                _add_tag(opened, child.value.value)
            else:
                self._inline(opened[-1], child)

    def _inline(self, parent: Element, node: Node) -> None:
        match node.value:
            case comrak.Text() | comrak.SoftBreak():
                add_text(parent, node.text())
            case comrak.LineBreak():
                add_inline(parent, "br", node).tail = "\n"
            case comrak.Escaped():
                self._inlines(parent, node)
            case comrak.Code(value=code):
                add_inline(parent, "code", node).text = code.literal
            case comrak.Link() if node.is_broken_footnote:
                add_text(parent, node.markdown)
            case comrak.Link(value=link):
                self._inlines(add_inline(parent, "a", node, href=link.url, title=link.title), node)
            case comrak.Image(value=image):
                alt = node.text().replace("\n", " ")
                add_inline(parent, "img", node, alt=alt, src=image.url, title=image.title)
            case value:
                self._inlines(add_inline(parent, _TAGS[type(value)], node), node)


def _add_list(parent: Element, node: Node, items: comrak.NodeList) -> Element:
    if items.list_type != comrak.ListType.Ordered:
        return add_block(parent, "ul", node)
    element = add_block(parent, "ol", node)
    if items.start != 1:
        element.set("start", str(items.start))
    return element


def _add_tag(opened: list[Element], html: str) -> None:
    """Add the little HTML that a body may hold; the rest is shown as it was typed, and reported."""
    name = html.strip("</ >").lower()
    if not HTML_TAKEN.fullmatch(html):
        add_text(opened[-1], html)
    elif name == "br":
        add_inline(opened[-1], "br").tail = "\n"
    elif html.startswith("</"):
        if len(opened) > 1 and opened[-1].tag == name:
            opened.pop()
    elif not html.startswith("<!"):
        opened.append(add_inline(opened[-1], name))
