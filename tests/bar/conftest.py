"""The three sites whose pages are checked: each worker builds and serves them once."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.bar.crowded import generated
from tests.bar.representatives import representatives
from tests.browser import MISSING, Hosted, hosted
from tests.lay_out import lay_out

# Each site, and into how many tests its pages are divided, so that workers share them: the paths of the
# pages are not known until the site is built.
PARTS = {"project": 4, "crowded": 7, "bare": 2}
ALL_PAGES = os.environ.get("ICPR_PAGES") == "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some of the checked pages of a site, each with its number among all of them."""

    site: Hosted
    paths: tuple[tuple[int, str], ...]


def parts(*names: str) -> list[object]:
    """Return the parameters of `part` for some sites."""
    return [
        pytest.param((name, number), id=f"{name} {number + 1} of {PARTS[name]}")
        for name in names
        for number in range(PARTS[name])
    ]


def checked_paths(site: Hosted) -> tuple[str, ...]:
    """Return the paths of the pages to check: one of each structure, or all, and one that does not exist."""
    pages = {path: site.file(path).read_text("utf-8") for path in (*site.paths, MISSING)}
    return tuple(pages) if ALL_PAGES else representatives(pages)


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Hosted]]:
    """Every site by its name, served at the root of a host."""
    with ExitStack() as hosts:
        found = {}
        for name in PARTS:
            root = lay_out(tmp_path_factory.mktemp(name) / "site", "project")
            if name != "project":
                lay_out(root, name, files=generated() if name == "crowded" else {})
            found[name] = hosts.enter_context(hosted(root))
        yield found


@pytest.fixture(params=PARTS)
def site(request: pytest.FixtureRequest, sites: dict[str, Hosted]) -> Hosted:
    """Each of the sites as a whole."""
    return sites[request.param]


@pytest.fixture(scope="session")
def checked(sites: dict[str, Hosted]) -> dict[str, tuple[str, ...]]:
    """The paths of the pages to check, by the name of their site."""
    return {name: checked_paths(site) for name, site in sites.items()}


@pytest.fixture(params=parts(*PARTS))
def part(
    request: pytest.FixtureRequest, sites: dict[str, Hosted], checked: dict[str, tuple[str, ...]]
) -> Part:
    """A part of the pages of a site."""
    name, number = request.param
    share = [*enumerate(checked[name])][number :: PARTS[name]]
    assert share, f"the site {name} has fewer pages than parts"
    return Part(site=sites[name], paths=tuple(share))


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """The context that the tabs of a worker share: a new tab takes a third of the time of a new context."""
    with browser.new_context() as context:
        yield context


@pytest.fixture
def empty_page(context: BrowserContext) -> Iterator[Page]:
    """A tab without a page and with an empty cache."""
    with context.new_page() as page:
        context.new_cdp_session(page).send("Network.clearBrowserCache")
        yield page
