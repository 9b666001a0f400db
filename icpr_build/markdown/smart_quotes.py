"""Straight quotation marks → curly ones, in the text of a body and in what a template prints."""

import re

from icpr_build.external_urls import is_allowed_url

# An opening mark is at the start of a word, and an apostrophe before a digit is none: the '90s.
_OPENING = re.compile(r"""(?<![^\s"'(\[{“‘–—])(?:"(?=[^\s"”]|"(?=\w))|'(?=[^\W\d]|["“]))""")
_OPEN = {'"': "“", "'": "‘"}
_CLOSE = str.maketrans({'"': "”", "'": "’"})


def curl_quotes(text: str) -> str:
    """Return a text, of the same length, with curly quotation marks."""
    return _OPENING.sub(lambda quote: _OPEN[quote[0]], text).translate(_CLOSE)


def typeset(value: object) -> object:
    """Curl the quotation marks of a text that a template prints; a URL, HTML and other values stay."""
    if not isinstance(value, str) or hasattr(value, "__html__") or "<" in value or is_allowed_url(value):
        return value
    return curl_quotes(value)
