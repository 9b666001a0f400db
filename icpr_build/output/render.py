"""Pages and templates → finished files, in memory.

Templates print site paths (`/about/`, `/img/x.jpg`). A finished page has relative URLs, so that the site
works in any folder; only the 404 page, shown at any depth, has URLs from the root of the host.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from html import unescape
from itertools import chain

from icpr_build.cache import Cache, digest
from icpr_build.model import ImageSizes, OutputFile, Page
from icpr_build.output.templates import Templates, inspect_templates
from icpr_build.problem import Place, Problem
from icpr_build.urls import NOT_FOUND, SiteUrls, normalized_path, output_path, rewrite

_IMAGE_WITHOUT_SIZE = re.compile(r'<img(?![^>]*\swidth=")(?=[^>]*\ssrc="([^"]*)")')


def render(
    pages: Iterable[Page], texts: Mapping[str, str], urls: SiteUrls, sizes: ImageSizes, cache: Cache
) -> tuple[tuple[OutputFile, ...], tuple[Problem, ...]]:
    """Render every page. A problem of a template is reported once, with the first page that has it."""
    inspected = cache.call(inspect_templates, texts)
    templates = Templates(texts, inspected)
    digests = _Digests()
    shared = digests.of((texts, urls, sizes))
    files: list[OutputFile] = []
    problems: dict[Place, Problem] = {}
    for page in pages:
        view = {name: digests.of(value) for name, value in page.view.items()}
        inputs = (shared, page.path, page.template, view)
        known = cache.get(_rendered, inputs)
        text, found = known or cache.put(_rendered(page, templates, urls, sizes), _rendered, inputs)
        where = f"Found while rendering {page.path} (from {page.place.file})."
        problems = {problem.place: _with_hint(problem, where) for problem in found} | problems
        file = OutputFile(
            path=output_path(page.path),
            data=text.encode(),
            place=page.place,
            places=page.places,
            date=page.date,
            listed=page.listed,
            template=page.template,
        )
        files.append(file)
    of_unused = {
        problem.place: _with_hint(problem, "No page uses it.") for problem in chain(*inspected.values())
    }
    return tuple(files), tuple((of_unused | problems).values())


class _Digests:
    """Computes the digest of what many pages print, such as the menu, only once."""

    def __init__(self) -> None:
        self.known: dict[int, tuple[object, str]] = {}  # with each value, so that its id stays its own

    def of(self, value: object) -> str:
        if id(value) not in self.known:
            self.known[id(value)] = value, digest(value)
        return self.known[id(value)][1]


def _rendered(
    page: Page, templates: Templates, urls: SiteUrls, sizes: ImageSizes
) -> tuple[str, tuple[Problem, ...]]:
    text, problems = templates.render(page.template, page.view)
    if page.template.endswith(".html"):
        text = _with_urls(_with_image_sizes(text, sizes), page.path, urls)
    return text, problems


def _with_image_sizes(html: str, sizes: ImageSizes) -> str:
    """Add its width and height to each image, so that nothing moves when the image has loaded."""

    def with_size(match: re.Match[str]) -> str:
        size = sizes.get(normalized_path(unescape(match[1])))
        return f'<img width="{size[0]}" height="{size[1]}"' if size else match[0]

    return _IMAGE_WITHOUT_SIZE.sub(with_size, html)


def _with_urls(html: str, path: str, urls: SiteUrls) -> str:
    """Turn the site paths on a page into URLs."""
    if path == NOT_FOUND:
        return rewrite(html, urls.root_relative)
    return rewrite(html, lambda target: urls.relative(path, target))


def _with_hint(problem: Problem, hint: str) -> Problem:
    return replace(problem, hint=f"{problem.hint} {hint}".strip())
