"""Renders the bodies of all sources: those that are not in the cache, by several processes if there are many.

The result is the same, whichever process makes it. Each process gets its share from standard input and writes
the results to standard output. No lock, queue or thread is waited for, so that a signal can end the build at
any moment; a process whose parent has ended ends as well.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from threading import Thread

from icpr_build.cache import Cache
from icpr_build.markdown.prose import render_body
from icpr_build.model import Bodies, Body, Source
from icpr_build.signals import signals_delayed

FEW = 50  # bodies that are rendered sooner than another process has started
Input = tuple[str, str, int]  # a file, its body, and the line on which that begins


def render_bodies(sources: Iterable[Source], cache: Cache, jobs: int) -> Bodies:
    """Render every body. Raises ChildProcessError if a process dies."""
    inputs = [(source.file, source.body, source.body_line) for source in sources if source.body]
    known = {given: cache.get(render_body, *given) for given in inputs}
    new = [given for given, found in known.items() if found is None]
    number = min(jobs, len(new) // FEW + 1)
    for share, made in _render([new[start::number] for start in range(number)]):
        known |= {
            given: cache.put(found, render_body, *given) for given, found in zip(share, made, strict=True)
        }
    return {file: found for (file, _, _), found in known.items() if found}


def _render(shares: Sequence[list[Input]]) -> Iterator[tuple[list[Input], list[Body]]]:
    """Render the first share in this process, and each other one in a process of its own if one can start."""
    with ExitStack() as stack:
        own, started = [shares[0]], []
        for share in shares[1:]:
            try:
                started.append((share, stack.enter_context(_started(share))))
            except (OSError, RuntimeError):  # the system allows no further process, or no further thread
                own.append(share)
        for share in own:
            yield share, list(_render_share(share))
        for share, process in started:
            yield share, _result(process)


def _render_share(share: Iterable[Input]) -> Iterator[Body]:
    """Render bodies; a signal waits for the end of one, as the sanitizer ignores what its callback raises."""
    for given in share:
        with signals_delayed():
            body = render_body(*given)
        yield body


@contextmanager
def _started(share: list[Input]) -> Iterator[subprocess.Popen[bytes]]:
    """Start a process that renders a share. On the way out it has ended, or is killed."""
    code = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import work; work()"
    with ExitStack() as stack:
        with signals_delayed():  # which the process inherits: Ctrl+C is for its parent
            process = subprocess.Popen(
                [sys.executable, "-c", code],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
            stack.callback(_kill, process)
            sender = Thread(target=_send, args=(process, share), daemon=True)
            sender.start()  # with signals delayed for good, so that they reach the main thread
        yield process


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with suppress(OSError):
                pipe.close()


def _send(process: subprocess.Popen[bytes], share: list[Input]) -> None:
    """Send a share. The pipe stays open: the process ends when its other end is closed."""
    with suppress(OSError, ValueError):  # the process was killed, or the pipe closed
        if process.stdin:
            pickle.dump(share, process.stdin)
            process.stdin.flush()


def _result(process: subprocess.Popen[bytes]) -> list[Body]:
    data = process.stdout.read() if process.stdout else b""
    if process.wait():
        raise ChildProcessError("a process that rendered texts was ended")
    result: list[Body] = pickle.loads(data)  # noqa: S301 - this program wrote it
    return result


def work() -> None:
    """Render the share that comes from standard input, and write the results to standard output."""
    try:
        share: list[Input] = pickle.load(sys.stdin.buffer)  # noqa: S301 - this program wrote it
    except (EOFError, pickle.UnpicklingError):  # the parent ended while it wrote
        return
    Thread(target=_end_with_parent, daemon=True).start()
    results = list(_render_share(share))
    with suppress(BrokenPipeError):
        sys.stdout.buffer.write(pickle.dumps(results))
        sys.stdout.buffer.flush()


def _end_with_parent() -> None:
    if not os.read(sys.stdin.fileno(), 1):
        os._exit(1)
