"""The site as values: every type that passes from one stage to the next. Frozen, without behaviour.

`place` is where problems with a value or a file are reported, as a rule at its title; `places` has the places
of all its keys. A site path begins with `/` and is read from the site's root (`/news/x/`, `/img/x.jpg`).
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup

from icpr_build.problem import Place, Problem

Size = tuple[int, int]  # width and height in pixels
ImageSizes = Mapping[str, Size]  # by the site paths of the images
NodeKind = Literal["text", "number", "true or false", "date", "nothing", "list", "mapping", "invalid"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A YAML value as it was written: a scalar's `text`, a list's `items` or a mapping's `fields`.

    What is invalid has been reported, and is not asked for again. A mapping that is not complete may have had
    more keys, which could not be read: what it lacks is not reported as missing.
    """

    place: Place
    kind: NodeKind
    text: str = ""
    items: tuple["Node", ...] = ()
    fields: Mapping[str, "Field"] = field(default_factory=dict)
    is_complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A key of a mapping: the place of the key, and its value."""

    place: Place
    value: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What an editor wrote in one place: a Markdown file, a YAML file, or (`in_list`) an item of a YAML list.

    `body` is Markdown that begins on line `body_line`. The node of a file or folder that could not be read is
    not complete.
    """

    file: str
    node: Node
    body: str = ""
    body_line: int = 1
    in_list: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All that is read from disk. Templates and assets are keyed by their paths below their own folders.

    `unread` are the files and folders that are there and could not be read, by their paths from the root.
    """

    sources: tuple[Source, ...]
    templates: Mapping[str, str]
    assets: Mapping[str, bytes]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A declared key: its name, the format of its value in words, and the keys of its value, if any."""

    name: str
    format: str
    required: bool
    keys: tuple["Key", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link in the content: a site path, an `#anchor` or a full URL, and where it is written."""

    target: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a text under a heading of level 2."""

    id: str
    title: Markup
    html: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A rendered Markdown text: what comes before its first heading of level 2, then its sections."""

    intro: Markup = Markup("")
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A source's rendered text, the links in it, and the problems found in it."""

    prose: Prose = Prose()
    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()


Bodies = Mapping[str, Body]  # by the names of their files
NO_BODY = Body()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A day, a month (`day` is 0) or a year (`month` is 0 as well): ISO 8601 with reduced precision."""

    year: int
    month: int = 0
    day: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationLink:
    """An entry of the menu: its words, and the site path or URL that it links to."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """The organization that the Institute belongs to."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`content/data/site.yaml`. `base_url` ends in `/`; `email` may be empty."""

    title: str
    short_title: str
    base_url: str
    language: str
    summary: str
    email: str
    organization: Organization | None
    navigation: tuple[NavigationLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """One of the mission's aims; `text` may be empty."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A quotation in paragraphs, with its speaker's name and role."""

    paragraphs: tuple[str, ...]
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mission:
    """`content/data/mission.yaml`."""

    statement: str
    aims: tuple[Aim, ...]
    quotation: Quotation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A foundational document; `url` is a full URL or the site path of its file."""

    slug: str
    title: str
    publisher: str
    date: PartialDate
    summary: str
    url: str
    points: tuple[str, ...]
    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A tool, report or course; `url` is a full URL or a site path."""

    title: str
    kind: str
    summary: str
    url: str
    date: PartialDate | None
    topics: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPage:
    """A Markdown page that is not a news item; `template` is a file of `templates/pages/`, by its stem."""

    path: str
    title: str
    summary: str
    template: str
    prose: Prose
    draft: bool
    updated: datetime.date | None
    redirect_from: tuple[Link, ...]
    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsItem:
    """A news item, or a headline without a page of its own.

    `link` is the URL of the story if it is elsewhere; `topic_places` is where each topic is written.
    """

    slug: str
    title: str
    date: datetime.date
    summary: str
    link: str
    topics: tuple[str, ...] = ()
    prose: Prose = Prose()
    image: str = ""
    image_alt: str = ""
    draft: bool = False
    updated: datetime.date | None = None
    redirect_from: tuple[Link, ...] = ()
    has_page: bool = True
    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)
    topic_places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The whole content that is public. News is sorted newest first, the rest is in the order of the sources.

    `links` are those in its sources; `hidden` has the files that are not public yet (drafts, future dates),
    by the site paths of their pages and by those under which links name the files.
    """

    settings: Settings
    mission: Mission
    documents: tuple[Document, ...]
    pages: tuple[TextPage, ...]
    news: tuple[NewsItem, ...]
    resources: tuple[Resource, ...]
    links: tuple[Link, ...]
    hidden: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to render: `template` is its path in `templates/`, `view` has the template's variables.

    `date` is the date of its content, `updated` that of its last change, perhaps only a month or a year.
    Pages that are not `listed` are not in the sitemap and need no link.
    """

    path: str
    template: str
    view: Mapping[str, object]
    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)
    date: datetime.date = datetime.date.min
    updated: datetime.date | PartialDate | None = None
    listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputFile:
    """A finished file. `path` is relative to the output folder (`news/x/index.html`).

    `template` is the path in `templates/` of the one that made it, if any.
    """

    path: str
    data: bytes
    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)
    date: datetime.date = datetime.date.min
    listed: bool = False
    template: str = ""
