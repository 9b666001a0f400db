"""The live preview: builds with drafts into a folder of its own, serves it, reloads the page after a change.

Rule: a faulty change is told in the terminal, and the last good site goes on being served.
"""

import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

from livereload import Server
from livereload.handlers import LiveReloadHandler

WATCHED = ("content", "templates", "assets")


def serve(root: Path, rebuild: Callable[[Path], bool], *, host: str, port: int, open_page: bool) -> None:
    """Serve until interrupted. `rebuild` writes the site into a folder, and tells whether it did.

    Raises OSError if the port is taken, and KeyboardInterrupt in the end.
    """
    with tempfile.TemporaryDirectory(prefix="icpr-preview-") as folder:
        site = Path(folder) / "site"
        site.mkdir()

        def change() -> None:
            if rebuild(site):
                LiveReloadHandler.reload_waiters()

        rebuild(site)
        server = Server()
        for name in WATCHED:
            # livereload's own reload is off: it drops changes that follow one another within three seconds.
            server.watch(str(root / name), change, delay="forever")
        logging.getLogger("livereload").setLevel(logging.ERROR)
        server.serve(port=port, host=host, root=str(site), open_url_delay=1 if open_page else None)
        raise KeyboardInterrupt  # livereload returns only when it was interrupted
