"""Puts finished files on disk, whole or not at all.

In: `OutputFile` values and a folder. Out: the folder, with `SHA256SUMS`; or an error, and the old folder.
Nothing here knows what a file contains.
"""

from icpr_build.publish.manifest import differences, manifest, read_manifest
from icpr_build.publish.publish import RefusedOutput, is_published, publish, reason_to_refuse

__all__ = [
    "RefusedOutput",
    "differences",
    "is_published",
    "manifest",
    "publish",
    "read_manifest",
    "reason_to_refuse",
]
