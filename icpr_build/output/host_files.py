"""The files that tell a host how to serve the site."""

from icpr_build.content import SITE
from icpr_build.model import OutputFile
from icpr_build.problem import Place
from icpr_build.urls import NO_JEKYLL


def host_files() -> tuple[OutputFile, ...]:
    """Return the empty file for GitHub Pages, which else leaves out each name that begins with `_`."""
    return (OutputFile(path=NO_JEKYLL, data=b"", place=Place(file=SITE)),)
