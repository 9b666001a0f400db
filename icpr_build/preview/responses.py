"""A request to the live preview → the answer: a file of the finished site, or why there is none.

Rule: only what was built is ever given, from memory; no path that is asked for reaches the disk.
Rule: only this machine's own names are answered to, and only the preview's own pages and visitors who come by
themselves: a foreign website must neither read the drafts nor learn of a change.
"""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from importlib import resources
from ipaddress import ip_address
from mimetypes import guess_type
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlencode

import livereload

from icpr_build.model import OutputFile
from icpr_build.publish import manifest
from icpr_build.urls import MANIFEST, NOT_FOUND

SCRIPT, CHANNEL = "/livereload.js", "/livereload"  # where livereload's script must lie, and whom it calls
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
# What a browser insists on; systems differ in what they know of it.
TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
NOTHING_YET = b"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Nothing to show yet</title>
</head>
<body><p>The site has problems, which the terminal tells. This page reloads once they are mended.</p></body>
</html>
"""

_METHODS = ("GET", "HEAD")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[0-9a-z_.-]+)(?::([0-9]{1,5}))?", re.ASCII | re.IGNORECASE)
_HEAD_END = b"</head>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A site as the preview shows it: files by their paths, and a mark that no other state of it bears."""

    files: Mapping[str, bytes]
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What goes back to the browser, beside the `HEADERS` that every answer has."""

    status: HTTPStatus
    headers: Mapping[str, str]
    body: bytes


def show(site: Sequence[OutputFile]) -> Shown:
    """Show a finished site; if there is none, say so at every address."""
    listed = manifest(site)
    files = {f"/{file.path}": file.data for file in site} or {
        "/index.html": NOTHING_YET,
        NOT_FOUND: NOTHING_YET,
    }
    script = resources.files(livereload).joinpath("vendors/livereload.js").read_bytes()
    mark = (
        f"v{hashlib.sha256(listed).hexdigest()[:16]}"  # livereload's script takes figures alone for a number
    )
    return Shown(files=files | {f"/{MANIFEST}": listed, SCRIPT: script}, mark=mark)


def is_foreign(headers: Mapping[str, str], names: Collection[str], *, is_open: bool) -> bool:
    """Tell whether a request is none of the preview's own; `is_open` if other machines may ask, too.

    A foreign website whose name was made to lead here is betrayed by `Host`, what its pages fetch by `Origin`
    or `Sec-Fetch-Site`. Browsers never open a channel without an `Origin`. Following a link is no offence.
    """
    host = headers.get("Host", "").lower()
    origin = headers.get("Origin", "" if "Upgrade" in headers else f"http://{host}")
    is_near = headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
    is_visit = headers.get("Sec-Fetch-Dest") == "document"
    own = _is_own_name(host, names, is_open=is_open) and origin == f"http://{host}"
    return not own or not (is_near or is_visit)


def _is_own_name(host: str, names: Collection[str], *, is_open: bool) -> bool:
    """Tell whether a `Host` names this machine. Nobody can make a bare IP address lead elsewhere."""
    found = _HOST.fullmatch(host)
    if not found or found[1] in names:
        return bool(found)
    try:
        address = ip_address(found[1].strip("[]"))
    except ValueError:
        return False
    return is_open or address.is_loopback


def answer(shown: Shown, method: str, path: str, host: str) -> Answer:
    """Answer a request that is not foreign, such as for `/news/`, asked of `localhost:8000`."""
    if method not in _METHODS:
        return refuse(HTTPStatus.METHOD_NOT_ALLOWED)
    wanted = unquote(path)
    for name in (wanted + "index.html" * wanted.endswith("/"), f"{wanted}/index.html"):
        if name not in shown.files or wanted.count("/") > path.count("/"):  # %2F is no way into a folder
            continue
        if name.startswith(f"{wanted}/"):
            return Answer(status=HTTPStatus.FOUND, headers={"Location": f"{quote(wanted)}/"}, body=b"")
        return _file(shown, name, host, HTTPStatus.OK)
    if NOT_FOUND in shown.files:
        return _file(shown, NOT_FOUND, host, HTTPStatus.NOT_FOUND)
    return refuse(HTTPStatus.NOT_FOUND)


def refuse(status: HTTPStatus) -> Answer:
    """Say no, in plain text."""
    headers = {"Content-Type": "text/plain; charset=utf-8", "Allow": ", ".join(_METHODS)}
    why = "Open the preview at the address that the terminal tells.\n" * (status == HTTPStatus.FORBIDDEN)
    return Answer(status=status, headers=headers, body=f"{status} {status.phrase}\n{why}".encode())


def _file(shown: Shown, name: str, host: str, status: HTTPStatus) -> Answer:
    kind = TYPES.get(PurePosixPath(name).suffix) or guess_type(name)[0] or "application/octet-stream"
    body = shown.files[name]
    if kind == TYPES[".html"]:
        body = body.replace(_HEAD_END, _script(shown.mark, host) + _HEAD_END, 1)
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    return Answer(status=status, headers={"Content-Type": kind + charset}, body=body)


def _script(mark: str, host: str) -> bytes:
    """Write what has a page call the channel, and tell it which state of the site it shows."""
    found = _HOST.fullmatch(host)
    name, port = found.groups("80") if found else ("", "")
    options = urlencode({"host": name, "port": port, "snipver": mark}, safe="[]:")
    return f'<script src="{SCRIPT}?{escape(options)}"></script>'.encode()
