"""Reports where sources contradict one another, or lack what the site needs; of two, the later one."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TypeVar

from icpr_build.characters import as_it_looks
from icpr_build.content.files import HOME, NOT_FOUND_PAGE
from icpr_build.model import NewsItem, Resource, TextPage
from icpr_build.problem import Place, Problem, quoted
from icpr_build.urls import NOT_FOUND, slug

T = TypeVar("T")

MAX_YEARS_AHEAD = 100
_WRITE_PAGE = "Write it: ---, then the keys title and summary, then ---, then the text."
_ON_ONE_PAGE = ("home", "about", "documents", "news", "resources", "support", "contact", "not-found")


def consistency(
    items: Collection[NewsItem],
    pages: Collection[TextPage],
    public: Collection[TextPage],
    resources: Collection[Resource],
    templates: Collection[str],
    today: date,
) -> Iterator[Problem]:
    """Check news, pages, of which some are `public`, and resources. `templates` need pages that use them."""
    yield from _home_page(pages, public)
    yield from _not_found_page(pages, templates)
    yield from _news_page(items, pages, templates)
    yield from _templates(public)
    yield from _headlines(items)
    yield from _topics(items)
    yield from _dates(items, pages, today)
    yield from _resource_kinds(resources)


def _home_page(pages: Iterable[TextPage], public: Iterable[TextPage]) -> Iterator[Problem]:
    """A site has a home page, which is public."""
    if any(page.path == "/" for page in public):
        return
    draft = next((page for page in pages if page.path == "/"), None)
    if draft:
        place = draft.places.get("draft", draft.place)
        yield place.problem("file-missing", "the home page is a draft", "Delete the line draft.")
    else:
        message = "this file, the home page, is missing"
        yield Place(file=HOME).problem("file-missing", message, _WRITE_PAGE, missing=HOME)


def _not_found_page(pages: Iterable[TextPage], templates: Collection[str]) -> Iterator[Problem]:
    """A site with a template for the 404 page has a 404 page."""
    if "not-found" in templates and all(page.path != NOT_FOUND for page in pages):
        message = "this file, the 404 page, is missing"
        yield Place(file=NOT_FOUND_PAGE).problem("file-missing", message, _WRITE_PAGE)


def _news_page(
    items: Collection[NewsItem], pages: Iterable[TextPage], templates: Collection[str]
) -> Iterator[Problem]:
    """A site with news has a page that lists them."""
    if items and "news" in templates and all(page.template != "news" for page in pages):
        place = next((page.place for page in pages if page.path == "/news/"), Place(file="content/news.md"))
        yield place.problem(
            "file-missing", "no page lists the news", "Add a line to its keys: template: news"
        )


def _templates(pages: Iterable[TextPage]) -> Iterator[Problem]:
    """A template for a page that others show or link to is used by one page."""
    for page, other in _with_first(pages, lambda page: page.template):
        if page.template in _ON_ONE_PAGE and other.path != page.path:
            message = f"only one page can have the template '{page.template}': {other.place.file}"
            place = page.places.get("template", page.place)
            yield place.problem("key-conflict", message, "Choose another template.")


def _headlines(items: Iterable[NewsItem]) -> Iterator[Problem]:
    """A headline is written once, and not if a page has the same title and date."""
    for item, other in _with_first(items, lambda item: (item.date, slug(item.title))):
        if other.place != item.place and not item.has_page:
            message = f"this headline is already in {other.place}"
            yield item.place.problem("anchor-duplicate", message, "Delete one.")


def _topics(items: Iterable[NewsItem]) -> Iterator[Problem]:
    """A topic is written in one way and has a path of its own; where it is not as usual, it is reported."""
    by_date = sorted(items, key=lambda item: (item.date, item.place))
    topics = [(topic, item.topic_places[topic]) for item in by_date for topic in item.topics]
    for topic, place, usual, other in _other_spellings(topics):
        if as_it_looks(topic) == as_it_looks(usual):
            message, hint = f"this topic only looks like the one in {other}", _paste(other)
        elif topic.lower() == usual.lower():
            message, hint = f"this topic is written {quoted(usual)} in {other}", "Write it the same way."
        else:
            message = f"{quoted(topic)} has the same path as {quoted(usual)} in {other}"
            hint = "Write it the same way, or rename one of the two."
        yield place.problem("path-taken", message, hint)


def _other_spellings(named: Sequence[tuple[str, Place]]) -> Iterator[tuple[str, Place, str, Place]]:
    """Yield each name that is more often written in another way, and the first that is written so."""
    written: dict[str, list[tuple[str, Place]]] = {}
    for name, place in named:
        looks = as_it_looks(name)
        written.setdefault(slug(looks if looks.isascii() else name), []).append((name, place))
    for same in written.values():
        ((usual, _),) = Counter(name for name, _ in same).most_common(1)
        first = next(place for name, place in same if name == usual)
        yield from ((name, place, usual, first) for name, place in same if name != usual)


def _paste(other: Place) -> str:
    return (
        "Some letters here are others that look the same: "
        f"copy it from {other.file}, line {other.line}, and paste it here."
    )


def _dates(items: Iterable[NewsItem], pages: Iterable[TextPage], today: date) -> Iterator[Problem]:
    """A date is not one that only a slip can make."""
    for item in items:
        if item.date.year > today.year + MAX_YEARS_AHEAD:
            yield _wrong_date(item, "date", f"'date' is more than {MAX_YEARS_AHEAD} years ahead")
        if item.updated and item.updated < item.date:
            yield _wrong_date(item, "updated", "'updated' is before 'date'")
        if item.updated and _is_ahead(item.updated, max(item.date, today)):
            yield _wrong_date(item, "updated", "'updated' is in the future")
    for page in pages:
        if page.updated and _is_ahead(page.updated, today):
            yield _wrong_date(page, "updated", "'updated' is in the future")


def _is_ahead(day: date, today: date) -> bool:
    """Return whether a day is in the future, whatever the editor's time zone."""
    return day - today > timedelta(days=1)


def _wrong_date(entry: NewsItem | TextPage, key: str, message: str) -> Problem:
    place = entry.places.get(key, entry.place)
    return place.problem("form-wrong", message, "Correct the date, written as 2016-05-17.")


def _resource_kinds(resources: Iterable[Resource]) -> Iterator[Problem]:
    """A kind of resource is written in one way."""
    kinds = [(resource.kind, resource.place) for resource in resources]
    for kind, place, usual, other in _other_spellings(kinds):
        message, hint = f"this kind is written {quoted(usual)} in line {other.line}", "Write it the same way."
        if as_it_looks(kind) == as_it_looks(usual):
            message, hint = f"this kind only looks like the one in line {other.line}", _paste(other)
        yield place.problem("anchor-duplicate", message, hint)


def _with_first(entries: Iterable[T], key: Callable[[T], object]) -> Iterator[tuple[T, T]]:
    """Yield each entry with the first one that has the same key, which may be the entry itself."""
    first: dict[object, T] = {}
    for entry in entries:
        yield entry, first.setdefault(key(entry), entry)
