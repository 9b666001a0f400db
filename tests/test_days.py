"""A date that is written in another way is corrected."""

import pytest

from icpr_build.content.formats import date_correction, month_correction

NO_DATE = "There is no such date: write one as 2016-05-17."
AMBIGUOUS = "It can be read in two ways: write year, month and day as 2016-05-17."


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
