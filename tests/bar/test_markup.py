"""The Nu checker, which W3C runs, finds no error and no warning in any page, SVG image or style sheet."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bar.measure import none_of
from tests.browser import Hosted
from tools.checkers import NU, find
from tools.system import program

pytestmark = pytest.mark.browser

KINDS = (".css", ".html", ".svg")


def test_markup_and_style_sheets_are_valid(sites: dict[str, Hosted]) -> None:
    none_of(invalid(*(site.folder for site in sites.values())))


def invalid(*folders: Path) -> Iterator[str]:
    """Report what the Nu checker finds in the files of some folders: it takes seconds to start."""
    try:
        command = [program("java"), "-jar", str(find(NU)), "--format", "json"]
    except FileNotFoundError as error:
        pytest.fail(str(error), pytrace=False)
    files = [str(path) for folder in folders for path in folder.rglob("*") if path.suffix in KINDS]
    assert {Path(file).suffix for file in files} >= {".html"}
    command += ["--also-check-css", "--also-check-svg", "--stdout", *files]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    for it in json.loads(done.stdout)["messages"]:
        yield f"{it['url']}:{it.get('lastLine', 1)}: {it.get('subType', it['type'])}: {it['message']}"


def test_what_is_invalid_is_found(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!DOCTYPE html><html lang=en><title>A</title><p><div></p></div>")
    (tmp_path / "warned.html").write_text("<!DOCTYPE html><title>A</title><p>No language.")
    (tmp_path / "style.css").write_text("a { colour: red }")
    (tmp_path / "image.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><rect wide="1"/></svg>')
    found = " ".join(invalid(tmp_path))
    assert all(f"/{name}:" in found for name in ("page.html", "warned.html", "style.css", "image.svg"))
