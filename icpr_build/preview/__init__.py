"""Serves the site while it is edited, and reloads the page in the browser after a change.

In: a function that builds. Out: answers to this machine's own browser, from memory.
Nothing is written to disk, and nothing is built here.
"""

from icpr_build.preview.serve import serve
from icpr_build.preview.server import claim

__all__ = ["claim", "serve"]
