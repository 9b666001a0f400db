"""Turns a `Site` into every `Page`: its path, its template, and everything that the template prints.

In: `Site`, `SiteUrls` and the sizes of the images. Out: `pages`, with sitemap, robots.txt and web manifest;
`feeds`, `metadata` and `redirects`; everything sorted, grouped and worded. No HTML is written here.
"""

from icpr_build.site.components_page import COMPONENTS, with_components_page, without_components_page
from icpr_build.site.metadata import SHARE_IMAGE
from icpr_build.site.pages import SET_BY_PROGRAM, markdown_paths, pages

__all__ = [
    "COMPONENTS",
    "SET_BY_PROGRAM",
    "SHARE_IMAGE",
    "markdown_paths",
    "pages",
    "with_components_page",
    "without_components_page",
]
