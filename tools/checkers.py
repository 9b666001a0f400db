"""Gets the page checkers that pip cannot install: axe, Lighthouse, and the Nu checker, which needs Java.

npm installs exactly what `tools/npm/` locks with hashes, into `.icpr-cache/`, and runs none of it. For what
is missing, one line on standard error says how to get it. Lighthouse stays at 12 until Debian has the Node
that 13 needs.
"""

import shutil
import sys
from pathlib import Path

from tools.system import install_with_apt, output_of

LISTS = Path(__file__).parent / "npm"
FOLDER = LISTS.parent.parent / ".icpr-cache" / "npm"
MODULES = FOLDER / "node_modules"
LOCK, INSTALLED = LISTS / "package-lock.json", FOLDER / "installed.json"

AXE = MODULES / "axe-core/axe.min.js"
NU = MODULES / "vnu-jar/build/dist/vnu.jar"
LIGHTHOUSE = MODULES / "lighthouse/core/index.js"
LAUNCHER = MODULES / "chrome-launcher/dist/index.js"
DEBIAN_PACKAGES = {"npm": "npm", "node": "nodejs", "java": "default-jre-headless"}


def main() -> int:
    """Exit status 0 if the checkers are here and can run, or 1."""
    try:
        if not _are_here():
            _install()
        program("node")
        program("java")
    except FileNotFoundError as error:
        print(f"tools.checkers: {error}", file=sys.stderr)
        return 1
    return 0


def find(checker: Path) -> Path:
    """A checker that is already here; FileNotFoundError if it is not, or is of another version."""
    if not _are_here():
        raise FileNotFoundError(f"no {checker.name}: `python -m tools.checkers` gets it")
    return checker


def program(name: str) -> str:
    """The path of npm, Node or Java, installed where it may be; FileNotFoundError if there is none."""
    if not shutil.which(name):
        install_with_apt(DEBIAN_PACKAGES[name])
    if found := shutil.which(name):
        return found
    raise FileNotFoundError(f"no {name}: install it (Debian: apt-get install {DEBIAN_PACKAGES[name]})")


def _are_here() -> bool:
    return INSTALLED.is_file() and INSTALLED.read_bytes() == LOCK.read_bytes()


def _install() -> None:
    """Let npm install what is locked; the list is laid beside it last, so that half is not whole."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    shutil.copytree(LISTS, FOLDER)
    output_of(program("npm"), "ci", "--prefix", str(FOLDER))
    if not all(file.is_file() for file in (AXE, NU, LIGHTHOUSE, LAUNCHER)):
        raise FileNotFoundError(f"npm cannot get the checkers; it says why to `npm ci --prefix {FOLDER}`")
    shutil.copy(LOCK, INSTALLED)


if __name__ == "__main__":
    sys.exit(main())
