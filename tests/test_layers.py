"""The house: which module may import which, and who owns which library."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lay_out import PROJECT

# A module imports only from lower lines of this table; those on one line never import each other.
LAYERS = (
    ("problem", "address", "files", "days", "drawings", "dialect", "sanitize", "exchange", "seal"),
    ("pictures", "source", "decode", "lines", "model", "outside", "text", "memo"),
    (
        *("view", "forms", "clear", "lists", "front_matter", "grammar", "typography", "manifest"),
        *("proof_brackets", "proof_emphasis", "proof_headings", "proof_html"),
        *("proof_lines", "proof_links", "proof_notes", "proof_tables"),
    ),
    ("keys", "mend", "proofread", "typeset", "templates"),
    ("explain", "fields", "prose", "entries", "json_data", "meant", "outline"),
    ("compose", "kinds", "together", "doubt", "links", "unlisted", "conflicts", "bodies"),
    ("read", "validate", "pages", "preview", "render", "assets", "check", "publish", "answer"),
    ("build", "listen"),
    ("serve", "scaffold", "schema", "outbound"),
    ("report",),
    ("arguments",),
    ("cli",),
    ("__main__",),
)
OWNERS = {
    "frontmatter": {"front_matter"},
    "imagesize": {"pictures"},
    "jinja2": {"templates"},
    "lightningcss": {"assets"},
    "livereload": {"answer"},
    "markdown": {"typeset"},
    "markdown_it": {"dialect"},
    "markupsafe": {"model", "prose"},
    "mdit_py_plugins": {"dialect"},
    "msgspec": {"memo"},
    "nh3": {"sanitize"},
    "platformdirs": {"seal"},
    "tornado": {"listen"},
    "yaml": {"compose"},
}
MODULES = sorted((PROJECT / "icpr_build").glob("*.py"))
LEVELS = {name: level for level, names in enumerate(LAYERS) for name in names} | {"__init__": -1}


def test_every_module_has_its_layer() -> None:
    assert {path.stem for path in MODULES} == set(LEVELS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_imports_only_from_below(path: Path) -> None:
    wrong = [name for name in _own(path) if LEVELS[name] >= LEVELS[path.stem]]
    assert not wrong


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_library_has_one_owner(path: Path) -> None:
    outside = {name.partition(".")[0] for name in _imported(path)} - set(sys.stdlib_module_names)
    outside -= {"icpr_build"}
    assert outside <= set(OWNERS)
    assert all(path.stem in OWNERS[library] for library in outside)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_modules_and_functions_stay_small(path: Path) -> None:
    source = path.read_text("utf-8")
    assert source.count("\n") <= 250
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.end_lineno and node.end_lineno - node.lineno >= 30
    ]
    assert not long


def _own(path: Path) -> set[str]:
    found = set()
    for name in _imported(path):
        package, _, rest = name.partition(".")
        if package == "icpr_build":
            found.add(rest.partition(".")[0])
    return found


def _imported(path: Path) -> Iterator[str]:
    """Give every imported name, `from a import b` as a.b."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
