import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from icpr_build.check.external import check_external_links
from icpr_build.model import Link
from icpr_build.problem import Place
from tests.conftest import Command, SiteMaker
from tests.lay_out import report_lines

ELSEWHERE = "http://elsewhere.example"
REQUESTED: list[str] = []


@pytest.fixture
def other_site() -> Iterator[str]:
    """Another site, on this machine; the requests are kept in REQUESTED."""
    REQUESTED.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _OtherSite)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["/200", "/200?a=b#c", "/302", ""])
def test_a_url_that_answers_is_not_reported(other_site: str, path: str) -> None:
    assert list(check_external_links([_link(other_site + path)])) == []


def test_other_links_are_not_tried(other_site: str) -> None:
    assert list(check_external_links(map(_link, ("/about/", "mailto:a@example.org", "tel:1", "#part")))) == []
    assert REQUESTED == []


@pytest.mark.parametrize(
    ("path", "error"),
    [("/404", "404 Not Found"), ("/500", "500 Internal Server Error"), ("/302/404", "404 Not Found")],
)
def test_an_error_status_is_reported(other_site: str, path: str, error: str) -> None:
    url = other_site + path
    assert report_lines(check_external_links([_link(url)])) == [
        f"content/a.md:1:1: {url} does not answer: {error} [link-dead]"
    ]


def test_an_endless_redirect_is_reported(other_site: str) -> None:
    (problem,) = check_external_links([_link(f"{other_site}/loop")])
    assert problem.message.startswith(f"{other_site}/loop does not answer: 302 ")


@pytest.mark.parametrize("path", ["/nonsense", "/silence"])
def test_an_invalid_answer_is_reported(other_site: str, path: str) -> None:
    assert [problem.code for problem in check_external_links([_link(other_site + path)])] == ["link-dead"]


def test_a_closed_port_is_reported() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        (problem,) = check_external_links([_link(url)])
    assert problem.code == "link-dead"
    assert "Connection refused" in problem.message or "actively refused" in problem.message
    assert problem.hint == "Open it in a browser; if it has moved, write the new URL."


def test_a_url_is_tried_once_and_reported_everywhere(other_site: str) -> None:
    links = [_link(f"{other_site}/404", line) for line in (3, 5)] + [_link(f"{other_site}/404#part", 7)]
    assert [problem.place.line for problem in check_external_links(links)] == [3, 5, 7]
    assert REQUESTED == ["/404"]


def test_a_check_can_try_links(
    site: SiteMaker, icpr: Command, other_site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", other_site)  # no text may link to this computer
    monkeypatch.setattr("urllib.request._opener", None)  # which has read the proxy settings only once
    text = "---\ntitle: Institute\nsummary: The home page.\n---\n[A]({0}/200) [B]({0}/404)\n"
    root = site({"content/index.md": text.format(ELSEWHERE)})
    assert icpr("check", root)[0] == 0
    status, output, errors = icpr("check", root, "--external")
    assert (status, output) == (1, "")
    assert f"{ELSEWHERE}/404 does not answer: 404 Not Found [link-dead]\n" in errors


class _OtherSite(BaseHTTPRequestHandler):
    """Answers `/404` with 404, `/302` and `/302/404` by leading to `/200` and `/404`."""

    def do_GET(self) -> None:
        self.path = self.path.removeprefix(ELSEWHERE)
        REQUESTED.append(self.path)
        first, _, then = self.path.partition("?")[0][1:].partition("/")
        if first in ("302", "loop"):
            self.send_response(302)
            self.send_header("Location", f"/{then or (first if first == 'loop' else '200')}")
        elif first == "nonsense":
            self.wfile.write(b"nonsense\r\n\r\n")
            return
        elif first == "silence":
            return
        else:
            self.send_response(int(first or 200))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        pass


def _link(url: str, line: int = 1) -> Link:
    return Link(target=url, place=Place(file="content/a.md", line=line))
