"""The tables in a text → lines that look like one and are none, and rows of which a cell would be lost."""

import re
from collections.abc import Collection, Iterator

from icpr_build.problem import Place, Problem
from icpr_build.text import Passage, Text

_CELL_EDGE = re.compile(r"(?<!\\)\|")
_ROW = re.compile(r"\s*\|.*\|.*")
_RULE = re.compile(r"(?=.*\|)(?=.*-)[\s|:-]+")
_DASHES = "\u2010-\u2015\u2212"  # long and short; word processors make them of hyphens
_ALMOST_RULE = re.compile(rf"(?=.*[|+])(?=.*[+=_{_DASHES}])[\s|:+=_{_DASHES}-]+")


def tables(text: Text) -> Iterator[Problem]:
    """Lines that look like a table are one, and no row has more cells than its head."""
    maps = [written.token.map or [0, 0] for written in text.written if written.token.type == "table_open"]
    first = min(text.lines)
    gaps = {first + after + 1 for _, after in maps}
    for passage in text.passages:
        if passage.kind == "paragraph_open" and (problem := _almost(passage, gaps)):
            yield problem
    yield from _rows(text)


def _almost(passage: Passage, gaps: Collection[int]) -> Problem | None:
    """Say why the lines of a paragraph are no table. `gaps` are the lines that stand apart below a table."""
    rows = passage.typed.split("\n")
    for above, row, place in zip(["", *rows], rows, passage.places, strict=False):
        if _RULE.fullmatch(row) and "|" in above:
            message = "this row must have as many cells as the one above it"
            return _broken(place, message, "Count the | of both rows.")
        if _ALMOST_RULE.fullmatch(row) and "|" in above:
            message = "the line below a table's head is made of hyphens"
            return _broken(place, message, "Write it as | --- | --- |, with a cell for each above.")
    if _RULE.fullmatch(rows[0]) and _ROW.fullmatch(rows[0]):
        hint = "Write the head of the table above this line, with no empty line between."
        return _broken(passage.places[0], "a table begins with its head", hint)
    if _ROW.fullmatch(rows[0]) and passage.places[0].line in gaps:
        return _broken(passage.places[0], "a table has no empty lines", "Delete the line above.")
    if len(rows) > 1 and _ROW.fullmatch(rows[0]) and _ROW.fullmatch(rows[1]):
        message = "below a table's head stands a line of hyphens"
        return _broken(
            passage.places[1], message, "Write | --- | --- | above this line, with a cell for each."
        )
    return None


def _rows(text: Text) -> Iterator[Problem]:
    """No row of a table has more cells than its head: the rest of it would be lost."""
    head = 0
    for written in text.written:
        if written.token.type not in ("table_open", "tr_open"):
            continue
        line = text.lines[written.place.line].strip().removeprefix("|").removesuffix("|")
        cells = len(_CELL_EDGE.findall(line)) + 1
        head = cells if written.token.type == "table_open" else head
        if cells > head:
            message = f"this row has {cells} cells, and the head of its table {head}"
            yield _broken(written.place, message, "Write \\| for a | within a cell.")


def _broken(place: Place, message: str, hint: str) -> Problem:
    return Problem(place=place, code="table-broken", message=message, hint=hint)
