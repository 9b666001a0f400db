"""Links to other sites → those that do not answer.

Rule: it only asks; each address once, a few at a time, with one bound on the wait.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from icpr_build.model import Link
from icpr_build.problem import Problem

TIMEOUT = 15.0
AT_ONCE = 8
_HEADERS = {"User-Agent": "icpr-build link check", "Accept": "*/*"}


def outbound(links: Iterable[Link]) -> Iterator[Problem]:
    """Try every address of another site, and report each place where one that fails was written."""
    places: dict[str, list[Link]] = {}
    for link in links:
        if link.target.startswith(("http://", "https://")):
            places.setdefault(link.target.partition("#")[0], []).append(link)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for address, fault in zip(places, pool.map(_fault, places), strict=True):
            for link in places[address] if fault else ():
                message = f"{address} does not answer: {fault}"
                hint = "Open it in a browser; if it has moved, write the new address."
                yield Problem(place=link.place, code="link-dead", message=message, hint=hint)


def _fault(address: str) -> str:
    """Ask for an address; give what went wrong, or nothing."""
    try:
        with urlopen(Request(address, headers=_HEADERS), timeout=TIMEOUT):  # noqa: S310
            return ""
    except HTTPError as error:
        return f"{error.code} {error.reason}"
    except (OSError, HTTPException, ValueError) as error:
        return str(getattr(error, "reason", error)) or type(error).__name__
