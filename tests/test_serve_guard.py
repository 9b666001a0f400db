"""The live preview answers its editor only, and only with what was built."""

import asyncio
import gc
import os
import signal
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from itertools import chain
from pathlib import Path
from re import findall

import pytest
from livereload.handlers import LiveReloadHandler
from livereload.watcher import Watcher
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from icpr_build.preview.server import Preview as Site
from icpr_build.preview.server import answer_requests, listen
from tests.browser import POLICY
from tests.lay_out import UNMEASURED
from tests.serving import (
    HOME,
    IPV6,
    LOOPBACK,
    PATIENCE,
    TRIES,
    UPGRADE,
    Preview,
    open_files,
    serving,
    size,
    until,
)

EDITS = int(os.environ.get("ICPR_EDITS", "5"))
RECONNECTS = int(os.environ.get("ICPR_RECONNECTS", "20"))
IS_SOAK = "ICPR_SOAK" in os.environ
MOST_GROWTH = 10_000_000  # bytes of memory after many edits or reconnections
EVERYWHERE = "0.0.0.0"  # noqa: S104 - what is tried here
HIDDEN = "for no visitor"
LOST = "---\ntitle: Lost\nsummary: Where nothing is.\n---\nThere is a way [home](/).\n"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="looks at the process from outside")


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """One preview for all questions: none of them may leave a trace in it."""
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "secret.txt").write_text(HIDDEN, "utf-8")
    files = {"content/404.md": LOST, "content/.hidden.md": HIDDEN, ".env": HIDDEN, "secret.txt": HIDDEN}
    with serving(folder, files=files) as running:
        assert running.ask()[0] == 200
        before = running.printed()
        yield running
        assert running.ask()[0] == 200
        assert running.printed() == before, "the terminal is for the problems"


WELCOME = {
    "by IP address": {"Host": "127.0.0.1:PORT"},
    "by another IP address of this machine": {"Host": "127.0.0.2:PORT"},
    "by name": {"Host": "localhost:PORT"},
    "in capitals": {"Host": "LOCALHOST:PORT"},
    "by IPv6": {"Host": "[::1]:PORT"},
    "through a tunnel": {"Host": "localhost:9000"},
    "at the usual port": {"Host": "localhost"},
    "its own page": {"Origin": "http://127.0.0.1:PORT", "Sec_Fetch_Site": "same-origin"},
    "typed": {"Sec_Fetch_Site": "none", "Sec_Fetch_Dest": "document"},
    "a link followed": {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Dest": "document"},
}
STRANGERS = {
    "a name made to lead here": {"Host": "foreign.example:PORT"},
    "a name that begins like this machine": {"Host": "localhost.foreign.example:PORT"},
    "an IP address that begins like this machine": {"Host": "127.0.0.1.foreign.example:PORT"},
    "a name below this machine": {"Host": "foreign.localhost:PORT"},
    "any host": {"Host": "0.0.0.0:PORT"},
    "an IP address of the network": {"Host": "192.168.1.7:PORT"},
    "an IP address in disguise": {"Host": "2130706433:PORT"},
    "a port that is none": {"Host": "localhost:eight"},
    "a foreign origin": {"Origin": "http://foreign.example"},
    "no particular origin": {"Origin": "null"},
    "another port of this machine": {"Origin": "http://127.0.0.1:9000"},
    "another name of this machine": {"Origin": "http://localhost:PORT"},
    "another scheme": {"Origin": "https://127.0.0.1:PORT"},
    "an image in a foreign page": {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Dest": "image"},
    "a frame in a foreign page": {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Dest": "iframe"},
    "a script in a page of another port": {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Dest": "script"},
}
PATHS = {
    "a step up": "/../secret.txt",
    "steps up from a page": "/news/../../secret.txt",
    "encoded steps": "/%2e%2e/secret.txt",
    "a encoded slash": "/..%2fsecret.txt",
    "all encoded": "/%2e%2e%2fsecret.txt",
    "encoded twice": "/%252e%252e%252fsecret.txt",
    "overlong": "/%c0%ae%c0%ae/secret.txt",
    "overlong slash": "/..%c0%afsecret.txt",
    "backslashes": "/..\\secret.txt",
    "encoded backslashes": "/..%5csecret.txt",
    "steps with parameters": "/..;/secret.txt",
    "an absolute path": "//etc/passwd",
    "an absolute path in a folder": "/news//etc/passwd",
    "a full URL": "http://127.0.0.1:PORT/secret.txt",
    "a file URL": "file:///etc/passwd",
    "no slash": "index.html",
    "a fragment": "/#/../secret.txt",
    "a drive": "/C:/secret.txt",
    "a NUL": "/%00",
    "a NUL behind a page": "/index.html%00.png",
    "a new line": "/%0d%0aLocation:%20//foreign.example",
    "a encoded slash in a page": "/news%2findex.html",
    "a dot file": "/.env",
    "a dot file of the content": "/.hidden.md",
    "a source": "/content/index.md",
    "a folder": "/assets/",
    "a folder without its slash": "/assets",
    "another site's folder": "//foreign.example/..",
    "livereload's route for anybody": "/forcereload",
    "livereload's route with a path": "/forcereload?path=/",
    "nothing": "/no/such/page/",
}
METHODS = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get")
BROKEN = {
    "a giant URL": b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "giant headers": b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 100_000 + b"\r\n",
    "a giant body": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n" + b"a" * 99_999,
    "chunks without end": b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    + b"fff\r\n" * 20_000,
    "two lengths": b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: foreign.example\r\nConnection: close\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "an old browser without a host": b"GET / HTTP/1.0\r\n\r\n",
    "a NUL": b"GET /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n\r\n\r\n",
    "a websocket without a key": b"GET /livereload HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
    b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n",
}


@pytest.mark.parametrize("headers", WELCOME.values(), ids=WELCOME)
def test_a_visitor_is_welcome(preview: Preview, headers: dict[str, str]) -> None:
    status, _, body = preview.ask(**headers)
    assert status == 200
    assert "Welcome" in body


@pytest.mark.parametrize("headers", STRANGERS.values(), ids=STRANGERS)
def test_a_stranger_is_refused(preview: Preview, headers: dict[str, str]) -> None:
    for upgrade in ({}, UPGRADE):
        status, given, body = preview.ask(
            "GET /livereload HTTP/1.1" if upgrade else "GET / HTTP/1.1", **upgrade, **headers
        )
        assert (status, given["Content-Type"]) == (403, "text/plain; charset=utf-8")
        assert body.startswith("403 Forbidden\n")


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_only_what_was_built_is_found(preview: Preview, path: str) -> None:
    status, _, body = preview.ask(f"GET {path} HTTP/1.1")
    assert status == 404
    assert "There is a way" in body
    assert HIDDEN not in body


def test_a_page_is_found_as_on_a_server(preview: Preview) -> None:
    for path in ("/news/", "/news/index.html", "/n%65ws/", "/news/?a=b"):
        assert preview.ask(f"GET {path} HTTP/1.1")[0] == 200
    status, headers, _ = preview.ask("GET /news HTTP/1.1")
    assert (status, headers["Location"]) == (302, "/news/")


@pytest.mark.parametrize("method", METHODS)
def test_only_looking_is_allowed(preview: Preview, method: str) -> None:
    status, headers, body = preview.ask(f"{method} / HTTP/1.1")
    assert (status, headers["Allow"], body) == (405, "GET, HEAD", "405 Method Not Allowed\n")


def test_a_head_is_the_page_without_its_body(preview: Preview) -> None:
    page, head = preview.ask("GET / HTTP/1.1"), preview.ask("HEAD / HTTP/1.1")
    assert head[0] == page[0]
    assert {**head[1], "Date": ""} == {**page[1], "Date": ""}
    assert head[2] == ""


@pytest.mark.parametrize(
    ("line", "headers"),
    [
        ("GET / HTTP/1.1", {}),
        ("GET /feed.xml HTTP/1.1", {}),
        ("GET /livereload.js HTTP/1.1", {}),
        ("GET /livereload HTTP/1.1", {}),
        ("GET /news HTTP/1.1", {}),
        ("GET /no/such/page/ HTTP/1.1", {}),
        ("POST / HTTP/1.1", {}),
        ("PROPFIND / HTTP/1.1", {}),
        ("GET / HTTP/1.1", {"Host": "foreign.example"}),
    ],
)
def test_every_answer_is_strict(preview: Preview, line: str, headers: dict[str, str]) -> None:
    given = preview.ask(line, **headers)[1]
    assert given["Content-Security-Policy"] == POLICY
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Cache-Control"] == "no-store"
    assert given["Cross-Origin-Resource-Policy"] == given["Cross-Origin-Opener-Policy"] == "same-origin"
    assert not {"Server", "ETag", "Last-Modified", "Access-Control-Allow-Origin"} & set(given)


@pytest.mark.parametrize("request_", BROKEN.values(), ids=BROKEN)
def test_what_is_no_request_does_no_harm(preview: Preview, request_: bytes) -> None:
    status = preview.send(request_)[:12]
    assert status in (b"HTTP/1.1 400", b"HTTP/1.1 403", b"")
    assert preview.ask()[0] == 200


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text(HIDDEN, "utf-8")
    with serving(tmp_path) as running:
        assets = running.root / "assets"
        until(lambda: running.ask()[0] == 200)
        (assets / "linked.txt").symlink_to(tmp_path / "outside" / "secret.txt")
        (assets / "linked").symlink_to(tmp_path / "outside", target_is_directory=True)
        until(lambda: running.printed().count("is not followed [file-linked]") == 2)
        for path in ("/assets/linked.txt", "/linked.txt", "/assets/linked/secret.txt", "/linked/secret.txt"):
            status, _, body = running.ask(f"GET {path} HTTP/1.1")
            assert status == 404
            assert HIDDEN not in body
        assert "Welcome" in running.ask()[2]


def test_a_page_may_open_the_websocket(preview: Preview) -> None:
    with preview.connect() as page:
        assert preview.listen(page) == 101
        page.sendall(_masked(b'{"command":"hello"}'))
        assert b'"command": "hello"' in page.recv(1000)


def test_a_page_that_shows_an_older_state_is_reloaded_at_once(preview: Preview) -> None:
    shown = preview.ask()[2].partition("snipver=")[2].partition('"')[0]
    for mark, reloads in ((shown, False), ("v0", True)):
        with preview.connect() as page:
            preview.listen(page)
            page.sendall(_masked(f'{{"command":"hello","snipver":"{mark}"}}'.encode()) + _masked(b"", 0x89))
            heard = b""
            while b"\x8a\x00" not in heard:  # the pong
                part = page.recv(1000)
                assert part, "the server closed the connection"
                heard += part
            assert (b'"reload"' in heard) == reloads


NOISE = {
    "no JSON": b"hello",
    "no text": bytes(range(128, 228)),
    "deep": b"[" * 60_000,
    "too much": b"a" * 100_000,
}


@pytest.mark.parametrize("said", NOISE.values(), ids=NOISE)
@pytest.mark.parametrize("kind", [0x81, 0x82], ids=["text", "bytes"])
def test_invalid_messages_on_the_websocket_do_no_harm(preview: Preview, said: bytes, kind: int) -> None:
    with preview.connect() as page:
        preview.listen(page)
        with suppress(ConnectionError):
            page.sendall(_masked(said, kind) + _masked(b"", 0x88))
            while page.recv(1000):
                pass
    assert preview.ask()[0] == 200


@POSIX
def test_silent_and_slow_connections_block_nobody(preview: Preview) -> None:
    with ExitStack() as opened:
        for number in range(400):
            connection = opened.enter_context(preview.connect())
            with suppress(ConnectionError):
                connection.sendall((b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: localhost\r\n")[number % 3])
        assert preview.ask()[0] == 200
        assert open_files(preview) < 256, "more than some systems allow"


@POSIX
def test_many_reconnections_leave_nothing_open(tmp_path: Path) -> None:
    with serving(tmp_path) as running:
        assert running.ask()[0] == 200
        before = size(running), open_files(running)
        for _ in range(RECONNECTS):
            _reconnect(running)
        until(lambda: open_files(running) <= before[1])
        assert not IS_SOAK or size(running) - before[0] < MOST_GROWTH


@POSIX
def test_many_edits_leave_nothing_open(tmp_path: Path) -> None:
    with serving(tmp_path) as running, running.connect() as page:
        running.listen(page)
        for number in range(-3, 0):
            _edit(running, number)
        before = size(running), open_files(running)
        for number in range(EDITS):
            _edit(running, number)
        until(lambda: open_files(running) <= before[1])
        assert not IS_SOAK or size(running) - before[0] < MOST_GROWTH
        assert running.process.poll() is None


def test_a_page_that_was_closed_is_forgotten() -> None:
    """The server runs in this process, where the objects that it keeps can be counted.

    It has a thread of its own, as Playwright runs an event loop in the main one.
    """
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, _most_and_last_alive(20)).result() == (1, 0)


async def _most_and_last_alive(pages: int) -> tuple[int, int]:
    """Connect page after page; return how many the server kept with one connected, and after the last."""
    listening, most = listen(LOOPBACK, 0), 0
    server = await answer_requests(Site(), listening, Watcher())
    url = f"{listening.url.replace('http', 'ws')}livereload"
    for _ in range(pages):
        page = await websocket_connect(HTTPRequest(url, headers={"Origin": listening.url.rstrip("/")}))
        await page.write_message('{"command":"hello"}')
        assert await page.read_message()
        most = max(most, _alive())
        page.close()
        for _try in range(TRIES):
            if not _alive():
                break
            await asyncio.sleep(0.05)
    await server.close()
    return most, _alive()


def _alive() -> int:
    gc.collect()
    return sum(isinstance(thing, LiveReloadHandler) for thing in gc.get_objects())


@pytest.mark.parametrize(
    ("host", "url", "is_open"),
    [
        ("127.0.0.1", "http://127.0.0.1:", False),
        ("localhost", "http://localhost:", False),
        pytest.param("::1", "http://[::1]:", False, marks=IPV6),
        (EVERYWHERE, "http://127.0.0.1:", True),
        pytest.param("::", "http://[::1]:", True, marks=IPV6),
        (socket.gethostname(), f"http://{socket.gethostname()}:", None),
    ],
)
def test_it_says_who_can_see_it(tmp_path: Path, host: str, url: str, is_open: object) -> None:
    seen_at = url.removeprefix("http://").removesuffix(":")
    with serving(tmp_path, "--host", host, host=seen_at) as running:
        assert running.ask()[0] == 200
        notice = "Everyone who can reach this machine over the network sees it, drafts included.\n"
        assert f"Serving {url}{running.port}/ " in running.printed()
        assert is_open in (notice in running.printed(), None)


def test_other_machines_may_ask_by_number_or_by_name(tmp_path: Path) -> None:
    name = socket.gethostname()
    welcome = (
        "192.168.1.7",
        "[fe80::1]",
        "localhost",
        name,
        f"{name.upper()}:1",
        f"{name.partition('.')[0]}.local",
    )
    with serving(tmp_path, "--host", EVERYWHERE) as running:
        for host in welcome:
            assert running.ask(Host=host)[0] == 200
        for host in (
            "foreign.example",
            f"{name}.foreign.example",
            "192.168.1.7.foreign.example",
            "a@localhost",
        ):
            assert running.ask(Host=host)[0] == 403 if "@" not in host else 400


@POSIX
def test_a_browser_is_opened_on_demand(tmp_path: Path) -> None:
    program = tmp_path / "browser"
    program.write_text(f"#!/bin/sh\necho $1 > {tmp_path}/opened\n", "utf-8")
    program.chmod(0o755)
    with serving(tmp_path, "--open", environment={"BROWSER": str(program)}) as running:
        until(
            lambda: (tmp_path / "opened").exists() and (tmp_path / "opened").read_text("utf-8").endswith("\n")
        )
        assert (tmp_path / "opened").read_text("utf-8") == f"{running.url}\n"


@POSIX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("listens", [False, True], ids=["building", "shown"])
def test_a_signal_ends_it(tmp_path: Path, number: int, *, listens: bool) -> None:
    with serving(tmp_path, environment=UNMEASURED) as running, ExitStack() as opened:
        for said in (b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"):
            opened.enter_context(running.connect()).sendall(said)
        if listens:
            running.listen(opened.enter_context(running.connect()))
        running.process.send_signal(number)
        assert running.process.wait(PATIENCE) == 128 + number
        assert not findall("Traceback|Exception|Task", running.printed())


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_only_the_main_thread_receives_signals(tmp_path: Path) -> None:
    with serving(tmp_path) as running:
        until(lambda: "Built" in running.printed())
        threads = Path(f"/proc/{running.process.pid}/task")
        masks = {
            it.name: findall("SigBlk:\t(.*)", (it / "status").read_text("utf-8")) for it in threads.iterdir()
        }
    assert masks.pop(str(running.process.pid)) == ["0" * 16]
    assert len(masks) > 1
    assert set(chain.from_iterable(masks.values())) == {
        f"{1 << 0 | 1 << 1 | 1 << 14:016x}"
    }  # SIGHUP, SIGINT, SIGTERM


def _masked(said: bytes, kind: int = 0x81) -> bytes:
    """Frame a page's message (RFC 6455, 5.2), with a mask of zeros."""
    size = bytes([0x80 | len(said)]) if len(said) < 126 else b"\xff" + len(said).to_bytes(8, "big")
    return bytes([kind]) + size + bytes(4) + said


def _reconnect(running: Preview) -> None:
    with running.connect() as page:
        assert running.listen(page) == 101


def _edit(running: Preview, number: int) -> None:
    running.write("content/index.md", HOME.replace("Welcome", f"Edit {number}."))
    until(lambda: f"Edit {number}." in running.ask()[2])
