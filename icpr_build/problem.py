"""A finding: what is wrong, where, and what to do about it.

Rule: one severity. A rule that nobody must follow is deleted, not turned into a warning.
Rule: a message states the rule in under 80 characters; a hint says what to do.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from heapq import nsmallest
from typing import Literal

JOINER = "\u200d"
LONGEST = 40  # letters of a quoted text
MOST_IN_A_FILE = 100  # problems of one code
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
    "html-unsafe",
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
    "merge-unsettled",
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

    def problem(self, code: Code, message: str, hint: str = "") -> "Problem":
        """Return a problem at this place."""
        return Problem(place=self, code=code, message=message, hint=hint)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One mistake. `code` is the stable name of the rule."""

    place: Place
    code: Code
    message: str
    hint: str = ""


def abridged(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Keep the first hundred of one code in a file; the last of them says how many more there are."""
    alike: dict[tuple[str, Code], list[Problem]] = {}
    for problem in set(problems):
        alike.setdefault((problem.place.file, problem.code), []).append(problem)
    kept = []
    for found in alike.values():
        kept += nsmallest(MOST_IN_A_FILE, found)  # quick, however many there are
        if len(found) > MOST_IN_A_FILE:
            rest = f"{len(found) - MOST_IN_A_FILE:,} more like this stand in this file."
            kept[-1] = replace(kept[-1], hint=f"{kept[-1].hint} {rest}".strip())
    return tuple(sorted(kept))


def quoted(text: str) -> str:
    """Quote what an editor wrote within a message: on one line, without what cannot be seen, not too long."""
    shown = visible(" ".join(text.split()))
    return f"'{shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + '…'}'"


def visible(text: str) -> str:
    """Put a `?` for what a screen cannot show, but for the joiner of which an emoji or a word may be made."""
    return "".join(letter if letter.isprintable() or letter == JOINER else "?" for letter in text)
