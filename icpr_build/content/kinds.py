"""The kinds of content: one function each, which reads a source and declares its keys.

A kind lists its keys in the order in which the editors' guide shows them.
"""

import re
from collections.abc import Collection

from icpr_build.content import formats
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
    """Read an entry of the menu."""
    return f.finish(NavigationLink, label=f.text("label"), url=f.value("url", formats.URL))


def organization(f: Fields) -> Organization:
    """Read the parent organization."""
    return f.finish(Organization, name=f.text("name"), url=f.value("url", formats.URL))


def settings(f: Fields) -> Settings:
    """Read `site.yaml`."""
    return f.finish(
        Settings,
        title=f.text("title"),
        short_title=f.text("short_title"),
        base_url=f.value("base_url", formats.BASE_URL),
        language=f.value("language", formats.LANGUAGE),
        summary=f.text("summary"),
        email=f.value("email", formats.EMAIL, required=False),
        organization=f.mapping("organization", organization),
        navigation=f.list_of("navigation", navigation_link),
    )


def aim(f: Fields) -> Aim:
    """Read one of the mission's aims."""
    return f.finish(Aim, name=f.text("name"), text=f.text("text", required=False))


def quotation(f: Fields) -> Quotation:
    """Read the quotation; each line of its text is a paragraph."""
    return f.finish(
        Quotation,
        paragraphs=tuple(re.split(r"\n+", f.text("text"))),
        name=f.text("name"),
        role=f.text("role"),
    )


def mission(f: Fields) -> Mission:
    """Read `mission.yaml`."""
    return f.finish(
        Mission,
        statement=f.text("statement"),
        aims=f.list_of("aims", aim),
        quotation=f.mapping("quotation", quotation),
    )


def document(f: Fields) -> Document:
    """Read an entry of `documents.yaml`."""
    title = f.text("title")
    return f.finish(
        Document,
        slug=slug(title),
        title=title,
        publisher=f.text("publisher"),
        date=f.value("date", formats.PARTIAL_DATE),
        summary=f.text("summary"),
        url=f.either("url", formats.URL, "file", formats.SITE_PATH),
        points=f.texts("points"),
        place=f.place("title"),
        places=f.places(),
    )


def headline(f: Fields) -> NewsItem:
    """Read an entry of `news.yaml`: a headline without a page of its own."""
    title, date = f.text("title"), f.value("date", formats.DAY)
    return f.finish(
        NewsItem,
        slug=f"{date.isoformat()}-{slug(title)}",
        title=title,
        date=date,
        link=f.value("link", formats.URL, required=False),
        summary=f.text("summary", required=False),
        has_page=False,
        place=f.place("title"),
        places=f.places(),
    )


def resource(f: Fields) -> Resource:
    """Read an entry of `resources.yaml`."""
    return f.finish(
        Resource,
        title=f.text("title"),
        kind=f.text("kind"),
        summary=f.text("summary"),
        url=f.value("url", formats.URL),
        date=f.optional("date", formats.PARTIAL_DATE),
        topics=f.texts("topics"),
        place=f.place("kind"),
    )


def text_page(f: Fields, templates: Collection[str]) -> TextPage:
    """Read a Markdown page that is not a news item. `templates` are the names that it may choose."""
    return f.finish(
        TextPage,
        path=page_path(f.source.file),
        title=f.text("title"),
        summary=f.text("summary"),
        draft=f.boolean("draft"),
        updated=f.optional("updated", formats.DAY),
        redirect_from=f.old_paths("redirect_from"),
        template=f.choice("template", templates, "page", "templates/pages/{}.html"),
        prose=f.body(),
        place=f.place("title"),
        places=f.places(),
    )


def news_item(f: Fields) -> NewsItem:
    """Read a Markdown news item."""
    stem = re.sub(r"^\d{4}-\d\d-\d\d-", "", f.source.file.removeprefix(NEWS).removesuffix(".md"))
    if not any(map(str.isalnum, stem)) and not f.has("slug"):
        hint = "Name it after its title, such as 2016-05-17-trust-in-practice.md."
        f.report(Place(file=f.source.file), "name-wrong", "this file's name has no word", hint)
    return f.finish(
        NewsItem,
        title=f.text("title"),
        date=f.value("date", formats.DAY),
        summary=f.text("summary"),
        slug=f.optional("slug", formats.SLUG) or slug(stem),
        topics=_topics(f),
        link=f.value("link", formats.URL, required=False),
        draft=f.boolean("draft"),
        image=f.value("image", formats.IMAGE, required=f.has("image_alt"), beside="image_alt"),
        image_alt=f.text("image_alt", required=f.has("image"), beside="image"),
        updated=f.optional("updated", formats.DAY),
        redirect_from=f.old_paths("redirect_from"),
        prose=f.body(),
        place=f.place("title"),
        places=f.places(),
        topic_places=f.item_places("topics"),
    )


def _topics(f: Fields) -> tuple[str, ...]:
    """Read the topics of a news item, each once, whether in capitals or in lowercase."""
    found: dict[str, str] = {}
    for topic in f.texts("topics"):
        found.setdefault(topic.lower(), topic)
        if len(topic) > MAX_NAME_LENGTH:
            message = f"a topic cannot have more than {MAX_NAME_LENGTH} characters"
            f.report(f.item_places("topics")[topic], "form-wrong", message, "Write it in a word or two.")
    return tuple(found.values())
