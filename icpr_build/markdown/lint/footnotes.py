"""The footnotes of a text → marks without a note, and notes without a mark or a text."""

import re
from collections import Counter
from collections.abc import Iterator

from icpr_build.markdown.text import Note, Passage, Text
from icpr_build.problem import Code, Place, Problem, quoted
from icpr_build.suggest import did_you_mean

_MARK = re.compile(r"\[\^([^\[\]\s]+)\]")
_SLIP = re.compile(r"(?P<within>\^)\[[^\[\]\n]+\]|(?P<blank>\[\^)[^\[\]]*\s[^\[\]]*\](?!:)")
_OPEN = re.compile(r"\[\^(\w[\w-]*+)(?![^\[\]]*\])")
_NO_SIGN = re.compile(r"^\[(\d{1,3}|\*)\]:[ \t]+\S", re.MULTILINE)
_FIGURE = re.compile(r"(?<!\])\[(\d{1,3}|\*)\](?!:)")
_NO_COLON = re.compile(r"\[\^([^\[\]\s]+)\] ")


def notes(text: Text) -> Iterator[Problem]:
    """A footnote's mark `[^1]` has its `[^1]: text` once, and each of these is used."""
    labels = [note.label for note in text.notes]
    open_marks = {found[1].casefold() for passage in text.passages for found in passage.find(_OPEN)}
    marks = Counter(found[1] for passage in text.passages for found in passage.find(_MARK))
    begin = (_NO_COLON.match(passage.typed) for passage in text.passages)
    no_colon = {found[1] for found in begin if found and marks[found[1]] > 1}
    for passage in text.passages:
        yield from _marks(passage, labels, no_colon)
        yield from _open(passage, labels)
        yield from _slips(passage)
    yield from _no_sign(text)
    seen = Counter[str]()
    for note in text.notes:
        label = note.label.casefold()
        seen[label] += 1
        if note.is_used or seen[label] > 1 or label not in open_marks:
            yield from _note(note, seen[label])
    if not any(found["blank"] for passage in text.passages for found in passage.find(_SLIP)):
        false = (definition for label, definition in text.definitions.items() if label.startswith("^"))
        yield from (_blank(definition.place) for definition in false)


def _marks(passage: Passage, labels: list[str], no_colon: set[str]) -> Iterator[Problem]:
    for found in passage.find(_MARK):
        mark, place = f"[^{quoted(found[1])[1:-1]}]", passage.place(found.start())
        if found[1] not in no_colon:
            message = f"there is no footnote {mark}: …{did_you_mean(found[1], labels)}"
            hint = f"Add a line at the end: {mark}: and its text."
            yield _problem(place, "footnote-undefined", message, hint)
        elif found.start() == 0:
            hint = f"Write {mark}: and its text."
            yield _problem(place, "footnote-undefined", "a colon is missing after the footnote's mark", hint)


def _open(passage: Passage, labels: list[str]) -> Iterator[Problem]:
    known = {label.casefold() for label in labels}
    for found in passage.find(_OPEN):
        if found[1].casefold() in known:
            message, hint = (
                "a ] is missing after the footnote's mark",
                f"Write [^{quoted(found[1])[1:-1]}] here.",
            )
            yield _problem(passage.place(found.start()), "footnote-undefined", message, hint)


def _no_sign(text: Text) -> Iterator[Problem]:
    """`[1]: text` is no footnote, if `[1]` stands elsewhere and was meant for its mark."""
    marks = {found[1] for passage in text.passages for found in passage.find(_FIGURE)}
    for passage in text.passages:
        for found in passage.find(_NO_SIGN):
            if found[1] in marks:
                hint = f"Write [^{found[1]}] in the text, and [^{found[1]}]: before its note."
                message = "a footnote's mark begins with ^"
                yield _problem(passage.place(found.start()), "footnote-undefined", message, hint)


def _slips(passage: Passage) -> Iterator[Problem]:
    """A footnote's text stands on a line of its own, and its name is one word."""
    for found in passage.find(_SLIP):
        place = passage.place(found.start())
        if found["within"]:
            hint = "Write [^1] here, and at the end a line [^1]: and its text."
            message = "a footnote's text stands on a line of its own"
            yield _problem(place, "footnote-undefined", message, hint)
        else:
            yield _blank(place)


def _blank(place: Place) -> Problem:
    hint = "Write a figure or one word, such as [^1], at both places."
    return _problem(place, "footnote-undefined", "a footnote's name has no blank in it", hint)


def _note(note: Note, times: int) -> Iterator[Problem]:
    mark = f"[^{quoted(note.label)[1:-1]}]"
    if times > 1:
        message = f"footnote {mark} stands here again"
        yield _problem(note.place, "footnote-duplicate", message, "Keep one of the two.")
    elif not note.is_used:
        message = f"nothing refers to footnote {mark}"
        yield _problem(note.place, "footnote-unused", message, "Delete it, or write its mark.")
    elif note.is_empty:
        message = f"footnote {mark} has no text"
        yield _problem(note.place, "footnote-undefined", message, "Write its text after the colon.")


def _problem(place: Place, code: Code, message: str, hint: str) -> Problem:
    return Problem(place=place, code=code, message=message, hint=hint)
