"""The formats that a value may have: how each is read, named and explained.

Each has one spelling. A date that could be read in two ways is not read at all.
"""

import datetime
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from icpr_build.external_urls import correction, email_in, is_allowed_url, is_email
from icpr_build.model import Node, NodeKind, PartialDate
from icpr_build.problem import Code, quoted
from icpr_build.suggest import asset_hint
from icpr_build.urls import IMAGE_EXTENSIONS, MAX_NAME_LENGTH, is_base_url, is_image, is_plain_path

T = TypeVar("T")

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SPECIAL = re.compile(
    r"^[&*!|>%@`?\"'-]|[\[\]{}#]|: |:$"
)  # what a list item can have only in quotation marks
_PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DATES = (
    r"(?P<year>[0-9]{4})\W(?P<month>[0-9]{1,2})\W(?P<day>[0-9]{1,2})(?:\b|t).*",
    r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?:\b|t).*",
    r"(?P<month>[0-9]{1,2})[/.-](?P<day>[0-9]{1,2})[/.-](?P<year>[0-9]{4})",
    r"(?P<month>[a-z]{3,9})\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year>[0-9]{4})",
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)? (?P<month>[a-z]{3,9})\.?,? (?P<year>[0-9]{4})",
)
_YEARS_AND_MONTHS = (
    r"(?P<year>[0-9]{4})\W(?P<month>[0-9]{1,2})",
    r"(?P<month>[a-z]{3,9})\.?,? (?P<year>[0-9]{4})",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format(Generic[T]):
    """A format of values: `name` and `hint` are for editors, `read` returns None for a wrong value.

    `placeholder` is the value where there is none, or a wrong one. `correction` returns a better hint for
    some values; `kinds` are those that YAML may take such a value for. A value that `is_link` must lead
    somewhere.
    """

    name: str
    hint: str
    read: Callable[[str], T | None]
    placeholder: T
    code: Code = "form-wrong"
    correction: Callable[[str], str] = lambda _: ""
    kinds: tuple[NodeKind, ...] = ("text",)
    is_link: bool = False


def _where(condition: Callable[[str], object]) -> Callable[[str], str | None]:
    """Return a reader that takes a text as it is where a condition holds."""
    return lambda text: text if condition(text) else None


def _day(text: str) -> datetime.date | None:
    date = _partial_date(text)
    return datetime.date(date.year, date.month, date.day) if date and date.day else None


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


def date_correction(text: str) -> str:
    """Say how to write a date; nothing if the text is not one. An ambiguous date is not guessed."""
    found = _match(_DATES, text)
    if not found:
        return ""
    month, day = _month(found["month"]), int(found["day"])
    if found["month"].isdecimal() and found.start("year"):  # 07/25/2016, or 25.7.2016
        month, day = sorted((month, day))
        if month < day <= len(_MONTHS):
            return "It can be read in two ways: write year, month and day as 2016-05-17."
    try:
        return f"Write {datetime.date(int(found['year']), month, day).isoformat()} here."
    except ValueError:
        return "There is no such date: write one as 2016-05-17."


def month_correction(text: str) -> str:
    """Say how to write a month; nothing if the text is not one."""
    found = _match(_YEARS_AND_MONTHS, text)
    month = _month(found["month"]) if found else 0
    return f"Write {found['year']}-{month:02} here." if found and 1 <= month <= len(_MONTHS) else ""


def _match(patterns: Iterable[str], text: str) -> re.Match[str] | None:
    text = " ".join(text.lower().split())
    return next((found for pattern in patterns if (found := re.fullmatch(pattern, text))), None)


def _month(text: str) -> int:
    """Return the number of a month that is written in digits or letters; 0 if there is none."""
    if text.isdecimal():
        return int(text)
    return _MONTHS.index(text[:3]) + 1 if text[:3] in _MONTHS else 0


DAY = Format(
    name="a date",
    hint="Write a date as 2016-05-17.",
    read=_day,
    placeholder=datetime.date(2000, 1, 1),
    correction=date_correction,
    kinds=("date", "text", "number"),
)
PARTIAL_DATE = Format(
    name="a day, a month or a year",
    hint="Write it as 2016-05-17, 2016-05 or 2016.",
    read=_partial_date,
    placeholder=PartialDate(year=2000),
    correction=lambda text: month_correction(text) or date_correction(text),
    kinds=("date", "text", "number"),
)
URL = Format(
    name="a URL or a path",
    hint="Write a full URL, https://…, or a path of this site, such as /about/.",
    read=_where(is_allowed_url),
    placeholder="",
    code="address-wrong",
    correction=correction,
    is_link=True,
)
SITE_PATH = Format(
    name="a path of this site",
    hint="Write it from the site's root, such as /img/meeting.jpg.",
    read=_where(is_plain_path),
    placeholder="",
    correction=asset_hint,
    is_link=True,
)
OLD_PATH = Format(
    name="a path of this site",
    hint="Write each from the site's root, such as redirect_from: [/old/page/]",
    read=_where(lambda text: is_plain_path(text) and not re.search(r"(?i)\s|^/assets/", text)),
    placeholder="",
    correction=lambda text: (
        "An old path has no spaces, and does not begin with /assets/." if is_plain_path(text) else ""
    ),
)
IMAGE = Format(
    name="an image of this site",
    hint=f"Write its path, such as /img/meeting.jpg; it may end in {', '.join(IMAGE_EXTENSIONS)}.",
    read=_where(lambda text: is_plain_path(text) and is_image(text)),
    placeholder="",
    correction=lambda text: asset_hint(text) if text.lower().endswith(IMAGE_EXTENSIONS) else "",
    is_link=True,
)
BASE_URL = Format(
    name="a full URL",
    hint="Write it as https://www.example.org/, without ? or #.",
    read=lambda text: text.rstrip("/") + "/" if is_base_url(text) else None,
    placeholder="https://site.invalid/",
)
LANGUAGE = Format(
    name="a language code",
    hint="Write en, es or another code, with a region if you need one: en-US.",
    read=_where(_LANGUAGE.fullmatch),
    placeholder="en",
)
EMAIL = Format(
    name="an e-mail address",
    hint="Write it as name@example.org.",
    read=_where(is_email),
    placeholder="",
    correction=lambda text: f"Write {found} here." if (found := email_in(text)) else "",
)
SLUG = Format(
    name="lowercase words with hyphens",
    hint=f"Use up to {MAX_NAME_LENGTH} lowercase letters, digits and hyphens, such as trust-in-practice.",
    read=_where(lambda text: _SLUG.fullmatch(text) and len(text) <= MAX_NAME_LENGTH),
    placeholder="",
)

_KIND_NAMES: dict[NodeKind, str] = {
    "number": "a number",
    "date": "a date",
    "list": "a list",
    "mapping": "keys with values",
}
_KIND_HINTS: dict[NodeKind, str] = {
    "text": "Write a text after the colon.",
    "date": DAY.hint,
    "true or false": "Write true or false, without quotation marks.",
    "list": "Write each list item on a line of its own, after a hyphen and a space.",
    "mapping": "Write its keys on the lines below, indented by two spaces.",
}


def wrong_kind(what: str, node: Node, kind: NodeKind) -> tuple[str, str]:
    """Return the message and the hint for a value, called `what`, that must be of another kind."""
    wanted, found, hint = (
        _KIND_NAMES.get(kind, kind),
        _KIND_NAMES.get(node.kind, node.kind),
        _KIND_HINTS[kind],
    )
    if node.text:
        hint = f'Put it in quotation marks: "{node.text}"' if kind == "text" else hint
    elif (kind, node.kind) == ("text", "list"):
        hint = "Write one text, not a list; if it begins with [, put it in quotation marks."
    shown = f"{quoted(node.text)} reads as" if node.text else "this is"
    return f"{what} must be {wanted}; {shown} {found}", hint


def missing_value(key: str, message: str, node: Node) -> tuple[str, str]:
    """Return the message and the hint for a key that is missing or empty; YAML reads some words as empty."""
    field = node.fields.get(key)
    if not field:
        return message, f"Add a line: {key}: …"
    if field.value.kind == "nothing" and (text := field.value.text):
        hint = f'Put it in quotation marks, if you mean the word: {key}: "{text}"'
        return f"{message}: {quoted(text)} means nothing", hint
    return message, f"Write it after the colon: {key}: …"


def list_hint(key: str, text: str) -> str:
    """Show how to write a text as a list of one line."""
    items = text[1:-1] if text[:1] + text[-1:] == "()" else text
    if _SPECIAL.search(items):
        items = json.dumps(items, ensure_ascii=False)
    return f"Write {key}: [{items}]" if items else ""
