"""The kinds of content: one function each, which is also the declaration of its keys.

Rule: a kind lists its keys in the order in which the editors' guide shows them.
"""

import re
from collections.abc import Collection

from icpr_build.content.fields import Fields
from icpr_build.content.files import NEWS
from icpr_build.model import (
    Aim,
    Document,
    Mission,
    NavigationLink,
    NewsItem,
    Organization,
    Quotation,
    Resource,
    Settings,
    TextPage,
)
from icpr_build.problem import Place
from icpr_build.urls import MAX_NAME_LENGTH, page_path, slug


def navigation_link(f: Fields) -> NavigationLink:
    """Declare an entry of the menu."""
    return f.finish(NavigationLink, label=f.text("label"), url=f.address("url"))


def organization(f: Fields) -> Organization:
    """Declare the parent organization."""
    return f.finish(Organization, name=f.text("name"), url=f.address("url"))


def settings(f: Fields) -> Settings:
    """Declare `site.yaml`."""
    return f.finish(
        Settings,
        title=f.text("title"),
        short_title=f.text("short_title"),
        base_url=f.base_url("base_url"),
        language=f.language("language"),
        summary=f.text("summary"),
        email=f.email("email"),
        organization=f.part("organization", organization),
        navigation=f.each("navigation", navigation_link),
    )


def aim(f: Fields) -> Aim:
    """Declare one of the mission's aims."""
    return f.finish(Aim, name=f.text("name"), text=f.text("text", required=False))


def quotation(f: Fields) -> Quotation:
    """Declare the quotation; each line of its text is a passage."""
    return f.finish(
        Quotation,
        passages=tuple(re.split(r"\n+", f.text("text"))),
        name=f.text("name"),
        role=f.text("role"),
    )


def mission(f: Fields) -> Mission:
    """Declare `mission.yaml`."""
    return f.finish(
        Mission,
        statement=f.text("statement"),
        aims=f.each("aims", aim),
        quotation=f.part("quotation", quotation),
    )


def document(f: Fields) -> Document:
    """Declare an entry of `documents.yaml`."""
    title = f.text("title")
    return f.finish(
        Document,
        slug=slug(title),
        title=title,
        publisher=f.text("publisher"),
        date=f.partial_date("date"),
        summary=f.text("summary"),
        url=f.address_or_file("url", "file"),
        points=f.texts("points"),
        place=f.place("title"),
        places=f.places(),
    )


def headline(f: Fields) -> NewsItem:
    """Declare an entry of `news.yaml`: a headline without a page of its own."""
    title, date = f.text("title"), f.date("date")
    return f.finish(
        NewsItem,
        slug=f"{date.isoformat()}-{slug(title)}",
        title=title,
        date=date,
        link=f.address("link", required=False),
        summary=f.text("summary", required=False),
        has_page=False,
        place=f.place("title"),
        places=f.places(),
    )


def resource(f: Fields) -> Resource:
    """Declare an entry of `resources.yaml`."""
    return f.finish(
        Resource,
        title=f.text("title"),
        kind=f.text("kind"),
        summary=f.text("summary"),
        url=f.address("url"),
        date=f.partial_date_or_none("date"),
        topics=f.texts("topics"),
        place=f.place("kind"),
    )


def text_page(f: Fields, templates: Collection[str]) -> TextPage:
    """Declare a Markdown page outside of the news. `templates` are the names that it may choose."""
    return f.finish(
        TextPage,
        path=page_path(f.source.file),
        title=f.text("title"),
        summary=f.text("summary"),
        draft=f.flag("draft"),
        updated=f.date_or_none("updated"),
        redirect_from=f.site_paths("redirect_from"),
        template=f.choice("template", templates, "page"),
        prose=f.body(),
        place=f.place("title"),
        places=f.places(),
    )


def topics(f: Fields) -> tuple[str, ...]:
    """Declare the topics of a news item, each once, however its letters are written."""
    found: dict[str, str] = {}
    for topic in f.texts("topics"):
        found.setdefault(topic.lower(), topic)
        if len(topic) > MAX_NAME_LENGTH:
            message = f"a topic has no more than {MAX_NAME_LENGTH} letters"
            f.refuse(f.places()[f"topics: {topic}"], "form-wrong", message, "Write it in a word or two.")
    return tuple(found.values())


def news_item(f: Fields) -> NewsItem:
    """Declare a Markdown news item."""
    stem = re.sub(r"^\d{4}-\d\d-\d\d-", "", f.source.file.removeprefix(NEWS).removesuffix(".md"))
    if not any(map(str.isalnum, stem)) and not f.has("slug"):
        hint = "Name it after its title, such as 2016-05-17-trust-in-practice.md."
        f.refuse(Place(file=f.source.file), "name-wrong", "this file's name has no word", hint)
    return f.finish(
        NewsItem,
        title=f.text("title"),
        date=f.date("date"),
        summary=f.text("summary"),
        slug=f.slug("slug", default=slug(stem)),
        topics=topics(f),
        link=f.address("link", required=False),
        draft=f.flag("draft"),
        image=f.picture("image", required=f.has("image_alt")),
        image_alt=f.text("image_alt", required=f.has("image")),
        updated=f.date_or_none("updated"),
        redirect_from=f.site_paths("redirect_from"),
        prose=f.body(),
        place=f.place("title"),
        places=f.places(),
    )
