"""The commands of `icpr`.

The clock, SOURCE_DATE_EPOCH and NO_COLOR are read here only. Exit status: 0 good, 1 content problems or not
written, 2 wrong usage or a refused path, 129, 130 and 143 on SIGHUP, SIGINT and SIGTERM.
"""

import os
import stat
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

from icpr_build.build import BuildOptions, BuildResult, build, template_names
from icpr_build.cache import Cache, cache_folder
from icpr_build.check import check_external_links
from icpr_build.cli import report
from icpr_build.cli.options import MOST_JOBS, parser
from icpr_build.content import scaffold, schemas
from icpr_build.model import OutputFile
from icpr_build.problem import Problem
from icpr_build.publish import (
    RefusedOutput,
    differences,
    is_published,
    manifest,
    publish,
    read_manifest,
    reason_to_refuse,
)
from icpr_build.site import COMPONENTS
from icpr_build.source import file_states, read
from icpr_build.urls import MANIFEST

GOOD, PROBLEMS, USAGE = 0, 1, 2
SCHEMAS = "schemas"
SETTLED = 2 * 10**9  # nanoseconds: the coarsest clock of a file system


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a build has made: the number of its pages and files, and their manifest."""

    pages: int
    files: int
    manifest: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status, which does not depend on whether its output is read."""
    try:
        options = parser().parse_args(arguments)
        options.today = options.today or _today()
        reason = _reason_to_refuse_root(options.root) if options.root else ""
        return _refuse(reason) if reason else COMMANDS[options.command](options)
    except ChildProcessError:
        why = "a process that rendered texts was ended; --jobs 1 needs no other process"
        return _fail(f"nothing was written: {why}")
    finally:
        report.say("", sys.stdout)  # what argparse has printed


def _reason_to_refuse_root(root: Path) -> str:
    """Return why a folder is not a project's; empty if it is."""
    try:
        root = root.resolve(strict=True)
        is_project = stat.S_ISDIR((root / "content").stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        is_project = False
    except OSError as error:
        return f"{root} cannot be entered: {error.strerror}"
    return "" if is_project else f"there is no content/ in {root}; name the project with --root"


def _build(options: Namespace) -> int:
    output = options.output or options.root / "output"
    begun = time.monotonic()
    inputs, receipts = _settled_inputs(options), _cache(options)
    last = receipts.get(_receipt, inputs) if inputs else None
    if last and is_published(last.manifest.encode(), output):
        _summarize("Built", last, begun, options, f" into {output}, where nothing has changed,")
        return GOOD
    if reason := _reason_to_refuse_output(output, options.root):
        return _refuse(reason)
    result = _run(options, _cache(options))
    if _report(result.problems, result.found, options):
        return PROBLEMS
    try:
        in_one_step = publish(result.files, output)
    except RefusedOutput as refused:
        return _refuse(str(refused))
    except OSError as error:
        return _not_written(output, error)
    receipt = _receipt(result)
    if inputs:
        receipts.put(receipt, _receipt, inputs)
        receipts.save()
    how = "" if in_one_step else ", file by file, as this folder cannot be replaced in one step,"
    _summarize("Built", receipt, begun, options, f" into {output}{how}")
    return GOOD


def _reason_to_refuse_output(output: Path, root: Path) -> str:
    try:
        return reason_to_refuse(output, root)
    except OSError as error:
        return (
            f"{error.filename or output} cannot be read: {error.strerror}; name another folder with --output"
        )


def _settled_inputs(options: Namespace) -> tuple[object, ...]:
    """Return all that a build depends on: its options, and the states of the files that it reads.

    Nothing if a file has changed so recently that another change might leave its state as it is.
    """
    states = file_states(options.root)
    newest = max(chain.from_iterable(times for *times, _, _ in states.values()), default=0)
    if newest > time.time_ns() - SETTLED:
        return ()
    return str(options.root.resolve()), options.today.isoformat(), options.drafts, options.base_url, states


def _receipt(result: BuildResult) -> Receipt:
    listed = manifest(result.files).decode()
    return Receipt(pages=result.pages, files=len(result.files), manifest=listed)


def _check(options: Namespace) -> int:
    begun = time.monotonic()
    result = _run(options, _cache(options))
    dead = tuple(check_external_links(result.site.links)) if options.external else ()
    if _report(sorted({*result.problems, *dead}), result.found + len(dead), options):
        return PROBLEMS
    _summarize("Checked", _receipt(result), begun, options)
    return GOOD


def _serve(options: Namespace) -> int:
    from icpr_build.preview import listen, serve  # noqa: PLC0415 - slow to import, and a build needs none of it

    cache = _cache(options)

    def rebuild() -> Sequence[OutputFile] | None:
        begun = time.monotonic()
        result = _run(options, cache)
        cache.drop_unused()
        if _report(result.problems, result.found, options):
            return None
        _summarize("Built", _receipt(result), begun, options)
        return result.files

    try:
        listening = listen(options.host, options.port)
    except (OSError, UnicodeError) as error:
        why = str(getattr(error, "strerror", error)).partition(" (")[0]
        where = f"{options.host}:{options.port}"
        return _refuse(f"cannot serve on {where}: {why}; name another with --host or --port")
    options.base_url = listening.url
    report.say(f"Serving {listening.url} – stop with Ctrl+C\n", sys.stderr)
    if listening.is_open:
        report.say(
            "Everyone who can reach this machine over the network sees it, drafts included.\n", sys.stderr
        )
    report.say(f"The components: {listening.url}{COMPONENTS.path[1:]}\n", sys.stderr)
    serve(options.root, rebuild, listening, open_page=options.open)
    return GOOD


def _verify(options: Namespace) -> int:
    try:
        files, found = read_manifest(options.folder), tuple(differences(options.folder))
    except OSError as error:
        return _refuse(f"{error.filename or options.folder} cannot be read: {error.strerror}")
    if not files:
        return _refuse(f"{options.folder} contains no {MANIFEST} of a build")
    for difference in found:
        report.say(f"{difference}\n", sys.stderr)
    if not found:
        report.say(f"Verified {report.counted(len(files), 'file')} in {options.folder}.\n", sys.stdout)
    return PROBLEMS if found else GOOD


def _new(options: Namespace) -> int:
    file, text = options.make(options.title, options.today)
    try:
        scaffold.write_new(options.root, file, text)
    except FileExistsError:
        return _refuse(f"{file} exists already")
    except OSError as error:
        return _not_written(options.root / file, error)
    report.say(f"{file}\n", sys.stdout)
    if note := scaffold.name_note(file, options.title):
        report.say(f"icpr: {note}\n", sys.stderr)
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
            return _not_written(path, error)
        report.say(f"{SCHEMAS}/{name}\n", sys.stdout)
    return GOOD


COMMANDS: Mapping[str, Callable[[Namespace], int]] = {
    "build": _build,
    "check": _check,
    "serve": _serve,
    "verify": _verify,
    "new": _new,
    "schema": _schema,
}


def _cache(options: Namespace) -> Cache:
    return Cache(cache_folder(options.root) if options.cache else None)


def _run(options: Namespace, cache: Cache) -> BuildResult:
    """Run the pipeline; only a check leaves the cache as it was."""
    result = build(
        BuildOptions(
            root=options.root,
            today=options.today,
            drafts=options.drafts,
            preview=options.preview,
            base_url=options.base_url,
            jobs=options.jobs or _processors(),
        ),
        cache,
        iter if options.quiet else report.progress,
    )
    if options.command != "check":
        cache.save()
    return result


def _processors() -> int:
    """Count the processors that this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return min(len(allowed(0)) if allowed else os.cpu_count() or 1, MOST_JOBS)


def _report(problems: Sequence[Problem], number: int, options: Namespace) -> bool:
    """Show the problems; True if there are any. `number` counts also those that are not shown."""
    to = sys.stderr if options.report == "text" else sys.stdout
    plain = options.report != "text" or not (to and to.isatty()) or "NO_COLOR" in os.environ
    form = report.FORMS[options.report] if plain else report.coloured
    report.say(form(problems, options.root), to)
    if problems and not options.quiet:
        files = len({problem.place.file for problem in problems})
        found = f"{report.counted(number, 'problem')} in {report.counted(files, 'file')}"
        shown = f", of which {len(problems):,} are shown" if number > len(problems) else ""
        report.say(f"{found}{shown}; nothing was written.\n", sys.stderr)
    return bool(problems)


def _summarize(done: str, built: Receipt, begun: float, options: Namespace, where: str = "") -> None:
    if not options.quiet:
        counts = f"{report.counted(built.pages, 'page')}, {report.counted(built.files, 'file')}"
        text = f"{done} {counts}{where} in {time.monotonic() - begun:.1f} s.\n"
        report.say(text, sys.stderr if options.report == "json" else sys.stdout)


def _not_written(path: Path, error: OSError) -> int:
    return _fail(f"{path} cannot be written: {error.strerror or error}")


def _fail(why: str) -> int:
    report.say(f"icpr: {why}\n", sys.stderr)
    return PROBLEMS


def _refuse(why: str) -> int:
    report.say(f"icpr: {why}\n", sys.stderr)
    return USAGE


def _today() -> date:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return datetime.fromtimestamp(int(epoch or time.time()), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise SystemExit(_refuse(f"SOURCE_DATE_EPOCH is not a time in seconds: {epoch}")) from None
