"""Inspects the finished files and yields their problems: broken links, taken paths, unreachable pages.

In: `OutputFile` values, the links of the content. Out: problems, placed where the mistake was written.
What one source alone can show belongs in `markdown.lint` or `content`.
"""

from icpr_build.check.cascades import find_gaps, without_consequences, without_unread
from icpr_build.check.external import check_external_links
from icpr_build.check.rules import check
from icpr_build.check.share_images import share_images
from icpr_build.check.uniqueness import path_conflicts

__all__ = [
    "check",
    "check_external_links",
    "find_gaps",
    "path_conflicts",
    "share_images",
    "without_consequences",
    "without_unread",
]
