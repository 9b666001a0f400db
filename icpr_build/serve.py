"""The live preview: builds with drafts into a folder of its own, serves it, reloads the page after a change.

Rule: a faulty change is told in the terminal, and the last good site goes on being served.
"""

import logging
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

from livereload import Server
from livereload.handlers import LiveReloadHandler

WATCHED = ("content", "templates", "assets")
NOTHING_YET = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Nothing to show yet</title></head>
<body><p>The site has problems, which the terminal tells. This page reloads once they are mended.</p></body>
</html>
"""


def claim(host: str, port: int) -> None:
    """Make sure that nobody else listens there. Raises OSError."""
    socket.create_server((host, port)).close()


def serve(root: Path, rebuild: Callable[[Path], bool], *, host: str, port: int, open_page: bool) -> None:
    """Serve until interrupted. `rebuild` writes the site into a folder, and tells whether it did.

    Raises KeyboardInterrupt in the end.
    """
    with tempfile.TemporaryDirectory(prefix="icpr-preview-") as folder:
        site = Path(folder) / "site"
        site.mkdir()
        if not rebuild(site):
            (site / "index.html").write_text(NOTHING_YET, "utf-8")

        def change() -> None:
            # Told at once, as livereload drops a change that follows another within three seconds.
            if rebuild(site):
                LiveReloadHandler.reload_waiters()

        server = Server()
        for name in WATCHED:
            server.watch(str(root / name), change)
        logging.getLogger("livereload").disabled = True  # the terminal is for the problems
        server.serve(port=port, host=host, root=str(site), open_url_delay=1 if open_page else None)
        raise KeyboardInterrupt  # livereload returns only when it was interrupted
