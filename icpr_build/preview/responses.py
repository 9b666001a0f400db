"""A request to the live preview → the response: a file of the finished site, or an error.

Only what was built is served, from memory; no path that is requested reaches the disk. Only requests for this
machine's own names are answered, and only those of the preview's own pages and of visitors who come by
themselves: a foreign website must neither read the drafts nor learn of a change.
"""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from ipaddress import ip_address
from mimetypes import guess_type
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlencode

from icpr_build.model import OutputFile
from icpr_build.publish import manifest
from icpr_build.urls import MANIFEST, NOT_FOUND

SCRIPT, CHANNEL = "/livereload.js", "/livereload"  # livereload's script, and the websocket that it opens
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
# Browsers insist on these; not every system knows them all.
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
<body><p>The site has problems, which the terminal shows. This page reloads once they are mended.</p></body>
</html>
"""

_METHODS = ("GET", "HEAD")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[0-9a-z_.-]+)(?::([0-9]{1,5}))?", re.ASCII | re.IGNORECASE)
_HEAD_END = b"</head>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The site that the preview shows: files by their paths, and a version that every change changes."""

    files: Mapping[str, bytes]
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What is sent to the browser, besides the `HEADERS` that every response has."""

    status: HTTPStatus
    headers: Mapping[str, str]
    body: bytes


def show(site: Sequence[OutputFile]) -> Shown:
    """Show a finished site; if there is none, a page at every path says so."""
    listed = manifest(site)
    files = {f"/{file.path}": file.data for file in site} or {
        "/index.html": NOTHING_YET,
        NOT_FOUND: NOTHING_YET,
    }
    digest = hashlib.sha256(listed).hexdigest()
    version = f"v{digest[:16]}"  # livereload's script turns a text of digits alone into a number
    return Shown(files=files | {f"/{MANIFEST}": listed}, version=version)


def is_foreign(headers: Mapping[str, str], names: Collection[str], *, is_open: bool) -> bool:
    """Return whether a request comes from elsewhere; `is_open` if other machines may send some.

    `Host` reveals a foreign website whose name resolves to this machine, `Origin` and `Sec-Fetch-Site` what
    its pages request. Browsers always send an `Origin` when they open a websocket. A link may be followed
    from anywhere.
    """
    host = headers.get("Host", "").lower()
    origin = headers.get("Origin", "" if "Upgrade" in headers else f"http://{host}")
    is_own_page = headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
    is_visit = headers.get("Sec-Fetch-Dest") == "document"
    is_own = _is_own_name(host, names, is_open=is_open) and origin == f"http://{host}"
    return not is_own or not (is_own_page or is_visit)


def _is_own_name(host: str, names: Collection[str], *, is_open: bool) -> bool:
    """Return whether a `Host` names this machine. Nobody can make an IP address lead elsewhere."""
    found = _HOST.fullmatch(host)
    if not found or found[1] in names:
        return bool(found)
    try:
        address = ip_address(found[1].strip("[]"))
    except ValueError:
        return False
    return is_open or address.is_loopback


def respond(shown: Shown, method: str, path: str, host: str) -> Response:
    """Return the response to a request that is not foreign; `host` is its `Host`."""
    if method not in _METHODS:
        return refuse(HTTPStatus.METHOD_NOT_ALLOWED)
    wanted = unquote(path)
    for name in (wanted + "index.html" * wanted.endswith("/"), f"{wanted}/index.html"):
        if name not in shown.files or wanted.count("/") > path.count("/"):  # %2F does not separate folders
            continue
        if name.startswith(f"{wanted}/"):
            return Response(status=HTTPStatus.FOUND, headers={"Location": f"{quote(wanted)}/"}, body=b"")
        return _file(shown, name, host, HTTPStatus.OK)
    if NOT_FOUND in shown.files:
        return _file(shown, NOT_FOUND, host, HTTPStatus.NOT_FOUND)
    return refuse(HTTPStatus.NOT_FOUND)


def refuse(status: HTTPStatus) -> Response:
    """Return an error in plain text."""
    headers = {"Content-Type": "text/plain; charset=utf-8", "Allow": ", ".join(_METHODS)}
    hint = "Open the preview at the URL that the terminal shows.\n" * (status == HTTPStatus.FORBIDDEN)
    return Response(status=status, headers=headers, body=f"{status} {status.phrase}\n{hint}".encode())


def _file(shown: Shown, name: str, host: str, status: HTTPStatus) -> Response:
    kind = TYPES.get(PurePosixPath(name).suffix) or guess_type(name)[0] or "application/octet-stream"
    body = shown.files[name]
    if kind == TYPES[".html"]:
        body = body.replace(_HEAD_END, _script(shown.version, host) + _HEAD_END, 1)
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    return Response(status=status, headers={"Content-Type": kind + charset}, body=body)


def _script(version: str, host: str) -> bytes:
    """Return the element by which a page opens the channel and says which version of the site it shows."""
    found = _HOST.fullmatch(host)
    name, port = found.groups("80") if found else ("", "")
    options = urlencode({"host": name, "port": port, "snipver": version}, safe="[]:")
    return f'<script src="{SCRIPT}?{escape(options)}"></script>'.encode()
