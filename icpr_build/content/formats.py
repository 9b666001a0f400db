"""The formats that a value may have: how each is read, named and explained.

One spelling each. A date that could be read in two ways is not read at all.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from icpr_build.external_urls import email_in, is_address, is_email, remedy
from icpr_build.model import Node, NodeKind, PartialDate
from icpr_build.problem import Code, quoted
from icpr_build.urls import IMAGE_EXTENSIONS, MAX_NAME_LENGTH, is_base_url, is_image, is_plain_path

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_YEAR_FIRST = re.compile(r"([0-9]{4})(?:\W([0-9]{1,2})\W([0-9]{1,2})|([0-9]{2})([0-9]{2}))(?:\b|t).*")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?,? ([0-9]{4})")
_YEAR_AND_MONTH = re.compile(r"([0-9]{4})\W([0-9]{1,2})")
_MONTH_AND_YEAR = re.compile(r"([a-z]{3,9})\.?,? ([0-9]{4})")
_TWO_WAYS = "It can be read in two ways; write year, month and day as 2016-05-17."
_NO_DAY = "The calendar has no such day; write one as 2016-05-17."


def date_remedy(text: str) -> str:
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


def month_remedy(text: str) -> str:
    """Say how to write a month; empty if the text tells none."""
    text = " ".join(text.lower().split())
    if found := _YEAR_AND_MONTH.fullmatch(text):
        year, month = found.groups()
    elif found := _MONTH_AND_YEAR.fullmatch(text):
        year, month = found[2], _month(found[1])
    else:
        return ""
    return f"Write {year}-{int(month):02} here." if 1 <= int(month) <= len(_MONTHS) else ""


def _month(name: str) -> str:
    return str(_MONTHS.index(name[:3]) + 1) if name[:3] in _MONTHS else "0"


def _written(year: str, month: str, day: str) -> str:
    try:
        return f"Write {datetime.date(int(year), int(month), int(day)).isoformat()} here."
    except ValueError:
        return _NO_DAY


T = TypeVar("T")

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NO_OLD_PATH = "An old address has no blanks, and none begins with /assets/."
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Generic[T]):
    """A form of value: its `name` and `hint` for editors, and `read`, which gives None where it does not fit.

    `remedy` has a better hint for some texts; `kinds` are what YAML may take such a value for.
    """

    name: str
    hint: str
    read: Callable[[str], T | None]
    code: Code = "form-wrong"
    remedy: Callable[[str], str] = lambda _: ""
    kinds: tuple[NodeKind, ...] = ("text",)


def _day(text: str) -> datetime.date | None:
    given = _partial_date(text)
    return datetime.date(given.year, given.month, given.day) if given and given.day else None


def _partial_date(text: str) -> PartialDate | None:
    match = _PARTIAL_DATE.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part or 0) for part in match.groups())
    try:
        datetime.date(year, month if match[2] else 1, day if match[3] else 1)
    except ValueError:
        return None
    return PartialDate(year=year, month=month, day=day)


DAY = Form(
    name="a date",
    hint="Write a day of the calendar as 2016-05-17.",
    read=_day,
    remedy=date_remedy,
    kinds=("date", "text", "number"),
)
PARTIAL_DATE = Form(
    name="a day, a month or a year",
    hint="Write it as 2016-05-17, 2016-05 or 2016.",
    read=_partial_date,
    remedy=lambda text: month_remedy(text) or date_remedy(text),
    kinds=("date", "text", "number"),
)
ADDRESS = Form(
    name="an address",
    hint="Write it in full, https://…, or as a path of this site, /about/.",
    read=lambda text: text if is_address(text) else None,
    code="address-wrong",
    remedy=remedy,
)
SITE_PATH = Form(
    name="a path of this site",
    hint="Write it from the site's root, such as /img/meeting.jpg.",
    read=lambda text: text if is_plain_path(text) else None,
)
OLD_PATH = Form(
    name="paths of this site",
    hint="Write each from the site's root, such as redirect_from: [/old/page/]",
    remedy=lambda text: _NO_OLD_PATH if is_plain_path(text) else "",
    read=lambda text: text if is_plain_path(text) and not re.search(r"(?i)\s|^/assets/", text) else None,
)
PICTURE = Form(
    name="a picture file of this site",
    hint=f"Write its path, such as /img/meeting.jpg; it may end in {', '.join(IMAGE_EXTENSIONS)}.",
    read=lambda text: text if is_plain_path(text) and is_image(text) else None,
)
BASE_URL = Form(
    name="a full address",
    hint="Write it as https://www.example.org/, without ? or #.",
    read=lambda text: text.rstrip("/") + "/" if is_base_url(text) else None,
)
LANGUAGE = Form(
    name="the code of a language",
    hint="Write en, es or such, perhaps with a region: en-US.",
    read=lambda text: text if _LANGUAGE.fullmatch(text) else None,
)
EMAIL = Form(
    name="an e-mail address",
    hint="Write it as name@example.org.",
    read=lambda text: text if is_email(text) else None,
    remedy=lambda text: f"Write {found} here." if (found := email_in(text)) else "",
)
SLUG = Form(
    name="the last part of an address",
    hint="Write up to 100 small letters, figures and single hyphens, such as trust-in-practice.",
    read=lambda text: text if _SLUG.fullmatch(text) and len(text) <= MAX_NAME_LENGTH else None,
)

KIND_NAMES: dict[NodeKind, str] = {
    "text": "text",
    "number": "a number",
    "true or false": "true or false",
    "date": "a date",
    "nothing": "nothing",
    "list": "a list",
    "mapping": "keys with values",
}
KIND_HINTS: dict[NodeKind, str] = {
    "text": "Write a text after the colon.",
    "date": DAY.hint,
    "true or false": "Write true or false, without quotes.",
    "list": "Write one entry a line, each after a hyphen and a space.",
    "mapping": "Write its keys on the lines below, indented by two spaces.",
}


def missing(key: str, message: str, node: Node) -> tuple[str, str]:
    """Say what to write for a key that has no value; some words mean nothing, too."""
    given = node.fields.get(key)
    if not given:
        return message, f"Add a line: {key}: …"
    text = given.value.text
    if given.value.kind == "nothing" and text:
        hint = f'Put it in quotes, if it is meant: {key}: "{text}"'
        return f"{message}: {quoted(text)} means nothing", hint
    return message, f"Write it after the colon: {key}: …"


def as_list(key: str, text: str, *, beside: bool) -> str:
    """Show a text that stands beside its key as a list; of what stands below it, the parts are not known."""
    listed = text[1:-1] if text[:1] + text[-1:] == "()" else text
    return f"Write {key}: [{listed}]" if listed and beside else ""


def wrong_kind(what: str, node: Node, kind: NodeKind) -> tuple[str, str]:
    """Say that `what` is not of the kind that its key asks for, and how to write it."""
    found = f"this is {KIND_NAMES[node.kind]}"
    hint = KIND_HINTS[kind]
    if node.text:
        found = f"{quoted(node.text)} reads as {KIND_NAMES[node.kind]}"
        hint = f'Put it in quotes: "{node.text}"' if kind == "text" else hint
    elif (kind, node.kind) == ("text", "list"):
        hint = "Write one text, without a list; if it begins with [, put it in quotes."
    return f"{what} must be {KIND_NAMES[kind]}; {found}", hint
