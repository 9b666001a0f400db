"""Remembers the results of pure functions from one build to the next, in the user's cache folder.

A result is used again only where everything it depends on is the same: the function's inputs, Python, the
libraries and the program's own source. Results that a build did not ask for are dropped when it saves.

A cache file is a line with a digest, then JSON, which is read into the types of the function's result:
nothing in it can run. One that is corrupt, too large or not this user's own is ignored; one that cannot be
read or written is no error.
"""

import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, get_type_hints

import msgspec
from platformdirs import user_cache_path

P = ParamSpec("P")
T = TypeVar("T")
Saved = dict[str, msgspec.Raw]  # JSON by the digest of the inputs

LARGEST = 256 * 1024 * 1024  # bytes of a file; forty times what a site of a thousand pages needs


def cache_folder(root: Path) -> Path | None:
    """Return the folder of a project's cache; None if the user has no cache folder outside of the project."""
    root = root.resolve()
    try:
        caches = user_cache_path("icpr-build", appauthor=False)
    except RuntimeError:  # the user has no home
        return None
    if not caches.is_absolute() or caches.resolve().is_relative_to(root):
        return None
    return caches / hashlib.sha256(os.fsencode(root)).hexdigest()[:32]


class Cache:
    """Results by function and inputs. They consist of JSON's types and dataclasses, and are never None."""

    def __init__(self, folder: Path | None = None) -> None:
        """Read and save in `folder`; without one, remember for the life of this object only."""
        self._folder = folder
        self._program = _program() if folder else ""
        self._functions: dict[str, _Results] = {}

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return a function's result for these inputs, calling it if the result is not known."""
        known = self.get(function, args, kwargs)
        return self.put(function(*args, **kwargs), function, args, kwargs) if known is None else known

    def get(self, function: Callable[..., T], *inputs: object) -> T | None:
        """Return the known result of a function for these inputs, or None."""
        results, key = self._results(function), digest(inputs)
        if key not in results.known:
            if key not in results.saved:
                return None
            results.known[key] = _decoder(function).decode(results.saved[key])
        results.used.add(key)
        result: T = results.known[key]
        return result

    def put(self, result: T, function: Callable[..., T], *inputs: object) -> T:
        """Remember the result of a function for these inputs, and return it."""
        results, key = self._results(function), digest(inputs)
        results.known[key] = result
        results.used.add(key)
        return result

    def save(self) -> None:
        """Write the results that were asked for since the last `drop_unused`, and only those."""
        for name, results in self._functions.items():
            if self._folder and results.used != results.saved.keys():
                results.saved = dict(results.encoded())
                data = msgspec.json.encode(results.saved)
                _write(self._folder / f"{name}.json", self._first_line(name, data) + data)

    def drop_unused(self) -> None:
        """Forget the results that were not asked for since the last time."""
        for results in self._functions.values():
            results.known = {key: result for key, result in results.known.items() if key in results.used}
            results.used = set()

    def _results(self, function: Callable[..., object]) -> "_Results":
        name = f"{function.__module__}.{function.__qualname__}"
        if name not in self._functions:
            self._functions[name] = _Results(saved=self._read(name))
        return self._functions[name]

    def _read(self, name: str) -> Saved:
        """Return the saved results of a function; none if the file is not as this same program wrote it."""
        data = _read_own(self._folder / f"{name}.json") if self._folder else b""
        head, newline, data = data.partition(b"\n")
        is_whole = head + newline == self._first_line(name, data)
        return msgspec.json.decode(data, type=Saved) if is_whole else {}

    def _first_line(self, name: str, data: bytes) -> bytes:
        checksum = hashlib.sha256(data).hexdigest()
        return f"{digest((self._program, name, checksum))}\n".encode()


@dataclass(slots=True, kw_only=True)
class _Results:
    """The results of a function, by the digest of its inputs: as JSON, as they are, and which are in use."""

    saved: Saved
    known: dict[str, Any] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def encoded(self) -> Iterator[tuple[str, msgspec.Raw]]:
        """Yield the results that were used, as JSON."""
        for key in self.used:
            with suppress(UnicodeEncodeError):  # half of a surrogate pair; the source is reported elsewhere
                if key not in self.saved:
                    self.saved[key] = msgspec.Raw(msgspec.json.encode(self.known[key], enc_hook=_as_text))
                yield key, self.saved[key]


def digest(value: object) -> str:
    """Return the SHA-256 of a value that consists of JSON's types and dataclasses."""
    try:
        data = msgspec.json.encode(value, enc_hook=_with_type)
    except UnicodeEncodeError:  # half of a surrogate pair
        data = repr(value).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()


def _with_type(value: object) -> list[str]:
    """Encode safe HTML so that it differs from plain text of the same characters."""
    return [type(value).__name__, _as_text(value)]


def _as_text(value: object) -> str:
    if not isinstance(value, str):
        raise NotImplementedError(f"{type(value).__name__} cannot be cached")
    return str(value)


@cache
def _decoder(function: Callable[..., T]) -> msgspec.json.Decoder[T]:
    """Return a decoder of the type that a function is annotated to return."""
    result = get_type_hints(function)["return"]
    return msgspec.json.Decoder(result, dec_hook=lambda wanted, value: wanted(value))


def _program() -> str:
    """Return a digest of this program's source, this Python, and the names and versions of all libraries."""
    sources = [path.read_bytes() for path in sorted(Path(__file__).parent.rglob("*.py"))]
    libraries = sorted(path.name for folder in sys.path for path in Path(folder).glob("*.dist-info"))
    return digest((sources, libraries, sys.version))


def _read_own(file: Path) -> bytes:
    """Read an ordinary file of this user, in a folder of this user; nothing if it is anything else."""
    with suppress(OSError):
        status = file.lstat()
        is_readable = stat.S_ISREG(status.st_mode) and status.st_size <= LARGEST and _is_own(status)
        if is_readable and _is_own_folder(file.parent):
            return file.read_bytes()
    return b""


def _write(file: Path, data: bytes) -> None:
    """Replace a file in a folder of this user. If two builds do at once, one wins or the digest is wrong."""
    if len(data) > LARGEST:
        return
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_own_folder(file.parent):
            new = file.with_name(f"{file.name}.new")
            new.unlink(missing_ok=True)
            with new.open("xb") as stream:
                stream.write(data)
            new.replace(file)


def _is_own_folder(folder: Path) -> bool:
    """Return whether a project's cache folder, and the one it is in, are this user's, and not links."""
    statuses = [path.lstat() for path in (folder.parent, folder)]
    return all(stat.S_ISDIR(status.st_mode) and _is_own(status) for status in statuses)


def _is_own(status: os.stat_result) -> bool:
    """Return whether a file is this user's. Where there are no users, every file is."""
    user = getattr(os, "geteuid", None)
    return user is None or status.st_uid == user()
