"""The stars and low lines in a text → those that were to stress words, and are shown.

Rule: figures are multiplied, and a sign right after a word leads to a note: neither was to stress anything.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest

from icpr_build.markdown.dialect import MARKUP
from icpr_build.markdown.text import Passage, Text
from icpr_build.problem import Problem

_LINE = re.compile(r"[^\n]+")
_SIGNS = re.compile(r"\*+|_+")
_WORD = re.compile(r"[^\W\d_]{2}")
# Right after a word; what follows a note's sign is another.
_AFTER_WORD = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’|'[^']*'|\([^)]*\)|\w\S*")
_OPENING = re.compile(r"[\w“\"‘'(\[]")
_PADDED = re.compile(r"(?=\s|.*\s\Z)\s*[^\W\d_](?:[^\d.,:;=]*[^\W\d_])?\s*")
_ENDED = re.compile(r"\w.*[^\w\s]")
_LETTER = re.compile(rf"[\w{MARKUP}]")
_GLUED = re.compile(r"(?<=\*\*)\w+\*\*(?!\*)")
_APART = "(“\"'‘ \t\n"  # what may stand before words
_HINT = "Write {0}, with no blank within the stars, and one outside; {1}."
_SAID = {
    "**": ("these stars make nothing strong", _HINT.format("**words**", "\\* shows a star")),
    "__": ("these signs make nothing strong", _HINT.format("**words**", "\\_ shows a line")),
}


def emphasis(text: Text) -> Iterator[Problem]:
    """Signs that stress nothing are told: in pairs, where words begin, and after words that are strong."""
    opened, is_noted = -2, False  # the passage where words began to be strong; whether a sign leads to a note
    for number, passage in enumerate(text.passages):
        glued = set(_glued(passage))
        for at, sign, is_pair in _signs(passage):
            before, after = passage.typed[at - 1 : at], passage.typed[at + 2 : at + 3]
            is_opening = sign == "**" and not before.strip(_APART) and bool(_OPENING.match(after))
            is_note = is_noted and before in ("", "\n")
            if is_pair or at in glued or (is_opening and not is_note):
                yield _problem(passage, at, sign)
                opened = number if is_opening and not is_pair else opened
            elif sign == "**" and before.strip():
                is_noted = is_noted or opened < number - 1  # else it ends what began above
                opened = -2


def _glued(passage: Passage) -> Iterator[int]:
    """Give where `**strong**text**` leaves two stars."""
    for found in _GLUED.finditer(passage.markdown):
        begin, end = found.span()
        if passage.is_typed(begin) and passage.is_typed(end - 1) and not passage.is_typed(begin - 1):
            yield end - len("**")


def _signs(passage: Passage) -> Iterator[tuple[int, str, bool]]:
    """Give where signs stand, one by one or in pairs, which are of one line."""
    for line in passage.find(_LINE):
        every = [*_SIGNS.finditer(passage.typed, line.start(), line.end())]
        for sign in _SAID:
            found = [signs for signs in every if signs[0] == sign]
            is_pair = False
            for begin, end in zip_longest(found, found[1:]):
                if is_pair:  # with the one before
                    is_pair = False
                    continue
                is_pair = bool(end) and _is_pair(passage.typed, begin, end)
                yield begin.start(), sign, is_pair


def _is_pair(typed: str, begin: re.Match[str], end: re.Match[str]) -> bool:
    """Tell whether two signs were to stress what stands between them."""
    before, inside, after = (
        typed[begin.start() - 1 : begin.start()],
        typed[begin.end() : end.start()],
        typed[end.end() : end.end() + 1],
    )
    is_apart = not before.strip(_APART)
    if begin[0] == "**":
        if typed[begin.start() - 2 : begin.start()].strip().isdecimal() and inside.strip()[:1].isdecimal():
            return False
        return bool(is_apart and _WORD.search(inside)) or bool(not is_apart and _AFTER_WORD.fullmatch(inside))
    is_padded = bool(_PADDED.fullmatch(inside)) and not _LETTER.match(after)
    return is_apart and (is_padded or bool(_ENDED.fullmatch(inside)))


def _problem(passage: Passage, at: int, sign: str) -> Problem:
    message, hint = _SAID[sign]
    return Problem(place=passage.place(at), code="strong-broken", message=message, hint=hint)
