"""What many sources say → where they contradict one another, or leave out what the site needs.

Rule: the first stands, and the other is told.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from icpr_build.content.files import HOME, LOST
from icpr_build.model import NewsItem, Resource, TextPage
from icpr_build.problem import Place, Problem, quoted
from icpr_build.urls import NOT_FOUND, slug

FAR = 100  # years
_WRITE_PAGE = "Write it: ---, then the keys title and summary, then ---, then the text."
_ONCE = ("home", "about", "documents", "news", "resources", "support", "contact", "not-found")  # a page each


def together(
    items: Collection[NewsItem],
    texts: Collection[TextPage],
    shown: Collection[TextPage],
    resources: Collection[Resource],
    templates: Collection[str],
    today: date,
) -> Iterator[Problem]:
    """Judge news, pages, of which some are `shown`, and resources. `templates` may be chosen by pages."""
    yield from _without_home(texts, shown)
    yield from _without_lost(texts, templates)
    yield from _without_list(items, texts, templates)
    yield from _templates(shown)
    yield from _repeated(items)
    yield from _topics(items)
    yield from _days(items, texts, today)
    yield from _kinds(resources)


def _without_home(pages: Iterable[TextPage], shown: Iterable[TextPage]) -> Iterator[Problem]:
    """A site has a home page, which is public."""
    if all(page.path != "/" for page in shown):
        draft = next((page for page in pages if page.path == "/"), None)
        place = draft.places.get("draft", draft.place) if draft else Place(file=HOME)
        message = "the home page is a draft" if draft else "this file, the home page, is missing"
        hint = "Take the line draft away." if draft else _WRITE_PAGE
        yield Problem(place=place, code="file-missing", message=message, hint=hint)


def _repeated(items: Iterable[NewsItem]) -> Iterator[Problem]:
    """A headline stands once, and not beside a page with the same news."""
    first: dict[tuple[date, str], Place] = {}
    for item in items:
        other = first.setdefault((item.date, slug(item.title)), item.place)
        if other != item.place and not item.has_page:
            message = f"this headline stands already in {other.file}:{other.line}"
            yield Problem(place=item.place, code="anchor-duplicate", message=message, hint="Delete one.")


def _topics(items: Iterable[NewsItem]) -> Iterator[Problem]:
    """A topic is written in one way, and each has an address of its own; the newer item is told."""
    first: dict[str, tuple[str, Place]] = {}
    for item in sorted(items, key=lambda item: (item.date, item.place)):
        for topic in item.topics:
            place = item.places[f"topics: {topic}"]
            name, at = first.setdefault(slug(topic), (topic, place))
            message = f"{quoted(topic)} has the address of {quoted(name)} in {at.file}:{at.line}"
            hint = "Write it the same, or give one of the two another name."
            if name.lower() == topic.lower():
                message, hint = (
                    f"this topic is written {quoted(name)} in {at.file}:{at.line}",
                    "Write it the same.",
                )
            if name != topic:
                yield Problem(place=place, code="path-taken", message=message, hint=hint)


def _kinds(resources: Iterable[Resource]) -> Iterator[Problem]:
    """A kind of resource is written in one way."""
    first: dict[str, Resource] = {}
    for entry in resources:
        other = first.setdefault(slug(entry.kind), entry)
        if other.kind != entry.kind:
            message = f"this kind is written {quoted(other.kind)} in line {other.place.line}"
            hint = "Write it the same."
            yield Problem(place=entry.place, code="anchor-duplicate", message=message, hint=hint)


def _without_lost(texts: Iterable[TextPage], templates: Collection[str]) -> Iterator[Problem]:
    """A site that has a template for lost visitors has a page for them."""
    if "not-found" in templates and all(page.path != NOT_FOUND for page in texts):
        message = "this file, the page for lost visitors, is missing"
        yield Problem(place=Place(file=LOST), code="file-missing", message=message, hint=_WRITE_PAGE)


def _without_list(
    items: Collection[NewsItem], texts: Iterable[TextPage], templates: Collection[str]
) -> Iterator[Problem]:
    """News need a page that lists them."""
    if items and "news" in templates and all(page.template != "news" for page in texts):
        place = next((page.place for page in texts if page.path == "/news/"), Place(file="content/news.md"))
        hint = "Add a line to its keys: template: news"
        yield Problem(place=place, code="file-missing", message="no page lists the news", hint=hint)


def _templates(shown: Iterable[TextPage]) -> Iterator[Problem]:
    """What other pages show or link to is one page."""
    first: dict[str, TextPage] = {}
    for page in shown:
        other = first.setdefault(page.template, page)
        if page.template in _ONCE and other.path != page.path:
            message = f"one page only has the template '{page.template}': {other.place.file}"
            place = page.places.get("template", page.place)
            yield Problem(place=place, code="key-conflict", message=message, hint="Choose another.")


def _days(items: Iterable[NewsItem], texts: Iterable[TextPage], today: date) -> Iterator[Problem]:
    """A day is not one that only a slip can make."""
    for item in items:
        if item.date.year > today.year + FAR:
            yield _day(item, "date", "'date' is more than a hundred years ahead")
        if item.updated and item.updated < item.date:
            yield _day(item, "updated", "'updated' is before 'date'")
        if item.updated and _is_ahead(item.updated, max(item.date, today)):
            yield _day(item, "updated", "'updated' is in the future")
    for page in texts:
        if page.updated and _is_ahead(page.updated, today):
            yield _day(page, "updated", "'updated' is in the future")


def _is_ahead(day: date, today: date) -> bool:
    """Tell whether a day is to come, wherever the editor lives."""
    return day - today > timedelta(days=1)


def _day(entry: NewsItem | TextPage, key: str, message: str) -> Problem:
    hint = "Mend the day, written as 2016-05-17."
    return Problem(place=entry.places.get(key, entry.place), code="form-wrong", message=message, hint=hint)
