import hashlib

import pytest

from icpr_build.assets import assets
from tests.lay_out import told

JPEG, SVG = b"\xff\xd8\xff", b"<svg/>"


def test_a_file_is_named_by_its_content() -> None:
    output, stands_for, problems = assets({"img/x.jpg": JPEG, "files/a.tar.gz": b"two", "CNAME": b""})
    digests = [hashlib.sha256(data).hexdigest()[:10] for data in (JPEG, b"two", b"")]
    named = [
        f"assets/img/x.{digests[0]}.jpg",
        f"assets/files/a.tar.{digests[1]}.gz",
        f"assets/CNAME.{digests[2]}",
    ]
    assert problems == ()
    assert [file.path for file in output][:3] == named
    assert [file.data for file in output][:3] == [JPEG, b"two", b""]
    assert {name: path for name, path in stands_for.items() if name != "/css/site.css"} == dict(
        zip(("/img/x.jpg", "/files/a.tar.gz", "/CNAME"), (f"/{name}" for name in named), strict=True)
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
    digest = hashlib.sha256(SVG).hexdigest()[:10]
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
    output, _, problems = assets(
        {**pictures, **{f"css/{name}": css.encode("latin-1") for name, css in files.items()}}
    )
    return output[-1].data.decode(), told(problems)


def test_a_comment_names_no_file() -> None:
    css = {"css/base.css": b"/* once\n url(/img/gone.svg) */ a { top: 0; }"}
    assert assets(css)[2] == ()


def test_a_picture_is_what_its_name_says_and_not_too_large() -> None:
    png = b"\x89PNG\r\n\x1a\n"
    _, _, problems = assets(
        {"img/a.png": png, "img/b.PNG": png, "img/c.svg": b'<?xml?>\n<svg x="">', "d.pdf": b""}
    )
    assert problems == ()
    _, _, problems = assets({"img/a.png": png + bytes(1_000_000), "img/b.jpg": png})
    assert told(problems) == [
        "assets/img/a.png:1:1: this picture has more than 1,000,000 bytes [picture-wrong]",
        "assets/img/b.jpg:1:1: this file is not the picture that its name says [picture-wrong]",
    ]
