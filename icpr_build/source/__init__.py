"""Reads a project's folder: `read(root)` turns files into `Source` values, template texts and asset bytes.

In: the folder. Out: `Inputs` and the problems of files, encodings, front matter and YAML.
What a key means does not belong here; that begins in `content`.
"""

from icpr_build.source.read import is_unread, read
from icpr_build.source.walk import FOLDERS, file_states, inside

__all__ = ["FOLDERS", "file_states", "inside", "is_unread", "read"]
