"""A problem of the content: where it is, what is wrong, and what to do about it.

There is one severity: a rule that nobody must follow is deleted, not turned into a warning. A message says
what is wrong in under 80 characters, in the editor's words; a hint says what to do, and doing it solves the
problem.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from heapq import nsmallest
from typing import Literal

ZERO_WIDTH_JOINER = "\u200d"
LONGEST = 40  # characters of a quoted text
MAX_OF_ONE_CODE = 100  # problems of one code that are reported for one file

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
    """A place in a file: the path from the project's root, with `/`; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """Name the file and the line, as within a message."""
        return f"{self.file}:{self.line}"

    def problem(self, code: Code, message: str, hint: str = "", *, missing: str = "") -> "Problem":
        """Return a problem at this place."""
        return Problem(place=self, code=code, message=message, hint=hint, missing=missing)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One mistake. `code` is the stable name of the rule that is broken.

    `missing` is the path, from the project's root, of the file that would have to be there, if it is one.
    """

    place: Place
    code: Code
    message: str
    hint: str = ""
    missing: str = ""


def to_report(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems by place, each once, and keep the first hundred of one code in a file.

    The hint of the last one kept says how many more there are.
    """
    groups: dict[tuple[str, Code], list[Problem]] = {}
    for problem in set(problems):
        groups.setdefault((problem.place.file, problem.code), []).append(problem)
    kept = []
    for group in groups.values():
        kept += nsmallest(MAX_OF_ONE_CODE, group)  # fast, however many there are
        if len(group) > MAX_OF_ONE_CODE:
            rest = f"This file has {len(group) - MAX_OF_ONE_CODE:,} more problems like this."
            kept[-1] = replace(kept[-1], hint=f"{kept[-1].hint} {rest}".strip())
    return tuple(sorted(kept))


def quoted(text: str) -> str:
    """Quote what an editor wrote within a message, shortened."""
    return f"'{shortened(text)}'"


def shortened(text: str) -> str:
    """Put a text on one line of at most 40 characters, all of them visible."""
    shown = visible(" ".join(text.split()))
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def visible(text: str) -> str:
    """Replace each invisible character by `?`, but for the joiner that holds an emoji or a word together."""
    return "".join(
        character if character.isprintable() or character == ZERO_WIDTH_JOINER else "?" for character in text
    )
