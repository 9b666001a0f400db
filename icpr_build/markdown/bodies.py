"""Sources → each one's body as prose, with its links and its problems.

Rule: what is not remembered is rendered, by several processes where that is worth while; whoever does it, the
result is the same.
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
from icpr_build.markdown.prose import prose
from icpr_build.model import Bodies, Body, Node, Source
from icpr_build.problem import Place

FEW = 50  # bodies that are rendered sooner than another process has begun
_TURN = 4  # bodies that are given to a process at a time: soon done, should the build be stopped
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def bodies(sources: Iterable[Source], cache: Cache, jobs: int) -> Bodies:
    """Render every body. Raises BrokenProcessPool if a process dies."""
    inputs = [(source.file, source.body, source.body_line) for source in sources if source.body]
    known = {given: cache.get(body, *given) for given in inputs}
    new = [given for given, found in known.items() if found is None]
    made = _shared(new, jobs) if jobs > 1 and len(new) > FEW else [body(*given) for given in new]
    known |= {given: cache.put(found, body, *given) for given, found in zip(new, made, strict=True)}
    return {file: found for (file, _, _), found in known.items() if found}


def body(file: str, text: str, first_line: int) -> Body:
    """Render a body that begins on a line of a file."""
    node = Node(place=Place(file=file), kind="mapping")
    return prose(Source(file=file, node=node, body=text, body_line=first_line))


def _shared(inputs: Sequence[tuple[str, str, int]], jobs: int) -> list[Body]:
    """Have processes render bodies; on the way out, none of them is left."""
    pool = ProcessPoolExecutor(min(jobs, len(inputs) // FEW + 1), get_context("spawn"), _begin)
    try:
        with _undisturbed():
            found = pool.map(body, *zip(*inputs, strict=True), chunksize=_TURN)
        return list(found)
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let signals wait while processes are begun, which would answer them before they know how."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Leave Ctrl+C, which reaches every process, to the one that began this one; and end with that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)
