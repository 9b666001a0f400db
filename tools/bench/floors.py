"""The least that a build in Python can do: read and hash the sources, parse the texts, write the files.

It is a program, measured as any generator is, so that the start of Python and the imports of the libraries
that a build needs are in it. `python -m tools.bench.floors` wants a project, a folder to write to, a file
with the paths and sizes of the files to write, and a file that the seconds of each part are added to. Without
the last three it only reads and hashes.
"""

import hashlib
import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

LIBRARIES = (
    "PIL.Image",
    "comrak",
    "frontmatter",
    "jinja2",
    "lightningcss",
    "markdown",
    "msgspec",
    "nh3",
    "platformdirs",
    "selectolax.lexbor",
    "yaml",
)
READING, PARSING, WRITING = "reading and hashing all sources", "parsing all texts", "writing all files"
SOURCES = ("content", "templates", "assets")


def main(root: str, output: str = "", sizes: str = "", parts: str = "") -> int:
    """Do the work once; return exit status 0."""
    for library in LIBRARIES:
        importlib.import_module(library)
    begun = time.perf_counter()
    sources = _read(Path(root))
    seconds = {READING: time.perf_counter() - begun}
    if output:
        files = json.loads(Path(sizes).read_text("utf-8"))
        seconds[PARSING] = _timed(lambda: _parse(sources))
        seconds[WRITING] = _timed(lambda: _write(Path(output), files))
        with Path(parts).open("a", encoding="utf-8") as log:
            print(json.dumps(seconds), file=log)
    return 0


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _read(root: Path) -> list[tuple[str, bytes]]:
    """Read and hash every source."""
    read = []
    for name in SOURCES:
        for folder, _, files in os.walk(root / name):
            for file in files:
                data = Path(folder, file).read_bytes()
                hashlib.sha256(data).digest()
                read.append((file, data))
    return read


def _parse(sources: list[tuple[str, bytes]]) -> None:
    """Parse the Markdown below the front matter."""
    parse_document = importlib.import_module("comrak").parse_document
    for name, data in sources:
        if name.endswith(".md"):
            parse_document(data.decode().split("---\n", 2)[2])


def _write(output: Path, files: dict[str, int]) -> None:
    """Write as many files and bytes as the site has, and flush the folder once."""
    data = b"x" * max(files.values())
    made: set[Path] = set()
    for name, size in files.items():
        path = output / name
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(data[:size])
    folder = os.open(output, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
