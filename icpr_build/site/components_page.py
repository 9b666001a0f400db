"""What the live preview has and the published site has not: `Site` → the same with the page of components.

Rule: no page leads to it, and what it shows stands in its templates: no editor is told of it.
"""

from collections.abc import Iterable
from dataclasses import replace

from icpr_build.model import OutputFile, Prose, Site, TextPage
from icpr_build.problem import Place

COMPONENTS = TextPage(
    path="/_components/",
    title="Components",
    summary="Every component of the templates in all its states.",
    template="components",
    prose=Prose(),
    draft=True,
    updated=None,
    redirect_from=(),
    place=Place(file="templates/pages/components.html"),
)


def with_preview(site: Site) -> Site:
    """Add the page of components to a site."""
    return replace(site, pages=(*site.pages, COMPONENTS))


def without_preview(files: Iterable[OutputFile]) -> tuple[OutputFile, ...]:
    """Leave its file out of the finished ones, for the checks: they judge the content."""
    return tuple(file for file in files if file.place != COMPONENTS.place)
