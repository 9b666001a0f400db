"""A Chromium for the browser tests, and a host that is as strict as any that the site may be published on.

On a machine without a browser, these tests fail with one line; they are never skipped.
"""

import gzip
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from icpr_build.cli.commands import main
from tests.lay_out import TODAY
from tools.browser import find

if TYPE_CHECKING:
    from playwright.sync_api import Browser

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FLAGS = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
TEXTS = {".css", ".html", ".js", ".json", ".svg", ".webmanifest", ".xml"}
NOT_FOUND = "404.html"
MISSING = "no/such/page/"


@contextmanager
def chromium() -> Iterator["Browser"]:
    """Start a browser without a window."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow to import, and some only host a site

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found_chromium(), args=flags())
        yield browser
        browser.close()


def flags() -> list[str]:
    """Return the options of a browser: for root in a container, Chromium's own sandbox cannot work."""
    sandbox = ("--no-sandbox",) if sys.platform == "linux" and os.geteuid() == 0 else ()
    return [*FLAGS, *sandbox]


def found_chromium() -> Path:
    """Return the path of the browser's program; without one, the test fails."""
    try:
        program = find()
    except FileNotFoundError as error:
        pytest.fail(str(error), pytrace=False)
    if not program:
        pytest.fail("no Chromium: `python -m tools.browser` gets one", pytrace=False)
    return program


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosted:
    """A site that is served: its URL, its files, and the paths that were requested, relative to the URL."""

    url: str
    folder: Path
    requested: list[str]

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the pages of the sitemap, as paths relative to the URL, such as `about/`."""
        return tuple(url.removeprefix(self.url) for url in sitemap(self.folder))

    def file(self, path: str) -> Path:
        """Return the file that is served for a path."""
        found = self.folder / unquote(path.partition("?")[0])
        found = found / "index.html" if found.is_dir() else found
        return found if found.is_file() else self.folder / NOT_FOUND


@contextmanager
def hosted(root: Path, prefix: str = "/") -> Iterator[Hosted]:
    """Build the site of `root`, and serve it below a path such as `/any/path/`."""
    with served(root / "output", prefix) as site:
        build(root, site.folder, "--base-url", site.url)
        yield site


@contextmanager
def served(folder: Path, prefix: str = "/") -> Iterator[Hosted]:
    """Serve a folder as the files of a site."""
    requested: list[str] = []
    handler = partial(_Handler, prefix=prefix, requested=requested, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield Hosted(url=f"http://127.0.0.1:{server.server_port}{prefix}", folder=folder, requested=requested)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def build(root: Path, folder: Path, *options: str) -> None:
    """Build a site that must build."""
    order = ["build", "--root", str(root), "--output", str(folder), "--today", TODAY, "--quiet", *options]
    assert main(order) == 0


def sitemap(folder: Path) -> list[str]:
    """Return the URLs in the sitemap of a built site."""
    return re.findall("<loc>(.*)</loc>", (folder / "sitemap.xml").read_text("utf-8"))


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer is sent whole: in two parts, the second waits for the first to be confirmed

    def __init__(self, *arguments: Any, prefix: str, requested: list[str], directory: str) -> None:
        self.prefix = prefix
        self.requested = requested
        super().__init__(*arguments, directory=directory)

    def translate_path(self, path: str) -> str:
        below = path.removeprefix(self.prefix) if path.startswith(self.prefix) else "nothing-is-outside"
        self.requested.append(below)
        return super().translate_path(f"/{below}")

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if self.path.partition("?")[0].endswith("/") else path
        if file.is_file():
            self._send(HTTPStatus.OK, file)
        else:
            super().do_GET()  # a folder without its slash, or nothing

    def send_error(self, code: int, _message: str | None = None, _explain: str | None = None) -> None:
        self._send(code, Path(self.directory) / NOT_FOUND)

    def _send(self, status: int, file: Path) -> None:
        """Send a file as a good host does: text compressed, and files in `assets/` cached for a year."""
        packed = file.suffix in TEXTS and "gzip" in self.headers.get("Accept-Encoding", "")
        body = gzip.compress(file.read_bytes()) if packed else file.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Content-Length", str(len(body)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        if "assets" in file.parts:
            self.send_header("Cache-Control", "max-age=31536000, immutable")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Print nothing: pytest reports what matters."""
