"""Makes the site's font from a serif typeface: one weight, one optical size, Western European characters.

The versions of the typeface and of fonttools are fixed here, so that the result is the same. The license
reserves the typeface's name for the files of its makers, so the font has no name.
"""

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = "@fontsource-variable/source-serif-4@5.3.1"
SOURCE, LICENSE_FILE = "package/files/source-serif-4-latin-opsz-normal.woff2", "package/LICENSE"
FONTTOOLS = ("--from", "fonttools[woff]==4.68.0", "fonttools")
# Between text and display: large enough in detail for 21 pixels, fine enough for 52; a little heavier than
# regular, as it is next to a heavier sans serif, and in white on navy.
AXES = ("opsz=36", "wght=440")
# ASCII; the letters of Western Europe; typographic quotation marks, dashes, the ellipsis and spaces.
CHARACTERS = "20-7E,A0,A1,A7,A9,AB,B7,BB,BF-D6,D8-F6,F8-FF,2013,2014,2018-201A,201C-201E,2026"
OPTIONS = ("--layout-features=kern", "--no-hinting", "--obfuscate-names", "--name-IDs=0,1,2,13,14")


def main() -> int:
    """Write the font and its license to `assets/fonts/`. It needs npm and a network."""
    fonts = ROOT / "assets/fonts"
    fonts.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        _run("npm", "pack", "--silent", f"--pack-destination={folder}", PACKAGE)
        with tarfile.open(next(folder.glob("*.tgz"))) as package:
            package.extractall(folder, filter="data")
        _cut(folder / SOURCE, folder / "cut.ttf", fonts / "serif.woff2")
        (fonts / "serif-licence.txt").write_bytes((folder / LICENSE_FILE).read_bytes())
    return 0


def _cut(source: Path, instance: Path, font: Path) -> None:
    """Fix the axes, then keep only the characters."""
    fonttools = (sys.executable, "-m", "uv", "tool", "run", *FONTTOOLS)
    _run(*fonttools, "varLib.instancer", "--quiet", f"--output={instance}", str(source), *AXES)
    to = ("--flavor=woff2", f"--output-file={font}")
    _run(*fonttools, "subset", str(instance), f"--unicodes={CHARACTERS}", *OPTIONS, *to)


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


if __name__ == "__main__":
    sys.exit(main())
