"""The page that shows every component of the templates: it is part of the live preview, never of a build.

No page links to it. What it shows is written in its own templates, so the checks of the content skip it.
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


def with_components_page(site: Site) -> Site:
    """Return the site with the components page added."""
    return replace(site, pages=(*site.pages, COMPONENTS))


def without_components_page(files: Iterable[OutputFile]) -> tuple[OutputFile, ...]:
    """Return the files that the checks look at: all but the components page."""
    return tuple(file for file in files if file.place != COMPONENTS.place)
