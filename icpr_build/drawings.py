"""A drawing's bytes (SVG) → why it cannot be published, if it cannot.

Rule: a drawing is served from the site's own host: nothing in it may run, or load what lies elsewhere.
"""

import re
from collections.abc import Mapping
from xml.parsers.expat import ExpatError, ParserCreate

_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+-]*:|//)", re.IGNORECASE)
_LOADED = re.compile(r"@import|url\(\s*[\"']?(?:(?!data:)[a-z][a-z0-9+-]*:|//)", re.IGNORECASE)
_RUN = ("script", "foreignobject", "iframe", "object", "embed", "handler")
_AGAIN = "Save it again from the program that made it."
_PLAIN = "Save it as a plain SVG from the program that made it."


class _Refused(Exception):
    """The drawing holds what it may not."""


def unfit(data: bytes) -> tuple[str, str] | None:
    """Say why a drawing cannot be published, and what to do, if it cannot."""
    parser = ParserCreate()
    parser.StartElementHandler = _element
    parser.CharacterDataHandler = _styles
    parser.buffer_text = True
    try:
        parser.Parse(data, True)  # noqa: FBT003
    except ExpatError as error:
        return f"this drawing is damaged in line {error.lineno}", _AGAIN
    except _Refused as refused:
        return f"this drawing {refused} in line {parser.CurrentLineNumber}", _PLAIN
    return None


def _element(name: str, attributes: Mapping[str, str]) -> None:
    if name.rpartition(":")[2].lower() in _RUN:
        raise _Refused("holds a program")
    for key, value in attributes.items():
        if key.lower().startswith("on"):
            raise _Refused("holds a program")
        if key.rpartition(":")[2].lower() in ("href", "src") and _leads_out(value):
            raise _Refused("leads out of the site")
        _styles(value)


def _leads_out(address: str) -> bool:
    return bool(_ELSEWHERE.match(address)) and not address.strip().lower().startswith("data:image/")


def _styles(text: str) -> None:
    if _LOADED.search(text):
        raise _Refused("leads out of the site")
