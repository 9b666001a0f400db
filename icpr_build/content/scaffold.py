"""A title → a new, valid file, which is a draft. It never overwrites a file."""

import errno
import json
from datetime import date
from pathlib import Path

from icpr_build.source import inside
from icpr_build.urls import slug, words_slug


def news_file(title: str, today: date) -> tuple[str, str]:
    """Return the path and the text of a new news item."""
    return f"content/news/{today.isoformat()}-{slug(title)}.md", _text(title, f"date: {today.isoformat()}")


def page_file(title: str, today: date) -> tuple[str, str]:
    """Return the path and the text of a new page."""
    return f"content/{slug(title)}.md", _text(title, f"updated: {today.isoformat()}")


def name_note(file: str, title: str) -> str:
    """Say that the name of a new file has nothing of its title, if it has not."""
    if words_slug(title):
        return ""
    return f"the title has no letter from a to z: give {file} a name of such letters, which makes its path"


def write_new(root: Path, file: str, text: str) -> None:
    """Write a new file. Raises FileExistsError if there is one."""
    path = path_to_write(root, file)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(text)


def path_to_write(root: Path, file: str) -> Path:
    """Return the path of a file to write. Raises OSError if a link leads out of the project's folder."""
    path = inside(root, file)
    if not path:
        raise OSError(errno.ELOOP, "a link leads out of its folder")
    return path


def _text(title: str, date_line: str) -> str:
    title = " ".join(title.split())
    summary = f"Say in one sentence what “{title}” is about."
    keys = (
        f"title: {_in_quotation_marks(title)}",
        date_line,
        f"summary: {_in_quotation_marks(summary)}",
        "draft: true",
    )
    return "\n".join(("---", *keys, "---", "Write the text here.", ""))


def _in_quotation_marks(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
