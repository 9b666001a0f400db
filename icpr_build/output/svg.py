"""An SVG image's bytes → its size, and why it cannot be published, if it cannot.

An SVG image is a document on the site's own host, so it may hold only what is listed here: elements and
attributes that draw, and references to its own parts or to raster images inside it. Everything else is
reported: scripts, HTML, and whatever would be loaded from elsewhere.
"""

import re
from collections.abc import Mapping
from xml.parsers.expat import ExpatError, ParserCreate

from icpr_build.problem import Place, Problem, quoted

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
# Of metadata and of drawing programs, which browsers pass over.
METADATA_NAMESPACES = (
    "adobe:ns:meta/",
    "http://creativecommons.org/ns",
    "http://iptc.org/",
    "http://krita.org/",
    "http://ns.adobe.com/",
    "http://purl.org/dc/",
    "http://sodipodi.sourceforge.net/",
    "http://svgjs.",
    "http://web.resource.org/cc/",
    "http://www.bohemiancoding.com/sketch",
    "http://www.figma.com/",
    "http://www.inkscape.org/",
    "http://www.serif.com/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns",
    "http://www.w3.org/2000/01/rdf-schema",
    "http://xmlns.com/foaf/",
    "https://boxy-svg.com",
)
ELEMENTS = frozenset(
    "svg g defs symbol use switch a title desc metadata style path rect circle ellipse line polyline "
    "polygon text tspan textPath image linearGradient radialGradient stop pattern marker clipPath mask "
    "filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting "
    "feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur "
    "feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile "
    "feTurbulence animate animateMotion animateTransform mpath set".split()
)
ATTRIBUTES = frozenset(
    # of every element
    "id class style lang role tabindex focusable version baseProfile systemLanguage requiredFeatures "
    "requiredExtensions "
    # where and how large
    "x y z x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy d points width height viewBox preserveAspectRatio "
    "transform transform-origin transform-box pathLength rotate textLength lengthAdjust startOffset side "
    "method spacing "
    # gradients, patterns, markers, masks
    "gradientUnits gradientTransform spreadMethod offset patternUnits patternContentUnits patternTransform "
    "markerWidth markerHeight markerUnits refX refY orient clipPathUnits maskUnits maskContentUnits "
    "mask-type "
    # how it looks
    "alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation "
    "color-interpolation-filters color-profile color-rendering cursor direction display dominant-baseline "
    "enable-background fill fill-opacity fill-rule filter flood-color flood-opacity font font-family "
    "font-feature-settings font-kerning font-size font-size-adjust font-stretch font-style font-variant "
    "font-weight glyph-orientation-horizontal glyph-orientation-vertical image-rendering isolation kerning "
    "letter-spacing lighting-color line-height marker marker-end marker-mid marker-start mask mix-blend-mode "
    "opacity overflow paint-order pointer-events shape-rendering solid-color solid-opacity stop-color "
    "stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit "
    "stroke-opacity stroke-width text-align text-anchor text-decoration text-indent text-overflow "
    "text-rendering text-transform unicode-bidi vector-effect visibility white-space word-spacing "
    "writing-mode "
    # filters
    "filterUnits primitiveUnits filterRes in in2 result mode type values operator k1 k2 k3 k4 order "
    "kernelMatrix divisor bias targetX targetY edgeMode kernelUnitLength preserveAlpha surfaceScale "
    "diffuseConstant specularConstant specularExponent scale xChannelSelector yChannelSelector azimuth "
    "elevation pointsAtX pointsAtY pointsAtZ limitingConeAngle stdDeviation radius baseFrequency numOctaves "
    "seed stitchTiles tableValues slope intercept amplitude exponent "
    # animation, with attributeName as below
    "attributeType begin dur end min max restart repeatCount repeatDur fill calcMode keyTimes keySplines "
    "keyPoints path from to by additive accumulate origin "
    # style elements
    "media".split()
)
ATTRIBUTE_PREFIXES = ("aria-", "data-")
XLINK_ATTRIBUTES = {"actuate", "arcrole", "role", "show", "title", "type"}
XML_ATTRIBUTES = {"id", "lang", "space"}
INSTRUCTIONS = {"xpacket"}
ENCODINGS = ("utf-8", "utf-16", "us-ascii")  # which browsers and expat read alike

PIXELS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
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

Size = tuple[int, int]


def inspect_svg(data: bytes, place: Place) -> tuple[Size | None, tuple[Problem, ...]]:
    """Return the width and height in pixels, None if the image has none, and the first problem."""
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)  # noqa: FBT003
    except ExpatError as error:
        hint = "Save it again from the program that made it."
        damaged = Place(file=place.file, line=error.lineno)
        return None, (damaged.problem("picture-wrong", "this SVG image is damaged", hint),)
    except _Refused as refused:
        found = Place(file=place.file, line=refused.line)
        return None, (found.problem("picture-wrong", refused.message, refused.hint),)
    return reader.size, ()


class _Refused(Exception):
    """The image has something that is not on the lists."""

    def __init__(self, line: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.line, self.message, self.hint = line, message, hint


class _Reader:
    """Reads an SVG image up to its end or to what cannot be published."""

    def __init__(self) -> None:
        self.size: Size | None = None
        self.is_root = True
        self.style: list[str] | None = None  # the text of the style element that is open
        self.style_line = 0
        self.parser = ParserCreate(namespace_separator=" ")
        self.parser.XmlDeclHandler = self.declaration
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.StartElementHandler = self.start
        self.parser.CharacterDataHandler = self.text
        self.parser.EndElementHandler = self.end

    def refused(self, message: str, hint: str = PLAIN_SVG, line: int = 0) -> _Refused:
        return _Refused(line or self.parser.CurrentLineNumber, message, hint)

    def declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in ENCODINGS:
            message = f"an SVG image cannot have the encoding {quoted(encoding)}"
            raise self.refused(message, "Save it again with the encoding UTF-8.")

    def doctype(self, _name: str, _system: str | None, _public: str | None, has_declarations: int) -> None:
        """Refuse entities, and attributes that no element shows."""
        if has_declarations:
            raise self.refused("the DOCTYPE of an SVG image cannot have declarations")

    def instruction(self, target: str, _data: str) -> None:
        if target not in INSTRUCTIONS:
            raise self.refused(f"an SVG image cannot have the instruction {quoted(f'<?{target}?>')}")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if namespace.startswith(METADATA_NAMESPACES):
            return
        if namespace not in ("", SVG) or local not in ELEMENTS:
            raise self.refused(f"an SVG image cannot have the element {quoted(f'<{local}>')}")
        for key, value in attributes.items():
            self.attribute(key, value)
        if local == "style":
            self.style, self.style_line = [], self.parser.CurrentLineNumber
        if self.is_root:
            self.is_root, self.size = False, _size(attributes)

    def attribute(self, key: str, value: str) -> None:
        namespace, _, name = key.rpartition(" ")
        if namespace.startswith(METADATA_NAMESPACES):
            return
        if name == "href" and namespace in ("", XLINK):
            if not _HREF.match(_IGNORED_IN_URL.sub("", value)):
                raise self.refused("the attribute 'href' of an SVG image refers to another file", EMBED)
        elif not _is_allowed(namespace, name, value):
            raise self.refused(f"an SVG image cannot have the attribute {quoted(name)}")
        elif _refers_to_file(value):
            message = f"the attribute {quoted(name)} of an SVG image refers to another file"
            raise self.refused(message, EMBED)

    def text(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)

    def end(self, name: str) -> None:
        if self.style is not None and name.rpartition(" ")[2] == "style":
            if _refers_to_file("".join(self.style)):
                message = "the styles of an SVG image refer to another file"
                raise self.refused(message, EMBED, self.style_line)
            self.style = None


def _is_allowed(namespace: str, name: str, value: str) -> bool:
    if namespace:
        return (namespace == XLINK and name in XLINK_ATTRIBUTES) or (
            namespace == XML and name in XML_ATTRIBUTES
        )
    if name == "attributeName":  # what an animation changes, which cannot be a link
        return value in ATTRIBUTES
    return name in ATTRIBUTES or name.startswith(ATTRIBUTE_PREFIXES)


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
