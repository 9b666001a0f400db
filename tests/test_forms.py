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
)
from icpr_build.model import PartialDate


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
