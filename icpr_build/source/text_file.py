"""A file's bytes → its text, and what is wrong with its encoding and its characters.

The text goes on as though it had been corrected, so that all else in it is reported in the same run.
"""

import re
from collections.abc import Iterator

from icpr_build.characters import FORBIDDEN, REPLACEMENT, describe_forbidden
from icpr_build.problem import Place, Problem, quoted

_BYTE_ORDER_MARKS = {  # the longer ones first: one begins with the other
    b"\xff\xfe\0\0": "UTF-32",
    b"\0\0\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
_BEGINNING = 400  # bytes that show an encoding
# A character of two bytes in UTF-8, or punctuation of three, each byte read as a character of Windows-1252.
_MISREAD = re.compile(
    "\u00c3[\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bf]|\u00e2\u20ac[\u02dc\u0153\u201c\u201d\u2122\u00a6\u00a2]"
)
_CONFLICT = re.compile(r"(<{7}|>{7}|\|{7})(?: .*)?|={7}")


def decode(file: str, data: bytes) -> tuple[str | None, tuple[Problem, ...]]:
    """Decode UTF-8, with or without a byte order mark; line endings become those of Unix.

    The text is None if it is in an encoding of two or four bytes a character.
    """
    if encoding := _wide_encoding(data):
        return None, (_not_utf_8(file, "", f"this file is {encoding}, not UTF-8"),)
    try:
        text, problems = data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        problems = [_not_utf_8(file, before, "this file is not UTF-8 text")]
        text = data.decode("cp1252", "replace").replace(REPLACEMENT, "")
    lines = _with_unix_line_endings(text).split("\n")
    problems += [*_conflicts(file, lines), *_characters(file, lines)]
    return FORBIDDEN.sub("", "\n".join(lines)), tuple(problems)


def _wide_encoding(data: bytes) -> str | None:
    """Name an encoding of two or four bytes a character; without a byte order mark, its zeros show it."""
    beginning = data[:_BEGINNING]
    marked = next((name for mark, name in _BYTE_ORDER_MARKS.items() if data.startswith(mark)), None)
    zeros = beginning.count(0) / max(len(beginning), 4)
    return marked or ("UTF-32" if zeros > 0.6 else "UTF-16" if zeros > 0.3 else None)  # noqa: PLR2004


def _not_utf_8(file: str, before: str, message: str) -> Problem:
    before = _with_unix_line_endings(before)
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    hint = "Save the file again with the encoding UTF-8."
    return Place(file=file, line=line, column=column).problem("encoding-wrong", message, hint)


def _with_unix_line_endings(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _conflicts(file: str, lines: list[str]) -> Iterator[Problem]:
    """Report merge conflicts, and keep the first version of each."""
    if not any(line.startswith((">" * 7, "<" * 7)) for line in lines):
        return
    opened = parted = None
    for row, line in enumerate(lines):
        mark = line[:7] if _CONFLICT.fullmatch(line) else ""
        if mark.startswith("<") or (mark.startswith(">") and opened is None):
            message = "this file contains a merge conflict that is not resolved"
            hint = (
                "Keep the right one of the two versions, and delete the lines <<<<<<<, ======= and >>>>>>>."
            )
            yield Place(file=file, line=row + 1).problem("merge-unsettled", message, hint)
            opened, parted, lines[row] = (row if "<" in mark else None), None, ""
        elif opened is not None and mark.startswith(">"):
            first = row if parted is None else parted
            lines[first : row + 1] = [""] * (row + 1 - first)
            opened = None
        elif opened is not None and mark:
            parted, lines[row] = row if parted is None else parted, ""


def _characters(file: str, lines: list[str]) -> Iterator[Problem]:
    """Report the first character of each line that is invisible, lost or damaged."""
    text = "\n".join(lines)
    if not (FORBIDDEN.search(text) or _MISREAD.search(text)):  # the whole is searched sooner than each line
        return
    for row, line in enumerate(lines, 1):
        if found := FORBIDDEN.search(line):
            place = Place(file=file, line=row, column=found.start() + 1)
            yield place.problem("character-wrong", *describe_forbidden(found[0]))
        elif misread := _MISREAD.search(line):
            place = Place(file=file, line=row, column=misread.start() + 1)
            meant = misread[0].encode("cp1252", "replace").decode("utf-8", "replace")
            message = f"{quoted(misread[0])} is another character, damaged by a wrong encoding"
            yield place.problem("character-wrong", message, f"Write {meant} in its place.")
