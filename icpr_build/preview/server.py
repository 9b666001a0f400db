"""A port → responses to requests, and pages that reload after a change.

`responses` decides who gets what. No request, however odd, may cost the server more than a bounded share of
memory, files and time.
"""

import logging
import socket
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from livereload.watcher import Watcher
from tornado.concurrent import Future
from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from icpr_build.model import OutputFile
from icpr_build.preview.responses import CHANNEL, HEADERS, SCRIPT, Response, is_foreign, refuse, respond, show

PATIENCE = 10  # seconds that a request may take to arrive, and that a connection may be silent
MOST_CONNECTIONS = 200  # some systems let a program open no more than 256 files
LARGEST_HEAD = 16_384  # bytes of a request's first line and headers
LARGEST_MESSAGE = 65_536  # bytes of a page's message, which contains its URL


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """The preview's sockets, its URL and its host names; `is_open` if other machines can reach it."""

    sockets: Sequence[socket.socket]
    url: str
    names: frozenset[str]
    is_open: bool


def listen(host: str, port: int) -> Listening:
    """Listen on a port, or on a free one for 0. Raises OSError, and UnicodeError for what can be no host."""
    sockets = bind_sockets(port, host)
    first, *others = (ip_address(listening.getsockname()[0]) for listening in sockets)
    name = host if not first.is_unspecified else "::1" if ":" in str(first) else "127.0.0.1"
    is_open = not all(address.is_loopback for address in (first, *others))
    return Listening(
        sockets=sockets,
        url=f"http://{f'[{name}]' if ':' in name else name}:{sockets[0].getsockname()[1]}/",
        names=frozenset({"localhost", host.lower(), *(_own_names() if is_open else ())}),
        is_open=is_open,
    )


def _own_names() -> Iterator[str]:
    """Yield the names by which other machines of the network know this one."""
    name = socket.gethostname().lower()
    short = name.partition(".")[0]
    yield from (name, short, f"{short}.local")


async def answer_requests(preview: "Preview", listening: Listening, watcher: Watcher) -> "Server":
    """Answer requests from now on, and those that have been waiting."""
    LiveReloadHandler.watcher = watcher  # as livereload's own server does
    for name in ("livereload", "tornado.access", "tornado.general"):
        logging.getLogger(name).disabled = True  # the terminal is for the problems
    given = {"preview": preview, "listening": listening}
    handlers = [(SCRIPT, _Script, given), (CHANNEL, _Channel, given), (".*", _Site, given)]
    site = Application(
        handlers,
        websocket_ping_interval=PATIENCE,
        websocket_max_message_size=LARGEST_MESSAGE,
    )
    server = Server(
        site,
        max_header_size=LARGEST_HEAD,
        max_body_size=0,
        idle_connection_timeout=PATIENCE,
        body_timeout=PATIENCE,
    )
    server.add_sockets(listening.sockets)
    return server


class Preview:
    """The site that is shown."""

    def __init__(self) -> None:
        self.shown = show(())

    async def show(self, files: Sequence[OutputFile] | None) -> None:
        """Show another site, if there is one, and reload the pages that are open."""
        before, self.shown = self.shown, show(files) if files is not None else self.shown
        if self.shown.version != before.version:
            _Channel.reload_waiters("*")


class _Guarded(RequestHandler):
    """Refuses foreign requests, and sends the same headers with every response."""

    def initialize(self, preview: Preview, listening: Listening) -> None:
        self.preview, self.listening = preview, listening

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        if is_foreign(self.request.headers, self.listening.names, is_open=self.listening.is_open):
            self.send(refuse(HTTPStatus.FORBIDDEN))

    def compute_etag(self) -> None:
        """Send none: nothing is to be stored."""

    def write_error(self, status_code: int, **_why: object) -> None:
        self.send(refuse(HTTPStatus(status_code)))

    def send(self, response: Response) -> None:
        self.set_status(response.status)
        for name, value in response.headers.items():
            self.set_header(name, value)
        self.finish(response.body)


class _Site(_Guarded):
    """Sends a file of the site, whatever the method of the request."""

    def prepare(self) -> None:
        super().prepare()
        if not self._finished:
            asked = self.request
            self.send(respond(self.preview.shown, str(asked.method), asked.path, asked.host))


class _Script(_Guarded, LiveReloadJSHandler):  # type: ignore[misc] # livereload has no types
    """Sends livereload's script."""


class _Channel(_Guarded, LiveReloadHandler):  # type: ignore[misc] # livereload has no types
    """The websocket by which a page is reloaded."""

    def on_message(self, message: str | bytes) -> None:
        """Greet a page and reload it when the site changes, or at once if it shows another version."""
        with suppress(AttributeError, RecursionError, TypeError, ValueError):  # not a message of the script
            super().on_message(message)
        text = str(message)
        if '"hello"' in text:
            self.waiters.add(self)
            if self.preview.shown.version not in text:
                self.send_message({"command": "reload", "path": "*"})

    def write_message(self, message: str | bytes | dict[str, Any], *options: bool) -> Future[None]:
        """Send a message to a page."""
        sent: Future[None] = super().write_message(message, *options)
        sent.add_done_callback(
            lambda done: done.cancelled() or done.exception()
        )  # the page may just have gone
        return sent


class Server(HTTPServer):
    """A server that nobody can occupy by opening connections and keeping them open."""

    def __init__(self, *_arguments: object, **_options: object) -> None:
        self.streams: list[IOStream] = []

    def handle_stream(self, stream: IOStream, address: tuple[object, ...]) -> None:
        """Accept a connection; where there are too many, the oldest is closed."""
        alive = [other for other in self.streams if not other.closed()]
        for oldest in alive[: 1 - MOST_CONNECTIONS]:
            oldest.close()
        self.streams = [*alive, stream]
        super().handle_stream(stream, address)

    async def close(self) -> None:
        """Close all connections, so that nothing is at work when the loop ends."""
        self.stop()
        for stream in self.streams:
            stream.close()
        await self.close_all_connections()
