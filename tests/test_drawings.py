import pytest

from icpr_build.output.svg import unfit

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"'
PAGE = 'xmlns="http://www.w3.org/1999/xhtml"'

PROGRAMS = [
    f"{SVG}><SCRIPT/></svg>",
    '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script/></s:svg>',
    f'{SVG} onload="a()"/>',
    f'{SVG} ONLOAD="a()"/>',
    f"{SVG}><foreignObject><p {PAGE}/></foreignObject></svg>",
    f"{SVG}><img {PAGE} src='a.png'/></svg>",
    f"{SVG}><h:meta xmlns:h='http://www.w3.org/1999/xhtml'/></svg>",
    f"{SVG}><math xmlns='http://www.w3.org/1998/Math/MathML'/></svg>",
    f"{SVG}><iframe/></svg>",
    f"{SVG}><handler/></svg>",
    f'{SVG}><set attributeName="onclick" to="a()"/></svg>',
    f'{SVG}><animate attributeName="href" values="javascript:a()"/></svg>',
    f'{SVG}><animate attributeName=" x:HREF " to="#a"/></svg>',
    f'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "a()">]>{SVG}/>',
]
LEADS_OUT = [
    f'{SVG}><a href="javascript:a()"/></svg>',
    f'{SVG}><a href=" JaVaScRiPt:a()"/></svg>',
    f'{SVG}><a href="java&#9;script:a()"/></svg>',
    f'{SVG}><a href="java&#10;script&#x3a;a()"/></svg>',
    f'{SVG}><a x:href="https://a.example/"/></svg>',
    f'{SVG}><use x:href="//a.example/b.svg#c"/></svg>',
    f'{SVG}><use x:href="\\\\a.example/b.svg#c"/></svg>',
    f'{SVG}><use href="data:image/svg+xml,A#b"/></svg>',
    f'{SVG}><a href="data:text/html,A"/></svg>',
    f'{SVG} xml:base="https://a.example/"/>',
    f"{SVG}><style>@import 'a'</style></svg>",
    f"{SVG}><style>@\\69mport 'a'</style></svg>",
    f"{SVG}><style><![CDATA[a {{ fill: url(//b.example/) }}]]></style></svg>",
    f"{SVG}><path style=\"fill:url( 'https://a.example/' )\"/></svg>",
    f'{SVG}><path fill="URL(&quot;//a.example/&quot;)"/></svg>',
    f'{SVG}><path style="fill:u\\72l(\\2f\\2f a.example)"/></svg>',
    f"{SVG}><style>a {{ b: image-set('c.png' 1x, '//d.example/' 2x) }}</style></svg>",
    f'<?xml-stylesheet href="//a.example/b.css"?>{SVG}/>',
]
ENTITIES = [
    f'<!DOCTYPE svg [<!ENTITY a "b">]>{SVG}/>',
    f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>{SVG}>&a;</svg>',
    f'<!DOCTYPE svg [<!ENTITY % a SYSTEM "//b.example/"> %a;]>{SVG}/>',
]
DAMAGED = [
    f'{SVG}><use y:href="#a"/></svg>',
    f"{SVG}>&copy;</svg>",
]


@pytest.mark.parametrize(
    "drawing",
    [
        "<svg/>",
        f"{SVG}/>",
        f'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://a.example/b.dtd">{SVG}/>',
        f"{SVG}><?xpacket begin='a'?><metadata><b xmlns='http://c.example/'/></metadata></svg>",
        f'{SVG}><a x:href="#a"/><a href="#b"/><a href="../about/"/><text>https://c.example/ url</text></svg>',
        f'{SVG}><image href="data:image/png;base64,//8A"/><image href="data:image/jpeg,A"/></svg>',
        f'{SVG}><style>a {{ fill: url(#b); src: url("data:font/woff2;base64,//8A,//8A") }}</style></svg>',
        f"{SVG}><path style=\"fill:url('#b')\" font-family='A, \"B\"'/></svg>",
        f'{SVG}><animate attributeName="opacity" to="0"/></svg>',
        f'{SVG}><style>a::before {{ content: "\\201c" }}</style></svg>',
    ],
)
def test_a_plain_drawing_is_published(drawing: str) -> None:
    assert unfit(drawing.encode()) is None


# Some of them make the parser give up, others it reads in another way than browsers do.
ENCODED = [
    f'<?xml version="1.0" encoding="{encoding}"?>{SVG}/>'
    for encoding in (
        "UTF-7",
        "x-nope",
        "Shift_JIS",
        "ISO-2022-JP",
        "big5",
        "hex",
        "punycode",
        "unicode_escape",
    )
]


@pytest.mark.parametrize(
    ("why", "drawing"),
    [
        *(("holds a program", drawing) for drawing in PROGRAMS),
        *(("leads out of the site", drawing) for drawing in LEADS_OUT),
        *(("declares an entity", drawing) for drawing in ENTITIES),
        *(("is damaged", drawing) for drawing in DAMAGED),
        *(("has an encoding of its own", drawing) for drawing in ENCODED),
    ],
)
def test_a_drawing_that_could_do_something_is_told(why: str, drawing: str) -> None:
    assert (unfit(drawing.encode()) or ("",))[0] == f"this drawing {why} in line 1"


def test_the_line_is_told() -> None:
    assert (unfit(f"{SVG}>\n<script>a()</script></svg>".encode()) or ("",))[0].endswith("in line 2")


def test_a_drawing_in_another_encoding_is_read_as_a_browser_reads_it() -> None:
    assert unfit(f'<?xml version="1.0" encoding="utf-16"?>{SVG} onload="a()"/>'.encode("utf-16")) is not None
