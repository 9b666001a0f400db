"""Looks every locked package up among the known vulnerabilities, by pip-audit.

A package that could not be looked up is never taken for one without vulnerabilities. A machine without the
network says so in one line; that fails only with `--strict`, as on a server.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.locks import LISTS

ROOT = Path(__file__).parent.parent
AUDIT = ("pip_audit", "--format", "json", "--progress-spinner", "off", "--require-hashes", "--disable-pip")


def main(*options: str) -> int:
    """Exit status 1 if a package is vulnerable; with `--strict`, also if one could not be looked up."""
    lists = [part for name in LISTS for part in ("--requirement", str(ROOT / name))]
    command = [sys.executable, "-m", *AUDIT, *lists]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    packages = json.loads(done.stdout)["dependencies"] if done.stdout else []
    found = [*faults(packages)]
    known = sum("vulns" in package for package in packages)
    summary = [f"{known} packages looked up, {len(found)} vulnerabilities"] if known else []
    for line in (*found, *summary):
        print(line)
    is_whole = 0 < known == len(packages)
    if not is_whole:
        why = f"{len(packages) - known} packages are not in it" if known else "it could not be reached"
        print(f"tools.audit: the list of known vulnerabilities: {why}", file=sys.stderr)
    return int(bool(found) or ("--strict" in options and not is_whole))


def faults(packages: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield each vulnerability in pip-audit's report: the package, the identifier, and the fixed versions."""
    for package in packages:
        for vulnerability in package.get("vulns", ()):
            fixed = ", ".join(vulnerability["fix_versions"]) or "no version yet"
            yield f"{package['name']} {package['version']}: {vulnerability['id']}, fixed in {fixed}"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
