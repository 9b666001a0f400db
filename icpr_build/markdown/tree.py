"""The tree of elements that Python-Markdown renders, each with the node of the body that it is made from."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from icpr_build.markdown.document import Node


class NodeElement(Element):
    """An element, and the block or inline that it is made from, if there is one in the body."""

    node: Node | None = None


def nodes(root: Element, *kinds: type) -> Iterator[tuple[Element, Node]]:
    """Yield the elements that are made from nodes (of the given kinds of comrak's), with these."""
    for element in root.iter():
        node = element.node if isinstance(element, NodeElement) else None
        if node and (not kinds or isinstance(node.value, kinds)):
            yield element, node


def add_block(parent: Element, tag: str, node: Node | None = None) -> Element:
    """Add an element on lines of its own, and return it."""
    if not (_last_text(parent) or "\n").endswith("\n") or (not len(parent) and not parent.text):
        add_text(parent, "\n")
    element = add_inline(parent, tag, node)
    element.tail = "\n"
    return element


def add_inline(parent: Element, tag: str, node: Node | None = None, **attributes: str) -> Element:
    """Add an element within a line, without an empty title, and return it."""
    element = NodeElement(
        tag, {name: value for name, value in attributes.items() if value or name != "title"}
    )
    element.node = node
    parent.append(element)
    return element


def add_text(parent: Element, text: str) -> None:
    """Add text at the end of an element."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def remove(parent: Element, element: Element) -> None:
    """Remove an element from its parent, but not the text after it."""
    before = [*parent].index(element) - 1
    parent.remove(element)
    if text := (element.tail or "").lstrip("\n"):
        if before < 0:
            parent.text = (parent.text or "") + text
        else:
            parent[before].tail = (parent[before].tail or "") + text
    element.tail = "\n"


def _last_text(parent: Element) -> str | None:
    return parent[-1].tail if len(parent) else parent.text
