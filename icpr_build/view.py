"""What the templates are given, beside the content's own types in `model`.

Rule: ready to print. Dates are in words, lists sorted and grouped; a template only lays out.
Rule: every `url` is a site path or a full address; `render` turns the former into what the browser needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from icpr_build.model import NewsItem, Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A date for machines (`2016-05`) and for readers (`May 2016`)."""

    iso: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """A page above the current one, or an entry of the menu; `current` is a value of `aria-current`."""

    label: str
    url: str
    current: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a page is called and where it stands.

    `heading` is its visible title, `title` the window's; `canonical` and `picture` are full addresses,
    `picture_text` says what is seen; `kind` and `locale` (`en_US`) are Open Graph's; `direction` is `rtl`
    where one writes from right to left; `trail` are the pages above; `linked_data` is JSON-LD.
    """

    path: str
    heading: str
    title: str
    description: str
    canonical: str
    picture: str
    picture_text: str
    kind: str
    locale: str
    direction: str
    trail: tuple[Crumb, ...]
    linked_data: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCard:
    """A foundational document; `path` is its page here, `url` the document itself, on `host` if elsewhere."""

    title: str
    path: str
    url: str
    host: str
    date: Moment
    year: str
    publisher: str
    summary: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsEntry:
    """A line of a news list. `url` is empty where it leads nowhere; `host` is set where it leads away."""

    id: str
    title: str
    url: str
    host: str
    date: Moment
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Entries under a common heading: news of a year, resources of a kind."""

    id: str
    label: str
    entries: tuple[NewsEntry, ...] | tuple["ResourceEntry", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceEntry:
    """A resource with its date in words and the host that it is on."""

    resource: Resource
    date: Moment | None
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Where a page of a long list stands among its pages."""

    number: int
    total: int
    newer: str
    older: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """A news item for feed readers: full addresses, whole text."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: str
    updated: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPage:
    """A news item with its neighbours in time and its topics as links."""

    item: NewsItem
    date: Moment
    host: str
    topics: tuple[Crumb, ...]
    newer: NewsEntry | None
    older: NewsEntry | None
