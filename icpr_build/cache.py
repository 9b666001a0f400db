"""Pure functions → what they gave for the same inputs, in an earlier build or in this one.

Rule: a result is recalled only where all that it depends on is the same: the function's inputs, Python, the
libraries, and the program to the letter.
Rule: what no build asked for is forgotten by the next.
"""

import hashlib
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import ParamSpec, TypeVar, get_type_hints

import msgspec

from icpr_build.seal import Vault

P = ParamSpec("P")
T = TypeVar("T")
Results = dict[str, msgspec.Raw]  # as JSON, by the hash of the inputs


class Cache:
    """Remembers what functions gave. A function's result must be made of what JSON and `model` hold."""

    def __init__(self, vault: Vault | None = None) -> None:
        """Remember what a vault holds; without one, nothing at first."""
        self._vault = vault or Vault()
        self._program = _program() if vault else ""
        self._before: dict[str, Results] = {}
        self._now: dict[str, Results] = {}

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Recall what a function gave for these inputs, or call it."""
        known = self.recall(function, args, kwargs)
        return self.keep(function(*args, **kwargs), function, args, kwargs) if known is None else known

    def recall(self, function: Callable[..., T], *inputs: object) -> T | None:
        """Give what a function, which never gives None, gave for these inputs; None if that is not known."""
        name, key = _name(function), digest(inputs)
        raw = self._results(name).get(key)
        if raw is None:
            return None
        self._now.setdefault(name, {})[key] = raw
        result: T = _decoder(function).decode(raw)
        return result

    def keep(self, result: T, function: Callable[..., T], *inputs: object) -> T:
        """Remember what a function gave for these inputs."""
        with suppress(UnicodeEncodeError):  # half a letter, which JSON cannot hold; it has been told
            raw = msgspec.Raw(msgspec.json.encode(result, enc_hook=_bare))
            self._now.setdefault(_name(function), {})[digest(inputs)] = raw
        return result

    def save(self) -> None:
        """Keep for the next build what this one asked for."""
        for name, results in self._now.items():
            if results.keys() != self._results(name).keys():
                content = msgspec.json.encode((self._program, results))
                self._vault.write(f"{name}.json", content)

    def _results(self, name: str) -> Results:
        """Read what a function gave in an earlier build of the same program."""
        if name not in self._before:
            try:
                kept = self._vault.read(f"{name}.json")
                program, found = msgspec.json.decode(kept, type=tuple[str, Results])
            except msgspec.DecodeError:
                program, found = "", {}
            self._before[name] = found if program == self._program else {}
        return self._before[name]


def digest(value: object) -> str:
    """Hash a value. It must be made of what JSON knows and of dataclasses: none of it goes unseen."""
    try:
        data = msgspec.json.encode(value, enc_hook=_marked)
    except UnicodeEncodeError:  # half a letter
        data = repr(value).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()


def _marked(value: object) -> list[str]:
    """Tell safe HTML from a text of the same letters."""
    return [type(value).__name__, _bare(value)]


def _bare(value: object) -> str:
    if not isinstance(value, str):
        raise NotImplementedError(f"{type(value).__name__} is not made to be remembered")
    return str(value)


def _name(function: Callable[..., object]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


@cache
def _decoder(function: Callable[..., T]) -> msgspec.json.Decoder[T]:
    """Make what reads a function's results, each part of them of its own type."""
    result = get_type_hints(function)["return"]
    return msgspec.json.Decoder(result, dec_hook=lambda wanted, value: wanted(value))


def _program() -> str:
    """Name this program to the letter, this Python, and all libraries with their versions."""
    sources = [path.read_bytes() for path in sorted(Path(__file__).parent.rglob("*.py"))]
    libraries = sorted(path.name for folder in sys.path for path in Path(folder).glob("*.dist-info"))
    return digest((sources, libraries, sys.version))
