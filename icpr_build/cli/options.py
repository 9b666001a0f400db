"""The command line → options. Days and URLs are read by the same rules as in the content."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from datetime import date
from pathlib import Path

from icpr_build.cli import report
from icpr_build.content import BASE_URL, DAY, scaffold

PORTS = range(65536)  # 0 means a free one
MOST_JOBS = 61  # Windows cannot wait for more


def parser() -> ArgumentParser:
    """Return the parser. The command is in `command`; `today` is None where no day is given."""
    whole = ArgumentParser(prog="icpr", description="Build the Institute's site from its content.")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _build_options(commands.add_parser("build", help="read, check and write the site"))
    _check_options(commands.add_parser("check", help="the same without writing"))
    _serve_options(
        commands.add_parser("serve", help="show the site with drafts, and reload it at each change")
    )
    verify = commands.add_parser("verify", help="compare a folder with its SHA256SUMS")
    verify.add_argument("folder", type=Path, metavar="DIR", help="the output, or a copy of it on a server")
    verify.set_defaults(root=None, today=None)
    kinds = commands.add_parser("new", help="begin a news item or a page").add_subparsers(
        required=True, metavar="news|page"
    )
    _new_options(kinds.add_parser("news", help="write a draft and print its path"), scaffold.news_file)
    _new_options(kinds.add_parser("page", help="write a draft and print its path"), scaffold.page_file)
    _common_options(
        commands.add_parser("schema", help="write JSON Schemas of the content for editors' tools")
    )
    return whole


def _build_options(parser: ArgumentParser) -> None:
    _pipeline_options(parser)
    parser.add_argument("--output", type=_folder, metavar="DIR", help="where to write (default: ROOT/output)")


def _check_options(parser: ArgumentParser) -> None:
    _pipeline_options(parser)
    parser.add_argument("--external", action="store_true", help="also try the links to other sites")


def _serve_options(parser: ArgumentParser) -> None:
    _common_options(parser)
    parser.add_argument("--host", default="127.0.0.1", help="the host to listen on (default: %(default)s)")
    parser.add_argument(
        "--port", type=_port, default=8000, help="the port, 0 for a free one (default: %(default)s)"
    )
    parser.add_argument("--open", action="store_true", help="open a browser")
    parser.set_defaults(drafts=True, preview=True, report="text", quiet=False, jobs=None, cache=True)


def _new_options(parser: ArgumentParser, make: Callable[[str, date], tuple[str, str]]) -> None:
    _common_options(parser)
    parser.add_argument("title", type=_title)
    parser.set_defaults(make=make)


def _common_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="the project's folder (default: here)"
    )
    parser.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="the day to build for")


def _pipeline_options(parser: ArgumentParser) -> None:
    _common_options(parser)
    parser.add_argument("--base-url", type=_base_url, metavar="URL", help="where the site will be")
    parser.add_argument("--drafts", action="store_true", help="with drafts and future dates")
    parser.add_argument(
        "--report", choices=report.FORMS, default="text", help="how to show problems (default: %(default)s)"
    )
    parser.add_argument(
        "--jobs", type=_jobs, metavar="N", help="how many processes to use (default: one for each processor)"
    )
    parser.add_argument(
        "--no-cache",
        action="store_false",
        dest="cache",
        help="do not read or write the cache",
    )
    parser.add_argument("--quiet", action="store_true", help="print only problems")
    parser.set_defaults(preview=False)


def _jobs(text: str) -> int:
    jobs = int(text) if text.isdecimal() else 0
    if not 0 < jobs <= MOST_JOBS:
        raise ArgumentTypeError(f"'{text}' is not a number from 1 to {MOST_JOBS}")
    return jobs


def _folder(text: str) -> Path:
    if not text.strip():
        raise ArgumentTypeError("a folder's name cannot be empty")
    return Path(text)


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() else -1
    if port not in PORTS:
        raise ArgumentTypeError(f"'{text}' is not a port from 0 to 65535")
    return port


def _title(text: str) -> str:
    if not any(map(str.isalnum, text)) or not text.isprintable():
        raise ArgumentTypeError("a title has a letter or a digit, and no invisible characters")
    return text


def _day(text: str) -> date:
    day = DAY.read(text)
    if not day:
        raise ArgumentTypeError(f"'{text}' is not a day such as 2016-05-17")
    return day


def _base_url(text: str) -> str:
    url = BASE_URL.read(text)
    if not url:
        raise ArgumentTypeError(f"'{text}' is not a full URL such as https://www.example.org/")
    return url
