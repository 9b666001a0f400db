"""The golden tree: the whole output of the smallest site, byte for byte.

`make gold` accepts the present output; look at what it changes before you commit it.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from icpr_build.cli import main
from tests.lay_out import TODAY, lay_out

GOLDEN = Path(__file__).parent / "golden" / "smallest"


def build_smallest(folder: Path) -> Path:
    """Build the smallest site below a folder, and give its output."""
    root = lay_out(folder / "site", "smallest")
    output = folder / "output"
    if main(["build", "--root", str(root), "--output", str(output), "--today", TODAY, "--quiet"]):
        sys.exit("tests.gold: the smallest site does not build")
    return output


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        built = build_smallest(Path(made))
        shutil.rmtree(GOLDEN, ignore_errors=True)
        shutil.copytree(built, GOLDEN)
