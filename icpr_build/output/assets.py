"""Style sheets, pictures and other files → output files named by their content, to be cached for ever.

Rule: one style sheet. `css/<layer>.css` and `css/<layer>/*.css` are joined in the order of LAYERS, each in
its own cascade layer, so that the order of files never decides which rule wins.
"""

import hashlib
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

import lightningcss

from icpr_build.model import OutputFile
from icpr_build.output.images import size, unfit
from icpr_build.problem import Code, Place, Problem
from icpr_build.suggest import did_you_mean
from icpr_build.urls import link_path

LAYERS = ("tokens", "reset", "base", "layout", "components", "utilities")
# The first that know cascade layers; what they do not know yet is written in the older way.
BROWSERS = ["chrome >= 99", "safari >= 15.4", "firefox >= 97"]
STYLE_SHEET = "/css/site.css"
_URL = re.compile(r"""(?:url\(|@import\s+)\s*["']?([^"')]+)["']?\s*\)?""")
_FOR_LIGHT_DARK = re.compile(r"--lightningcss-(?:light|dark):(?: |initial);")  # set wherever a scheme is
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_FAULT = re.compile(r"(?:Parsing stylesheet failed: )?(.*) at .*:(\d+):(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assets:
    """The named `files`; by the site path of each, what that `aliases`, and the `sizes` of pictures."""

    files: tuple[OutputFile, ...]
    aliases: Mapping[str, str]
    sizes: Mapping[str, tuple[int, int]]


def assets(files: Mapping[str, bytes]) -> tuple[Assets, tuple[Problem, ...]]:
    """Name every file by its content.

    `files` are keyed by their path below `assets/`: `img/x.jpg` becomes `assets/img/x.0123456789.jpg` and is
    what `/img/x.jpg` stands for; the style sheets become what `/css/site.css` stands for.
    """
    named = [_named(file, data) for file, data in files.items() if not file.startswith("css/")]
    aliases = {link_path(output.place.file): f"/{output.path}" for output in named}
    css, problems = _style_sheet({f: d for f, d in files.items() if f.startswith("css/")}, aliases)
    sheet = _named(STYLE_SHEET[1:], css.encode())
    made = Assets(
        files=(*named, sheet),
        aliases={**aliases, STYLE_SHEET: f"/{sheet.path}"},
        sizes={link_path(f"assets/{file}"): at for file, data in files.items() if (at := size(file, data))},
    )
    unfit_ones = ((file, why) for file, data in files.items() if (why := unfit(file, data)))
    return made, (*(_problem(file, "picture-wrong", *why) for file, why in unfit_ones), *problems)


def _named(file: str, data: bytes) -> OutputFile:
    place = Place(file=f"assets/{file}")
    stem, extension = posixpath.splitext(link_path(place.file))
    digest = hashlib.sha256(data).hexdigest()[:8]
    return OutputFile(path=f"assets{stem}.{digest}{extension}", data=data, place=place)


def _style_sheet(files: Mapping[str, bytes], aliases: Mapping[str, str]) -> tuple[str, tuple[Problem, ...]]:
    """Join the style sheets, layer by layer, and point their `url(/img/x.svg)` at the named files."""
    problems: list[Problem] = []
    layers: dict[str, list[str]] = {layer: [] for layer in LAYERS}
    for file, data in files.items():
        layer = posixpath.splitext(file.split("/")[1])[0]
        if layer in layers:
            layers[layer].append(_minified(file, data, problems))
            problems += _addresses(file, data, aliases)
        else:
            message = f"no layer '{layer}'{did_you_mean(layer, LAYERS)}"
            hint = f"The layers are {', '.join(LAYERS)}."
            problems.append(_problem(file, "layer-unknown", message, hint))

    def named(match: re.Match[str]) -> str:
        target, mark, part = match[1].partition("#")
        if not target:
            return match[0]
        found = posixpath.relpath(aliases.get(target, target), "/assets/css")
        return f"url({quote(found)}{mark}{part})"

    sheets = (f"@layer {layer}{{{''.join(parts)}}}" for layer, parts in layers.items() if parts)
    css = _URL.sub(named, "".join(sheets))
    if "var(--lightningcss-" not in css:
        css = _FOR_LIGHT_DARK.sub("", css)
    return css, tuple(problems)


def _minified(file: str, data: bytes, problems: list[Problem]) -> str:
    try:
        return lightningcss.process_stylesheet(
            data.decode("utf-8"), filename=file, minify=True, browsers_list=BROWSERS
        )
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "Save the file again with the encoding UTF-8."
        problems.append(_problem(file, "encoding-wrong", "this file is not UTF-8 text", hint, line=line))
    except ValueError as error:
        fault = _CSS_FAULT.search(str(error))
        message, line, column = (fault[1], int(fault[2]) + 1, int(fault[3])) if fault else (str(error), 1, 1)
        problems.append(_problem(file, "css-syntax", message, line=line, column=column))
    return ""


def _addresses(file: str, data: bytes, aliases: Mapping[str, str]) -> Iterator[Problem]:
    """What a style sheet loads must be a file of this site."""
    css = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), data.decode("utf-8", "replace"))
    for row, line in enumerate(css.split("\n"), 1):
        for match in _URL.finditer(line):
            if match[1].partition("#")[0] not in {"", *aliases}:
                hint = "Write the path of a file in assets/, such as /img/x.svg."
                message = f"no file of this site stands at {match[1]}"
                yield _problem(file, "asset-missing", message, hint, line=row, column=match.start(1) + 1)


def _problem(
    file: str, code: Code, message: str, hint: str = "", *, line: int = 1, column: int = 1
) -> Problem:
    place = Place(file=f"assets/{file}", line=line, column=column)
    return Problem(place=place, code=code, message=message, hint=hint)
