"""A path where nothing stands → the one that was meant, and what to do.

Rule: what is proposed is the same but for how it is written, or else has nearly the same name.
"""

import posixpath
import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from icpr_build.problem import LONGEST
from icpr_build.urls import IMAGE_EXTENSIONS

_PAGES = ("", ".htm", ".html", ".md")
_REMEDIES = (
    (r"\?", "A page of this site takes nothing after a ?: leave it away."),
    (r"^/data/.*\.yaml$", "A file of data is no page: link to a page that shows it."),
    (r"^/css/.*\.css$", "All style sheets are joined into one: /css/site.css."),
    (r"\.html?$", "A page ends in a slash: /about/."),
    (r"^/assets/", "Leave /assets away: /img/x.jpg stands for assets/img/x.jpg."),
    (r"^/content/", "Leave /content away: /about.md stands for content/about.md."),
)


MANY, ASIDE = 100, 20  # words to compare closely, which takes time


def nearest(word: str, known: Iterable[str]) -> str:
    """Find the known word that comes nearest to one, if any does. Of many, those that begin or end alike."""
    among = sorted(known)
    if len(among) > MANY:
        backwards = _around(word[::-1], sorted(other[::-1] for other in among))
        among = [*_around(word, among), *(other[::-1] for other in backwards)]
    return next(iter(get_close_matches(word[:LONGEST], among, n=1)), "")


def _around(word: str, among: list[str]) -> list[str]:
    """Give the words that stand beside one in the alphabet."""
    at = bisect(among, word)
    return among[max(0, at - ASIDE) : at + ASIDE]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """End a message with the nearest of the known words: `, did you mean 'title'?`, or with nothing."""
    found = nearest(word, known)
    return f", did you mean '{found}'?" if found else ""


def meant(path: str, known: Iterable[str]) -> str:
    """Find the path that was meant by one where nothing stands; empty if none is near."""
    named = {other.lower(): other for other in known if not other.startswith("/assets/")}
    wanted = next((way for way in _ways(path.lower()) if way in named), "")
    return named.get(wanted or _near(path.lower(), named), "")


def remedy(path: str) -> str:
    """Say what to write instead of a path where nothing stands."""
    found = next((hint for form, hint in _REMEDIES if re.search(form, path)), "")
    if not found and _is_file(path):
        return f"Put the file at assets{path}, or mend its name."
    return found or "Write the path of a page, such as /about/, or its file, such as about.md."


def _ways(path: str) -> Iterator[str]:
    """Give the same path without what does not belong there: `..`, folders of the project, a `?`, an end."""
    plain = posixpath.normpath(path.partition("?")[0])
    inner = re.sub(r"^.*/(?:content|assets)(?=/)", "", plain)
    for way in (plain, inner):
        stem = re.sub(r"(?:/index)?\.html?$|/$", "", way)
        yield from (way, f"{way}/", f"{stem}/")


def _near(path: str, named: Mapping[str, str]) -> str:
    """Find the path of the nearest name: a page for a page, a file for a file."""
    alike = [other for other in named if _kind(other) == _kind(path)]
    name = nearest(_name(path), {_name(other) for other in alike} - {""})
    wanted = path if _name(path) != path.rpartition("/")[2] else f"{path}/"
    found = [other for other in alike if _name(other) == name] if name else []
    return next(iter(get_close_matches(wanted, found, n=1, cutoff=0)), "")


def _is_file(path: str) -> bool:
    return bool(_kind(path))


def _kind(path: str) -> str:
    """Tell the pictures and each other kind of file apart; a page has none."""
    extension = posixpath.splitext(path)[1]
    return "picture" if extension in IMAGE_EXTENSIONS else "" if extension in _PAGES else extension


def _name(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path.rstrip("/")))[0]
