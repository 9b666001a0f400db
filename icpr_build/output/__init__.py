"""Turns pages, templates and assets into finished files, in memory.

In: `Page` values, template texts, asset bytes. Out: `OutputFile` values, problems of templates and assets.
Nothing is written here, and nothing is sorted or worded.
"""

from icpr_build.output.assets import Assets, assets
from icpr_build.output.render import render

__all__ = ["Assets", "assets", "render"]
