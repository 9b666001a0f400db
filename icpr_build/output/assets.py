"""The files of `assets/` → output files, named by their content, so that browsers can cache them forever.

There is one style sheet. `css/<layer>.css` and `css/<layer>/*.css` are joined in the order of LAYERS, each in
its own cascade layer, so that the order of the files never decides which rule wins.
"""

import hashlib
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

import lightningcss

from icpr_build.cache import Cache
from icpr_build.model import ImageSizes, OutputFile
from icpr_build.output.images import inspect_image
from icpr_build.problem import Place, Problem
from icpr_build.suggest import did_you_mean
from icpr_build.urls import link_path

LAYERS = ("tokens", "reset", "base", "layout", "components", "utilities")
# The first that have cascade layers; newer CSS is translated into what they understand.
BROWSERS = ["chrome >= 99", "safari >= 15.4", "firefox >= 97"]
STYLE_SHEET = "/css/site.css"
_URL = re.compile(r"""(?:url\(|@import\s+)\s*["']?([^"')]+)["']?\s*\)?""")
# What Lightning CSS adds wherever `color-scheme` is set, for `light-dark()`.
_FOR_LIGHT_DARK = re.compile(r"--lightningcss-(?:light|dark):(?: |initial);")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(
    r"(?P<comment>/\*.*?(?P<end>\*/|\Z))"
    r"|\\.|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|url\([^\"'()]*\)|[{}()\[\]]",
    re.DOTALL | re.IGNORECASE,
)
_NOT_A_LINE = re.compile(r"[^\n]")
_NO_VALUE = re.compile(r"(?<![\w-])(?!--)([a-z-]+)\s*:\s*(?=[;}])", re.IGNORECASE)
_CLOSING = {"{": "}", "(": ")", "[": "]"}
_LOOK_BEFORE = "Look for a missing or a needless : ; { or } just before it."
_CSS_ERROR = re.compile(r"(?:Parsing stylesheet failed: )?(.*) at .*:(\d+):(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assets:
    """The output `files`, and by an asset's site path its path in the output and its size in pixels."""

    files: tuple[OutputFile, ...]
    aliases: Mapping[str, str]
    sizes: ImageSizes


def assets(files: Mapping[str, bytes], cache: Cache) -> tuple[Assets, tuple[Problem, ...]]:
    """Turn the files of `assets/`, by their paths there, into output files; inspect images and style sheets.

    `img/x.jpg`, with the site path `/img/x.jpg`, becomes `assets/img/x.01234567.jpg`; the style sheets become
    one file with the site path `/css/site.css`.
    """
    named = [_named(file, data) for file, data in files.items() if not file.startswith("css/")]
    aliases = {link_path(output.place.file): f"/{output.path}" for output in named}
    sheets = {file: data for file, data in files.items() if file.startswith("css/")}
    css, css_problems = _style_sheet(sheets, aliases)
    sheet = _named(STYLE_SHEET[1:], css.encode())
    images = {file: cache.call(inspect_image, file, data) for file, data in files.items()}
    made = Assets(
        files=(*named, sheet),
        aliases={**aliases, STYLE_SHEET: f"/{sheet.path}"},
        sizes={link_path(f"assets/{file}"): size for file, (size, _) in images.items() if size},
    )
    image_problems = (problem for _, problems in images.values() for problem in problems)
    return made, (*image_problems, *css_problems)


def _named(file: str, data: bytes) -> OutputFile:
    place = Place(file=f"assets/{file}")
    stem, extension = posixpath.splitext(link_path(place.file))
    digest = hashlib.sha256(data).hexdigest()[:8]
    return OutputFile(path=f"assets{stem}.{digest}{extension}", data=data, place=place)


def _style_sheet(files: Mapping[str, bytes], aliases: Mapping[str, str]) -> tuple[str, tuple[Problem, ...]]:
    """Join the style sheets layer by layer, with the output paths of the files that they load."""
    problems: list[Problem] = []
    layers: dict[str, list[str]] = {layer: [] for layer in LAYERS}
    for file, data in files.items():
        place = Place(file=f"assets/{file}")
        layer = posixpath.splitext(file.split("/")[1])[0]
        if layer in layers:
            css, found = _minified(place, data)
            layers[layer].append(css)
            problems += (*found, *_missing_files(place, data, aliases))
        else:
            message = f"no layer '{layer}'{did_you_mean(layer, LAYERS)}"
            problems.append(place.problem("layer-unknown", message, f"The layers are {', '.join(LAYERS)}."))

    def output_url(match: re.Match[str]) -> str:
        target, mark, fragment = match[1].partition("#")
        if not target:
            return match[0]
        path = posixpath.relpath(aliases.get(target, target), "/assets/css")
        return f"url({quote(path)}{mark}{fragment})"

    sheets = (f"@layer {layer}{{{''.join(parts)}}}" for layer, parts in layers.items() if parts)
    css = _URL.sub(output_url, "".join(sheets))
    if "var(--lightningcss-" not in css:
        css = _FOR_LIGHT_DARK.sub("", css)
    return css, tuple(problems)


def _minified(place: Place, data: bytes) -> tuple[str, tuple[Problem, ...]]:
    try:
        text = data.decode("utf-8")
        css = lightningcss.process_stylesheet(text, filename=place.file, minify=True, browsers_list=BROWSERS)
    except UnicodeDecodeError as error:
        place = replace(place, line=data.count(b"\n", 0, error.start) + 1)
        hint = "Save the file again with the encoding UTF-8."
        return "", (place.problem("encoding-wrong", "this file is not UTF-8 text", hint),)
    except ValueError as error:
        found = _CSS_ERROR.search(str(error))
        if not found:
            return "", (place.problem("css-syntax", str(error)),)
        place = replace(place, line=int(found[2]) + 1, column=int(found[3]))
        return "", (place.problem("css-syntax", found[1], _LOOK_BEFORE),)
    return css, (*_unclosed(place, text), *_empty(place, text))


def _unclosed(place: Place, css: str) -> Iterator[Problem]:
    """Report what is not closed, which browsers close at the end of the file: the first such mark."""
    opened: list[re.Match[str]] = []
    for token in _TOKEN.finditer(css):
        if token[0] in _CLOSING:
            opened.append(token)
        elif token["comment"]:
            opened += [] if token["end"] else [token]
        elif opened and token[0] == _CLOSING.get(opened[-1][0]):
            opened.pop()
    for token in opened[:1]:
        mark = token[0][:2].rstrip()
        there = _at(place, css, token.start())
        hint = f"Write {_CLOSING.get(mark, '*/')} where it ends."
        yield there.problem("css-syntax", f"this {mark} is not closed", hint)


def _empty(place: Place, css: str) -> Iterator[Problem]:
    """Report each property without a value, which browsers ignore; a custom one may be empty."""
    masked = _TOKEN.sub(lambda token: token[0] if len(token[0]) == 1 else _NOT_A_LINE.sub("x", token[0]), css)
    for found in _NO_VALUE.finditer(masked):
        message = f"'{found[1]}' has no value"
        yield _at(place, css, found.start()).problem("css-syntax", message, "Write it after the colon.")


def _at(place: Place, css: str, at: int) -> Place:
    return replace(place, line=css.count("\n", 0, at) + 1, column=at - css.rfind("\n", 0, at))


def _missing_files(place: Place, data: bytes, aliases: Mapping[str, str]) -> Iterator[Problem]:
    """Report each file that a style sheet loads and that the site does not have."""
    css = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), data.decode("utf-8", "replace"))
    for row, line in enumerate(css.split("\n"), 1):
        for match in _URL.finditer(line):
            if match[1].partition("#")[0] not in {"", *aliases}:
                found = replace(place, line=row, column=match.start(1) + 1)
                hint = "Write the path of a file in assets/, such as /img/x.svg."
                yield found.problem(
                    "asset-missing", f"this site has no file {match[1]}", hint, missing=f"assets{match[1]}"
                )
