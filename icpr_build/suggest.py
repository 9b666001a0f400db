"""Finds the known name, anchor or path nearest to one that does not exist, and says what to write."""

import posixpath
import re
from bisect import bisect
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from urllib.parse import unquote, urlsplit

from icpr_build.problem import LONGEST
from icpr_build.urls import IMAGE_EXTENSIONS

MANY, NEIGHBORS = 100, 20  # words to compare character by character, which is slow
_PAGE_EXTENSIONS = ("", ".htm", ".html", ".md")
_HINTS = (
    (r"\?", "The path of a page has no ?: leave out the ? and what follows it."),
    (r"^/data/.*\.yaml$", "A data file is not a page: link to a page that shows its content."),
    (r"^/css/.*\.css$", "All style sheets are joined into one: /css/site.css."),
    (r"\.html?$", "The path of a page ends in a slash, such as /about/."),
    (r"^/assets/", "Leave out /assets: write /img/x.jpg for assets/img/x.jpg."),
    (r"^/content/", "Leave out /content: write /about.md for content/about.md."),
)


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the known word that is most similar to one, or nothing if none is.

    `cutoff` is the least similarity, from 0 to 1. Of many words, only those that begin or end alike are
    compared.
    """
    candidates = sorted(known)
    if word in candidates:
        return word
    if len(candidates) > MANY:
        reversed_neighbors = _neighbors(word[::-1], sorted(other[::-1] for other in candidates))
        candidates = [*_neighbors(word, candidates), *(other[::-1] for other in reversed_neighbors)]
    return next(iter(get_close_matches(word[:LONGEST], candidates, n=1, cutoff=cutoff)), "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the end of a message: `, did you mean 'title'?` with the nearest known word, or nothing."""
    found = nearest(word, known)
    return f", did you mean '{found}'?" if found else ""


def nearest_path(path: str, known: Iterable[str]) -> str:
    """Return the known path that is the same but written otherwise, or has the nearest name, or nothing."""
    paths = {other.lower(): other for other in known if not other.startswith("/assets/")}
    path = path.lower()
    same = next((variant for variant in _variants(path) if variant in paths), "")
    return paths.get(same or _with_nearest_name(path, paths), "")


def path_hint(path: str, found: str = "") -> str:
    """Say what to write instead of a path that does not exist; `found` is the one that is nearest to it."""
    if hint := next((hint for pattern, hint in _HINTS if re.search(pattern, path)), ""):
        return hint
    hint = f"Write {found} here, if you mean that." if found else ""
    if _file_type(path):
        file, written = _asset(path), _asset(path).removeprefix("assets")
        put = f"ut the file at {file}"
        if written != path:
            put += f", and write {written} here"
        elif not found:
            put += ", or correct its name here"
        return hint if written == found else f"{hint} If not, p{put}." if hint else f"P{put}."
    return hint or "Write the path of a page, such as /about/, or of its file, such as about.md."


def asset_hint(text: str) -> str:
    """Say how to name a file of the site that is not named from its root; nothing if a text names no file."""
    name = posixpath.basename(unquote(urlsplit(text.replace("\\", "/")).path))
    if not posixpath.splitext(name)[1]:
        return ""
    path = _asset(f"/{text.rpartition('assets/')[2]}" if "assets/" in text else f"/{name}")
    return f"Put the file at {path}, if it is not there, and write {path.removeprefix('assets')} here."


def _asset(path: str) -> str:
    """Return where in `assets/` a file belongs: in a folder there, else in the one for its type."""
    if path.startswith(("/img/", "/files/", "/fonts/")):
        return f"assets{path}"
    return f"assets/{'img' if _file_type(path) == 'image' else 'files'}/{posixpath.basename(path)}"


def _neighbors(word: str, words: list[str]) -> list[str]:
    """Return the words that are next to one in alphabetical order."""
    at = bisect(words, word)
    return words[max(0, at - NEIGHBORS) : at + NEIGHBORS]


def _variants(path: str) -> Iterator[str]:
    """Yield the same path without `..`, a `?`, the project's own folders, an extension or a slash too few."""
    normal = posixpath.normpath(path.partition("?")[0])
    for variant in (normal, re.sub(r"^.*/(?:content|assets)(?=/)", "", normal)):
        stem = re.sub(r"(?:/index)?\.html?$|/$", "", variant)
        yield from (variant, f"{variant}/", f"{stem}/")


def _with_nearest_name(path: str, known: Collection[str]) -> str:
    """Return the path whose last part is nearest: a page for a page, a file for a file of the same type."""
    candidates = [other for other in known if _file_type(other) == _file_type(path)]
    name = nearest(_name(path), {_name(other) for other in candidates} - {""})
    wanted = path if _name(path) != path.rpartition("/")[2] else f"{path}/"
    return nearest(wanted, [other for other in candidates if _name(other) == name], 0) if name else ""


def _file_type(path: str) -> str:
    """Return `image`, or the extension of another file; nothing for a page."""
    extension = posixpath.splitext(path)[1]
    return "image" if extension in IMAGE_EXTENSIONS else "" if extension in _PAGE_EXTENSIONS else extension


def _name(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path.rstrip("/")))[0]
