"""Pages and templates → finished files, in memory.

Rule: templates speak in site paths (`/about/`, `/img/x.jpg`); the urls of a finished page are relative,
so that the site works in any folder, except on the page for lost visitors, which is served at any depth.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from html import unescape

from icpr_build.cache import Cache, digest
from icpr_build.model import OutputFile, Page
from icpr_build.output.templates import Templates, judged
from icpr_build.problem import Place, Problem
from icpr_build.urls import NOT_FOUND, SiteUrls, normalized_path, output_path, rewrite

Sizes = Mapping[str, tuple[int, int]]  # width and height of a picture in dots, by its site path
_PICTURE = re.compile(r'<img(?![^>]*\swidth=")(?=[^>]*\ssrc="([^"]*)")')


def render(
    pages: Iterable[Page], texts: Mapping[str, str], urls: SiteUrls, sizes: Sizes, cache: Cache
) -> tuple[tuple[OutputFile, ...], tuple[Problem, ...]]:
    """Render every page, pictures with their sizes. A template's fault is told once, with the first page."""
    every = cache.call(judged, texts)
    templates = Templates(texts, every)
    files: list[OutputFile] = []
    faults: dict[Place, Problem] = {}
    shown = _Shown(texts, urls, sizes)
    for page in pages:
        inputs = shown.on(page)
        known = cache.get(_rendered, inputs)
        text, found = known or cache.put(_rendered(page, templates, urls, sizes), _rendered, inputs)
        where = f"Found while rendering {page.path} (from {page.place.file})."
        faults = {fault.place: _explained(fault, where) for fault in found} | faults
        files.append(_file(page, text.encode()))
    unused = {
        fault.place: _explained(fault, "No page uses it.") for one in every.values() for fault in one.faults
    }
    return tuple(files), tuple((unused | faults).values())


class _Shown:
    """Hashes what a page is made from; what many pages show, such as the menu, is hashed once."""

    def __init__(self, texts: Mapping[str, str], urls: SiteUrls, sizes: Sizes) -> None:
        self.everywhere = digest((texts, urls, sizes))
        self.digests: dict[int, tuple[object, str]] = {}  # with each value, so that its id stays its own

    def on(self, page: Page) -> tuple[object, ...]:
        values = {name: self.digest(value) for name, value in page.view.items()}
        return (self.everywhere, page.path, page.template, values)

    def digest(self, value: object) -> str:
        if id(value) not in self.digests:
            self.digests[id(value)] = value, digest(value)
        return self.digests[id(value)][1]


def _rendered(
    page: Page, templates: Templates, urls: SiteUrls, sizes: Sizes
) -> tuple[str, tuple[Problem, ...]]:
    text, found = templates.render(page.template, page.view)
    return _addressed(page, _sized(text, sizes), urls), found


def _explained(fault: Problem, where: str) -> Problem:
    return replace(fault, hint=f"{fault.hint} {where}".strip())


def _file(page: Page, data: bytes) -> OutputFile:
    return OutputFile(
        path=output_path(page.path),
        data=data,
        place=page.place,
        places=page.places,
        date=page.date,
        listed=page.listed,
    )


def _sized(text: str, sizes: Sizes) -> str:
    """Give each picture the room that it will take, so that nothing moves when it comes in."""

    def sized(match: re.Match[str]) -> str:
        size = sizes.get(normalized_path(unescape(match[1])))
        return f'<img width="{size[0]}" height="{size[1]}"' if size else match[0]

    return _PICTURE.sub(sized, text)


def _addressed(page: Page, text: str, urls: SiteUrls) -> str:
    if not page.template.endswith(".html"):
        return text
    if page.path == NOT_FOUND:
        return rewrite(text, urls.root_relative)
    return rewrite(text, lambda target: urls.relative(page.path, target))
