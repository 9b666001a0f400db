"""The live preview as an editor uses it: a terminal, a browser window, and files that change."""

import errno
import hashlib
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from re import compile as pattern
from re import findall

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.lay_out import lay_out
from tests.serving import (
    DRAFT,
    HOME,
    IPV6,
    LOOPBACK,
    PATIENCE,
    SMALLEST,
    Preview,
    serve_command,
    serving,
    until,
)

pytestmark = pytest.mark.browser

SETTINGS = (SMALLEST / "content/data/site.yaml").read_text("utf-8")
TEMPLATE = (SMALLEST / "templates/pages/page.html").read_text("utf-8")
IMAGE = (SMALLEST / "assets/img/share.png").read_bytes() + b"another"
LOST = "---\ntitle: Lost\nsummary: Where nothing is.\n---\nThere is a way [home](/).\n"
FAULTY = HOME.replace("summary:", "sumary:")
FAULT = "content/index.md:3:1: unknown key 'sumary', did you mean 'summary'? [key-unknown]"


@contextmanager
def window(browser: Browser, running: Preview, path: str = "/") -> Iterator[Page]:
    """Open a page that is reloaded after changes."""
    expect.set_options(timeout=PATIENCE * 1000)
    with browser.new_context(base_url=running.url) as context:
        page = context.new_page()
        page.goto(path)
        until(lambda: listens(page))
        yield page


def listens(page: Page) -> bool:
    """Return whether a page has its websocket. The policy forbids Playwright to wait for it in the page."""
    try:
        return page.evaluate("Boolean(window.LiveReload?.connector?.protocol)") is True
    except Error:
        return False  # it is just being loaded anew


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    with serving(tmp_path) as running:
        yield running


@pytest.fixture
def page(browser: Browser, preview: Preview) -> Iterator[Page]:
    with window(browser, preview) as page:
        yield page


def test_a_draft_is_shown(page: Page) -> None:
    page.goto("/news/")
    page.get_by_role("link", name="Draft").click()
    expect(page.get_by_role("main")).to_contain_text("This is Draft.")


CHANGES: dict[str, tuple[str, str | bytes, Callable[[Page], None]]] = {
    "content": (
        "content/index.md",
        HOME.replace("Welcome", "Good day"),
        lambda page: expect(page.get_by_role("main")).to_contain_text("Good day"),
    ),
    "data": (
        "content/data/site.yaml",
        SETTINGS.replace("label: News", "label: Events"),
        lambda page: expect(page.get_by_role("navigation")).to_contain_text("Events"),
    ),
    "template": (
        "templates/pages/page.html",
        TEMPLATE.replace("{{ prose.intro }}", "<p>Newly set.</p>"),
        lambda page: expect(page.get_by_role("main")).to_contain_text("Newly set."),
    ),
    "style": (
        "assets/css/tokens.css",
        ":root { --ink: #f00; }",
        lambda page: expect(page.locator("body")).to_have_css("color", "rgb(255, 0, 0)"),
    ),
    "image": (
        "assets/img/share.png",
        IMAGE,
        lambda page: expect(page.get_by_role("img", name="Shared")).to_have_attribute(
            "src", pattern(hashlib.sha256(IMAGE).hexdigest()[:8])
        ),
    ),
}


@pytest.mark.parametrize(("file", "data", "arrives"), CHANGES.values(), ids=CHANGES)
def test_a_change_arrives(
    page: Page, preview: Preview, file: str, data: str, arrives: Callable[[Page], None]
) -> None:
    preview.write(file, data)
    arrives(page)
    assert "[I " not in preview.printed(), "the terminal is for the problems"


def test_changes_that_follow_one_another_all_arrive(page: Page, preview: Preview) -> None:
    main = page.get_by_role("main")
    preview.write("content/index.md", HOME.replace("Welcome", "One"))
    preview.write("content/data/site.yaml", SETTINGS.replace("label: News", "label: Two"))
    expect(main).to_contain_text("One")
    expect(page.get_by_role("navigation")).to_contain_text("Two")
    for word in ("Three", "Four"):
        preview.write("content/index.md", HOME.replace("Welcome", word))
        expect(main).to_contain_text(word)


def test_a_file_comes_and_goes(browser: Browser, preview: Preview) -> None:
    with window(browser, preview, "/news/") as page:
        item = page.get_by_role("link", name="Second")
        preview.write("content/news/2024-06-08-second.md", DRAFT.format("Second"))
        expect(item).to_be_visible()
        (preview.root / "content/news/2024-06-08-second.md").unlink()
        expect(item).not_to_be_visible()


def test_a_problem_is_reported_and_the_last_good_site_stays(page: Page, preview: Preview) -> None:
    preview.write("content/index.md", FAULTY)
    until(lambda: FAULT in preview.printed())
    page.goto("/")
    expect(page.get_by_role("main")).to_contain_text("Welcome")
    until(lambda: listens(page))
    preview.write("content/index.md", HOME.replace("Welcome", "Corrected"))
    expect(page.get_by_role("main")).to_contain_text("Corrected")
    assert preview.printed().count(FAULT) == 1


@pytest.mark.parametrize(("path", "text"), [("/", "Welcome"), ("/news/", "Draft")])
def test_a_site_with_problems_from_the_start_appears_once_they_are_corrected(
    browser: Browser, tmp_path: Path, path: str, text: str
) -> None:
    with (
        serving(tmp_path, files={"content/index.md": FAULTY}) as running,
        window(browser, running, path) as page,
    ):
        assert FAULT in running.printed()
        expect(page.locator("body")).to_contain_text("The site has problems")
        running.write("content/index.md", HOME)
        expect(page.get_by_role("main")).to_contain_text(text)


def test_a_wrong_url_shows_the_404_page(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path, files={"content/404.md": LOST}) as running:
        with window(browser, running, "/news/second/") as page:
            main = page.get_by_role("main")
            expect(main).to_contain_text("There is a way home.")
            answer = page.request.get("/news/second/")
            assert answer.status == 404
            running.write("content/news/2024-06-08-second.md", DRAFT.format("Second"))
            expect(main).to_contain_text("This is Second.")
        assert " 404 " not in running.printed()


def test_the_page_of_components_is_named_and_shown(page: Page, preview: Preview) -> None:
    [url] = findall(r"http\S+/_components/", preview.printed())
    page.goto(url)
    expect(page.get_by_role("main")).to_contain_text("All of them.")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_with_a_page_open(page: Page, preview: Preview, number: int) -> None:
    preview.process.send_signal(number)
    assert preview.process.wait(PATIENCE) == 128 + number
    assert not findall("Traceback|Exception|Task", preview.printed())


@IPV6
def test_a_change_arrives_over_ipv6(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path, "--host", "::1", host="[::1]") as running, window(browser, running) as page:
        running.write("content/index.md", HOME.replace("Welcome", "Good day"))
        expect(page.get_by_role("main")).to_contain_text("Good day")


def test_a_page_that_missed_a_change_is_reloaded_when_it_listens(browser: Browser, preview: Preview) -> None:
    with window(browser, preview) as page:
        page.context.set_offline(True)
        page.evaluate("LiveReload.connector.disconnect()")
        preview.write("content/index.md", HOME.replace("Welcome", "Good day"))
        until(lambda: "Good day" in preview.ask()[2])
        page.context.set_offline(False)
        page.evaluate("LiveReload.connector.connect()")
        expect(page.get_by_role("main")).to_contain_text("Good day")


def test_a_port_in_use_is_reported_in_a_line(tmp_path: Path) -> None:
    root = lay_out(tmp_path, "smallest")
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            serve_command(root, port), capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    refused = (
        f"icpr: cannot serve on 127.0.0.1:{port}: {os.strerror(errno.EADDRINUSE)}; "
        "name another with --host or --port\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "", refused)
