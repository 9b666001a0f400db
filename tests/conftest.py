"""The fixtures that most tests need: a site in a fresh folder, and the command to run on it."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from platformdirs import user_cache_path

from icpr_build.cli.commands import main
from tests.lay_out import TODAY, lay_out

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A shell lets what it runs in the background ignore Ctrl+C, and so would every process that a test starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

SiteMaker = Callable[..., Path]
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def site(tmp_path: Path) -> SiteMaker:
    """Make a site in a fresh folder: `site({"content/x.md": "…"})`, or with layers over the smallest."""

    def make(files: dict[str, str | bytes | None] | None = None, *layers: str) -> Path:
        return lay_out(tmp_path / "site", *(layers or ("smallest",)), files=files)

    return make


@pytest.fixture
def icpr(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command in this process: `icpr("build", root)` returns exit status, output and errors."""

    def run(command: str, root: Path, *options: str) -> tuple[int, str, str]:
        try:
            status = main([command, "--root", str(root), "--today", TODAY, *options])
        except SystemExit as stop:
            status = int(stop.code or 0)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the cache of builds out of the user's home; Playwright's browsers stay there."""
    browsers = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", str(user_cache_path("ms-playwright")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLAYWRIGHT_BROWSERS_PATH", browsers)
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """One browser for all tests of a worker; each test opens a context of its own."""
    from tests.browser import chromium  # noqa: PLC0415 - most tests need no browser, which is slow to import

    with chromium() as browser:
        yield browser
