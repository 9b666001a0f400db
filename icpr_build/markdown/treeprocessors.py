"""Python-Markdown's tree processors for a body: each changes one thing of its tree, in this order."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from icpr_build.markdown.smart_quotes import curl_quotes
from icpr_build.markdown.tree import add_block, add_inline, add_text, is_autolink
from icpr_build.urls import is_image

_WITH_TEXT = ("p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6")
_INLINE = ("a", "br", "code", "del", "em", "img", "kbd", "strong", "sub", "sup")


def register(md: Markdown, url: Callable[[str], str]) -> None:
    """Have Markdown run all of them."""
    md.treeprocessors.register(UrlProcessor(md, url), "url", 60)
    md.treeprocessors.register(LoneLinkProcessor(md), "lone-link", 50)
    md.treeprocessors.register(SmartQuoteProcessor(md), "smart-quote", 40)
    md.treeprocessors.register(FootnoteProcessor(md), "footnote", 30)
    md.treeprocessors.register(AmpersandProcessor(md), "ampersand", 20)


class UrlProcessor(Treeprocessor):
    """Puts in the URL to publish; that of an image which is none has been reported."""

    def __init__(self, md: Markdown, url: Callable[[str], str]) -> None:
        super().__init__(md)
        self.url = url

    def run(self, root: Element) -> None:
        """Change every link and image."""
        for link in root.iter("a"):
            link.set("href", self.url(link.get("href", "")))
        for image in root.iter("img"):
            url = self.url(image.get("src", ""))
            image.set("src", url if is_image(url) else "")


class LoneLinkProcessor(Treeprocessor):
    """Marks a link that is alone in its paragraph, heading, list item or cell, to be drawn as easy to tap."""

    def run(self, root: Element) -> None:
        """Mark them."""
        for element in root.iter():
            inlines = [child for child in element if child.tag in _INLINE]
            is_only_link = element.tag in _WITH_TEXT and [child.tag for child in inlines] == ["a"]
            if is_only_link and not f"{element.text or ''}{inlines[0].tail or ''}".strip():
                inlines[0].set("class", "link")


class SmartQuoteProcessor(Treeprocessor):
    """Makes quotation marks curly, also around emphasis and links, but not in code and bare URLs."""

    def run(self, root: Element) -> None:
        """Curl them."""
        for line in _lines_of_text(root):
            curled = curl_quotes("".join(text for _, _, text in line))
            at = 0
            for element, slot, text in line:
                if element is not None:
                    setattr(element, slot, curled[at : at + len(text)])
                at += len(text)


class FootnoteProcessor(Treeprocessor):
    """Moves the footnotes that are referred to below the text, in the order of their references."""

    def run(self, root: Element) -> None:
        """Move them."""
        notes: dict[int, Element] = {}
        for parent, note in [(above, note) for above in root.iter() for note in above.findall("footnote")]:
            parent.remove(note)
            notes.setdefault(int(note.get("id", "").removeprefix("fn-")), note)
        if not notes:
            return
        add_block(root, "hr")
        ordered = add_block(root, "ol")
        ordered.set("class", "notes")
        for number, note in sorted(notes.items()):
            note.tag = "li"
            ordered.append(note)
            last = note[-1] if len(note) and note[-1].tag == "p" else note
            add_text(last, " ")
            link = add_inline(last, "a", href=f"#fnref-{number}", title="Back to the text")
            link.text = "↩"


class AmpersandProcessor(Treeprocessor):
    """Writes `&` as the entity that it is shown by, as the serializer leaves what looks like one alone."""

    def run(self, root: Element) -> None:
        """Write them."""
        for element in root.iter():
            element.text = _escaped(element.text)
            element.tail = _escaped(element.tail)
            for name, value in element.items():
                element.set(name, value.replace("&", "&amp;"))


def _escaped(text: str | None) -> str | None:
    return text.replace("&", "&amp;") if text else text


Slot = tuple[Element | None, str, str]


def _lines_of_text(root: Element) -> Iterator[list[Slot]]:
    """Yield the texts of each block in the order of reading: whose they are, in which slot, and the text.

    What stays as it is, such as code, belongs to no element.
    """
    line: list[Slot] = []
    for element, slot, is_kept in _slots(root):
        if slot == "block":
            yield line
            line = []
        else:
            line.append((None if is_kept else element, slot, getattr(element, slot) or ""))
    yield line


def _slots(element: Element, *, is_kept: bool = False) -> Iterator[tuple[Element, str, bool]]:
    is_block = element.tag not in _INLINE
    is_kept = is_kept or element.tag in ("code", "pre") or is_autolink(element)
    if is_block:
        yield element, "block", False
    yield element, "text", is_kept
    for child in element:
        yield from _slots(child, is_kept=is_kept)
        yield child, "tail", is_kept
    if is_block:
        yield element, "block", False
