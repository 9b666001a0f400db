"""Site paths and what stands for them: from an editor's `/about/` to the address in a finished page.

Rule: content, data, templates and style sheets speak in site paths; only here do they become urls.
"""

import hashlib
import posixpath
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import SplitResult, quote, unquote, urlsplit

from icpr_build.characters import INVISIBLE

MAX_NAME_LENGTH = 100  # letters; some disks hold no name of more than 255 bytes
MANIFEST = "SHA256SUMS"  # the list of all files, which the output holds, too
RENAME = "Give the file, its folder or its title another name."
NOT_FOUND = "/404.html"  # the page for lost visitors, which hosts show at any depth
IMAGE_EXTENSIONS = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")

_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?", re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r"[\\?:*<>|\"]")
_BASE_URL = re.compile(
    r"https?://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::[0-9]{1,5})?(?:/[\w~-][\w.~-]*)*/*",
    re.ASCII | re.IGNORECASE,
)
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_ATTRIBUTE = re.compile(r'(?<=\s)((?:href|src)=")(/(?!/)[^"]*|#[^"]*)(?=")')


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteUrls:
    """Where the site will be, and the site paths that stand for another (`/about.md`, `/img/x.jpg`).

    `configured_base_url` is the address that `site.yaml` tells, should another stand in for it.
    """

    base_url: str
    aliases: Mapping[str, str]
    configured_base_url: str = ""

    def resolve(self, target: str) -> str:
        """Give the site path, in the output, of what `target` names; a `#part` stays."""
        path, mark, fragment = target.partition("#")
        found = plain(path)
        return quote(self.aliases.get(found, found)) + mark + fragment

    def absolute(self, target: str) -> str:
        """Give the full address of a site path; any other address stays as it is."""
        return self.base_url + self.resolve(target)[1:] if is_site_path(target) else target

    def local_path(self, address: str) -> str:
        """Give the site path that a full address of this site names, in whatever way; else nothing."""
        there = urlsplit(address)
        for home in map(urlsplit, (self.base_url, self.configured_base_url)):
            path = there.path if there.path.startswith(home.path) else f"{there.path}/"
            if there.netloc and _site(there) == _site(home) and path.startswith(home.path):
                return there._replace(scheme="", netloc="", path=f"/{path[len(home.path) :]}").geturl()
        return ""

    def root_relative(self, target: str) -> str:
        """Give the address of a site path from the host's root, which holds at any depth."""
        return urlsplit(self.absolute(target))._replace(scheme="", netloc="").geturl()

    def relative(self, page: str, target: str) -> str:
        """Give the address of a site path as seen from a page, so that the site works in any folder."""
        if not is_site_path(target):
            return target
        path, mark, fragment = self.resolve(target).partition("#")
        folder = posixpath.dirname(page)
        nearest = posixpath.relpath(path, folder) + ("/" if path.endswith("/") else "")
        return nearest + mark + fragment


def _site(address: SplitResult) -> str:
    """Name a site as its visitors know it: capitals and `www.` make no difference."""
    return address.netloc.lower().removeprefix("www.")


def is_site_path(address: str) -> bool:
    """Tell a path of this site from a full address, and from a protocol-relative one."""
    return address.startswith("/") and not address.startswith("//")


def is_plain_path(text: str) -> bool:
    """Tell whether a text names a place of this site and nothing else: no `..`, no dot files, no `?`."""
    steps = text[1:].removesuffix("/").split("/")
    plain = all(re.match(r"[^.]", step) and len(step) <= MAX_NAME_LENGTH for step in steps) or text == "/"
    return (
        is_site_path(text) and plain and not INVISIBLE.search(text) and not re.search(r"[\\?#%:*<>|\"]", text)
    )


def invalid_name_reason(path: str) -> str:
    """Say why some disk could not hold a path, as Windows keeps names and signs for itself; else nothing."""
    for step in path.split("/"):
        if _DEVICE.fullmatch(step):
            return f"Windows keeps the name {step} for itself"
        if step.endswith((".", " ")):
            return "a name cannot end in a dot or a blank"
        if found := _NOT_IN_NAMES.search(step):
            return f"a name cannot hold the sign {found[0]}"
    return ""


def is_image(target: str) -> bool:
    """Tell whether a target is a picture file of this site, by its name."""
    return is_site_path(target) and target.lower().endswith(IMAGE_EXTENSIONS)


def host(address: str) -> str:
    """Name the site that a full address leads to: `theiacp.org`; empty for a path of this site."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def is_base_url(text: str) -> bool:
    """Tell whether a text can be the address of a whole site: http or https, a host, perhaps a path."""
    return bool(_BASE_URL.fullmatch(text))


def plain(path: str) -> str:
    """Undo what hides that two paths are one: `%20` and such, and the two ways to store an accent."""
    return unicodedata.normalize("NFC", unquote(path))


def site_name(file: str) -> str:
    """Give the site path by which content names a file: `content/a.md` is `/a.md`."""
    return "/" + unicodedata.normalize("NFC", file.partition("/")[2])


def rewrite(html: str, change: Callable[[str], str]) -> str:
    """Change every site path and fragment in the `href` and `src` attributes of an HTML text."""

    def attribute(match: re.Match[str]) -> str:
        return match[1] + escape(change(unescape(match[2])))

    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(attribute, tag[0]), html)


def output_path(site_path: str) -> str:
    """Give the file of a site path: `/news/` is `news/index.html`."""
    return site_path[1:] + ("index.html" if site_path.endswith("/") else "")


def site_path(file: str) -> str:
    """Give the site path of an output file: `news/index.html` is `/news/`."""
    return "/" + (file.removesuffix("index.html") if file.endswith("index.html") else file)


def page_path(file: str) -> str:
    """Give the site path of a Markdown page: `content/a/b.md` is `/a/b/`, an index is its folder."""
    *folders, name = map(slug, file.removeprefix("content/").removesuffix(".md").split("/"))
    if [*folders, name] == ["404"]:
        return NOT_FOUND
    return "/" + "".join(f"{part}/" for part in (*folders, *([name] if name != "index" else [])))


def file_target(file: str, href: str) -> str:
    """Turn a link as it works where the Markdown is read into a site path.

    `../img.md` in `content/news/x.md` is `/img.md`; `../assets/img/x.jpg` in `content/x.md` is `/img/x.jpg`.
    What leads out of both folders stays as it is, and so resolves to nothing.
    """
    path, mark, fragment = href.partition("#")
    found = posixpath.normpath(posixpath.join(posixpath.dirname(file), plain(path)))
    top, _, below = (found + "/" * path.endswith("/")).partition("/")
    return f"/{below}{mark}{fragment}" if top in ("content", "assets") and below else href


def slug(text: str) -> str:
    """Turn a title into the last part of an address: small ASCII letters, figures and single hyphens.

    A title without any of these is named by its digest.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", ""))
    found = words.strip("-")[:MAX_NAME_LENGTH].rstrip("-")
    return found or hashlib.sha256(text.encode()).hexdigest()[:10]


def document_path(slug: str) -> str:
    """Return the site path of a document's own page."""
    return f"/documents/{slug}/"


def news_path(slug: str) -> str:
    """Return the site path of a news item's own page."""
    return f"/news/{slug}/"


def topic_path(label: str) -> str:
    """Return the site path of a topic's page."""
    return f"/news/topics/{slug(label)}/"
