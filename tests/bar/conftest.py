"""What the bar is tried on: three sites, which each worker builds and serves; a test is of one page."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.bar.crowded import generated
from tests.browser import MISSING, Hosted, hosted
from tests.lay_out import lay_out

SITES = ("project", "crowded", "bare")
OPEN = pytest.StashKey[Callable[[str], Hosted]]()  # gives a site by its name


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A page of a site: what is opened, where its files are, and which of the site's it is."""

    name: str
    path: str
    site: Hosted
    number: int

    @property
    def html(self) -> Path:
        return self.site.file(self.path)


def pytest_configure(config: pytest.Config) -> None:
    """Keep the sites until the end: what tests are made for must be known before any begins."""
    hosts = ExitStack()
    config.add_cleanup(hosts.close)
    opened: Callable[[str], Hosted] = cache(partial(_open, hosts))
    config.stash[OPEN] = opened


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "spot" in metafunc.fixturenames:
        spots = [(name, path) for name in SITES for path in paths(metafunc.config, name)]
        ids = [f"{name} /{path}" for name, path in spots]
        metafunc.parametrize("spot", spots, indirect=True, ids=ids)


def paths(config: pytest.Config, name: str) -> tuple[str, ...]:
    """List every page of a site, and one that it has not."""
    return (*config.stash[OPEN](name).paths, MISSING)


@pytest.fixture(scope="session")
def sites(pytestconfig: pytest.Config) -> dict[str, Hosted]:
    """Every site by its name, built once by each worker and served at the root of a host."""
    return {name: pytestconfig.stash[OPEN](name) for name in SITES}


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest, sites: dict[str, Hosted]) -> Hosted:
    """Each of the sites as a whole."""
    return sites[request.param]


@pytest.fixture
def spot(request: pytest.FixtureRequest, sites: dict[str, Hosted]) -> Spot:
    name, path = request.param
    number = (*sites[name].paths, MISSING).index(path)
    return Spot(name=name, path=path, site=sites[name], number=number)


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


def _open(hosts: ExitStack, name: str) -> Hosted:
    root = lay_out(Path(hosts.enter_context(TemporaryDirectory())) / "site", "project")
    if name != "project":
        lay_out(root, name, files=generated() if name == "crowded" else {})
    return hosts.enter_context(hosted(root))
