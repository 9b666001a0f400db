"""A Markdown file's text → its keys as nodes, and its body.

python-frontmatter splits the text at its two lines `---`. Where such a line is missing or misspelt, that is
reported, and the text is split as though it had been corrected.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from frontmatter.default_handlers import YAMLHandler

from icpr_build.cache import Cache
from icpr_build.characters import SPACES
from icpr_build.model import Node, Source
from icpr_build.problem import Code, Place, Problem
from icpr_build.source.yaml_reader import compose

WRITE_KEYS = "Write a key, a colon and a value on each line, such as title: Trust."
# What is written for a line ---: two or four hyphens, dashes, an ellipsis, or text beside it.
_MISSPELT = re.compile(r"-{2,}|[\u2013\u2014\u2212]+|\.{3}|---\s+.*")
_TOML = re.compile(r"\+{3,}")
_KEY_BESIDE = re.compile(r"---\s+\S")
_KEY = re.compile(rf"[{SPACES}]*[\w-]+\s*:(?:\s|$)")
# What a line among the keys may begin with: a key, a list item, a comment, the rest of a value.
_IN_KEYS = re.compile(r"[ \t]|[\w-]+\s*[:\uff1a=]|#|-(?: |$)|[\]}\"'<>=|]")
_FENCES = YAMLHandler(re.compile(rf"^(?![ \t])[{SPACES}]*---[{SPACES}]*$", re.MULTILINE))
_WRITE = "Begin the file with a line ---, then the keys, then a line ---."
_THREE_HYPHENS = "Write three hyphens at the beginning of the line, and nothing else."


_Rows = tuple[int, int]  # a first row, and the one below the last


def load(file: str, text: str, cache: Cache) -> tuple[Source, tuple[Problem, ...]]:
    """Return a Markdown file as a source: its keys, of which nothing may be known, and its body."""
    diagnosis = _Diagnosis(file, text)
    keys, start = _well_formed(text) or diagnosis.rows()
    lines, problems = diagnosis.lines, tuple(diagnosis.problems)
    node = unknown(Place(file=file))
    if keys:
        first, end = keys
        found, wrong = cache.call(compose, file, "\n".join(lines[first:end]), first + 1)
        problems += wrong
        if found.kind == "mapping":
            is_beside = any(map(_KEY_BESIDE.match, lines[:first]))  # such a key is not read
            node = replace(found, is_complete=found.is_complete and not is_beside)
        elif not problems:
            message = "the front matter must contain keys with values"
            problems += (node.place.problem("front-matter-wrong", message, WRITE_KEYS),)
    return Source(file=file, node=node, body="\n".join(lines[start:]), body_line=start + 1), problems


def unknown(place: Place) -> Node:
    """Return a mapping in place of one that cannot be read."""
    return Node(place=place, kind="mapping", is_complete=False)


def _well_formed(text: str) -> tuple[_Rows, int] | None:
    """Return the rows of the keys and the first of the body, if the text is as it should be."""
    if not _FENCES.detect(text):
        return None
    try:
        keys, body = _FENCES.split(text)
    except ValueError:  # there is no second line ---
        return None
    is_odd = any(_bare(line) and not (_KEY.match(line) or _IN_KEYS.match(line)) for line in keys.split("\n"))
    if is_odd or _FENCES.detect(body.lstrip()):
        return None
    end = keys.count("\n")
    return (1, end), end + 1


class _Diagnosis:
    """Finds the keys and the body of a text whose lines --- are not as they should be, and says why."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = text.split("\n")
        self.problems: list[Problem] = []

    def rows(self) -> tuple[_Rows | None, int]:
        """Return the rows of the keys, if there are any, and the first of the body; report what is wrong."""
        first = self._opening()
        if first is None:
            return None, self._below_title()
        end, start = self._closing(first)
        second = self._second(start)
        if not second:
            return (first, end), start
        hint = "Move its keys into the first one, and delete it."
        self._report(second[0] - 1, "front-matter-wrong", "this is a second front matter", hint)
        return (first, end) if any(map(_bare, self.lines[first:end])) else second, second[1] + 1

    def _opening(self) -> int | None:
        """Find the row of the first key, below a line --- that must be the first line."""
        row = self._first(_bare, 0)
        if row is None:
            self._report(0, "front-matter-missing", "this file is empty", _WRITE)
            return None
        if row == 0 and _FENCES.detect(self.lines[0]):
            return 1
        message = "the first line must be ---"
        if self._is_key(row):
            self._report(row, "front-matter-missing", message, _WRITE)
            return row
        if not _FENCES.detect(self.lines[row]) and _MISSPELT.fullmatch(_bare(self.lines[row])):
            self._report(row, "front-matter-missing", message, _THREE_HYPHENS)
            return row + 1
        is_toml = _TOML.fullmatch(_bare(self.lines[row]))
        fences = (at for at in range(row, len(self.lines)) if _FENCES.detect(self.lines[at]))
        fence = next((at for at in fences if at == row or self._is_key(at + 1)), None)
        if fence is None or is_toml:
            hint = "Write --- in place of +++, and a colon in place of each =." if is_toml else _WRITE
            self._report(row, "front-matter-missing", message, hint)
            return None
        message = "the line --- must be the first line of the file"
        self._report(fence, "front-matter-missing", message, "Delete everything above it.")
        ends = [at for at in range(fence, len(self.lines)) if _bare(self.lines[at]) == "```"]
        if ends and self.lines[row].startswith("```"):  # a code block around it ends with what is above it
            self.lines[ends[-1]] = ""
        return fence + 1

    def _below_title(self) -> int:
        """Find the row where the body begins, if there are no keys: below a title or keys in TOML."""
        first = self._first(_bare, 0) or 0
        if self.lines[first].startswith("# "):
            return first + 1
        fences = [row for row, line in enumerate(self.lines) if _TOML.fullmatch(_bare(line))]
        return fences[1] + 1 if fences[:1] == [first] and len(fences) > 1 else 0

    def _closing(self, first: int) -> tuple[int, int]:
        """Find the row where the keys end and the one where the body begins, with a line --- between them."""
        fence = self._first(self._is_meant_as_fence, first)
        if fence is None:
            fence = self._first(lambda line: self._is_meant_as_fence(line.lstrip()), first)
        text = self._text(first, fence)
        if fence is not None and text is None:
            if not _FENCES.detect(self.lines[fence]):
                self._report(fence, "front-matter-open", "the keys must end with a line ---", _THREE_HYPHENS)
            return fence, fence + 1
        end = len(self.lines) if text is None else text
        if first and _bare(self.lines[first - 1]):  # else it has been reported that both lines are missing
            hint = "Close the keys with a second line ---, before the text."
            if text is not None:
                hint = f"Write a line --- above line {text + 1}, where the text begins."
            self._report(first - 1, "front-matter-open", "the front matter is not closed", hint)
        return end, end

    def _text(self, first: int, fence: int | None) -> int | None:
        """Find the row where text begins among keys; above a line ---, only below an empty line."""
        below = None
        for row, line in enumerate(self.lines[first:fence], first):
            if not _bare(line):
                below = row + 1 if below is None else below
            elif _KEY.match(line):
                below = None
            elif not _IN_KEYS.match(line) and (below is not None or fence is None):
                return row if below is None else below
        return below if below is not None and fence is None and any(map(_bare, self.lines[below:])) else None

    def _second(self, start: int) -> tuple[int, int] | None:
        """Find the rows of keys between two more lines ---, right below the first two."""
        row = self._first(_bare, start)
        if row is None or not _FENCES.detect(self.lines[row]) or not self._is_key(row + 1):
            return None
        end = self._first(_FENCES.detect, row + 1)
        return None if end is None else (row + 1, end)

    def _is_meant_as_fence(self, line: str) -> bool:
        return _FENCES.detect(line) or (line[:1] not in " \t" and bool(_MISSPELT.fullmatch(_bare(line))))

    def _is_key(self, row: int) -> bool:
        return any(map(_KEY.match, self.lines[row : row + 1]))

    def _first(self, test: Callable[[str], object], start: int) -> int | None:
        return next((row for row in range(start, len(self.lines)) if test(self.lines[row])), None)

    def _report(self, row: int, code: Code, message: str, hint: str) -> None:
        self.problems.append(Place(file=self.file, line=row + 1).problem(code, message, hint))


def _bare(line: str) -> str:
    return line.strip(SPACES)
