"""A title → a new, valid file that is still a draft.

Rule: it never writes over a file.
"""

import errno
import json
from datetime import date
from pathlib import Path

from icpr_build.source import inside
from icpr_build.urls import slug


def news_file(title: str, today: date) -> tuple[str, str]:
    """Give path and text of a new news item."""
    return f"content/news/{today.isoformat()}-{slug(title)}.md", _file(title, f"date: {today.isoformat()}")


def page_file(title: str, today: date) -> tuple[str, str]:
    """Give path and text of a new page."""
    return f"content/{slug(title)}.md", _file(title, f"updated: {today.isoformat()}")


def write_new(root: Path, file: str, text: str) -> None:
    """Write a file that is not there yet. Raises FileExistsError."""
    path = own(root, file)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(text)


def own(root: Path, file: str) -> Path:
    """Give the path of a file to write. Raises OSError if a link leads out of the project's folder."""
    path = inside(root, file)
    if not path:
        raise OSError(errno.ELOOP, "a link leads out of its folder")
    return path


def _file(title: str, dated: str) -> str:
    title = " ".join(title.split())
    summary = f"Say in one sentence what “{title}” is about."
    keys = (f"title: {_quoted(title)}", dated, f"summary: {_quoted(summary)}", "draft: true")
    return "\n".join(("---", *keys, "---", "Write the text here.", ""))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
