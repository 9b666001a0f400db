"""Checks that the oldest pip that a supported Python brings can install every locked list, on any day.

pip up to 23.2 refuses a list with hashes when it names `coverage` where a package wants `coverage[toml]` and
a newer coverage has been released. So each list is resolved by such a pip, and the extras are compared by
name, as they must be there before the newer release is.
"""

import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LISTS = ("requirements.txt", "requirements-dev.txt", "requirements-supply.txt")
OLDEST_PIP = "pip==22.3 --hash=sha256:1daab4b8d3b97d1d763caeb01a4640a2250a0ea899e257b1e44b9eded91e15ab"
INSTALL = ("install", "--quiet", "--require-hashes", "--only-binary", ":all:", "--disable-pip-version-check")


def main() -> int:
    """Exit status 0 if every list installs, or 1, with a line for each fault."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        pip = _oldest_pip(folder)
        faults = [fault for name in LISTS for fault in _check(pip, ROOT / name, folder / "report.json")]
    for fault in faults:
        print(f"tools.locks: {fault}", file=sys.stderr)
    return int(bool(faults))


def stripped_extras(packages: Sequence[Mapping[str, Any]], lock: str) -> Iterator[str]:
    """Report each extra that a package of pip's installation report wants and the list does not name."""
    locked = {canonicalize_name(found.name): found.extras for found in _requirements(lock)}
    for package in packages:
        metadata = package["metadata"]
        for text in metadata.get("requires_dist", ()):
            wanted = Requirement(text)
            name = canonicalize_name(wanted.name)
            if "extra ==" not in str(wanted.marker) and name in locked and wanted.extras - locked[name]:
                yield f"{metadata['name']} wants {wanted.name}[{','.join(sorted(wanted.extras))}]"


def _requirements(lock: str) -> Iterator[Requirement]:
    for line in lock.splitlines():
        if line[:1].isalnum():
            yield Requirement(line.rstrip(" \\"))


def _oldest_pip(folder: Path) -> Sequence[str]:
    """Make an environment with that pip alone, and return the command that runs it."""
    environment, wanted = folder / "environment", folder / "pip.txt"
    venv.create(environment, with_pip=True)
    python = next(path for path in environment.glob("*/python*") if path.stem == "python")
    wanted.write_text(f"{OLDEST_PIP}\n", "utf-8")
    subprocess.run([python, "-m", "pip", *INSTALL, "--requirement", wanted], check=True)
    return str(python), "-m", "pip"


def _check(pip: Sequence[str], file: Path, report: Path) -> Iterator[str]:
    options = ("--dry-run", "--ignore-installed", "--report", str(report), "--requirement", str(file))
    done = subprocess.run([*pip, *INSTALL, *options], capture_output=True, text=True, check=False)
    if done.returncode:
        yield f"{file.name}: {done.stderr.strip().splitlines()[-1]}"
        return
    packages = json.loads(report.read_text("utf-8"))["install"]
    lock = file.read_text("utf-8")
    yield from (f"{file.name}: {fault}; run `make lock`" for fault in stripped_extras(packages, lock))


if __name__ == "__main__":
    sys.exit(main())
