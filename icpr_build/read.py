"""Disk → sources, templates and assets.

Rule: nothing here knows what a key means. YAML is composed, not loaded, so that every value keeps its place
and its text, nothing is converted behind the editor's back and no tag can make an object.
Rule: what begins with a dot, or ends in `~`, belongs to an editor's tools and is passed over.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml
from frontmatter.default_handlers import YAMLHandler

from icpr_build.problem import Code, Place, Problem
from icpr_build.source import Field, Inputs, Node, NodeKind, Source

LARGEST = 500_000  # bytes of a text; ten times the longest report
DEEPEST = 20  # levels of YAML; the content needs three
_FRONT_MATTER = YAMLHandler()
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
# Control characters, halves of surrogate pairs and what Unicode keeps for itself; none can stand in XML.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WORDS = {
    "mapping values are not allowed here": "a value with a colon must stand in quotes",
    "found character '\\t'": "a tab stands here",
    "found unexpected end of stream": "a quotation mark is not closed",
    "expected <block end>": "this does not fit in with the lines above",
    "could not find expected ':'": "a key needs a colon and a space after it",
    "expected alphabetic or numeric": "& and * at the start of a value have a meaning of their own",
    "found character": "a value may not begin with this character",
}


class _Fault(Exception):
    """A source that cannot be read any further; holds the problem."""

    def __init__(self, file: str, line: int, column: int, code: Code, message: str, hint: str = "") -> None:
        place = Place(file=file, line=line, column=column)
        self.problem = Problem(place=place, code=code, message=message, hint=hint)


def read(root: Path) -> tuple[Inputs, tuple[Problem, ...]]:
    """Read `content/`, `templates/` and `assets/` below the project's root."""
    problems: list[Problem] = []
    sources: list[Source] = []
    for file, data in _files(root, "content", problems):
        sources += _sources(file, data, problems)
    templates = {
        file.removeprefix("templates/"): text
        for file, data in _files(root, "templates", problems)
        if (text := _decoded(file, data, problems)) is not None
    }
    assets = {file.removeprefix("assets/"): data for file, data in _files(root, "assets", problems)}
    return Inputs(sources=tuple(sources), templates=templates, assets=assets), tuple(problems)


def _files(root: Path, folder: str, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """Give every file of a folder, in the order of their paths, by its path from the root."""
    found = sorted((path.relative_to(root).as_posix(), path) for path in (root / folder).rglob("*"))
    for file, path in found:
        hidden = any(part.startswith(".") for part in file.split("/")) or file.endswith("~")
        if hidden or path.is_dir():
            continue
        if _UNSEEN.search(file):
            shown = _UNSEEN.sub("?", file)
            hint = "Rename it with plain letters."
            problems.append(_problem(shown, "name-wrong", "this file's name has a character unseen", hint))
            continue
        try:
            data = path.read_bytes()
        except OSError as error:
            problems.append(_problem(file, "file-unreadable", f"this file cannot be read: {error.strerror}"))
            continue
        if folder == "content" and len(data) > LARGEST:
            message = f"this file has more than {LARGEST:,} bytes"
            problems.append(_problem(file, "file-large", message, "Part it into several pages."))
            continue
        yield file, data


def _sources(file: str, data: bytes, problems: list[Problem]) -> tuple[Source, ...]:
    if not file.endswith((".md", ".yaml")):
        hint = "Text is .md, data is .yaml; pictures and other files belong in assets/."
        problems.append(_problem(file, "file-unknown", "content/ holds only .md and .yaml files", hint))
        return ()
    text = _decoded(file, data, problems)
    blank = Node(place=Place(file=file), kind="mapping")
    if text is None:
        return (Source(file=file, node=blank, readable=False),)
    try:
        return (_page(file, text),) if file.endswith(".md") else _data(file, text)
    except _Fault as fault:
        problems.append(fault.problem)
        return (Source(file=file, node=blank, readable=False),)


def _decoded(file: str, data: bytes, problems: list[Problem]) -> str | None:
    """Decode UTF-8; a byte order mark and Windows line ends are taken without a word."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        hint = "Save the file again with the encoding UTF-8."
        problems.append(_problem(file, "encoding-wrong", "this file is not UTF-8 text", hint, before))
        return None
    unseen = _UNSEEN.search(text)
    if unseen:
        message = f"the character U+{ord(unseen[0]):04X} cannot be shown"
        problems.append(_problem(file, "character-wrong", message, "Delete it.", text[: unseen.start()]))
        return None
    return text


def _page(file: str, text: str) -> Source:
    """Part a Markdown file into its front matter and its body."""
    if not _FRONT_MATTER.detect(text):
        hint = "Begin the file with a line ---, then the keys, then a line ---."
        raise _Fault(file, 1, 1, "front-matter-missing", "the first line must be ---", hint)
    try:
        head, body = _FRONT_MATTER.split(text)
    except ValueError:
        hint = "Close the keys with a second line ---, before the text."
        raise _Fault(file, 1, 1, "front-matter-open", "the front matter is not closed", hint) from None
    above = text[: text.index(head)] if head.strip() else ""
    node = _composed(file, "\n" * above.count("\n") + head)
    if node.kind != "mapping":
        hint = "Write a key, a colon and a value on each line, such as title: Trust."
        raise _Fault(file, 1, 1, "front-matter-wrong", "the front matter must hold keys with values", hint)
    body_line = text.count("\n", 0, len(text) - len(body)) + 1
    return Source(file=file, node=node, body=body, body_line=body_line)


def _data(file: str, text: str) -> tuple[Source, ...]:
    """Take a YAML file as one source, or as one a list entry."""
    node = _composed(file, text)
    in_list = node.kind == "list"
    entries = node.items if in_list else () if node.kind == "nothing" else (node,)
    for entry in entries:
        if entry.kind != "mapping":
            at = entry.place
            hint = "Write a key, a colon and a value on each line, such as title: Trust."
            raise _Fault(file, at.line, at.column, "data-wrong", "keys with values must stand here", hint)
    return tuple(Source(file=file, node=entry, in_list=in_list) for entry in entries)


def _composed(file: str, text: str) -> Node:
    """Read YAML into nodes."""
    try:
        _guard(file, text)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise _syntax_fault(file, error) from None
    except yaml.YAMLError:
        raise _Fault(file, 1, 1, "yaml-syntax", "this cannot be read as YAML") from None
    return _node(file, root) if root else Node(place=Place(file=file), kind="nothing")


def _guard(file: str, text: str) -> None:
    """Refuse, before anything is made of it, what can grow without end, and what is lost without a word."""
    lines, depth = text.split("\n"), 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        position = _position(event.start_mark)
        if getattr(event, "anchor", None):
            message = "& and * at the start of a value have a meaning of their own"
            raise _Fault(file, *position, "yaml-alias", message, "Put it in quotes.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise _Fault(file, *position, "yaml-deep", "too many brackets or lists within one another")
        if isinstance(event, yaml.ScalarEvent) and event.style is None and event.end_mark:
            row, end = event.end_mark.line, event.end_mark.column
            if re.match(r"\s+#", lines[row][end:] if row < len(lines) else ""):
                hint = "Put the value in quotes if # belongs to it, or the comment on a line of its own."
                raise _Fault(file, row + 1, end + 2, "yaml-comment", "what follows # would be lost", hint)


def _syntax_fault(file: str, error: yaml.MarkedYAMLError) -> _Fault:
    """Say in an editor's words what the parser says in its own."""
    said = error.problem or "this is not YAML"
    mark = error.problem_mark or error.context_mark
    hint = "Put a value that holds : # [ { & * ! or @ in quotes; indent with spaces."
    if said.startswith("found unexpected end of stream"):
        mark, hint = error.context_mark or mark, "Close it with the same mark, \" or '."
    words = next((ours for theirs, ours in _WORDS.items() if said.startswith(theirs)), said)
    return _Fault(file, *_position(mark), "yaml-syntax", words, hint)


def _node(file: str, node: yaml.Node) -> Node:
    line, column = _position(node.start_mark)
    place = Place(file=file, line=line, column=column)
    kind = _KINDS.get(node.tag)
    if kind is None:
        raise _Fault(
            file, line, column, "yaml-tag", "= and ! have a meaning of their own", "Put it in quotes."
        )
    if isinstance(node, yaml.MappingNode):
        return Node(place=place, kind=kind, fields=_fields(file, node))
    if isinstance(node, yaml.SequenceNode):
        return Node(place=place, kind=kind, items=tuple(_node(file, item) for item in node.value))
    unseen = _UNSEEN.search(node.value)
    if unseen:
        message = f"the character U+{ord(unseen[0]):04X} cannot be shown"
        raise _Fault(file, line, column, "character-wrong", message, "Delete it.")
    return Node(place=place, kind=kind, text=node.value.strip())


def _fields(file: str, node: yaml.MappingNode) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for key, value in node.value:
        line, column = _position(key.start_mark)
        if not isinstance(key, yaml.ScalarNode):
            raise _Fault(file, line, column, "yaml-syntax", "a key must be a word")
        if key.value in fields:
            first = fields[key.value].place.line
            message = f"'{key.value}' stands here a second time, first on line {first}"
            raise _Fault(file, line, column, "key-duplicate", message, "Keep one of the two.")
        fields[key.value] = Field(place=Place(file=file, line=line, column=column), value=_node(file, value))
    return fields


def _position(mark: yaml.error.Mark | yaml._yaml.Mark | None) -> tuple[int, int]:
    """Give line and column, from 1, of a place in YAML."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _problem(file: str, code: Code, message: str, hint: str = "", before: str = "") -> Problem:
    """Make a problem that stands after the text `before`."""
    place = Place(file=file, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))
    return Problem(place=place, code=code, message=message, hint=hint)
