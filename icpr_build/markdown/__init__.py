"""Turns the body of a `Source`, in GitHub's dialect of Markdown, into safe HTML in sections.

In: Markdown with the line that it begins on. Out: `Body`: prose, links, and what `lint` finds in the text.
Keys, pages and finished URLs do not belong here: links stay site paths.
"""

from icpr_build.markdown.bodies import bodies
from icpr_build.markdown.smart_quotes import typeset

__all__ = ["bodies", "typeset"]
