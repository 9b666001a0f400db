"""Rules over the finished output, one small generator per rule.

Rule: a page whose source is already at fault is not judged again, but for its links, which stand alone.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import unquote, urldefrag

from icpr_build.cache import Cache
from icpr_build.check.cascades import Doubt
from icpr_build.check.links import Parts, Targets, for_machines, from_templates, internal, to_nothing, written
from icpr_build.check.page_facts import Outlines, outline
from icpr_build.check.uniqueness import descriptions, paths, titles
from icpr_build.model import Link, OutputFile
from icpr_build.problem import Problem
from icpr_build.suggest import meant
from icpr_build.urls import SiteUrls, site_path


def check(
    files: Iterable[OutputFile],
    links: Iterable[Link],
    urls: SiteUrls,
    *,
    hidden: Mapping[str, str],
    doubt: Doubt,
    cache: Cache,
) -> tuple[Problem, ...]:
    """Judge the finished files.

    `links` stand in the content; `hidden` tells, by site path, the source files that are not yet public.
    """
    files, links = tuple(files), tuple(links)
    outlines, parts = _read(files, urls, doubt, cache)
    targets = {path: internal(found, urls) for path, (_, found) in outlines.items()}
    sound = {path: pair for path, pair in outlines.items() if _is_sound(pair[0], doubt)}
    whole = {path: pair for path, pair in sound.items() if parts[path] is not None}
    lost = doubt.links or "/" not in parts or not all(file.data for file, _ in outlines.values())
    clashes = tuple(paths(files))  # pages that want one address cannot be told apart in lists and links
    return (
        *clashes,
        *written(links, hidden, doubt.paths, parts, urls),
        *to_nothing(links, files, urls),
        *from_templates(links, outlines, targets, parts, urls),
        *for_machines(files, links, parts, urls),
        *(problem for rule in (_headings, _pictures, titles, descriptions) for problem in rule(sound)),
        *(() if clashes else _ids(whole)),
        *(() if clashes or lost else _unreachable(sound, _reached(targets, parts))),
    )


def _read(files: Iterable[OutputFile], urls: SiteUrls, doubt: Doubt, cache: Cache) -> tuple[Outlines, Parts]:
    """Read every page; of two files with one path, the first. The parts of a page in doubt are not known."""
    first: dict[str, OutputFile] = {}
    for file in files:
        first.setdefault(site_path(file.path), file)
    pages = {path: file for path, file in first.items() if file.path.endswith(".html")}
    outlines = {
        path: (file, cache.call(outline, file.data.decode(), urls.base_url + path[1:]))
        for path, file in pages.items()
    }
    parts: dict[str, Collection[str] | None] = dict.fromkeys(first, frozenset())
    for path, (file, found) in outlines.items():
        known = _is_sound(file, doubt) and not f"{path}#".startswith(doubt.paths)
        parts[path] = found.ids if known else None
    return outlines, parts


def _is_sound(file: OutputFile, doubt: Doubt) -> bool:
    return bool(file.data) and file.place.file not in doubt.files


def _reached(targets: Targets, parts: Parts) -> frozenset[str]:
    """Follow the links from the home page; one that is broken is told, and leads to where it was meant to."""
    reached, found = {"/"}, ["/"]
    while found:
        paths = (unquote(urldefrag(target)[0]) for target in targets.get(found.pop(), ()))
        new = {path if path in parts else meant(path, parts) for path in paths} - reached
        reached |= new
        found += new
    return frozenset(reached)


def _unreachable(outlines: Outlines, reached: Collection[str]) -> Iterator[Problem]:
    """Every page that visitors are meant to find can be reached from the home page by links."""
    for path, (file, _) in outlines.items():
        if file.listed and path not in reached:
            message = f"no link leads to {path}"
            hint = "Link to it from a page or from the menu in content/data/site.yaml."
            yield Problem(place=file.place, code="page-unreachable", message=message, hint=hint)


def _headings(outlines: Outlines) -> Iterator[Problem]:
    """A page has one heading of level 1, and no heading is more than one level below the one before."""
    for path, (file, found) in outlines.items():
        if file.listed and found.headings.count(1) != 1:
            message = f"{path} must have one h1, and has {found.headings.count(1)}"
            yield Problem(place=file.place, code="heading-first", message=message)
        for above, level in zip(found.headings, found.headings[1:], strict=False):
            if level > above + 1:
                message = f"{path} goes from h{above} to h{level}"
                yield Problem(place=file.place, code="heading-skipped", message=message)


def _ids(outlines: Outlines) -> Iterator[Problem]:
    """An id names one element of its page."""
    for path, (file, found) in outlines.items():
        for twice in sorted({name for name in found.ids if found.ids.count(name) > 1}):
            message = f"{path} has two parts #{twice}"
            yield Problem(place=file.place, code="anchor-duplicate", message=message)


def _pictures(outlines: Outlines) -> Iterator[Problem]:
    """A picture has a text for those who do not see it."""
    for path, (file, found) in outlines.items():
        for picture in found.pictures_without_text:
            message = f"{path} shows {picture} without a text"
            yield Problem(place=file.place, code="picture-text", message=message)
