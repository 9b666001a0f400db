"""Turns pages, templates and assets into finished files, in memory.

In: `Page` values, the texts of templates, the bytes of assets. Out: `OutputFile` values, and the problems of
templates and assets. Nothing is written to disk here, and nothing is sorted or worded.
"""

from icpr_build.output.assets import Assets, assets
from icpr_build.output.host_files import host_files
from icpr_build.output.render import render

__all__ = ["Assets", "assets", "host_files", "render"]
