"""YAML as an editor typed it → as the parser is given it, without what no one sees; and the way back.

Rule: what stands unnoticed around a key, its colon and its value is taken without a word.
"""

import re

from icpr_build.characters import SPACES, ZERO_WIDTH
from icpr_build.problem import Place, Problem
from icpr_build.source.lines import Finding, Spot

# What may stand before a key, and around its colon.
_HEAD = re.compile(rf"([{SPACES}]*)((?:-[{SPACES}]+)*(?:[\w-]+[{SPACES}]*:[{SPACES}]*)?)")
_UNNOTICED = str.maketrans("\u00a0", " ", ZERO_WIDTH)


class Cleared:
    """The lines that the parser is given, and the places that they have on disk."""

    def __init__(self, file: str, text: str, first_line: int) -> None:
        """Clear YAML that begins on some line of a file."""
        self.file = file
        self.first_line = first_line
        self.written = text.split("\n")
        self.lines = [_cleared(line) for line in self.written]
        self.moved: dict[int, int] = {}  # the columns that a line stood further right on disk
        self.told: set[int] = set()  # rows of which no more is told
        self.lost: set[int] = set()  # rows that cannot be read

    def problem(self, finding: Finding) -> Problem:
        """Give what was found as a problem of the file."""
        at = self.place(finding.at)
        return Problem(place=at, code=finding.code, message=finding.message, hint=finding.hint)

    def place(self, spot: Spot) -> Place:
        """Give the place on disk of a spot in these lines."""
        row, column = spot
        column = max(column + self.moved.get(row, 0), 0)
        written = self.written[row] if row < len(self.written) else ""
        match = _HEAD.match(written)
        for at in range(match.end() if match else 0):
            column += written[at] in ZERO_WIDTH and at <= column
        return Place(file=self.file, line=self.first_line + row, column=column + 1)


def _cleared(line: str) -> str:
    """Take away what no one sees around a key and its value; only a tab that indents is left, to be told."""
    match = _HEAD.match(line := line.rstrip(SPACES))
    before, key = match.groups() if match else ("", "")
    rest = key.translate(_UNNOTICED) + line[len(before) + len(key) :]
    return before.translate(_UNNOTICED) + rest.replace("\t", " ")
