"""Pages and templates → finished files, in memory.

Rule: templates speak in site paths (`/about/`, `/img/x.jpg`); the addresses of a finished page are relative,
so that the site works in any folder, except on the page for lost visitors, which is served at any depth.
"""

from collections.abc import Iterable, Mapping
from traceback import extract_tb
from types import TracebackType

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)

from icpr_build.address import NOT_FOUND, Addresses, output_path, rewrite
from icpr_build.model import OutputFile, Page
from icpr_build.problem import Place, Problem

FOLDER = "templates/"


def render(
    pages: Iterable[Page], templates: Mapping[str, str], addresses: Addresses
) -> tuple[tuple[OutputFile, ...], tuple[Problem, ...]]:
    """Render every page. A fault of a template is told once, with the first page that shows it."""
    environment = _environment(templates)
    files: list[OutputFile] = []
    faults: dict[Place, Problem] = {}
    for page in pages:
        try:
            text = environment.get_template(page.template).render(page.view)
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
            problem = _fault(page, error)
            faults.setdefault(problem.place, problem)
            text = ""
        data = _addressed(page, text, addresses).encode()
        files.append(_file(page, data))
    return tuple(files), tuple(faults.values())


def _file(page: Page, data: bytes) -> OutputFile:
    return OutputFile(
        path=output_path(page.path),
        data=data,
        place=page.place,
        places=page.places,
        date=page.date,
        listed=page.listed,
    )


def _environment(templates: Mapping[str, str]) -> Environment:
    def load(name: str) -> tuple[str, str, None] | None:
        return (templates[name], FOLDER + name, None) if name in templates else None

    return Environment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _addressed(page: Page, text: str, addresses: Addresses) -> str:
    if not page.template.endswith(".html"):
        return text
    if page.path == NOT_FOUND:
        return rewrite(text, addresses.rooted)
    return rewrite(text, lambda target: addresses.relative(page.path, target))


def _fault(page: Page, error: Exception) -> Problem:
    """Turn what a template raised into a problem at the template's own line."""
    if isinstance(error, TemplateSyntaxError):
        place = Place(file=FOLDER + (error.name or page.template).removeprefix(FOLDER), line=error.lineno)
    else:
        place = _last_in_templates(error.__traceback__) or Place(file=FOLDER + page.template)
    message = str(error.message if isinstance(error, TemplateError) else error)
    if isinstance(error, TemplateNotFound):
        message = f"there is no template {error.name}"
    elif isinstance(error, RecursionError):
        message = "this template includes itself without end"
    hint = f"Found while rendering {page.path} (from {page.place.file})."
    return Problem(place=place, code="template-wrong", message=message, hint=hint)


def _last_in_templates(traceback: TracebackType | None) -> Place | None:
    frames = [frame for frame in extract_tb(traceback) if frame.filename.startswith(FOLDER)]
    return Place(file=frames[-1].filename, line=frames[-1].lineno or 1) if frames else None
