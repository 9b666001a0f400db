"""Prints the path of a Chromium for the browser tests, getting one first where there is none.

ICPR_CHROMIUM is used first, then the machine's own browser, then a download. Standard output has only the
path; an error is one line on standard error.
"""

import os
import shutil
import sys
from pathlib import Path

from tools.system import install_with_apt, output_of

# The shell without windows comes first: the tests need no more, and take two thirds of the time.
COMMANDS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "msedge",
    "microsoft-edge",
)
# Where browsers live on systems that do not put them on PATH.
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
# An older Debian has no package of the shell. A bare system has no font at all, and lacks the library that
# Playwright's driver is linked with.
DEBIAN_BROWSERS = ("chromium-headless-shell", "chromium")
DEBIAN_PACKAGES = ("fonts-liberation", "libatomic1")
PLAYWRIGHT_PATH = (
    "from playwright.sync_api import sync_playwright as p\nwith p() as p: print(p.chromium.executable_path)"
)


def main() -> int:
    """Exit status 0 with the path printed, or 1."""
    try:
        browser = find() or install()
    except FileNotFoundError as error:
        print(f"tools.browser: {error}", file=sys.stderr)
        return 1
    print(browser)
    return 0


def find() -> Path | None:
    """A browser that is already here; FileNotFoundError if ICPR_CHROMIUM names none."""
    return _named() or _on_path() or _in_place() or _from_playwright()


def install() -> Path:
    """Get a browser, by the first way that works on this system; FileNotFoundError if none does."""
    for attempt in (_with_apt, _with_playwright):
        attempt()
        if browser := find():
            return browser
    raise FileNotFoundError(
        "no Chromium: install one (Debian: apt-get install chromium) or set ICPR_CHROMIUM to its path"
    )


def _named() -> Path | None:
    name = os.environ.get("ICPR_CHROMIUM")
    if name and not shutil.which(name):
        raise FileNotFoundError(f"ICPR_CHROMIUM names no program: {name}")
    return Path(name) if name else None


def _on_path() -> Path | None:
    return next((Path(path) for command in COMMANDS if (path := shutil.which(command))), None)


def _in_place() -> Path | None:
    return next((Path(place) for place in PLACES if Path(place).is_file()), None)


def _from_playwright() -> Path | None:
    # In a process of its own: Playwright refuses to start twice in one, and a test may have it running.
    path = Path(output_of(sys.executable, "-c", PLAYWRIGHT_PATH).strip())
    return path if path.is_file() else None


def _with_apt() -> None:
    for browser in DEBIAN_BROWSERS:
        install_with_apt(browser, *DEBIAN_PACKAGES)
        if find():
            return


def _with_playwright() -> None:
    output_of(sys.executable, "-m", "playwright", "install", "chromium")


if __name__ == "__main__":
    sys.exit(main())
