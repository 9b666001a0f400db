from dataclasses import replace
from datetime import date

import pytest
from markupsafe import Markup

from icpr_build.model import NewsItem, PartialDate, Prose, Resource, Section
from icpr_build.problem import Place
from icpr_build.site.views import (
    DisplayDate,
    NewsEntry,
    ResourceEntry,
    by_kind,
    by_year,
    display_date,
    news_entry,
)

ITEM = NewsItem(
    slug="x",
    title="X & Y",
    date=date(2016, 7, 25),
    summary="About it.",
    link="https://www.elsewhere.example/a",
    topics=("Trust",),
    prose=Prose(
        intro=Markup('<p><a href="/about/">a</a></p>'),
        sections=(Section(id="b", title=Markup("B"), html=Markup("<p>c</p>")),),
    ),
    place=Place(file="content/news/x.md"),
)
HEADLINE = replace(ITEM, has_page=False, prose=Prose())


@pytest.mark.parametrize(
    ("day", "iso", "text"),
    [
        (date(2016, 7, 25), "2016-07-25", "July 25, 2016"),
        (date(2016, 12, 1), "2016-12-01", "December 1, 2016"),
        (PartialDate(year=2015, month=1), "2015-01", "January 2015"),
        (PartialDate(year=2015), "2015", "2015"),
        (PartialDate(year=999), "0999", "999"),
    ],
    ids=str,
)
def test_a_date_is_put_into_words(day: date | PartialDate, iso: str, text: str) -> None:
    assert display_date(day) == DisplayDate(iso=iso, text=text)


@pytest.mark.parametrize(
    ("item", "url", "host"),
    [
        (ITEM, "/news/x/", ""),
        (HEADLINE, "https://www.elsewhere.example/a", "elsewhere.example"),
        (replace(HEADLINE, link="/about/"), "/about/", ""),
        (replace(HEADLINE, link=""), "", ""),
    ],
    ids=["page", "headline elsewhere", "headline here", "headline without a link"],
)
def test_an_entry_links_to_the_story(item: NewsItem, url: str, host: str) -> None:
    day = DisplayDate(iso="2016-07-25", text="July 25, 2016")
    entry = NewsEntry(id="x", title="X & Y", url=url, host=host, date=day, summary="About it.")
    assert news_entry(item) == entry


def test_entries_are_grouped_by_year() -> None:
    days = (date(2016, 7, 25), date(2016, 5, 17), date(2014, 1, 1))
    entries = tuple(news_entry(replace(ITEM, date=day)) for day in days)
    groups = by_year(entries)
    assert [(group.id, group.label, group.entries) for group in groups] == [
        ("y2016", "2016", entries[:2]),
        ("y2014", "2014", entries[2:]),
    ]


def test_resources_are_grouped_by_kind_in_the_order_written() -> None:
    groups = by_kind(
        (_resource("B", "Tools & Kits"), _resource("C", "Reports"), _resource("A", "Tools & Kits"))
    )
    assert [(group.id, group.label) for group in groups] == [
        ("tools-kits", "Tools & Kits"),
        ("reports", "Reports"),
    ]
    assert [
        [entry.resource.title for entry in group.entries if isinstance(entry, ResourceEntry)]
        for group in groups
    ] == [["B", "A"], ["C"]]


def _resource(title: str, kind: str) -> Resource:
    return Resource(
        title=title,
        kind=kind,
        summary="",
        url="https://example.org/",
        date=None,
        topics=(),
        place=Place(file="a"),
    )
