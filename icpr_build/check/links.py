"""Finished pages and the links in the content → those that lead nowhere, or where they should not.

Rule: a broken address is told where it was written; one that no content wrote comes from a template.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import unquote, urldefrag

from icpr_build.check.page_facts import Outline, Outlines
from icpr_build.external_urls import is_address, remedy
from icpr_build.model import Link, OutputFile
from icpr_build.problem import Code, Problem, quoted
from icpr_build.suggest import did_you_mean, meant
from icpr_build.suggest import remedy as hint_at
from icpr_build.urls import SiteUrls, is_image, is_site_path, plain, site_path

TEXTS = (".html", ".json", ".xml")
_INSIDE = "Only what lies in content/ and assets/ is published: write about.md, /about/ or /img/x.jpg."
Fault = tuple[Code | None, str, str]  # code, message and hint
GOOD: Fault = (None, "", "")
# The parts (ids) of every file by its site path; None if unknown, as the page could not be rendered.
Parts = Mapping[str, Collection[str] | None]
Targets = Mapping[str, tuple[str, ...]]  # the site paths that each page links to, by its own


def written(
    links: Iterable[Link],
    hidden: Mapping[str, str],
    unsure: tuple[str, ...],
    parts: Parts,
    urls: SiteUrls,
) -> Iterator[Problem]:
    """A link in the content must lead somewhere, and to what is public."""
    known = dict.fromkeys(urls.aliases) | dict(parts)
    links = tuple(links)
    wrong = {target: _wrong(target, hidden, known, urls) for target in {link.target for link in links}}
    for link in links:
        code, message, hint = wrong[link.target]
        if code and not urls.resolve(link.target).startswith(unsure):
            yield Problem(place=link.place, code=code, message=message, hint=hint)


def _wrong(target: str, hidden: Mapping[str, str], parts: Parts, urls: SiteUrls) -> Fault:
    """Say what is wrong with a link, if anything is."""
    if not is_site_path(target):
        return _outside(target, urls)
    draft = hidden.get(plain(urldefrag(target)[0]))
    if draft:
        return "link-draft", f"{draft} is not public yet", "Make it public first, or take away the link."
    return _broken(urls.resolve(target), parts)


def _outside(target: str, urls: SiteUrls) -> Fault:
    """Say what is wrong with a full address, if anything is."""
    if not is_address(target):
        message = f"{quoted(target)} is no address that a page may link to"
        return "address-wrong", message, remedy(target) or _INSIDE
    own = urls.local_path(target)
    message = "a link within this site is written without the site's address"
    return ("link-own", message, f"Write {own} here.") if own else GOOD


def from_templates(
    links: Iterable[Link], outlines: Outlines, targets: Targets, parts: Parts, urls: SiteUrls
) -> Iterator[Problem]:
    """Nor may a template link to nowhere."""
    told = _judged(links, urls)
    for path, (file, _) in outlines.items():
        for target in targets[path]:
            code, message, _ = GOOD if target in told else _broken(target, parts)
            if code:
                told.add(target)
                hint = f"Shown on {path}. No content wrote this link: look in templates/."
                yield Problem(place=file.place, code=code, message=message, hint=hint)


def for_machines(
    files: Iterable[OutputFile], links: Iterable[Link], parts: Parts, urls: SiteUrls
) -> Iterator[Problem]:
    """Nor may a full address of this site, as feeds and search engines are given, alone and whole."""
    told = {"/", *(unquote(urldefrag(target)[0]) for target in _judged(links, urls))}
    address = re.escape(urls.base_url) + r"""([^#?&<>"\s\\]*)[^<>"\s]*"""
    quoted_one, whole_element = rf'(?<="){address}(?=")', rf"(?<=>){address}(?=<)"
    for file in files:
        if file.path.endswith(TEXTS):
            full = whole_element if file.path.endswith(".xml") else quoted_one
            for found in sorted(set(re.findall(full, file.data.decode()))):
                path = unquote(f"/{found}")
                if path not in parts and path not in told:
                    told.add(path)
                    message = f"{site_path(file.path)} names /{found}, where nothing stands"
                    hint = "Put the file into assets/, or look in templates/."
                    yield Problem(place=file.place, code="link-broken", message=message, hint=hint)


def to_nothing(links: Iterable[Link], files: Iterable[OutputFile], urls: SiteUrls) -> Iterator[Problem]:
    """Nor may a link lead to a file with nothing in it; an empty picture is told by itself."""
    assets = (file for file in files if file.place.file.startswith("assets/") and not file.data)
    empty = {site_path(file.path): file.place.file for file in assets if not is_image(f"/{file.path}")}
    for link in links if empty else ():
        if (file := empty.get(unquote(urldefrag(urls.resolve(link.target))[0]))) is not None:
            hint = "Save it again from the program that made it."
            yield Problem(place=link.place, code="link-broken", message=f"{file} is empty", hint=hint)


def _judged(links: Iterable[Link], urls: SiteUrls) -> set[str]:
    """Give the site paths that the content links to, which have been judged where they were written."""
    right = filter(is_address, {link.target for link in links})
    return {urls.resolve(urls.local_path(target) or target) for target in right}


def _broken(target: str, parts: Parts) -> Fault:
    """Say what is wrong with a site path, if anything is."""
    path, fragment = map(unquote, urldefrag(target))
    if path == "/" and path not in parts:
        return GOOD  # a site without a home page has been told
    if path not in parts:
        found = meant(path, parts)
        proposed = f", did you mean '{found}'?" if found else ""
        return "link-broken", f"nothing stands at {quoted(path)[1:-1]}{proposed}", hint_at(path)
    known = parts[path]
    if fragment and known is not None and fragment not in known:
        missing = f"{quoted(path)[1:-1]} has no part #{quoted(fragment)[1:-1]}"
        hint = f"Its parts are: {', '.join([*known][:8])}." if known else "It has no parts."
        return "anchor-broken", missing + did_you_mean(fragment.lower(), known), hint
    return GOOD


def internal(found: Outline, urls: SiteUrls) -> tuple[str, ...]:
    """Give the site paths that a page links to."""
    home = urls.base_url
    return tuple(link[len(home) - 1 :] for link in found.links if link.startswith(home))
