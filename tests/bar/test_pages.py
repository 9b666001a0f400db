"""Every kind of page of three sites has no fault: each is opened in one tab, in which all checks run.

`make test` checks one page of each structure, `make soak` all pages. A check may change the tab;
`_as_opened` restores it before the next one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from xml.etree import ElementTree

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.bar.conftest import Part
from tests.bar.measure import none_of, prefixed
from tests.bar.test_axe import violations
from tests.bar.test_budget import SLOW, jumps, too_heavy
from tests.bar.test_colors import lost_when_forced, wrong_background
from tests.bar.test_keyboard import bad_skip_link, lost_focus
from tests.bar.test_links import faint
from tests.bar.test_policy import disturbed, scripted
from tests.bar.test_preferences import restless
from tests.bar.test_print import badly_printed
from tests.bar.test_reflow import lost
from tests.bar.test_sizes import too_small
from tests.browser import Hosted

pytestmark = pytest.mark.browser

UNLIMITED = SLOW | {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
Check = Callable[[Page], Iterable[str]]


@pytest.fixture(scope="session")
def measured() -> dict[str, set[str]]:
    """The kinds of stops whose focus this worker has measured, under each condition."""
    return defaultdict(set)


def test_a_page_has_no_fault(context: BrowserContext, part: Part, measured: dict[str, set[str]]) -> None:
    none_of(
        fault
        for number, path in part.paths
        for fault in _faults(context, part.site, path, partial(lost_focus, number=number, measured=measured))
    )


def _faults(context: BrowserContext, site: Hosted, path: str, focus: Check) -> Iterator[str]:
    with context.new_page() as page:
        for check in _checks(site, path, focus):
            _as_opened(page)
            yield from prefixed(f"/{path}", [*check(page)])


def _checks(site: Hosted, path: str, focus: Check) -> Iterator[Check]:
    """Yield the checks of a page in the order in which they can share a tab: the last two change the page."""
    yield partial(_slowly_opened, site=site, path=path)
    yield partial(disturbed, site=site, path=path)
    yield from (wrong_background, restless, violations, too_small, lost_when_forced)
    yield focus
    yield lost
    yield partial(badly_printed, name=_name(site))
    yield from (_reloaded_with_skip_link, faint, scripted)


def _slowly_opened(page: Page, site: Hosted, path: str) -> Iterator[str]:
    """Open a page as a first visitor with a slow connection does, and yield what is heavy or moves."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.clearBrowserCache")
    line.send("Network.emulateNetworkConditions", SLOW)
    yield from too_heavy(page, site, path)
    yield from jumps(page)
    line.send("Network.emulateNetworkConditions", UNLIMITED)


def _reloaded_with_skip_link(page: Page) -> Iterator[str]:
    page.reload()
    yield from bad_skip_link(page)


def _as_opened(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    page.emulate_media(
        media="screen",
        color_scheme="light",
        forced_colors="none",
        reduced_motion="no-preference",
        contrast="no-preference",
    )


def _name(site: Hosted) -> str:
    feed = ElementTree.parse(site.file("feed.xml"))  # noqa: S314 - made here
    return feed.findtext("{http://www.w3.org/2005/Atom}title") or ""
