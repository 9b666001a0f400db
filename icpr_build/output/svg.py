"""An SVG image's bytes → its size, and why it cannot be published, if it cannot.

An SVG image is a document on the site's own host, so it may hold only what is listed here: elements and
attributes that draw, and references to its own parts or to raster images inside it. Everything else is
reported: scripts, HTML, and whatever would be loaded from elsewhere.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from xml.parsers.expat import ExpatError, ParserCreate

from icpr_build.model import Size
from icpr_build.problem import Place, Problem, quoted

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
# How the namespaces of metadata and of drawing programs begin, which browsers ignore.
METADATA_NAMESPACES = tuple(
    """
    adobe:ns:meta/ http://creativecommons.org/ns http://iptc.org/ http://krita.org/ http://ns.adobe.com/
    http://purl.org/dc/ http://sodipodi.sourceforge.net/ http://svgjs. http://web.resource.org/cc/
    http://www.bohemiancoding.com/sketch http://www.figma.com/ http://www.inkscape.org/ http://www.serif.com/
    http://www.w3.org/1999/02/22-rdf-syntax-ns http://www.w3.org/2000/01/rdf-schema http://xmlns.com/foaf/
    https://boxy-svg.com
    """.split()
)
# SVG 2, Filter Effects 1 and SVG Animations 2, without what runs scripts or shows HTML or other sites.
ELEMENTS = frozenset(
    """
    a circle clipPath defs desc ellipse g image line linearGradient marker mask metadata path pattern polygon
    polyline radialGradient rect stop style svg switch symbol text textPath title tspan use feBlend
    feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
    feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge
    feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence filter
    animate animateMotion animateTransform mpath set
    """.split()
)
# SVG 2 and SVG 1.1: names, positions, sizes and shapes; gradients, patterns, markers and masks.
SHAPE_ATTRIBUTES = frozenset(
    """
    baseProfile class clipPathUnits cx cy d dx dy focusable fr fx fy gradientTransform gradientUnits height id
    lang lengthAdjust markerHeight markerUnits markerWidth maskContentUnits maskUnits media method offset
    orient pathLength patternContentUnits patternTransform patternUnits points preserveAspectRatio r refX refY
    requiredExtensions requiredFeatures role rotate rx ry side spacing spreadMethod startOffset style
    systemLanguage tabindex textLength transform version viewBox width x x1 x2 y y1 y2 z
    """.split()
)
# CSS properties that are also attributes, in SVG 2, in SVG 1.1 or in files of common programs.
PROPERTIES = frozenset(
    """
    alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation
    color-interpolation-filters color-profile color-rendering cursor direction display dominant-baseline
    enable-background fill fill-opacity fill-rule filter flood-color flood-opacity font font-family
    font-feature-settings font-kerning font-size font-size-adjust font-stretch font-style font-variant
    font-weight glyph-orientation-horizontal glyph-orientation-vertical image-rendering isolation kerning
    letter-spacing lighting-color line-height marker marker-end marker-mid marker-start mask mask-type
    mix-blend-mode opacity overflow paint-order pointer-events shape-rendering solid-color solid-opacity
    stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-opacity stroke-width text-align text-anchor text-decoration text-indent
    text-overflow text-rendering text-transform transform-box transform-origin unicode-bidi vector-effect
    visibility white-space word-spacing writing-mode
    """.split()
)
# Filter Effects 1
FILTER_ATTRIBUTES = frozenset(
    """
    amplitude azimuth baseFrequency bias diffuseConstant divisor edgeMode elevation exponent filterRes
    filterUnits in in2 intercept k1 k2 k3 k4 kernelMatrix kernelUnitLength limitingConeAngle mode numOctaves
    operator order pointsAtX pointsAtY pointsAtZ preserveAlpha primitiveUnits radius result scale seed slope
    specularConstant specularExponent stdDeviation stitchTiles surfaceScale tableValues targetX targetY type
    values xChannelSelector yChannelSelector
    """.split()
)
# SVG Animations 2; `attributeName`, what is animated, must be another attribute in these lists.
ANIMATION_ATTRIBUTES = frozenset(
    """
    accumulate additive attributeType begin by calcMode dur end fill from keyPoints keySplines keyTimes max
    min origin path repeatCount repeatDur restart to
    """.split()
)
ATTRIBUTES = SHAPE_ATTRIBUTES | PROPERTIES | FILTER_ATTRIBUTES | ANIMATION_ATTRIBUTES
ATTRIBUTE_PREFIXES = ("aria-", "data-")
NAMESPACED_ATTRIBUTES = {
    *(f"{XLINK} {name}" for name in ("actuate", "arcrole", "role", "show", "title", "type")),
    *(f"{XML} {name}" for name in ("id", "lang", "space")),
}
INSTRUCTIONS = {"xpacket"}
ENCODINGS = ("utf-8", "utf-16", "us-ascii")  # which browsers and expat read alike

PIXELS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
SAVE_AGAIN = "Save it again from the program that made it."
PLAIN_SVG = "Save it as a plain SVG from the program that made it."
EMBED = "Remove it, or embed in the SVG image what it refers to."

_OWN_TARGET = r"(?:#|data:image/(?:avif|gif|jpeg|png|webp)[;,])"
_HREF = re.compile(rf"{_OWN_TARGET}|$", re.IGNORECASE)
_IGNORED_IN_URL = re.compile(r"[\x00-\x20]+")
_OTHER_FILE = re.compile(
    rf"@import|(?:image-set|image|src)\(|url\(\s*+[\"']?+\s*+(?!{_OWN_TARGET})", re.IGNORECASE
)
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE)
_DIGITS = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?"
_LENGTH = re.compile(rf"\s*({_DIGITS})([a-z]*)\s*")
_NUMBER = re.compile(_DIGITS)


def inspect_svg(data: bytes, place: Place) -> tuple[Size | None, tuple[Problem, ...]]:
    """Return the width and height in pixels, None if the image has none, and all that is wrong with it."""
    reader = _Reader(place)
    try:
        reader.parser.Parse(data, True)  # noqa: FBT003
    except ExpatError as error:
        damaged = replace(place, line=error.lineno)
        reader.problems.append(damaged.problem("picture-wrong", "this SVG image is damaged", SAVE_AGAIN))
    except _Unreadable:
        pass
    return None if reader.problems else reader.size, tuple(reader.problems)


class _Unreadable(Exception):
    """What follows cannot be read as a browser would read it."""


class _Reader:
    """Reads an SVG image, and reports what is not on the lists; of an element that is not, nothing more."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.problems: list[Problem] = []
        self.refused = 0  # how many elements are open, from one on that is not on the list
        self.size: Size | None = None
        self.is_root = True
        self.style: list[str] | None = None  # the text of the style element that is open
        self.style_place = place
        self.parser = ParserCreate(namespace_separator=" ")
        self.parser.XmlDeclHandler = self.declaration
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.StartElementHandler = self.start
        self.parser.CharacterDataHandler = self.text
        self.parser.EndElementHandler = self.end

    def report(self, message: str, hint: str = PLAIN_SVG, place: Place | None = None) -> None:
        self.problems.append((place or self.here()).problem("picture-wrong", message, hint))

    def here(self) -> Place:
        return replace(
            self.place, line=self.parser.CurrentLineNumber, column=self.parser.CurrentColumnNumber + 1
        )

    def declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in ENCODINGS:
            message = f"an SVG image cannot have the encoding {quoted(encoding)}"
            self.report(message, "Save it again with the encoding UTF-8.")
            raise _Unreadable

    def doctype(self, _name: str, _system: str | None, _public: str | None, has_declarations: int) -> None:
        """Refuse entities, and attributes that no element shows."""
        if has_declarations:
            self.report("the DOCTYPE of an SVG image cannot have declarations")
            raise _Unreadable

    def instruction(self, target: str, _data: str) -> None:
        if target not in INSTRUCTIONS:
            self.report(f"an SVG image cannot have the instruction {quoted(f'<?{target}?>')}")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Read an element. A name, of attributes too, begins with its namespace, if any, and a space."""
        if self.refused:
            self.refused += 1
            return
        is_metadata = name.startswith(METADATA_NAMESPACES)
        element = name.removeprefix(f"{SVG} ")
        # An element within styles would divide what browsers read as one text.
        if self.style is not None or not (is_metadata or element in ELEMENTS):
            _, _, local = name.rpartition(" ")
            self.report(f"an SVG image cannot have the element {quoted(f'<{local}>')}")
            self.refused, self.style = 1, None
            return
        if is_metadata:
            return
        for key, value in attributes.items():
            self.attribute(key, value)
        if element == "style":
            self.style, self.style_place = [], self.here()
        if self.is_root:
            self.is_root, self.size = False, _size(attributes)

    def attribute(self, key: str, value: str) -> None:
        if key.startswith(METADATA_NAMESPACES):
            return
        _, _, name = key.rpartition(" ")
        if key in ("href", f"{XLINK} href"):
            if not _HREF.match(_IGNORED_IN_URL.sub("", value)):
                self.report("the attribute 'href' of an SVG image refers to another file", EMBED)
        elif not _is_allowed(key, value):
            self.report(f"an SVG image cannot have the attribute {quoted(name)}")
        elif _refers_to_file(value):
            self.report(f"the attribute {quoted(name)} of an SVG image refers to another file", EMBED)

    def text(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)

    def end(self, _name: str) -> None:
        if self.refused:
            self.refused -= 1
        elif self.style is not None:
            if _refers_to_file("".join(self.style)):
                self.report("the styles of an SVG image refer to another file", EMBED, self.style_place)
            self.style = None


def _is_allowed(key: str, value: str) -> bool:
    if key == "attributeName":  # what is animated, which cannot be a link
        return value in ATTRIBUTES
    return key in ATTRIBUTES or key in NAMESPACED_ATTRIBUTES or key.startswith(ATTRIBUTE_PREFIXES)


def _refers_to_file(css: str) -> bool:
    return bool(_OTHER_FILE.search(_CSS_ESCAPE.sub(_unescaped, css)))


def _unescaped(escape: re.Match[str]) -> str:
    number = int(escape[1] or "0", 16)
    return (chr(number) if 0 < number <= 0x10FFFF else "\ufffd") if escape[1] else escape[2]  # noqa: PLR2004


def _size(root: Mapping[str, str]) -> Size | None:
    """Return the size that the root element states, else that of its `viewBox`."""
    lengths = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
    stated = [float(it[1]) * PIXELS[it[2]] for it in lengths if it and it[2] in PIXELS]
    sides = stated if len(stated) == 2 else [float(it) for it in _NUMBER.findall(root.get("viewBox", ""))[2:]]  # noqa: PLR2004
    if len(sides) != 2 or not all(0 < side < float("inf") for side in sides):  # noqa: PLR2004
        return None
    width, height = (max(1, round(side)) for side in sides)
    return width, height
