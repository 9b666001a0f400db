"""The footnotes of a text → marks without a note, and notes without a mark or a text."""

import re
from collections import Counter
from collections.abc import Iterator

from icpr_build.problem import Code, Place, Problem, did_you_mean, quoted
from icpr_build.text import Note, Passage, Text

_MARK = re.compile(r"\[\^([^\[\]\s]+)\]")
_SLIP = re.compile(r"(?P<within>\^)\[[^\[\]\n]+\]|\[\^[^\[\]]*\s[^\[\]]*\](?!:)")
_NO_COLON = re.compile(r"\[\^([^\[\]\s]+)\] ")


def notes(text: Text) -> Iterator[Problem]:
    """A footnote's mark `[^1]` has its `[^1]: text` once, and each of these is used."""
    labels = [note.label for note in text.notes]
    marks = Counter(found[1] for passage in text.passages for found in passage.find(_MARK))
    begin = (_NO_COLON.match(passage.typed) for passage in text.passages)
    no_colon = {found[1] for found in begin if found and marks[found[1]] > 1}
    for passage in text.passages:
        yield from _marks(passage, labels, no_colon)
        yield from _slips(passage)
    seen = Counter[str]()
    for note in text.notes:
        seen[note.label] += 1
        yield from _note(note, seen[note.label])
    for written in text.written:
        if written.token.type == "link_open" and str(written.token.meta.get("label", "")).startswith("^"):
            yield _blank(written.place)


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
