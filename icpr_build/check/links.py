"""Finished pages and the links in the content → those that lead nowhere, or are written in the wrong way.

A broken link is reported where it is written; one that no content has comes from a template.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urldefrag

from icpr_build.check.cascades import Gaps
from icpr_build.check.page_facts import URL_IN_QUOTATION_MARKS, CheckedPage, PageFacts
from icpr_build.check.templates import Makers
from icpr_build.external_urls import correction, is_allowed_url
from icpr_build.model import Link, OutputFile
from icpr_build.problem import Code, Problem, quoted, shortened
from icpr_build.suggest import did_you_mean, nearest_path, path_hint
from icpr_build.urls import SiteUrls, is_image, is_site_path, normalized_path, site_path, target_path

Fault = tuple[Code, str, str]  # of a link, wherever it is written: the code, the message and the hint

MAX_ANCHORS_SHOWN = 8
# The ids in every finished file by its site path; None if they are not known, because of an error.
Anchors = Mapping[str, Collection[str] | None]
_NAMED_URLS = {
    ".json": URL_IN_QUOTATION_MARKS,
    ".xml": re.compile(r"(?<=>)https?://[^<>\"\s]+(?=<)"),
}
_PATH_ENDS = re.compile(r"[#?&\\]")
_NOT_PUBLISHED = "Only what is in content/ and assets/ is published: write about.md, /about/ or /img/x.jpg."


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """What a link may lead to: the site's files with their anchors.

    hidden: the sources that are not public yet, by the site paths that lead to them
    empty: the assets with nothing in them, by their site paths
    """

    urls: SiteUrls
    anchors: Anchors
    hidden: Mapping[str, str]
    empty: Mapping[str, str]
    gaps: Gaps


def content_links(links: Iterable[Link], targets: Targets) -> Iterator[Problem]:
    """A link in the content leads somewhere, and to what is public."""
    links = tuple(links)
    faults = {target: _fault(target, targets) for target in {link.target for link in links}}
    for link in links:
        if fault := faults[link.target]:
            yield link.place.problem(*fault)


def template_links(
    pages: Iterable[CheckedPage], checked: Collection[str], targets: Targets, makers: Makers
) -> Iterator[Problem]:
    """A link in a template leads somewhere; `checked` are the site paths to which the content links."""
    seen = set(checked)
    for page in pages:
        for target in internal_links(page.facts, targets.urls):
            if target in seen or targets.gaps.may_have(target):
                continue
            seen.add(target)
            if fault := _broken(target, targets):
                code, message, _ = fault
                hint = f"It is on {page.path}, and no content has this link: look in templates/."
                if place := makers.line(page.file, rf"""["']{re.escape(unquote(target))}["']"""):
                    hint = "Write the path of a page or file of this site."
                yield (place or page.file.place).problem(code, message, hint)


def machine_links(
    pages: Iterable[CheckedPage],
    files: Iterable[OutputFile],
    checked: Collection[str],
    targets: Targets,
    makers: Makers,
) -> Iterator[Problem]:
    """A full URL of this site for feed readers and search engines, outside of a link, leads somewhere."""
    seen = {target_path(target) for target in checked}
    home = targets.urls.base_url
    named = [(page.file, page.facts.named_urls) for page in pages]
    named += [
        (file, tuple(pattern.findall(file.data.decode())))
        for file in files
        for extension, pattern in _NAMED_URLS.items()
        if file.path.endswith(extension)
    ]
    for file, urls in named:
        own = {_PATH_ENDS.split(url, maxsplit=1)[0] for url in urls if url.startswith(home)}
        for found in sorted(url[len(home) :] for url in own):
            path = unquote(f"/{found}")
            if not (path in targets.anchors or path in seen or targets.gaps.may_have(path)):
                seen.add(path)
                message = f"{site_path(file.path)} names /{found}, where there is nothing"
                hint = "Put the file into assets/, or look in templates/."
                place = makers.line(file, re.escape(path)) or file.place
                yield place.problem("link-broken", message, hint)


def internal_links(facts: PageFacts, urls: SiteUrls) -> Iterator[str]:
    """Yield the site paths to which a page links."""
    home = urls.base_url
    return (link[len(home) - 1 :] for link in facts.links if link.startswith(home))


def checked_paths(links: Iterable[Link], urls: SiteUrls) -> frozenset[str]:
    """Return the site paths to which the content links, which are checked where they are written."""
    targets = filter(is_allowed_url, {link.target for link in links})
    return frozenset(urls.resolve(urls.own_path(target) or target) for target in targets)


def empty_assets(files: Iterable[OutputFile]) -> dict[str, str]:
    """Return the empty assets by their site paths, but for images, which are reported themselves."""
    assets = (file for file in files if file.place.file.startswith("assets/") and not file.data)
    return {site_path(file.path): file.place.file for file in assets if not is_image(f"/{file.path}")}


def _fault(target: str, targets: Targets) -> Fault | None:
    """Return what is wrong with a link in the content, if anything is."""
    if is_site_path(target):
        return _internal_fault(target, targets)
    if not is_allowed_url(target):
        message = f"a page cannot link to {quoted(target)}"
        return "address-wrong", message, correction(target) or _NOT_PUBLISHED
    own_path = targets.urls.own_path(target)
    if not own_path:
        return None
    hint = f"Write {own_path} here."
    if fault := _internal_fault(own_path, targets):
        _, message, _ = fault
        hint = f"Write the path of a page here, such as /about/; {message}"
        hint = hint if hint.endswith("?") else f"{hint}."
    return "link-own", "a link within this site is written as a full URL", hint


def _internal_fault(target: str, targets: Targets) -> Fault | None:
    """Return what is wrong with a site path in the content, if anything is."""
    resolved = targets.urls.resolve(target)
    if targets.gaps.may_have(resolved):
        return None
    if draft := targets.hidden.get(normalized_path(urldefrag(target)[0])):
        return "link-draft", f"{draft} is not public yet", "Publish it first, or delete the link."
    if file := targets.empty.get(target_path(resolved)):
        return "link-broken", f"{file} is empty", "Save it again with the program that made it."
    return _broken(resolved, targets)


def _broken(target: str, targets: Targets) -> Fault | None:
    """Return what is wrong with a site path of the output, if it does not exist."""
    path, anchor = map(unquote, urldefrag(target))
    if path not in targets.anchors:
        found = nearest_path(path, {*targets.urls.aliases, *targets.anchors})
        proposal = f", did you mean '{found}'?" if found else ""
        return "link-broken", f"there is nothing at {shortened(path)}{proposal}", path_hint(path, found)
    known = targets.anchors[path]
    if anchor and known is not None and anchor not in known:
        message = f"{shortened(path)} has no anchor #{shortened(anchor)}{did_you_mean(anchor.lower(), known)}"
        shown = ", ".join([*dict.fromkeys(known)][:MAX_ANCHORS_SHOWN])
        return "anchor-broken", message, f"Its anchors are: {shown}." if shown else "It has no anchors."
    return None
