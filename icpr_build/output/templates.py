"""The texts of templates → what renders a page, and the problems of the templates themselves.

A problem of a template is reported at its line, whether a page uses the template or not. A page that needs a
template with a problem is not rendered.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
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
_PART, _TAG = "end of print statement", "end of statement block"  # Jinja2's names for }} and %}
# What Jinja2 says, then the message and the hint in its place.
_PLAIN = (
    (rf"unexpected end of template, expected '{_PART}'", "{{ is not closed", "Write }} where it ends."),
    (rf"unexpected end of template, expected '{_TAG}'", "{% is not closed", "Write %} where it ends."),
    (
        r"Unexpected end of template\..* is '(\w+)'",
        r"{% \1 %} is not closed",
        r"Write {% end\1 %} where it ends.",
    ),
    (
        rf"[Ee]xpected an expression, got '{_PART}'",
        "something is missing before }}",
        "Write what is to be shown there.",
    ),
    (
        rf"[Ee]xpected an expression, got '{_TAG}'",
        "something is missing before %}",
        "Write what the tag needs there.",
    ),
    (
        rf"expected token '{_PART}'",
        "}} is missing, or something before it",
        "Write }} after what is to be shown.",
    ),
    (rf"expected token '{_TAG}'", "%} is missing, or something before it", "Write %} at the end of the tag."),
    (
        r"Encountered unknown tag 'end.* needs to be closed is '(\w+)'",
        r"{% \1 %} is not closed above this",
        r"Write {% end\1 %} where it ends.",
    ),
    (
        r"Encountered unknown tag '(end\w+)'",
        r"{% \1 %} closes nothing that is open here",
        "Delete it, or open what it closes.",
    ),
    (r"Encountered unknown tag '(\w+)'", r"there is no tag {% \1 %}", "Correct its name."),
    (r"unexpected '(.+?)'", r"'\1' cannot be here", "Look for a }}, a %} or a ) that is missing before it."),
    (r"No (filter|test) named '(\w+)'", r"there is no \1 '\2'", "Correct its name."),
    (
        r"'[\w.]+ object' has no attribute '(\w+)'",
        r"this value has no part named '\1'",
        "Correct the name after the period.",
    ),
    (
        r"'(\w+)' is undefined",
        r"nothing here is named '\1'",
        "Correct the name.",
    ),
)
_NO_BLOCK = "'jinja2.runtime.TemplateReference object' has no attribute"


class Templates:
    """The templates of a site, by their paths in `templates/`; they are compiled when a page needs them."""

    def __init__(self, texts: Mapping[str, str], problems: Mapping[str, tuple[Problem, ...]]) -> None:
        """Take the texts and what `inspect_templates` returned for them."""
        self.texts = texts
        self.problems = problems
        self.environment = _environment(tuple(sorted(texts.items())))

    def render(self, name: str, view: Mapping[str, object]) -> tuple[str, tuple[Problem, ...]]:
        """Render a template with its variables. If there is a problem, the text is empty."""
        if name not in self.texts:
            return "", (_no_template(name, 1, name, self.texts),)
        if self.problems[name]:
            return "", self.problems[name]
        try:
            return self.environment.get_template(name).render(view), ()
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
            return "", (_rendering_problem(name, error),)


def inspect_templates(texts: Mapping[str, str]) -> dict[str, tuple[Problem, ...]]:
    """Return the problems of every template and of all that it needs, found without rendering it."""
    inspection = _Inspection(texts)
    own = {name: tuple(inspection.problems(name)) for name in texts}
    return {name: tuple(chain(*(own[needed] for needed in sorted(inspection.needs(name))))) for name in texts}


@lru_cache(maxsize=1)  # the templates of one build after another are mostly the same
def _environment(templates: tuple[tuple[str, str], ...]) -> Environment:
    texts = dict(templates)
    environment = Environment(
        loader=FunctionLoader(lambda name: (texts[name], FOLDER + name, None) if name in texts else None),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=typeset,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.policies["json.dumps_function"] = _typeset_json  # of the filter `tojson`
    return environment


def _typeset_json(value: object, *, sort_keys: bool, indent: int | None = None) -> str:
    """Write a value as JSON, with the typography of what is printed in any other way."""
    return json.dumps(_typeset(value), sort_keys=sort_keys, indent=indent)


def _typeset(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _typeset(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_typeset(part) for part in value]
    return typeset(value)


class _Inspection:
    """Parses all templates, as most problems are found by comparing one with those that it uses."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.environment = _environment(tuple(sorted(texts.items())))
        self.parsed = {name: self._parsed(name) for name in texts}
        self.uses = {name: tuple(_uses(template)) for name, template in self.parsed.items()}

    def _parsed(self, name: str) -> nodes.Template | Problem:
        try:
            self.environment.get_template(name)
            return self.environment.parse(self.texts[name])
        except TemplateSyntaxError as error:
            return _problem(name, error.lineno, *_sentences(error.message or ""))

    def needs(self, name: str) -> frozenset[str]:
        """Return a template, those that it uses, those that these use, and so on."""
        needed, to_do = {name}, [name]
        while to_do:
            new = {used for used, _ in self.uses[to_do.pop()] if used in self.texts} - needed
            needed |= new
            to_do += new
        return frozenset(needed)

    def problems(self, name: str) -> Iterator[Problem]:
        """Yield the problems of a template itself."""
        template = self.parsed[name]
        if isinstance(template, Problem):
            yield template
        else:
            yield from self._missing_templates(name)
            yield from self._loops(name)
            yield from self._missing_extends(name)
            yield from self._not_shown(name, template)
            yield from self._not_filled(name)

    def _missing_templates(self, name: str) -> Iterator[Problem]:
        """Report what a template uses and is not there."""
        for used, use in self.uses[name]:
            if used not in self.texts:
                yield _no_template(name, use.lineno, used, self.texts)

    def _loops(self, name: str) -> Iterator[Problem]:
        """Report a template that uses itself; a loop of several is reported in the first by name."""
        loop = [other for other in self.needs(name) if name in self.needs(other)]
        for used, use in self.uses[name]:
            if used in loop and name == min(loop):
                yield _problem(name, use.lineno, f"{used} uses this template again, without end")

    def _missing_extends(self, name: str) -> Iterator[Problem]:
        """Report a page's template that does not fill in the blocks of a whole document."""
        extends = any(isinstance(use, nodes.Extends) for _, use in self.uses[name])
        if name.startswith("pages/") and not extends:
            hint = 'Begin with {% extends "base.html" %}.'
            yield _problem(name, 1, "a page's template must extend another", hint)

    def _not_shown(self, name: str, template: nodes.Template) -> Iterator[Problem]:
        """Report what is in none of the blocks of the templates that a template extends."""
        ancestors = self._ancestors(name)
        parents = [parent for it in ancestors if isinstance(parent := self.parsed.get(it), nodes.Template)]
        if not parents or len(parents) < len(ancestors):
            return
        known = {block.name for parent in parents for block in parent.find_all(nodes.Block)}
        for node in template.body:
            if isinstance(node, nodes.Block) and node.name not in known | self._filled_by_all(ancestors[0]):
                message = f"{ancestors[0]} has no block '{node.name}'{did_you_mean(node.name, known)}"
                yield _problem(name, node.lineno, message)
            elif isinstance(node, nodes.Output) and (shown := _first_shown(node)):
                yield _problem(name, shown, "what is outside of the blocks is not shown")

    def _not_filled(self, name: str) -> Iterator[Problem]:
        """Report a block that all the templates fill that extend a template, and that is missing there."""
        ancestors = (self.parsed[it] for it in (name, *self._ancestors(name)) if it in self.parsed)
        known = {
            block.name
            for it in ancestors
            if isinstance(it, nodes.Template)
            for block in it.find_all(nodes.Block)
        }
        for block in sorted(self._filled_by_all(name) - known):
            hint = f"Write {{% block {block} %}}{{% endblock %}} where it belongs."
            yield _problem(name, 1, f"the block '{block}', which pages fill, is missing", hint)

    def _filled_by_all(self, name: str) -> frozenset[str]:
        """Return the names of the blocks that all the templates fill that extend one, if they are several."""
        children = [it for it in self.texts if self._ancestors(it)[:1] == [name]]
        parsed = [found for it in children if isinstance(found := self.parsed[it], nodes.Template)]
        filled = [{node.name for node in it.body if isinstance(node, nodes.Block)} for it in parsed]
        return frozenset(set.intersection(*filled) if len(filled) > 1 else ())

    def _ancestors(self, name: str) -> list[str]:
        """Return the template that one extends, the one that this extends, and so on."""
        chain: list[str] = []
        while name not in chain:
            chain += [name]
            uses = self.uses.get(name, ())
            name = next((used for used, use in uses if isinstance(use, nodes.Extends)), name)
        return chain[1:]


def _no_template(name: str, line: int, used: str, known: Iterable[str]) -> Problem:
    message = f"there is no template {used}{did_you_mean(used, known)}"
    return Place(file=FOLDER + name, line=line).problem("template-wrong", message, missing=FOLDER + used)


def _uses(template: nodes.Template | Problem) -> Iterator[tuple[str, nodes.Stmt]]:
    """Yield the templates that one extends, includes or imports, if their names are not computed."""
    if isinstance(template, nodes.Template):
        for use in template.find_all(nodes.Stmt):
            named = getattr(use, "template", None)
            if isinstance(named, nodes.Const):
                yield named.value, use


def _first_shown(output: nodes.Output) -> int | None:
    """Return the line of the first thing in an output that is more than whitespace."""
    for node in output.nodes:
        if not isinstance(node, nodes.TemplateData):
            return node.lineno
        if node.data.strip():
            return node.lineno + node.data[: len(node.data) - len(node.data.lstrip())].count("\n")
    return None


def _rendering_problem(name: str, error: Exception) -> Problem:
    """Turn an exception from rendering into a problem at the template's own line."""
    frames = [frame for frame in extract_tb(error.__traceback__) if frame.filename.startswith(FOLDER)]
    file, line = (frames[-1].filename, frames[-1].lineno) if frames else (FOLDER + name, 1)
    if isinstance(error, TemplateNotFound):
        return _no_template(file.removeprefix(FOLDER), line or 1, str(error.name), ())
    message = error.message if isinstance(error, TemplateError) else str(error)
    if isinstance(error, RecursionError):
        message = "this macro calls itself without end"
    message = (message or "").replace(_NO_BLOCK, "this template has no block")
    return _problem(file.removeprefix(FOLDER), line or 1, *_sentences(message))


def _sentences(text: str) -> tuple[str, str]:
    """Return the message and the hint for what Jinja2 says; else its first sentence and the rest."""
    for pattern, message, hint in _PLAIN:
        if found := re.match(pattern, text):
            return found.expand(message), found.expand(hint)
    first, _, rest = text.removesuffix(".").partition(". ")
    return first[:1].lower() + first[1:], f"{rest}." if rest else ""


def _problem(name: str, line: int, message: str, hint: str = "") -> Problem:
    return Place(file=FOLDER + name, line=line).problem("template-wrong", message, hint)
