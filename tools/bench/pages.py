"""Prints how fast a page is: its bytes to first paint, and what Lighthouse says."""

import re
import tempfile
import zlib
from datetime import date
from itertools import product
from pathlib import Path

from icpr_build.build import BuildOptions, build
from tests.bar.lighthouse import FORMS, lighthouse
from tests.browser import hosted
from tests.lay_out import TODAY, lay_out
from tools import browser, checkers

STYLE_SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
PAGES = ("", "about/", "documents/", "news/")  # each of another kind; the rest are like one of them


def print_pages() -> None:
    """Print both tables, of the Institute's own site."""
    with tempfile.TemporaryDirectory() as made:
        root = lay_out(Path(made), "project")
        _first_paint(root)
        _performance(root)


def _first_paint(root: Path) -> None:
    """Print how many bytes a browser needs to paint the home page: its HTML and its style sheets."""
    built = build(BuildOptions(root=root, today=date.fromisoformat(TODAY)))
    site = {file.path: file.data for file in built.files}
    needed = ["index.html", *STYLE_SHEET.findall(site["index.html"].decode())]
    print("First paint of the home page, bytes\n")
    print(f"  {'':44} {'plain':>7} {'zlib 9':>7}")
    for path in needed:
        print(f"  {path:44} {len(site[path]):7,} {_packed(site[path]):7,}")
    plain, packed = sum(len(site[path]) for path in needed), sum(_packed(site[path]) for path in needed)
    print(f"  {'all':44} {plain:7,} {packed:7,}")


def _performance(root: Path) -> None:
    """Print what Lighthouse says of a page of each kind, getting what it needs; it varies with the load."""
    print("\nLighthouse's performance, what keeps a page from 100\n")
    checkers.main()
    try:
        if not browser.find():
            browser.install()
        with lighthouse() as audit, hosted(root) as site:
            for path, form in product(PAGES, FORMS):
                found = "; ".join(audit(site.url + path, form, ("performance",)))
                print(f"  {'/' + path:20} {form:8} {found or '100'}")
    except FileNotFoundError as error:
        print(f"  not measured: {error}")


def _packed(data: bytes) -> int:
    return len(zlib.compress(data, 9))
