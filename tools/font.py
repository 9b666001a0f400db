"""Cuts the display face that the site brings along: one weight, one optical size, the letters of the West.

Rule: the source's and the cutter's versions are named here, so that the same command gives the same bytes.
Rule: the licence reserves the face's own name to its makers' files, so that a cut bears none.
"""

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = "@fontsource-variable/source-serif-4@5.3.1"
SOURCE, LICENCE = "package/files/source-serif-4-latin-opsz-normal.woff2", "package/LICENSE"
CUTTER = ("--from", "fonttools[woff]==4.68.0", "fonttools")
# Between text and display: large enough in detail for 21 pixels, fine enough for 52; a little heavier than
# regular, as it stands beside a sturdy sans, and in white on navy.
AXES = ("opsz=36", "wght=440")
# ASCII; the letters of Western Europe; typographic quotes, dashes, dots and spaces.
LETTERS = "20-7E,A0,A1,A7,A9,AB,B7,BB,BF-D6,D8-F6,F8-FF,2013,2014,2018-201A,201C-201E,2026"
OPTIONS = ("--layout-features=kern", "--no-hinting", "--obfuscate-names", "--name-IDs=0,1,2,13,14")


def main() -> int:
    """Write the font and its licence to `assets/fonts/`. Needs npm, and a network."""
    fonts = ROOT / "assets/fonts"
    fonts.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        _run("npm", "pack", "--silent", f"--pack-destination={folder}", PACKAGE)
        with tarfile.open(next(folder.glob("*.tgz"))) as package:
            package.extractall(folder, filter="data")
        _cut(folder / SOURCE, folder / "cut.ttf", fonts / "serif.woff2")
        (fonts / "serif-licence.txt").write_bytes((folder / LICENCE).read_bytes())
    return 0


def _cut(source: Path, instance: Path, font: Path) -> None:
    """Fix the axes, then keep the letters."""
    cutter = (sys.executable, "-m", "uv", "tool", "run", *CUTTER)
    _run(*cutter, "varLib.instancer", "--quiet", f"--output={instance}", str(source), *AXES)
    to = ("--flavor=woff2", f"--output-file={font}")
    _run(*cutter, "subset", str(instance), f"--unicodes={LETTERS}", *OPTIONS, *to)


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


if __name__ == "__main__":
    sys.exit(main())
