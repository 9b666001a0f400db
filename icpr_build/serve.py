"""The live preview: builds with drafts into a folder of its own, serves it, reloads the page after a change.

Rule: a faulty change is told in the terminal, and the last good site goes on being served.
"""

import asyncio
import glob
import logging
import socket
import tempfile
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

from livereload import Server
from livereload.handlers import LiveReloadHandler, StaticFileHandler

from icpr_build.address import NOT_FOUND

WATCHED = ("content", "templates", "assets")
NOTHING_YET = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Nothing to show yet</title>
</head>
<body><p>The site has problems, which the terminal tells. This page reloads once they are mended.</p></body>
</html>
"""


def claim(host: str, port: int) -> None:
    """Make sure that nobody else listens there. Raises OSError."""
    family = socket.getaddrinfo(host, port)[0][0]
    socket.create_server((host, port), family=family).close()


def serve(root: Path, rebuild: Callable[[Path], bool], *, host: str, port: int, open_page: bool) -> None:
    """Serve until interrupted. `rebuild` writes the site into a folder, and tells whether it did.

    Raises KeyboardInterrupt in the end.
    """
    with tempfile.TemporaryDirectory(prefix="icpr-preview-") as folder:
        site = Path(folder) / "site"
        site.mkdir()

        def change() -> None:
            if rebuild(site):
                _reload()
                if not LiveReloadHandler.waiters:  # a page that is just reloading hears of it when it listens
                    asyncio.get_running_loop().call_later(1, _reload)

        server = Server()
        server.SFH = _Files
        for name in WATCHED:
            # A pattern: of a folder, livereload tells the changed files one by one, a poll for each.
            server.watch(f"{glob.escape(str(root / name))}/**", change)
        server.watcher.examine()
        server.watcher._start = 0  # noqa: SLF001 - from now on a file not seen before is new, however old it is
        if not rebuild(site):
            for page in ("index.html", NOT_FOUND[1:]):  # so that it stands at every address, and reloads
                (site / page).write_text(NOTHING_YET, "utf-8")
        for chatter in ("livereload", "tornado.access"):
            logging.getLogger(chatter).disabled = True  # the terminal is for the problems
        server.serve(port=port, host=host, root=str(site), open_url_delay=1 if open_page else None)
        raise KeyboardInterrupt  # livereload returns only when it was interrupted


class _Files(StaticFileHandler):  # type: ignore[misc]  # livereload has no types
    """The files of the site, and where there is none, the site's own page that says so."""

    def write_error(self, status_code: int, **why: object) -> None:
        page = Path(self.root, NOT_FOUND[1:])
        if status_code == HTTPStatus.NOT_FOUND and page.is_file():
            self.finish(page.read_bytes())
        else:
            super().write_error(status_code, **why)


def _reload() -> None:
    """Reload every page as a whole: styles and pictures have new names, which livereload would not look up.

    At once, as livereload itself drops a change that follows another within three seconds.
    """
    LiveReloadHandler.reload_waiters("*")
