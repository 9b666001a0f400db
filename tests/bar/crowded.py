"""Makes the news, documents and resources of `tests/sites/crowded`, which are too many to be written by hand.

All of them are clearly invented, and the same each time.
"""

from datetime import date, timedelta

import yaml

NEWEST = date(2026, 11, 15)
NEWS, DOCUMENTS, RESOURCES = 195, 6, 24
WORDS = (
    "some words that follow each other without saying much Rechtsschutzversicherungsgesellschaften and go on "
    "for as long as they are asked to electroencefalografista until nobody counts them any more"
).split()
PARTS = ("Communication", "Donaudampfschifffahrt and everything that goes with it", "Trust")
KINDS = ("Course", "Report", "Online tool", "Sammelsurium", "Herramienta", "List of lists")


def generated() -> dict[str, str]:
    """Return the files to copy over the site, by their paths."""
    lists = {"news": map(_headline, range(NEWS)), "documents": map(_document, range(DOCUMENTS))}
    lists["resources"] = map(_resource, range(RESOURCES))
    return {f"content/data/{name}.yaml": yaml.safe_dump([*entries]) for name, entries in lists.items()}


def _headline(number: int) -> dict[str, object]:
    """Return a news item: some have no URL, some have a summary, and their dates cover nearly 30 years."""
    entry: dict[str, object] = {
        "title": _words(number, 2 + number % 23),
        "date": NEWEST - timedelta(days=53 * number),
    }
    if number % 3:
        entry["link"] = f"https://{'very.' * (number % 5)}long.example.org/news/{number}/"
    if number % 4 == 0:
        entry["summary"] = _words(number, 30)
    return entry


def _document(number: int) -> dict[str, object]:
    return {
        "title": _words(number, 3 + 5 * number),
        "publisher": _words(number + 1, 2 + 4 * number),
        "date": ("1999", "2001-02", "2003-04-05")[number % 3],
        "summary": _words(number, 10 + 20 * number),
        "url": f"https://www.example.org/documents/{number}/" + "folder/" * number,
        "points": [f"{part} {number}" for part in PARTS[: number % 4]],
    }


def _resource(number: int) -> dict[str, object]:
    entry: dict[str, object] = {
        "title": _words(number, 1 + number % 12),
        "kind": KINDS[number % len(KINDS)],
        "summary": _words(number, 5 + number),
        "url": f"https://www.example.org/resources/{number}",
    }
    if number % 2:
        entry["date"] = "2015-06"
        entry["topics"] = ["Placeholders", "Verwaltungsvorschriften"]
    return entry


def _words(first: int, count: int) -> str:
    """Return `count` words and the number of the first, so that no two texts are the same."""
    words = " ".join(WORDS[(first + at) % len(WORDS)] for at in range(count))
    return f"{words[0].upper()}{words[1:]} {first}"
