from datetime import date

import pytest

from icpr_build.content.formats import (
    BASE_URL,
    DAY,
    EMAIL,
    LANGUAGE,
    PARTIAL_DATE,
    SITE_PATH,
    SLUG,
    URL,
    Format,
    date_correction,
    month_correction,
)
from icpr_build.model import PartialDate

NO_DATE = "There is no such date: write one as 2016-05-17."
AMBIGUOUS = "It can be read in two ways: write year, month and day as 2016-05-17."


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        (DAY, "2016-05-17", date(2016, 5, 17)),
        (DAY, "2024-02-29", date(2024, 2, 29)),
        (PARTIAL_DATE, "2016-05-17", PartialDate(year=2016, month=5, day=17)),
        (PARTIAL_DATE, "2016-05", PartialDate(year=2016, month=5)),
        (PARTIAL_DATE, "2016", PartialDate(year=2016)),
        (URL, "https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        (URL, "mailto:name@example.org", "mailto:name@example.org"),
        (URL, "tel:+1-703-836-6767", "tel:+1-703-836-6767"),
        (URL, "/about/#part", "/about/#part"),
        (SITE_PATH, "/img/dot.svg", "/img/dot.svg"),
        (SITE_PATH, "/a b/ü/", "/a b/ü/"),
        (BASE_URL, "https://example.org", "https://example.org/"),
        (BASE_URL, "http://127.0.0.1:8000/icpr//", "http://127.0.0.1:8000/icpr/"),
        (LANGUAGE, "en", "en"),
        (LANGUAGE, "es-US", "es-US"),
        (EMAIL, "first.last@mail.example.org", "first.last@mail.example.org"),
        (SLUG, "trust", "trust"),
        (SLUG, "21st-century-policing", "21st-century-policing"),
    ],
)
def test_a_correct_text_is_read(form: Format[object], text: str, value: object) -> None:
    assert form.read(text) == value


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (DAY, ""),
        (DAY, "2016-05"),
        (DAY, "2016-5-7"),
        (DAY, "2015-02-29"),
        (DAY, "05/17/2016"),
        (DAY, "May 17, 2016"),
        (DAY, "2016-05-17T10:00:00Z"),
        (DAY, "0000-01-01"),
        (DAY, "２０１６-05-17"),  # noqa: RUF001 - such digits are the point
        (PARTIAL_DATE, "2016-13"),
        (PARTIAL_DATE, "2016-00"),
        (PARTIAL_DATE, "2016-05-00"),
        (PARTIAL_DATE, "16"),
        (URL, ""),
        (URL, "www.example.org"),
        (URL, "https://"),
        (URL, "https://a b/"),
        (URL, "https://[::1/"),
        (URL, "mailto:"),
        (URL, "//example.org/"),
        (URL, "javascript:alert(1)"),
        (URL, "data:text/html,x"),
        (SITE_PATH, "about/"),
        (SITE_PATH, "https://example.org/"),
        (SITE_PATH, "//example.org/"),
        (SITE_PATH, "/a?b"),
        (SITE_PATH, "/a#b"),
        (SITE_PATH, "/a%20b/"),
        (SITE_PATH, "/../a/"),
        (SITE_PATH, "/a\\b/"),
        (BASE_URL, "example.org"),
        (BASE_URL, "/icpr/"),
        (BASE_URL, "ftp://example.org/"),
        (BASE_URL, "https://example.org/?a"),
        (BASE_URL, "https://example.org/#a"),
        (LANGUAGE, "English"),
        (LANGUAGE, "EN"),
        (LANGUAGE, "en_US"),
        (EMAIL, "name@example"),
        (EMAIL, "Name <name@example.org>"),
        (EMAIL, "name@@example.org"),
        (SLUG, "Trust"),
        (SLUG, "a--b"),
        (SLUG, "-a"),
        (SLUG, "a/b"),
        (SLUG, "a b"),
    ],
)
def test_a_wrong_text_is_not_read(form: Format[object], text: str) -> None:
    assert form.read(text) is None


@pytest.mark.parametrize("text", ["", "today", "2016", "2016-05", "May 2016", "12:30", "16-05-17", "1.2.3"])
def test_a_text_that_is_no_date_is_not_corrected(text: str) -> None:
    assert date_correction(text) == ""


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2016-5-7", "Write 2016-05-07 here."),
        ("2016/05/17", "Write 2016-05-17 here."),
        ("20160517", "Write 2016-05-17 here."),
        ("2016–05–17", "Write 2016-05-17 here."),
        ("2016-05-17T10:00:00Z", "Write 2016-05-17 here."),
        ("2016-05-17 10:00 +02:00", "Write 2016-05-17 here."),
        ("07/25/2016", "Write 2016-07-25 here."),
        ("25.7.2016", "Write 2016-07-25 here."),
        ("05/05/2016", "Write 2016-05-05 here."),
        ("05/07/2016", AMBIGUOUS),
        ("May 17, 2016", "Write 2016-05-17 here."),
        ("Sept. 1st, 2016", "Write 2016-09-01 here."),
        ("17 May  2016", "Write 2016-05-17 here."),
        ("Foo 17, 2016", NO_DATE),
        ("2016-02-30", NO_DATE),
        ("2016-00-00", NO_DATE),
        ("13/32/2016", NO_DATE),
    ],
)
def test_a_date_in_another_way_is_corrected(text: str, hint: str) -> None:
    assert date_correction(text) == hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2016-5", "Write 2016-05 here."),
        ("2016/12", "Write 2016-12 here."),
        ("May 2016", "Write 2016-05 here."),
        ("2016-13", ""),
        ("Spring 2016", ""),
        ("2016-05-17", ""),
    ],
)
def test_a_month_in_another_way_is_corrected(text: str, hint: str) -> None:
    assert month_correction(text) == hint
