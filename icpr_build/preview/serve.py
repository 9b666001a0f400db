"""The live preview: keeps the site in memory, serves it, and builds it again after every change.

After a faulty change the last good site stays. As nothing is written to disk, a signal may end the preview at
any moment.
"""

import asyncio
import signal
import webbrowser
from collections.abc import Callable, Collection, Coroutine, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TypeVar

from icpr_build.model import OutputFile
from icpr_build.preview.server import Listening, Preview, answer_requests
from icpr_build.preview.watcher import SourceWatcher
from icpr_build.signals import signals_collected, signals_delayed

T = TypeVar("T")

POLL = 2.0  # seconds between two comparisons of the files, should the system report no change
QUIET = 0.1  # seconds without a report after which a change is taken to be whole


def serve(
    root: Path, rebuild: Callable[[], Sequence[OutputFile] | None], listening: Listening, *, open_page: bool
) -> None:
    """Serve until interrupted. `rebuild` returns the site's files; None if it has reported problems.

    Raises what the handlers of SIGINT and SIGTERM raise.
    """
    if open_page:
        Thread(target=webbrowser.open, args=(listening.url,), daemon=True).start()
    preview = Preview()
    with asyncio.Runner() as runner:
        loop, changed = runner.get_loop(), asyncio.Event()

        def wake() -> None:
            loop.call_soon_threadsafe(changed.set)

        def run(work: Coroutine[object, object, T]) -> T:
            with signals_delayed():  # a task that an exception interrupts anywhere may never end
                return runner.run(work)

        watcher = SourceWatcher(root, lambda: run(preview.show(rebuild())))
        server = run(answer_requests(preview, listening, watcher))
        try:
            watcher.start(wake)
            received: list[int] = []
            while not received:
                watcher.examine()  # outside of the event loop, so that a signal interrupts the build
                with signals_collected(wake) as received:
                    runner.run(_wait(changed, received))
        finally:
            with signals_delayed():
                watcher.stop()
                runner.run(server.close())
    signal.raise_signal(received[0])


async def _wait(changed: asyncio.Event, received: Collection[int]) -> None:
    """Answer requests until files may have changed, or a signal comes."""
    with suppress(TimeoutError):
        await asyncio.wait_for(changed.wait(), POLL)
        while not received:
            changed.clear()
            await asyncio.wait_for(changed.wait(), QUIET)
