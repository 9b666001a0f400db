import hashlib
import io
import zlib

import pytest
from PIL import Image

from icpr_build.cache import Cache
from icpr_build.output import assets
from icpr_build.output.images import inspect_image
from tests.lay_out import report_lines

SVG = b"<svg/>"
GIF = bytes.fromhex("474946383961020003008000 00ffffff000000 2c0000000002000300000203848f05003b")


def _png(width: int, height: int) -> bytes:
    """Make a PNG that states this size but has one pixel."""
    data = io.BytesIO()
    Image.new("1", (1, 1)).save(data, "PNG")
    header = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + data.getvalue()[24:29]
    return data.getvalue()[:12] + header + zlib.crc32(header).to_bytes(4, "big") + data.getvalue()[33:]


def test_a_file_is_named_by_its_content() -> None:
    made, problems = assets({"img/x.gif": GIF, "files/a.tar.gz": b"two", "CNAME": b""}, Cache())
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
        (
            {"base.css": "a { --b: ; --c:; content: 'd:;'; } a:hover { top: 0 }"},
            '@layer base{a{--b: ;--c:;content:"d:;"}a:hover{top:0}}',
        ),
        ({"base.css": "a { background: url(#b); }"}, "@layer base{a{background:url(#b)}}"),
        (
            {"base.css": "/* { ' */ a::before { content: '{ /* (' \"[\"; }\nb { background: url(#a{b); }"},
            '@layer base{a:before{content:"{ /* (" "["}b{background:url(#a{b)}}',
        ),
    ],
    ids=["none", "one", "many", "empty", "fragment", "brackets"],
)
def test_style_sheets_are_joined_in_the_order_of_layers(files: dict[str, str], css: str) -> None:
    sheet, problems = _sheet(files)
    assert problems == []
    assert sheet == css


@pytest.mark.parametrize(
    "url", ["/img/x.svg", "'/img/x.svg'", '"/img/x.svg"', "/img/x.svg#part", "'/img/x y.svg'"]
)
def test_an_image_in_a_style_sheet_has_its_output_path(url: str) -> None:
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
        (
            "base.css",
            "a { color: red; }\nb {\n  color: red;\n\nc { color: red; }\n",
            "assets/css/base.css:2:3: this { is not closed [css-syntax]",
        ),
        (
            "base.css",
            "@media (width > 9px) {\n  a { color: red; }\n",
            "assets/css/base.css:1:22: this { is not closed [css-syntax]",
        ),
        (
            "base.css",
            "a { color: red; }\n  /* b { color: red; }\n",
            "assets/css/base.css:2:3: this /* is not closed [css-syntax]",
        ),
        (
            "base.css",
            "a { top: 0; }\nb { color: ; }",
            "assets/css/base.css:2:5: 'color' has no value [css-syntax]",
        ),
        ("base.css", "a { background: url(#x", "assets/css/base.css:1:3: this { is not closed [css-syntax]"),
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
            "assets/css/base.css:2:19: this site has no file /img/y.svg [asset-missing]",
        ),
    ],
    ids=[
        "syntax",
        "brace",
        "block",
        "comment",
        "no value",
        "parenthesis",
        "encoding",
        "misspelt layer",
        "no layer",
        "no file",
    ],
)
def test_mistakes_are_reported(file: str, css: str, problem: str) -> None:
    assert _sheet({file: css})[1] == [problem]


def _sheet(files: dict[str, str]) -> tuple[str, list[str]]:
    images = {"img/x.svg": SVG, "img/x y.svg": SVG}
    made, problems = assets(
        {**images, **{f"css/{name}": css.encode("latin-1") for name, css in files.items()}}, Cache()
    )
    return made.files[-1].data.decode(), report_lines(problems)


def test_a_comment_names_no_file() -> None:
    css = {"css/base.css": b"/* once\n url(/img/gone.svg) */ a { top: 0; }"}
    assert assets(css, Cache())[1] == ()


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
def test_an_image_has_its_size(kind: str, name: str) -> None:
    data = io.BytesIO()
    Image.new("RGB", (13, 7)).save(data, kind)
    made, problems = assets({f"img/{name}": data.getvalue()}, Cache())
    assert problems == ()
    assert made.sizes == {f"/img/{name}": (13, 7)}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_half_an_image_is_reported(kind: str) -> None:
    data = io.BytesIO()
    Image.effect_noise((40, 40), 50).save(data, kind)
    half = data.getvalue()[: len(data.getvalue()) // 2 + 1]
    _, problems = assets({f"a.{kind.lower()}": half, f"b.{kind.lower()}": data.getvalue()}, Cache())
    assert report_lines(problems) == [f"assets/a.{kind.lower()}:1:1: this image is damaged [picture-wrong]"]


@pytest.mark.parametrize(
    ("svg", "size"),
    [
        (b"<svg/>", None),
        (b'<?xml version="1.0"?>\n<svg width="30" height="40.2"></svg>', (30, 40)),
        (b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x.example/svg11.dtd">\n<svg/>', None),
        (
            b'<svg xmlns:x="http://www.w3.org/1999/xlink"><use x:href="#a"/><image x:href="#b"/></svg>',
            None,
        ),
        (b'<svg><style>a { fill: url(#b) }</style><path style="fill:url(#b)"/></svg>', None),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12.7,9"/>', (13, 9)),
        (b'<svg width="25.4mm" height="1in" viewBox="0 0 9 9"/>', (96, 96)),
        (b'<svg width="100%" height="100%" viewBox="-1 -1 4e1 30"/>', (40, 30)),
        (b'<svg width="1..2" height="9"/>', None),
        (b'<svg viewBox="0 0 0 0"/>', None),
    ],
)
def test_an_svg_image_has_the_size_that_it_states(svg: bytes, size: tuple[int, int] | None) -> None:
    made, problems = assets({"img/x.svg": svg}, Cache())
    assert problems == ()
    assert made.sizes.get("/img/x.svg") == size


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.png", b"", "1:1: this image is empty"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(1_000_000), "1:1: this image has more than 1,000,000 bytes"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "1:1: this image is damaged"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "1:1: this image is damaged"),
        ("a.gif", b"GIF89a", "1:1: this image is damaged"),
        ("a.jpg", b"\xff\xd8\xff", "1:1: this image is damaged"),
        ("a.jpg", GIF, "1:1: this file is not the image that its name says"),
        ("a.webp", b"RIFF....WEBP", "1:1: this image is damaged"),
        ("a.svg", b"<html/>", "1:1: this file is not the image that its name says"),
        ("a.svg", b"<svg>\n<g></svg>", "2:1: this SVG image is damaged"),
        ("a.svg", b"<svg>\n<script/></svg>", "2:1: an SVG image cannot have the element '<script>'"),
        ("a.png", _png(10_001, 1), "1:1: this image has more than 10,000 pixels on a side"),
        ("a.png", _png(60_000, 60_000), "1:1: this image has more than 10,000 pixels on a side"),
        ("a.png", _png(10_000, 10_000), "1:1: this image has more than 50,000,000 pixels"),
    ],
)
def test_an_image_that_cannot_be_shown_is_reported(name: str, data: bytes, problem: str) -> None:
    _, problems = assets({f"img/{name}": data, "d.pdf": b""}, Cache())
    assert report_lines(problems) == [f"assets/img/{name}:{problem} [picture-wrong]"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_a_changed_byte_is_a_problem_or_none(kind: str) -> None:
    data = io.BytesIO()
    Image.effect_noise((16, 16), 50).save(data, kind)
    whole = data.getvalue()
    for at in range(0, len(whole), 7):
        changed = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        _, problems = inspect_image(f"img/a.{kind.lower()}", changed)
        assert {problem.code for problem in problems} <= {"picture-wrong"}
