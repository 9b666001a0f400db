"""A source's body → its tokens and passages, each with its place.

Rule: a place is found from where the parser stood, never by looking for words that may stand twice.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Any

from icpr_build.markdown import dialect
from icpr_build.markdown.dialect import Token
from icpr_build.markdown.text import Definition, Note, Passage, Text, Written
from icpr_build.model import Source
from icpr_build.problem import Place

_BEFORE_ADDRESS = re.compile(r"\]\(\s*<?")
_DEFINITION = re.compile(r"\[(?:\\.|[^\\\]])*\]:(?:\s|(?<=\n)[ >]+)*<?", re.DOTALL)


def read(source: Source) -> Text:
    """Read the body of a source."""
    lines = dict(enumerate(source.body.split("\n"), source.body_line))
    blocks, env = dialect.read(source.body)
    reader = _Reader(source, lines, {**env.get("references", {}), **env.get("false_notes", {})})
    return Text(
        lines=lines,
        crowd=None if env["crowd"] is None else reader.place(env["crowd"]),
        blocks=blocks,
        written=tuple(reader.written(blocks)),
        passages=tuple(reader.passages),
        definitions=reader.definitions,
        repeated=tuple(reader.definition(one) for one in env.get("duplicate_refs", ())),
        notes=tuple(reader.notes(env)),
    )


class _Reader:
    """Finds where in a source the parser's tokens stand."""

    def __init__(self, source: Source, lines: Mapping[int, str], references: Mapping[str, Any]) -> None:
        self.source = source
        self.lines = lines
        self.definitions = {label: self.definition(one) for label, one in references.items()}
        self.passages: list[Passage] = []
        self.after: dict[int, int] = {}  # by row, where its last cell ends

    def place(self, row: int, column: int = 0) -> Place:
        return Place(file=self.source.file, line=self.source.body_line + row, column=column + 1)

    def line(self, row: int) -> str:
        return self.lines.get(self.source.body_line + row, "")

    def written(self, blocks: tuple[Token, ...]) -> Iterator[Written]:
        """Give every block, and every token within a passage, with its place."""
        for before, block in zip(blocks[:1] + blocks, blocks, strict=False):
            if block.map is None:
                continue
            place = self.place(block.map[0])
            yield Written(token=block, place=place, address=place)
            if block.type == "inline":
                self.passages.append(self.passage(before.type, block, block.map[0]))
                yield from (self.within(self.passages[-1], token) for token in block.children or ())

    def passage(self, kind: str, block: Token, row: int) -> Passage:
        """Find the lines of a passage: each is the last thing in its line of the source."""
        markdown, lines = block.content, block.content.split("\n")
        if kind in ("th_open", "td_open"):
            columns = [self.cell(row, markdown)]
            hidden = tuple(found.start() for found in re.finditer(r"\|", markdown))
        else:
            columns = [_column(self.line(row + n), line) for n, line in enumerate(lines)]
            hidden = ()
        return Passage(
            kind=kind,
            markdown=markdown,
            typed=block.meta["typed"],
            starts=tuple(accumulate((len(line) + 1 for line in lines[:-1]), initial=0)),
            places=tuple(self.place(row + n, column) for n, column in enumerate(columns)),
            hidden=hidden,
        )

    def cell(self, row: int, markdown: str) -> int:
        """Find a cell: the next one in its row."""
        written = markdown.replace("|", "\\|")
        at = max(self.line(row).find(written, self.after.get(row, 0)), 0)
        self.after[row] = at + len(written)
        return at

    def within(self, passage: Passage, token: Token) -> Written:
        """Find a token of a passage, and its address: behind its words, or in a definition."""
        begins, ends = token.map or (0, 0)
        place = address = passage.place(begins)
        if definition := self.definitions.get(str(token.meta.get("label"))):
            address = definition.address
        elif (token.attrs.get("href") or token.attrs.get("src")) and ends > begins:
            before = _BEFORE_ADDRESS.match(passage.markdown, ends)
            address = passage.place(before.end()) if before else place
        return Written(token=token, place=place, address=address)

    def definition(self, reference: Mapping[str, Any]) -> Definition:
        """Find a line that gives an address to a label, and the address in it or below."""
        first, after = reference["map"]
        lines = [self.line(row) for row in range(first, after)]
        text = "\n".join(lines)
        found = _DEFINITION.search(text)
        at = found.end() if found else 0
        row = text.count("\n", 0, at)
        column = at - (text.rfind("\n", 0, at) + 1)
        return Definition(place=self.place(first), address=self.place(first + row, column))

    def notes(self, env: Mapping[str, Any]) -> Iterator[Note]:
        for label, row, is_empty in env.get("note_lines", ()):
            is_used = env["footnotes"]["refs"].get(f":{label}") >= 0
            yield Note(label=label, place=self.place(row), is_used=is_used, is_empty=is_empty)


def _column(line: str, words: str) -> int:
    """Find where the words of a passage begin in a line, of which they are the last."""
    at = line.rfind(words.rstrip())
    if at < 0:  # a tab before them was parted
        at = line.rfind(words.strip()) - len(words) + len(words.lstrip())
    return max(at, 0)
