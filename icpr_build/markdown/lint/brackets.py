"""The brackets in a text → those that were to make a link or a picture, and make none.

Rule: only what stands beside an address is told; brackets have other uses.
"""

import re
from collections.abc import Iterator

from icpr_build.external_urls import correction
from icpr_build.markdown.text import Passage, Text
from icpr_build.problem import Problem

_LEADS = r"(?:[/#]|\.\.?/|https?:|mailto:|tel:|www\.)"
_FILE = r"[^()\n]*\.(?:md|pdf|docx?|xlsx?|jpe?g|png|svg)\b"
_ADDRESS = rf"<?(?:{_LEADS}|\\\w|{_FILE})"
_CALLED = re.compile(rf"\((?:(?={_ADDRESS})(?:[^()\n]|\([^()\n]*\))*\)?|[ \t]*$)", re.MULTILINE)
_GAP = re.compile(rf"(?:[ \t]+|[ \t]*\n[ \t]*)\({_ADDRESS}")
_BARE = re.compile(r"https?://\S")
_LABEL = re.compile(r" +\[[^\[\]\n]+\]")
_LINK = re.compile(r"(?<!!)\[[^\[\]]*\]\(")
_NO_BEGIN = re.compile(rf"\]\({_LEADS}[^()\s]*\)")
_NO_END = re.compile(r"\[[^\[\]()\n]*[^\[\]()\s]\((?:https?:|mailto:|tel:|www\.|\.{0,2}/)[^()\s]*\)")
_BRACKET = re.compile(r"[\[\]]")
_MENDED = (
    (re.compile(r"\(\s*\Z"), "Write the address and a ) after the (."),
    (re.compile(r"\(<[^>]*\Z"), "Write > after the address, or take away the <."),
    (re.compile(r".*\\"), "Write / in the address, not \\."),
    (re.compile(r".*\s\"[^\"]*\Z"), 'Write " after the title, too.'),
    (re.compile(r".*\s'[^']*\Z"), "Write ' after the title, too."),
    (re.compile(r".*\][^()]*\Z"), "Write ) after the address, not ]."),
    (re.compile(r"\((?:[^()]|\([^()]*\))*\Z"), "Write ) after the address."),
    (re.compile(r".*\s=\d*x\d*\s*\)\Z"), "Take away the size: a picture is shown as large as fits."),
)
_OTHERS = (
    (
        re.compile(r"\([^()]+\)\[(?=[/#]|https?:|mailto:|www\.)"),
        "Write [words](address): the words in square brackets, the address in round ones.",
    ),
    (
        re.compile(r"(?<!\S)! (?=\[[^\[\]]*\]\([^()\s]+\.(?:jpe?g|png|svg|gif|webp)(?: [^()\n]*)?\))"),
        "Take away the blank after the !.",
    ),
    (
        re.compile(r"(?<!\]\()<(?=https?://[^\s<>]*(?:\s|\Z))", re.IGNORECASE),
        "Write > right after the address.",
    ),
)


def brackets(text: Text) -> Iterator[Problem]:
    """What looks like a link or a picture is one."""
    for passage in text.passages:
        for at, hint in (*_square(passage), *_others(passage)):
            place = passage.place(at)
            yield Problem(place=place, code="link-syntax", message="this is not taken for a link", hint=hint)


def _square(passage: Passage) -> Iterator[tuple[int, str]]:
    """Give where square brackets were to make a link, and how they would."""
    opened: list[int] = []
    for found in passage.find(_BRACKET):
        if found[0] == "[":
            opened.append(found.start())
        elif opened:
            begun = opened.pop()
            if hint := _beside(passage, begun, found.end()):
                yield begun - (passage.typed[begun - 1 : begun] == "!"), hint
        elif _NO_BEGIN.match(passage.markdown, found.start()):
            yield found.start(), "Write [ before the words that are to be the link."
    for begun in opened:
        if _NO_END.match(passage.markdown, begun):
            yield begun, "Write ] after the words, before the (."


def _others(passage: Passage) -> Iterator[tuple[int, str]]:
    for pattern, hint in _OTHERS:
        for found in pattern.finditer(passage.markdown):
            if passage.is_typed(found.start()) and passage.is_typed(found.end() - 1):
                yield found.start(), hint


def _beside(passage: Passage, begun: int, after: int) -> str:
    """Say how to make a link of brackets and what stands behind them, if that is an address."""
    words = passage.markdown[begun + 1 : after - 1]
    called = _CALLED.match(passage.markdown, after)
    if called and words:
        return _mended(called[0], words)
    if _GAP.match(passage.markdown, after):
        return "Write the ( right after the ]."
    if _BARE.match(passage.markdown, after) and not words.lstrip("^").isdecimal():
        return "Write ( before the address, and ) after it."
    if passage.typed[begun - 1 : begun] == "!" and _LABEL.match(passage.markdown, after):
        return "Write ![words](address), with nothing between ] and (."
    return ""


def _mended(called: str, words: str) -> str:
    """Say what is wrong with an address in its round brackets."""
    if called.endswith(")") and _LINK.search(words):
        return "A link holds no other link: write one after the other."
    address = called.strip("( )").partition(' "')[0]
    hints = [hint for pattern, hint in _MENDED if pattern.match(called)]
    if hints:
        return hints[0]
    if " " in address:
        return correction(address) or "Write %20 for each blank in the address."
    return 'Write [words](address), or [words](address "title").'
