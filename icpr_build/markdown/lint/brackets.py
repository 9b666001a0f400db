"""Brackets that were to make a link or an image, and make none.

Only those beside a URL are reported; brackets have other uses.
"""

import re
from collections.abc import Iterator

from icpr_build.external_urls import correction
from icpr_build.markdown.document import Block, Document
from icpr_build.problem import Problem

_LEADS = r"(?:[/#]|\.\.?/|https?:|mailto:|tel:|www\.)"
_FILE = r"[^()\n]*\.(?:md|pdf|docx?|xlsx?|jpe?g|png|svg)\b"
_URL = rf"<?(?:{_LEADS}|\\\w|{_FILE})"
_CALLED = re.compile(rf"\((?:(?={_URL})(?:[^()\n]|\([^()\n]*\))*\)?|[ \t]*$)", re.MULTILINE)
_GAP = re.compile(rf"(?:[ \t]+|[ \t]*\n[ \t]*)\({_URL}")
_BARE = re.compile(r"https?://\S")
_LABEL = re.compile(r" +\[[^\[\]\n]+\]")
_LINK = re.compile(r"(?<!!)\[[^\[\]]*\]\(")
_NO_BEGIN = re.compile(rf"\]\({_LEADS}[^()\s]*\)")
_NO_END = re.compile(r"\[[^\[\]()\n]*[^\[\]()\s]\((?:https?:|mailto:|tel:|www\.|\.{0,2}/)[^()\s]*\)")
_BRACKET = re.compile(r"[\[\]]")
_MENDED = (
    (re.compile(r"\(\s*\Z"), "Write the URL and a ) after the (."),
    (re.compile(r"\(<[^>]*\Z"), "Write > after the URL, or delete the <."),
    (re.compile(r".*\\"), "Write / in the URL, not \\."),
    (re.compile(r".*\s\"[^\"]*\Z"), 'Write " after the title, too.'),
    (re.compile(r".*\s'[^']*\Z"), "Write ' after the title, too."),
    (re.compile(r".*\][^()]*\Z"), "Write ) after the URL, not ]."),
    (re.compile(r"\((?:[^()]|\([^()]*\))*\Z"), "Write ) after the URL."),
    (re.compile(r".*\s=\d*x\d*\s*\)\Z"), "Delete the size: an image is shown as large as fits."),
)
_OTHERS = (
    (
        re.compile(r"\([^()]+\)\[(?=[/#]|https?:|mailto:|www\.)"),
        "Write [text](URL): the text in square brackets, the URL in parentheses.",
    ),
    (
        re.compile(r"(?<!\S)! (?=\[[^\[\]]*\]\([^()\s]+\.(?:jpe?g|png|svg|gif|webp)(?: [^()\n]*)?\))"),
        "Delete the space after the !.",
    ),
    (
        re.compile(r"(?<!\]\()<(?=https?://[^\s<>]*(?:\s|\Z))", re.IGNORECASE),
        "Write > right after the URL.",
    ),
)


def brackets(document: Document) -> Iterator[Problem]:
    """What looks like a link or an image is one."""
    for block in document.blocks:
        for at, hint in (*_square(block), *_others(block)):
            yield block.place(at).problem("link-syntax", "this is not read as a link", hint)


def _square(block: Block) -> Iterator[tuple[int, str]]:
    """Yield where square brackets were to make a link, and how they would."""
    opened: list[int] = []
    for found in block.find(_BRACKET):
        if found[0] == "[":
            opened.append(found.start())
        elif opened:
            begun = opened.pop()
            if hint := _beside(block, begun, found.end()):
                yield begun - (block.typed[begun - 1 : begun] == "!"), hint
        elif _NO_BEGIN.match(block.markdown, found.start()):
            yield found.start(), "Write [ before the text that is to be the link."
    for begun in opened:
        if _NO_END.match(block.markdown, begun):
            yield begun, "Write ] after the text, before the (."


def _others(block: Block) -> Iterator[tuple[int, str]]:
    for pattern, hint in _OTHERS:
        for found in pattern.finditer(block.markdown):
            if block.is_typed(found.start()) and block.is_typed(found.end() - 1):
                yield found.start(), hint


def _beside(block: Block, begun: int, after: int) -> str:
    """Return how to make a link of brackets and of what is after them, if that is a URL."""
    words = block.markdown[begun + 1 : after - 1]
    called = _CALLED.match(block.markdown, after)
    if called and words:
        return _mended(called[0], words)
    if _GAP.match(block.markdown, after):
        return "Write the ( right after the ]."
    if _BARE.match(block.markdown, after) and not words.lstrip("^").isdecimal():
        return "Write ( before the URL, and ) after it."
    if block.typed[begun - 1 : begun] == "!" and _LABEL.match(block.markdown, after):
        return "Write ![alt text](URL), with nothing between ] and (."
    return ""


def _mended(called: str, words: str) -> str:
    """Return how to mend a URL in its parentheses."""
    if called.endswith(")") and _LINK.search(words):
        return "A link cannot contain another link: write one after the other."
    url = called.strip("( )").partition(' "')[0]
    hints = [hint for pattern, hint in _MENDED if pattern.match(called)]
    if hints:
        return hints[0]
    if " " in url:
        return correction(url) or "Write %20 for each space in the URL."
    return 'Write [text](URL), or [text](URL "title").'
