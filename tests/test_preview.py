"""The page of components: in the preview alone, and whole."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from icpr_build.build import BuildOptions, build
from icpr_build.cache import Cache
from icpr_build.check import check, find_gaps
from icpr_build.publish.publish import publish
from icpr_build.site.components_page import COMPONENTS
from icpr_build.urls import SiteUrls
from tests.conftest import Command, SiteMaker
from tests.lay_out import PROJECT, TODAY, lay_out

FILE = "_components/index.html"
MACROS, STYLES, EXAMPLES = (
    {path.stem for path in (PROJECT / folder).iterdir()}
    for folder in ("templates/components", "assets/css/components", "templates/examples")
)
# Components that need no style file, and where their looks come from.
UNSTYLED = {
    "contents": "a section",
    "news-by-year": "sections",
    "pagination": "a section and a row",
    "topic-links": "a row",
}


def test_every_component_has_its_style_and_its_example() -> None:
    assert {*STYLES, *UNSTYLED} == MACROS == EXAMPLES
    assert not STYLES & UNSTYLED.keys()


@pytest.mark.parametrize("name", sorted(MACROS))
def test_a_component_has_one_name(name: str) -> None:
    macro = (PROJECT / f"templates/components/{name}.html").read_text("utf-8")
    example = (PROJECT / f"templates/examples/{name}.html").read_text("utf-8")
    assert f"{{% macro {name.replace('-', '_')}(" in macro
    assert f'{{% from "components/{name}.html" import {name.replace("-", "_")} %}}' in example
    if name in STYLES:
        assert f".{name}" in (PROJECT / f"assets/css/components/{name}.css").read_text("utf-8")


def test_the_page_shows_every_component() -> None:
    page = _previewed(PROJECT)
    assert [name for name in EXAMPLES if f'id="{name}"' not in page or f'href="#{name}"' not in page] == []
    assert '<meta name="robots" content="noindex">' in page


def test_the_page_would_pass_the_checks() -> None:
    urls = SiteUrls(base_url="https://institute.example/", aliases={})
    files = build(BuildOptions(root=PROJECT, today=date.fromisoformat(TODAY), preview=True)).files
    gaps = find_gaps((), (), files, ())
    found = check(files, (), urls, hidden={}, gaps=gaps, cache=Cache(), templates={})
    assert [problem for problem in found if problem.place == COMPONENTS.place] == []


def test_its_examples_need_no_content(tmp_path: Path) -> None:
    lost = "---\ntitle: Lost\nsummary: Nothing is here.\n---\n"
    root = _with_looks(lay_out(tmp_path, "smallest", files={"content/404.md": lost}))
    assert "Example of a Report" in _previewed(root)


def test_a_mistake_in_the_content_is_reported_once(tmp_path: Path) -> None:
    root = _with_looks(lay_out(tmp_path, "smallest", "broken/file-missing"))
    options = BuildOptions(root=root, today=date.fromisoformat(TODAY), drafts=True)
    problems = build(options).problems
    assert problems
    assert build(replace(options, preview=True)).problems == problems


@pytest.mark.browser
def test_no_state_scrolls_sideways(browser: Browser, tmp_path: Path) -> None:
    built = build(BuildOptions(root=PROJECT, today=date.fromisoformat(TODAY), preview=True))
    publish(built.files, tmp_path / "site")
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        page.goto((tmp_path / "site" / FILE).as_uri())
        assert page.locator("main h2").count() > len(EXAMPLES)
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_no_page_links_to_it() -> None:
    options = BuildOptions(root=PROJECT, today=date.fromisoformat(TODAY), preview=True)
    assert [file.path for file in build(options).files if b"_components" in file.data] == [FILE]


@pytest.mark.parametrize("options", [[], ["--drafts"]])
def test_the_published_site_does_not_have_it(site: SiteMaker, icpr: Command, options: list[str]) -> None:
    root = site()
    assert icpr("build", root, *options, "--quiet") == (0, "", "")
    assert not (root / "output" / "_components").exists()


def test_no_page_may_choose_its_template(site: SiteMaker, icpr: Command) -> None:
    page = "---\ntitle: A\nsummary: B.\ntemplate: components\n---\n"
    status, _, errors = icpr("check", site({"content/a.md": page}))
    assert status == 1
    assert "components" in errors


def _with_looks(root: Path) -> Path:
    """Copy the project's own templates and style sheets into a site."""
    for folder in ("templates", "assets"):
        shutil.copytree(PROJECT / folder, root / folder, dirs_exist_ok=True)
    return root


def _previewed(root: Path) -> str:
    built = build(BuildOptions(root=root, today=date.fromisoformat(TODAY), drafts=True, preview=True))
    assert built.problems == ()
    [page] = [file.data.decode() for file in built.files if file.path == FILE]
    return page
