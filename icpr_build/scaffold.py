"""A title → a new, valid file that is still a draft.

Rule: it never writes over a file.
"""

import json
from datetime import date
from pathlib import Path

from icpr_build.address import slug


def news_file(title: str, today: date) -> tuple[str, str]:
    """Give path and text of a new news item."""
    head = f"title: {_quoted(title)}\ndate: {today.isoformat()}\n"
    return f"content/news/{today.isoformat()}-{_name(title)}.md", _file(head)


def page_file(title: str, today: date) -> tuple[str, str]:
    """Give path and text of a new page."""
    return f"content/{_name(title)}.md", _file(f"title: {_quoted(title)}\nupdated: {today.isoformat()}\n")


def write_new(root: Path, file: str, text: str) -> None:
    """Write a file that is not there yet. Raises FileExistsError."""
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(text)


def _file(head: str) -> str:
    summary = "summary: Say here in one sentence what this is about.\n"
    return f"---\n{head}{summary}draft: true\n---\nWrite the text here.\n"


def _name(title: str) -> str:
    return slug(title) or "untitled"


def _quoted(title: str) -> str:
    return json.dumps(" ".join(title.split()), ensure_ascii=False)
