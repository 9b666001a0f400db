"""The tree of elements that Python-Markdown renders, each with the node of the text that it is made from."""

from xml.etree.ElementTree import Element

from icpr_build.markdown.document import Node


class PlacedElement(Element):
    """An element, and the block or inline that it is made from, if that is one of the text."""

    node: Node | None = None


def add_block(parent: Element, tag: str, node: Node | None = None) -> PlacedElement:
    """Add an element on lines of its own, and return it."""
    if not (last_text(parent) or "\n").endswith("\n") or (not len(parent) and not parent.text):
        add_text(parent, "\n")
    element = PlacedElement(tag)
    element.node = node
    element.tail = "\n"
    parent.append(element)
    return element


def add_inline(parent: Element, tag: str, node: Node | None = None, **attributes: str) -> PlacedElement:
    """Add an element within a line, without an empty title, and return it."""
    element = PlacedElement(
        tag, {name: value for name, value in attributes.items() if value or name != "title"}
    )
    element.node = node
    parent.append(element)
    return element


def is_autolink(element: Element) -> bool:
    """Return whether an element is a link that was typed as its URL alone."""
    return isinstance(element, PlacedElement) and element.node is not None and element.node.is_autolink


def add_text(parent: Element, text: str) -> None:
    """Add a text to what an element holds."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def last_text(parent: Element) -> str | None:
    """Return the last text that an element holds, behind all elements in it."""
    return parent[-1].tail if len(parent) else parent.text
