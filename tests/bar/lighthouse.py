"""A running Lighthouse: the URL of a page → the reasons why its score is not 100."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser import flags, found_chromium
from tools.checkers import LAUNCHER, LIGHTHOUSE, find
from tools.system import program

SCRIPT = Path(__file__).parent / "lighthouse.mjs"
FORMS = ("mobile", "desktop")
Audit = Callable[[str, str, tuple[str, ...]], list[str]]


@contextmanager
def lighthouse() -> Iterator[Audit]:
    """Yield a function of a URL, a form and categories; FileNotFoundError says which program is missing."""
    files = (SCRIPT, find(LIGHTHOUSE), find(LAUNCHER), found_chromium())
    command = [program("node"), *map(str, files), *flags()]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdin
        assert process.stdout
        requests, responses = process.stdin, process.stdout

        def audit(url: str, form: str, categories: tuple[str, ...]) -> list[str]:
            print(json.dumps({"url": url, "form": form, "categories": categories}), file=requests, flush=True)
            answer = responses.readline()
            assert answer, "Lighthouse has ended, and says why on standard error"
            return [*json.loads(answer)]

        yield audit
