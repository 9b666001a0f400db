"""A text as it was read → what an editor should mend in it, one small generator per rule.

Rule: what GitHub would show otherwise than this site, or what would silently be lost, is told with its place.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from icpr_build.address import is_picture
from icpr_build.grammar import DEEPEST, HTML_TAKEN, TASK, Text, Written
from icpr_build.problem import Code, Place, Problem, did_you_mean, quoted
from icpr_build.source import Source

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_PAIRED = re.compile(r"</?(?:sub|sup|kbd)>")
_ALMOST_LINK = re.compile(
    r"\[[^\[\]]+\] ?\((?:[/#]|\.\.?/|https?:|mailto:|tel:)|\([^()]+\)\[(?:[/#]|https?:)"
)
_NOTE_MARK = re.compile(r"\[\^([^\]\s]+)\]")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:")
_REFERENCE = re.compile(r"\[((?!\^)[^\[\]]+)\]\[((?!\^)[^\[\]]*)\]")
_CELL_EDGE = re.compile(r"(?<!\\)\|")
_TABLE_RULE = re.compile(r"(?=.*\|)(?=.*-)[\s|:-]+")
_ALERT = re.compile(r"\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]", re.IGNORECASE)


def proofread(source: Source, text: Text, address: Callable[[str], str]) -> Iterator[Problem]:
    """Apply every rule. `address` turns an address as it was written into the one to publish."""
    yield from _depth(text)
    yield from _html(text)
    yield from _unclosed(text)
    yield from _headings(text)
    yield from _pictures(text, address)
    yield from _link_texts(text)
    yield from _link_syntax(text)
    yield from _references(source, text)
    yield from _notes(source, text)
    yield from _tables(text)
    yield from _rows(source, text)
    yield from _alerts(text)


def _depth(text: Text) -> Iterator[Problem]:
    """The parser drops what is nested too deeply."""
    for written in text.written:
        if written.token.level >= DEEPEST - 1:
            hint = "Look for lists or quotations within one another, many times over."
            yield _problem(written.place, "text-too-deep", "this text is nested too deeply", hint)
            return


def _html(text: Text) -> Iterator[Problem]:
    """A text holds no HTML but comments, `<br>`, `<sub>`, `<sup>` and `<kbd>`. An element is told once."""
    begun = Counter[str]()
    for written in text.written:
        html = written.token.content.strip()
        if written.token.type not in ("html_inline", "html_block") or HTML_TAKEN.fullmatch(html):
            continue
        closing, name = (tag[1], tag[2].lower()) if (tag := _TAG.match(html)) else ("", "")
        begun[name] += -1 if closing else 1
        if html.startswith(TASK) or (closing and begun[name] >= 0):
            continue
        hint = "Write it as Markdown; to show < itself, write &lt;."
        yield _problem(written.place, "html-raw", "HTML is not taken in a text", hint)


def _unclosed(text: Text) -> Iterator[Problem]:
    """The HTML that is taken is closed in its own paragraph."""
    opened: list[Written] = []
    for written in text.written:
        html = written.token.content
        if written.token.type == "inline":
            yield from map(_not_closed, opened)
            opened = []
        if written.token.type != "html_inline" or not _PAIRED.fullmatch(html):
            continue
        if not html.startswith("</"):
            opened.append(written)
        elif opened and opened[-1].token.content[1:] == html[2:]:
            opened.pop()
        else:
            yield _problem(written.place, "html-unclosed", f"{html} closes nothing", "Delete it.")
    yield from map(_not_closed, opened)


def _not_closed(written: Written) -> Problem:
    html = written.token.content
    hint = f"Write </{html[1:]} in the same paragraph."
    return _problem(written.place, "html-unclosed", f"{html} is not closed", hint)


def _headings(text: Text) -> Iterator[Problem]:
    """Headings stand by themselves, begin at level 2, as the title is level 1, and go down by one."""
    above = 1
    for written in text.written:
        if written.token.type != "heading_open":
            continue
        level = int(written.token.tag[1])
        if written.token.level:
            hint = "Take it out of the list or the quotation."
            yield _problem(written.place, "heading-nested", "a heading stands by itself", hint)
        elif level == 1:
            hint = "Begin with ##; the page's title is its only heading of level 1."
            yield _problem(written.place, "heading-first", "a text has no heading of level 1", hint)
        elif level > above + 1:
            message = f"a heading of level {level} cannot follow one of level {above}"
            if above == 1:
                message = f"the headings of a text begin at level 2, not {level}"
            yield _problem(written.place, "heading-skipped", message, f"Write {'#' * (above + 1)} here.")
        above = level


def _pictures(text: Text, address: Callable[[str], str]) -> Iterator[Problem]:
    """A picture has a text, and is on this site: a page asks nothing of others."""
    for written in text.written:
        if written.token.type != "image":
            continue
        if not written.token.content.strip():
            hint = "Say between the brackets what the picture shows: ![Two officers talk](…)."
            yield _problem(written.place, "picture-text", "a picture needs a text", hint)
        if not is_picture(address(str(written.token.attrs["src"]))):
            hint = "Put its file into assets/img/ and write /img/ and its name."
            yield _problem(written.place, "picture-elsewhere", "a picture must be a file of this site", hint)


def _link_texts(text: Text) -> Iterator[Problem]:
    """A link has a text that tells where it leads."""
    opened: Written | None = None
    shown = ""
    for written in text.written:
        if written.token.type == "link_open":
            opened, shown = written, ""
        elif written.token.type == "link_close" and opened and not shown.strip():
            hint = "Write between the brackets where it leads: [the report](…)."
            yield _problem(opened.place, "link-text", "a link needs a text", hint)
        shown += written.token.content


def _link_syntax(text: Text) -> Iterator[Problem]:
    """What looks like a link is one."""
    for written in text.written:
        for match in _found(_ALMOST_LINK, written):
            hint = "Write [words](address), with nothing between ] and (, and %20 for a blank in the address."
            yield _problem(_within(written, match), "link-syntax", "this is not taken for a link", hint)


def _references(source: Source, text: Text) -> Iterator[Problem]:
    """`[text][label]` has its `[label]: address` once, and each of these is used."""
    for written in text.written:
        for match in _found(_REFERENCE, written):
            label = match[2] or match[1]
            message = (
                f"there is no [{quoted(label)[1:-1]}]: …"
                f"{did_you_mean(label.lower(), map(str.lower, text.references))}"
            )
            hint = f"Add a line at the end: [{label}]: https://…"
            yield _problem(_within(written, match), "reference-undefined", message, hint)
    used = {str(written.token.meta.get("label", "")).upper() for written in text.written}
    for label, definition in text.references.items():
        if label.upper() not in used:
            place = _mapped(source, definition)
            yield _problem(place, "reference-unused", "nothing refers to this address", "Delete this line.")
    for definition in text.repeated:
        place = _mapped(source, definition)
        message = "this label has an address already"
        yield _problem(place, "reference-duplicate", message, "Keep one of the two lines.")


def _notes(source: Source, text: Text) -> Iterator[Problem]:
    """A footnote's mark `[^1]` has its `[^1]: text` once, and each of these is used."""
    labels = {label.removeprefix(":"): use for label, use in text.notes.items()}
    for written in text.written:
        for match in _found(_NOTE_MARK, written):
            message = f"there is no footnote [^{quoted(match[1])[1:-1]}]: …{did_you_mean(match[1], labels)}"
            hint = f"Add a line at the end: [^{match[1]}]: and its text."
            yield _problem(_within(written, match), "footnote-undefined", message, hint)
    blocks = (block for block in text.blocks if block.map and block.type in ("fence", "code_block"))
    code = {row for block in blocks for row in range(*(block.map or ()))}
    seen = Counter[str]()
    for row, line in enumerate(source.body.split("\n")):
        note = _NOTE.match(line)
        if not note or note[1] not in labels or row in code:
            continue
        place = Place(file=source.file, line=source.body_line + row)
        seen[note[1]] += 1
        if seen[note[1]] > 1:
            message, hint = f"footnote [^{note[1]}] stands here again", "Keep one of the two."
            yield _problem(place, "footnote-duplicate", message, hint)
        elif labels[note[1]] < 0:
            message, hint = f"nothing refers to footnote [^{note[1]}]", "Delete it, or write its mark."
            yield _problem(place, "footnote-unused", message, hint)


def _tables(text: Text) -> Iterator[Problem]:
    """Lines that look like a table are one."""
    for written in text.written:
        rows = written.token.content.split("\n") if written.token.type == "inline" else []
        for row, line in enumerate(rows):
            if row and "|" in rows[row - 1] and _TABLE_RULE.fullmatch(line):
                place = Place(file=written.place.file, line=written.place.line + row)
                message = "this row must have as many cells as the one above it"
                yield _problem(place, "table-broken", message, "Count the | of both rows.")


def _rows(source: Source, text: Text) -> Iterator[Problem]:
    """No row of a table has more cells than its head: the rest of it would be lost."""
    lines, head = source.body.split("\n"), 0
    for written in text.written:
        if written.token.type not in ("table_open", "tr_open"):
            continue
        line = lines[written.place.line - source.body_line].strip().removeprefix("|").removesuffix("|")
        cells = len(_CELL_EDGE.findall(line)) + 1
        head = cells if written.token.type == "table_open" else head
        if cells > head:
            message = f"this row has {cells} cells, and the head of its table {head}"
            yield _problem(written.place, "table-broken", message, "Write \\| for a | within a cell.")


def _alerts(text: Text) -> Iterator[Problem]:
    """GitHub draws a box for `> [!NOTE]`; other readers, this site too, do not."""
    for written in text.written:
        if written.token.type == "inline" and _ALERT.match(written.token.content):
            hint = "Write the word itself, such as **Note.**"
            yield _problem(written.place, "alert-unknown", "this mark is for GitHub alone", hint)


def _found(pattern: re.Pattern[str], written: Written) -> Iterator[re.Match[str]]:
    """Find a pattern in running text, not in code."""
    return pattern.finditer(written.token.content if written.token.type == "text" else "")


def _within(written: Written, match: re.Match[str]) -> Place:
    place = written.place
    return Place(file=place.file, line=place.line, column=place.column + match.start())


def _mapped(source: Source, definition: object) -> Place:
    """Give the place of a definition, of which the parser tells the lines."""
    rows = definition.get("map") if isinstance(definition, dict) else None
    return Place(file=source.file, line=source.body_line + (rows[0] if rows else 0))


def _problem(place: Place, code: Code, message: str, hint: str) -> Problem:
    return Problem(place=place, code=code, message=message, hint=hint)
