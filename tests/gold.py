"""Writes the expected results: the whole output of the smallest site, and the report on each broken site.

`make gold` takes the present ones; read what it changes before you commit it.
"""

import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

from icpr_build.build import BuildOptions, build
from icpr_build.cli.commands import main
from icpr_build.cli.report import text
from tests.lay_out import BROKEN, SITES, TODAY, lay_out

GOLDEN = Path(__file__).parent / "golden" / "smallest"


def build_smallest(folder: Path) -> Path:
    """Build the smallest site in a folder, and return its output folder."""
    root = lay_out(folder / "site", "smallest")
    output = folder / "output"
    if main(["build", "--root", str(root), "--output", str(output), "--today", TODAY, "--quiet"]):
        sys.exit("tests.gold: the smallest site does not build")
    return output


def report_on(code: str, folder: Path) -> str:
    """Lay out the broken site of a code in a folder, and return the report on it."""
    root = lay_out(folder / code, "smallest", f"broken/{code}")
    return text(build(BuildOptions(root=root, today=date.fromisoformat(TODAY))).problems, root)


def accept(folder: Path) -> None:
    """Accept the present output and the present reports as the expected ones."""
    built = build_smallest(folder)
    shutil.rmtree(GOLDEN, ignore_errors=True)
    shutil.copytree(built, GOLDEN)
    for code in BROKEN:
        (SITES / "broken" / code / "report.txt").write_text(report_on(code, folder), "utf-8", newline="\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        accept(Path(made))
