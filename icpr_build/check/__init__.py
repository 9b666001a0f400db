"""Inspects the finished files and yields what is wrong with them: dead links, taken paths, unreachable pages.

In: `OutputFile` values, the links of the content. Out: problems, placed where the mistake was written.
What one source alone can show belongs in `markdown.lint` or `content`.
"""

from icpr_build.check.cascades import doubt
from icpr_build.check.external import outbound
from icpr_build.check.rules import check

__all__ = ["check", "doubt", "outbound"]
