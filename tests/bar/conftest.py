"""What the bar is tried on: three sites, served by each worker, every page of them in a test of its own."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.bar.crowded import generated
from tests.browser import MISSING, Hosted, build, hosted, sitemap
from tests.lay_out import lay_out

SITES = ("project", "crowded", "bare")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A page of a site: what is opened, and where its files are."""

    name: str
    path: str
    site: Hosted

    @property
    def html(self) -> Path:
        return self.site.file(self.path)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "spot" in metafunc.fixturenames:
        spots = [(name, path) for name in SITES for path in paths(name)]
        ids = [f"{name} /{path}" for name, path in spots]
        metafunc.parametrize("spot", spots, indirect=True, ids=ids)


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Hosted]]:
    """Every site by its name, built once and served at the root of a host."""
    with ExitStack() as hosts:
        yield {
            name: hosts.enter_context(hosted(_laid_out(name, tmp_path_factory.mktemp(name))))
            for name in SITES
        }


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest, sites: dict[str, Hosted]) -> Hosted:
    """Each of the sites as a whole."""
    return sites[request.param]


@pytest.fixture
def spot(request: pytest.FixtureRequest, sites: dict[str, Hosted]) -> Spot:
    name, path = request.param
    return Spot(name=name, path=path, site=sites[name])


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """What the tabs of a worker share: a tab costs a third of what one with a context of its own does."""
    with browser.new_context() as context:
        yield context


@pytest.fixture
def blank(context: BrowserContext) -> Iterator[Page]:
    """A tab without a page, for a first visit and for what is broken on purpose."""
    with context.new_page() as page:
        context.new_cdp_session(page).send("Network.clearBrowserCache")
        yield page


@pytest.fixture
def page(context: BrowserContext, spot: Spot) -> Iterator[Page]:
    """A tab with a page in it."""
    with context.new_page() as page:
        page.goto(spot.site.url + spot.path)
        yield page


@cache
def paths(name: str) -> tuple[str, ...]:
    """List every page of a site: what a test is made for must be known before there is a server."""
    with TemporaryDirectory() as folder:
        root = _laid_out(name, Path(folder) / "site")
        build(root, root / "output", "--base-url", "https://any.example/")
        listed = sitemap(root / "output")
    return (*(address.removeprefix("https://any.example/") for address in listed), MISSING)


def _laid_out(name: str, root: Path) -> Path:
    if name == "project":
        return lay_out(root, name)
    return lay_out(root, "project", name, files=generated() if name == "crowded" else {})
