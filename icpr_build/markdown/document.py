"""What a body is read into: a tree of nodes, each with its place, and the definitions of references."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import comrak

from icpr_build.external_urls import correction, is_allowed_url
from icpr_build.problem import Place, Problem
from icpr_build.urls import file_target, link_path

MARKUP = "\0"  # in `Block.typed`, a character that is not shown as typed; no source can hold it
# The HTML that a text may hold.
HTML_TAKEN = re.compile(r"(?is)(?:<(?:/?(?:sub|sup|kbd)|br ?/?)>|<!--(?:(?!-->).)*-->)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The text of a paragraph, a heading or a cell, without what encloses it, such as `> `.

    In `typed`, of the same length, everything is `MARKUP` but what is shown as it was typed. The lines of
    both begin at the offsets `starts` and the places `places`; before each of `escaped`, a backslash is
    left out.
    """

    kind: str
    markdown: str
    starts: Sequence[int]
    places: Sequence[Place]
    typed: str = ""
    escaped: Sequence[int] = ()

    def place(self, offset: int) -> Place:
        """Return the place of a character."""
        row = bisect_right(self.starts, offset) - 1
        column = offset - self.starts[row] + bisect_left(self.escaped, offset)
        first = self.places[row]
        return Place(file=first.file, line=first.line, column=first.column + column)

    def is_typed(self, offset: int) -> bool:
        """Return whether a character is shown as it was typed."""
        return self.typed[offset] == self.markdown[offset]

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Find a pattern in what is shown as it was typed."""
        return pattern.finditer(self.typed)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Node:
    """A block or an inline of the text; `value` is comrak's, such as `Link(NodeLink(url, title))`.

    `level` counts the blocks around it. An inline is at the offsets `start` to `end` of its `block`, of which
    it is a part or, for a paragraph, a heading and a cell, the text. `label` is that of a link by reference.
    """

    value: Any
    place: Place
    level: int = 0
    last_line: int = 0
    children: tuple["Node", ...] = ()
    block: Block | None = None
    start: int = 0
    end: int = 0
    url_place: Place | None = None
    label: str = ""

    def walk(self) -> Iterator["Node"]:
        """Yield the node and all within it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def is_autolink(self) -> bool:
        """Return whether it is a link that was typed as its URL alone."""
        return isinstance(self.value, comrak.Link) and bool(self.block) and not self.markdown.startswith("[")

    @property
    def is_broken_footnote(self) -> bool:
        """Return whether it is a link by reference that was to refer to a footnote, which is reported."""
        return self.label.startswith("^")

    @property
    def is_inline(self) -> bool:
        """Return whether it is a part of a paragraph, a heading or a cell."""
        return self.block is not None and not isinstance(self.value, TEXT_BLOCKS)

    @property
    def markdown(self) -> str:
        """Return what was typed for an inline."""
        return self.block.markdown[self.start : self.end] if self.block else ""

    def text(self) -> str:
        """Return the text that is shown, without markup."""
        return "".join(map(_text, self.walk()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A line `[label]: url`, and where its URL is."""

    label: str
    place: Place
    url_place: Place


@dataclass(frozen=True, kw_only=True)
class Document:
    """A body as it was read. `lines` are those of the file, by their numbers.

    With an `unreadable` body, which is too large or too deep, there are no nodes.
    """

    file: str = ""
    root: Node = Node(value=comrak.Document(), place=Place(file=""))
    lines: Mapping[int, str] = field(default_factory=dict)
    all_definitions: tuple[Definition, ...] = ()
    unreadable: Problem | None = None

    def url_place(self, link: Node) -> Place:
        """Return where the URL of a link or an image is, which may be in a definition."""
        definition = self.definitions.get(normalize_label(link.label)) if link.label else None
        return definition.url_place if definition else link.url_place or link.place

    def target(self, link: Node) -> str:
        """Return the URL of a link or an image; of a file or a part of this one, the site path."""
        url: str = link.value.value.url
        if url.startswith("/") or is_allowed_url(url) or correction(url):
            return url
        return link_path(self.file) + url if url.startswith("#") else file_target(self.file, url)

    def is_in_parentheses(self, link: Node) -> bool:
        """Return whether a bare URL is in the parentheses of what makes no link, which is reported."""
        before = self.lines[link.place.line][: link.place.column - 1]
        return link.is_autolink and before.endswith(("](", "](<"))

    @cached_property
    def definitions(self) -> Mapping[str, Definition]:
        """The definitions by their labels; of several, the first counts."""
        return {normalize_label(one.label): one for one in reversed(self.all_definitions)}

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes, in the order of the text, but those in the alt text of an image."""
        return tuple(_visible(self.root))

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The texts of all paragraphs, headings and cells."""
        return tuple(node.block for node in self.nodes if node.block and isinstance(node.value, TEXT_BLOCKS))


TEXT_BLOCKS = (comrak.Paragraph, comrak.Heading, comrak.TableCell)
LINKS = (comrak.Link, comrak.Image)


def normalize_label(label: str) -> str:
    """Return a label of a reference in the form in which labels are compared."""
    return " ".join(label.split()).casefold()


def without_comments(html: str) -> str:
    """Return HTML without the comments that are closed."""
    kept, at = [], 0
    while (begins := html.find("<!--", at)) >= 0 and (ends := html.find("-->", begins)) >= 0:
        kept.append(html[at:begins])
        at = ends + len("-->")
    return "".join(kept) + html[at:]


def is_blank(shown: str) -> bool:
    """Return whether no reader sees anything of a text."""
    return not any(character.isprintable() and not character.isspace() for character in shown)


def _visible(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children if not isinstance(node.value, comrak.Image) else ():
        yield from _visible(child)


def _text(node: Node) -> str:
    match node.value:
        case comrak.Text(value=text):
            return text
        case comrak.Code(value=code):
            return code.literal
        case comrak.HtmlInline(value=html):
            return html
        case comrak.SoftBreak() | comrak.LineBreak():
            return "\n"
    return ""
