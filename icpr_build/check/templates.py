"""A mistake in finished pages → the line of the template that makes it, if one does.

What is written in a template is reported there, once, and not with each page that the template makes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from icpr_build.model import OutputFile
from icpr_build.problem import Code, Place, Problem

FOLDER = "templates/"
_USE = re.compile(r"""\{%[-+]?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")


class Makers:
    """The texts of the templates, by their paths in `templates/`, and which of them each one uses."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Take the texts; what cannot be read is empty."""
        self.texts = texts
        self.used: dict[str, tuple[str, ...]] = {}

    def line(self, file: OutputFile, pattern: str, *, which: int = 1) -> Place | None:
        """Return where the templates of a page have a pattern, its first or a further match."""
        for name in self._all_used(file.template):
            for match in re.finditer(pattern, self.texts[name], re.DOTALL):
                which -= 1
                if not which:
                    text = self.texts[name][: match.start()]
                    column = match.start() - text.rfind("\n")
                    return Place(file=FOLDER + name, line=text.count("\n") + 1, column=column)
        return None

    def top(self, file: OutputFile) -> Place:
        """Return where the template of a page begins, or else its source."""
        return Place(file=FOLDER + file.template) if file.template in self.texts else file.place

    def _all_used(self, name: str) -> tuple[str, ...]:
        """Return a template and those that it uses, those that these use, and so on."""
        if name not in self.used:
            found = [name] if name in self.texts else []
            for other in found:
                found += [
                    it for it in _USE.findall(self.texts[other]) if it in self.texts and it not in found
                ]
            self.used[name] = tuple(found)
        return self.used[name]


def once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems, of those of one kind at one line of a template only the first."""
    seen: set[tuple[Place, Code]] = set()
    for problem in problems:
        key = problem.place, problem.code
        if key not in seen or not problem.place.file.startswith(FOLDER):
            seen.add(key)
            yield problem
