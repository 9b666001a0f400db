"""Footnotes: references without a footnote, and footnotes without a reference or a text."""

import re
from collections import Counter
from collections.abc import Iterator

import comrak

from icpr_build.markdown.document import Block, Document, Node
from icpr_build.problem import Place, Problem, quoted
from icpr_build.suggest import did_you_mean

_REFERENCE = re.compile(r"\[\^([^\[\]\s]+)\]")
_INLINE = re.compile(r"\^\[[^\[\]\n]+\]")
_WITH_SPACE = re.compile(r"\[\^[^\[\]]*\s[^\[\]]*\](?!:)")
_NOT_CLOSED = re.compile(r"\[\^(\w[\w-]*+)(?![^\[\]]*\])")
_NO_CARET = re.compile(r"^\[(\d{1,3}|\*)\]:[ \t]+\S", re.MULTILINE)
_NUMBER = re.compile(r"(?<!\])\[(\d{1,3}|\*)\](?!:)")
_NO_COLON = re.compile(r"\[\^([^\[\]\s]+)\] ")


def footnotes(document: Document) -> Iterator[Problem]:
    """A reference `[^1]` has its footnote `[^1]: text` once, and each of these is used."""
    notes = [node for node in document.nodes if isinstance(node.value, comrak.FootnoteDefinition)]
    labels = [_label(note) for note in notes]
    references = Counter(found[1] for block in document.blocks for found in block.find(_REFERENCE))
    begin = (_NO_COLON.match(block.typed) for block in document.blocks)
    no_colon = {found[1] for found in begin if found and references[found[1]] > 1}
    for block in document.blocks:
        yield from _undefined(block, labels, no_colon)
        yield from _misspelt(block, labels)
    yield from _no_caret(document)
    yield from _definitions(document, notes)
    links = [node.place for node in document.nodes if node.label.startswith("^")]
    yield from map(_with_space, links)
    if not links and not any(_WITH_SPACE.search(block.typed) for block in document.blocks):
        false = (one.place for label, one in document.definitions.items() if label.startswith("^"))
        yield from map(_with_space, false)


def _label(note: Node) -> str:
    return note.value.value.name if isinstance(note.value, comrak.FootnoteDefinition) else ""


def _mark(label: str) -> str:
    return f"[^{quoted(label)[1:-1]}]"


def _undefined(block: Block, labels: list[str], no_colon: set[str]) -> Iterator[Problem]:
    for found in block.find(_REFERENCE):
        mark, place = _mark(found[1]), block.place(found.start())
        if found[1] not in no_colon:
            message = f"there is no footnote {mark}: …{did_you_mean(found[1], labels)}"
            yield place.problem(
                "footnote-undefined", message, f"Add a line at the end: {mark}: and its text."
            )
        elif found.start() == 0:
            message = "a colon is missing after the footnote's label"
            yield place.problem("footnote-undefined", message, f"Write {mark}: and its text.")


def _misspelt(block: Block, labels: list[str]) -> Iterator[Problem]:
    """Report what was to be a reference: a label is one word in closed brackets, its text is elsewhere."""
    known = {label.casefold() for label in labels}
    for found in block.find(_NOT_CLOSED):
        if found[1].casefold() in known:
            message = "a ] is missing after the footnote's label"
            place = block.place(found.start())
            yield place.problem("footnote-undefined", message, f"Write {_mark(found[1])} here.")
    for found in block.find(_INLINE):
        hint = "Write [^1] here, and at the end a line [^1]: and its text."
        message = "a footnote's text must be on a line of its own"
        yield block.place(found.start()).problem("footnote-undefined", message, hint)
    for found in block.find(_WITH_SPACE):
        if block.typed[found.start() - 1 : found.start()] != "^":
            yield _with_space(block.place(found.start()))


def _with_space(place: Place) -> Problem:
    hint = "Write a number or one word, such as [^1], in both places."
    return place.problem("footnote-undefined", "a footnote's label has no space in it", hint)


def _no_caret(document: Document) -> Iterator[Problem]:
    """`[1]: text` is no footnote, if `[1]` is elsewhere and was meant to refer to it."""
    numbers = {found[1] for block in document.blocks for found in block.find(_NUMBER)}
    for block in document.blocks:
        for found in block.find(_NO_CARET):
            if found[1] in numbers:
                hint = f"Write [^{found[1]}] in the text, and [^{found[1]}]: before its footnote."
                message = "a footnote's label begins with ^"
                yield block.place(found.start()).problem("footnote-undefined", message, hint)


def _definitions(document: Document, notes: list[Node]) -> Iterator[Problem]:
    used = {
        node.value.value.name.casefold()
        for node in document.nodes
        if isinstance(node.value, comrak.FootnoteReference)
    }
    misspelt = {found[1].casefold() for block in document.blocks for found in block.find(_NOT_CLOSED)}
    seen = set[str]()
    for note in notes:
        mark, label = _mark(_label(note)), _label(note).casefold()
        if label in seen:
            hint = "Keep one of the two."
            yield note.place.problem("footnote-duplicate", f"footnote {mark} is defined above already", hint)
        elif label not in used and label not in misspelt:
            hint = "Delete it, or refer to it in the text."
            yield note.place.problem("footnote-unused", f"nothing refers to footnote {mark}", hint)
        elif label in used and not note.children:
            message = f"footnote {mark} has no text"
            yield note.place.problem("footnote-undefined", message, "Write its text after the colon.")
        seen.add(label)
