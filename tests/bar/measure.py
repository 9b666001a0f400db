"""Measures an open page with the scripts in this folder."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

FOLDER = Path(__file__).parent
FAR_DOWN = 4000  # a window so high that all that matters of a page is in it


def measure(page: Page, name: str) -> Any:
    """Return what a script such as `reflow` measures on a page."""
    shared, script = ((FOLDER / f"{it}.js").read_text("utf-8") for it in ("page", name))
    # The script is one function, which can call the shared functions.
    start = script.index("() =>")
    return page.evaluate(f"(() => {{{shared}\nreturn ({script[start:]})();}})()")


def media(page: Page, scheme: str, *, forced: bool = False) -> None:
    """Set what the reader prefers: a scheme, and colors of the reader's own in place of the page's."""
    page.emulate_media(
        color_scheme="dark" if scheme == "dark" else "light", forced_colors="active" if forced else "none"
    )


def none_of(faults: Iterable[str]) -> None:
    """Fail with every fault in a line of its own."""
    found = list(faults)
    assert not found, "\n".join(("", *found))


def prefixed(condition: str, faults: list[str]) -> Iterator[str]:
    """Yield each fault after its condition."""
    yield from (f"{condition}: {fault}" for fault in faults)
