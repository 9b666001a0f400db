"""A day that is written in another way → how to write it, if it is clear which day is meant."""

import datetime
import re

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_YEAR_FIRST = re.compile(r"([0-9]{4})(?:\W([0-9]{1,2})\W([0-9]{1,2})|([0-9]{2})([0-9]{2}))(?:\b|t).*")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?,? ([0-9]{4})")
_TWO_WAYS = "It can be read in two ways; write year, month and day as 2016-05-17."
_NO_DAY = "The calendar has no such day; write one as 2016-05-17."


def remedy(text: str) -> str:
    """Say how to write a day; empty if the text tells none. A day that could be two is not guessed."""
    text = " ".join(text.lower().split())
    if found := _YEAR_FIRST.fullmatch(text):
        return _written(*filter(None, found.groups()))
    if found := _YEAR_LAST.fullmatch(text):
        day, month = sorted((found[1], found[2]), key=int, reverse=True)
        return _TWO_WAYS if int(day) <= len(_MONTHS) and day != month else _written(found[3], month, day)
    if found := _MONTH_FIRST.fullmatch(text):
        return _written(found[3], _month(found[1]), found[2])
    if found := _DAY_FIRST.fullmatch(text):
        return _written(found[3], _month(found[2]), found[1])
    return ""


def _month(name: str) -> str:
    return str(_MONTHS.index(name[:3]) + 1) if name[:3] in _MONTHS else "0"


def _written(year: str, month: str, day: str) -> str:
    try:
        return f"Write {datetime.date(int(year), int(month), int(day)).isoformat()} here."
    except ValueError:
        return _NO_DAY
