from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from icpr_build.cache import Cache
from icpr_build.content.fields import Fields, declared_keys
from icpr_build.content.formats import BASE_URL, EMAIL, LANGUAGE, PARTIAL_DATE, SITE_PATH, SLUG, URL
from icpr_build.content.formats import DAY as DATE
from icpr_build.model import Key, PartialDate
from icpr_build.source.read import read
from tests.lay_out import report_lines

KNOWN = ("page", "news")
DAY = "'a' must be a date [form-wrong]"


@pytest.mark.parametrize(
    ("yaml", "ask", "value"),
    [
        ("a: ' Trust '", lambda f: f.text("a"), "Trust"),
        ("a: >-\n  One\n  two", lambda f: f.text("a"), "One two"),
        ("b: x", lambda f: f.text("a", required=False), ""),
        ("a:", lambda f: f.text("a", required=False), ""),
        ("a: [x, '2016']", lambda f: f.texts("a"), ("x", "2016")),
        ("b: x", lambda f: f.texts("a"), ()),
        ("a: true", lambda f: f.boolean("a"), True),
        ("a: Yes", lambda f: f.boolean("a"), True),
        ("a: off", lambda f: f.boolean("a"), False),
        ("b: x", lambda f: f.boolean("a"), False),
        ("a: 2016-05-17", lambda f: f.value("a", DATE), date(2016, 5, 17)),
        ("a: '2016-05-17'", lambda f: f.value("a", DATE), date(2016, 5, 17)),
        ("b: x", lambda f: f.optional("a", DATE), None),
        ("a: 2016-05", lambda f: f.value("a", PARTIAL_DATE), PartialDate(year=2016, month=5)),
        ("a: 2016", lambda f: f.value("a", PARTIAL_DATE), PartialDate(year=2016)),
        ("b: x", lambda f: f.optional("a", PARTIAL_DATE), None),
        ("a: /b/", lambda f: f.value("a", URL), "/b/"),
        ("a: /img/b.png", lambda f: f.value("a", SITE_PATH, required=False), "/img/b.png"),
        ("b: x", lambda f: f.value("a", SITE_PATH, required=False), ""),
        ("a: es", lambda f: f.value("a", LANGUAGE), "es"),
        ("a: https://example.org", lambda f: f.value("a", BASE_URL), "https://example.org/"),
        ("a: a@example.org", lambda f: f.value("a", EMAIL, required=False), "a@example.org"),
        ("b: x", lambda f: f.value("a", EMAIL, required=False), ""),
        ("a: trust", lambda f: f.optional("a", SLUG), "trust"),
        ("b: x", lambda f: f.optional("a", SLUG), None),
        ("a: [/b/, /c.html]", lambda f: tuple(old.target for old in f.old_paths("a")), ("/b/", "/c.html")),
        ("a: news", lambda f: f.choice("a", KNOWN, "page"), "news"),
        ("b: x", lambda f: f.choice("a", KNOWN, "page"), "page"),
        ("a: [{b: x}, {b: y}]", lambda f: f.list_of("a", _pair), (("x", ""), ("y", ""))),
        ("a: {b: x, c: y}", lambda f: f.mapping("a", _pair), ("x", "y")),
        ("b: x", lambda f: f.mapping("a", _pair), None),
        ("b: /x", lambda f: f.either("a", URL, "b", SITE_PATH), "/x"),
    ],
    ids=count(),
)
def test_a_correct_value_is_read(
    tmp_path: Path, yaml: str, ask: Callable[[Fields], object], value: object
) -> None:
    fields = _fields(tmp_path, yaml)
    assert (ask(fields), fields.problems) == (value, [])


@pytest.mark.parametrize(
    ("yaml", "ask", "problem"),
    [
        ("{}", lambda f: f.finish(str, f.text("a")), "1:1: 'a' is missing [key-missing]"),
        ("\na:", lambda f: f.finish(str, f.text("a")), "2:3: 'a' is missing [key-missing]"),
        ("a: ' '", lambda f: f.finish(str, f.text("a")), "1:4: 'a' is missing [key-missing]"),
        ("a: 12", lambda f: f.text("a"), "1:4: 'a' must be text; '12' reads as a number [type-wrong]"),
        ("a: NO", lambda f: f.text("a"), "1:4: 'a' must be text; 'NO' reads as true or false [type-wrong]"),
        ("a: {b: c}", lambda f: f.text("a"), "1:4: 'a' must be text; this is keys with values [type-wrong]"),
        ("a: x", lambda f: f.texts("a"), "1:4: 'a' must be a list; 'x' reads as text [type-wrong]"),
        (
            "a: [x, 1]",
            lambda f: f.texts("a"),
            "1:8: each list item of 'a' must be text; '1' reads as a number [type-wrong]",
        ),
        (
            "a: 1",
            lambda f: f.boolean("a"),
            "1:4: 'a' must be true or false; '1' reads as a number [type-wrong]",
        ),
        ("{}", lambda f: f.finish(str, f.value("a", DATE)), "1:1: 'a' is missing [key-missing]"),
        ("a: May 17, 2016", lambda f: f.value("a", DATE), f"1:4: {DAY}"),
        ("a: 2016-05", lambda f: f.value("a", DATE), f"1:4: {DAY}"),
        ("a: 20160517", lambda f: f.optional("a", DATE), f"1:4: {DAY}"),
        ("a: [x]", lambda f: f.value("a", DATE), "1:4: 'a' must be a date; this is a list [type-wrong]"),
        (
            "a: true",
            lambda f: f.value("a", EMAIL, required=False),
            "1:4: 'a' must be text; 'true' reads as true or false [type-wrong]",
        ),
        (
            "a: x y",
            lambda f: f.value("a", EMAIL, required=False),
            "1:4: 'a' must be an e-mail address [form-wrong]",
        ),
        ("a: b", lambda f: f.value("a", URL), "1:4: 'a' must be a URL or a path [address-wrong]"),
        ("a: b", lambda f: f.value("a", BASE_URL), "1:4: 'a' must be a full URL [form-wrong]"),
        ("{}", lambda f: f.finish(str, f.value("a", LANGUAGE)), "1:1: 'a' is missing [key-missing]"),
        (
            "a: A b",
            lambda f: f.optional("a", SLUG),
            "1:4: 'a' must be lowercase words with hyphens [form-wrong]",
        ),
        (
            "a:\n- b/",
            lambda f: f.old_paths("a"),
            "2:3: each list item of 'a' must be a path of this site [form-wrong]",
        ),
        (
            "a: pgae",
            lambda f: f.choice("a", KNOWN, "page"),
            "1:4: 'a' cannot be 'pgae', did you mean 'page'? [choice-unknown]",
        ),
        (
            "a: [x]",
            lambda f: f.list_of("a", _pair),
            "1:5: each list item of 'a' must be keys with values; 'x' reads as text [type-wrong]",
        ),
        ("a: [{c: x}]", lambda f: f.list_of("a", _pair), "1:5: 'b' is missing [key-missing]"),
        ("a: {b: x, d: y}", lambda f: f.mapping("a", _pair), "1:11: unknown key 'd' [key-unknown]"),
        (
            "{}",
            lambda f: f.finish(str, f.either("a", URL, "b", SITE_PATH)),
            "1:1: 'a' or 'b' is missing [key-missing]",
        ),
        (
            "a: /x\nb: /y",
            lambda f: f.either("a", URL, "b", SITE_PATH),
            "2:1: 'a' and 'b' cannot both be given [key-conflict]",
        ),
        (
            "ulr: https://example.org/",
            lambda f: f.finish(str, f.either("url", URL, "file", SITE_PATH)),
            "1:1: unknown key 'ulr', did you mean 'url'? [key-unknown]",
        ),
        (
            "tilte: x",
            lambda f: f.finish(str, f.text("title")),
            "1:1: unknown key 'tilte', did you mean 'title'? [key-unknown]",
        ),
    ],
    ids=count(),
)
def test_a_wrong_value_is_reported(
    tmp_path: Path, yaml: str, ask: Callable[[Fields], object], problem: str
) -> None:
    fields = _fields(tmp_path, yaml)
    ask(fields)
    assert report_lines(fields.problems) == [f"content/data/a.yaml:{problem}"]


def test_links_are_kept_with_their_places(tmp_path: Path) -> None:
    fields = _fields(tmp_path, "a: /b/\nc:\n  d: https://example.org/")
    fields.value("a", URL)
    fields.mapping("c", lambda f: f.value("d", URL))
    assert [(link.target, link.place.line, link.place.column) for link in fields.links] == [
        ("/b/", 1, 4),
        ("https://example.org/", 3, 6),
    ]


def test_a_kind_declares_its_keys() -> None:
    assert declared_keys(lambda f: (f.value("day", DATE), f.list_of("parts", _pair))) == (
        Key(name="day", format="a date", required=True),
        Key(
            name="parts",
            format="list",
            required=True,
            keys=(Key(name="b", format="text", required=True), Key(name="c", format="text", required=False)),
        ),
    )


def _pair(f: Fields) -> tuple[str, str]:
    return f.finish(lambda b, c: (b, c), f.text("b"), f.text("c", required=False))


def _fields(root: Path, yaml: str) -> Fields:
    file = root / "content" / "data" / "a.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(yaml, "utf-8")
    inputs, problems = read(root, Cache())
    assert problems == ()
    return Fields(inputs.sources[0])
