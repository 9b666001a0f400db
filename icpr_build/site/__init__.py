"""Turns a `Site` into every `Page`: its path, its template, and all that the template is given.

In: `Site` and `SiteUrls`. Out: pages, feeds, metadata, redirect pages; sorted, grouped and worded.
HTML does not belong here, nor does any file.
"""

from icpr_build.site.components_page import COMPONENTS, with_preview, without_preview
from icpr_build.site.pages import SET_BY_PROGRAM, markdown_paths, pages

__all__ = ["COMPONENTS", "SET_BY_PROGRAM", "markdown_paths", "pages", "with_preview", "without_preview"]
