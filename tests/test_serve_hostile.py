"""The live preview while its editor, in the same browser, visits a page that attacks it."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from re import findall
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.serving import LOOPBACK, Preview, serving, until

pytestmark = pytest.mark.browser

# Each way in which a page can reach another site, and whether it succeeds.
ATTEMPTS = {
    "websocket": """preview => new Promise(done => {
        const socket = new WebSocket(preview.replace('http', 'ws') + 'livereload');
        socket.onmessage = socket.onopen = () => done(true);
        socket.onerror = () => done(false);
    })""",
    "fetch": "preview => fetch(preview).then(() => true, () => false)",
    "fetch of the script": "preview => fetch(preview + 'livereload.js').then(() => true, () => false)",
    "fetch without rules": "preview => fetch(preview, {mode: 'no-cors'}).then(() => true, () => false)",
    "fetch with a method": "preview => fetch(preview, {method: 'PUT'}).then(() => true, () => false)",
    "image": """preview => new Promise(done => {
        const image = new Image();
        image.onload = () => done(true);
        image.onerror = () => done(false);
        image.src = preview + 'IMAGE';
    })""",
    "script": """preview => new Promise(done => {
        const script = document.createElement('script');
        script.onload = () => done(true);
        script.onerror = () => done(false);
        script.src = preview + 'livereload.js';
        document.head.append(script);
    })""",
    "style": """preview => new Promise(done => {
        const style = document.createElement('link');
        style.rel = 'stylesheet';
        style.onload = () => done(true);
        style.onerror = () => done(false);
        style.href = preview + 'STYLE';
        document.head.append(style);
    })""",
}


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with serving(tmp_path_factory.mktemp("coveted")) as running:
        until(lambda: "Welcome" in running.ask()[2])
        yield running


@pytest.fixture(params=["127.0.0.1", "localhost", "foreign.localhost"])
def foreign(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open a page from another server: at another port, and at names that are other sites."""
    (tmp_path / "index.html").write_text("<!DOCTYPE html><title>Prizes</title><body>", "utf-8")
    server = ThreadingHTTPServer((LOOPBACK, 0), partial(_Quiet, directory=str(tmp_path)))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"http://{request.param}:{server.server_port}/")
        yield page
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_the_previews_own_page_gets_what_it_asks_for(
    browser: Browser, preview: Preview, attempt: str
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(preview.url)
        assert page.evaluate(_aimed(attempt, preview), preview.url) is True


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_a_foreign_page_gets_nothing(preview: Preview, foreign: Page, attempt: str) -> None:
    assert foreign.evaluate(_aimed(attempt, preview), preview.url) is False


@pytest.mark.parametrize("element", ["iframe src", "embed src", "object data"])
def test_a_foreign_page_cannot_frame_it(preview: Preview, foreign: Page, element: str) -> None:
    name, attribute = element.split()
    with foreign.expect_response(preview.url) as answer:
        foreign.set_content(f"<{name} {attribute}='{preview.url}'></{name}>")
    assert answer.value.status == 403


@pytest.mark.parametrize(("field", "status"), [("", 403), ("<input name=a value=b>", 400)])
def test_a_foreign_form_is_refused(preview: Preview, foreign: Page, field: str, status: int) -> None:
    foreign.set_content(f"<form method=post action='{preview.url}'>{field}<button>Win</button></form>")
    with foreign.expect_response(preview.url) as answer:
        foreign.get_by_role("button").click()
    assert answer.value.status == status


def test_a_foreign_link_may_be_followed_but_gets_no_control(preview: Preview, foreign: Page) -> None:
    with foreign.expect_popup() as opened:
        foreign.evaluate("preview => { window.got = window.open(preview) }", preview.url)
    expect(opened.value.get_by_role("main")).to_contain_text("Welcome")
    assert foreign.evaluate("window.got.closed") is True
    assert opened.value.evaluate("window.opener") is None


def test_a_foreign_domain_that_resolves_here_shows_nothing(browser: Browser, preview: Preview) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        answer = page.goto(f"http://foreign.localhost:{preview.port}/")
        assert answer
        assert answer.status == 403
        assert "Welcome" not in page.content()
        for attempt in ("websocket", "image", "script", "style"):
            assert page.evaluate(_aimed(ATTEMPTS[attempt], preview), page.url) is False


def test_nothing_of_it_is_printed_in_the_terminal(preview: Preview, foreign: Page) -> None:
    before = preview.printed()
    for attempt in ATTEMPTS.values():
        foreign.evaluate(_aimed(attempt, preview), preview.url)
    assert preview.printed() == before


def _aimed(attempt: str, preview: Preview) -> str:
    """Insert the image and the style sheet of the home page, which a foreign page may have guessed."""
    home = preview.ask()[2]
    for name in findall('assets/[^"]+[.](?:svg|css)', home):
        attempt = attempt.replace("IMAGE" if name.endswith("svg") else "STYLE", name)
    return attempt


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_words: object) -> None:
        """Print nothing: pytest reports what matters."""
