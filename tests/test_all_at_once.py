"""Every problem of a site is reported in one run: all of it, each once, in order; and nothing is written."""

import json
import re
import shutil

from icpr_build.problem import MAX_OF_ONE_CODE
from tests.conftest import Command, SiteMaker
from tests.gold import GOLDEN
from tests.lay_out import SITES, tree
from tests.test_yaml_errors import TABLE

KEYS = "title: Item {0}\ndate: 2024-06-07\nsummary: About {0}.\n"


def _items() -> tuple[dict[str, str], list[str]]:
    """Lay out a news item for each thing that can be wrong with a value, and three problems in its body."""
    files, expected = {}, []
    values = [row[:2] for row in TABLE if row[0].startswith("a: ") and "\n" not in row[0]]
    for number, (text, problem) in enumerate(values, 100):
        file = f"content/news/item-{number}.md"
        files[file] = (
            f"---\n{KEYS.format(number)}{text.replace('a: ', 'link: ', 1)}\n"
            f"---\nHello, <b>world</b>.\n\nSee [that](/files/{number}.pdf).\n\n## A\n\n#### B\n"
        )
        row, column, words = problem.split(":", 2)
        place = int(column) + len("link") - len("a")
        expected.append(f"{file}:{int(row) + 4}:{place}:{words}")
        expected.append(f"{file}:7:8: HTML is not allowed in a text [html-raw]")
        expected.append(f"{file}:13:1: a heading of level 4 cannot follow one of level 2 [heading-skipped]")
        expected.append(f"{file}:9:12: there is nothing at /files/{number}.pdf [link-broken]")
    return files, expected


SINGLE: dict[str, tuple[str | bytes, list[str]]] = {
    "content/about.md": (
        b"---\ntitle: Caf\xe9\nsumary: x\ndraft: perhaps\n---\n# About\n\n![](/img/dot.svg)\n",
        [
            "2:11: this file is not UTF-8 text [encoding-wrong]",
            "3:1: unknown key 'sumary', did you mean 'summary'? [key-unknown]",
            "4:8: 'draft' must be true or false; 'perhaps' reads as text [type-wrong]",
            "6:1: a text has no heading of level 1 [heading-first]",
            "8:1: an image needs an alt text [picture-text]",
        ],
    ),
    "content/wide.md": (
        "---\ntitle: Wide\n".encode("utf-16"),
        ["1:1: this file is UTF-16, not UTF-8 [encoding-wrong]"],
    ),
    "content/links.md": (
        (
            "---\ntitle: Links\nsummary: To what cannot be read.\n---\n[a](wide.md#part) [b](/wide/#part)\n"
            "[c](large.md#x) [d](/documents/guide/) [e](/news/topics/trust/) [f](/about/#nope)\n"
            "[g](odd.md#x) [h](/files/x.pdf)\n"
        ),
        ["7:19: there is nothing at /files/x.pdf [link-broken]"],
    ),
    "content/large.md": (
        "---\n" + "word " * 100_001,
        ["1:1: this file has more than 500,000 bytes [file-large]"],
    ),
    "content/odd.markdown": ("Text", ["1:1: content/ may contain only .md and .yaml files [file-unknown]"]),
    "content/data/mission.yml": (
        "statement: x\n",
        ["1:1: content/ may contain only .md and .yaml files [file-unknown]"],
    ),
    "content/data/documents.yaml": (
        "- title: Guide: a guide\n",
        [
            "1:3: 'date' is missing [key-missing]",
            "1:3: 'publisher' is missing [key-missing]",
            "1:3: 'summary' is missing [key-missing]",
            "1:3: 'url' or 'file' is missing [key-missing]",
            "1:15: a value with a colon must be in quotation marks [yaml-syntax]",
        ],
    ),
    "content/data/news.yaml": (
        "- A headline\n- title: !a b\n  date: 2016\n- date: 2016-01-02 # so\n  titel: x\n",
        [
            "1:3: keys with values are expected here [data-wrong]",
            "2:10: a value that begins with ! must be in quotation marks [yaml-tag]",
            "3:9: 'date' must be a date [form-wrong]",
            "4:20: the text after # would be lost, as # begins a comment [yaml-comment]",
            "5:3: unknown key 'titel', did you mean 'title'? [key-unknown]",
        ],
    ),
    "content/news/several.md": (
        (
            "---\ntitle: &a Several\ntitle: Again\ndate: 2024-13-01 # so\nsummary: =\ntopics: [*a, Trust]\n"
            "image: /img/dot.txt\nlnk: x\nimage_alt: A dot\n---\nA bell \x07 rings.\n\n\ufffd\n\n"
            "<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> b\n"
        ),
        [
            "2:8: a value that begins with & must be in quotation marks [yaml-alias]",
            "3:1: the key 'title' is already on line 2 [key-duplicate]",
            "4:7: 'date' must be a date [form-wrong]",
            "4:18: the text after # would be lost, as # begins a comment [yaml-comment]",
            "5:10: a value that begins with = must be in quotation marks [yaml-tag]",
            "6:10: a value that begins with * must be in quotation marks [yaml-alias]",
            "7:8: 'image' must be an image of this site [form-wrong]",
            "8:1: unknown key 'lnk', did you mean 'link'? [key-unknown]",
            "11:8: the character U+0007 is invisible [character-wrong]",
            "13:1: a character was lost here, and U+FFFD was put in its place [character-wrong]",
            "15:1: this file contains a merge conflict that is not resolved [merge-unsettled]",
        ],
    ),
    "content/news/no-keys.md": (
        "Hello.\n\n<i>Text</i>\n",
        [
            "1:1: the first line must be --- [front-matter-missing]",
            "3:1: HTML is not allowed in a text [html-raw]",
        ],
    ),
    "content/news/open.md": (
        "---\ntitle: Open\ndate: 2024-06-07\nsummary: It is open.\n\nHello <i>you</i>.\n\n---\n\nMore.\n",
        [
            "1:1: the front matter is not closed [front-matter-open]",
            "6:7: HTML is not allowed in a text [html-raw]",
        ],
    ),
    "templates/pages/news.html": (
        b"{# Caf\xe9 #}\n" + (SITES / "smallest/templates/pages/news.html").read_bytes(),
        ["1:7: this file is not UTF-8 text [encoding-wrong]"],
    ),
}


def test_every_problem_is_reported_in_one_run(site: SiteMaker, icpr: Command) -> None:
    files, expected = _items()
    expected += [f"{file}:{problem}" for file, (_, problems) in SINGLE.items() for problem in problems]
    root = site(
        {**files, **{file: data for file, (data, _) in SINGLE.items()}, "content/data/mission.yaml": None}
    )
    shutil.copytree(GOLDEN, root / "output")
    status, output, errors = icpr("build", root)
    found = re.findall(r"^(?:content|templates)/\S+?:\d+:\d+: .*\]$", errors, re.MULTILINE)
    assert len(expected) >= 200
    assert found == sorted(expected, key=_place)
    assert (status, output) == (1, "")
    assert tree(root / "output") == tree(GOLDEN)


def _place(problem: str) -> tuple[str, int, int, str]:
    file, line, column, words = problem.split(":", 3)
    return file, int(line), int(column), words.rpartition(" [")[2] + words


def test_many_of_one_kind_are_counted(site: SiteMaker, icpr: Command) -> None:
    file, more = "content/news/bells.md", 30
    rows = range(6, 6 + MAX_OF_ONE_CODE + more)
    root = site({file: f"---\n{KEYS.format(1)}---\n" + "\x07\n" * len(rows)})
    _, output, errors = icpr("build", root, "--report", "json")
    problems = json.loads(output)
    expected = [(problem["line"], problem["hint"]) for problem in problems]
    assert expected[:-1] == [(row, "Delete it.") for row in rows[: MAX_OF_ONE_CODE - 1]]
    assert expected[-1] == (rows[MAX_OF_ONE_CODE - 1], "Delete it. This file has 30 more problems like this.")
    assert errors == "130 problems in 1 file, of which 100 are shown; nothing was written.\n"
