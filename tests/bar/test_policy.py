"""Every page obeys the strictest policy, loads nothing from other sites, and is the same without script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.bar.camera import full_page
from tests.browser import MISSING, Hosted, served

pytestmark = pytest.mark.browser

# What was blocked is also reported on the console, but not in every browser with its directive.
WATCH = """window.blocked = [];
document.addEventListener('securitypolicyviolation', ({violatedDirective, blockedURI}) =>
    blocked.push(`${violatedDirective}: ${blockedURI}`));"""
SCRIPTS = "script:not([type='application/ld+json']), [onclick], [onload], [onerror]"


def disturbed(page: Page, site: Hosted, path: str) -> Iterator[str]:
    """Open a page, and yield its errors, its requests to other sites, and its scripts."""
    faults: list[str] = []
    missing = site.url + MISSING  # a missing page is missing, and the browser says so

    def report(wrong: object, what: str, url: str) -> None:
        if wrong and url != missing:
            faults.append(f"{what}: {url}")

    page.on("pageerror", lambda error: report(error, str(error), page.url))
    # The icon is requested once a page has loaded, and may be given up when the next one opens.
    page.on("requestfailed", lambda it: report(it.failure != "net::ERR_ABORTED", str(it.failure), it.url))
    page.on("request", lambda it: report(not it.url.startswith(site.url), "a request elsewhere", it.url))
    page.on("response", lambda it: report(it.status >= 400, f"status {it.status}", it.url))
    page.on("console", lambda it: report(it.type in ("error", "warning"), it.text, it.location["url"]))
    page.add_init_script(WATCH)
    page.goto(site.url + path)
    yield from page.evaluate("blocked.map(it => `blocked by the policy: ${it}`)")
    yield from (
        f"a script: {it}" for it in page.locator(SCRIPTS).evaluate_all("all => all.map(it => it.outerHTML)")
    )
    yield from faults


def scripted(page: Page) -> Iterator[str]:
    """Yield a fault if the text or the look of an open page changes when no script may run."""
    (text, image), (silent_text, silent_image) = (_seen(page, script=it) for it in (True, False))
    if text != silent_text:
        yield "without script, the text is another"
    if image != silent_image:
        yield "without script, the page looks otherwise"


def _seen(page: Page, *, script: bool) -> tuple[str, bytes]:
    """Load an open page again, without its font, which may arrive too late to be shown."""
    page.route("**/*.woff2", lambda route: route.abort())
    line = page.context.new_cdp_session(page)
    line.send("Emulation.setScriptExecutionDisabled", {"value": not script})
    page.reload()
    return page.inner_text("body"), full_page(line)


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("<p style='color:red'>Styled", "blocked by the policy: style-src-attr: inline"),
        ("<script>1</script>", "blocked by the policy: script-src-elem: inline"),
        ("<script src=x.js></script>", "a script: <script"),
        ("<a href=/ onclick=1>A</a>", "a script: <a"),
        ("<img alt='' src='http://localhost:9/x.png'>", "blocked by the policy: img-src"),
        ("<img alt='' src='missing.png'>", "status 404"),
    ],
)
def test_a_disturbance_is_found(empty_page: Page, tmp_path: Path, broken: str, fault: str) -> None:
    (tmp_path / "index.html").write_text(f"<!DOCTYPE html><body>{broken}")
    (tmp_path / "404.html").write_text("Missing")
    (tmp_path / "x.js").write_text("1")
    with served(tmp_path) as site:
        assert any(fault in it for it in disturbed(empty_page, site, ""))


def test_what_only_script_shows_is_found(empty_page: Page, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!DOCTYPE html><body>One<script src=x.js></script>")
    (tmp_path / "x.js").write_text("document.body.append('Two')")
    with served(tmp_path) as site:
        empty_page.goto(site.url)
        assert len(list(scripted(empty_page))) == 2
