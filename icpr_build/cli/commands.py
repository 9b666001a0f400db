"""The command `icpr`: arguments in, exit status out.

Rule: here, and only here, are the clock, SOURCE_DATE_EPOCH and NO_COLOR read.
Exit status: 0 good, 1 content problems, 2 wrong usage or a refused path, 130 and 143 on SIGINT and SIGTERM.
"""

import os
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, date, datetime
from pathlib import Path

from icpr_build.build import BuildOptions, BuildResult, build, template_names
from icpr_build.cache import Cache
from icpr_build.check import check_external_links
from icpr_build.cli import report
from icpr_build.cli.options import MOST_JOBS, parser
from icpr_build.content import scaffold, schemas
from icpr_build.model import OutputFile
from icpr_build.preview import claim, serve
from icpr_build.problem import Problem
from icpr_build.publish import differences, listed, publish, refusal
from icpr_build.seal import vault
from icpr_build.site import COMPONENTS
from icpr_build.source import read
from icpr_build.urls import MANIFEST

GOOD, PROBLEMS, USAGE = 0, 1, 2
SCHEMAS = "schemas"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command."""
    options = parser().parse_args(arguments)
    options.today = options.today or _now()
    if options.root and not (options.root / "content").is_dir():
        return _refuse(f"there is no content/ in {options.root.resolve()}; name the project with --root")
    try:
        return COMMANDS[options.command](options)
    except BrokenProcessPool:
        return _unfinished("a process that rendered texts was ended; --jobs 1 needs no other process")


def _build(options: Namespace) -> int:
    output = options.output or options.root / "output"
    try:
        why_not = refusal(output, options.root)
    except OSError as error:
        why_not = f"{output} cannot be the output: {error.strerror}"
    if why_not:
        return _refuse(why_not)
    begun = time.monotonic()
    built = _built(options)
    if _told(built.problems, built.found, options):
        return PROBLEMS
    try:
        in_one_step = publish(built.files, output)
    except OSError as error:
        return _unwritable(output, error)
    how = "" if in_one_step else ", file by file, as this folder cannot be replaced in one step,"
    _summarize("Built", built, begun, options, f" into {output}{how}")
    return GOOD


def _check(options: Namespace) -> int:
    begun = time.monotonic()
    built = _built(options)
    dead = tuple(check_external_links(built.site.links)) if options.external else ()
    if _told(sorted({*built.problems, *dead}), built.found + len(dead), options):
        return PROBLEMS
    _summarize("Checked", built, begun, options)
    return GOOD


def _serve(options: Namespace) -> int:
    def rebuild() -> Sequence[OutputFile] | None:
        begun = time.monotonic()
        built = _built(options)
        if _told(built.problems, built.found, options):
            return None
        _summarize("Built", built, begun, options)
        return built.files

    try:
        claimed = claim(options.host, options.port)
    except (OSError, UnicodeError) as error:
        why = str(getattr(error, "strerror", error)).partition(" (")[0]
        where = f"{options.host}:{options.port}"
        return _refuse(f"cannot serve on {where}: {why}; name another with --host or --port")
    options.base_url = claimed.url
    report.say(f"Serving {claimed.url} – stop with Ctrl+C\n", sys.stderr)
    if claimed.is_open:
        report.say("Whoever can reach this machine over the network sees it, drafts included.\n", sys.stderr)
    report.say(f"The components: {claimed.url}{COMPONENTS.path[1:]}\n", sys.stderr)
    serve(options.root, rebuild, claimed, open_page=options.open)
    return GOOD


def _verify(options: Namespace) -> int:
    files = listed(options.folder)
    if not files:
        return _refuse(f"{options.folder} holds no {MANIFEST} of a build")
    wrong = tuple(differences(options.folder))
    for difference in wrong:
        report.say(f"{difference}\n", sys.stderr)
    if not wrong:
        report.say(f"Verified {report.counted(len(files), 'file')} in {options.folder}.\n", sys.stdout)
    return PROBLEMS if wrong else GOOD


def _new(options: Namespace) -> int:
    file, text = options.make(options.title, options.today)
    try:
        scaffold.write_new(options.root, file, text)
    except FileExistsError:
        return _refuse(f"{file} is there already")
    except OSError as error:
        return _unwritable(options.root / file, error)
    report.say(f"{file}\n", sys.stdout)
    return GOOD


def _schema(options: Namespace) -> int:
    inputs, _ = read(options.root, Cache())
    for name, text in schemas(template_names(inputs)).items():
        path = options.root / SCHEMAS / name
        try:
            own = scaffold.path_to_write(options.root, f"{SCHEMAS}/{name}")
            own.parent.mkdir(exist_ok=True)
            own.write_text(text, "utf-8", newline="\n")
        except OSError as error:
            return _unwritable(path, error)
        report.say(f"{SCHEMAS}/{name}\n", sys.stdout)
    return GOOD


def _built(options: Namespace) -> BuildResult:
    order = BuildOptions(
        root=options.root,
        today=options.today,
        drafts=options.drafts,
        preview=options.preview,
        base_url=options.base_url,
        jobs=options.jobs or _cores(),
    )
    cache = Cache(vault(options.root) if options.cache else None)
    built = build(order, cache, iter if options.quiet else report.progress)
    if options.command != "check":
        cache.save()
    return built


def _cores() -> int:
    """Count the processors that this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return min(len(allowed(0)) if allowed else os.cpu_count() or 1, MOST_JOBS)


def _told(problems: Sequence[Problem], number: int, options: Namespace) -> bool:
    """Show the problems, and tell whether there were any; `number` counts those, too, that are not shown."""
    to = sys.stderr if options.report == "text" else sys.stdout
    plain = options.report != "text" or not to.isatty() or "NO_COLOR" in os.environ
    form = report.FORMS[options.report] if plain else report.coloured
    report.say(form(problems, options.root), to)
    if problems and not options.quiet:
        files = len({problem.place.file for problem in problems})
        found = f"{report.counted(number, 'problem')} in {report.counted(files, 'file')}"
        shown = f", of which {len(problems):,} are shown" if number > len(problems) else ""
        report.say(f"{found}{shown}; nothing was written.\n", sys.stderr)
    return bool(problems)


def _summarize(done: str, built: BuildResult, begun: float, options: Namespace, where: str = "") -> None:
    if not options.quiet:
        counts = f"{report.counted(built.pages, 'page')}, {report.counted(len(built.files), 'file')}"
        words = f"{done} {counts}{where} in {time.monotonic() - begun:.1f} s.\n"
        report.say(words, sys.stderr if options.report == "json" else sys.stdout)


def _unwritable(path: Path, error: OSError) -> int:
    report.say(f"icpr: {path} cannot be written: {error.strerror or error}\n", sys.stderr)
    return PROBLEMS


def _unfinished(why: str) -> int:
    report.say(f"icpr: nothing was written: {why}\n", sys.stderr)
    return PROBLEMS


def _refuse(why: str) -> int:
    report.say(f"icpr: {why}\n", sys.stderr)
    return USAGE


def _now() -> date:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return datetime.fromtimestamp(int(epoch or time.time()), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise SystemExit(_refuse(f"SOURCE_DATE_EPOCH is no time: {epoch}")) from None


COMMANDS: Mapping[str, Callable[[Namespace], int]] = {
    "build": _build,
    "check": _check,
    "serve": _serve,
    "verify": _verify,
    "new": _new,
    "schema": _schema,
}
