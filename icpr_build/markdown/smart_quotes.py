"""Words as they are typed → words as they are set: straight quotes become typographic ones.

Rule: an address stays as it is, and so does HTML: what Markdown has rendered is typeset already.
"""

import re

from icpr_build.external_urls import is_allowed_url

_OPENING = re.compile(r"""(?<![^\s"'(\[{–—])(?:"(?=[\w'])|'(?=[^\W\d]))""")
_SET = str.maketrans({'"': "”", "'": "’"})
_OPEN = {'"': "“", "'": "‘"}


def typeset(value: object) -> object:
    """Set a text that a template prints; whatever else it prints stays as it is."""
    if not isinstance(value, str) or hasattr(value, "__html__") or "<" in value or is_allowed_url(value):
        return value
    return _OPENING.sub(lambda quote: _OPEN[quote[0]], value).translate(_SET)
