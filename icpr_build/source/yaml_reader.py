"""YAML text → nodes with their places, and all that is wrong with them.

Composed, not loaded: every value keeps its text, nothing is converted, no tag can make an object. A text that
PyYAML cannot compose is composed key by key, or list item by list item: of a broken one only the value is
invalid.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import count

import yaml

from icpr_build.characters import FORBIDDEN, SPACES, describe_forbidden
from icpr_build.model import Field, Node, NodeKind
from icpr_build.problem import Place, Problem, quoted
from icpr_build.source.yaml_errors import (
    MOST_NODES,
    explain,
    item_in_text,
    merge_key,
    no_hyphen,
    no_key,
    not_as_below,
    special_character,
)
from icpr_build.source.yaml_lines import (
    ALMOST_ITEM,
    ALMOST_KEY,
    KEY_LINE,
    Lines,
    Spot,
    indent,
    is_bare,
    is_item,
)

MOST_LEVELS = 20  # of YAML; the content needs three
MOST_BROKEN = 100  # keys or list items in one file
_COMMENT = re.compile(r"\s+#")
_SPECIAL, _BROKEN = "special", "broken"  # tags of what cannot be read; what is broken has been reported
_TEXT = "tag:yaml.org,2002:str"
_KINDS: Mapping[str, NodeKind] = {
    _TEXT: "text",
    "tag:yaml.org,2002:int": "number",
    "tag:yaml.org,2002:float": "number",
    "tag:yaml.org,2002:bool": "true or false",
    "tag:yaml.org,2002:timestamp": "date",
    "tag:yaml.org,2002:null": "nothing",
    "tag:yaml.org,2002:merge": "text",
}


def compose(file: str, text: str, first_line: int = 1) -> tuple[Node, tuple[Problem, ...]]:
    """Return the root node of YAML that begins on some line of a file, and its problems."""
    lines = Lines(file, text, first_line)
    composer, reader = _Composer(lines), _Reader(lines)
    root = composer.root()
    node = reader.node(root) if root else Node(place=lines.place((0, 0)), kind="nothing")
    return node, tuple(sorted({*composer.problems, *reader.problems}))


class _Loader(yaml.SafeLoader):
    """Composes nodes from lines that begin in some row, with a limit to their number and depth.

    A value with an alias, an anchor or a tag is tagged as special.
    """

    def __init__(self, lines: list[str], row: int, numbers: Iterator[int]) -> None:
        super().__init__("\n".join(lines))
        self.line = row
        self.numbers = numbers
        self.levels = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        at: yaml.Mark = event.start_mark
        if next(self.numbers) > MOST_NODES:
            raise yaml.MarkedYAMLError(problem="too many nodes", problem_mark=at)
        if isinstance(event, yaml.AliasEvent):  # never followed: it may be any number of values
            self.get_event()  # type: ignore[no-untyped-call]
            return yaml.ScalarNode(_SPECIAL, "", at)
        if isinstance(event, yaml.CollectionStartEvent) and self.levels == MOST_LEVELS:
            raise yaml.MarkedYAMLError(problem="nested too deeply", problem_mark=at)
        is_special = event.anchor or getattr(event, "tag", None)
        event.anchor = None
        self.levels += 1
        node = super().compose_node(parent, index)
        self.levels -= 1
        if node and is_special:
            node.tag = _SPECIAL
        return node


class _Composer:
    """Composes lines; where that fails, each part on its own, so that only what is broken is invalid.

    A part is the rows from a first one to an end, the first row from a column on.
    """

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.problems: list[Problem] = []
        self.numbers = count(1)

    def root(self) -> yaml.Node | None:
        """Return the root node, or None if there is nothing."""
        rows = 0, len(self.lines)
        node, problem = self._composed(*rows, 0)
        if problem and problem.code != "file-large":
            self.numbers = count(1)
            node = self._in_parts(*rows, 0)
        if problem and not self.problems:
            self.problems.append(problem)
        return node

    def _composed(self, first: int, end: int, column: int) -> tuple[yaml.Node | None, Problem | None]:
        """Compose a part, or return why that cannot be."""
        loader = _Loader(self._part(first, end, column), first, self.numbers)
        try:
            return loader.get_single_node(), None
        except yaml.MarkedYAMLError as error:
            said = f"{error.context}: {error.problem}"
            at = error.problem_mark or error.context_mark
            start = error.context_mark or at
        except (ValueError, OverflowError):  # a number after a backslash that no character has
            said, at = "unknown escape", loader.get_mark()
            start = at
        problem = explain(self.lines.only(first, end), said, _spot(at), _spot(start))
        return _broken(first, column), problem

    def _in_parts(self, first: int, end: int, column: int) -> yaml.Node:
        """Compose on its own each key, or each list item, that is not indented further than the others."""
        numbered = enumerate(self._part(first, end, column), first)
        lines = {row: line for row, line in numbered if not is_bare(line) and line != "---"} or {first: ""}
        margin = min(map(indent, lines.values()))
        at_margin = [row for row, line in lines.items() if indent(line) == margin]
        is_list = _begins_item(lines[at_margin[0]])
        begins = _begins_item if is_list else _begins_key
        starts = sorted({min(lines), *(row for row in at_margin if begins(lines[row]))})
        kind = yaml.SequenceNode if is_list else yaml.MappingNode
        root: yaml.Node = kind("", [], _broken(starts[0], indent(lines[starts[0]])).start_mark)
        for start, stop in zip(starts, [*starts[1:], end], strict=True):
            node, problem = self._composed(start, stop, column if start == first else 0)
            is_other = node and node.value and not isinstance(node, kind)
            lacks_key = ALMOST_KEY.match(lines[start]) and not KEY_LINE.match(lines[start])
            if indent(lines[start]) > margin:
                problem = not_as_below(self.lines, start, margin)
            elif is_other or (problem and lacks_key):
                problem = no_key(self.lines, (start, margin))
            if not problem:
                root.value += node.value if node else []
            elif is_list:
                root.value.append(self._item(start, stop, problem))
            else:
                self.problems.append(problem)
                part = [line for row, line in lines.items() if start <= row < stop]
                root.value += _keys(part, _broken(start, margin))
            if problem and (problem.code == "file-large" or len(self.problems) >= MOST_BROKEN):
                lost = _broken(start, margin)
                root.value.append(lost if is_list else (lost, lost))
                break
        return root

    def _item(self, first: int, end: int, problem: Problem) -> yaml.Node:
        """Compose each key of a broken list item on its own, if it has keys."""
        hyphen = re.match(r"\s*- +", self.lines[first])
        column, known = hyphen.end() if hyphen else 0, len(self.problems)
        below = [indent(line) for line in self.lines[first + 1 : end] if not is_bare(line)]
        if column and _begins_key(self.lines[first][column:]) and min([column, *below]) == column:
            node = self._in_parts(first, end, column)
            if len(self.problems) > known:
                return node
        self.problems.append(problem)
        return _broken(first, indent(self.lines[first]))

    def _part(self, first: int, end: int, column: int) -> list[str]:
        """Return the lines of a part, with spaces up to its column."""
        return [" " * column + self.lines[first][column:], *self.lines[first + 1 : end]]


def _begins_item(line: str) -> bool:
    return is_item(line) or bool(ALMOST_ITEM.match(line))


def _begins_key(line: str) -> bool:
    return not _begins_item(line) and bool(KEY_LINE.match(line) or ALMOST_KEY.match(line))


def _keys(part: list[str], broken: yaml.Node) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Yield the key of a broken part, if it is known; and an unknown one, if others may be lost with it."""
    match = ALMOST_KEY.match(part[0])
    if match:
        yield yaml.ScalarNode(_TEXT, match[1].strip("\"'"), broken.start_mark), broken
    is_outside = any(indent(line) <= indent(part[0]) and not _begins_item(line) for line in part[1:])
    if not match or is_outside or (match[4] and any(map(ALMOST_KEY.match, part[1:]))):
        yield broken, broken


def _broken(row: int, column: int) -> yaml.Node:
    """Return a node in place of one that cannot be read."""
    return yaml.ScalarNode(_BROKEN, "", yaml.Mark("", 0, row, column, None, 0))


def _spot(mark: yaml.Mark | None) -> Spot:
    return (mark.line, mark.column) if mark else (0, 0)


class _Reader:
    """Turns composed nodes into ours, and keeps what is wrong with them."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.problems: list[Problem] = []

    def node(self, node: yaml.Node, *, in_list: bool = False) -> Node:
        """Return our node for a composed one."""
        at = _spot(node.start_mark)
        place = self.lines.place(at)
        if node.tag == _SPECIAL or self.lines.line(at[0]).startswith("{{", at[1]):
            self.problems.append(special_character(self.lines, at))
        elif isinstance(node, yaml.SequenceNode):
            items = tuple(self.node(item, in_list=True) for item in node.value)
            return Node(place=place, kind="list", items=items)
        elif isinstance(node, yaml.MappingNode):
            return self._mapping(node, place, in_list=in_list)
        elif isinstance(node, yaml.ScalarNode) and node.tag != _BROKEN and self._is_sound(node, at):
            return Node(place=place, kind=_KINDS[node.tag], text=node.value.strip().strip(SPACES))
        return Node(place=place, kind="invalid")

    def _mapping(self, node: yaml.MappingNode, place: Place, *, in_list: bool) -> Node:
        """Read the keys of a mapping: each is a word, comes once, and takes no others from elsewhere."""
        fields: dict[str, Field] = {}
        is_complete, is_repeated = True, False
        for key_node, value_node in node.value:
            at, key, value = _spot(key_node.start_mark), self.node(key_node), self.node(value_node)
            if key.kind == "invalid":
                is_complete = False
            elif key.kind in ("list", "mapping"):
                hint = "Begin the line with a key, such as title: Trust."
                self.problems.append(self.lines.problem(at, "a key must be a word", hint))
            elif key.text == "<<":
                self.problems += [merge_key(self.lines, at)] if value.kind != "invalid" else []
            elif key.text not in fields:
                fields[key.text] = Field(place=key.place, value=value)
            elif not is_repeated:
                message = f"the key {quoted(key.text)} is already on line {fields[key.text].place.line}"
                hint = "Keep one of the two; or put a hyphen before it, if it begins the next list item."
                hint = hint if in_list else "Keep one of the two."
                self.problems.append(self.lines.problem(at, message, hint, "key-duplicate"))
                is_repeated = in_list  # more keys come again, if a hyphen is missing before the first of them
        return Node(place=place, kind="mapping", fields=fields, is_complete=is_complete)

    def _is_sound(self, node: yaml.ScalarNode, at: Spot) -> bool:
        """Return whether the value of a scalar can be read as it is meant; report what is wrong."""
        if problem := self._wrong_value(node, at):
            self.problems.append(problem)
            return False
        row, column = _spot(node.end_mark)
        comment = None if node.style else _COMMENT.match(self.lines.line(row), column)
        if comment:
            message = "the text after # would be lost, as # begins a comment"
            hint = "Put the value in quotation marks if # belongs to it, or the comment on a line of its own."
            start = row, comment.end() - 1
            self.problems.append(self.lines.problem(start, message, hint, "yaml-comment"))
        return not comment or bool(node.value)

    def _wrong_value(self, node: yaml.ScalarNode, at: Spot) -> Problem | None:
        """Return what is wrong with a scalar's text, if anything is."""
        if character := FORBIDDEN.search(node.value):
            return self.lines.problem(at, *describe_forbidden(character[0]), "character-wrong")
        if node.tag not in _KINDS:
            return special_character(self.lines, at)
        if node.style:
            return None
        begins_line = not self.lines.line(at[0])[: at[1]].strip()
        problem = no_hyphen(self.lines, at[0]) if begins_line else None
        return problem or item_in_text(self.lines, at, _spot(node.end_mark)[0])
