"""A file's bytes → its text, and what no text may hold.

Rule: the text goes on as though its faults were mended, so that all else in it is told in the same run.
"""

import re
from collections.abc import Iterator

from icpr_build.characters import FORBIDDEN, REPLACEMENT, describe_forbidden
from icpr_build.problem import Code, Place, Problem, quoted

_MARKS = {  # the longer ones first: one begins with the other
    b"\xff\xfe\0\0": "UTF-32",
    b"\0\0\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
_BEGINNING = 400  # bytes that tell an encoding
# Letters of two bytes, and typographic signs of three, each byte taken for a letter of Windows.
_MISREAD = re.compile(
    "\u00c3[\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bf]|\u00e2\u20ac[\u02dc\u0153\u201c\u201d\u2122\u00a6\u00a2]"
)
_MERGED = re.compile(r"(<{7}|>{7}|\|{7})(?: .*)?|={7}")


def decode(file: str, data: bytes) -> tuple[str | None, tuple[Problem, ...]]:
    """Decode UTF-8; a byte order mark and Windows line ends are taken without a word."""
    wide = _wide(data)
    if wide:
        return None, (_not_utf_8(file, "", f"this file is {wide}, not UTF-8"),)
    try:
        text, problems = data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        problems = [_not_utf_8(file, before, "this file is not UTF-8 text")]
        text = data.decode("cp1252", "replace").replace(REPLACEMENT, "")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    problems += [*_unsettled(file, lines), *_unseen(file, lines)]
    return FORBIDDEN.sub("", "\n".join(lines)), tuple(problems)


def _wide(data: bytes) -> str | None:
    """Name an encoding that has two or four bytes a letter; without a mark, zeros betray it."""
    beginning = data[:_BEGINNING]
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)
    zeros = beginning.count(0) / max(len(beginning), 4)
    return marked or ("UTF-32" if zeros > 0.6 else "UTF-16" if zeros > 0.3 else None)  # noqa: PLR2004


def _not_utf_8(file: str, before: str, message: str) -> Problem:
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    row, column = before.count("\n"), len(before) - before.rfind("\n")
    hint = "Save the file again with the encoding UTF-8."
    return _problem(file, row, column, "encoding-wrong", message, hint)


def _unsettled(file: str, lines: list[str]) -> Iterator[Problem]:
    """Two versions that git has merged must be settled; of what is still open, the first is read on."""
    opened = parted = None
    for row, line in enumerate(lines):
        mark = line[:7] if _MERGED.fullmatch(line) else ""
        if mark.startswith("<") or (mark.startswith(">") and opened is None):
            message = "two versions of this file were merged, and not settled"
            hint = "Keep the right one of the two, and delete the lines <<<<<<<, ======= and >>>>>>>."
            yield _problem(file, row, 1, "merge-unsettled", message, hint)
            opened, parted, lines[row] = (row if "<" in mark else None), None, ""
        elif opened is not None and mark.startswith(">"):
            first = row if parted is None else parted
            lines[first : row + 1] = [""] * (row + 1 - first)
            opened = None
        elif opened is not None and mark:
            parted, lines[row] = row if parted is None else parted, ""


def _unseen(file: str, lines: list[str]) -> Iterator[Problem]:
    """A character that no one sees is told, one a line."""
    for row, line in enumerate(lines):
        found, misread = FORBIDDEN.search(line), _MISREAD.search(line)
        if found:
            yield _problem(file, row, found.start() + 1, "character-wrong", *describe_forbidden(found[0]))
        elif misread:
            message = f"{quoted(misread[0])} is a sign of damage: another letter stood here"
            hint = f"Write {_meant(misread[0])} in its place."
            yield _problem(file, row, misread.start() + 1, "character-wrong", message, hint)


def _meant(misread: str) -> str:
    return misread.encode("cp1252", "replace").decode("utf-8", "replace")


def _problem(file: str, row: int, column: int, code: Code, message: str, hint: str) -> Problem:
    return Problem(place=Place(file=file, line=row + 1, column=column), code=code, message=message, hint=hint)
