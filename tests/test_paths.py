"""Whatever is read or written stays inside its folder, and has a name that any file system can store."""

import json
import re
import shutil
import sys
from datetime import date
from pathlib import Path

import pytest

from icpr_build.build import BuildOptions, build
from icpr_build.cli.commands import main
from icpr_build.urls import invalid_name_reason
from tests.conftest import Command, SiteMaker
from tests.lay_out import TODAY, report_lines, tree

HIDDEN = "A secret of the machine."
needs_links = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows lets only administrators make links"
)
needs_names = pytest.mark.skipif(sys.platform != "linux", reason="needs a disk that holds such names")
FORM = "must be lowercase words with hyphens [form-wrong]"
OWN = "the path /robots.txt/ is taken by a file of every site [path-taken]"
OLD = "each list item of 'redirect_from' must be a path of this site [form-wrong]"


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "news/trust/index.html",
        "console/index.html",
        "com/index.html",
        "com10/index.html",
        "a/auxiliary.html",
        "assets/img/a.aux",
        "assets/C# & C%.0123456789.pdf",
        "caf\u00e9/\u65e5\u672c.html",
    ],
)
def test_a_name_that_any_file_system_stores_is_accepted(path: str) -> None:
    assert invalid_name_reason(path) == ""


@pytest.mark.parametrize(
    ("path", "why"),
    [
        *(
            (f"{name}/index.html", f"Windows reserves the name {name}")
            for name in "con PRN aux nul com0 com1 COM9 lpt0 lpt9 com\u00b9 LPT\u00b3".split()
        ),
        ("aux.html", "Windows reserves the name aux.html"),
        ("assets/img/nul.0123456789.svg", "Windows reserves the name nul.0123456789.svg"),
        ("con .tar.gz", "Windows reserves the name con .tar.gz"),
        ("conout$/a.html", "Windows reserves the name conout$"),
        ("a./index.html", "a name cannot end in a period or a space"),
        ("a /index.html", "a name cannot end in a period or a space"),
        ("../index.html", "a name cannot end in a period or a space"),
        *((f"a{c}b.html", f"a name cannot contain the character {c}") for c in ':*?"<>|\\'),
    ],
)  # fmt: skip
def test_a_name_that_some_file_system_cannot_store_is_reported(path: str, why: str) -> None:
    assert invalid_name_reason(path) == why


KEYS_THAT_LEAD_OUT = (
    *(("slug", slug, f"'slug' {FORM}") for slug in (*".. ../x /etc/x a/b C:x a. COM1".split(), "a b")),
    ("slug", "a\\b", f"'slug' {FORM}"),
    ("slug", "x" * 101, f"'slug' {FORM}"),
    ("slug", "con", "Windows reserves the name con [name-wrong]"),
    ("slug", "lpt9", "Windows reserves the name lpt9 [name-wrong]"),
    ("topics", "CON", "Windows reserves the name con [name-wrong]"),
    ("topics", "COM\u00b9", "Windows reserves the name com1 [name-wrong]"),
    ("topics", "x" * 101, "a topic cannot have more than 100 characters [form-wrong]"),
    *(
        ("redirect_from", path, OLD)
        for path in (
            *"../x/ /../x/ /a/../../x /a/./b //a/b /a//b C:/x /C:/x /a:b /.git/x".split(),
            *"\\\\a\\b /..\\x /%2e%2e/x /a\u200bb /a?b /a#b /a*b /a|b".split(),
            *("/a b", "/a\tb", "/a\nb"),
            *("/assets/x", "/Assets/x", "/" + "x" * 101, "x"),
        )
    ),
    ("redirect_from", "/a\0b", "the character U+0000 is invisible [character-wrong]"),
    ("redirect_from", "/a\u202eb", "the character U+202E is invisible [character-wrong]"),
    ("redirect_from", "/a\u2066b", "the character U+2066 is invisible [character-wrong]"),
    ("redirect_from", "/a./b", "a name cannot end in a period or a space [name-wrong]"),
    ("redirect_from", "/aux.html", "Windows reserves the name aux.html [name-wrong]"),
    ("redirect_from", "/a/LPT1.tar.gz/", "Windows reserves the name LPT1.tar.gz [name-wrong]"),
    ("redirect_from", "/conin$/", "Windows reserves the name conin$ [name-wrong]"),
    ("redirect_from", f"/{'y' * 90}" * 3, "this path has 283 bytes, and the limit is 240 [name-wrong]"),
    ("redirect_from", "/" + "\u65e5" * 90, "this path has 281 bytes, and the limit is 240 [name-wrong]"),
    ("redirect_from", "/robots.txt", OWN),
    *(
        ("redirect_from", path, f"the path {path} is taken by a file that hosts read [path-taken]")
        for path in (
            *"/_headers /_redirects/ /_Headers /_worker.js /_worker.js/a /_routes.json /CNAME".split(),
            *"/.htaccess /a/.htaccess /web.config /a/Web.config/ /.nojekyll /_config.yml".split(),
            *"/netlify.toml /vercel.json /staticwebapp.config.json /404.html".split(),
        )
    ),
    ("redirect_from", "/News/", "the path /News/ is taken by content/news.md:2 [path-taken]"),
    ("redirect_from", "/index.html", "the path / is taken by content/index.md:2 [path-taken]"),
    *(
        ("image", path, "'image' must be an image of this site [form-wrong]")
        for path in "../x.svg /../x.svg C:/x.svg \\\\a\\x.svg /img\\x.svg file:///x.svg /.x.svg".split()
    ),
    ("image", "/img/con.svg", "there is nothing at /img/con.svg [link-broken]"),
    ("image", "/img/dot.svg\0.png", "the character U+0000 is invisible [character-wrong]"),
)  # fmt: skip
FILES_THAT_LEAD_OUT = (
    *(
        (path, "'file' must be a path of this site [form-wrong]")
        for path in "../x /../x C:\\x \\\\a\\x file:///x /.env /a\u200bb".split()
    ),
    ("/etc/passwd", "there is nothing at /etc/passwd [link-broken]"),
)  # fmt: skip


def test_no_key_leads_out_of_the_output(site: SiteMaker) -> None:
    files = {}
    for number, (key, value, _) in enumerate(KEYS_THAT_LEAD_OUT):
        written = json.dumps([value] if key in ("topics", "redirect_from") else value)
        more = "\nimage_alt: A dot." if key == "image" else ""
        keys = f"title: T{number}\ndate: 2024-06-07\nsummary: S{number}.\n{key}: {written}{more}"
        files[f"content/news/n{number}.md"] = f"---\n{keys}\n---\nHello.\n"
    places = (rf"content/news/n{number}\.md:5:\d+: " for number in range(len(KEYS_THAT_LEAD_OUT)))
    wanted = [place + re.escape(why) for place, (*_, why) in zip(places, KEYS_THAT_LEAD_OUT, strict=True)]
    _compare(_built(site(files)), wanted)


def test_a_document_is_a_file_of_the_site(site: SiteMaker) -> None:
    entries = [
        f"- title: T{row}\n  publisher: P\n  date: 2015\n  summary: S{row}\n  file: {json.dumps(value)}\n"
        for row, (value, _) in enumerate(FILES_THAT_LEAD_OUT)
    ]
    wanted = [
        rf"content/data/documents\.yaml:{5 * row + 5}:9: {re.escape(why)}"
        for row, (_, why) in enumerate(FILES_THAT_LEAD_OUT)
    ]
    built = _built(site({"content/data/documents.yaml": "".join(entries)}))
    _compare([line for line in built if "page-unreachable" not in line], wanted)


def test_a_template_is_one_of_the_project(site: SiteMaker) -> None:
    names = ("../base", "/etc/passwd", "page/../page", "pages/page", "con", "base.html")
    files = {
        f"content/p{row}.md": f"---\ntitle: T{row}\nsummary: S{row}\ntemplate: {name}\n---\n"
        for row, name in enumerate(names)
    }
    wanted = [
        rf"content/p{row}\.md:4:11: 'template' cannot be '{re.escape(name)}' \[choice-unknown\]"
        for row, name in enumerate(names)
    ]
    _compare(_built(site(files)), wanted)


ODD_FILES = (
    ("assets/img/aux.svg", "Windows reserves the name aux.svg"),
    ("assets/NUL", "Windows reserves the name NUL"),
    ("assets/com1/a.txt", "Windows reserves the name com1"),
    ("assets/a:b.svg", "a name cannot contain the character :"),
    ("assets/a\\b.svg", "a name cannot contain the character \\"),
    ("assets/a\\..\\..\\b.svg", "a name cannot contain the character \\"),
    ("assets/a.", "a name cannot end in a period or a space"),
    ("assets/a ", "a name cannot end in a period or a space"),
    (f"assets/{'x' * 235}.svg", "this path has 255 bytes, and the limit is 240"),
    ("content/nul.txt.md", "Windows reserves the name nul.txt.md"),
    ("content/aux/index.md", "Windows reserves the name aux"),
    ("content/C:x.md", "a name cannot contain the character :"),
    ("templates/pages/con.html", "Windows reserves the name con.html"),
)


@needs_names
def test_a_file_that_not_every_file_system_stores_is_reported(site: SiteMaker) -> None:
    wanted = [re.escape(f"{file}:1:1: {why} [name-wrong]") for file, why in ODD_FILES]
    _compare(_built(site({file: "<svg/>" for file, _ in ODD_FILES})), wanted)


@needs_names
def test_an_invisible_character_in_a_name_is_reported(site: SiteMaker) -> None:
    characters = "\n\r\t\x1b\x7f\u200b\u202e\u2066\udcff"
    built = _built(
        site({f"assets/a{number}{character}b.txt": "" for number, character in enumerate(characters)})
    )
    why = "this file's name contains an invisible character [name-wrong]"
    assert built == [f"assets/a{number}?b.txt:1:1: {why}" for number in range(len(characters))]


@needs_names
@pytest.mark.parametrize(("one", "other"), [("img/b", "Img/c"), ("\u00e9/b", "e\u0301/c")])
def test_two_spellings_of_a_folder_are_reported(one: str, other: str, site: SiteMaker) -> None:
    [found] = _built(site({f"assets/{one}": "", f"assets/{other}": "Hello."}))
    assert ": on some computers this folder is the same as assets/" in found


@needs_links
@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("content/about.md", "../../secret.md"),
        ("content/about.md", "../README.md"),
        ("content/about.md", "../.git/config"),
        ("content/about.md", "../../nowhere.md"),
        ("content/data/site.yaml", "../../../secret.md"),
        ("content/news/folder", "../../.."),
        ("content/news/loop", "."),
        ("assets/secret.txt", "../../secret.md"),
        ("assets/img/secret.svg", "/etc/hostname"),
        ("assets/config", "../.git/config"),
        ("assets/all", ".."),
        ("templates/secret.html", "../../secret.md"),
        ("templates/pages/about.html", "../../content/index.md"),
        ("templates/more", "/"),
        ("content", "elsewhere"),
        ("assets", "../elsewhere"),
        ("templates", "../elsewhere"),
    ],
)
def test_no_link_leads_out_of_its_folder(link: str, target: str, site: SiteMaker, icpr: Command) -> None:
    root = site({".git/config": HIDDEN, "README.md": HIDDEN})
    (root.parent / "secret.md").write_text(HIDDEN)
    at = root / link
    if at.is_dir():
        at.rename(root.parent / "elsewhere" if target.startswith("..") else root / "elsewhere")
    at.unlink(missing_ok=True)
    at.symlink_to(target)
    status, output, errors = icpr("build", root)
    assert (
        f"{link}:1:1: a symbolic link to a folder, or out of its own, is not followed [file-linked]" in errors
    )
    assert (status, output, HIDDEN in errors) == (1, "", False)


@needs_links
def test_a_link_within_its_folder_is_followed(site: SiteMaker) -> None:
    root = site({"assets/img/a.txt": "Hello."})
    (root / "assets" / "b.txt").symlink_to("img/a.txt")
    built = build(BuildOptions(root=root, today=date.fromisoformat(TODAY)))
    assert built.problems == ()
    assert [file.data for file in built.files if file.place.file == "assets/b.txt"] == [b"Hello."]


@needs_links
@pytest.mark.parametrize("command", [("new", "news", "A title"), ("new", "page", "A title"), ("schema",)])
def test_nothing_is_written_through_a_link(command: tuple[str, ...], site: SiteMaker) -> None:
    root, elsewhere = site(), site().parent / "elsewhere"
    elsewhere.mkdir()
    folder = {"schema": "schemas", "page": "content", "news": "content/news"}[
        command[min(1, len(command) - 1)]
    ]
    shutil.move(root / folder, elsewhere / "kept") if (root / folder).exists() else None
    (root / folder).symlink_to(elsewhere)
    (elsewhere / "page.schema.json").write_text("kept")
    before = tree(elsewhere)
    assert main([*command[:2], "--root", str(root), *command[2:]]) == 1
    assert tree(elsewhere) == before


def test_a_hostile_site_writes_nothing_outside(site: SiteMaker, icpr: Command) -> None:
    root = site()
    for number, way in enumerate(("../../x", "/x", "..\\\\..\\\\x", "C:\\\\x", "%2e%2e/x", "....//x")):
        keys = f"title: N{number}\ndate: 2024-01-01\nsummary: S{number}.\n"
        text = (
            f'---\n{keys}slug: "{way}"\ntopics: ["{way}"]\nredirect_from: ["/{way}", "{way}"]\n---\nHello.\n'
        )
        (root / "content" / "news" / f"n{number}.md").write_text(text)
    before = tree(root.parent)
    assert icpr("build", root)[0] == 1
    assert tree(root.parent) == before


def test_a_title_never_leads_out_of_the_output(site: SiteMaker, icpr: Command) -> None:
    titles = ("../../x", "/etc/x", "..\\..\\x", "C:\\x", "\u2024\u2024/x", "\uff0e\uff0e\uff0fx", "a\u2215b")
    entries = [
        f"- title: {json.dumps(f'{title} {number}')}\n  publisher: P\n  date: 2015\n  summary: S{number}\n"
        f"  url: https://a.example/{number}\n"
        for number, title in enumerate(titles)
    ]
    root = site({"content/data/documents.yaml": "".join(entries)}, "project")
    before = tree(root.parent)
    assert icpr("build", root, "--quiet") == (0, "", "")
    written = set(tree(root.parent)) - set(before)
    assert len([path for path in written if path.startswith("site/output/documents/")]) == len(titles) + 1
    assert all(path.startswith("site/output/") for path in written)


def _compare(built: list[str], wanted: list[str]) -> None:
    """Check that each mistake is reported, and nothing else."""
    assert [mistake for mistake in wanted if not any(re.fullmatch(mistake, line) for line in built)] == []
    assert [line for line in built if not any(re.fullmatch(mistake, line) for mistake in wanted)] == []


def _built(root: Path) -> list[str]:
    return report_lines(build(BuildOptions(root=root, today=date.fromisoformat(TODAY))).problems)
