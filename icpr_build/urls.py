"""Site paths and URLs: from the `/about/` that an editor writes to the URL in a finished page.

A site path begins with `/` and is read from the site's root. Content, data, templates and style sheets hold
site paths; only here do they become URLs.
"""

import hashlib
import posixpath
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from urllib.parse import quote, unquote, urldefrag, urlsplit

from icpr_build.characters import INVISIBLE

MAX_NAME_LENGTH = 100  # characters of one part of a path
MANIFEST = "SHA256SUMS"  # the output's own list of its files
NO_JEKYLL = ".nojekyll"
RENAME = "Give the file, its folder or its title another name."
NOT_FOUND = "/404.html"  # the 404 page, which hosts show at any depth
# Files that hosts read, and do not publish as they are: anywhere in the site, or at its root.
_READ_ANYWHERE = frozenset((".htaccess", "web.config"))  # Apache; IIS
_READ_AT_ROOT = frozenset(
    (
        *("_headers", "_redirects", "_routes.json", "_worker.js"),  # Cloudflare Pages, Netlify
        *("netlify.toml", "vercel.json", "now.json", "staticwebapp.config.json", "firebase.json"),
        *("cname", NO_JEKYLL, "_config.yml"),  # GitHub Pages
        *("404.html", "200.html"),  # shown in place of what is missing
    )
)
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
    """The URL of the site, and the site paths that are other names of a path (`/about.md`, `/img/x.jpg`).

    `configured_base_url` is the one in `site.yaml`, where `base_url` is another.
    """

    base_url: str
    aliases: Mapping[str, str]
    configured_base_url: str = ""

    def resolve(self, target: str) -> str:
        """Return the percent-encoded path in the output of a site path; an `#anchor` is kept."""
        path, mark, anchor = target.partition("#")
        normalized = normalized_path(path)
        return quote(self.aliases.get(normalized, normalized)) + mark + anchor

    def absolute(self, target: str) -> str:
        """Return the full URL of a site path; any other URL as it is."""
        return self.base_url + self.resolve(target)[1:] if is_site_path(target) else target

    def own_path(self, url: str) -> str:
        """Return the site path that a full URL on this site's own host names; nothing for any other URL."""
        there = urlsplit(url)
        for home in map(urlsplit, (self.base_url, self.configured_base_url)):
            path = there.path if there.path.startswith(home.path) else f"{there.path}/"
            is_own = there.netloc and there.netloc.lower() == home.netloc.lower()
            if is_own and path.startswith(home.path):
                return there._replace(scheme="", netloc="", path=f"/{path[len(home.path) :]}").geturl()
        return ""

    def root_relative(self, target: str) -> str:
        """Return the URL of a site path from the host's root, which works at any depth."""
        return urlsplit(self.absolute(target))._replace(scheme="", netloc="").geturl()

    def relative(self, page: str, target: str) -> str:
        """Return the URL of a site path relative to a page, so that the site works in any folder."""
        if not is_site_path(target):
            return target
        path, mark, anchor = self.resolve(target).partition("#")
        folder = posixpath.dirname(page)
        relative = posixpath.relpath(path, folder) + ("/" if path.endswith("/") else "")
        return relative + mark + anchor


def is_site_path(url: str) -> bool:
    """Return whether a URL is a path of this site, and neither full nor protocol-relative."""
    return url.startswith("/") and not url.startswith("//")


def is_plain_path(text: str) -> bool:
    """Return whether a text is a site path and nothing else: no `..`, no dot files, no `?`, no `#`."""
    parts = text[1:].removesuffix("/").split("/")
    return (
        is_site_path(text)
        and (text == "/" or all(part[:1] not in ("", ".") and len(part) <= MAX_NAME_LENGTH for part in parts))
        and not INVISIBLE.search(text)
        and not re.search(r"[\\?#%:*<>|\"]", text)
    )


def invalid_name_reason(path: str) -> str:
    """Say why some file system cannot hold a path, as Windows reserves names and characters; else nothing."""
    for name in path.split("/"):
        if _DEVICE.fullmatch(name):
            return f"Windows reserves the name {name}"
        if name.endswith((".", " ")):
            return "a name cannot end in a period or a space"
        if found := _NOT_IN_NAMES.search(name):
            return f"a name cannot contain the character {found[0]}"
    return ""


def is_read_by_hosts(path: str) -> bool:
    """Return whether a site path, or a folder in it, has the name of a file that hosts read, in any case."""
    first, *others = path.casefold().strip("/").split("/")
    return first in _READ_AT_ROOT or not _READ_ANYWHERE.isdisjoint((first, *others))


def is_image(target: str) -> bool:
    """Return whether a link target is an image file of this site, by its extension."""
    return is_site_path(target) and target.lower().endswith(IMAGE_EXTENSIONS)


def host(url: str) -> str:
    """Return the host of a full URL without `www.`, such as `theiacp.org`; nothing for a site path."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def is_base_url(text: str) -> bool:
    """Return whether a text can be the URL of a whole site: http or https, a host, perhaps a path."""
    return bool(_BASE_URL.fullmatch(text))


def normalized_path(path: str) -> str:
    """Decode percent-encoding and compose accents (NFC), so that two spellings of one path are equal."""
    return unicodedata.normalize("NFC", unquote(path))


@lru_cache(maxsize=100_000)  # many pages link to the same
def target_path(target: str) -> str:
    """Return the decoded path of a link's target, without its anchor."""
    return unquote(urldefrag(target)[0])


def link_path(file: str) -> str:
    """Return the site path by which content links to a file: `content/a.md` is `/a.md`."""
    return "/" + unicodedata.normalize("NFC", file.partition("/")[2])


def rewrite(html: str, change: Callable[[str], str]) -> str:
    """Change every site path and `#anchor` in the `href` and `src` attributes of an HTML text."""

    def attribute(match: re.Match[str]) -> str:
        return match[1] + escape(change(unescape(match[2])))

    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(attribute, tag[0]), html)


def output_path(site_path: str) -> str:
    """Return the output file of a site path: `/news/` is `news/index.html`."""
    return site_path[1:] + ("index.html" if site_path.endswith("/") else "")


def site_path(file: str) -> str:
    """Return the site path of an output file: `news/index.html` is `/news/`."""
    folder, slash, name = file.rpartition("/")
    return f"/{folder}{slash}" if name == "index.html" else f"/{file}"


def page_path(file: str) -> str:
    """Return the site path of a Markdown page: `content/a/b.md` is `/a/b/`, an `index.md` its folder."""
    *folders, name = map(slug, file.removeprefix("content/").removesuffix(".md").split("/"))
    if [*folders, name] == ["404"]:
        return NOT_FOUND
    return "/" + "".join(f"{part}/" for part in (*folders, *([name] if name != "index" else [])))


def file_target(file: str, href: str) -> str:
    """Return the site path of a link that is relative to its Markdown file.

    `../img.md` in `content/news/x.md` is `/img.md`; `../assets/img/x.jpg` in `content/x.md` is `/img/x.jpg`.
    A link out of both folders stays as it is, and is broken.
    """
    path, mark, anchor = href.partition("#")
    found = posixpath.normpath(posixpath.join(posixpath.dirname(file), normalized_path(path)))
    top, _, below = (found + "/" * path.endswith("/")).partition("/")
    return f"/{below}{mark}{anchor}" if top in ("content", "assets") and below else href


def slug(text: str) -> str:
    """Turn a title into the last part of a path: lowercase ASCII letters, digits and single hyphens.

    A title without any of these becomes a hash of it.
    """
    return words_slug(text) or hashlib.sha256(text.encode()).hexdigest()[:10]


def words_slug(text: str) -> str:
    """Return the same; nothing for a title without any of these."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_text.lower().replace("'", ""))
    return words.strip("-")[:MAX_NAME_LENGTH].rstrip("-")


def document_path(slug: str) -> str:
    """Return the site path of a document's own page."""
    return f"/documents/{slug}/"


def news_path(slug: str) -> str:
    """Return the site path of a news item's own page."""
    return f"/news/{slug}/"


def topic_path(label: str) -> str:
    """Return the site path of a topic's page."""
    return f"/news/topics/{slug(label)}/"
