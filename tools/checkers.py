"""Gets the two checkers of pages that pip does not carry: axe, and the Nu checker, which needs Java.

Rule: npm gets them, their hashes are pinned, they are kept in `.icpr-cache/`, and npm runs nothing of theirs.
Rule: what is missing is one line on standard error, which says how to get it.
"""

import base64
import hashlib
import shutil
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

from tools.system import install_with_apt, output_of

CACHE = Path(__file__).parent.parent / ".icpr-cache"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    """One file of a package, and the SHA-512 of the package as npm writes it."""

    package: str
    version: str
    member: str
    integrity: str

    @property
    def file(self) -> Path:
        """Where the file is kept: another version is another file."""
        return CACHE / f"{self.package}-{self.version}{Path(self.member).suffix}"


AXE = Checker(
    package="axe-core",
    version="4.14.1",
    member="package/axe.min.js",
    integrity="FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
)
NU = Checker(
    package="vnu-jar",
    version="26.9.27",
    member="package/build/dist/vnu.jar",
    integrity="TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA==",
)
DEBIAN_PACKAGES = {"npm": "npm", "java": "default-jre-headless"}


def main() -> int:
    """Exit status 0 if both checkers are here and can run, or 1."""
    try:
        for checker in (AXE, NU):
            if not checker.file.is_file():
                _unpack(checker, _packed(checker))
        program("java")
    except FileNotFoundError as error:
        print(f"tools.checkers: {error}", file=sys.stderr)
        return 1
    return 0


def find(checker: Checker) -> Path:
    """A checker that is already here; FileNotFoundError if it is not."""
    if not checker.file.is_file():
        raise FileNotFoundError(f"no {checker.package}: `python -m tools.checkers` gets it")
    return checker.file


def program(name: str) -> str:
    """The path of npm or Java, installed where it may be; FileNotFoundError if there is none."""
    if not shutil.which(name):
        install_with_apt(DEBIAN_PACKAGES[name])
    if found := shutil.which(name):
        return found
    raise FileNotFoundError(f"no {name}: install it (Debian: apt-get install {DEBIAN_PACKAGES[name]})")


def _packed(checker: Checker) -> Path:
    """The package as npm keeps it; FileNotFoundError if it is not to be had, or is another."""
    CACHE.mkdir(exist_ok=True)
    name = f"{checker.package}@{checker.version}"
    archive = CACHE / f"{checker.package}-{checker.version}.tgz"
    output_of(program("npm"), "pack", name, "--pack-destination", str(CACHE))
    if not archive.is_file():
        raise FileNotFoundError(f"npm cannot get {name}: try `npm pack {name}`")
    if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != checker.integrity:
        archive.unlink()
        raise FileNotFoundError(f"what npm got for {name} is not what is pinned in tools/checkers.py")
    return archive


def _unpack(checker: Checker, archive: Path) -> None:
    with tarfile.open(archive) as package:
        member = package.extractfile(checker.member)
        checker.file.write_bytes(member.read() if member else b"")
    archive.unlink()


if __name__ == "__main__":
    sys.exit(main())
