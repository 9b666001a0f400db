"""Rules over the finished output, one small generator per rule.

Rule: a page whose source is already at fault is not judged again, but for its links, which stand alone.
Rule: a broken address is told where it was written; one that no content wrote comes from a template.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote, urldefrag, urljoin

from icpr_build.address import Addresses, is_address, is_site_path
from icpr_build.model import Link, OutputFile
from icpr_build.outline import Outline, outline
from icpr_build.problem import Code, Place, Problem, did_you_mean

Outlines = Mapping[str, tuple[OutputFile, Outline]]


def check(
    files: Iterable[OutputFile], links: Iterable[Link], addresses: Addresses, faulty: Collection[str]
) -> tuple[Problem, ...]:
    """Judge the finished files. `links` stand in the content; `faulty` source files are known to be so."""
    files = tuple(files)
    outlines = {
        _site_path(file.path): (file, outline(file.data.decode())) for file in files if _is_page(file)
    }
    places = {_site_path(file.path): frozenset[str]() for file in files}
    places |= {path: frozenset(found.ids) for path, (_, found) in outlines.items()}
    broken = (*_written(links, places, addresses), *_from_templates(links, outlines, places, addresses))
    sound = {
        path: pair for path, pair in outlines.items() if pair[0].place.file not in faulty and pair[0].data
    }
    return (
        *_paths(files),
        *broken,
        *(() if broken or faulty else _reachable(outlines, addresses)),
        *(problem for rule in (_headings, _ids, _pictures) for problem in rule(sound)),
        *_titles(sound),
        *_descriptions(sound),
    )


def _paths(files: Iterable[OutputFile]) -> Iterator[Problem]:
    """Each file has a path of its own, on any disk, and none is the folder of another."""
    taken: dict[str, OutputFile] = {}
    for file in sorted(files, key=lambda file: len(file.path)):
        path = PurePosixPath(file.path.casefold())
        owners = (taken[str(step)] for step in (path, *path.parents) if str(step) in taken)
        first = next(owners, taken.setdefault(str(path), file))
        if first is not file:
            message = f"the address {_site_path(file.path)} is taken by {first.place.file}"
            hint = "Give one of the two another name, slug or redirect_from."
            yield Problem(place=file.place, code="path-taken", message=message, hint=hint)


def _written(
    links: Iterable[Link], places: Mapping[str, Collection[str]], addresses: Addresses
) -> Iterator[Problem]:
    """A link in the content must lead somewhere."""
    for link in links:
        if is_site_path(link.target):
            fault = _broken(addresses.final(link.target), places)
            if fault:
                yield Problem(place=link.place, code=fault[0], message=fault[1])
        elif not is_address(link.target):
            hint = "Write https://…, mailto:…, tel:…, a path of this site, /about/, or a file, about.md."
            message = f"'{link.target}' is no address that a page may link to"
            yield Problem(place=link.place, code="address-wrong", message=message, hint=hint)


def _from_templates(
    links: Iterable[Link], outlines: Outlines, places: Mapping[str, Collection[str]], addresses: Addresses
) -> Iterator[Problem]:
    """Nor may a template link to nowhere."""
    written = {addresses.final(link.target) for link in links}
    for path, (file, found) in outlines.items():
        for target in dict.fromkeys(_internal(path, found, addresses)):
            if target in written or urldefrag(target)[0] in written:
                continue
            fault = _broken(target, places)
            if fault:
                hint = "No content wrote this link: look in templates/."
                yield Problem(place=file.place, code=fault[0], message=fault[1], hint=hint)


def _broken(target: str, places: Mapping[str, Collection[str]]) -> tuple[Code, str] | None:
    """Give code and message for a site path that leads nowhere."""
    path, fragment = urldefrag(target)
    if unquote(path) not in places:
        return "link-broken", f"nothing stands at {path}{did_you_mean(path, places)}"
    parts = places[unquote(path)]
    if fragment and fragment not in parts:
        return "anchor-broken", f"{path} has no part #{fragment}{did_you_mean(fragment, parts)}"
    return None


def _reachable(outlines: Outlines, addresses: Addresses) -> Iterator[Problem]:
    """Every page that visitors are meant to find can be reached from the home page by links."""
    reached, found = {"/"}, ["/"]
    while found:
        path = found.pop()
        targets = _internal(path, outlines[path][1], addresses) if path in outlines else ()
        new = {unquote(urldefrag(target)[0]) for target in targets} - reached
        reached |= new
        found += new
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


def _titles(outlines: Outlines) -> Iterator[Problem]:
    """Each page has a title of its own."""
    for path, place, other in _shared(outlines, lambda found: found.title):
        if other:
            message = f"the title of {path} is that of {other.file}, too"
            yield Problem(
                place=place, code="title-duplicate", message=message, hint="Give each its own title."
            )
        else:
            yield Problem(place=place, code="title-missing", message=f"{path} has no title")


def _descriptions(outlines: Outlines) -> Iterator[Problem]:
    """Each page has a description of its own."""
    for path, place, other in _shared(outlines, lambda found: found.description):
        if other:
            message, hint = (
                f"the summary of {path} is that of {other.file}, too",
                "Give each its own summary.",
            )
            yield Problem(place=place, code="description-duplicate", message=message, hint=hint)
        else:
            yield Problem(place=place, code="description-missing", message=f"{path} has no description")


def _shared(outlines: Outlines, value: Callable[[Outline], str]) -> Iterator[tuple[str, Place, Place | None]]:
    """Give the pages whose value is empty, with None, or an earlier page's, with that one's place."""
    first: dict[str, Place] = {}
    for path, (file, found) in outlines.items():
        if not file.listed:
            continue
        if not value(found):
            yield path, file.place, None
        elif (other := first.setdefault(value(found), file.place)) != file.place:
            yield path, file.place, other


def _internal(path: str, found: Outline, addresses: Addresses) -> Iterator[str]:
    """Give the site paths that a page links to."""
    for address in found.links:
        target = urljoin(addresses.base_url + path[1:], address)
        if target.startswith(addresses.base_url):
            yield target[len(addresses.base_url) - 1 :]


def _is_page(file: OutputFile) -> bool:
    return file.path.endswith(".html")


def _site_path(path: str) -> str:
    return "/" + (path.removesuffix("index.html") if path.endswith("index.html") else path)
