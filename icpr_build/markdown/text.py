"""A Markdown text as it was read: its tokens, the words of its passages, and where each of them stands.

Rule: values and places alone. What is Markdown is `grammar`'s to know, what is a mistake `proofread`'s.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from icpr_build.markdown.dialect import Token
from icpr_build.problem import Place

HTML_TAKEN = re.compile(r"(?is)(?:<(?:/?(?:sub|sup|kbd)|br ?/?)>|<!--(?:(?!-->).)*-->)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph, a heading or a cell of a table; `kind` is the name of the token that opens it.

    Of its `markdown`, `typed` is what is shown just as it was typed, letter for letter at the same offset.
    Its lines begin at the offsets `starts`, which have `places`; before each of `hidden` stood a sign.
    """

    kind: str
    markdown: str
    typed: str
    starts: tuple[int, ...]
    places: tuple[Place, ...]
    hidden: tuple[int, ...] = ()

    def place(self, offset: int) -> Place:
        """Give the place of a letter."""
        row = bisect_right(self.starts, offset) - 1
        column = offset - self.starts[row] + bisect_left(self.hidden, offset)
        first = self.places[row]
        return Place(file=first.file, line=first.line, column=first.column + column)

    def is_typed(self, offset: int) -> bool:
        """Tell whether a letter is shown as it was typed."""
        return self.typed[offset] == self.markdown[offset]

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Find a pattern in what is shown as it was typed."""
        return pattern.finditer(self.typed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A token and where it stands; that of a link or a picture has an address, which may stand elsewhere."""

    token: Token
    place: Place
    address: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A line `[label]: address`."""

    place: Place
    address: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A line `[^label]: text`."""

    label: str
    place: Place
    is_used: bool
    is_empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text as it was read. `lines` are as they stand in the file, by their numbers.

    At `crowd` begins what is too much to be read.
    """

    lines: Mapping[int, str]
    crowd: Place | None
    blocks: tuple[Token, ...]
    written: tuple[Written, ...]
    passages: tuple[Passage, ...]
    definitions: Mapping[str, Definition]
    repeated: tuple[Definition, ...]
    notes: tuple[Note, ...]


def without_comments(html: str) -> str:
    """Take away the comments that are closed."""
    kept, at = [], 0
    while (begins := html.find("<!--", at)) >= 0 and (ends := html.find("-->", begins)) >= 0:
        kept.append(html[at:begins])
        at = ends + len("-->")
    return "".join(kept) + html[at:]


def is_blank(shown: str) -> bool:
    """Tell a text of which no reader sees anything."""
    return not any(letter.isprintable() and not letter.isspace() for letter in shown)
