"""What an editor wrote, as it stands on disk: YAML values with their places, Markdown bodies, other files.

Rule: nothing here knows what a key means; that begins with `model`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from icpr_build.problem import Place

NodeKind = Literal["text", "number", "true or false", "date", "nothing", "list", "mapping", "fault"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A YAML value as it was written: a scalar's `text`, a list's `items` or a mapping's `fields`.

    A `fault` has been told, and is not asked for again; no more is what may lack in a list or a mapping
    that is not `whole`, as the rest of it could not be read.
    """

    place: Place
    kind: NodeKind
    text: str = ""
    items: tuple["Node", ...] = ()
    fields: Mapping[str, "Field"] = field(default_factory=dict)
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A key of a mapping: where the key stands, and its value."""

    place: Place
    value: Node


def is_empty(node: Node) -> bool:
    """Tell whether nothing was written: no value at all, an empty text, or a list of nothing."""
    return node.kind == "nothing" or not (node.text or node.items or node.kind in ("mapping", "fault"))


def doubted(node: Node, line: int, last: Node | None) -> Node:
    """Doubt whatever comes last, as the rest of it may be lost, and all that stands in a line at fault."""
    if node is last or (node.place.line == line and node.kind not in ("list", "mapping")):
        return replace(node, kind="fault")
    fields = dict(node.fields)
    for name, given in list(fields.items())[-1:]:
        lost = given.value.place.line == line
        value = replace(given.value, kind="fault") if lost else doubted(given.value, line, last)
        fields[name] = replace(given, value=value)
    items = (*node.items[:-1], *(doubted(item, line, last) for item in node.items[-1:]))
    return replace(node, items=items, fields=fields, whole=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One thing an editor wrote: a Markdown file, a YAML file, or one `in_list`, an entry of a YAML list.

    `body` is Markdown that begins on line `body_line`.
    """

    file: str
    node: Node
    body: str = ""
    body_line: int = 1
    in_list: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All that is read from disk. Templates and assets are keyed by their path below their own folder."""

    sources: tuple[Source, ...]
    templates: Mapping[str, str]
    assets: Mapping[str, bytes]
