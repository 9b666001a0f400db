"""YAML text → nodes with their places, and all that is wrong with them.

Rule: composed, not loaded: every value keeps its text, nothing is converted behind the editor's back, no tag
can make an object.
Rule: a value at fault is told, marked, and passed over; where the parser is lost, what it cannot read is
mended or taken away, and all is read again.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import yaml

from icpr_build.characters import FORBIDDEN, SPACES, describe_forbidden
from icpr_build.model import Field, Node, NodeKind
from icpr_build.problem import Code, Place, Problem, quoted
from icpr_build.source.clear import Cleared
from icpr_build.source.lines import Finding, Spot, in_quotes, line_at
from icpr_build.source.lists import hyphen, taken_for_text
from icpr_build.source.mend import STAND_IN, mend
from icpr_build.source.yaml_errors import Complaint, explain, meaning

DEEPEST = 20  # levels of YAML; the content needs three
MOST = 20_000  # keys and values in one file; far more than the longest list has
ROUNDS, LETTERS = 50, 300_000  # how often, and how much in all, is read again
_COMMENT = re.compile(r"\s+#")
_KINDS: Mapping[str, NodeKind] = {
    "tag:yaml.org,2002:str": "text",
    "tag:yaml.org,2002:int": "number",
    "tag:yaml.org,2002:float": "number",
    "tag:yaml.org,2002:bool": "true or false",
    "tag:yaml.org,2002:timestamp": "date",
    "tag:yaml.org,2002:null": "nothing",
    "tag:yaml.org,2002:merge": "text",
}


def compose(file: str, text: str, first_line: int = 1) -> tuple[Node, tuple[Problem, ...]]:
    """Read YAML that begins on some line of a file into nodes."""
    page, told, turn = Cleared(file, text, first_line), list[Problem](), 1
    composition = _Composition(page)
    while finding := composition.read():
        if not page.told & {finding.at[0], finding.row}:
            told.append(page.problem(finding))
        if turn * len(text) > LETTERS or turn == ROUNDS or not mend(page, finding):
            composition.leave(page.place(finding.at).line)
            break
        composition, turn = _Composition(page), turn + 1
    return composition.root, tuple(sorted({*told, *composition.problems}))


@dataclass(slots=True, kw_only=True)
class _Open:
    """A list or a mapping that the parser is in; `key` waits for its value."""

    place: Place
    kind: NodeKind
    items: list[Node] = field(default_factory=list)
    fields: dict[str, Field] = field(default_factory=dict)
    key: Node | None = None
    repeated: bool = False
    is_complete: bool = True

    def closed(self, *, is_complete: bool) -> Node:
        return Node(
            place=self.place,
            kind=self.kind,
            items=tuple(self.items),
            fields=self.fields,
            is_complete=is_complete and self.is_complete,
        )


class _Composition:
    """Makes nodes of what the parser reports, event by event, and keeps the problems."""

    def __init__(self, page: Cleared) -> None:
        self.page = page
        self.root = Node(place=page.place((0, 0)), kind="nothing")
        self.problems: list[Problem] = []
        self.open: list[_Open] = []
        self.loader = yaml.SafeLoader("\n".join(page.lines))
        self.last = self.root, 0  # the value read last, and the line that it ends on

    def read(self) -> Finding | None:
        """Read to the end, or to where the parser is lost, and say why."""
        try:
            for count, event in enumerate(self._events()):
                finding = self._stop(event, count)
                if finding:
                    return finding
                self._take(event)
        except yaml.MarkedYAMLError as error:
            return explain(_complaint(error, self.page.lines))
        return None

    def _events(self) -> Iterator[yaml.Event]:
        try:
            while self.loader.check_event():
                yield self.loader.get_event()  # type: ignore[no-untyped-call]
        except (ValueError, OverflowError):  # a number after a backslash that no letter has
            said, mark = "found unknown escape character", self.loader.get_mark()
            raise yaml.MarkedYAMLError("while scanning a double-quoted scalar", mark, said, mark) from None

    def _stop(self, event: yaml.Event, count: int) -> Finding | None:
        """Say what forbids to read on, if anything does."""
        at = _spot(event.start_mark)
        if isinstance(event, yaml.CollectionStartEvent) and len(self.open) == DEEPEST:
            message = "too many brackets or lists within one another"
            return Finding(at=at, message=message, hint="Put the value in quotes.", code="yaml-deep")
        if count > MOST:
            message = f"there are more than {MOST:,} keys and values here"
            return Finding(
                at=at, message=message, hint="Keep what is needed.", code="file-large", mend="none"
            )
        if isinstance(event, yaml.DocumentStartEvent) and count > 1:
            return Finding(at=at, message="a line --- has no place here", hint="Delete it.", mend="none")
        if isinstance(event, yaml.ScalarEvent) and not event.style:
            return self._list_in(at, _spot(event.end_mark))
        return None

    def _list_in(self, at: Spot, end: Spot) -> Finding | None:
        """A text that is meant to be a list, or part of one, is none."""
        begins_line = not line_at(self.page.lines, at[0])[: at[1]].strip()
        found = hyphen(self.page.lines, at[0]) if begins_line else None
        return found or taken_for_text(self.page.lines, at, end[0])

    def _take(self, event: yaml.Event) -> None:
        at = _spot(event.start_mark)
        anchor, braces = getattr(event, "anchor", None), line_at(self.page.lines, at[0])[at[1] : at[1] + 2]
        strange = bool(anchor or getattr(event, "tag", None) or braces == "{{")
        if strange and anchor != STAND_IN:
            self._tell(meaning(self.page.lines, at))
        if isinstance(event, yaml.ScalarEvent) and not strange:
            node = self._scalar(event, at)
            self.last = node, self.page.place(_spot(event.end_mark)).line
            self._add(node)
        elif isinstance(event, yaml.CollectionStartEvent):
            kind: NodeKind = "mapping" if isinstance(event, yaml.MappingStartEvent) else "list"
            self.open.append(_Open(place=self.page.place(at), kind="invalid" if strange else kind))
        elif isinstance(event, yaml.CollectionEndEvent):
            top = self.open.pop()
            rows = range(top.place.line, self.page.place(_spot(event.end_mark)).line + 1)
            lost = any(self.page.first_line + row in rows for row in self.page.lost)
            self._add(top.closed(is_complete=not lost))
        elif isinstance(event, yaml.NodeEvent):
            self._add(Node(place=self.page.place(at), kind="invalid"))

    def _scalar(self, event: yaml.ScalarEvent, at: Spot) -> Node:
        """Take a value as it is written; one at fault is told."""
        tag = self.loader.resolve(yaml.ScalarNode, event.value, event.implicit)  # type: ignore[no-untyped-call]
        kind = _KINDS.get(tag)
        place, found = self.page.place(at), FORBIDDEN.search(event.value)
        if kind is None:
            hint = in_quotes(self.page.lines[at[0]], at[1])
            message = "= alone has a meaning of its own"
            self._tell(Finding(at=at, message=message, hint=hint, code="yaml-tag"))
        elif found:
            message, hint = describe_forbidden(found[0])
            self._tell(Finding(at=at, message=message, hint=hint, code="character-wrong"))
        elif event.style or not self._cut_short(_spot(event.end_mark)) or event.value:
            return Node(place=place, kind=kind, text=event.value.strip().strip(SPACES))
        return Node(place=place, kind="invalid")

    def _cut_short(self, end: Spot) -> bool:
        """What follows # would be lost."""
        row, column = end
        match = _COMMENT.match(self.page.lines[row], column) if row < len(self.page.lines) else None
        if match:
            hint = "Put the value in quotes if # belongs to it, or the comment on a line of its own."
            at = (row, match.end() - 1)
            message = "what follows # would be lost"
            self._tell(Finding(at=at, message=message, hint=hint, code="yaml-comment"))
        return bool(match)

    def _add(self, node: Node) -> None:
        """Put a node where the parser is: an entry of a list, a key, or the value of one."""
        top = self.open[-1] if self.open else None
        if not top:
            self.root = node
        elif top.kind != "mapping":
            top.items.append(node)
        elif not top.key:
            top.key = node
        else:
            self._field(top, top.key, node)
            top.key = None

    def _field(self, top: _Open, key: Node, value: Node) -> None:
        """A key is a word, stands once, and brings no others with it."""
        first = top.fields.get(key.text)
        top.is_complete = top.is_complete and key.kind != "invalid"
        if key.kind in ("list", "mapping"):
            self._refuse(key.place, "yaml-syntax", "a key must be a word", "Begin the line with a key.")
        elif key.text == "<<" and value.kind != "invalid":
            message = "<< brings keys from elsewhere, which is not taken"
            self._refuse(key.place, "yaml-alias", message, "Write the keys themselves.")
        elif first:
            self._repeated(top, key, first.place.line)
        elif key.kind != "invalid" and key.text != "<<":
            top.fields[key.text] = Field(place=key.place, value=value)

    def _repeated(self, top: _Open, key: Node, line: int) -> None:
        """A key stands once; in a list, one that stands again may begin an entry, with more that do so."""
        in_list = len(self.open) > 1 and self.open[-2].kind == "list"
        if not top.repeated:
            message = f"{quoted(key.text)} stands here a second time, first on line {line}"
            hint = "Keep one of the two; or put a hyphen before it, if it begins the next entry."
            self._refuse(key.place, "key-duplicate", message, hint if in_list else "Keep one of the two.")
        top.repeated = in_list

    def leave(self, line: int) -> None:
        """Close what is open where the parser was lost; what stands there is not to be trusted."""
        while self.open:
            top = self.open[-1]
            if top.key:
                self._add(Node(place=top.key.place, kind="invalid"))
            self.open.pop()
            self._add(top.closed(is_complete=False))
        value, end = self.last
        self.root = _doubted(self.root, line, value if end >= line else None)

    def _tell(self, finding: Finding) -> None:
        told = self.page.problem(finding)
        self._refuse(told.place, told.code, told.message, told.hint)

    def _refuse(self, place: Place, code: Code, message: str, hint: str) -> None:
        """Note a problem; what is told as a whole is not told part by part."""
        if all(above.kind != "invalid" for above in self.open):
            self.problems.append(Problem(place=place, code=code, message=message, hint=hint))


def _complaint(error: yaml.MarkedYAMLError, lines: list[str]) -> Complaint:
    at = error.problem_mark or error.context_mark
    return Complaint(
        said=error.problem or "",
        doing=error.context or "",
        at=_spot(at),
        since=_spot(error.context_mark or at),
        lines=lines,
    )


def _spot(mark: yaml.error.Mark | yaml._yaml.Mark | None) -> Spot:
    return (mark.line, mark.column) if mark else (0, 0)


def _doubted(node: Node, line: int, last: Node | None) -> Node:
    """Doubt whatever comes last, as the rest of it may be lost, and all that stands in a line at fault."""
    if node is last or (node.place.line == line and node.kind not in ("list", "mapping")):
        return replace(node, kind="invalid")
    fields = dict(node.fields)
    for name, given in list(fields.items())[-1:]:
        lost = given.value.place.line == line
        value = replace(given.value, kind="invalid") if lost else _doubted(given.value, line, last)
        fields[name] = replace(given, value=value)
    items = (*node.items[:-1], *(_doubted(item, line, last) for item in node.items[-1:]))
    return replace(node, items=items, fields=fields, is_complete=False)
