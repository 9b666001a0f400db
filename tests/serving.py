"""A running `icpr serve` on a small site, for the tests that send it requests."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.lay_out import SITES, TODAY, lay_out

PATIENCE = 120  # seconds until a connection or a process that hangs fails its test
TRIES = 2400  # of `until`, each followed by a pause of 0.05 seconds
SERVING = re.compile(r"Serving http://\S+:(\d+)/ ")
LOOPBACK = "127.0.0.1"
SMALLEST = SITES / "smallest"
HOME = (SMALLEST / "content/index.md").read_text("utf-8") + "\n![Shared](/img/share.png)\n"
DRAFT = "---\ntitle: {0}\ndate: 2024-06-07\nsummary: About {0}.\ndraft: true\n---\nThis is {0}.\n"


def _speaks_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


IPV6 = pytest.mark.skipif(not _speaks_ipv6(), reason="this machine speaks no IPv6")
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec_WebSocket_Version": "13",
    "Sec_WebSocket_Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A running `icpr serve`, what it has printed, and the folder for its temporary files."""

    process: subprocess.Popen[bytes]
    root: Path
    host: str
    port: int
    terminal: Path
    temporary: Path

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}/"

    def write(self, file: str, data: str | bytes) -> None:
        (self.root / file).write_bytes(data.encode() if isinstance(data, str) else data)

    def printed(self) -> str:
        return self.terminal.read_text("utf-8")

    def connect(self) -> socket.socket:
        return socket.create_connection((self.host.strip("[]"), self.port), PATIENCE)

    def send(self, request: bytes) -> bytes:
        """Send bytes as they are, and return the first that come back; the server need not read them all."""
        with self.connect() as connection:
            with suppress(ConnectionError):
                connection.sendall(request)
            with suppress(ConnectionError):
                return connection.recv(65_536)
        return b""

    def ask(self, line: str = "GET / HTTP/1.1", **headers: str) -> tuple[int, dict[str, str], str]:
        """Send a request as it is; `Sec_Fetch_Site="none"` is a header."""
        with self.connect() as connection:
            return self.ask_on(connection, line, **headers)

    def ask_on(self, connection: socket.socket, line: str, **headers: str) -> tuple[int, dict[str, str], str]:
        connection.sendall(self._request(line, headers))
        with HTTPResponse(connection, method=line.partition(" ")[0]) as answer:
            answer.begin()
            return answer.status, dict(answer.headers), answer.read().decode("utf-8", "replace")

    def listen(self, connection: socket.socket) -> int:
        """Open the websocket as a page of the preview does, and return the status of the response."""
        headers = {"Origin": self.url.rstrip("/")} | UPGRADE
        connection.sendall(self._request("GET /livereload HTTP/1.1", headers))
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            part = connection.recv(1)  # the websocket's messages come next
            assert part, "the server closed the connection"
            head += part
        return int(head.split()[1])

    def _request(self, line: str, headers: Mapping[str, str]) -> bytes:
        fields = {"Host": f"{self.host}:{self.port}", **headers}
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
        return "\r\n".join((line, *lines, "", "")).replace("PORT", str(self.port)).encode()


@contextmanager
def serving(
    folder: Path,
    *options: str,
    host: str = LOOPBACK,
    files: Mapping[str, str] = MappingProxyType({}),
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Preview]:
    """Preview the smallest site, with a draft, from a fresh folder."""
    known = {"content/index.md": HOME, "content/news/2024-06-07-draft.md": DRAFT.format("Draft")}
    root = lay_out(folder / "site", "smallest", files={**known, **files})
    temporary, terminal = folder / "temporary", folder / "terminal"
    temporary.mkdir()
    with terminal.open("wb") as printed:
        process = subprocess.Popen(
            [*serve_command(root), *options],
            stdout=printed,
            stderr=subprocess.STDOUT,
            env={**os.environ, "TMPDIR": str(temporary), **environment},
        )
    try:
        until(lambda: process.poll() is not None or SERVING.search(terminal.read_text("utf-8")))
        found = SERVING.search(terminal.read_text("utf-8"))
        assert found, terminal.read_text("utf-8")
        yield Preview(
            process=process,
            root=root,
            host=host,
            port=int(found[1]),
            terminal=terminal,
            temporary=temporary,
        )
        assert not (root / "output").exists()
        assert list(temporary.iterdir()) == []
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


def serve_command(root: Path, port: int = 0) -> list[str]:
    options = ["--root", str(root), "--port", str(port), "--today", TODAY]
    return [sys.executable, "-m", "icpr_build", "serve", *options]


def until(condition: Callable[[], object], pause: float = 0.05) -> None:
    """Try until a condition is true, with a pause of so many seconds after each try; fail in the end."""
    for _ in range(TRIES if pause else 1000 * TRIES):
        if condition():
            return
        time.sleep(pause)
    pytest.fail("what is waited for did not happen")


def size(running: Preview) -> int:
    """Return the bytes of memory that a preview uses."""
    process = Path(f"/proc/{running.process.pid}/status")
    if process.exists():
        return int(process.read_text("utf-8").partition("VmRSS:")[2].split()[0]) * 1024
    return int(_output("ps", "-o", "rss=", "-p", str(running.process.pid))) * 1024


def open_files(running: Preview) -> int:
    """Count the files and connections that a preview has open."""
    folder = Path(f"/proc/{running.process.pid}/fd")
    if folder.exists():
        return len(list(folder.iterdir()))
    return len(_output("lsof", "-p", str(running.process.pid)).splitlines())


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
