"""Sites with a payload wherever an editor types, and what in a finished site is unsafe.

The keys are those of the schemas, so that a new key is tried as well.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser, LexborNode

from icpr_build.characters import FORBIDDEN
from icpr_build.content.json_schema import schemas
from icpr_build.external_urls import SCHEMES
from icpr_build.model import OutputFile
from tests.lay_out import SITES, lay_out

BASE = "https://good.example/"
FILES = {
    "page": "content/p{}.md",
    "news-item": "content/news/2020-01-01-n{}.md",
    "documents": "content/data/documents.yaml",
    "news": "content/data/news.yaml",
    "resources": "content/data/resources.yaml",
    "site": "content/data/site.yaml",
    "mission": "content/data/mission.yaml",
}
HARMLESS: dict[str, object] = {
    "text": "Plain words {}",
    "list of texts": ["Plain words {}"],
    "list of paths": ["/old/{}/"],
    "a date": "2020-01-01",
    "a day, a month or a year": "2020-01",
    "a URL or a path": f"{BASE[:-1]}.org/{{}}/",
    "a path of this site": "/img/share.png",
    "an image of this site": "/img/share.png",
    "a full URL": BASE,
    "a language code": "en-US",
    "an e-mail address": "name@good.example",
    "lowercase words with hyphens": "plain-{}",
    "true or false": False,
}
WORDS = ("text", "list of texts")
PINNED = "as class http-equiv name property rel role style tabindex target type".split()
ADDRESSES = ("href", "src")
AT_ONCE, MOST_MILLISECONDS = 25, 120_000
Schema = Mapping[str, Any]
Shape = tuple[str, ...]
Value = Callable[[str], object]
SCHEMAS: Mapping[str, Schema] = {
    name.partition(".")[0]: json.loads(text) for name, text in schemas(("page",)).items()
}
# Calls what must not be called when a style is set, and does to every element what a visitor may do.
POKE = """if (location.protocol === 'file:') addEventListener('load', () => {
  const root = document.documentElement;
  const set = getComputedStyle(root).getPropertyValue('--canary');
  if (set || document.querySelector('[style], style')) canary();
  addEventListener('click', event => {
    const link = event.target.closest('a, area');
    if (link && link.protocol !== 'javascript:') event.preventDefault();
  }, true);
  for (const it of document.querySelectorAll('*'))
    for (const kind of ['mouseover', 'mouseenter', 'mousemove', 'focus', 'click'])
      it.dispatchEvent(new MouseEvent(kind, {bubbles: true, cancelable: true}));
});"""


def bodies(root: Path, payloads: Iterable[str]) -> Path:
    """Lay out a site with a page, and a news item, for each payload as its text."""
    files = {}
    for number, payload in enumerate(payloads):
        for kind in ("page", "news-item"):
            needed = {key: SCHEMAS[kind]["properties"][key] for key in SCHEMAS[kind]["required"]}
            keys = _keys({"properties": needed}, partial(_harmless, f"{kind} {number}"))
            files[FILES[kind].format(number)] = f"---\n{keys}\n---\n{payload}\n"
    return _laid_out(root, files)


def entries(root: Path, payloads: Iterable[str]) -> Path:
    """Lay out a site with an entry of each kind for each payload: in all keys, and in those for words."""
    files: dict[str, str] = {}
    for number, payload in enumerate(payloads):
        for way, value in _ways(f"{number}", payload).items():
            for kind in ("page", "news-item"):
                keys = _keys(SCHEMAS[kind], value(kind))
                files[FILES[kind].format(f"{number}-{way}")] = f"---\n{keys}\n---\nHello.\n"
            for kind in ("documents", "news", "resources"):
                entry = _keys(SCHEMAS[kind]["items"], value(kind)).replace("\n", "\n  ")
                files[FILES[kind]] = files.get(FILES[kind], "") + f"- {entry}\n"
    return _laid_out(root, files)


def shared(root: Path, payloads: Sequence[str]) -> Path:
    """Lay out a site whose own data holds all payloads: together in each text, one by one in each list."""
    files = {
        FILES[kind]: _keys(SCHEMAS[kind], lambda form: _all(form, payloads), payloads)
        for kind in ("site", "mission")
    }
    return _laid_out(root, files)


def _ways(name: str, payload: str) -> dict[str, Callable[[str], Value]]:
    """Put a payload into all keys of a kind, and into those alone that take any words, each with its name."""

    def everywhere(kind: str) -> Value:
        return lambda form: _put(payload, form, f"{kind} {name} all")

    def in_words(kind: str) -> Value:
        unique = f"{kind} {name} words"
        return lambda form: _put(payload, form, unique) if form in WORDS else _harmless(unique, form)

    return {"all": everywhere, "words": in_words}


def _put(payload: str, form: str, name: str) -> object:
    word = f"{payload} {name}" if form in WORDS else payload
    return [word] if form.startswith("list of") else word


def _all(form: str, payloads: Sequence[str]) -> object:
    """Return all payloads in one text, except those for which the whole text would be refused."""
    fitting = [payload for payload in payloads if not FORBIDDEN.search(payload)]
    return " ".join(("Plain", *fitting)) if form == "text" else _harmless("all", form)


def _harmless(name: str, form: str) -> object:
    return json.loads(json.dumps(HARMLESS[form]).replace("{}", re.sub(r"[^a-z0-9]+", "-", name)))


def _keys(schema: Schema, value: Value, payloads: Sequence[str] = ()) -> str:
    """Write the keys of a kind as YAML; a list of parts has entries for each payload, or one without."""
    lines: list[str] = []
    for key, inner in schema["properties"].items():
        if "properties" in inner.get("items", {}):
            lines.append(f"{key}:")
            ways = [way for at, payload in enumerate(payloads) for way in _ways(f"{at}", payload).values()]
            parts = (_keys(inner["items"], part) for part in [way(key) for way in ways] or [value])
            lines += ("  - " + part.replace("\n", "\n    ") for part in parts)
        elif "properties" in inner:
            lines.append(f"{key}:\n  " + _keys(inner, value).replace("\n", "\n  "))
        else:
            lines.append(f"{key}: {json.dumps(value(inner['description']))}")
    return "\n".join(lines)


def _laid_out(root: Path, files: dict[str, str]) -> Path:
    pages = [name for name in files if re.fullmatch(r"content/p[^/]*\.md", name)]
    links = "\n".join(f"- [{name}](<{name.removeprefix('content/')}>)" for name in pages)
    home = f"{(SITES / 'bare' / 'content' / 'index.md').read_text('utf-8')}\n{links}\n"
    site = _keys(SCHEMAS["site"], partial(_harmless, "site"))
    mission = _keys(SCHEMAS["mission"], partial(_harmless, "mission"))
    own = {"content/index.md": home, FILES["site"]: site, FILES["mission"]: mission}
    return lay_out(root, "project", "bare", files={**own, **files})


def shapes(html: str) -> Iterator[Shape]:
    """Yield the shape of every element: its name, its attributes, and the values of those that matter."""
    for node in _nodes(html):
        attributes = (f"{key}={value}" if key in PINNED else key for key, value in node.attributes.items())
        yield (str(node.tag), *sorted(attributes))


def markup(files: Iterable[OutputFile]) -> Iterator[tuple[str, str]]:
    """Yield each HTML text of a site with its file, in pages and feeds; the rest must be well-formed."""
    for file in files:
        text = file.data.decode() if file.path.endswith((".html", ".xml", "json", ".webmanifest")) else ""
        if file.path.endswith(".html"):
            yield file.path, text
            for script in LexborHTMLParser(text).css("script[type='application/ld+json']"):
                json.loads(script.text())
        elif file.path.endswith(".xml"):
            tree = ElementTree.fromstring(text)  # noqa: S314 - made here
            yield from ((file.path, node.text or "") for node in tree.iter() if node.get("type") == "html")
        elif text:
            items = json.loads(text).get("items", ())
            yield from ((file.path, item.get("content_html", "")) for item in items)


def unsafe(files: Iterable[OutputFile], known: frozenset[Shape]) -> Iterator[str]:
    """Yield every element that no harmless site has, and every URL that a page may not link to."""
    for path, html in markup(files):
        yield from (f"{path}: <{' '.join(shape)}>" for shape in set(shapes(html)) - known)
        for node in _nodes(html):
            urls = [str(node.attributes.get(key) or "") for key in ADDRESSES]
            refresh = node.attributes.get("content") if node.attributes.get("http-equiv") else None
            urls += [refresh.removeprefix("0; url=")] if refresh else []
            yield from (f"{path}: {url}" for url in urls if not _is_fit(url))


def _nodes(html: str) -> Iterator[LexborNode]:
    root = LexborHTMLParser(html).root
    return root.traverse(include_text=False) if root else iter(())


def _is_fit(url: str) -> bool:
    """Return whether a browser reads a URL as a path or as one with an allowed scheme."""
    read = re.sub(r"[\x00-\x20]", "", url).replace("\\", "/")
    return urlsplit(read).scheme in ("", *SCHEMES) and not read.startswith("//")


def effects(browser: Browser, folder: Path, paths: Sequence[str]) -> set[str]:
    """Open pages in a browser, without a policy; return those that ran something and what they requested.

    Many are opened at once, each in a frame of its own.
    """
    found: set[str] = set()
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        page.set_default_timeout(MOST_MILLISECONDS)
        page.expose_binding("canary", lambda source: found.add(source["frame"].url))
        page.add_init_script(POKE)
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.on("request", lambda it: found.update([it.url] * _is_elsewhere(it.url)))
        for at in range(0, len(paths), AT_ONCE):
            frames = "".join(f'<iframe hidden src="{path}"></iframe>' for path in paths[at : at + AT_ONCE])
            (folder / "frames.html").write_text(f"<!DOCTYPE html>{frames}", "utf-8")
            page.goto((folder / "frames.html").as_uri())
            page.evaluate("new Promise(done => setTimeout(done, 100))")  # what a click begins comes after it
    return found


def _is_elsewhere(url: str) -> bool:
    return not url.startswith(("file:", "about:", BASE))
