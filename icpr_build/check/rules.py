"""Rules over the finished output, one small generator for each.

Of a page whose source has an error, only the links in the source are checked.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, pairwise
from urllib.parse import unquote, urljoin

from icpr_build.cache import Cache
from icpr_build.check.cascades import Gaps
from icpr_build.check.links import (
    Anchors,
    Targets,
    checked_paths,
    content_links,
    empty_assets,
    internal_links,
    machine_links,
    template_links,
)
from icpr_build.check.page_facts import CheckedPage, page_facts
from icpr_build.check.templates import Makers, once
from icpr_build.check.uniqueness import unique_descriptions, unique_titles
from icpr_build.model import Link, OutputFile
from icpr_build.problem import Problem
from icpr_build.suggest import nearest_path
from icpr_build.urls import SiteUrls, site_path, target_path


def check(  # noqa: PLR0913 - all that the finished site is compared with
    files: Collection[OutputFile],
    links: Collection[Link],
    urls: SiteUrls,
    *,
    hidden: Mapping[str, str],
    gaps: Gaps,
    cache: Cache,
    templates: Mapping[str, str],
) -> Iterator[Problem]:
    """Check the finished files, and the links that are written in the content.

    `hidden` has the sources that are not public yet, by site path; `gaps` is what cannot be known. What is
    written in one of the `templates` is reported there.
    """
    first: dict[str, OutputFile] = {}  # of two files with one path, which is reported, the first is checked
    for file in files:
        first.setdefault(site_path(file.path), file)
    pages = list(_checked_pages(first, urls, cache))
    sound = [page for page in pages if page.file.data and page.file.place.file not in gaps.files]
    complete = [page for page in sound if not gaps.may_have(page.path)]
    anchors: dict[str, Collection[str] | None] = dict.fromkeys(first, ())
    anchors |= dict.fromkeys(page.path for page in pages)
    anchors |= {page.path: page.facts.ids for page in complete}
    targets = Targets(
        urls=urls,
        anchors=anchors,
        hidden=hidden,
        empty=empty_assets(files),
        gaps=gaps,
    )
    checked = checked_paths(links, urls)
    yield from content_links(links, targets)
    makers = Makers(templates)
    yield from once(
        chain(
            template_links(pages, checked, targets, makers),
            machine_links(pages, files, checked, targets, makers),
            _headings(sound, makers),
            _images(sound, urls, makers),
            unique_titles(sound, makers),
            unique_descriptions(sound, makers),
            _ids(complete, makers),
        )
    )
    if not gaps.links:
        yield from _reachable(sound, _reached(pages, anchors, urls))


def _checked_pages(files: Mapping[str, OutputFile], urls: SiteUrls, cache: Cache) -> Iterator[CheckedPage]:
    for path, file in files.items():
        if file.path.endswith(".html"):
            facts = cache.call(page_facts, file.data.decode(), urls.base_url + path[1:])
            yield CheckedPage(path=path, file=file, facts=facts)


def _headings(pages: Iterable[CheckedPage], makers: Makers) -> Iterator[Problem]:
    """A page has one heading of level 1, and no heading is more than one level below the one before."""
    for page in pages:
        levels = page.facts.headings
        if page.file.listed and levels.count(1) != 1:
            place = makers.line(page.file, "<h1") or makers.top(page.file)
            message = f"{page.path} must have one h1, and has {levels.count(1)}"
            yield place.problem(
                "heading-first", message, "Write <h1>{{ head.heading }}</h1> once, in base.html."
            )
        for above, level in pairwise(levels):
            if level > above + 1:
                place = makers.line(page.file, f"<h{level}") or page.file.place
                message = f"{page.path} goes from h{above} to h{level}"
                yield place.problem("heading-skipped", message, f"Write h{above + 1} in place of h{level}.")


def _images(pages: Iterable[CheckedPage], urls: SiteUrls, makers: Makers) -> Iterator[Problem]:
    """An image has alt text for those who do not see it."""
    written = {finished: path for path, finished in urls.aliases.items()}
    for page in pages:
        for image in page.facts.images_without_alt:
            path = unquote(urls.own_path(urljoin(urls.base_url + page.path[1:], image)))
            message = f"{page.path} shows {written.get(path, image)} without alt text"
            place = makers.line(page.file, r"<img\b(?![^>]*\salt\b)") or page.file.place
            yield place.problem("picture-text", message, 'Write alt="…" with what the image shows.')


def _ids(pages: Iterable[CheckedPage], makers: Makers) -> Iterator[Problem]:
    """An id names one element of its page."""
    for page in pages:
        ids = page.facts.ids
        for repeated in sorted({name for name in ids if ids.count(name) > 1}):
            place = makers.line(page.file, rf"""(?<=\s)id=["']{re.escape(repeated)}["']""", which=2)
            message = f"{page.path} has two anchors #{repeated}"
            yield (place or page.file.place).problem("anchor-duplicate", message, "Rename one of the two.")


def _reachable(pages: Iterable[CheckedPage], reached: Collection[str]) -> Iterator[Problem]:
    """Every listed page can be reached from the home page by links."""
    for page in pages:
        if page.file.listed and page.path not in reached:
            hint = "Link to it from a page or from the menu in content/data/site.yaml."
            yield page.file.place.problem("page-unreachable", f"no link leads to {page.path}", hint)


def _reached(pages: Iterable[CheckedPage], anchors: Anchors, urls: SiteUrls) -> frozenset[str]:
    """Follow the links from the home page; a broken one, which is reported, to the nearest path."""
    links = {page.path: internal_links(page.facts, urls) for page in pages}
    reached, found = {"/"}, ["/"]
    while found:
        paths = set(map(target_path, links.get(found.pop(), ())))
        new = {path if path in anchors else nearest_path(path, anchors) for path in paths} - reached
        reached |= new
        found += new
    return frozenset(reached)
