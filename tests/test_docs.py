"""The documents name the same keys, options, targets, modules and examples as the program has."""

import argparse
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from PIL import Image

from icpr_build.cli.commands import main
from icpr_build.cli.options import parser
from icpr_build.content import kinds
from icpr_build.content.fields import Fields, declared_keys
from icpr_build.model import Key
from icpr_build.site.pages import SET_BY_PROGRAM
from tests.conftest import Command, SiteMaker
from tests.lay_out import PROJECT, TODAY
from tools.screenshots import SHOTS

README, CONTRIBUTING, GUIDE, PROBLEMS, RELIABILITY, _ = DOCUMENTS = (
    PROJECT / "README.md",
    PROJECT / "CONTRIBUTING.md",
    PROJECT / "docs" / "editing.md",
    PROJECT / "docs" / "problems.md",
    PROJECT / "docs" / "reliability.md",
    PROJECT / "docs" / "performance.md",
)
IMAGES = PROJECT / "docs" / "images"
TEMPLATES = {path.stem for path in (PROJECT / "templates" / "pages").glob("*.html")}
KINDS: dict[str, Callable[[Fields], object]] = {
    "A page": lambda f: kinds.text_page(f, ["page"]),
    "A news item": kinds.news_item,
    "`site.yaml`": kinds.settings,
    "`mission.yaml`": kinds.mission,
    "`documents.yaml`": kinds.document,
    "`news.yaml`": kinds.headline,
    "`resources.yaml`": kinds.resource,
}
# Needed under a condition: not required by the declaration, refused by the kind's own function.
CONDITIONS = {"image_alt": "with `image`", "url": "this or `file`", "file": "this or `url`"}
EXAMPLE = re.compile(r"^Example, `(content/[^`]+)`:\n\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FENCED = re.compile(r"^ *```.*?^ *```$", re.DOTALL | re.MULTILINE)
BLOCK_OR_HEADING = re.compile(rf"{FENCED.pattern}|^## ([^\n]*)$", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("heading", KINDS)
def test_the_guide_names_the_keys_of_a_kind(heading: str) -> None:
    table = [
        (name, needed, form) for name, needed, form, _ in _table(_section(GUIDE, heading), "Key | Required")
    ]
    assert table == list(_rows_for(declared_keys(KINDS[heading])))


def test_the_guide_explains_the_formats() -> None:
    rows = [row for heading in KINDS for row in _table(_section(GUIDE, heading), "Key | Required")]
    explained = [form for form, _ in _table(_section(GUIDE, "The formats"), "Format")]
    assert sorted(explained) == sorted({form for _, _, form, _ in rows})


def test_the_guide_names_the_templates() -> None:
    rows = _table(_section(GUIDE, "The templates"), "Template")
    named = re.findall(r"`([a-z-]+)`", " ".join(row[0] for row in rows))
    assert sorted(named) == sorted(TEMPLATES - SET_BY_PROGRAM)


@pytest.mark.parametrize("heading", KINDS)
def test_an_example_shows_every_key(heading: str) -> None:
    [(file, text)] = EXAMPLE.findall(_section(GUIDE, heading))
    data = yaml.safe_load(text.split("---\n")[1] if file.endswith(".md") else text)
    entries = data if isinstance(data, list) else [data]
    assert {name for entry in entries for name in entry} == {
        key.name for key in declared_keys(KINDS[heading])
    }


def test_the_examples_are_a_site_without_a_problem(site: SiteMaker, icpr: Command) -> None:
    examples = dict(EXAMPLE.findall(GUIDE.read_text("utf-8")))
    named = re.findall(r"(?<![\w.])/((?:img|files)/[\w.-]+)", " ".join(examples.values()))
    named += re.findall(r"\.\./assets/([\w./-]+)", " ".join(examples.values()))
    image = io.BytesIO()
    Image.new("RGB", (400, 300)).save(image, "JPEG")
    root = site({**examples, **{f"assets/{file}": image.getvalue() for file in named}})
    assert len(examples) == len(KINDS)
    status, _, errors = icpr("build", root, "--drafts", "--quiet")
    assert (errors, status) == ("", 0)
    made = {path.parent.name for path in (root / "output").rglob("index.html")}
    assert {"training", "academy-day", "guide-to-meetings", "charter-of-trust", "courses"} <= made


def test_the_mistake_in_the_readme_is_reported_as_it_says(site: SiteMaker, icpr: Command) -> None:
    text = README.read_text("utf-8")
    [item] = re.findall(r"```markdown\n(.*?)```", text, re.DOTALL)
    [report] = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    [file] = set(re.findall(r"content/news/[\w-]+\.md", text))
    about = "---\ntitle: About\nsummary: What it is.\n---\nSee the [news](/news/).\n"
    root = site({file: item, "content/about.md": about})
    assert icpr("check", root, "--drafts", "--quiet") == (0, "", "")
    site({file: item.replace("topics:", "topic:")})
    assert icpr("check", root, "--drafts") == (1, "", report)


def test_the_readme_begins_an_item_as_it_says(site: SiteMaker, capsys: pytest.CaptureFixture[str]) -> None:
    [(kind, title, file)] = re.findall(r'icpr new (\w+) "(.*)"\n(\S+)\n```', README.read_text("utf-8"))
    root = site()
    assert main(["new", kind, title, "--root", str(root), "--today", TODAY]) == 0
    assert capsys.readouterr().out == f"{file}\n"
    assert (root / file).is_file()


def test_the_readme_lists_the_commands_and_options() -> None:
    rows = _table(_section(README, "The commands and their options"), "Write | After")
    commands = dict(_commands(parser(), ""))
    written = [(cell.strip("`").partition(' "')[0], after) for cell, after, _ in rows]
    assert {what for what, after in written if not after} == {f"icpr {command}" for command in commands}
    listed: dict[str, set[str]] = {command: set() for command in commands}
    for what, after in written:
        for command in commands if after == "all" else filter(None, after.split(", ")):
            listed[command].add(what.split()[0])
    assert listed == commands


def test_each_promise_names_tests_that_there_are() -> None:
    promised = [line for line in RELIABILITY.read_text("utf-8").splitlines() if line.startswith("| ")]
    rows = [line for line in promised if not line.startswith(("| Promise", "| ---"))]
    named = [re.findall("`([a-z_/]+): ([a-z_]+)`", line) for line in rows]
    assert [row for row, found in zip(rows, named, strict=True) if not found] == []
    missing = [(module, test) for found in named for module, test in found if not _has_test(module, test)]
    assert missing == []


def _has_test(module: str, test: str) -> bool:
    folder, _, name = module.rpartition("/")
    source = (PROJECT / "tests" / folder / f"test_{name}.py").read_text("utf-8")
    return f"def test_{test}(" in source


def test_every_target_of_the_makefile_is_explained() -> None:
    targets = re.findall(r"^([a-z]+):.*## ", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE)
    rows = _table(_section(CONTRIBUTING, "Set-up"), "Target")
    assert [row[0] for row in rows] == [f"`make {target}`" for target in targets]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", re.sub(r"`[^`\n]*`", "", _unfenced(document))):
        path, _, part = target.partition("#")
        file = document.parent / path if path else document
        assert file.is_file(), f"no file for {target}"
        assert not part or part in _anchors(file), f"no heading for {target}"


def test_the_images_of_the_readme_are_there_and_small() -> None:
    shown = re.findall(r'<img src="([^"]+)" width="\d+" alt="[^"]{20,}">', README.read_text("utf-8"))
    assert len(shown) == README.read_text("utf-8").count("<img ")
    made = {path.relative_to(PROJECT).as_posix(): path for path in IMAGES.glob("*.webp")}
    assert sorted(shown) == sorted(made) == sorted(f"docs/images/{shot.name}.webp" for shot in SHOTS)
    assert [file for file, path in made.items() if path.stat().st_size > 60_000] == []


def _rows_for(keys: tuple[Key, ...], mark: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield name, need and format of each key as the guide writes them, keys within a key after a dash."""
    for key in keys:
        condition = CONDITIONS.get(key.name, "no")
        yield f"{mark}`{key.name}`", "yes" if key.required else condition, key.format
        yield from _rows_for(key.keys, "– ")


def _commands(parser: argparse.ArgumentParser, name: str) -> Iterator[tuple[str, set[str]]]:
    """Yield every command without commands of its own, and its long options."""
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not inner:
        yield name, {o for action in parser._actions for o in action.option_strings if o.startswith("--")}
    for action in inner:
        for word, command in action.choices.items():
            yield from _commands(command, f"{name} {word}".strip())


def _section(document: Path, heading: str) -> str:
    """Return the text under a heading of level 2; a heading in a fenced block is part of an example."""
    text = document.read_text("utf-8")
    heads = [match for match in BLOCK_OR_HEADING.finditer(text) if match[1]]
    ends = [*(match.start() for match in heads[1:]), len(text)]
    return {match[1]: text[match.end() : end] for match, end in zip(heads, ends, strict=True)}[heading]


def _table(section: str, head: str) -> list[tuple[str, ...]]:
    """Yield the rows of the table whose first row begins with `head`, each as its cells."""
    found = re.search(rf"^\| {re.escape(head)}.*\n\|[ |-]+\|\n((?:\|.*\|\n)+)", section, re.MULTILINE)
    assert found, f"no table '{head}'"
    lines = found[1].splitlines()
    return [tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]) for line in lines]


def _unfenced(document: Path) -> str:
    return FENCED.sub("", document.read_text("utf-8"))


def _anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", _unfenced(document), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
