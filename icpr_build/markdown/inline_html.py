"""The little HTML that a text may hold: comments, `<br>`, `<sub>`, `<sup>` and `<kbd>`."""

import re

HTML_TAKEN = re.compile(r"(?is)(?:<(?:/?(?:sub|sup|kbd)|br ?/?)>|<!--(?:(?!-->).)*-->)\s*")


def without_comments(html: str) -> str:
    """Return HTML without the comments that are closed."""
    kept, at = [], 0
    while (begins := html.find("<!--", at)) >= 0 and (ends := html.find("-->", begins)) >= 0:
        kept.append(html[at:begins])
        at = ends + len("-->")
    return "".join(kept) + html[at:]
