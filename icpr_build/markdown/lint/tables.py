"""Lines that look like a table and are none, and rows of which a cell would be lost."""

import re
from collections.abc import Collection, Iterator

import comrak

from icpr_build.markdown.document import Block, Document
from icpr_build.problem import Place, Problem

_CELL_EDGE = re.compile(r"(?<!\\)\|")
_ROW = re.compile(r"\s*\|.*\|.*")
_RULE_CELL = re.compile(r"\s*:?-+:?\s*")
_RULE = re.compile(r"(?=.*\|)(?=.*-)[\s|:-]+")
_DASHES = "\u2010-\u2015\u2212"  # long and short; word processors make them of hyphens
_ALMOST_RULE = re.compile(rf"(?=.*[|+])(?=.*[+=_{_DASHES}])[\s|:+=_{_DASHES}-]+")


def tables(document: Document) -> Iterator[Problem]:
    """Lines that look like a table are one, and no row has more cells than its head."""
    gaps = {node.last_line + 2 for node in document.nodes if isinstance(node.value, comrak.Table)}
    for block in document.blocks:
        if block.kind == "paragraph" and (problem := _almost(block, gaps)):
            yield problem
    yield from _rows(document)


def _almost(block: Block, gaps: Collection[int]) -> Problem | None:
    """Return why lines of a paragraph are no table; `gaps` are lines after an empty one below a table."""
    rows = block.typed.split("\n")
    for above, row, place in zip(["", *rows], rows, block.places, strict=False):
        if "|" in above and (_RULE.fullmatch(row) or _ALMOST_RULE.fullmatch(row)):
            return _rule(_cells(above), _cells(row), place)
    if _RULE.fullmatch(rows[0]) and _ROW.fullmatch(rows[0]):
        hint = "Write the head of the table above this line, with no empty line between."
        return _broken(block.places[0], "a table must begin with its head", hint)
    if _ROW.fullmatch(rows[0]) and block.places[0].line in gaps:
        hint = "Delete the line above; or write | --- | --- | below this one, if another table begins here."
        return _broken(block.places[0], "a table cannot have empty lines", hint)
    if len(rows) > 1 and _ROW.fullmatch(rows[0]) and _ROW.fullmatch(rows[1]):
        message = "a line of hyphens is missing below this table's head"
        return _broken(block.places[1], message, "Write | --- | --- | above this line, with a cell for each.")
    return None


def _rule(head: list[str], rule: list[str], place: Place) -> Problem:
    """Return why two lines begin no table: the second must be hyphens, and no text is above them."""
    message, hint = "this row must have as many cells as the one above it", "Count the | of both rows."
    if not all(set(cell) <= set(" \t:-") for cell in rule) or (
        len(head) == len(rule) and not all(map(_RULE_CELL.fullmatch, rule))
    ):
        message = "the line below a table's head must be of hyphens"
        hint = "Write it as | --- | --- |, with a cell for each above."
    elif len(head) == len(rule):
        message = "this table is read as a part of the text above it"
        hint = "Leave a line empty above the table."
    return _broken(place, message, hint)


def _cells(line: str) -> list[str]:
    return _CELL_EDGE.split(line.strip().removeprefix("|").removesuffix("|"))


def _rows(document: Document) -> Iterator[Problem]:
    """No row of a table has more cells than its head, which would be lost; nor is a text below it a row."""
    head, is_below = 0, False
    for row in document.nodes:
        if not isinstance(row.value, comrak.TableRow):
            continue
        line = document.lines[row.place.line]
        cells = len(_cells(line))
        if row.value.value:  # it is the head
            head, is_below = cells, False
        if "|" not in line and not is_below:
            is_below = True
            message = "this line is read as a row of the table"
            yield _broken(row.place, message, "Leave a line empty above it.")
        if cells > head:
            message = f"this row has {cells} cells, and the head of its table {head}"
            yield _broken(row.place, message, "Write \\| for a | within a cell.")


def _broken(place: Place, message: str, hint: str) -> Problem:
    return place.problem("table-broken", message, hint)
