"""A finding: what is wrong, where, and what to do about it.

Rule: one severity. A rule that nobody must follow is deleted, not turned into a warning.
Rule: a message states the rule in under 80 characters; a hint says what to do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

LONGEST = 40  # letters of a quoted text
MANY, ALIKE = 300, 3
Code = Literal[
    "address-wrong",
    "alert-unknown",
    "anchor-broken",
    "anchor-duplicate",
    "asset-missing",
    "character-wrong",
    "choice-unknown",
    "code-open",
    "css-syntax",
    "data-wrong",
    "description-duplicate",
    "description-missing",
    "encoding-wrong",
    "file-large",
    "file-linked",
    "file-missing",
    "file-unknown",
    "file-unreadable",
    "footnote-duplicate",
    "footnote-undefined",
    "footnote-unused",
    "form-wrong",
    "front-matter-missing",
    "front-matter-open",
    "front-matter-wrong",
    "heading-first",
    "heading-nested",
    "heading-skipped",
    "heading-wrong",
    "html-raw",
    "html-unclosed",
    "key-conflict",
    "key-duplicate",
    "key-missing",
    "key-unknown",
    "layer-unknown",
    "link-broken",
    "link-dead",
    "link-draft",
    "link-own",
    "link-syntax",
    "link-text",
    "list-broken",
    "name-wrong",
    "page-unreachable",
    "path-taken",
    "picture-elsewhere",
    "picture-text",
    "picture-wrong",
    "reference-duplicate",
    "reference-undefined",
    "reference-unused",
    "strong-broken",
    "table-broken",
    "template-wrong",
    "text-too-deep",
    "title-duplicate",
    "title-missing",
    "type-wrong",
    "yaml-alias",
    "yaml-comment",
    "yaml-deep",
    "yaml-syntax",
    "yaml-tag",
]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """A spot in a source file: its path from the project's root, with `/`; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One mistake. `code` is the stable name of the rule."""

    place: Place
    code: Code
    message: str
    hint: str = ""


def quoted(text: str) -> str:
    """Quote what an editor wrote within a message: on one line, without what cannot be seen, not too long."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in " ".join(text.split()))
    return f"'{shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + '…'}'"


def nearest(word: str, known: Iterable[str]) -> str:
    """Find the known word that comes nearest to one, if any comes near. Among many, it must begin like it."""
    among = sorted(known)
    if len(among) > MANY:
        among = [other for other in among if other[:ALIKE] == word[:ALIKE]][:MANY]
    return next(iter(get_close_matches(word[:LONGEST], among, n=1)), "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """End a message with the nearest of the known words: `, did you mean 'title'?`, or with nothing."""
    found = nearest(word, known)
    return f", did you mean '{found}'?" if found else ""
