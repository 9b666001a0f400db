"""Puts finished files on disk, whole or not at all.

In: `OutputFile` values and a folder. Out: the folder, with `SHA256SUMS`; or an error, and the old folder.
Nothing here knows what a file holds.
"""

from icpr_build.publish.manifest import differences, listed, manifest
from icpr_build.publish.publish import publish, refusal

__all__ = ["differences", "listed", "manifest", "publish", "refusal"]
