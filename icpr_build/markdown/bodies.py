"""Renders the bodies of all sources: those not in the cache, by several processes where that is faster.

The result is the same, whichever process makes it.
"""

import os
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread

from icpr_build.cache import Cache
from icpr_build.markdown.prose import render_body
from icpr_build.model import Bodies, Body, Source

FEW = 50  # bodies that are rendered sooner than another process has started
_CHUNK = 4  # bodies that a process gets at a time: soon done, should the build be stopped
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def render_bodies(sources: Iterable[Source], cache: Cache, jobs: int) -> Bodies:
    """Render every body. Raises BrokenProcessPool if a process dies."""
    inputs = [(source.file, source.body, source.body_line) for source in sources if source.body]
    known = {given: cache.get(render_body, *given) for given in inputs}
    new = [given for given, found in known.items() if found is None]
    made = _in_processes(new, jobs) if jobs > 1 and len(new) > FEW else [render_body(*given) for given in new]
    known |= {given: cache.put(found, render_body, *given) for given, found in zip(new, made, strict=True)}
    return {file: found for (file, _, _), found in known.items() if found}


def _in_processes(inputs: Sequence[tuple[str, str, int]], jobs: int) -> list[Body]:
    """Render bodies by processes, of which none is left afterwards."""
    pool = ProcessPoolExecutor(min(jobs, len(inputs) // FEW + 1), get_context("spawn"), _start_worker)
    try:
        with _without_signals():
            found = pool.map(render_body, *zip(*inputs, strict=True), chunksize=_CHUNK)
        return list(found)
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _without_signals() -> Iterator[None]:
    """Hold signals back while processes start, which would answer them before they know how."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_worker() -> None:
    """Leave Ctrl+C, which reaches every process, to the parent; and end when the parent ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)
