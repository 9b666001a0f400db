import pytest

from icpr_build.output.svg import inspect_svg
from icpr_build.problem import Place

PLACE = Place(file="assets/img/a.svg")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"'
HTML = 'xmlns="http://www.w3.org/1999/xhtml"'

ELEMENTS = {
    f"{SVG}><SCRIPT/></svg>": "SCRIPT",
    '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script/></s:svg>': "script",
    f"{SVG}><foreignObject><p {HTML}/></foreignObject></svg>": "foreignObject",
    f"{SVG}><img {HTML} src='a.png'/></svg>": "img",
    f"{SVG}><h:meta xmlns:h='http://www.w3.org/1999/xhtml'/></svg>": "meta",
    f"{SVG}><metadata><h:script xmlns:h='http://www.w3.org/1999/xhtml'/></metadata></svg>": "script",
    f"{SVG}><math xmlns='http://www.w3.org/1998/Math/MathML'/></svg>": "math",
    f"{SVG}><path xmlns='http://unknown.example/'/></svg>": "path",
    f"{SVG}><iframe/></svg>": "iframe",
    f"{SVG}><handler/></svg>": "handler",
    f"{SVG}><style><script/></style></svg>": "script",
    f"{SVG}><style>@import 'a';<style/></style></svg>": "style",
    f"{SVG}><style><i:style xmlns:i='http://www.inkscape.org/'/>@import 'a'</style></svg>": "style",
}
ATTRIBUTES = {
    f'{SVG} onload="a()"/>': "onload",
    f'{SVG} ONLOAD="a()"/>': "ONLOAD",
    f'{SVG}><set attributeName="onclick" to="a()"/></svg>': "attributeName",
    f'{SVG}><animate attributeName="href" values="javascript:a()"/></svg>': "attributeName",
    f'{SVG}><animate attributeName=" x:HREF " to="#a"/></svg>': "attributeName",
    f'{SVG} xml:base="https://a.example/"/>': "base",
    f'{SVG}><image src="a.png"/></svg>': "src",
    f'{SVG}><path ping="#a"/></svg>': "ping",
    f'{SVG}><path e:fill="red" xmlns:e="http://unknown.example/"/></svg>': "fill",
}
LINKS = [
    f'{SVG}><a href="javascript:a()"/></svg>',
    f'{SVG}><a href=" JaVaScRiPt:a()"/></svg>',
    f'{SVG}><a href="java&#9;script:a()"/></svg>',
    f'{SVG}><a href="java&#10;script&#x3a;a()"/></svg>',
    f'{SVG}><a x:href="https://a.example/"/></svg>',
    f'{SVG}><a href="../about/"/></svg>',
    f'{SVG}><image href="photo.png"/></svg>',
    f'{SVG}><use x:href="//a.example/b.svg#c"/></svg>',
    f'{SVG}><use x:href="\\\\a.example/b.svg#c"/></svg>',
    f'{SVG}><use href="data:image/svg+xml,A#b"/></svg>',
    f'{SVG}><a href="data:text/html,A"/></svg>',
]
STYLES = [
    f"{SVG}><style>@import 'a'</style></svg>",
    f"{SVG}><style>@im<!-- -->port 'a'</style></svg>",
    f"{SVG}><style>@im<![CDATA[port 'a']]></style></svg>",
    f"{SVG}><style>@\\69mport 'a'</style></svg>",
    f"{SVG}><style><![CDATA[a {{ fill: url(//b.example/) }}]]></style></svg>",
    f"{SVG}><style>a {{ b: image-set('c.png' 1x, '//d.example/' 2x) }}</style></svg>",
    f"{SVG}><style>a {{ fill: url(b.svg#c) }}</style></svg>",
    f"{SVG}><style>a {{ src: url('data:font/woff2;base64,//8A') }}</style></svg>",
]
VALUES = {
    f"{SVG}><path style=\"fill:url( 'https://a.example/' )\"/></svg>": "style",
    f'{SVG}><path fill="URL(&quot;//a.example/&quot;)"/></svg>': "fill",
    f'{SVG}><path fill="url( &#10; a.svg#b)"/></svg>': "fill",
    f'{SVG}><path style="fill:u\\72l(\\2f\\2f a.example)"/></svg>': "style",
    f'{SVG}><animate attributeName="fill" to="url(//a.example/)"/></svg>': "to",
}
DECLARATIONS = [
    f'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "a()">]>{SVG}/>',
    f'<!DOCTYPE svg [<!ENTITY a "b">]>{SVG}/>',
    f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>{SVG}>&a;</svg>',
    f'<!DOCTYPE svg [<!ENTITY % a SYSTEM "//b.example/"> %a;]>{SVG}/>',
]
DAMAGED = [
    f'{SVG}><use y:href="#a"/></svg>',
    f"{SVG}>&copy;</svg>",
]
# The parser rejects some of them, and reads others differently than browsers do.
ENCODINGS = ("UTF-7", "x-nope", "Shift_JIS", "ISO-2022-JP", "big5", "hex", "punycode", "unicode_escape")

INKSCAPE = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape (http://www.inkscape.org/) -->
<svg width="210mm" height="297mm" viewBox="0 0 210 297" version="1.1" id="svg5" xml:space="preserve"
   inkscape:version="1.2.2" sodipodi:docname="logo.svg"
   xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
   xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"
   xmlns:xlink="http://www.w3.org/1999/xlink" xmlns="http://www.w3.org/2000/svg"
   xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:cc="http://creativecommons.org/ns#"
   xmlns:dc="http://purl.org/dc/elements/1.1/">
  <title id="title1">Logo</title><desc>Two rings</desc>
  <sodipodi:namedview id="namedview7" pagecolor="#ffffff" inkscape:zoom="0.7"><inkscape:grid type="xygrid"/>
  </sodipodi:namedview>
  <defs id="defs2">
    <linearGradient inkscape:collect="always" id="linearGradient1"><stop style="stop-color:#12294a" offset="0"
       id="stop1"/><stop style="stop-color:#a8ccff;stop-opacity:0" offset="1" id="stop2"/></linearGradient>
    <radialGradient id="r" xlink:href="#linearGradient1" cx="1" cy="2" fx="1" fy="2" r="3"
       gradientTransform="matrix(1,0,0,1,0,0)" gradientUnits="userSpaceOnUse"/>
    <filter style="color-interpolation-filters:sRGB" id="f" x="-0.1" y="-0.1" width="1.2" height="1.2"><feGaussianBlur
       stdDeviation="2" id="b"/><feOffset dx="1" dy="1"/><feMerge><feMergeNode in="SourceGraphic"/></feMerge></filter>
    <marker style="overflow:visible" id="Arrow" refX="0" refY="0" orient="auto" markerWidth="5" markerHeight="6"
       viewBox="0 0 5 6" preserveAspectRatio="xMidYMid"><path d="M 5,3 0,6" style="fill:context-stroke"/></marker>
    <clipPath clipPathUnits="userSpaceOnUse" id="c"><rect width="9" height="9" x="1" y="1" ry="2"/></clipPath>
  </defs>
  <metadata><rdf:RDF><cc:Work rdf:about=""><dc:format>image/svg+xml</dc:format>
    <dc:type rdf:resource="http://purl.org/dc/dcmitype/StillImage"/></cc:Work></rdf:RDF></metadata>
  <g inkscape:label="Layer 1" inkscape:groupmode="layer" id="layer1" clip-path="url(#c)">
    <path style="fill:url(#linearGradient1);stroke:#000;marker-end:url(#Arrow);filter:url(#f)" d="M 1,2 H 3"
       sodipodi:nodetypes="cc" transform="translate(1,2)"/>
    <use xlink:href="#layer1" x="0" y="0" width="100%" height="100%"/>
    <text xml:space="preserve" style="font-size:10px;line-height:1.25;-inkscape-font-specification:'Serif, Bold'"
       x="1" y="2"><tspan sodipodi:role="line" x="1" y="2">Text</tspan></text>
  </g>
</svg>
"""  # noqa: E501
ILLUSTRATOR = """<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator 27.0.0, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg version="1.1" id="Layer_1" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
   x="0px" y="0px" viewBox="0 0 200 100" style="enable-background:new 0 0 200 100;" xml:space="preserve">
<style type="text/css">
  .st0{fill:#12294A;}
  .st1{clip-path:url(#SVGID_2_);fill:url(#SVGID_1_);font-family:'MyriadPro-Regular';}
</style>
<linearGradient id="SVGID_1_" gradientUnits="userSpaceOnUse" x1="1" y1="2" x2="3" y2="4">
  <stop offset="0" style="stop-color:#FFFFFF"/></linearGradient>
<g id="Layer_2" data-name="Layer 2"><defs><rect id="SVGID_3_" width="9" height="9"/></defs>
<clipPath id="SVGID_2_"><use xlink:href="#SVGID_3_" style="overflow:visible;"/></clipPath>
<polygon class="st0" points="1,2 3,4 5,6 "/><switch><g><circle class="st1" cx="1" cy="2" r="3"/></g></switch>
<image style="overflow:visible;" width="1" height="1" xlink:href="data:image/png;base64,iVBORw0KGgo=
AAAA" transform="matrix(1 0 0 1 0 0)"></image></g></svg>
"""
FIGMA = """<svg width="24" height="24" viewBox="0 0 24 24" fill="none" xmlns="http://www.w3.org/2000/svg"
  xmlns:xlink="http://www.w3.org/1999/xlink">
<g clip-path="url(#clip0_1_2)" filter="url(#filter0_d_1_2)"><mask id="mask0_1_2" style="mask-type:alpha"
  maskUnits="userSpaceOnUse" x="0" y="0" width="24" height="24"><rect width="24" height="24" fill="#D9D9D9"/></mask>
<g mask="url(#mask0_1_2)"><path fill-rule="evenodd" clip-rule="evenodd" d="M1 2Z" fill="url(#paint0_linear)"
  stroke="white" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" style="mix-blend-mode:multiply"/></g>
<rect width="9" height="9" fill="url(#pattern0)"/></g>
<defs><filter id="filter0_d_1_2" x="0" y="0" width="9" height="9" filterUnits="userSpaceOnUse"
  color-interpolation-filters="sRGB"><feFlood flood-opacity="0" result="BackgroundImageFix"/>
<feColorMatrix in="SourceAlpha" type="matrix" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 127 0" result="hardAlpha"/>
<feOffset dy="4"/><feGaussianBlur stdDeviation="2"/><feComposite in2="hardAlpha" operator="out"/>
<feBlend mode="normal" in="SourceGraphic" in2="effect1" result="shape"/></filter>
<pattern id="pattern0" patternContentUnits="objectBoundingBox" width="1" height="1"><use xlink:href="#image0"
  transform="scale(0.01)"/></pattern><linearGradient id="paint0_linear" x1="1" y1="2" x2="3" y2="4"
  gradientUnits="userSpaceOnUse"><stop stop-color="#fff"/><stop offset="1" stop-color="#000" stop-opacity="0"/>
</linearGradient><clipPath id="clip0_1_2"><rect width="24" height="24" fill="white"/></clipPath>
<image id="image0" width="1" height="1" preserveAspectRatio="none" xlink:href="data:image/jpeg;base64,/9j/"/></defs></svg>
"""  # noqa: E501


@pytest.mark.parametrize(
    "svg",
    [
        "<svg/>",
        f"{SVG}/>",
        f'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://a.example/b.dtd">{SVG}/>',
        f"{SVG}><?xpacket begin='a'?><metadata><b xmlns='http://ns.adobe.com/x/'>url(//c)</b></metadata></svg>",
        f'{SVG}><a x:href="#a"/><a href="#b"/><a href=" #c"/><text>https://c.example/ url(d)</text></svg>',
        f'{SVG}><image href="data:image/png;base64,//8A"/><image href="data:image/jpeg,A"/></svg>',
        f"{SVG}><style>a {{ fill: url(#b); mask: url( '#c' ) }}</style></svg>",
        f'{SVG}><style>a {{ fill: url("data:image/png;base64,//8A,//8A") }}</style></svg>',
        f"{SVG}><path style=\"fill:url('#b')\" font-family='A, \"B\"'/></svg>",
        f'{SVG}><animate attributeName="opacity" to="0"/></svg>',
        f'{SVG}><style>a::before {{ content: "\\201c" }}</style></svg>',
        f'{SVG} role="img" aria-label="A drawing" data-name="b" tabindex="0" xml:lang="en"/>',
        INKSCAPE,
        ILLUSTRATOR,
        FIGMA,
    ],
)
def test_an_ordinary_svg_image_is_published(svg: str) -> None:
    assert inspect_svg(svg.encode(), PLACE)[1] == ()


@pytest.mark.parametrize(
    ("message", "svg"),
    [
        *((f"an SVG image cannot have the element '<{name}>'", svg) for svg, name in ELEMENTS.items()),
        *((f"an SVG image cannot have the attribute '{name}'", svg) for svg, name in ATTRIBUTES.items()),
        *(("the attribute 'href' of an SVG image refers to another file", svg) for svg in LINKS),
        *(("the styles of an SVG image refer to another file", svg) for svg in STYLES),
        *(
            (f"the attribute '{name}' of an SVG image refers to another file", svg)
            for svg, name in VALUES.items()
        ),
        *(("the DOCTYPE of an SVG image cannot have declarations", svg) for svg in DECLARATIONS),
        *(("this SVG image is damaged", svg) for svg in DAMAGED),
        *(
            (
                f"an SVG image cannot have the encoding '{encoding}'",
                f'<?xml version="1.0" encoding="{encoding}"?>{SVG}/>',
            )
            for encoding in ENCODINGS
        ),
        (
            "an SVG image cannot have the instruction '<?xml-stylesheet?>'",
            f'<?xml-stylesheet href="//a.example/b.css"?>{SVG}/>',
        ),
    ],
)
def test_what_an_svg_image_cannot_have_is_reported(message: str, svg: str) -> None:
    size, problems = inspect_svg(svg.encode(), PLACE)
    assert (size, [problem.message for problem in problems]) == (None, [message])
    assert problems[0].hint
    assert len(message) < 80


@pytest.mark.parametrize(
    ("svg", "line"),
    [
        (f"{SVG}>\n<script>a()</script></svg>", 2),
        (f'{SVG}>\n\n<path\nd="M1 2"\nonclick="a()"/></svg>', 3),
        (f"{SVG}>\n<style>\na {{}}\n@import 'a';\n</style></svg>", 2),
        (f"{SVG}>\n<g>\n</svg>", 3),
    ],
)
def test_a_problem_has_its_line(svg: str, line: int) -> None:
    assert [problem.place.line for problem in inspect_svg(svg.encode(), PLACE)[1]] == [line]


def test_all_that_an_svg_image_cannot_have_is_reported_at_its_place() -> None:
    script = "<foreignObject>\n<p onclick='a()'/>\n</foreignObject>"
    svg = f"{SVG}>\n<path onload='a()' src='b'/><path ping='c'/>\n{script}\n<use href='d.svg'/></svg>"
    assert [(it.place.line, it.place.column, it.message) for it in inspect_svg(svg.encode(), PLACE)[1]] == [
        (2, 1, "an SVG image cannot have the attribute 'onload'"),
        (2, 1, "an SVG image cannot have the attribute 'src'"),
        (2, 29, "an SVG image cannot have the attribute 'ping'"),
        (3, 1, "an SVG image cannot have the element '<foreignObject>'"),
        (6, 1, "the attribute 'href' of an SVG image refers to another file"),
    ]


def test_an_svg_image_in_another_encoding_is_read_as_a_browser_reads_it() -> None:
    svg = f'<?xml version="1.0" encoding="utf-16"?>{SVG} onload="a()"/>'
    [problem] = inspect_svg(svg.encode("utf-16"), PLACE)[1]
    assert problem.message == "an SVG image cannot have the attribute 'onload'"
