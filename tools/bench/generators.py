"""A number of items → the generators that show them, each laid out in a folder of its own.

The others get a theme in `themes/` with the same kinds of pages as the Institute's site. What pip and npm
lock for them is in this folder, and is installed into `.icpr-cache/`. One that cannot be had is a
FileNotFoundError.
"""

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import frontmatter
import yaml

from tests.lay_out import PROJECT, TODAY
from tools.bench.corpus import LAST_HEADING, Item, item, item_file, items, pages_of_the_institute, write_site
from tools.bench.results import ALONE, COLD, DATA, FLOOR, ITEM, NOTHING, OURS, SCENARIOS, TEMPLATE
from tools.system import install_with_npm, is_installed_with_npm, program

HERE = Path(__file__).parent
INSTALLED = PROJECT / ".icpr-cache" / "bench"
PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input")
LOCKED = ("--require-hashes", "--only-binary", ":all:", "--requirement")

RESOURCE = "A portal of strategies"  # words of the data file content/data/resources.yaml
PARTS = "parts.jsonl"  # where the floor writes the seconds of its parts
NOT_TO_BE_HAD = {"Zola": "neither PyPI nor npm has it"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What an editor changes in a file, the next time other words, and the page that then shows them."""

    file: Path
    original: str
    before: str
    insert: str
    shown_in: str

    def save(self, number: int) -> str:
        """Write the file with the edit of that number, and return the words that its page must show."""
        words = f"Edition {number} of"
        edited = self.original.replace(self.before, self.insert.format(words) + self.before, 1)
        self.file.write_text(edited, "utf-8")
        return words


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """A generator and its project in `root`, with the command of each scenario that it is measured in.

    `made` is what a cold build begins without: the output and what is kept between builds. `serve` makes the
    command of its server from a port.
    """

    name: str
    root: Path
    version: str
    commands: Mapping[str, tuple[str, ...]]
    made: tuple[Path, ...]
    edits: Mapping[str, Edit] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    output: Path
    serve: Callable[[int], tuple[str, ...]] | None = None

    def forget(self) -> None:
        """Remove the output and what is kept between builds."""
        for folder in self.made:
            shutil.rmtree(folder, ignore_errors=True)


Maker = Callable[[Path, int], Generator]


def icpr(folder: Path, number: int) -> Generator:
    """This program, on the Institute's own site with so many items."""
    root = write_site(folder / "icpr", number)
    kept = folder / "icpr-cache"
    program_of = (sys.executable, "-m", "icpr_build")
    options = ("--root", str(root), "--today", TODAY)
    build = (*program_of, "build", *options, "--quiet")
    edited = item(number // 2)
    return Generator(
        name=OURS,
        root=root,
        version=f"on Python {sys.version.split()[0]}",
        commands=dict.fromkeys(SCENARIOS, build) | {ALONE: (*build, "--jobs", "1")},
        made=(root / "output", kept),
        edits=_edits(
            edited,
            root / item_file(edited),
            (root / "templates/pages/news-item.html", "{{ pagination("),
            root / "content/data/resources.yaml",
        ),
        environment={"XDG_CACHE_HOME": str(kept)},
        output=root / "output",
        serve=lambda port: (*program_of, "serve", *options, "--port", str(port)),
    )


def hugo(folder: Path, number: int) -> Generator:
    """Hugo, by its program itself, without the Python that starts it."""
    environment = _environment("hugo")
    found = next(environment.rglob("hugo/binaries/hugo*"), None)
    if not found:
        raise FileNotFoundError(f"the package has no program for this system; see {environment}")
    root = _laid(folder, "hugo")
    _write_pages(root / "content", _yaml)
    _write(root / "content/resources.md", _yaml({"title": "Resources", "layout": "resources"}, ""))
    _write(root / "content/news/_index.md", _yaml({"title": "News"}, ""))
    _write_items(root / "content/news", number, Item.markdown)
    shutil.copy(HERE / "themes/style.css", _folder(root / "static"))
    _write_data(root / "data/resources.json")
    command = (str(found), "--quiet", "--cacheDir", str(root / "kept"))
    edited = item(number // 2)
    return Generator(
        name="Hugo",
        root=root,
        version=_first_line(str(found), "version").split()[1].removeprefix("v").partition("-")[0],
        commands=_same(command),
        made=(root / "public", root / "resources", root / "kept"),
        edits=_edits(
            edited,
            root / f"content/news/{edited.slug}.md",
            (root / "layouts/news/page.html", "</article>"),
            root / "data/resources.json",
        ),
        output=root / "public",
        serve=lambda port: (command[0], "server", "--bind", "127.0.0.1", "--port", str(port)),
    )


def pelican(folder: Path, number: int) -> Generator:
    """Pelican, which keeps the texts that it has read."""
    environment = _environment("pelican")
    python = str(_python_of(environment))
    root = _laid(folder, "pelican")
    _write_pages(root / "content/pages", _pelican)
    _write_items(root / "content/news", number, _pelican_item)
    shutil.copy(HERE / "themes/style.css", _folder(root / "theme/static"))
    _write_data(root / "data/resources.json")
    command = (python, "-m", "pelican", "--quiet", "--settings", "pelicanconf.py")
    edited = item(number // 2)
    return Generator(
        name="Pelican",
        root=root,
        version=_first_line(python, "-m", "pelican", "--version"),
        commands=_same(command),
        made=(root / "output", root / "cache"),
        edits=_edits(
            edited,
            root / f"content/news/{edited.slug}.md",
            (root / "theme/templates/article.html", "</article>"),
            root / "data/resources.json",
        ),
        output=root / "output",
        serve=lambda port: (*command, "--autoreload", "--listen", "--port", str(port)),
    )


def eleventy(folder: Path, number: int) -> Generator:
    """Eleventy, which keeps nothing between builds."""
    lists, installed = HERE / "npm", INSTALLED / "eleventy"
    script = installed / "node_modules/@11ty/eleventy/cmd.cjs"
    if not is_installed_with_npm(lists, installed):
        install_with_npm(lists, installed, script)
    command = (program("node"), str(script), "--quiet")
    root = _laid(folder, "eleventy")
    (root / "node_modules").symlink_to(installed / "node_modules")
    _write_pages(root, lambda keys, body: _yaml({**keys, "layout": "base.njk"}, body))
    _write_items(root / "news", number, Item.markdown)
    shutil.copy(HERE / "themes/style.css", root)
    _write_data(root / "_data/resources.json")
    edited = item(number // 2)
    return Generator(
        name="Eleventy",
        root=root,
        version=_first_line(*command[:2], "--version"),
        commands=_same(command),
        made=(root / "output", root / ".cache"),
        edits=_edits(
            edited,
            root / f"news/{edited.slug}.md",
            (root / "_includes/item.njk", "</article>"),
            root / "_data/resources.json",
        ),
        output=root / "output",
        serve=lambda port: (*command, "--serve", "--port", str(port)),
    )


OTHERS: tuple[Maker, ...] = (hugo, pelican, eleventy)


def floor(folder: Path, ours: Generator) -> Generator:
    """The least work, for the project and the output of this program, which must have been built."""
    sizes, output, parts = folder / "sizes.json", folder / "floor", folder / PARTS
    files = {
        path.relative_to(ours.output).as_posix(): path for path in ours.output.rglob("*") if path.is_file()
    }
    _write(sizes, json.dumps({name: path.stat().st_size for name, path in files.items()}))
    read = (sys.executable, "-m", "tools.bench.floors", str(ours.root))
    return Generator(
        name=FLOOR,
        root=PROJECT,
        version="",
        commands={COLD: (*read, str(output), str(sizes), str(parts)), NOTHING: read},
        made=(output,),
        output=output,
    )


def _same(command: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the commands of a generator that has no option for one process."""
    return {scenario: command for scenario in SCENARIOS if scenario != ALONE}


def _edits(edited: Item, text: Path, template: tuple[Path, str], data: Path) -> dict[str, Edit]:
    def edit(file: Path, before: str, insert: str, shown_in: str) -> Edit:
        return Edit(
            file=file, original=file.read_text("utf-8"), before=before, insert=insert, shown_in=shown_in
        )

    page = f"news/{edited.slug}/index.html"
    return {
        ITEM: edit(text, f"## {LAST_HEADING}", "{} this text.\n\n", page),
        TEMPLATE: edit(*template, "<p>{} all pages.</p>\n", page),
        DATA: edit(data, RESOURCE, "{} this. ", "resources/index.html"),
    }


def _environment(name: str) -> Path:
    """Return the environment of Python that has what is locked for a generator, made where it is missing."""
    folder, lock = INSTALLED / name, HERE / f"requirements-{name}.txt"
    stamp = folder / "installed.txt"
    if not (stamp.is_file() and stamp.read_bytes() == lock.read_bytes()):
        venv.create(folder, clear=True, with_pip=True)
        command = [str(_python_of(folder)), *PIP, *LOCKED, str(lock)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise FileNotFoundError(f"pip cannot get it ({why.removeprefix('ERROR: ')})")
        shutil.copy(lock, stamp)
    return folder


def _python_of(environment: Path) -> Path:
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _first_line(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or not done.stdout:
        raise FileNotFoundError(f"{command[0]} does not run: {done.stderr.strip()}")
    return done.stdout.splitlines()[0]


def _laid(folder: Path, name: str) -> Path:
    return shutil.copytree(
        HERE / "themes" / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
    )


def _write_items(folder: Path, number: int, text: Callable[[Item], str]) -> None:
    for it in items(number):
        _write(folder / f"{it.slug}.md", text(it))


def _write_pages(folder: Path, text: Callable[[dict[str, str], str], str]) -> None:
    for file in pages_of_the_institute():
        page = frontmatter.load(str(file))
        keys = {"title": str(page["title"]), "summary": str(page["summary"]), "slug": file.stem}
        _write(folder / file.name, text(keys, page.content))


def _write_data(file: Path) -> None:
    """Write the resources of the Institute as JSON, which every generator reads."""
    resources = yaml.safe_load((PROJECT / "content/data/resources.yaml").read_text("utf-8"))
    _write(file, json.dumps(resources, indent=2, default=str))


def _yaml(keys: Mapping[str, str], body: str) -> str:
    lines = [f"{key}: {json.dumps(value)}\n" for key, value in keys.items()]
    return f"---\n{''.join(lines)}---\n{body}\n"


def _pelican(keys: Mapping[str, str], body: str) -> str:
    return "".join(f"{key}: {value}\n" for key, value in keys.items()) + f"\n{body}\n"


def _pelican_item(it: Item) -> str:
    keys = {"title": it.title, "date": str(it.date), "summary": it.summary, "slug": it.slug}
    return _pelican({**keys, "tags": ", ".join(it.topics)}, it.body)


def _write(file: Path, text: str) -> None:
    _folder(file.parent)
    file.write_text(text, "utf-8")


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path
