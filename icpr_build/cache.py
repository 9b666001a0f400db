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
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import ParamSpec, TypeVar, get_type_hints

import msgspec
from platformdirs import user_cache_path

P = ParamSpec("P")
T = TypeVar("T")
Results = dict[str, msgspec.Raw]  # JSON by the digest of the inputs

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
        self._saved: dict[str, Results] = {}
        self._used: dict[str, Results] = {}

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return a function's result for these inputs, calling it if the result is not known."""
        known = self.get(function, args, kwargs)
        return self.put(function(*args, **kwargs), function, args, kwargs) if known is None else known

    def get(self, function: Callable[..., T], *inputs: object) -> T | None:
        """Return the saved result of a function for these inputs, or None."""
        name, key = _name(function), digest(inputs)
        raw = self._read(name).get(key)
        if raw is None:
            return None
        self._used.setdefault(name, {})[key] = raw
        result: T = _decoder(function).decode(raw)
        return result

    def put(self, result: T, function: Callable[..., T], *inputs: object) -> T:
        """Remember the result of a function for these inputs, and return it."""
        with suppress(
            UnicodeEncodeError
        ):  # JSON has no half of a surrogate pair; the source is reported elsewhere
            raw = msgspec.Raw(msgspec.json.encode(result, enc_hook=_as_text))
            self._used.setdefault(_name(function), {})[digest(inputs)] = raw
        return result

    def save(self) -> None:
        """Write the results that were asked for, and only those."""
        for name, results in self._used.items():
            if self._folder and results.keys() != self._read(name).keys():
                data = msgspec.json.encode(results)
                _write(self._folder / f"{name}.json", self._first_line(name, data) + data)

    def _read(self, name: str) -> Results:
        """Return the saved results of a function; none if the file is not as this same program wrote it."""
        if name not in self._saved:
            head, newline, data = (
                _read_own(self._folder / f"{name}.json") if self._folder else b""
            ).partition(b"\n")
            is_whole = head + newline == self._first_line(name, data)
            self._saved[name] = msgspec.json.decode(data, type=Results) if is_whole else {}
        return self._saved[name]

    def _first_line(self, name: str, data: bytes) -> bytes:
        checksum = hashlib.sha256(data).hexdigest()
        return f"{digest((self._program, name, checksum))}\n".encode()


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


def _name(function: Callable[..., object]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


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
