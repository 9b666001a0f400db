"""Each problem has a small broken site of its own, and the exact report that an editor is shown."""

import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

from icpr_build.cli.report import counted, text
from icpr_build.problem import Code, Place, Problem
from tests.conftest import Command, SiteMaker
from tests.gold import GOLDEN
from tests.lay_out import BROKEN, SITES, tree

# These need a disk that refuses, a site that is down, a mistake of the program, or what no repository holds.
ELSEWHERE = {"file-large", "file-linked", "file-unreadable", "html-unsafe", "link-dead", "name-wrong"}
NEWS = "content/news/2024-06-07-second.md"
KEYS = "title: Second\ndate: 2024-06-07\nsummary: The second item.\n"
ITEM = f"---\n{KEYS}---\nHello.\n"
HOME = "---\ntitle: Institute\nsummary: The home page.\n---\n"
LINKED = "a symbolic link to a folder, or out of its own, is not followed [file-linked]"
ABOUT = "---\ntitle: About\nsummary: What we are.\n---\nHello.\n"


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({NEWS: "\ufeff" + ITEM}, id="byte-order-mark"),
        pytest.param({NEWS: ITEM.replace("\n", "\r\n")}, id="windows-line-ends"),
        pytest.param({NEWS: ITEM.replace("\n", "\r")}, id="old-line-ends"),
        pytest.param({NEWS: ITEM.replace("\n", "\r\n", 2)}, id="mixed-line-ends"),
        pytest.param({NEWS: ITEM.replace("\n", "  \n")}, id="trailing-spaces"),
        pytest.param({NEWS: ITEM.replace("Hello.", "Hello.\t\nWorld.\t")}, id="trailing-tabs-in-the-text"),
        pytest.param({NEWS: ITEM.removesuffix("\n")}, id="no-last-line-end"),
        pytest.param({NEWS: ITEM + "\n\n\n"}, id="empty-lines-at-the-end"),
        pytest.param({NEWS: ITEM.replace("The second", "The\u00a0second")}, id="no-break-space-in-a-value"),
        pytest.param(
            {NEWS: ITEM.replace("Hello.", "Hello,\u00a0world.\u00a0")}, id="no-break-space-in-the-text"
        ),
        pytest.param({NEWS: ITEM.replace("---", "---\u00a0")}, id="no-break-space-after-the-marks"),
        pytest.param({NEWS: ITEM.replace("---", "\u200b---\u200b")}, id="zero-width-space-beside-the-marks"),
        pytest.param({NEWS: ITEM.replace("title", "\u200btitle\u200b")}, id="zero-width-space-beside-a-key"),
        pytest.param({NEWS: ITEM.replace("title", "\ufefftitle\u00a0")}, id="no-break-space-after-a-key"),
        pytest.param({NEWS: ITEM.replace(": ", ":\u00a0")}, id="no-break-space-before-a-value"),
        pytest.param({NEWS: ITEM.replace(": ", ":\u200b \u200b")}, id="zero-width-space-before-a-value"),
        pytest.param({NEWS: ITEM.replace("item.", "item.\u200b\u00a0\t")}, id="unseen-after-a-value"),
        pytest.param({NEWS: ITEM.replace("-07\n", "-07\u200b\n")}, id="zero-width-space-after-a-date"),
        pytest.param({NEWS: ITEM.replace(": ", ":\t")}, id="tab-before-a-value"),
        pytest.param({NEWS: ITEM.replace("The second", "The\tsecond")}, id="tab-in-a-value"),
        pytest.param(
            {NEWS: f"---\n{KEYS}topics:\n\u00a0\u00a0-\u00a0Trust\n  - \u200bPolice\n---\n"},
            id="no-break-spaces-in-a-list",
        ),
        pytest.param({NEWS: ITEM.replace("second i", "second\u200bi")}, id="zero-width-space-in-a-value"),
        pytest.param({NEWS: ITEM.replace("Hello", "Hel\u200blo\u2060\ufeff")}, id="zero-width-in-the-text"),
        pytest.param({NEWS: ITEM.replace("Hello", "Hel\u00adlo")}, id="soft-hyphen"),
        pytest.param(
            {NEWS: ITEM.replace("Hello", "👮🏽\u200d♀️ 日本 é e\u0301")}, id="other-scripts-and-emoji"
        ),
        pytest.param({NEWS: ITEM.replace("2024-06-07", "'2024-06-07'")}, id="date-in-single-quotes"),
        pytest.param({NEWS: ITEM.replace("2024-06-07", '"2024-06-07"')}, id="date-in-double-quotes"),
        pytest.param({NEWS: ITEM.replace("title: ", "title:   ")}, id="spaces-before-a-value"),
        pytest.param({NEWS: ITEM.replace(":", " :")}, id="key-with-a-trailing-space"),
        pytest.param({NEWS: ITEM.replace("title:", '"title":')}, id="key-in-quotes"),
        pytest.param(
            {NEWS: f"---\n{KEYS}topics:\nlink: \nslug: ''\nredirect_from: ~\n---\n"}, id="empty-values"
        ),
        pytest.param({NEWS: f"---\n# One\n\n{KEYS}  # Two\n---\n"}, id="comments-and-empty-lines"),
        pytest.param({NEWS: f"---\n{KEYS}---\n"}, id="keys-alone"),
        pytest.param(
            {NEWS: ITEM.replace("The second", "The\n  second -\n  -ed, – and\n  -5")}, id="hyphens-in-a-value"
        ),
        pytest.param({NEWS: ITEM.replace("Hello", "IRMÃ’S, «MANHû, MAÇÃ… SÃO, â €")}, id="tilde-capitals"),
        pytest.param({NEWS: f"---\n{KEYS}---\n\n---\n\nHello.\n\n---\n"}, id="lines-across"),
        pytest.param({NEWS: f"---\n{KEYS}topics: [Trust, Trust, trust]\n---\n"}, id="topic-twice"),
        pytest.param({NEWS: f"---\n{KEYS}topics:\n- Trust\n- Police\n---\n"}, id="list-not-indented"),
        pytest.param({NEWS: ITEM.replace("The second", "The second\n  item, or")}, id="value-on-two-lines"),
        pytest.param(
            {NEWS: ITEM.replace("Second", "It's 5,000 -- yes? A & B; 1.2.3")}, id="punctuation-in-a-value"
        ),
        pytest.param(
            {NEWS: ITEM.replace("Hello", "A\tB\n\n-\tC\n\n1.\tD\n\n> \tE\n\n\tF")}, id="tabs-in-the-text"
        ),
        pytest.param(
            {NEWS: ITEM.replace("Hello", "{{ x }} {% raw %} {# y #} ${z} <% w %>")}, id="template-syntax"
        ),
        pytest.param(
            {NEWS: ITEM.replace("Hello", "1 < 2, a<b, <3, AT&T, &copy; &lt;b&gt;")}, id="characters-of-html"
        ),
        pytest.param(
            {NEWS: ITEM.replace("Hello", "`<b>` `[a][b]` `[^1]`\n\n    <div> [a](/nope/)\n")}, id="code"
        ),
        pytest.param({NEWS: ITEM.replace("Hello", "[" * 1000 + "]" * 1000)}, id="a-thousand-brackets"),
        pytest.param({NEWS: ITEM.replace("Hello", "*a __b " * 1000)}, id="deep-emphasis"),
        pytest.param(
            {
                "content/About Us.md": ABOUT,
                "content/index.md": f"{HOME}[A](</About Us.md>) [N](/news/) [B](/about-us/)\n",
            },
            id="capitals-and-spaces-in-a-name",
        ),
        pytest.param(
            {
                "content/Café.md": ABOUT,
                "content/index.md": f"{HOME}[A](Café.md) [B](Caf%C3%A9.md) [N](/news/)\n",
            },
            id="accent-in-a-name",
        ),
        pytest.param(
            {
                "content/cafe\u0301.md": ABOUT,
                "assets/img/e\u0301.svg": b"<svg/>",
                "content/index.md": f"{HOME}[A](caf\u00e9.md) [N](/news/) ![A dot](/img/\u00e9.svg)\n",
            },
            id="accents-apart-in-names",
        ),
        pytest.param(
            {
                "content/caf\u00e9.md": ABOUT,
                "assets/img/\u00e9.svg": b"<svg/>",
                "content/index.md": f"{HOME}[A](cafe\u0301.md) [N](/news/) ![A dot](/img/e%CC%81.svg)\n",
            },
            id="accents-apart-in-links",
        ),
        pytest.param(
            {"assets/img/A dot.svg": b"<svg/>", NEWS: ITEM + "![A dot](</img/A dot.svg>)\n"},
            id="space-in-an-image-s-name",
        ),
        pytest.param(
            {NEWS: f"---\n{KEYS}redirect_from: [/old/]\n---\n[Old](/old/)\n"}, id="link-to-an-old-path"
        ),
        pytest.param(
            {"content/.DS_Store": b"\0", "content/x.md~": b"\0", "content/news/.x.md.swp": b"\0"},
            id="editors-own-files",
        ),
        pytest.param(
            {"content/data/news.yaml": "", "content/data/resources.yaml": "# To come\n"}, id="empty-lists"
        ),
    ],
)
def test_harmless_oddities_are_accepted(
    files: dict[str, str | bytes], site: SiteMaker, icpr: Command
) -> None:
    assert icpr("build", site(files), "--quiet") == (0, "", "")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="needs a disk on which such names differ")
@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        pytest.param(
            lambda root: _copy(root, "content/News.md", "The news"),
            "content/news.md:2:8: the path /news/ is taken by content/News.md:2 [path-taken]",
            id="case",
        ),
        pytest.param(
            lambda root: _copy(root, "content/cafe\u0301.md", "Two", "content/caf\u00e9.md", "One"),
            "content/caf\u00e9.md:2:8: the path /cafe/ is taken by content/cafe\u0301.md:2 [path-taken]",
            id="accent",
        ),
        pytest.param(
            lambda root: (root / "assets" / "img" / "Dot.svg").write_text("<svg></svg>"),
            "assets/img/dot.svg:1:1: the path /img/dot.svg is taken by assets/img/Dot.svg:1 [path-taken]",
            id="case-of-an-image",
        ),
        pytest.param(
            lambda root: [(root / "assets" / name).write_text(name) for name in ("e\u0301", "\u00e9")],
            "assets/\u00e9:1:1: the path /\u00e9 is taken by assets/e\u0301:1 [path-taken]",
            id="accent-of-an-asset",
        ),
        pytest.param(
            lambda root: (root / "content" / "x.md").symlink_to("x.md"),
            "content/x.md:1:1: this cannot be read: Too many levels of symbolic links [file-unreadable]",
            id="link-to-itself",
        ),
        pytest.param(
            lambda root: (root / "content" / "x").symlink_to("."),
            f"content/x:1:1: {LINKED}",
            id="loop",
        ),
        pytest.param(
            lambda root: (root / "assets" / "x.txt").symlink_to("/etc/hostname"),
            f"assets/x.txt:1:1: {LINKED}",
            id="out-of-the-project",
        ),
        pytest.param(
            lambda root: (root / NEWS).write_bytes(ITEM.replace("Hello", "Café").encode("utf-16")),
            f"{NEWS}:1:1: this file is UTF-16, not UTF-8 [encoding-wrong]",
            id="utf-16",
        ),
        pytest.param(
            lambda root: (root / NEWS).write_bytes(ITEM.replace("Hello", "Hel\0lo").encode()),
            f"{NEWS}:6:4: the character U+0000 is invisible [character-wrong]",
            id="nul",
        ),
        pytest.param(
            lambda root: (root / NEWS).write_bytes(ITEM.replace("second", "sec\x1bond").encode()),
            f"{NEWS}:4:17: the character U+001B is invisible [character-wrong]",
            id="escape",
        ),
        pytest.param(
            lambda root: (root / "content/news/2020-01-01-.md").write_text(ITEM.replace("econd", "ixth")),
            "content/news/2020-01-01-.md:1:1: this file's name has no word [name-wrong]",
            id="name-without-a-word",
        ),
        pytest.param(
            lambda root: (root / NEWS).write_bytes(ITEM.replace("Hello", "word " * 1_000_000).encode()),
            f"{NEWS}:1:1: this file has more than 500,000 bytes [file-large]",
            id="five-megabytes",
        ),
    ],
)
def test_what_no_repository_can_contain_is_reported(
    spoil: Callable[[Path], None], problem: str, site: SiteMaker, icpr: Command
) -> None:
    root = site()
    spoil(root)
    status, _, errors = icpr("check", root)
    assert re.findall(r"^\S+?:\d+:\d+: .*\]$", errors, re.MULTILINE) == [problem]
    assert (status, errors.split("\n")[-2]) == (1, "1 problem in 1 file; nothing was written.")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("template: [news", "4:11: [ is not closed [yaml-syntax]"),
        ("template: [news]", "4:11: 'template' must be text; this is a list [type-wrong]"),
        ("template: nws", "4:11: 'template' cannot be 'nws', did you mean 'news'? [choice-unknown]"),
        ("templte: news", "4:1: unknown key 'templte', did you mean 'template'? [key-unknown]"),
    ],
)
def test_a_template_that_cannot_be_read_is_not_missed_as_well(
    line: str, problem: str, site: SiteMaker, icpr: Command
) -> None:
    root = site({"content/news.md": f"---\ntitle: News\nsummary: All news.\n{line}\n---\nHello.\n"})
    status, _, errors = icpr("check", root)
    assert (status, errors.splitlines()[0]) == (1, f"content/news.md:{problem}")
    assert errors.splitlines()[-1] == "1 problem in 1 file; nothing was written."


@pytest.mark.parametrize(
    ("wrong", "hint", "right"),
    [
        ("topics: &a [Trust]", "Delete &a here.", "topics: [Trust]"),
        ("topics: !!seq [Trust]", "Delete !!seq here.", "topics: [Trust]"),
        ("topics: &a\n  - Trust", "Delete &a here.", "topics:\n  - Trust"),
        ('topics: "*a"', 'Write topics: ["*a"]', 'topics: ["*a"]'),
        ('topics: "a: b"', 'Write topics: ["a: b"]', 'topics: ["a: b"]'),
        ("topics: Trust, Police", "Write topics: [Trust, Police]", "topics: [Trust, Police]"),
        (
            "topics: " + "[" * 30 + "Trust" + "]" * 30,
            "Delete those that are too many; or, if it is a text, put all of it in quotation marks.",
            "topics: [Trust]",
        ),
    ],
)
def test_doing_what_the_hint_says_mends_a_list(
    wrong: str, hint: str, right: str, site: SiteMaker, icpr: Command
) -> None:
    root = site({NEWS: f"---\n{KEYS}{wrong}\n---\n"})
    found = json.loads(icpr("check", root, "--report", "json")[1])
    assert [row["hint"] for row in found] == [hint]
    site({NEWS: f"---\n{KEYS}{right}\n---\n"})
    assert icpr("check", root, "--quiet") == (0, "", "")


def test_every_code_has_its_site() -> None:
    assert set(BROKEN) == set(get_args(Code)) - ELSEWHERE


@pytest.mark.parametrize("code", BROKEN)
def test_the_report_is_exact_and_the_last_good_output_stays(
    code: str, site: SiteMaker, icpr: Command
) -> None:
    root = site(None, "smallest", f"broken/{code}")
    shutil.copytree(GOLDEN, root / "output")
    status, output, errors = icpr("build", root, "--report", "json")
    found = json.loads(output)
    keys = ["file", "line", "column", "code", "message", "hint"]
    assert [list(row) for row in found] == [keys] * len(found)
    report = (SITES / "broken" / code / "report.txt").read_text("utf-8")
    assert text(map(_problem, found), root) == report  # the form `json` says all that the form `text` does
    files = len({row["file"] for row in found})
    count = f"{counted(len(found), 'problem')} in {counted(files, 'file')}; nothing was written.\n"
    assert (status, errors) == (1, count)
    assert {row["code"] for row in found} == {code}
    assert tree(root / "output") == tree(GOLDEN)


def test_the_first_build_of_a_broken_site_writes_no_folder(site: SiteMaker, icpr: Command) -> None:
    root = site(None, "smallest", "broken/choice-unknown")
    report = (SITES / "broken/choice-unknown/report.txt").read_text("utf-8")
    count = "3 problems in 3 files; nothing was written.\n"
    assert icpr("build", root) == (1, "", report + count)
    assert not (root / "output").exists()


def test_github_gets_annotations(site: SiteMaker, icpr: Command) -> None:
    root = site(None, "smallest", "broken/choice-unknown")
    status, output, errors = icpr("build", root, "--report", "github")
    assert (status, errors) == (1, "3 problems in 3 files; nothing was written.\n")
    assert output == (
        "::error file=content/about.md,line=4,col=11,title=choice-unknown"
        "::'template' cannot be 'blog'. Write one of these: news, page.\n"
        "::error file=content/index.md,line=4,col=11,title=choice-unknown"
        "::'template' cannot be 'pgae', did you mean 'page'? Write one of these: news, page.\n"
        "::error file=content/plan.md,line=4,col=11,title=choice-unknown"
        "::'template' cannot be 'news-item', did you mean 'news'? Write one of these: news, page.\n"
    )


def _copy(root: Path, *copies: str) -> None:
    """Copy the page of all news; `copies` are each a file, then the title and summary that it gets."""
    text = (root / "content" / "news.md").read_text("utf-8").replace("template: news\n", "")
    for file, name in zip(copies[::2], copies[1::2], strict=True):
        named = re.sub("^(title|summary): .*", rf"\1: {name}", text, flags=re.MULTILINE)
        (root / file).write_text(named, "utf-8")


def _problem(row: dict[str, Any]) -> Problem:
    place = Place(file=row["file"], line=row["line"], column=row["column"])
    return Problem(place=place, code=row["code"], message=row["message"], hint=row["hint"])
