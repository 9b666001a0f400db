r"""A body → `Document`, with the places in the file that comrak's AST does not have.

What comrak's positions need, apart from columns being counted in bytes:
- An inline's line counts from the first of its block, but a break within the URL or the title of a link, or
  within a definition above the text, is not counted: `_InlineReader.byte` counts as comrak does.
- A block that begins with definitions is placed at the first of them: `_definition_lines` are left out.
- Definitions are not in the AST: `_BlockReader.definitions` searches the lines that nothing was made of.
- The backslash of `\|` in a cell is not counted: `Block.escaped` are the offsets where one is left out.
- The URL of a link has no position: `_InlineReader.destination` finds it after the text of the link.
- A text in the paragraph above a table may be at a wrong one: `_InlineReader.keep_typed` compares it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape
from itertools import accumulate, groupby

import comrak
from comrak import AstNode

from icpr_build.markdown.document import (
    LINKS,
    MARKUP,
    TEXT_BLOCKS,
    Block,
    Definition,
    Document,
    Node,
)
from icpr_build.problem import Place, Problem

MAX_DEPTH = 60  # levels of blocks, and of emphasis within one
MAX_LINES, MAX_CELLS, MAX_MARKS = 5_000, 20_000, 20_000
MAX_MARKS_IN_BLOCK = 4_000  # comrak's time grows by the square of them

_EXTENSIONS = comrak.ExtensionOptions(
    strikethrough=True, table=True, autolink=True, tasklist=True, footnotes=True
)
_OPTIONS = comrak.ParseOptions(leave_footnote_definitions=True, escaped_char_spans=True)
_MARK = re.compile(r"[]\[*_~`&@:\\^]")
_ENTITY = re.compile(r"&#?\w+;")
_HEADING = re.compile(r"#{1,6}[ \t]*")
_URL = re.compile(r"\]\(\s*<?")
_LABEL = re.compile(r"\[((?:\\.|[^\\\[\]])+)\](?:\[\])?\Z", re.DOTALL)
_CONTAINER = re.compile(r"(?:[ \t>]|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])|\[\^[^\[\]\s]+\]:)*")
_DEFINITION = re.compile(
    r"""[ \t]*\[(?!\s*+\])(?P<label>(?:\\.|[^\\\[\]]){1,999}+)\]:
    [ \t]*\n?[ \t]*<?(?P<url>(?<=<)[^<>\n]*(?=>)|(?<!<)[^\s<]\S*|(?<=<)(?=>))>?
    (?:(?:[ \t]+\n?|\n)[ \t]*(?:"(?:\\.|[^\\"])*"|'(?:\\.|[^\\'])*'|\((?:\\.|[^\\()])*\)))?
    [ \t]*(?:\n|\Z)""",
    re.DOTALL | re.VERBOSE,
)
_LEAVES = (comrak.CodeBlock, comrak.HtmlBlock, comrak.ThematicBreak, comrak.Table)
_KINDS = {comrak.Paragraph: "paragraph", comrak.Heading: "heading", comrak.TableCell: "cell"}
_BREAKS = (comrak.SoftBreak, comrak.LineBreak)


def read(body: str, file: str, first_line: int) -> Document:
    """Read a body that begins on a line of a file."""
    body = body.replace("\0", "\N{REPLACEMENT CHARACTER}")
    lines = body.split("\n")
    by_number = dict(enumerate(lines, first_line))
    reader = _BlockReader(file, first_line, lines)
    try:
        reader.check_size()
        root = reader.node(comrak.parse_document(body, _EXTENSIONS, _OPTIONS))
    except _UnreadableError as error:
        return Document(file=file, lines=by_number, unreadable=error.problem)
    return Document(file=file, lines=by_number, root=root, all_definitions=tuple(reader.definitions()))


class _UnreadableError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem


class _BlockReader:
    """Makes nodes of comrak's, whose lines count from 1 and whose columns count bytes from 1."""

    def __init__(self, file: str, first_line: int, lines: Sequence[str]) -> None:
        self.file = file
        self.first_line = first_line
        self.lines = lines
        self.read_rows = set[int]()

    def place(self, row: int, column: int = 0) -> Place:
        return Place(file=self.file, line=self.first_line + row, column=column + 1)

    def check_size(self) -> None:
        """Raise _UnreadableError where a body has more than comrak can read in good time."""
        cells = marks = marks_in_block = block = 0
        for row, line in enumerate(self.lines):
            if not line.strip():
                block, marks_in_block = row + 1, 0
            found = len(_MARK.findall(line))
            cells += line.count("|")
            marks += found
            marks_in_block += 0 if _DEFINITION.match(line) else found
            if line.count(">", 0, _prefix(line, MAX_DEPTH)) >= MAX_DEPTH:
                raise _too_deep(self.place(row))
            if row >= MAX_LINES or cells > MAX_CELLS:
                raise _too_large(self.place(row))
            if marks > MAX_MARKS or marks_in_block > MAX_MARKS_IN_BLOCK:
                raise _too_large(self.place(block))

    def node(self, ast: AstNode, level: int = 0, quotes: int = 0) -> Node:
        """Make a node of a block; `level` counts the blocks around it, `quotes` the quotations among them."""
        value, span = ast.node_value, ast.sourcepos
        first, last = span.start.line - 1, min(span.end.line, len(self.lines)) - 1
        place = self.place(first)
        if level >= MAX_DEPTH - 1:
            raise _too_deep(place)
        if isinstance(value, TEXT_BLOCKS):
            return self.text_block(ast, level, quotes)
        if isinstance(value, _LEAVES):
            self.read_rows.update(range(first, last + 1))
        quotes += isinstance(value, comrak.BlockQuote)
        children = tuple(self.node(child, level + 1, quotes) for child in ast.children)
        last_line = self.first_line + last
        return Node(value=value, place=place, level=level, last_line=last_line, children=children)

    def text_block(self, ast: AstNode, level: int, quotes: int) -> Node:
        """Make a node of a paragraph, a heading or a cell, and of the inlines in it."""
        columns, texts = self.content(ast, quotes)
        left_out = _definition_lines("\n".join(texts)) if len(texts) > 1 else 0
        first = ast.sourcepos.start.line - 1
        self.read_rows.update(range(first + left_out, ast.sourcepos.end.line))
        markdown, escaped = "\n".join(texts[left_out:]).rstrip(" \t\n"), list[int]()
        if isinstance(ast.node_value, comrak.TableCell):
            escaped = [found.start() - n for n, found in enumerate(re.finditer(r"\\\|", markdown))]
            markdown = markdown.replace("\\|", "|")
        block = Block(
            kind=_KINDS[type(ast.node_value)],
            markdown=markdown,
            starts=tuple(accumulate((len(text) + 1 for text in texts[left_out:-1]), initial=0)),
            places=tuple(map(self.place, range(first + left_out, first + len(texts)), columns[left_out:])),
            escaped=escaped,
        )
        before = [len(self.lines[row][:column].encode()) for row, column in enumerate(columns, first)]
        inlines = _InlineReader(block, ast.sourcepos.start.line, before, level)
        children = tuple(inlines.node(child) for child in ast.children)
        return Node(
            value=ast.node_value,
            place=self.place(first + left_out),
            level=level,
            children=children,
            block=replace(block, typed="".join(inlines.typed)),
        )

    def content(self, ast: AstNode, quotes: int) -> tuple[list[int], list[str]]:
        """Return the columns and the texts of a block's lines, without what encloses them."""
        span, value = ast.sourcepos, ast.node_value
        line = self.lines[span.start.line - 1]
        column = _characters(line, span.start.column - 1)
        if isinstance(value, comrak.TableCell):
            cell = line[column : _characters(line, span.end.column)]
            return [column + len(cell) - len(cell.lstrip(" \t"))], [cell.strip(" \t")]
        if isinstance(value, comrak.Heading) and not value.value.setext:
            heading = _HEADING.match(line, column)
            column = heading.end() if heading else column
            text = line[column:].rstrip(" \t")
            return [column], [text.rstrip("#").rstrip(" \t") if value.value.closed else text]
        last = span.end.line - isinstance(value, comrak.Heading)
        below = [(_prefix(line, quotes), line) for line in self.lines[span.start.line : last]]
        columns = [column, *(prefix for prefix, _ in below)]
        return columns, [line[column:], *(line[prefix:] for prefix, line in below)]

    def definitions(self) -> Iterator[Definition]:
        """Yield the definitions, in the order of the body, from the lines that no block is made of."""
        left = [row for row, line in enumerate(self.lines) if row not in self.read_rows and line.strip()]
        for _, group in groupby(enumerate(left), lambda one: one[1] - one[0]):
            rows = [row for _, row in group]
            texts = [_CONTAINER.sub("", self.lines[row], count=1) for row in rows]
            for found in _DEFINITION.finditer("\n".join(texts)):
                row, at = (found.string.count("\n", 0, found.start(name)) for name in (0, "url"))
                column = len(self.lines[rows[at]]) - len(texts[at])
                column += found.start("url") - (found.string.rfind("\n", 0, found.start("url")) + 1)
                url_place = self.place(rows[at], column)
                yield Definition(label=found["label"], place=self.place(rows[row]), url_place=url_place)


class _InlineReader:
    """Makes nodes of the inlines of a block.

    comrak begins a new line after a break, and after one in code or HTML, but not after one in the URL of a
    link or in a definition. `begins` are the offsets of the lines that it counts.
    """

    def __init__(self, block: Block, first_line: int, columns: Sequence[int], level: int) -> None:
        self.block = block
        self.data = block.markdown.encode()
        self.offsets: Sequence[int] = range(len(self.data) + 1)  # of the character that each byte is of
        if not block.markdown.isascii():
            characters = enumerate(block.markdown)
            self.offsets = [offset for offset, character in characters for _ in character.encode()]
            self.offsets.append(len(block.markdown))
        self.first_line = first_line
        self.columns = columns
        self.level = level
        self.begins = [0]
        self.typed = list("\n".join(MARKUP * len(line) for line in block.markdown.split("\n")))

    def node(self, ast: AstNode, depth: int = 0, *, is_typed: bool = True) -> Node:
        """Make a node of an inline."""
        value, span = ast.node_value, ast.sourcepos
        byte = self.byte(span.start)
        start = self.offsets[byte]
        place = self.block.place(start)
        if depth >= MAX_DEPTH - 1 and not isinstance(value, comrak.Text):
            raise _too_deep(place)
        if isinstance(value, _BREAKS):
            self.next_line(byte)
        elif isinstance(value, (comrak.Code, comrak.HtmlInline)):
            for _ in range(span.end.line - span.start.line):
                self.next_line(max(byte, self.begins[-1]))
        elif isinstance(value, comrak.Text) and is_typed:
            self.keep_typed(start, self.end(ast), value.value)
        is_typed &= not isinstance(value, (comrak.Image, comrak.Escaped))
        is_typed &= not isinstance(value, comrak.Link) or self.block.markdown.startswith("[", start)
        children = tuple(self.node(child, depth + 1, is_typed=is_typed) for child in ast.children)
        end = self.end(ast)
        url_place, label = self.destination(value, start, end, children)
        return Node(
            value=value,
            place=place,
            level=self.level + 1,
            children=children,
            block=self.block,
            start=start,
            end=end,
            url_place=url_place,
            label=label,
        )

    def byte(self, at: comrak.LineColumn) -> int:
        """Return where in the bytes of the block's text a position of comrak's is."""
        line = min(at.line - self.first_line, len(self.begins) - 1)
        byte = self.begins[line] + at.column - 1 - self.columns[min(line, len(self.columns) - 1)]
        return max(min(byte, len(self.data)), 0)

    def end(self, ast: AstNode) -> int:
        """Return the offset after an inline, whose last byte comrak counts to it."""
        at = ast.sourcepos.end
        return self.offsets[self.byte(comrak.LineColumn(at.line, at.column + 1))]

    def next_line(self, byte: int) -> None:
        """Begin a line after the next break."""
        self.begins.append(self.data.find(b"\n", byte) + 1)

    def keep_typed(self, start: int, end: int, text: str) -> None:
        """Keep a text as typed, but not the entities in it, such as `&amp;`."""
        markdown = self.block.markdown[start:end]
        if _ENTITY.sub(lambda entity: unescape(entity[0]), markdown) == text:
            self.typed[start:end] = _ENTITY.sub(lambda entity: MARKUP * len(entity[0]), markdown)

    def destination(
        self, value: object, start: int, end: int, children: Sequence[Node]
    ) -> tuple[Place | None, str]:
        """Find where the URL of a link or an image is: after its text, or by its label in a definition."""
        if not isinstance(value, LINKS):
            return None, ""
        markdown = self.block.markdown
        if not markdown.startswith(("[", "!["), start):  # a URL that is its own text
            return children[0].place, ""
        if markdown[end - 1 : end] == "]":
            label = _LABEL.search(markdown[start:end])
            return None, label[1] if label else ""
        after = _URL.search(markdown, children[-1].end if children else start + 1)
        return self.block.place(after.end()) if after and value.value.url else None, ""


def _definition_lines(text: str) -> int:
    """Return how many lines are definitions that a paragraph begins with."""
    at = 0
    while (found := _DEFINITION.match(text, at)) and found.end() < len(text):
        at = found.end()
    return text.count("\n", 0, at)


def _characters(line: str, count: int) -> int:
    """Return how many characters the first bytes of a line are, by their count."""
    return len(line.encode()[:count].decode(errors="ignore"))


def _prefix(line: str, quotes: int) -> int:
    """Return the length of the `>` and spaces that a line of a paragraph begins with."""
    return re.match(rf"(?:[ \t]*>){{0,{quotes}}}[ \t]*", line).end()  # type: ignore[union-attr]


def _too_large(place: Place) -> _UnreadableError:
    message = f"this text has more than {MAX_LINES:,} lines, or too many characters of Markdown"
    hint = "Divide it into several pages; or look for characters that are repeated many times."
    return _UnreadableError(place.problem("file-large", message, hint))


def _too_deep(place: Place) -> _UnreadableError:
    hint = "Look for lists or quotations within one another, many times over."
    return _UnreadableError(place.problem("text-too-deep", "this text is nested too deeply", hint))
