"""YAML text → nodes with their places, and all that is wrong with them.

Composed, not loaded: every value keeps its text, nothing is converted behind the editor's back, no tag can
make an object. A text that PyYAML cannot compose is composed key by key, or list item by list item, so that
one that is broken hides nothing else; its value is invalid.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import count

import yaml

from icpr_build.characters import FORBIDDEN, SPACES, ZERO_WIDTH, describe_forbidden
from icpr_build.model import Field, Node, NodeKind
from icpr_build.problem import Place, Problem, quoted
from icpr_build.source.yaml_errors import (
    ALMOST_ITEM,
    ALMOST_KEY,
    KEY_LINE,
    MOST_NODES,
    Complaint,
    Finding,
    Spot,
    explain,
    indent,
    is_bare,
    item_in_text,
    line_at,
    merge_key,
    no_key,
    not_a_hyphen,
    not_as_below,
    special_character,
)

MOST_LEVELS = 20  # of YAML; the content needs three
MOST_BROKEN = 100  # keys or list items in one file
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
# What may come before a key and around its colon.
_HEAD = re.compile(rf"([{SPACES}]*)((?:-[{SPACES}]+)*(?:[\w-]+[{SPACES}]*:[{SPACES}]*)?)")
_UNNOTICED = str.maketrans("\u00a0", " ", ZERO_WIDTH)


def compose(file: str, text: str, first_line: int = 1) -> tuple[Node, tuple[Problem, ...]]:
    """Return the root node of YAML that begins on some line of a file, and its problems."""
    lines = _Lines(file, text, first_line)
    composer, reader = _Composer(lines), _Reader(lines)
    root = composer.root()
    node = reader.node(root) if root else Node(place=lines.place((0, 0)), kind="nothing")
    return node, tuple(sorted({lines.problem(finding) for finding in (*composer.findings, *reader.findings)}))


class _Lines(list[str]):
    """The lines of YAML without what nobody sees around a key and its value, and their places on disk.

    A tab that indents a line is left, to be reported.
    """

    def __init__(self, file: str, text: str, first_line: int) -> None:
        self.file, self.first_line = file, first_line
        self._columns: dict[int, list[int]] = {}  # those on disk, for the rows where they are others
        for row, line in enumerate(text.split("\n")):
            written = line.rstrip(SPACES)
            indentation, key = _HEAD.match(written).groups()  # type: ignore[union-attr]  # it matches any line
            head = len(indentation) + len(key)
            rest = (key.translate(_UNNOTICED) + written[head:]).replace("\t", " ")
            self.append(indentation.translate(_UNNOTICED) + rest)
            if len(self[row]) < len(written):
                columns = range(len(written) + 1)
                self._columns[row] = [at for at in columns if at >= head or written[at] not in ZERO_WIDTH]

    def place(self, spot: Spot) -> Place:
        """Return the place on disk of a spot in these lines."""
        row, column = spot
        if columns := self._columns.get(row):
            column = columns[min(column, len(columns) - 1)]
        return Place(file=self.file, line=self.first_line + row, column=column + 1)

    def problem(self, finding: Finding) -> Problem:
        """Return what was found in these lines as a problem of the file."""
        return self.place(finding.at).problem(finding.code, finding.message, finding.hint)


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
    """Composes lines; where that fails, each part on its own, so that only what is broken is invalid."""

    def __init__(self, lines: _Lines) -> None:
        self.lines = lines
        self.findings: list[Finding] = []
        self.numbers = count(1)

    def root(self) -> yaml.Node | None:
        """Return the root node, or None if there is nothing."""
        rows = 0, len(self.lines)
        node, finding = self._composed(*rows, 0)
        if finding and finding.code != "file-large":
            self.numbers = count(1)
            node = self._in_parts(*rows, 0)
        self.findings += [finding] if finding and not self.findings else []
        return node

    def _composed(self, first: int, end: int, left: int) -> tuple[yaml.Node | None, Finding | None]:
        """Compose some rows, the first of them from a column on; or find out why that cannot be."""
        loader = _Loader(self._part(first, end, left), first, self.numbers)
        try:
            return loader.get_single_node(), None
        except yaml.MarkedYAMLError as error:
            context, said = error.context, error.problem
            at = error.problem_mark or error.context_mark
            since = error.context_mark or at
        except (ValueError, OverflowError):  # a number after a backslash that no character has
            context, said = "while scanning a double-quoted scalar", "found unknown escape character"
            at = since = loader.get_mark()
        seen = [*[""] * first, *self.lines[first:end]]  # what is wrong in this part, not around it
        complaint = Complaint(said=f"{context}: {said}", at=_spot(at), since=_spot(since), lines=seen)
        return _broken(first, left), explain(complaint)

    def _in_parts(self, first: int, end: int, left: int) -> yaml.Node:
        """Compose on its own each key, or each list item, that is not indented further than the others."""
        numbered = enumerate(self._part(first, end, left), first)
        lines = {row: line for row, line in numbered if not is_bare(line) and line != "---"} or {first: ""}
        margin = min(map(indent, lines.values()))
        at_margin = [row for row, line in lines.items() if indent(line) == margin]
        is_list = _begins_item(lines[at_margin[0]])
        begins = _begins_item if is_list else _begins_key
        starts = sorted({min(lines), *(row for row in at_margin if begins(lines[row]))})
        kind = yaml.SequenceNode if is_list else yaml.MappingNode
        root: yaml.Node = kind("", [], _mark(starts[0], indent(lines[starts[0]])))
        for start, stop in zip(starts, [*starts[1:], end], strict=True):
            node, finding = self._composed(start, stop, left if start == first else 0)
            is_other = node and node.value and not isinstance(node, kind)
            if indent(lines[start]) > margin:
                finding = not_as_below(self.lines, start, margin)
            elif is_other or (finding and _lacks_key(lines[start])):
                finding = no_key(self.lines, (start, margin))
            if not finding:
                root.value += node.value if node else []
            elif is_list:
                root.value.append(self._item(start, stop, finding))
            else:
                self.findings.append(finding)
                part = [line for row, line in lines.items() if start <= row < stop]
                root.value += _keys(part, _broken(start, margin))
            if finding and (finding.code == "file-large" or len(self.findings) >= MOST_BROKEN):
                lost = _broken(start, margin)
                root.value.append(lost if is_list else (lost, lost))
                break
        return root

    def _item(self, first: int, end: int, finding: Finding) -> yaml.Node:
        """Compose each key of a broken list item on its own, if it has keys."""
        hyphen = re.match(r"\s*- +", self.lines[first])
        left, known = hyphen.end() if hyphen else 0, len(self.findings)
        below = [indent(line) for line in self.lines[first + 1 : end] if not is_bare(line)]
        if left and _begins_key(self.lines[first][left:]) and min([left, *below]) == left:
            node = self._in_parts(first, end, left)
            if len(self.findings) > known:
                return node
        self.findings.append(finding)
        return _broken(first, indent(self.lines[first]))

    def _part(self, first: int, end: int, left: int) -> list[str]:
        """Return the lines of some rows, the first with spaces up to a column."""
        return [" " * left + self.lines[first][left:], *self.lines[first + 1 : end]]


def _begins_item(line: str) -> bool:
    return f"{line.lstrip()} ".startswith("- ") or bool(ALMOST_ITEM.match(line))


def _lacks_key(line: str) -> bool:
    return bool(ALMOST_KEY.match(line)) and not KEY_LINE.match(line)


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
    return yaml.ScalarNode(_BROKEN, "", _mark(row, column))


def _mark(row: int, column: int) -> yaml.Mark:
    return yaml.Mark("", 0, row, column, None, 0)


def _spot(mark: yaml.Mark | None) -> Spot:
    return (mark.line, mark.column) if mark else (0, 0)


class _Reader:
    """Turns composed nodes into ours, and keeps what is wrong with them."""

    def __init__(self, lines: _Lines) -> None:
        self.lines = lines
        self.findings: list[Finding] = []

    def node(self, node: yaml.Node, *, in_list: bool = False) -> Node:
        """Return our node for a composed one."""
        at = _spot(node.start_mark)
        place = self.lines.place(at)
        if node.tag == _SPECIAL or line_at(self.lines, at[0]).startswith("{{", at[1]):
            self.findings.append(special_character(self.lines, at))
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
                self.findings.append(Finding(at=at, message="a key must be a word", hint=hint))
            elif key.text == "<<":
                self.findings += [merge_key(at)] if value.kind != "invalid" else []
            elif key.text not in fields:
                fields[key.text] = Field(place=key.place, value=value)
            elif not is_repeated:
                self.findings.append(_repeated(at, key.text, fields[key.text].place.line, in_list=in_list))
                is_repeated = in_list  # more keys come again, if a hyphen is missing before the first of them
        return Node(place=place, kind="mapping", fields=fields, is_complete=is_complete)

    def _is_sound(self, node: yaml.ScalarNode, at: Spot) -> bool:
        """Return whether the value of a scalar can be read as it is meant; report what is wrong."""
        finding = self._fault(node, at)
        comment = None if finding or node.style else self._comment(_spot(node.end_mark))
        self.findings += filter(None, (finding, comment))
        return not finding and not (comment and not node.value)

    def _fault(self, node: yaml.ScalarNode, at: Spot) -> Finding | None:
        """Return what is wrong with a scalar's text, if anything is."""
        if character := FORBIDDEN.search(node.value):
            message, hint = describe_forbidden(character[0])
            return Finding(at=at, message=message, hint=hint, code="character-wrong")
        if node.tag not in _KINDS:
            return special_character(self.lines, at)
        if node.style:
            return None
        begins_line = not line_at(self.lines, at[0])[: at[1]].strip()
        no_hyphen = not_a_hyphen(self.lines, at[0]) if begins_line else None
        return no_hyphen or item_in_text(self.lines, at, _spot(node.end_mark)[0])

    def _comment(self, end: Spot) -> Finding | None:
        """Return that what follows # after a plain scalar is not read, if that is so."""
        row, column = end
        match = re.compile(r"\s+#").match(line_at(self.lines, row), column)
        if not match:
            return None
        hint = "Put the value in quotation marks if # belongs to it, or the comment on a line of its own."
        message = "the text after # would be lost, as # begins a comment"
        return Finding(at=(row, match.end() - 1), message=message, hint=hint, code="yaml-comment")


def _repeated(at: Spot, key: str, line: int, *, in_list: bool) -> Finding:
    message = f"the key {quoted(key)} is already on line {line}"
    hint = "Keep one of the two; or put a hyphen before it, if it begins the next list item."
    return Finding(
        at=at, message=message, hint=hint if in_list else "Keep one of the two.", code="key-duplicate"
    )
