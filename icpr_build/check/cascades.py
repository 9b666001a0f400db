"""The problems of the content → what the checks cannot know of the finished site, and so do not judge.

Rule: as narrow as is true: a fault hides nothing of what does not depend on it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from icpr_build.content import DOCUMENTS, HEADLINES, NEWS, RESOURCES, SITE
from icpr_build.model import Site, Source
from icpr_build.problem import Code, Place, Problem
from icpr_build.suggest import nearest

# With one of these, a text may lack a link, or a page the list that it should show.
_TAKE_LINKS: frozenset[Code] = frozenset(
    (
        "address-wrong",
        "choice-unknown",
        "code-open",
        "data-wrong",
        "file-missing",
        "footnote-duplicate",
        "footnote-unused",
        "html-raw",
        "html-unclosed",
        "html-unsafe",
        "link-syntax",
        "merge-unsettled",
        "reference-duplicate",
        "reference-undefined",
        "reference-unused",
        "table-broken",
        "text-too-deep",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What is not known: the `files` at fault, and the `paths` with which urls that may exist begin.

    With `links`, a link may have been lost, so that a page may be reached though no link to it is seen.
    """

    files: frozenset[str] = frozenset()
    paths: tuple[str, ...] = ()
    links: bool = False


def doubt(sources: Iterable[Source], site: Site, problems: Iterable[Problem]) -> Doubt:
    """Gather what the problems that have been told leave unknown."""
    sources, problems = tuple(sources), tuple(problems)
    lost = {source.file for source in sources if not source.node.is_complete}
    took = any(problem.code in _TAKE_LINKS or problem.place.file == SITE for problem in problems)
    return Doubt(
        files=frozenset(lost | {problem.place.file for problem in problems}),
        paths=tuple(_paths(sources, site, problems)),
        links=took or bool(lost),
    )


def _paths(sources: tuple[Source, ...], site: Site, problems: tuple[Problem, ...]) -> Iterator[str]:
    places = {problem.place for problem in problems}
    dropped = {problem.place.file for problem in problems if problem.code == "data-wrong"}
    faulty = dropped | {source.file for source in sources if _has_wrong_keys(source, places)}
    news = any(file == HEADLINES or file.startswith(NEWS) for file in faulty)
    if news:
        yield "/news/topics/"
    if news or any(problem.code == "choice-unknown" for problem in problems):
        yield "/news/page/"
    if any(source.file.startswith(NEWS) and _may_have_other(source, "slug", places) for source in sources):
        yield "/news/"
    documents = (source for source in sources if source.file == DOCUMENTS)
    if DOCUMENTS in dropped or any(_lacks(source, "title", places) for source in documents):
        yield "/documents/"
    lists = {"news": news, "documents": DOCUMENTS in faulty, "resources": RESOURCES in faulty}
    yield from (f"{page.path}#" for page in site.pages if lists.get(page.template))


def _has_wrong_keys(source: Source, places: Iterable[Place]) -> bool:
    """Tell whether something is wrong above the text."""
    here = (place for place in places if place.file == source.file)
    return not source.node.is_complete or any(
        not source.body or place.line < source.body_line for place in here
    )


def _may_have_other(source: Source, key: str, places: set[Place]) -> bool:
    """Tell whether the value of a key that may be left out is not known."""
    found = (name for name in source.node.fields if nearest(name, (key,)))
    return not source.node.is_complete or any(name != key or _lacks(source, name, places) for name in found)


def _lacks(source: Source, key: str, places: set[Place]) -> bool:
    """Tell whether a key has no value, or one that is wrong."""
    given = source.node.fields.get(key)
    return (
        not source.node.is_complete
        or not given
        or given.value.kind == "invalid"
        or given.value.place in places
    )
