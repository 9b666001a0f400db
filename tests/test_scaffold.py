from datetime import date
from pathlib import Path

import pytest

from icpr_build.content.scaffold import news_file, page_file, write_new

TODAY = date(2024, 6, 7)


def test_a_news_item_is_begun() -> None:
    file, text = news_file("Trust in Practice", TODAY)
    assert file == "content/news/2024-06-07-trust-in-practice.md"
    assert text.splitlines() == [
        "---",
        'title: "Trust in Practice"',
        "date: 2024-06-07",
        'summary: "Say in one sentence what “Trust in Practice” is about."',
        "draft: true",
        "---",
        "Write the text here.",
    ]


@pytest.mark.parametrize(
    ("title", "name", "written"),
    [
        ("About us", "about-us", '"About us"'),
        ('A "quote": yes & no', "a-quote-yes-no", '"A \\"quote\\": yes & no"'),
        ("  Café\n München ", "cafe-munchen", '"Café München"'),
        ("../../etc/passwd", "etc-passwd", '"../../etc/passwd"'),
        ("信任", "d1cd931be8", '"信任"'),
        ("index", "index", '"index"'),
    ],
)
def test_any_title_makes_a_file(title: str, name: str, written: str) -> None:
    file, text = page_file(title, TODAY)
    assert file == f"content/{name}.md"
    assert text.startswith(f"---\ntitle: {written}\nupdated: 2024-06-07\n")


def test_no_file_is_written_over(tmp_path: Path) -> None:
    write_new(tmp_path, "content/a.md", "é\n")
    with pytest.raises(FileExistsError):
        write_new(tmp_path, "content/a.md", "other")
    assert (tmp_path / "content" / "a.md").read_bytes() == "é\n".encode()
