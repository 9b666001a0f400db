"""The live preview: builds with drafts, holds the site in memory, shows it, and shows it anew after a change.

Rule: a faulty change is told in the terminal, and the last good site goes on being shown.
Rule: nothing is written to disk, so that a signal may end the preview at any moment.
"""

import asyncio
import signal
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread

from icpr_build.model import OutputFile
from icpr_build.preview.server import Claim, Preview, listen
from icpr_build.source import walk

WATCHED = ("content", "templates", "assets")
PAUSE = 0.4  # seconds between two looks at the files

Rebuild = Callable[[], Sequence[OutputFile] | None]


def serve(root: Path, rebuild: Rebuild, claimed: Claim, *, open_page: bool) -> None:
    """Serve until interrupted. `rebuild` makes the site, or tells its problems and returns nothing.

    Raises KeyboardInterrupt, or what the handler of SIGTERM does.
    """
    if open_page:
        Thread(target=webbrowser.open, args=(claimed.url,), daemon=True).start()
    preview, seen = Preview(), None
    with asyncio.Runner() as runner:
        server = runner.run(listen(preview, claimed))
        try:
            is_ended = False
            while not is_ended:
                now = _times(root)
                if now != seen:
                    seen = now
                    runner.run(preview.show(rebuild()))
                is_ended = runner.run(_is_ended())
        finally:
            runner.run(server.end())
    signal.raise_signal(signal.SIGTERM)


async def _is_ended() -> bool:
    """Answer requests for a while; True once SIGTERM came, which may break off a build, but no answer."""
    ended, told, loop = asyncio.Event(), list[int](), asyncio.get_running_loop()

    def end(number: int, _frame: object) -> None:
        told.append(number)  # the event may come too late, when the pause has just passed
        loop.call_soon_threadsafe(ended.set)

    usual = signal.signal(signal.SIGTERM, end)
    try:
        with suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), PAUSE)
    finally:
        signal.signal(signal.SIGTERM, usual)
    return bool(told)


def _times(root: Path) -> dict[str, tuple[int, int, int]]:
    """Take down of every file that is read when it was changed, and what else a change may show in."""
    found = {}
    for folder in WATCHED:
        for file, path in walk(root, folder)[0]:
            with suppress(OSError):  # it is just going
                state = path.stat()
                found[file] = (state.st_mtime_ns, state.st_size, state.st_ino)
    return found
