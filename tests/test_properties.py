"""Whatever an editor saves, a build ends without a traceback, and every reported place exists."""

import os
import re
import sys
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir

from icpr_build.build import BuildOptions, BuildResult, build
from icpr_build.cli.report import FORMS
from icpr_build.markdown.smart_quotes import curl_quotes
from icpr_build.problem import Code, Problem
from tests.lay_out import SITES, TODAY, lay_out, report_lines

set_hypothesis_home_dir(Path(os.devnull) / "hypothesis")  # nothing is kept from run to run
SETTINGS = settings(
    max_examples=25,
    deadline=None,
    database=None,
    derandomize="CI" in os.environ,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
MOST_GROWTH = 2.5  # of the work, for twice the text; what blows up has 4 or more
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "path", "use"}
SETTINGS_FILE = "content/data/site.yaml"
ITEM = "content/news/2024-05-06-first.md"
SMALLEST = SITES / "smallest"
EDITED = sorted(path.relative_to(SMALLEST).as_posix() for path in (SMALLEST / "content").rglob("*.*"))
FILES = ("content/x.md", "content/news/x.md", "content/data/x.yaml", "content/data/news.yaml", *EDITED)
HEAD = "---\ntitle: First\ndate: 2024-05-06\nsummary: The first.\n---\n"
UNSHOWN = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]")
KEYS = "title date summary slug topics link draft updated redirect_from image image_alt template".split()
NASTY = (
    "a b é 1 * _ ** ~ ~~ ` ``` [ ] ( ) [^1] [^1]: ^[ [a]: /b/ ![ < > <b> </b> <sub> </sub> <!-- --> <br> "
    "& &amp; &#0; \\ | |-|-| # ## ### --- === - + 1. 2) > https:// www.a.org a@b.org mailto: {{ }} {% %} {: "
    "\" ' “ ’ \u00a0 \u200b \u2028 \x85 \U0001f600 e\u0301 \u202e : ; ! ? = $ % . , /news/ #a"
).split(" ")
STRAIGHT = {ord(curly): straight for curly, straight in zip("“”‘’", "\"\"''", strict=True)}
BREAKS = ("\n", "\n\n", "  \n", "\n    ", "\n  ", "\t", "\r\n", "\r", " ", "")
MARKDOWN = st.lists(st.sampled_from((*NASTY, *BREAKS)), max_size=40).map("".join)


@SETTINGS
@given(file=st.sampled_from(FILES), data=st.binary(max_size=200))
@example(file="content/x.md", data=b"")
@example(file="content/x.md", data=b"---\n---\n\xff")
@example(file="content/data/site.yaml", data=b"\xff\xfet\x00i\x00")
def test_any_bytes(file: str, data: bytes) -> None:
    assert wrong({file: data}) == []


@SETTINGS
@given(file=st.sampled_from(FILES), text=st.text(max_size=200))
@example(file="content/data/news.yaml", text="? [a, b]\n: c")
@example(file="content/data/site.yaml", text="a: !!python/object:os.system x")
@example(file="content/data/site.yaml", text="<<: {a: 1}")
def test_any_text(file: str, text: str) -> None:
    assert wrong({file: text.encode("utf-8", "surrogatepass")}) == []


@SETTINGS
@given(typed=st.text("\"'ab1x .,-/(<\n"))
def test_typography_changes_nothing_but_the_form_of_quotation_marks(typed: str) -> None:
    assert curl_quotes(typed).translate(STRAIGHT) == typed


@SETTINGS
@given(values=st.dictionaries(st.sampled_from(KEYS), st.text(max_size=40), max_size=5))
@example(values={"title": "2020", "date": "2016-02-30", "slug": "../x"})
@example(values={"topics": "|\n  a\n  b", "title": "1" * 150})
@example(values={"redirect_from": "[/, /news/, /x/../../y]", "image": "/img/dot.svg"})
def test_any_value_of_a_key(values: dict[str, str]) -> None:
    head = "".join(f"{key}: {value}\n" for key, value in values.items())
    assert wrong({ITEM: f"---\n{head}---\nText\n".encode("utf-8", "surrogatepass")}) == []


@SETTINGS
@given(values=st.dictionaries(st.sampled_from(KEYS), st.text(max_size=150), max_size=5))
@example(values={"topics": "word " * 60})
@example(values={"title": "First", "link": "htps:/" + "x" * 150, "template": "x" * 150, "x" * 150: "y"})
def test_any_quoted_value_of_a_key(values: dict[str, str]) -> None:
    quoted = {"title": "First", "date": "2024-05-06", "summary": "The first."} | values
    head = "".join(f"{key}: '{value.replace(chr(39), chr(39) * 2)}'\n" for key, value in quoted.items())
    assert wrong({ITEM: f"---\n{head}---\nText\n".encode("utf-8", "surrogatepass")}) == []


@SETTINGS
@given(file=st.sampled_from(EDITED), data=st.data())
def test_a_good_site_with_its_lines_moved(file: str, data: st.DataObject) -> None:
    lines = (SMALLEST / file).read_bytes().splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 3))):
        at, other = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        lines = _changed(lines, at, other, data.draw(st.sampled_from(["drop", "double", "swap"])))
    assert wrong({file: b"".join(lines)}) == []


@SETTINGS
@given(file=st.sampled_from(EDITED), data=st.data())
def test_a_good_site_with_its_bytes_moved(file: str, data: st.DataObject) -> None:
    file_bytes = [bytes([byte]) for byte in (SMALLEST / file).read_bytes()]
    for _ in range(data.draw(st.integers(1, 4))):
        at, other = (data.draw(st.integers(0, len(file_bytes) - 1)) for _ in range(2))
        file_bytes = _changed(file_bytes, at, other, data.draw(st.sampled_from(["drop", "double", "swap"])))
    assert wrong({file: b"".join(file_bytes)}) == []


@settings(SETTINGS, max_examples=80)
@given(body=MARKDOWN)
@example(body="^[a note]")
@example(body="[a](/a%00b) [b](/news/#%0A)")
@example(
    body="[a](/" + "x" * 150 + "/) [b](htps:/" + "x" * 150 + ") [" + "x" * 150 + "][] [^" + "x" * 150 + "]"
)
@example(body="[^1]: a [^1]\n[^1]")
@example(body="<sub>*a</sub>*")
@example(body="a <sub>b\n\n</sub>")
@example(body="- <!--\n- -->")
@example(body="[a\n](\n/b/\n)")
def test_any_markdown(body: str) -> None:
    assert wrong({ITEM: f"{HEAD}{body}".encode()}) == []


DEEP = "this text is nested too deeply [text-too-deep]"
CROWD = "this text has more than 5,000 lines, or too many characters of Markdown [file-large]"
LARGE = "this file has more than 500,000 bytes [file-large]"
TEXTS = {
    "quotations": (">" * 10_000 + " a", f"6:1: {DEEP}"),
    "lists": ("".join(f"{'  ' * depth}- a\n" for depth in range(450)), f"34:1: {DEEP}"),
    "lists in a line": ("- " * 10_000 + "a", f"6:1: {DEEP}"),
    "brackets": ("[" * 10_000, f"6:1: {CROWD}"),
    "closed brackets": ("[" * 10_000 + "a" + "]" * 10_000, f"6:1: {CROWD}"),
    "links": ("[a](" * 10_000, f"6:1: {CROWD}"),
    "images": ("![" * 10_000, f"6:1: {CROWD}"),
    "stars": ("*a " * 10_000, f"6:1: {CROWD}"),
    "deep emphasis": ("*" * 10_000 + "a" + "*" * 10_000, f"6:1: {CROWD}"),
    "mixed emphasis": ("**a *b " * 5_000 + "b* a**" * 5_000, f"6:1: {CROWD}"),
    "deep words": ("*a **a " * 300 + " a** a*" * 300, f"6:207: {DEEP}"),
    "code": ("`a " * 10_000, f"6:1: {CROWD}"),
    "longer and longer code": ("".join("`" * n + " " for n in range(900)), f"6:1: {CROWD}"),
    "tags": ("<" * 10_000, ""),
    "comments": ("a <!-- " * 10_000, "6:3: this comment is not closed [html-unclosed]"),
    "ands": ("&" * 10_000, f"6:1: {CROWD}"),
    "at signs": ("a@" * 10_000, f"6:1: {CROWD}"),
    "hosts": ("www." * 10_000, ""),
    "urls": ("https://a.b/" * 10_000, f"6:1: {CROWD}"),
    "quotation marks": ("'\"" * 10_000, ""),
    "a wide table": ("|" * 10_000 + "\n" + "|-" * 9_999 + "|", ""),
    "definitions": (
        "".join(f"[{n}]: /news/\n" for n in range(10_000)) + "[1]",
        f"5006:1: {CROWD}",
    ),
    "misspelt labels": (
        "".join(f"[a][r{n}] " for n in range(5_000))
        + "\n\n"
        + "".join(f"[z{n}]: /news/\n" for n in range(2_000)),
        f"6:1: {CROWD}",
    ),
    "headings": ("## A\n\n" * 10_000, f"5006:1: {CROWD}"),
    "footnotes": ("[^a]" * 10_000, f"6:1: {CROWD}"),
    "many cells": (
        "|a" * 4_000 + "|\n" + "|-" * 4_000 + "|\n" + ("|a" * 4_000 + "|\n") * 8,
        f"10:1: {CROWD}",
    ),
    "cells of one row": (
        "|a" * 120_000 + "|\n" + "|-" * 120_000 + "|",
        f"6:1: {CROWD}",
    ),
    "a few definitions": (
        "".join(f"[{n}]: /news/\n" for n in range(4_000)) + "[1]",
        "6:1: nothing refers to this URL [reference-unused]",
    ),
    "a few misspelt labels": (
        "".join(f"[a][r{n}] " for n in range(900)) + "".join(f"\n\n[z{n}]: /news/" for n in range(2_000)),
        "6:1: there is no [r0]: … [reference-undefined]",
    ),
    "a few headings": ("## A\n\n" * 2_000, ""),
    "a few footnotes": ("[^a]" * 1_000, "6:1: there is no footnote [^a]: … [footnote-undefined]"),
    "a few images": ("![" * 1_900, ""),
    "some emphasis": ("*" * 1_900 + "a" + "*" * 1_900, f"6:119: {DEEP}"),
    "one-letter lines": ("a\n" * 200_000, f"5006:1: {CROWD}"),
    "a comment within a comment": ("<!-- " * 90_000, "6:1: this comment is not closed [html-unclosed]"),
    "a long word": ("a" * 490_000, ""),
    "a long line": ("word " * 95_000, ""),
    "a line of five megabytes": ("word " * 1_000_000, f"1:1: {LARGE}"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_blows_up(name: str) -> None:
    text, problem = TEXTS[name]
    report, wrong = answer({ITEM: f"{HEAD}{text}".encode()})
    assert report[:1] == ([f"{ITEM}:{problem}"] if problem else [])
    assert wrong == []


@pytest.mark.parametrize(
    "name",
    ["hosts", "a few definitions", "a few headings", "a few footnotes", "a few images", "some emphasis"],
)
def test_twice_the_text_is_hardly_more_than_twice_the_work(name: str) -> None:
    text, _ = TEXTS[name]
    whole, half = (calls({ITEM: f"{HEAD}{it}".encode()}) for it in (text, text[: len(text) // 2]))
    assert whole < MOST_GROWTH * half


BOMB = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in pairwise("abcdefghij"))
MANY = "there are too many brackets or lists inside each other [yaml-deep]"
COUNTED = "there are more than 20,000 keys and values here [file-large]"
FORBIDDEN = "the character U+0001 is invisible [character-wrong]"
MERGED = "this file contains a merge conflict that is not resolved [merge-unsettled]"
DATA = {
    "a bomb of aliases": (BOMB, "1:4: '&a' before a value is not supported [yaml-alias]"),
    "an alias": ("title: *a\n", "1:8: a value that begins with * must be in quotation marks [yaml-alias]"),
    "brackets": ("a: " + "[" * 10_000, f"1:23: {MANY}"),
    "lists": ("- " * 10_000 + "a", f"1:41: {MANY}"),
    "mappings": ("a: " + "{a: " * 10_000, f"1:80: {MANY}"),
    "a line of five megabytes": ("a: " + "x" * 5_000_000, f"1:1: {LARGE}"),
    "keys": ("".join(f"a{n}: b\n" for n in range(11_000)), f"10000:8: {COUNTED}"),
    "a long list": ("a: [" + "b," * 30_000 + "]", f"1:39999: {COUNTED}"),
    "a long text": ("a: |\n" + "  some words\n" * 20_000, "1:1: unknown key 'a' [key-unknown]"),
    "invisible spaces": ("\u200b" * 150_000 + "a: b", "1:150001: unknown key 'a' [key-unknown]"),
    "unseen characters": ("a:\n" + "\x01\n" * 5_000, f"2:1: {FORBIDDEN}"),
    "merges": ("<<<<<<< a\n=======\n" * 5_000, f"1:1: {MERGED}"),
}


@pytest.mark.parametrize("name", DATA)
def test_no_data_blow_up(name: str) -> None:
    text, problem = DATA[name]
    report, wrong = answer({SETTINGS_FILE: text.encode()})
    assert f"{SETTINGS_FILE}:{problem}" in report
    assert wrong == []


@pytest.mark.parametrize("name", ["a long text", "unseen characters", "merges"])
def test_twice_the_data_is_hardly_more_than_twice_the_work(name: str) -> None:
    text, _ = DATA[name]
    whole, half = (calls({SETTINGS_FILE: it.encode()}) for it in (text, text[: len(text) // 2]))
    assert whole < MOST_GROWTH * half


def _changed(parts: list[bytes], at: int, other: int, how: str) -> list[bytes]:
    """Drop a part, double it, or swap it with another; at least one stays."""
    if how == "drop" and len(parts) > 1:
        return parts[:at] + parts[at + 1 :]
    if how == "double":
        return parts[: at + 1] + parts[at:]
    parts = parts[:]
    parts[at], parts[other] = parts[other], parts[at]
    return parts


def calls(files: dict[str, bytes]) -> int:
    """Return how many functions a build with some files changed calls, in Python and in C: on any machine."""
    counted = 0

    def count(_frame: object, event: str, _function: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    with TemporaryDirectory() as folder:
        root = lay_out(Path(folder), "smallest", files=dict(files))
        before = sys.getprofile()
        sys.setprofile(count)
        try:
            _built(root)
        finally:
            sys.setprofile(before)
    return counted


def wrong(files: dict[str, bytes]) -> list[str]:
    """Return what is wrong with the answer to some files."""
    return answer(files)[1]


def answer(files: dict[str, bytes]) -> tuple[list[str], list[str]]:
    """Build the smallest site with some files changed; return the report, and what is wrong with both."""
    with TemporaryDirectory() as folder:
        root = lay_out(Path(folder), "smallest", files=dict(files))
        built = _built(root)
        faults = [f"{problem}: {fault}" for problem in built.problems for fault in _faults(problem, root)]
        if built.problems:
            faults += [name for name, form in FORMS.items() if not form(built.problems, root)]
        else:
            faults += _not_whole(built)
        return report_lines(built.problems), faults


def _built(root: Path) -> BuildResult:
    return build(BuildOptions(root=root, today=date.fromisoformat(TODAY)))


def _faults(problem: Problem, root: Path) -> Iterator[str]:
    """Yield what is wrong with the place, message or hint of a problem."""
    path = root / problem.place.file
    if path.is_file():
        text = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if not 1 <= problem.place.line <= text.count(b"\n") + 1:
            yield "no such line"
    elif problem.code != "file-missing":
        yield "no such file"
    if problem.place.column < 1:
        yield "no such column"
    if problem.code not in get_args(Code):
        yield "no such code"
    if not 0 < len(problem.message) < 120 or UNSHOWN.search(problem.message):
        yield "a message of one short line"


def _not_whole(built: BuildResult) -> Iterator[str]:
    """Yield what of the output is not complete: unbalanced HTML; a feed that is not XML raises an error."""
    for file in built.files:
        if file.path.endswith(".html"):
            page = _Balance()
            page.feed(file.data.decode())
            page.close()
            if page.wrong or page.opened:
                yield f"{file.path}: {page.wrong} closed, {page.opened} left open"
        elif file.path.endswith(".xml"):
            ElementTree.fromstring(file.data)  # noqa: S314 - it is our own


class _Balance(HTMLParser):
    """Reads a page, and keeps what is not closed in its turn; in an SVG image, `/>` closes."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.opened += [] if tag in VOID else [tag]

    def handle_startendtag(self, _tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if self.opened[-1:] == [tag]:
            self.opened.pop()
        else:
            self.wrong.append(tag)
