"""YAML as the lines that an editor sees: where each begins on disk, and how it is related to those above."""

import re
from copy import copy

from icpr_build.characters import SPACES, ZERO_WIDTH
from icpr_build.problem import Code, Place, Problem

Spot = tuple[int, int]  # row and column, from 0
KEY_LINE = re.compile(r"(?P<lead>\s*(?:- +)*)(?P<key>[^\s:][^:]*?)\s*:(?:\s+(?P<value>.*)|$)")
ITEM_LINE = re.compile(r"(?P<lead>\s*(?:- +)+)(?P<value>\S.*)")
_COLONS = ":\uff1a\ufe55\u2236\ua789="  # with those of other scripts that look like it, and what TOML writes
ALMOST_KEY = re.compile(rf"\s*([\w-]+|\"[^\"]*\"|'[^']*')(\s*)([{_COLONS}])\s*(?!//)(.*)")
# What is written for a hyphen and a space: a hyphen alone, or another character before a space.
ALMOST_ITEM = re.compile(r"\s*(?:(?P<hyphen>-)(?=[^\W\d])|(?P<other>[*•◦▪●·–—])\s)")
# What may come before a key and around its colon.
_HEAD = re.compile(rf"([{SPACES}]*)((?:-[{SPACES}]+)*(?:[\w-]+[{SPACES}]*:[{SPACES}]*)?)")
_TO_SPACES = str.maketrans("\u00a0", " ", ZERO_WIDTH)


class Lines(list[str]):
    """The lines of YAML without the invisible characters around a key and its value.

    A tab that indents a line is left, to be reported. `first_line` is the number of the first one on disk.
    """

    def __init__(self, file: str, text: str, first_line: int = 1) -> None:
        self.file, self.first_line = file, first_line
        self._columns: dict[int, list[int]] = {}  # those on disk, for the rows where they are others
        for row, line in enumerate(text.split("\n")):
            written = line.rstrip(SPACES)
            indentation, key = _HEAD.match(written).groups()  # type: ignore[union-attr]  # it matches any line
            head = len(indentation) + len(key)
            rest = (key.translate(_TO_SPACES) + written[head:]).replace("\t", " ")
            self.append(indentation.translate(_TO_SPACES) + rest)
            if len(self[row]) < len(written):
                columns = range(len(written) + 1)
                self._columns[row] = [at for at in columns if at >= head or written[at] not in ZERO_WIDTH]

    def place(self, at: Spot) -> Place:
        """Return the place on disk of a spot in these lines."""
        row, column = at
        if columns := self._columns.get(row):
            column = columns[min(column, len(columns) - 1)]
        return Place(file=self.file, line=self.first_line + row, column=column + 1)

    def problem(self, at: Spot, message: str, hint: str, code: Code = "yaml-syntax") -> Problem:
        """Return a problem at a spot in these lines."""
        return self.place(at).problem(code, message, hint)

    def only(self, first: int, end: int) -> "Lines":
        """Return some of these lines in the same rows, below empty ones."""
        lines = copy(self)
        lines[:] = [*[""] * first, *self[first:end]]
        return lines

    def line(self, row: int) -> str:
        """Return a line; outside of the text there are only empty ones."""
        return self[row] if 0 <= row < len(self) else ""

    def above(self, row: int) -> int | None:
        """Find the last line above a row that has content."""
        return next((at for at in range(row - 1, -1, -1) if not is_bare(self[at])), None)

    def parent(self, row: int) -> int | None:
        """Find the line above whose key or list item a line belongs to, as it is indented further."""
        left, at = indent(self.line(row)), self.above(row)
        while left and at is not None:
            line = self[at]
            if (
                indent(line) < left
                and words_at(line) <= left
                and (KEY_LINE.match(line) or ITEM_LINE.match(line))
            ):
                return at
            at = self.above(at)
        return None


def indent(line: str) -> int:
    """Count the characters that indent a line."""
    return len(line) - len(line.lstrip())


def words_at(line: str) -> int:
    """Find the column where a line's words begin, after its indentation and its hyphens."""
    return re.match(r"\s*(?:- +)*", line).end()  # type: ignore[union-attr]  # it matches any line


def is_bare(line: str) -> bool:
    """Return whether a line has no content: it is empty, or a comment."""
    return not line.strip() or line.lstrip().startswith("#")


def is_item(line: str) -> bool:
    """Return whether a line begins with a hyphen and a space, or is a hyphen alone."""
    return f"{line.lstrip()} ".startswith("- ")
