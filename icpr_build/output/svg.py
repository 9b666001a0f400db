"""A drawing's bytes (SVG) → why it cannot be published, if it cannot.

Rule: a drawing is served from the site's own host: nothing in it may run, or load what lies elsewhere.
Rule: what is judged is what a browser would read, whatever blanks and escapes it is hidden by.
"""

import re
from collections.abc import Mapping
from xml.parsers.expat import ExpatError, ParserCreate

_BLANKS = re.compile(r"[\x00-\x20]+")  # a browser passes over those in an address
_SCHEME = r"(?:[a-z][a-z0-9+.-]*:|[/\\]{2})"
_ELSEWHERE = re.compile(_SCHEME, re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:avif|gif|jpeg|png|webp)[;,]", re.IGNORECASE)
_DATA = re.compile(r"data:[^\"')]*", re.IGNORECASE)  # what a style sheet holds itself
_LOADED = re.compile(rf"@import|(?:url|src|image|image-set)\((?:[^)]*[\"',])?\s*{_SCHEME}", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE)
_PAGES = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML")
_RUN = ("script", "foreignobject", "iframe", "object", "embed", "handler", "listener")
_ENCODINGS = ("utf-8", "utf-16", "us-ascii")
_ADDRESSES = ("href", "src", "base")
_AGAIN = "Save it again from the program that made it."
_PLAIN = "Save it as a plain SVG from the program that made it."


class _Refused(Exception):
    """The drawing holds what it may not."""


def unfit(data: bytes) -> tuple[str, str] | None:
    """Say why a drawing cannot be published, and what to do, if it cannot."""
    parser = ParserCreate(namespace_separator=" ")
    parser.XmlDeclHandler = _declaration
    parser.StartElementHandler = _element
    parser.CharacterDataHandler = _styles
    parser.EntityDeclHandler = _entity
    parser.ProcessingInstructionHandler = _instruction
    parser.buffer_text = True
    try:
        parser.Parse(data, True)  # noqa: FBT003
    except ExpatError as error:
        return f"this drawing is damaged in line {error.lineno}", _AGAIN
    except _Refused as refused:
        return f"this drawing {refused} in line {parser.CurrentLineNumber}", _PLAIN
    return None


def _declaration(_version: str, encoding: str | None, _standalone: int) -> None:
    """Only encodings that browsers and this parser read alike are safe to be judged."""
    if encoding and encoding.lower() not in _ENCODINGS:
        raise _Refused("has an encoding of its own")


def _element(name: str, attributes: Mapping[str, str]) -> None:
    space, _, local = name.rpartition(" ")
    if space in _PAGES or local.lower() in _RUN:
        raise _Refused("holds a program")
    for key, value in attributes.items():
        _attribute(key.rpartition(" ")[2].lower(), value)


def _attribute(key: str, value: str) -> None:
    changed = value.strip().rpartition(":")[2].lower() if key == "attributename" else ""
    if key.startswith("on") or changed.startswith("on") or changed in _ADDRESSES:
        raise _Refused("holds a program")
    address = _BLANKS.sub("", value) if key in _ADDRESSES else ""
    if _ELSEWHERE.match(address) and not _PICTURE.match(address):
        raise _Refused("leads out of the site")
    _styles(value)


def _styles(text: str) -> None:
    if _LOADED.search(_DATA.sub("", _ESCAPE.sub(_escaped, text))):
        raise _Refused("leads out of the site")


def _escaped(sign: re.Match[str]) -> str:
    """Give the letter that a style sheet means by its number."""
    number = int(sign[1] or "0", 16)
    return (chr(number) if 0 < number <= 0x10FFFF else "\ufffd") if sign[1] else sign[2]  # noqa: PLR2004


def _entity(*_declared: object) -> None:
    raise _Refused("declares an entity")


def _instruction(target: str, _rest: str) -> None:
    if target.lower() == "xml-stylesheet":
        raise _Refused("leads out of the site")
