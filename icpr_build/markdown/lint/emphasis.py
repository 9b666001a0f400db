"""Asterisks and underscores that were to make words bold, and are shown.

Those between numbers multiply them, and those right after a word refer to a note: neither were to be bold.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest

from icpr_build.markdown.document import MARKUP, Block, Document
from icpr_build.problem import Problem

_LINE = re.compile(r"[^\n]+")
_MARKS = re.compile(r"\*+|_+")
_WORD = re.compile(r"[^\W\d_]{2}")
# Right after a word; what follows the mark of a note is another.
_AFTER_WORD = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’|'[^']*'|\([^)]*\)|\w\S*")
_OPENING = re.compile(r"[\w“\"‘'(\[]")
_PADDED = re.compile(r"(?=\s|.*\s\Z)\s*[^\W\d_](?:[^\d.,:;=]*[^\W\d_])?\s*")
_ENDED = re.compile(r"\w.*[^\w\s]")
_CHARACTER = re.compile(rf"[\w{MARKUP}]")
_GLUED = re.compile(r"(?<=\*\*)\w+\*\*(?!\*)")
_APART = "(“\"'‘ \t\n"  # what may be before words
_HINT = "Write **words**, with no space inside of the asterisks, and one outside; \\{0} shows {1}."
_MESSAGES = {
    "**": ("these asterisks make nothing bold", _HINT.format("*", "an asterisk")),
    "__": ("these underscores make nothing bold", _HINT.format("_", "an underscore")),
}


def emphasis(document: Document) -> Iterator[Problem]:
    """Report marks that make nothing bold: in pairs, where words begin, and right after bold words."""
    opened, is_noted = -2, False  # the block where bold words began; whether marks refer to a note
    for number, block in enumerate(document.blocks):
        glued = set(_glued(block))
        for at, mark, is_pair in _marks(block):
            before, after = block.typed[at - 1 : at], block.typed[at + 2 : at + 3]
            is_opening = mark == "**" and not before.strip(_APART) and bool(_OPENING.match(after))
            is_note = is_noted and before in ("", "\n")
            if is_pair or at in glued or (is_opening and not is_note):
                yield block.place(at).problem("strong-broken", *_MESSAGES[mark])
                opened = number if is_opening and not is_pair else opened
            elif mark == "**" and before.strip():
                is_noted = is_noted or opened < number - 1  # else it ends what began above
                opened = -2


def _glued(block: Block) -> Iterator[int]:
    """Yield where `**bold**text**` leaves two asterisks."""
    for found in _GLUED.finditer(block.markdown):
        begin, end = found.span()
        if block.is_typed(begin) and block.is_typed(end - 1) and not block.is_typed(begin - 1):
            yield end - len("**")


def _marks(block: Block) -> Iterator[tuple[int, str, bool]]:
    """Yield the place of each mark of a line, the mark, and whether it begins a pair."""
    for line in block.find(_LINE):
        every = [*_MARKS.finditer(block.typed, line.start(), line.end())]
        for mark in _MESSAGES:
            found = [marks for marks in every if marks[0] == mark]
            is_pair = False
            for begin, end in zip_longest(found, found[1:]):
                if is_pair:  # with the one before
                    is_pair = False
                    continue
                is_pair = bool(end) and _is_pair(block.typed, begin, end)
                yield begin.start(), mark, is_pair


def _is_pair(typed: str, begin: re.Match[str], end: re.Match[str]) -> bool:
    """Return whether two marks were to make bold what is between them."""
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
    is_padded = bool(_PADDED.fullmatch(inside)) and not _CHARACTER.match(after)
    return is_apart and (is_padded or bool(_ENDED.fullmatch(inside)))
