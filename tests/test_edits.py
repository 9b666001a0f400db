"""Random edits in a row: after each, a build with a cache gives the same bytes as one without.

Each case tries a part of the kinds of edits. `make soak` tries many more; ICPR_SEED tries others than usual.
"""

import os
import random
import shutil
from collections.abc import Callable
from itertools import chain, islice, repeat
from pathlib import Path

import pytest

from icpr_build.cache import cache_folder
from tests.conftest import Command, SiteMaker
from tests.lay_out import tree

PARTS = 4
EDITS = int(os.environ.get("ICPR_EDITS", "8"))  # of a case
BASE_SEED = int(os.environ.get("ICPR_SEED", "1"))
Choice = random.Random
NEWS = "content/news/"
TEMPLATES = (
    "base.html",
    "components/entries.html",
    "pages/news.html",
    "pages/news-item.html",
    "pages/page.html",
)
ITEM = "---\ntitle: {0}\ndate: {1}\nsummary: The summary of {0}.\ntopics: [{2}]\n---\n{3}\n"
WORDS = "trust officers [news](/news/) *listen* **act** `code` https://example.org/ “quoted” café".split()
MISTAKES = (
    *("a <b>", "[lost](/nowhere/)", "[file](gone.md)", "# One", "```", "![](/img/dot.svg)", "x[^1]"),
    "\ud7ff\x07",
)
OPTIONS: tuple[tuple[str, ...], ...] = (
    *repeat((), 6),
    *(("--drafts",), ("--jobs", "2"), ("--base-url", "https://other.example/in/")),
)


@pytest.mark.parametrize("seed", [BASE_SEED + number for number in range(PARTS)])
def test_a_build_with_a_cache_gives_what_one_without_gives(
    site: SiteMaker, icpr: Command, tmp_path: Path, seed: int
) -> None:
    root, choice = site({f"{NEWS}{n}.md": _item(Choice(n), n) for n in range(8)}), Choice(seed)
    history, output = [_snapshot(root)], root / "output"
    assert icpr("build", root, "--quiet") == (0, "", "")
    status, kinds = 0, [*EDIT, "revert"][seed % PARTS :: PARTS]
    edits = chain.from_iterable(choice.sample(kinds, len(kinds)) for _ in repeat(None))
    for number, kind in enumerate(islice(edits, EDITS), 1):
        if status and choice.random() < 1 / 2:
            _restore(root, history[-1])  # the mistake is corrected
        elif kind == "revert":
            _restore(root, choice.choice(history))
        else:
            EDIT[kind](root, choice)
        options = (*choice.choice(OPTIONS), "--report", "json", "--quiet")
        where = f"edit {number}, '{kind}', {options}; again with ICPR_SEED={BASE_SEED} ICPR_EDITS={number}"
        before, fresh = tree(output), tmp_path / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        cached = icpr("build", root, *options)
        assert cached == icpr("build", root, *options, "--no-cache", "--output", str(fresh)), where
        status = cached[0]
        assert tree(output) == (before if status else tree(fresh)), where
        history += [] if status else [_snapshot(root)]
    assert len(history) > EDITS // 2


def _body(root: Path, choice: Choice) -> None:
    file = _text(root, choice)
    file.write_text(f"{file.read_text('utf-8')}\n{_words(choice)}\n", "utf-8")


def _rename(root: Path, choice: Choice) -> None:
    file = _news(root, choice)
    file.rename(file.with_name(f"renamed-{choice.random()}.md"))


def _delete(root: Path, choice: Choice) -> None:
    _news(root, choice).unlink()


def _add(root: Path, choice: Choice) -> None:
    number = choice.randrange(1000, 9999)
    (root / f"{NEWS}{number}.md").write_text(_item(choice, number), "utf-8")


def _template(root: Path, choice: Choice) -> None:
    for name in choice.sample(TEMPLATES, 2):
        _replace(root / "templates" / name, "</", f"<!-- {choice.random()} --></")


def _data(root: Path, choice: Choice) -> None:
    file = root / "content" / "data" / "news.yaml"
    entry = f"- title: Headline {choice.random()}\n  date: {_day(choice)}\n  link: https://example.org/\n"
    file.write_text((file.read_text("utf-8") if file.exists() else "") + entry, "utf-8")


def _settings(root: Path, choice: Choice) -> None:
    key = choice.choice(["short_title: ", "base_url: https://", "summary: "])
    _replace(root / "content" / "data" / "site.yaml", key, f"{key}a{choice.randrange(100)}.")


def _asset(root: Path, choice: Choice) -> None:
    size = choice.randrange(1, 999)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} 9"><path d="M0 0h9v9z"/></svg>\n'
    (root / "assets" / "img" / "dot.svg").write_text(svg, "utf-8")
    if choice.random() < 1 / 2:
        (root / "assets" / "css" / "base.css").write_text(f"p{{margin:{size}px}}", "utf-8")


def _draft(root: Path, choice: Choice) -> None:
    _replace(_news(root, choice), "summary:", "draft: true\nsummary:")


def _keys(root: Path, choice: Choice) -> None:
    _replace(_text(root, choice), "summary: ", f"summary: {_words(choice).title()[:9].strip('[*`“')} ")


def _line(root: Path, choice: Choice) -> None:
    """Move every body, unchanged, to another line."""
    for file in (root / "content").rglob("*.md"):
        _replace(file, "---\n", f"---\n# {choice.random()}\n")


def _swap(root: Path, choice: Choice) -> None:
    one, other = _news(root, choice), _news(root, choice)
    texts = one.read_bytes(), other.read_bytes()
    one.write_bytes(texts[1])
    other.write_bytes(texts[0])


def _mistake(root: Path, choice: Choice) -> None:
    file = _text(root, choice)
    file.write_text(f"{file.read_text('utf-8')}\n{choice.choice(MISTAKES)}\n", "utf-8")


def _times(root: Path, choice: Choice) -> None:
    """Set the same time on every file; the content of one changes."""
    file = _text(root, choice)
    _replace(file, "trust", "TRUST")
    for path in root.rglob("*"):
        os.utime(path, (1, 1))


def _cache(root: Path, choice: Choice) -> None:
    files = sorted((cache_folder(root) or root).glob("*.json"))
    if files:
        file = choice.choice(files)
        file.write_bytes(choice.choice([b"", b"{}", file.read_bytes()[:-9]]))


EDIT: dict[str, Callable[[Path, Choice], object]] = {
    "body": _body,
    "rename": _rename,
    "delete": _delete,
    "add": _add,
    "template": _template,
    "data": _data,
    "settings": _settings,
    "asset": _asset,
    "draft": _draft,
    "keys": _keys,
    "line": _line,
    "swap": _swap,
    "mistake": _mistake,
    "times": _times,
    "cache": _cache,
}


def _text(root: Path, choice: Choice) -> Path:
    return choice.choice(sorted((root / "content").rglob("*.md")))


def _news(root: Path, choice: Choice) -> Path:
    """Choose a news item; there is always one."""
    found = sorted((root / NEWS).glob("*.md"))
    if len(found) < 3:
        _add(root, choice)
    return choice.choice(found or sorted((root / NEWS).glob("*.md")))


def _item(choice: Choice, number: int) -> str:
    topic = choice.choice(["Trust", "Training", "Youth"])
    return ITEM.format(f"Item {number}", _day(choice), topic, "\n\n".join(_words(choice) for _ in range(3)))


def _words(choice: Choice) -> str:
    return " ".join(choice.choices(WORDS, k=9))


def _day(choice: Choice) -> str:
    """Choose a day, sometimes one in the future."""
    return f"{choice.randrange(2020, 2028)}-{choice.randrange(1, 13):02}-{choice.randrange(1, 29):02}"


def _replace(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")


def _snapshot(root: Path) -> dict[str, bytes]:
    return {name: data for name, data in tree(root).items() if not name.startswith("output/")}


def _restore(root: Path, files: dict[str, bytes]) -> None:
    for folder in ("content", "templates", "assets"):
        shutil.rmtree(root / folder)
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
