import json
import os
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from icpr_build.cli.commands import main
from tests.conftest import Command, SiteMaker
from tests.lay_out import PROJECT, TODAY, UNMEASURED, tree

SUMMARY = re.compile(r"Built 4 pages, 16 files into (\S+) in \d+\.\d s\.\n")
LINKS = {"home": str(Path.home()), "etc": "/etc", "content": "content", "root": ".", "file": "file"}
FUTURE = "---\ntitle: Later\ndate: 2026-11-23\nsummary: What comes.\n---\n"


def test_a_good_site_is_built(site: SiteMaker, icpr: Command) -> None:
    root = site()
    status, output, errors = icpr("build", root)
    summary = SUMMARY.fullmatch(output)
    assert (status, errors) == (0, "")
    assert summary
    assert summary[1] == str(root / "output")
    assert "index.html" in tree(root / "output")


def test_a_check_writes_nothing(site: SiteMaker, icpr: Command) -> None:
    root = site()
    before = tree(root)
    status, output, errors = icpr("check", root)
    assert (status, errors) == (0, "")
    assert re.fullmatch(r"Checked 4 pages, 16 files in \d+\.\d s\.\n", output)
    assert tree(root) == before


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_good_site_gives_an_empty_list(site: SiteMaker, icpr: Command, command: str) -> None:
    status, output, errors = icpr(command, site(), "--report", "json")
    assert (status, json.loads(output)) == (0, [])
    assert errors.startswith(("Built", "Checked"))


def test_quiet_is_quiet(site: SiteMaker, icpr: Command) -> None:
    root = site()
    assert icpr("build", root, "--quiet") == (0, "", "")
    assert icpr("check", root, "--quiet") == (0, "", "")
    site({"content/about.md": "---\ntitle: About\nsummary: What we are.\n---\n"})
    status, output, errors = icpr("build", root, "--quiet")
    assert (status, output) == (1, "")
    assert errors.startswith("content/about.md:2:8: no link leads to /about/ [page-unreachable]\n")
    assert "nothing was written" not in errors


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["biuld"], "invalid choice: 'biuld'"),
        (["build", "--output", ""], "a folder's name cannot be empty"),
        (["build", "--jobs", "0"], "'0' is not a number from 1 to 61"),
        (["check", "--jobs", "many"], "'many' is not a number from 1 to 61"),
        (["build", "--jbos"], "unrecognized arguments: --jbos"),
        (["build", "--today", "tomorrow"], "'tomorrow' is not a day such as 2016-05-17"),
        (["build", "--today", "20160517"], "'20160517' is not a day such as 2016-05-17"),
        (["build", "--base-url", "example.org"], "'example.org' is not a full URL"),
        (["build", "--report", "xml"], "invalid choice: 'xml'"),
        (["new"], "the following arguments are required: news|page"),
        (["new", "news", " "], "a title has a letter or a digit"),
        (["new", "page", "!!!"], "a title has a letter or a digit"),
        (["new", "news", "a\udcff"], "and no invisible characters"),
        (["new", "news"], "the following arguments are required: title"),
        (["serve", "--port", "65536"], "'65536' is not a port from 0 to 65535"),
        (["serve", "--port", "-1"], "'-1' is not a port from 0 to 65535"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_reported(capsys: pytest.CaptureFixture[str], arguments: list[str], why: str) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    output, errors = capsys.readouterr()
    assert (stop.value.code, output) == (2, "")
    assert errors.startswith("usage: icpr")
    assert why in errors


def test_a_root_that_is_no_project_is_refused(tmp_path: Path, icpr: Command) -> None:
    status, output, errors = icpr("build", tmp_path / "nowhere")
    assert (status, output) == (2, "")
    assert errors == f"icpr: there is no content/ in {tmp_path / 'nowhere'}; name the project with --root\n"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    "folder",
    [
        *(
            ".",
            "content",
            "content/news",
            "templates",
            "assets",
            ".git",
            "..",
            "/",
            "~",
            "/etc",
            "/usr",
            "/dev",
        ),
        *(
            "foreign",
            "foreign/deep",
            "file",
            "file/x",
            "to home",
            "to etc",
            "to content",
            "to root",
            "to file",
        ),
    ],
)
def test_a_dangerous_output_is_refused(site: SiteMaker, icpr: Command, folder: str) -> None:
    root = site({"foreign/deep/a.txt": "", "file": ""})
    for name, to in LINKS.items():
        (root / f"to {name}").symlink_to(to)
    before = tree(root)
    output = Path.home() if folder == "~" else root / folder
    status, printed, errors = icpr("build", root, "--output", str(output))
    assert (status, printed) == (2, "")
    assert errors.startswith(f"icpr: {root / 'file' if folder == 'file/x' else output.resolve()} ")
    assert errors.count("\n") == 1
    assert tree(root) == before


def test_an_output_that_links_to_itself_is_reported(site: SiteMaker, icpr: Command) -> None:
    root = site()
    (root / "circle").symlink_to("circle")
    status, output, errors = icpr("build", root, "--output", str(root / "circle"))
    assert (status, output) == (1, "")
    assert errors.startswith(f"icpr: {root / 'circle'} cannot be written: ")
    assert errors.count("\n") == 1
    assert (root / "circle").is_symlink()


def test_an_output_that_cannot_be_written_is_reported(site: SiteMaker, icpr: Command) -> None:
    root = site()
    before = tree(root)
    status, output, errors = icpr("build", root, "--output", str(root / ("x" * 251)))
    assert (status, output) == (1, "")
    assert errors == f"icpr: {root / ('x' * 251)} cannot be written: File name too long\n"
    assert tree(root) == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs the limits of POSIX")
def test_a_full_disk_is_reported_and_the_old_site_stays(site: SiteMaker, icpr: Command) -> None:
    root = site()
    icpr("build", root, "--quiet")
    before = tree(root / "output")
    site({"assets/large.txt": "x" * 600})
    full = (
        "import resource, sys; from icpr_build.cli.commands import main;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500)); sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", full, "build", "--root", str(root), "--today", TODAY]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60, env=os.environ | UNMEASURED
    )
    output = root / "output"
    assert (done.returncode, done.stderr) == (1, f"icpr: {output} cannot be written: File too large\n")
    assert tree(output) == before


@pytest.mark.parametrize("base_url", ["https://host.example/icpr/", "https://host.example/icpr"])
def test_the_base_url_may_have_a_path(site: SiteMaker, icpr: Command, tmp_path: Path, base_url: str) -> None:
    lost = "---\ntitle: Lost\nsummary: Nothing here.\n---\n[Home](/)\n"
    root = site({"content/404.md": lost})
    output = tmp_path / "elsewhere" / "output"
    assert icpr("build", root, "--output", str(output), "--base-url", base_url)[0] == 0
    built = {name: data.decode() for name, data in tree(output).items() if not name.endswith(".png")}
    home, item = built["index.html"], built["news/first/index.html"]
    assert '<link rel="canonical" href="https://host.example/icpr/">' in home
    assert '<link rel="canonical" href="https://host.example/icpr/news/first/">' in item
    assert 'href="news/first/"' in home
    assert 'href="../"' in item
    assert 'href="/icpr/">Home</a>' in built["404.html"]
    assert "<loc>https://host.example/icpr/news/</loc>" in built["sitemap.xml"]
    assert (
        '<link rel="self" type="application/atom+xml" href="https://host.example/icpr/feed.xml"/>'
        in built["feed.xml"]
    )
    assert json.loads(built["feed.json"])["home_page_url"] == "https://host.example/icpr/"
    assert "Sitemap: https://host.example/icpr/sitemap.xml" in built["robots.txt"]
    assert "institute.example" not in "".join(built.values())


@pytest.mark.parametrize(
    ("options", "there"),
    [
        ([], False),
        (["--today", "2026-11-22"], False),
        (["--today", "2026-11-23"], True),
        (["--drafts"], True),
    ],
    ids=str,
)
def test_a_future_item_is_left_out(
    site: SiteMaker, icpr: Command, options: list[str], *, there: bool
) -> None:
    root = site({"content/news/later.md": FUTURE})
    assert icpr("build", root, *options)[0] == 0
    assert (root / "output" / "news" / "later").exists() is there
    assert ("Later" in (root / "output" / "feed.xml").read_text("utf-8")) is there


@pytest.mark.parametrize(
    ("moment", "there"), [("2026-11-22T23:59:59+00:00", False), ("2026-11-23T00:00:00+00:00", True)]
)
def test_the_clock_can_be_set(site: SiteMaker, moment: str, *, there: bool) -> None:
    root = site({"content/news/later.md": FUTURE})
    epoch = f"{datetime.fromisoformat(moment).timestamp():.0f}"
    environment = {**os.environ, "SOURCE_DATE_EPOCH": epoch, "TZ": "Pacific/Auckland"}
    subprocess.run(_command(root, "build"), cwd=PROJECT, env=environment, check=True)
    assert (root / "output" / "news" / "later").exists() is there


def test_a_new_file_whose_name_has_no_word_is_pointed_out(
    site: SiteMaker, capsys: pytest.CaptureFixture[str]
) -> None:
    new = ["new", "page", "--root", str(site()), "--today", TODAY]
    assert main([*new, "\u5e73\u5b89"]) == 0
    output, errors = capsys.readouterr()
    assert errors.startswith(f"icpr: the title has no letter from a to z: give {output.strip()} a name")
    assert main([*new, "\u5e73\u5b89 24"]) == 0
    assert capsys.readouterr() == ("content/24.md\n", "")


@pytest.mark.parametrize(
    ("kind", "file", "page"),
    [
        ("news", f"content/news/{TODAY}-its-trust.md", "news/its-trust"),
        ("page", "content/its-trust.md", "its-trust"),
    ],
)
def test_a_new_file_is_a_draft_that_builds(
    site: SiteMaker, capsys: pytest.CaptureFixture[str], icpr: Command, kind: str, file: str, page: str
) -> None:
    root = site()
    new = ["new", kind, 'It\'s: "Trust"', "--root", str(root), "--today", TODAY]
    assert main(new) == 0
    assert capsys.readouterr() == (f"{file}\n", "")
    written = (root / file).read_bytes()
    assert main(new) == 2
    assert capsys.readouterr() == ("", f"icpr: {file} exists already\n")
    assert (root / file).read_bytes() == written
    assert icpr("build", root)[0] == 0
    assert not (root / "output" / page).exists()
    assert icpr("build", root, "--drafts")[0] == 0
    html = (root / "output" / page / "index.html").read_text("utf-8")
    assert "<h1>It’s: “Trust”</h1>" in html


def test_schemas_are_written(site: SiteMaker, icpr: Command) -> None:
    root = site()
    status, output, errors = icpr("schema", root)
    files = output.splitlines()
    assert (status, errors, len(files)) == (0, "", 7)
    assert all(json.loads((root / file).read_text("utf-8")) for file in files)


# Where a signal comes: when the sources are read, and when the program has just begun.
READING = """
from icpr_build import build
build.read = lambda *given: (print("here", flush=True), time.sleep(60))
"""
BEGINNING = """
class Slow:
    def find_spec(self, name, *given):
        if name == "icpr_build.cli.commands":
            print("here", flush=True)
            time.sleep(60)
sys.meta_path.insert(0, Slow())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize("where", [READING, BEGINNING], ids=("reading", "beginning"))
def test_a_signal_stops_it_at_once(
    site: SiteMaker, where: str, command: str, number: signal.Signals, status: int
) -> None:
    root = site()
    program = f"import sys, time\n{where}\nfrom icpr_build.__main__ import main\nsys.exit(main())"
    arguments = [sys.executable, "-c", program, command, "--root", str(root)]
    with subprocess.Popen(
        arguments,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=PROJECT,
        text=True,
        env=os.environ | UNMEASURED,
    ) as running:
        assert running.stdout
        assert running.stdout.readline() == "here\n"
        running.send_signal(number)
        _, errors = running.communicate(timeout=30)
    assert (running.returncode, errors) == (status, "")
    assert not [path.name for path in root.iterdir() if "output" in path.name]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
@pytest.mark.parametrize("name", ["content/news/pipe.md", "assets/pipe.png", "templates/pipe.html"])
def test_a_pipe_is_reported(site: SiteMaker, name: str) -> None:
    root = site()
    os.mkfifo(root / name)
    (root / f"{name[:-5]}-link{Path(name).suffix}").symlink_to((root / name).name)
    command = _command(root, "check")
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=False, timeout=60)
    reported = [line for line in done.stderr.splitlines() if line.endswith("[file-unreadable]")]
    files = sorted([name, f"{name[:-5]}-link{Path(name).suffix}"])
    assert reported == [f"{file}:1:1: this is not a regular file [file-unreadable]" for file in files]
    assert done.returncode == 1


def _command(root: Path, command: str) -> list[str]:
    return [sys.executable, "-m", "icpr_build", command, "--root", str(root)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no TZ")
def test_today_is_the_same_everywhere(site: SiteMaker) -> None:
    root = site()
    command = [sys.executable, "-m", "icpr_build", "new", "news", "--root", str(root)]
    before = datetime.now(UTC).date()
    made = set()
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        env = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
        done = subprocess.run(
            [*command, zone.lower()], env=env | {"TZ": zone}, capture_output=True, text=True, check=True
        )
        made.add(done.stdout[len("content/news/") :][:10])
    assert made <= {before.isoformat(), datetime.now(UTC).date().isoformat()}


@pytest.mark.parametrize("epoch", ["x", "²", "9" * 20])
def test_a_wrong_clock_is_refused(
    site: SiteMaker, icpr: Command, monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    root = site()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    command = [sys.executable, "-m", "icpr_build", "check", "--root", str(root)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"icpr: SOURCE_DATE_EPOCH is not a time in seconds: {epoch}\n"
