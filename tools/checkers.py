"""Gets the page checkers that pip cannot install: axe, Lighthouse, and the Nu checker, which needs Java.

npm installs exactly what `tools/npm/` locks with hashes, into `.icpr-cache/`, and runs none of it. For what
is missing, one line on standard error says how to get it. Lighthouse stays at 12 until Debian has the Node
that 13 needs.
"""

import sys
from pathlib import Path

from tools.system import install_with_npm, is_installed_with_npm, program

LISTS = Path(__file__).parent / "npm"
FOLDER = LISTS.parent.parent / ".icpr-cache" / "npm"
MODULES = FOLDER / "node_modules"

AXE = MODULES / "axe-core/axe.min.js"
NU = MODULES / "vnu-jar/build/dist/vnu.jar"
LIGHTHOUSE = MODULES / "lighthouse/core/index.js"
LAUNCHER = MODULES / "chrome-launcher/dist/index.js"


def main() -> int:
    """Exit status 0 if the checkers are here and can run, or 1."""
    try:
        if not _are_here():
            install_with_npm(LISTS, FOLDER, AXE, NU, LIGHTHOUSE, LAUNCHER)
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


def _are_here() -> bool:
    return is_installed_with_npm(LISTS, FOLDER)


if __name__ == "__main__":
    sys.exit(main())
