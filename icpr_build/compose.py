"""YAML text → nodes with their places.

Rule: composed, not loaded: every value keeps its text, nothing is converted behind the editor's back, no tag
can make an object.
"""

import re
from collections.abc import Mapping

import yaml

from icpr_build.problem import Code, Place, Problem
from icpr_build.source import Field, Node, NodeKind

DEEPEST = 20  # levels of YAML; the content needs three
# Controls, separators and turns of direction that no one sees, halves of pairs, and signs of damage.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\ud800-\udfff\ufffd-\uffff]")
_KINDS: Mapping[str, NodeKind] = {
    "tag:yaml.org,2002:str": "text",
    "tag:yaml.org,2002:int": "number",
    "tag:yaml.org,2002:float": "number",
    "tag:yaml.org,2002:bool": "true or false",
    "tag:yaml.org,2002:timestamp": "date",
    "tag:yaml.org,2002:null": "nothing",
    "tag:yaml.org,2002:seq": "list",
    "tag:yaml.org,2002:map": "mapping",
}
_WORDS = {
    "mapping values are not allowed here": "a value with a colon must stand in quotes",
    "found character '\\t'": "a tab stands here",
    "found unexpected end of stream": "a quotation mark is not closed",
    "expected <block end>": "this does not fit in with the lines above",
    "could not find expected ':'": "a key needs a colon and a space after it",
    "expected alphabetic or numeric": "& and * at the start of a value have a meaning of their own",
    "found character": "a value may not begin with this character",
}


class Fault(Exception):
    """A source that cannot be read any further; holds the problem."""

    def __init__(self, file: str, line: int, column: int, code: Code, message: str, hint: str = "") -> None:
        place = Place(file=file, line=line, column=column)
        self.problem = Problem(place=place, code=code, message=message, hint=hint)


def compose(file: str, text: str) -> Node:
    """Read YAML into nodes."""
    try:
        _guard(file, text)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise _syntax_fault(file, error) from None
    except yaml.YAMLError:
        raise Fault(file, 1, 1, "yaml-syntax", "this cannot be read as YAML") from None
    return _node(file, root) if root else Node(place=Place(file=file), kind="nothing")


def _guard(file: str, text: str) -> None:
    """Refuse, before anything is made of it, what can grow without end, and what is lost without a word."""
    lines, depth = text.split("\n"), 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        position = _position(event.start_mark)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise Fault(file, *position, "yaml-deep", "too many brackets or lists within one another")
        if getattr(event, "anchor", None):
            message = "& and * at the start of a value have a meaning of their own"
            raise Fault(file, *position, "yaml-alias", message, "Put it in quotes.")
        if getattr(event, "tag", None):
            raise Fault(file, *position, "yaml-tag", "! has a meaning of its own", "Put it in quotes.")
        if isinstance(event, yaml.ScalarEvent) and event.style is None and event.end_mark:
            _no_comment(file, lines, event.end_mark)


def _no_comment(file: str, lines: list[str], end: yaml.error.Mark | yaml._yaml.Mark) -> None:
    if end.line < len(lines) and re.match(r"\s+#", lines[end.line][end.column :]):
        hint = "Put the value in quotes if # belongs to it, or the comment on a line of its own."
        raise Fault(file, end.line + 1, end.column + 2, "yaml-comment", "what follows # would be lost", hint)


def _syntax_fault(file: str, error: yaml.MarkedYAMLError) -> Fault:
    """Say in an editor's words what the parser says in its own."""
    said = error.problem or "this is not YAML"
    mark = error.problem_mark or error.context_mark
    hint = "Put a value that holds : # [ { & * ! or @ in quotes; indent with spaces."
    if said.startswith("found unexpected end of stream"):
        mark, hint = error.context_mark or mark, "Close it with the same mark, \" or '."
    words = next((ours for theirs, ours in _WORDS.items() if said.startswith(theirs)), said)
    return Fault(file, *_position(mark), "yaml-syntax", words, hint)


def _node(file: str, node: yaml.Node) -> Node:
    line, column = _position(node.start_mark)
    place = Place(file=file, line=line, column=column)
    kind = _KINDS.get(node.tag)
    if kind is None:
        raise Fault(
            file, line, column, "yaml-tag", "= and ! have a meaning of their own", "Put it in quotes."
        )
    if isinstance(node, yaml.MappingNode):
        return Node(place=place, kind=kind, fields=_fields(file, node))
    if isinstance(node, yaml.SequenceNode):
        return Node(place=place, kind=kind, items=tuple(_node(file, item) for item in node.value))
    unseen = UNSEEN.search(node.value)
    if unseen:
        message = f"the character U+{ord(unseen[0]):04X} cannot be shown"
        raise Fault(file, line, column, "character-wrong", message, "Delete it.")
    return Node(place=place, kind=kind, text=node.value.strip())


def _fields(file: str, node: yaml.MappingNode) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for key, value in node.value:
        line, column = _position(key.start_mark)
        if not isinstance(key, yaml.ScalarNode):
            raise Fault(file, line, column, "yaml-syntax", "a key must be a word")
        if key.value in fields:
            first = fields[key.value].place.line
            message = f"'{key.value}' stands here a second time, first on line {first}"
            raise Fault(file, line, column, "key-duplicate", message, "Keep one of the two.")
        fields[key.value] = Field(place=Place(file=file, line=line, column=column), value=_node(file, value))
    return fields


def _position(mark: yaml.error.Mark | yaml._yaml.Mark | None) -> tuple[int, int]:
    """Give line and column, from 1, of a place in YAML."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
