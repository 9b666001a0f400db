"""Turns sources into a `Site`: every source is read as the kind of content that its file holds.

In: sources and rendered bodies. Out: `Site`, with what is not public left out, and the problems of the keys.
How anything is shown does not belong here; nor does what can only be seen in finished pages.
"""

from icpr_build.content.files import DOCUMENTS, HEADLINES, NEWS, RESOURCES, SITE
from icpr_build.content.formats import BASE_URL, DAY
from icpr_build.content.json_schema import schemas
from icpr_build.content.validate import validate

__all__ = ["BASE_URL", "DAY", "DOCUMENTS", "HEADLINES", "NEWS", "RESOURCES", "SITE", "schemas", "validate"]
