import hashlib
import io

import pytest
from PIL import Image

from icpr_build.output.assets import assets
from tests.lay_out import told

SVG = b"<svg/>"
GIF = b"GIF89a\x02\x00\x03\x00;"
HUGE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + 2 * (60_000).to_bytes(4, "big") + b"....IEND\xaeB`\x82"


def test_a_file_is_named_by_its_content() -> None:
    made, problems = assets({"img/x.gif": GIF, "files/a.tar.gz": b"two", "CNAME": b""})
    digests = [hashlib.sha256(data).hexdigest()[:8] for data in (GIF, b"two", b"")]
    named = [
        f"assets/img/x.{digests[0]}.gif",
        f"assets/files/a.tar.{digests[1]}.gz",
        f"assets/CNAME.{digests[2]}",
    ]
    assert problems == ()
    assert [file.path for file in made.files][:3] == named
    assert [file.data for file in made.files][:3] == [GIF, b"two", b""]
    assert {name: path for name, path in made.aliases.items() if name != "/css/site.css"} == dict(
        zip(("/img/x.gif", "/files/a.tar.gz", "/CNAME"), (f"/{name}" for name in named), strict=True)
    )


@pytest.mark.parametrize(
    ("files", "css"),
    [
        ({}, ""),
        ({"base.css": "a { color: red; }"}, "@layer base{a{color:red}}"),
        (
            {
                "utilities.css": "a { top: 0; }",
                "components/b.css": "b { top: 0; }",
                "components/a.css": "",
                "tokens.css": "",
            },
            "@layer tokens{}@layer components{b{top:0}}@layer utilities{a{top:0}}",
        ),
        ({"base.css": "a { background: url(#b); }"}, "@layer base{a{background:url(#b)}}"),
    ],
    ids=["none", "one", "many", "fragment"],
)
def test_style_sheets_are_joined_in_the_order_of_layers(files: dict[str, str], css: str) -> None:
    sheet, problems = _sheet(files)
    assert problems == []
    assert sheet == css


@pytest.mark.parametrize(
    "url", ["/img/x.svg", "'/img/x.svg'", '"/img/x.svg"', "/img/x.svg#part", "'/img/x y.svg'"]
)
def test_a_picture_in_a_style_sheet_is_the_named_one(url: str) -> None:
    sheet, problems = _sheet({"base.css": f"a {{ background: url({url}); }}"})
    digest = hashlib.sha256(SVG).hexdigest()[:8]
    assert problems == []
    assert f"../img/x.{digest}.svg" in sheet or f"../img/x%20y.{digest}.svg" in sheet


@pytest.mark.parametrize(
    ("file", "css", "problem"),
    [
        (
            "base.css",
            "a {\n  color red;\n}",
            'assets/css/base.css:2:8: Unexpected token Ident("red") [css-syntax]',
        ),
        ("base.css", "a{}\n\xff", "assets/css/base.css:2:1: this file is not UTF-8 text [encoding-wrong]"),
        (
            "layuot/a.css",
            "",
            "assets/css/layuot/a.css:1:1: no layer 'layuot', did you mean 'layout'? [layer-unknown]",
        ),
        ("print.css", "", "assets/css/print.css:1:1: no layer 'print' [layer-unknown]"),
        (
            "base.css",
            "a {\n  background: url(/img/y.svg);\n}",
            "assets/css/base.css:2:19: no file of this site stands at /img/y.svg [asset-missing]",
        ),
    ],
    ids=["syntax", "encoding", "misspelt layer", "no layer", "no file"],
)
def test_mistakes_are_told(file: str, css: str, problem: str) -> None:
    assert _sheet({file: css})[1] == [problem]


def _sheet(files: dict[str, str]) -> tuple[str, list[str]]:
    pictures = {"img/x.svg": SVG, "img/x y.svg": SVG}
    made, problems = assets(
        {**pictures, **{f"css/{name}": css.encode("latin-1") for name, css in files.items()}}
    )
    return made.files[-1].data.decode(), told(problems)


def test_a_comment_names_no_file() -> None:
    css = {"css/base.css": b"/* once\n url(/img/gone.svg) */ a { top: 0; }"}
    assert assets(css)[1] == ()


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("PNG", "x.png"),
        ("PNG", "x.PNG"),
        ("JPEG", "x.jpg"),
        ("GIF", "x.gif"),
        ("WEBP", "x.webp"),
        ("AVIF", "x.avif"),
    ],
)
def test_a_picture_has_its_size(kind: str, name: str) -> None:
    data = io.BytesIO()
    Image.new("RGB", (13, 7)).save(data, kind)
    made, problems = assets({f"img/{name}": data.getvalue()})
    assert problems == ()
    assert made.sizes == {f"/img/{name}": (13, 7)}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_half_a_picture_is_told(kind: str) -> None:
    data = io.BytesIO()
    Image.effect_noise((40, 40), 50).save(data, kind)
    half = data.getvalue()[: len(data.getvalue()) // 2 + 1]
    _, problems = assets({f"a.{kind.lower()}": half, f"b.{kind.lower()}": data.getvalue()})
    assert told(problems) == [f"assets/a.{kind.lower()}:1:1: this picture is damaged [picture-wrong]"]


@pytest.mark.parametrize(
    ("svg", "size"),
    [
        (b"<svg/>", None),
        (b'<?xml version="1.0"?>\n<svg width="30" height="40.2"></svg>', (30, 40)),
        (b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x.example/svg11.dtd">\n<svg/>', None),
        (
            b'<svg xmlns:x="http://x.example/"><use x:href="#a"/><image href="data:image/png,A"/></svg>',
            None,
        ),
        (b'<svg><style>a { fill: url(#b) }</style><path style="fill:url(#b)"/></svg>', None),
        (b'<svg xmlns="x" viewBox="0 0 12.7,9"/>', (13, 9)),
        (b'<svg viewBox="0 0 0 0"/>', None),
    ],
)
def test_a_drawing_has_a_size_if_it_says_so(svg: bytes, size: tuple[int, int] | None) -> None:
    made, problems = assets({"img/x.svg": svg})
    assert problems == ()
    assert made.sizes.get("/img/x.svg") == size


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.png", b"", "this picture is empty"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(1_000_000), "this picture has more than 1,000,000 bytes"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "this picture is damaged"),
        ("a.jpg", GIF, "this file is not the picture that its name says"),
        ("a.webp", b"RIFF....WEBP", "this picture is damaged"),
        ("a.svg", b"<svg>\n<g></svg>", "this drawing is damaged in line 2"),
        ("a.svg", b"<svg>\n<script/></svg>", "this drawing holds a program in line 2"),
        ("a.png", HUGE, "this picture has more than 10,000 dots a side"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_told(name: str, data: bytes, why: str) -> None:
    _, problems = assets({f"img/{name}": data, "d.pdf": b""})
    assert told(problems) == [f"assets/img/{name}:1:1: {why} [picture-wrong]"]
