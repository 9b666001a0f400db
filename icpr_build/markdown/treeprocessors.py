"""Python-Markdown's tree processors for a body: each does one thing to the tree, in the order of `gfm`."""

from collections.abc import Iterator
from itertools import groupby
from xml.etree.ElementTree import Element

import comrak
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from icpr_build.external_urls import is_allowed_url
from icpr_build.markdown.document import LINKS
from icpr_build.markdown.parser import GfmParser
from icpr_build.markdown.smart_quotes import curl_quotes
from icpr_build.markdown.tree import NodeElement, add_block, add_inline, add_text, nodes, remove
from icpr_build.model import Link
from icpr_build.urls import is_image

_WITH_TEXT = ("p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6")
_AS_WORD = "x"  # what code, a bare URL or an image is to the quotation marks around it
_INLINE = ("a", "br", "code", "del", "em", "img", "kbd", "strong", "sub", "sup")


class TableProcessor(Treeprocessor):
    """Gives tables a head and a body, and cells their alignment; a wide one scrolls, also by key."""

    def run(self, root: Element) -> None:
        """Change every table."""
        for table, node in nodes(root, comrak.Table):
            head, *rows = table
            for cell in head:
                cell.tag = "th"
            for row in table:
                for cell, alignment in zip(row, node.value.value.alignments, strict=False):
                    if alignment != comrak.TableAlignment.None_:
                        cell.set("class", f"align-{str(alignment).rpartition(':')[2].lower()}")
            table[:] = []
            table.set("tabindex", "0")
            for tag, part in (("thead", [head]), ("tbody", rows)):
                if part:
                    element = add_block(table, tag)
                    element.text = "\n"
                    element.extend(part)


class TaskProcessor(Treeprocessor):
    """Shows the box of each task, ticked or not."""

    def run(self, root: Element) -> None:
        """Add the boxes."""
        for item, node in nodes(root, comrak.TaskItem):
            is_loose = len(item) > 0 and item[0].tag == "p" and not (item.text or "").strip()
            text = item[0] if is_loose else item
            text.text = f"{'☑' if node.value.value.symbol else '☐'} {text.text or ''}"


class LinkProcessor(Treeprocessor):
    """Puts in the URLs to publish of links and images, and collects those to be checked.

    The URL of an image which is none, and that of a link that is not allowed, are left out and reported.
    """

    def __init__(self, md: Markdown, parser: GfmParser) -> None:
        super().__init__(md)
        self.parser = parser
        self.found: tuple[Link, ...] = ()

    def run(self, root: Element) -> None:
        """Change every link and image."""
        document, found = self.parser.document, []
        for element, node in nodes(root, *LINKS):
            url = document.target(node)
            if isinstance(node.value, comrak.Image):
                element.set("src", url if is_image(url) and is_allowed_url(url) else "")
                is_checked = is_image(url)
            else:
                typed = node.value.value.url
                element.set("href", typed if typed.startswith("#") else url if is_allowed_url(url) else "")
                is_checked = not document.is_in_parentheses(node)
            if is_checked:
                found.append(Link(target=url, place=document.url_place(node)))
        self.found = tuple(dict.fromkeys(found))


class LoneLinkProcessor(Treeprocessor):
    """Marks a link that is alone in its paragraph, heading, list item or cell, so that it is easy to tap."""

    def run(self, root: Element) -> None:
        """Mark them."""
        for element in root.iter():
            inlines = [child for child in element if child.tag in _INLINE]
            is_only_link = element.tag in _WITH_TEXT and [child.tag for child in inlines] == ["a"]
            if is_only_link and not f"{element.text or ''}{inlines[0].tail or ''}".strip():
                inlines[0].set("class", "link")


class FootnoteProcessor(Treeprocessor):
    """Numbers the references to footnotes, and moves the footnotes below the text, in the same order.

    Each has a link back to every reference. A footnote that nothing refers to, or with the label of another,
    is left out and reported.
    """

    def run(self, root: Element) -> None:
        """Number and move them."""
        numbers: dict[str, int] = {}
        references: dict[int, list[str]] = {}
        for element, node in nodes(root, comrak.FootnoteReference):
            reference = node.value.value
            numbers[reference.name] = reference.ix
            repeated = f"-{reference.ref_num}" if reference.ref_num > 1 else ""
            element.set("id", f"fnref-{reference.ix}{repeated}")
            references.setdefault(reference.ix, []).append(element.get("id", ""))
            add_inline(element, "a", href=f"#fn-{reference.ix}").text = str(reference.ix)
        notes: dict[int, Element] = {}
        parents = {child: parent for parent in root.iter() for child in parent}
        for note, node in [*nodes(root, comrak.FootnoteDefinition)]:
            remove(parents[note], note)
            if number := numbers.get(node.value.value.name):
                notes.setdefault(number, note)
        if notes:
            add_block(root, "hr")
            add_block(root, "ol").set("class", "notes")
        for number, note in sorted(notes.items()):
            note.tag = "li"
            note.set("id", f"fn-{number}")
            root[-1].append(note)
            _add_ways_back(note, references[number])


def _add_ways_back(note: Element, references: list[str]) -> None:
    """Add a link to each reference to a footnote, the second and further ones with a number."""
    last = note[-1] if len(note) and note[-1].tag == "p" else note
    for number, reference in enumerate(references, 1):
        add_text(last, " ")
        link = add_inline(last, "a", href=f"#{reference}", title="Back to the text")
        link.text = "↩"
        if number > 1:
            add_inline(link, "sup").text = str(number)


class SmartQuoteProcessor(Treeprocessor):
    """Makes quotation marks curly, also around emphasis, links and images, but not in code and bare URLs."""

    def run(self, root: Element) -> None:
        """Curl them."""
        for _, line in groupby(_slots(root), bool):
            slots = [*filter(None, line)]
            typed = [getattr(element, name) or "" for element, name, _ in slots]
            read = [
                _AS_WORD * max(len(text), 1) if is_kept else text
                for text, (_, _, is_kept) in zip(typed, slots, strict=True)
            ]
            curled, at = curl_quotes("".join(read)), 0
            for (element, name, is_kept), text in zip(slots, read, strict=True):
                if not is_kept:
                    setattr(element, name, curled[at : at + len(text)])
                at += len(text)
        for element in root.iter():
            for name in {"alt", "title"} & set(element.keys()):
                element.set(name, curl_quotes(element.get(name, "")))


class AmpersandProcessor(Treeprocessor):
    """Escapes `&`, as the serializer leaves alone what looks like an entity."""

    def run(self, root: Element) -> None:
        """Escape them."""
        for element in root.iter():
            element.text = _escaped(element.text)
            element.tail = _escaped(element.tail)
            for name, value in element.items():
                element.set(name, value.replace("&", "&amp;"))


class SectionProcessor(Treeprocessor):
    """Takes each heading of level 2, and what follows it, out of the tree: (heading, content)."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.found: list[tuple[Element, Element]] = []

    def run(self, root: Element) -> None:
        """Leave what is above the first heading."""
        for element in [*root]:
            if element.tag == "h2":
                self.found.append((element, Element(root.tag)))
            elif self.found:
                self.found[-1][1].append(element)
            else:
                continue
            root.remove(element)


def _escaped(text: str | None) -> str | None:
    return text.replace("&", "&amp;") if text else text


def _slots(element: Element, *, is_kept: bool = False) -> Iterator[tuple[Element, str, bool] | None]:
    """Yield where the texts are, in the order of reading, and None between blocks.

    Each is an element, `text` or `tail`, and whether it stays as it is, such as code.
    """
    is_block = element.tag not in _INLINE
    is_kept = is_kept or element.tag in ("code", "img", "pre") or _is_autolink(element)
    if is_block:
        yield None
    yield element, "text", is_kept
    for child in element:
        yield from _slots(child, is_kept=is_kept)
        yield child, "tail", is_kept
    if is_block:
        yield None


def _is_autolink(element: Element) -> bool:
    return isinstance(element, NodeElement) and element.node is not None and element.node.is_autolink
