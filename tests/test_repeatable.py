"""The same sources give the same bytes for every user, in every folder, at any time, on any machine.

ICPR_PYTHONS names other Pythons to try, separated as in PATH, each of which has the program's libraries.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from icpr_build.build import BuildOptions, build
from icpr_build.markdown.bodies import FEW
from tests.lay_out import PROJECT, TODAY, lay_out, tree

MIDNIGHT = datetime.fromisoformat(TODAY).replace(tzinfo=UTC)
TURKISH = "tr_TR.UTF-8"
ITEM = "---\ntitle: İtem {0}\ndate: 2024-01-{1:02}\nsummary: On {0}.\ntopics: [{2}]\n---\nText.\n\n## Part\n"
TOPICS = ("Trust", "İstanbul", "été", "Ärger", "zeal")  # what languages sort in different ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The conditions of a build that differ from the usual ones."""

    folder: str = "site"
    before: tuple[str, ...] = ()
    python: tuple[str, ...] = (sys.executable,)
    environment: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ("--no-cache", "--today", TODAY)
    umask: int = 0o022
    times: int = 1  # how often it is built over the output of the build before
    prepare: Callable[[Path], object] = str


def _backwards(root: Path) -> None:
    """Write every file again, in the opposite order, with a time of long ago."""
    other = root.with_name("other")
    for path in sorted((path for path in root.rglob("*") if path.is_file()), reverse=True):
        copy = other / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        os.utime(copy, (1, 1))
    shutil.rmtree(root)
    other.rename(root)


def _turkish(root: Path) -> None:
    """Make the locale in which capitals are others, if this system can."""
    command = ["localedef", "-i", "tr_TR", "-f", "UTF-8", str(root.parent / TURKISH)]
    if shutil.which(command[0]):
        subprocess.run(command, check=False, capture_output=True)


LINUX: dict[str, Conditions] = {
    "another user": Conditions(
        before=("unshare", "--user", "--map-user=12345", "--map-group=12345"),
        environment={"USER": "nobody", "LOGNAME": "nobody", "HOME": "/nonexistent"},
    ),
    "one core": Conditions(before=("taskset", "--cpu-list", "0"), options=("--today", TODAY)),
}
VARIED: dict[str, Conditions] = {
    "another folder": Conditions(folder="elsewhere/another name é"),
    "nothing for others": Conditions(umask=0o077),
    "no locale": Conditions(environment={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    "Turkish": Conditions(environment={"LC_ALL": TURKISH, "LOCPATH": "."}, prepare=_turkish),
    "New Zealand": Conditions(environment={"TZ": "Pacific/Auckland"}),
    "Hawaii": Conditions(environment={"TZ": "Pacific/Honolulu"}),
    "hashed otherwise": Conditions(environment={"PYTHONHASHSEED": "1"}),
    "hashed otherwise again": Conditions(environment={"PYTHONHASHSEED": "2"}),
    "files made in another order": Conditions(prepare=_backwards),
    "one process": Conditions(options=("--no-cache", "--today", TODAY, "--jobs", "1")),
    "four processes": Conditions(options=("--no-cache", "--today", TODAY, "--jobs", "4")),
    "from the cache": Conditions(options=("--today", TODAY), times=3),
    "the clock of the environment": Conditions(
        environment={"SOURCE_DATE_EPOCH": f"{MIDNIGHT.timestamp():.0f}"}, options=()
    ),
    "without assertions": Conditions(python=(sys.executable, "-OO")),
    **(LINUX if sys.platform == "linux" else {}),
    **{
        path: Conditions(python=(path,))
        for path in filter(None, os.environ.get("ICPR_PYTHONS", "").split(os.pathsep))
    },
}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The output of a build under the usual conditions."""
    return _built(tmp_path_factory.mktemp("usual"), Conditions())


@pytest.mark.parametrize("conditions", VARIED.values(), ids=VARIED)
def test_the_same_sources_give_the_same_bytes(
    tmp_path: Path, usual: dict[str, bytes], conditions: Conditions
) -> None:
    assert _built(tmp_path, conditions) == usual


def test_the_order_of_equals_is_fixed(tmp_path: Path) -> None:
    names = {"c": "Z", "b-10": "A", "b-9": "M", "ä": "B"}
    news: dict[str, str | bytes | None] = {
        f"content/news/{name}.md": ITEM.format(title, 1, "Trust") for name, title in names.items()
    }
    news["content/data/news.yaml"] = "".join(f"- title: {title}\n  date: 2024-01-01\n" for title in "ZA")
    root = lay_out(tmp_path / "site", "smallest", files=news)
    built = build(BuildOptions(root=root, today=date.fromisoformat(TODAY)))
    slugs = ["first", "2024-01-01-a", "2024-01-01-z", "a", "b-10", "b-9", "c"]
    assert (built.problems, [item.slug for item in built.site.news]) == ((), slugs)


def _built(folder: Path, how: Conditions) -> dict[str, bytes]:
    news = {
        f"content/news/item-{n}.md": ITEM.format(n, n % 9 + 1, TOPICS[n % len(TOPICS)])
        for n in range(FEW + 9)
    }
    root = lay_out(folder / how.folder, "project", files=news)
    how.prepare(root)
    command = [*how.before, *how.python, "-m", "icpr_build", "build", "--quiet", *how.options]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), **how.environment}
    if "LOCPATH" in environment:
        environment["LOCPATH"] = str(root.parent)
    for _ in range(how.times):
        done = subprocess.run(
            [*command, "--root", str(root)],
            env=environment,
            umask=how.umask,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return tree(root / "output")
