"""A line of YAML → its key and its value, and what an editor should have written in their place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from icpr_build.problem import Code

Spot = tuple[int, int]  # row and column, from 0
Mend = Literal["value", "line", "place", "hyphen", "tab", "none"]
LINE = re.compile(r"(?P<lead>\s*(?:- +)*)(?P<key>[^\s:][^:]*?)\s*:(?:\s+(?P<value>.*)|$)")
ENTRY = re.compile(r"(?P<lead>\s*(?:- +)+)(?P<value>\S.*)")
_LONGEST = 120  # letters of a value that is shown in quotes


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong, for an editor; and how to read on, as though the line in `row` were mended.

    That line's `value` cannot be read, or the whole `line`; it must be moved by some columns to its `place`;
    a `hyphen` is not written as one; a `tab` indents it. After `none`, nothing more is read.
    """

    at: Spot
    message: str
    hint: str
    code: Code = "yaml-syntax"
    mend: Mend = "value"
    begins: int | None = None
    by: int = 0

    @property
    def row(self) -> int:
        """Tell where the line begins that is to be mended, which may be above what is told."""
        return self.at[0] if self.begins is None else self.begins


def line_at(lines: Sequence[str], row: int) -> str:
    """Give a line; below the last there are only empty ones."""
    return lines[row] if 0 <= row < len(lines) else ""


def indent(line: str) -> int:
    """Count the blanks before a line."""
    return len(line) - len(line.lstrip())


def words_at(line: str) -> int:
    """Find the column where a line's words begin, after what indents it and its hyphens."""
    match = re.match(r"\s*(?:- +)*", line)
    return match.end() if match else 0


def is_bare(line: str) -> bool:
    """Tell whether a line says nothing."""
    return not line.strip() or line.lstrip().startswith("#")


def above(lines: Sequence[str], row: int) -> int | None:
    """Find the last line above that says something."""
    return next((at for at in range(row - 1, -1, -1) if not is_bare(lines[at])), None)


def owner(lines: Sequence[str], row: int) -> int | None:
    """Find the line above whose key or entry this one belongs to."""
    at, left = row, indent(line_at(lines, row))
    while left and (found := above(lines, at)) is not None:
        at = found
        if LINE.match(lines[at]) or ENTRY.match(lines[at]):
            if words_at(lines[at]) <= left and indent(lines[at]) < left:
                return at
            left = min(left, indent(lines[at]) or left)
    return None


def below(lines: Sequence[str], row: int, left: int) -> Iterator[int]:
    """Give the rows that what begins in a column goes on in: those indented further, and a key's list."""
    is_key = lines[row][left : left + 2] != "- "
    for at in range(row + 1, len(lines)):
        line = lines[at]
        is_list = is_key and indent(line) == left and line.lstrip().startswith("- ")
        if not is_bare(line) and indent(line) <= left and not is_list:
            return
        yield at


def in_quotes(line: str, column: int, how: str = "Put it in quotes") -> str:
    """Show the line with its value in quotes, if what is at fault there is the whole value."""
    match = LINE.match(line) or ENTRY.match(line)
    value = match and match["value"]
    if not match or not value or (column > match.start("value") and value[0] in "[{" and value[-1] in "]}"):
        return f"{how}."
    return f"{how}: {line[: match.start('value')].strip()} {_quoted(value.strip())}"


def all_in_quotes(lines: Sequence[str], row: int, column: int) -> str:
    """Show a value in quotes that goes on over several lines; a long one is better written below its key."""
    further = [lines[at].strip() for at in below(lines, row, words_at(lines[row])) if lines[at].strip()]
    match = LINE.match(lines[row])
    if not further or not match:
        return in_quotes(lines[row], column)
    line = " ".join([lines[row].strip(), *further])
    if len(line) > _LONGEST or not match["value"]:
        return f"Write {match['key']}: >- and all of the text on the lines below, indented by two blanks."
    return in_quotes(line, len(line), "Put all of it in quotes")


def _quoted(value: str) -> str:
    """Put a value in the quotes that need no change within; what stands in quotes already, loses them."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"
