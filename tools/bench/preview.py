"""A generator's server → the seconds from a saved file to the first answer that has its new words."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException

from tools.bench.cost import CommandFailed
from tools.bench.generators import Generator
from tools.bench.results import ITEM, Answer

PATIENCE = 120  # seconds until the server or the answer is given up
LEAST_REST = 1  # second between two edits, besides what the first build took
PAUSE = 0.005  # seconds between two requests
FIRST = 1_000  # the first number of an edit, as the builds have used the small ones
LOOPBACK = "127.0.0.1"


def answers(
    generators: Sequence[Generator], items: int, runs: int, missing: dict[str, str]
) -> Iterator[Answer]:
    """Serve one after the other, each with one item edited several times."""
    for generator in generators:
        if generator.serve and generator.name not in missing:
            try:
                seconds = _answers(generator, generator.serve, runs)
            except CommandFailed as error:
                missing[f"The server of {generator.name}"] = str(error)
            else:
                yield Answer(generator=generator.name, items=items, seconds=seconds)


def _answers(generator: Generator, serve: Callable[[int], tuple[str, ...]], runs: int) -> tuple[float, ...]:
    edit = generator.edits[ITEM]
    path = f"/{edit.shown_in.removesuffix('index.html')}"
    port = _free_port()
    words = edit.save(FIRST)  # shows that the server has built, and does not serve what an earlier build left
    with _running(generator, serve(port)):
        begun = time.perf_counter()
        _until_shown(port, path, words, pause=0.1)
        # A server may show a page before it has written all, and then miss an edit.
        rest = LEAST_REST + time.perf_counter() - begun
        seconds = []
        for run in range(FIRST + 1, FIRST + 1 + runs):
            time.sleep(rest)
            words = edit.save(run)
            begun = time.perf_counter()
            _until_shown(port, path, words, PAUSE)
            seconds.append(time.perf_counter() - begun)
    return tuple(seconds)


@contextmanager
def _running(generator: Generator, command: tuple[str, ...]) -> Iterator[None]:
    process = subprocess.Popen(
        command,
        cwd=generator.root,
        env=os.environ | dict(generator.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # it may have started others
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _until_shown(port: int, path: str, words: str, pause: float) -> None:
    end = time.perf_counter() + PATIENCE
    while words not in _page(port, path):
        if time.perf_counter() > end:
            raise CommandFailed(f"it does not show {words!r} within {PATIENCE} seconds")
        time.sleep(pause)


def _page(port: int, path: str) -> str:
    """Return what is answered; empty, as long as nobody listens."""
    connection = HTTPConnection(LOOPBACK, port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        return connection.getresponse().read().decode("utf-8", "replace")
    except (OSError, HTTPException):
        return ""
    finally:
        connection.close()


def _free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as listening:
        return int(listening.getsockname()[1])
