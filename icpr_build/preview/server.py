"""A claimed port → answers to requests, and pages that are told when to reload.

Rule: whom to answer, and what, is for `answer` to say; no request, however odd, may cost the server more than
a bounded share of memory, files and time.
"""

import json
import logging
import socket
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest
from tornado.ioloop import IOLoop
from tornado.iostream import IOStream
from tornado.netutil import bind_sockets
from tornado.routing import AnyMatches, Matcher, PathMatches, Rule
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from icpr_build.model import OutputFile
from icpr_build.preview.responses import CHANNEL, HEADERS, Answer, answer, is_foreign, refuse, show

PATIENCE = 10  # seconds that a request may take to arrive, and that a connection may be silent
MOST_CONNECTIONS = 200  # some systems let a program open no more than 256 files
LARGEST_HEAD = 16_384  # bytes of a request's first line and headers
LARGEST_MESSAGE = 65_536  # bytes of what a page says, which holds its address
HELLO = json.dumps(
    {
        "command": "hello",
        "protocols": ["http://livereload.com/protocols/official-7"],
        "serverName": "icpr",
    }
)
# As a whole: styles and pictures have new names, which livereload's script would not look up.
RELOAD = json.dumps({"command": "reload", "path": "*"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The sockets of the preview, its address, and its names; `is_open` if other machines can reach it."""

    sockets: Sequence[socket.socket]
    url: str
    names: frozenset[str]
    is_open: bool


def claim(host: str, port: int) -> Claim:
    """Listen, if nobody else does. Raises OSError, and UnicodeError for what can be no host."""
    sockets = bind_sockets(port, host)
    first, *others = (ip_address(listening.getsockname()[0]) for listening in sockets)
    name = host if not first.is_unspecified else "::1" if ":" in str(first) else "127.0.0.1"
    is_open = not all(address.is_loopback for address in (first, *others))
    return Claim(
        sockets=sockets,
        url=f"http://{f'[{name}]' if ':' in name else name}:{port}/",
        names=frozenset({"localhost", host.lower(), *(_own_names() if is_open else ())}),
        is_open=is_open,
    )


def _own_names() -> Iterator[str]:
    """Give the names by which this machine's neighbours know it."""
    name = socket.gethostname().lower()
    short = name.partition(".")[0]
    yield from (name, short, f"{short}.local")


async def listen(preview: "Preview", claimed: Claim) -> "Server":
    """Answer whoever asks, from now on. Whoever asked already has been waiting."""
    for chatter in ("tornado.access", "tornado.general"):
        logging.getLogger(chatter).disabled = True  # the terminal is for the problems
    site = Application(
        [
            Rule(_Foreign(claimed), _Reply, {"preview": None}),
            Rule(PathMatches(CHANNEL), _Channel, {"preview": preview}),
            Rule(AnyMatches(), _Reply, {"preview": preview}),
        ],
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
    server.add_sockets(claimed.sockets)
    return server


class Preview:
    """The site as it is shown, and the pages that listen for another."""

    def __init__(self) -> None:
        self.shown = show(())
        self.pages: set[_Channel] = set()

    async def show(self, files: Sequence[OutputFile] | None) -> None:
        """Show another site, if there is one. A page that is just being fetched tells what it shows later."""
        before, self.shown = self.shown, show(files) if files is not None else self.shown
        for page in tuple(self.pages if self.shown.mark != before.mark else ()):
            IOLoop.current().spawn_callback(page.tell, RELOAD)


class _Foreign(Matcher):
    """Matches what none of the preview's own pages, and no visitor, asks."""

    def __init__(self, claimed: Claim) -> None:
        self.claimed = claimed

    def match(self, request: HTTPServerRequest) -> dict[str, str] | None:
        claimed = self.claimed
        return {} if is_foreign(request.headers, claimed.names, is_open=claimed.is_open) else None


class _Reply(RequestHandler):
    """Answers any request, whatever its method; without a preview, by refusing it."""

    def initialize(self, preview: Preview | None) -> None:
        self.preview = preview

    def prepare(self) -> None:
        asked = self.request
        if not self.preview:
            self._reply(refuse(HTTPStatus.FORBIDDEN))
        else:
            self._reply(answer(self.preview.shown, str(asked.method), asked.path, asked.host))

    def set_default_headers(self) -> None:
        _set_headers(self)

    def compute_etag(self) -> None:
        """Nothing is kept, so nothing is compared."""

    def write_error(self, status_code: int, **_why: object) -> None:
        self._reply(refuse(HTTPStatus(status_code)))

    def _reply(self, found: Answer) -> None:
        self.set_status(found.status)
        for name, value in found.headers.items():
            self.set_header(name, value)
        self.finish(found.body)


class _Channel(WebSocketHandler):
    """Tells a page when to reload. What a page says is never read as more than a text."""

    def initialize(self, preview: Preview) -> None:
        self.preview = preview

    def set_default_headers(self) -> None:
        _set_headers(self)

    async def open(self) -> None:
        self.preview.pages.add(self)
        await self.tell(HELLO)

    async def on_message(self, message: str | bytes) -> None:
        """Reload a page that shows another state than the present one."""
        said = str(message)
        if '"hello"' in said and self.preview.shown.mark not in said:
            await self.tell(RELOAD)

    async def tell(self, what: str) -> None:
        """Tell a page, unless it has just gone."""
        with suppress(WebSocketClosedError):
            await self.write_message(what)

    def on_close(self) -> None:
        self.preview.pages.discard(self)


class Server(HTTPServer):
    """A server that nobody can occupy by opening connections and holding on to them."""

    def __init__(self, *_arguments: object, **_options: object) -> None:
        self.streams: list[IOStream] = []

    def handle_stream(self, stream: IOStream, address: tuple[object, ...]) -> None:
        """Take a connection; where there are too many, the oldest goes."""
        alive = [other for other in self.streams if not other.closed()]
        for oldest in alive[: 1 - MOST_CONNECTIONS]:
            oldest.close()
        self.streams = [*alive, stream]
        super().handle_stream(stream, address)

    async def end(self) -> None:
        """Hang up, so that nobody is still at work when the loop ends, and complains."""
        self.stop()
        for stream in self.streams:
            stream.close()
        await self.close_all_connections()


def _set_headers(handler: RequestHandler) -> None:
    handler.clear_header("Server")
    for name, value in HEADERS.items():
        handler.set_header(name, value)
