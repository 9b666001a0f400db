"""Watches the files that a build reads: livereload's watcher, woken by the system where it reports changes.

Whether anything changed is found by comparing the files with what they were. The system's reports (inotify,
FSEvents and so on, by watchdog) only say when to compare. As network drives and containers have none, and a
folder that takes the place of another has none, the files are compared every few seconds as well.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from livereload.watcher import Watcher
from watchdog import events
from watchdog.observers import Observer

from icpr_build.signals import signals_delayed
from icpr_build.source import FOLDERS, file_states, inside

_EVENTS = [  # but not that a file was opened, as comparing does
    *(events.DirCreatedEvent, events.DirDeletedEvent, events.DirMovedEvent, events.FileCreatedEvent),
    *(events.FileDeletedEvent, events.FileModifiedEvent, events.FileMovedEvent),
]


class SourceWatcher(Watcher):  # type: ignore[misc] # livereload has no types
    """Calls a function if a project's files have changed since the last `examine()`, and at the first."""

    def __init__(self, root: Path, on_change: Callable[[], object]) -> None:
        super().__init__()
        self.root = root
        with signals_delayed():  # so that only the main thread, which can delay them, receives them
            self.observer = Observer()  # which starts a thread
        self.watch(str(root), on_change)

    def is_changed(self, path: str, ignore: object = None) -> bool:
        """Compare the files with those of the last call. Times, sizes and inodes are in `_task_mtimes`."""
        del path, ignore
        found = file_states(self.root)
        changed: bool = found != self._task_mtimes
        self._task_mtimes.clear()
        self._task_mtimes.update(found)
        return changed

    def start(self, callback: Callable[[], object]) -> bool:
        """Have the system call back, from a thread, when files may have changed; False: also poll."""
        handler = _Handler(callback)
        with signals_delayed():
            self.observer.start()
            for folder in filter(None, (inside(self.root, folder) for folder in FOLDERS)):
                with suppress(OSError):  # it does not exist, or the system can watch no more folders
                    self.observer.schedule(handler, folder, recursive=True, event_filter=_EVENTS)
        return False

    def stop(self) -> None:
        """End the threads."""
        if self.observer.is_alive():
            self.observer.stop()
            self.observer.join()


class _Handler(events.FileSystemEventHandler):
    def __init__(self, callback: Callable[[], object]) -> None:
        self.callback = callback

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        del event
        self.callback()
