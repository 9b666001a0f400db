"""The live preview: keeps the site in memory, serves it, and builds it again after every change.

After a faulty change the last good site stays. As nothing is written to disk, a signal may end the preview at
any moment.
"""

import asyncio
import signal
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread

from icpr_build.model import OutputFile
from icpr_build.preview.server import Listening, Preview, answer_requests
from icpr_build.preview.watcher import SourceWatcher

POLL = 2.0  # seconds between two comparisons of the files, should the system report no change
QUIET = 0.1  # seconds without a report after which a change is taken to be whole


def serve(
    root: Path, rebuild: Callable[[], Sequence[OutputFile] | None], listening: Listening, *, open_page: bool
) -> None:
    """Serve until interrupted. `rebuild` returns the site's files; None if it has reported problems.

    Raises KeyboardInterrupt, or what the handler of SIGTERM raises.
    """
    if open_page:
        Thread(target=webbrowser.open, args=(listening.url,), daemon=True).start()
    preview = Preview()
    with asyncio.Runner() as runner:
        loop, changed = runner.get_loop(), asyncio.Event()
        watcher = SourceWatcher(root, lambda: runner.run(preview.show(rebuild())))
        server = runner.run(answer_requests(preview, listening, watcher))
        try:
            watcher.start(lambda: loop.call_soon_threadsafe(changed.set))
            is_terminated = False
            while not is_terminated:
                watcher.examine()  # outside of the event loop, so that a signal interrupts the build
                is_terminated = runner.run(_wait(changed))
        finally:
            watcher.stop()
            runner.run(server.close())
    signal.raise_signal(signal.SIGTERM)


async def _wait(changed: asyncio.Event) -> bool:
    """Answer requests until files may have changed; True if SIGTERM came, which breaks off no response."""
    terminated: list[int] = []
    loop = asyncio.get_running_loop()

    def terminate(number: int, _frame: object) -> None:
        terminated.append(number)
        loop.call_soon_threadsafe(changed.set)

    before = signal.signal(signal.SIGTERM, terminate)
    try:
        with suppress(TimeoutError):
            await asyncio.wait_for(changed.wait(), POLL)
            while not terminated:
                changed.clear()
                await asyncio.wait_for(changed.wait(), QUIET)
    finally:
        signal.signal(signal.SIGTERM, before)
    return bool(terminated)
