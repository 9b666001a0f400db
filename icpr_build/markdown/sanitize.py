"""HTML → the same without anything that could run, load from elsewhere, or restyle a page.

What is kept is a short list of what this package writes, with the values that it writes; never `style`.
"""

import re

import nh3

_TAGS = set(
    "a blockquote br code del em h1 h2 h3 h4 h5 h6 hr img kbd li ol p pre strong sub sup "
    "table tbody td th thead tr ul".split()
)
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # else the library takes some on every element
    "a": {"class", "href", "title"},
    "code": {"class"},
    "img": {"src", "alt", "title"},
    "li": {"id"},
    "ol": {"class", "start"},
    "sup": {"id"},
    "table": {"tabindex"},
    "td": {"class"},
    "th": {"class"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}
_VALUES = {
    "class": re.compile(r"link|notes|align-(?:left|center|right)|language-[a-z0-9+#-]+"),
    "href": re.compile(r"(?:(?:https?|mailto|tel):|/(?!/)|#).*|", re.DOTALL | re.IGNORECASE),
    "id": re.compile(r"[\w-]+"),
    "src": re.compile(r"/(?!/).*|", re.DOTALL),
    "start": re.compile(r"[0-9]+"),
    "tabindex": re.compile(r"0"),
}
_ANY = re.compile(r".*", re.DOTALL)


def sanitized(html: str) -> str:
    """Remove what is not on the list; nothing else changes."""
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, attribute_filter=_value, link_rel=None)


def _value(_tag: str, attribute: str, value: str) -> str | None:
    return value if _VALUES.get(attribute, _ANY).fullmatch(value) else None
