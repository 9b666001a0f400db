"""Turns the body of a `Source`, in GitHub's dialect of Markdown, into safe HTML in sections.

In: Markdown with the line that it begins on. Out: `Body`: prose, links, and the problems that `lint` finds.
Keys, pages and finished URLs do not belong here: links stay site paths.
"""

from icpr_build.markdown.bodies import render_bodies
from icpr_build.markdown.prose import whole_text
from icpr_build.markdown.smart_quotes import typeset

__all__ = ["render_bodies", "typeset", "whole_text"]
