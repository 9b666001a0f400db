from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from icpr_build.cache import Cache
from icpr_build.content.fields import Fields, declared
from icpr_build.model import Key, PartialDate
from icpr_build.source.read import read
from tests.lay_out import told

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
        ("a: true", lambda f: f.flag("a"), True),
        ("a: Yes", lambda f: f.flag("a"), True),
        ("a: off", lambda f: f.flag("a"), False),
        ("b: x", lambda f: f.flag("a"), False),
        ("a: 2016-05-17", lambda f: f.date("a"), date(2016, 5, 17)),
        ("a: '2016-05-17'", lambda f: f.date("a"), date(2016, 5, 17)),
        ("b: x", lambda f: f.date_or_none("a"), None),
        ("a: 2016-05", lambda f: f.partial_date("a"), PartialDate(year=2016, month=5)),
        ("a: 2016", lambda f: f.partial_date("a"), PartialDate(year=2016)),
        ("b: x", lambda f: f.partial_date_or_none("a"), None),
        ("a: /b/", lambda f: f.address("a"), "/b/"),
        ("a: /img/b.png", lambda f: f.file("a"), "/img/b.png"),
        ("b: x", lambda f: f.file("a"), ""),
        ("a: es", lambda f: f.language("a"), "es"),
        ("a: https://example.org", lambda f: f.base_url("a"), "https://example.org/"),
        ("a: a@example.org", lambda f: f.email("a"), "a@example.org"),
        ("b: x", lambda f: f.email("a"), ""),
        ("a: trust", lambda f: f.slug("a", "The File"), "trust"),
        ("b: x", lambda f: f.slug("a", "the-file"), "the-file"),
        ("a: [/b/, /c.html]", lambda f: tuple(old.target for old in f.site_paths("a")), ("/b/", "/c.html")),
        ("a: news", lambda f: f.choice("a", KNOWN, "page"), "news"),
        ("b: x", lambda f: f.choice("a", KNOWN, "page"), "page"),
        ("a: [{b: x}, {b: y}]", lambda f: f.each("a", _pair), (("x", ""), ("y", ""))),
        ("a: {b: x, c: y}", lambda f: f.part("a", _pair), ("x", "y")),
        ("b: x", lambda f: f.part("a", _pair), None),
        ("b: /x", lambda f: f.address_or_file("a", "b"), "/x"),
    ],
    ids=count(),
)
def test_a_fitting_value_is_read(
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
            "1:8: each entry of 'a' must be text; '1' reads as a number [type-wrong]",
        ),
        ("a: 1", lambda f: f.flag("a"), "1:4: 'a' must be true or false; '1' reads as a number [type-wrong]"),
        ("{}", lambda f: f.finish(str, f.date("a")), "1:1: 'a' is missing [key-missing]"),
        ("a: May 17, 2016", lambda f: f.date("a"), f"1:4: {DAY}"),
        ("a: 2016-05", lambda f: f.date("a"), f"1:4: {DAY}"),
        ("a: 20160517", lambda f: f.date_or_none("a"), f"1:4: {DAY}"),
        ("a: [x]", lambda f: f.date("a"), "1:4: 'a' must be a date; this is a list [type-wrong]"),
        (
            "a: true",
            lambda f: f.email("a"),
            "1:4: 'a' must be text; 'true' reads as true or false [type-wrong]",
        ),
        ("a: x y", lambda f: f.email("a"), "1:4: 'a' must be an e-mail address [form-wrong]"),
        ("a: b", lambda f: f.address("a"), "1:4: 'a' must be an address [address-wrong]"),
        ("a: b", lambda f: f.base_url("a"), "1:4: 'a' must be a full address [form-wrong]"),
        ("{}", lambda f: f.finish(str, f.language("a")), "1:1: 'a' is missing [key-missing]"),
        ("a: A b", lambda f: f.slug("a", "b"), "1:4: 'a' must be the last part of an address [form-wrong]"),
        ("a:\n- b/", lambda f: f.site_paths("a"), "2:3: 'a' must list paths of this site [form-wrong]"),
        (
            "a: pgae",
            lambda f: f.choice("a", KNOWN, "page"),
            "1:4: 'a' has no 'pgae', did you mean 'page'? [choice-unknown]",
        ),
        (
            "a: [x]",
            lambda f: f.each("a", _pair),
            "1:5: each entry of 'a' must be keys with values; 'x' reads as text [type-wrong]",
        ),
        ("a: [{c: x}]", lambda f: f.each("a", _pair), "1:5: 'b' is missing [key-missing]"),
        ("a: {b: x, d: y}", lambda f: f.part("a", _pair), "1:11: unknown key 'd' [key-unknown]"),
        (
            "{}",
            lambda f: f.finish(str, f.address_or_file("a", "b")),
            "1:1: one of 'a' and 'b' is needed, and one only [key-missing]",
        ),
        (
            "a: /x\nb: /y",
            lambda f: f.address_or_file("a", "b"),
            "2:1: one of 'a' and 'b' is needed, and one only [key-conflict]",
        ),
        (
            "ulr: https://example.org/",
            lambda f: f.finish(str, f.address_or_file("url", "file")),
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
def test_any_other_value_is_told(
    tmp_path: Path, yaml: str, ask: Callable[[Fields], object], problem: str
) -> None:
    fields = _fields(tmp_path, yaml)
    ask(fields)
    assert told(fields.problems) == [f"content/data/a.yaml:{problem}"]


def test_links_are_kept_with_their_places(tmp_path: Path) -> None:
    fields = _fields(tmp_path, "a: /b/\nc:\n  d: https://example.org/")
    fields.address("a")
    fields.part("c", lambda f: f.address("d"))
    assert [(link.target, link.place.line, link.place.column) for link in fields.links] == [
        ("/b/", 1, 4),
        ("https://example.org/", 3, 6),
    ]


def test_a_kind_declares_its_keys() -> None:
    assert declared(lambda f: (f.date("day"), f.each("parts", _pair))) == (
        Key(name="day", form="a date", required=True),
        Key(
            name="parts",
            form="list",
            required=True,
            parts=(Key(name="b", form="text", required=True), Key(name="c", form="text", required=False)),
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
