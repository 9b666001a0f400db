"""Serves the site while it is edited, and reloads its pages in the browser after a change.

In: a function that builds. Out: responses to this machine's own browser, from memory. `watcher` reports
changes, `serve` waits until they end and builds, `server` reloads the pages. Nothing is written to disk here.
"""

from icpr_build.preview.serve import serve
from icpr_build.preview.server import listen

__all__ = ["listen", "serve"]
