"""Links to other sites → those that do not answer. Each URL is tried once, with a time limit."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from icpr_build.model import Link
from icpr_build.problem import Problem

TIMEOUT = 15.0  # seconds
AT_ONCE = 8
_HEADERS = {"User-Agent": "icpr-build link check", "Accept": "*/*"}


def check_external_links(links: Iterable[Link]) -> Iterator[Problem]:
    """Try every URL of another site, and report each place where one that fails is written."""
    by_url: dict[str, list[Link]] = {}
    for link in links:
        if link.target.startswith(("http://", "https://")):
            by_url.setdefault(link.target.partition("#")[0], []).append(link)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for url, error in zip(by_url, pool.map(_error, by_url), strict=True):
            for link in by_url[url] if error else ():
                hint = "Open it in a browser; if it has moved, write the new URL."
                yield link.place.problem("link-dead", f"{url} does not answer: {error}", hint)


def _error(url: str) -> str:
    """Request a URL, and return what went wrong, or nothing."""
    try:
        with urlopen(Request(url, headers=_HEADERS), timeout=TIMEOUT):  # noqa: S310
            return ""
    except HTTPError as error:
        return f"{error.code} {error.reason}"
    except (OSError, HTTPException, ValueError) as error:
        return str(getattr(error, "reason", error)) or type(error).__name__
