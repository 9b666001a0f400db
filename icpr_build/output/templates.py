"""Template texts → what renders a page, and what is wrong with the texts themselves.

Rule: a template with a fault of its own is told at its line, whether a page uses it or not; a page that
would need it is not rendered.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from traceback import extract_tb

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)

from icpr_build.markdown import typeset
from icpr_build.problem import Place, Problem
from icpr_build.suggest import did_you_mean

FOLDER = "templates/"
_NO_BLOCK = "'jinja2.runtime.TemplateReference object' has no attribute"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is wrong in a template itself, and all templates that a page made from it needs."""

    faults: tuple[Problem, ...]
    needs: tuple[str, ...]


class Templates:
    """The templates of a site, by their path below `templates/`, each of which has been judged."""

    def __init__(self, texts: Mapping[str, str], judged: Mapping[str, Judged]) -> None:
        """Keep the texts until a page needs them."""
        self.texts = texts
        self.judged = judged
        self.environment = _environment(texts)

    def render(self, name: str, view: Mapping[str, object]) -> tuple[str, tuple[Problem, ...]]:
        """Render a page's template with its variables. With a problem, the text is empty."""
        if name not in self.texts:
            return "", (_fault(name, 1, _no_template(name, self.texts)),)
        faults = tuple(fault for one in self.judged[name].needs for fault in self.judged[one].faults)
        if faults:
            return "", faults
        try:
            return self.environment.get_template(name).render(view), ()
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
            return "", (_raised(name, error),)


def judged(texts: Mapping[str, str]) -> dict[str, Judged]:
    """Judge every template by itself and by those that it uses."""
    judge = _Judge(texts)
    return {
        name: Judged(faults=tuple(judge.faults(name)), needs=tuple(sorted(judge.reached(name))))
        for name in texts
    }


def _environment(texts: Mapping[str, str]) -> Environment:
    return Environment(
        loader=FunctionLoader(lambda name: (texts[name], FOLDER + name, None) if name in texts else None),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=typeset,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


class _Judge:
    """Reads templates without rendering them, and looks for faults."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.environment = _environment(texts)
        self.parsed = {name: self._parsed(name) for name in texts}
        self.uses = {name: tuple(_uses(template)) for name, template in self.parsed.items()}

    def _parsed(self, name: str) -> nodes.Template | Problem:
        try:
            self.environment.get_template(name)
            return self.environment.parse(self.texts[name])
        except TemplateSyntaxError as error:
            return _fault(name, error.lineno, *_sentences(error.message or ""))

    def reached(self, name: str) -> frozenset[str]:
        """Name what a template uses, and so on; itself included."""
        reached, found = {name}, [name]
        while found:
            new = {used for used, _ in self.uses[found.pop()] if used in self.texts} - reached
            reached |= new
            found += new
        return frozenset(reached)

    def faults(self, name: str) -> Iterator[Problem]:
        """List what is wrong in a template itself."""
        template = self.parsed[name]
        if isinstance(template, Problem):
            yield template
        else:
            yield from self._missing(name)
            yield from self._loops(name)
            yield from self._whole(name)
            yield from self._lost(name, template)

    def _missing(self, name: str) -> Iterator[Problem]:
        """What a template uses is there."""
        for used, use in self.uses[name]:
            if used not in self.texts:
                yield _fault(name, use.lineno, _no_template(used, self.texts))

    def _loops(self, name: str) -> Iterator[Problem]:
        """No template leads back to itself. A loop of several is told in the first by name."""
        loop = [other for other in self.reached(name) if name in self.reached(other)]
        for used, use in self.uses[name]:
            if used in loop and name == min(loop):
                yield _fault(name, use.lineno, f"{used} leads back to this template, without end")

    def _whole(self, name: str) -> Iterator[Problem]:
        """A page's template fills in a whole document, and is none itself."""
        extends = any(isinstance(use, nodes.Extends) for _, use in self.uses[name])
        if name.startswith("pages/") and not extends:
            hint = 'Begin with {% extends "base.html" %}.'
            yield _fault(name, 1, "a page's template must extend another", hint)

    def _lost(self, name: str, template: nodes.Template) -> Iterator[Problem]:
        """What stands beside the blocks of the template that is extended would not be shown."""
        above = self._above(name)
        parents = [parent for one in above if isinstance(parent := self.parsed.get(one), nodes.Template)]
        if not parents or len(parents) < len(above):
            return
        known = {block.name for parent in parents for block in parent.find_all(nodes.Block)}
        for node in template.body:
            if isinstance(node, nodes.Block) and node.name not in known:
                message = f"{above[0]} has no block '{node.name}'{did_you_mean(node.name, known)}"
                yield _fault(name, node.lineno, message)
            elif isinstance(node, nodes.Output) and (shown := _first_shown(node)):
                yield _fault(name, shown, "what stands outside of the blocks is not shown")

    def _above(self, name: str) -> list[str]:
        """Name the template that one extends, the one that this extends, and so on."""
        above: list[str] = []
        while name not in above:
            above += [name]
            uses = self.uses.get(name, ())
            name = next((used for used, use in uses if isinstance(use, nodes.Extends)), name)
        return above[1:]


def _no_template(name: str, known: Iterable[str]) -> str:
    return f"there is no template {name}{did_you_mean(name, known)}"


def _uses(template: nodes.Template | Problem) -> Iterator[tuple[str, nodes.Stmt]]:
    """Give the templates that one extends, includes or imports, where it names them outright."""
    if isinstance(template, nodes.Template):
        for use in template.find_all(nodes.Stmt):
            named = getattr(use, "template", None)
            if isinstance(named, nodes.Const):
                yield named.value, use


def _first_shown(output: nodes.Output) -> int | None:
    """Give the line of the first thing in an output that is more than blanks."""
    for node in output.nodes:
        if not isinstance(node, nodes.TemplateData):
            return node.lineno
        if node.data.strip():
            return node.lineno + node.data[: len(node.data) - len(node.data.lstrip())].count("\n")
    return None


def _raised(name: str, error: Exception) -> Problem:
    """Turn what a template raised while it was rendered into a problem at its own line."""
    frames = [frame for frame in extract_tb(error.__traceback__) if frame.filename.startswith(FOLDER)]
    file, line = (frames[-1].filename, frames[-1].lineno) if frames else (FOLDER + name, 1)
    message = error.message if isinstance(error, TemplateError) else str(error)
    if isinstance(error, TemplateNotFound):
        message = f"there is no template {error.name}"
    if isinstance(error, RecursionError):
        message = "this macro calls itself without end"
    said = (message or "").replace(_NO_BLOCK, "this template has no block")
    return _fault(file.removeprefix(FOLDER), line or 1, *_sentences(said))


def _sentences(text: str) -> tuple[str, str]:
    """Part what the engine says into its first sentence and the rest."""
    first, _, rest = text.removesuffix(".").partition(". ")
    return first[:1].lower() + first[1:], f"{rest}." if rest else ""


def _fault(name: str, line: int, message: str, hint: str = "") -> Problem:
    return Problem(
        place=Place(file=FOLDER + name, line=line), code="template-wrong", message=message, hint=hint
    )
