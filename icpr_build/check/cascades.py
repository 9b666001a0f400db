"""The one rule of cascades: an error is reported, and what is missing or wrong only because of it is not.

Every stage goes on after an error, so that one build reports as many errors as it can:

- What could not be read has the kind `invalid`, or is not `is_complete`, and nothing in it is missing.
- A wrong value is replaced by a placeholder of its type, which no rule reports.
- What is there but could not be read (`Inputs.unread`) is not missing: see `without_unread`.
- A finished page may lack a list, a link or an anchor. `Gaps` has what the checks therefore cannot know; it
  is decided here and nowhere else.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from icpr_build.content import DOCUMENTS, HEADLINES, NEWS, RESOURCES, SITE
from icpr_build.model import OutputFile, Source, TextPage
from icpr_build.problem import Problem
from icpr_build.source import is_unread
from icpr_build.suggest import nearest
from icpr_build.urls import link_path, page_path

# Problems, by the first word of their codes, with which a text or a list may have lost a link.
_LOSES_LINKS = frozenset(
    "address choice code data file footnote html link merge path reference table text".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """What is unknown because of the problems reported so far.

    files: the sources with an error, whose pages are not checked again
    paths: beginnings of site paths that may exist though they are not found: `/news/#` for any anchor of
        `/news/`, `/news/topics/` for any topic
    links: whether a link may be lost, so that a page may be reachable, though no link to it is found
    """

    files: frozenset[str]
    paths: tuple[str, ...]
    links: bool

    def may_have(self, target: str) -> bool:
        """Return whether a site path, perhaps with an `#anchor`, may exist, though it is not found."""
        return f"{unquote(target)}#".startswith(self.paths)


def find_gaps(
    sources: Collection[Source],
    pages: Iterable[TextPage],
    files: Iterable[OutputFile],
    problems: Collection[Problem],
    unread: Iterable[str] = (),
) -> Gaps:
    """Find what is unknown of the finished `files` because of the problems reported so far.

    `unread` are the files and folders of the project that could not be read, or are known to be missing.
    """
    incomplete = {source.file for source in sources if not source.node.is_complete}
    finished = {file.path: file.data for file in files}
    unrendered = any(path.endswith(".html") and not data for path, data in finished.items())
    home = () if "index.html" in finished else ("/#",)
    return Gaps(
        files=frozenset(incomplete | {problem.place.file for problem in problems}),
        paths=tuple(sorted({*home, *_paths(sources, pages, problems), *_unread_paths(unread)})),
        links=(
            unrendered
            or bool(incomplete)
            or any(map(_loses_links, problems))
            or any(_is_unsure(source, "template", problems) for source in sources if _is_page(source))
        ),
    )


def without_consequences(problems: Iterable[Problem], causes: Iterable[Problem]) -> tuple[Problem, ...]:
    """Leave out what a stage reports of a file that an earlier stage could not read."""
    unread = {problem.place.file for problem in causes}
    return tuple(problem for problem in problems if problem.place.file not in unread)


def without_unread(problems: Iterable[Problem], unread: Collection[str]) -> tuple[Problem, ...]:
    """Leave out what is wrong only because a file is missing that is there, but could not be read."""
    return tuple(it for it in problems if not (it.missing and is_unread(it.missing, unread)))


def _is_page(source: Source) -> bool:
    return source.file.endswith(".md") and not source.file.startswith(NEWS)


def _unread_paths(unread: Iterable[str]) -> Iterator[str]:
    """Yield how the site paths begin of what is in unread folders, and of assets that are unread.

    An unread text is a source, and so has a page.
    """
    for file in unread:
        top, _, below = file.partition("/")
        if top == "assets" or (top == "content" and not file.endswith((".md", ".yaml"))):
            path = link_path(file)
            yield from (f"{path.rstrip('/')}/", f"{path}#")
            yield from [page_path(file)] if below and top == "content" else ()


def _loses_links(problem: Problem) -> bool:
    return problem.place.file == SITE or problem.code.partition("-")[0] in _LOSES_LINKS


def _paths(
    sources: Iterable[Source], pages: Iterable[TextPage], problems: Collection[Problem]
) -> Iterator[str]:
    """Yield how the paths and anchors begin that are made from keys with an error."""
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.place.file, []).append(problem)
    faulty = set()
    for source in sources:
        found = by_file.get(source.file, ())
        wrong = [problem for problem in found if not source.body or problem.place.line < source.body_line]
        if wrong or not source.node.is_complete:
            faulty.add(source.file)
            yield from _own_path(source, wrong)
    has_news = any(file == HEADLINES or file.startswith(NEWS) for file in faulty)
    if has_news:
        yield "/news/topics/"
    if has_news or any(problem.code == "choice-unknown" for problem in problems):
        yield "/news/page/"
    lists = {"news": has_news, "documents": DOCUMENTS in faulty, "resources": RESOURCES in faulty}
    yield from (f"{page.path}#" for page in pages if lists.get(page.template))


def _own_path(source: Source, problems: Iterable[Problem]) -> Iterator[str]:
    """Yield how the path of a source's own page begins, if the key that it is made from may have an error."""
    if source.file == DOCUMENTS:
        folder, key, is_required = "/documents/", "title", True
    elif source.file.startswith(NEWS):
        folder, key, is_required = "/news/", "slug", False
    else:
        return
    is_missing = is_required and key not in source.node.fields
    if is_missing or not source.node.is_complete or _is_unsure(source, key, problems):
        yield folder


def _is_unsure(source: Source, key: str, problems: Iterable[Problem]) -> bool:
    """Return whether the value of a key is not known: it is wrong, or its key is misspelled."""
    fields = source.node.fields
    is_wrong = key in fields and (
        fields[key].value.kind == "invalid"
        or any(problem.place == fields[key].value.place for problem in problems)
    )
    return is_wrong or any(name != key and nearest(name, (key,)) for name in fields)
