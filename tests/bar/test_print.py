"""Every page is fit for paper: black on white, named, with URLs and nothing to click on."""

import io
import re
import unicodedata
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.bar.measure import measure, none_of
from tests.browser import Hosted

pytestmark = pytest.mark.browser

SHEETS = {"": 2, "documents/": 1}  # at most, of the Institute's own pages
SIZES = ("Letter", "A4")
FULL = 200  # so few characters do not need a sheet of their own, unless it is the last
IMAGE = "\N{FRAME WITH PICTURE}"  # in the text of a sheet, for each image
MARGIN, POINT = 2.0, 2.54 / 72  # centimeters
# Two characters too small to be seen, at the ends of what is printed of a sheet.
CORNERS = """() => ['top:0;left:0', 'bottom:0;right:0'].forEach(corner => {
    const it = document.body.appendChild(document.createElement('p'));
    it.textContent = '\u25a0';
    it.style = `${corner};position:fixed;margin:0;font:1px/1px monospace`;
})"""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", SHEETS)
def test_a_page_fits_on_its_sheets(empty_page: Page, sites: dict[str, Hosted], path: str, size: str) -> None:
    empty_page.goto(sites["project"].url + path)
    assert len(sheets(empty_page, size)) <= SHEETS[path]


def test_a_sheet_has_margins(empty_page: Page, site: Hosted) -> None:
    empty_page.goto(site.url)
    none_of(narrow_margins(empty_page))


@pytest.mark.parametrize("selector", [".button", ".document-card", "nav", "body > a[href^='#']"])
def test_what_is_looked_for_by_its_name_is_there(
    empty_page: Page, sites: dict[str, Hosted], selector: str
) -> None:
    empty_page.goto(sites["project"].url)
    assert empty_page.locator(selector).count() > 0


def narrow_margins(page: Page) -> Iterator[str]:
    """Yield the margins of an open page's first sheet that are not as wide as they should be."""
    page.evaluate(CORNERS)
    sheet = _printed(page, "A4").pages[0]
    corners: list[tuple[float, float]] = []

    def see(text: str, shift: list[float], place: list[float], _font: object, _size: float) -> None:
        if "\u25a0" in text:
            across = place[4] * shift[0] + place[5] * shift[2] + shift[4]
            corners.append((across, place[4] * shift[1] + place[5] * shift[3] + shift[5]))

    sheet.extract_text(visitor_text=see)
    (left, top), (right, bottom) = corners
    width, height = sheet.mediabox.upper_right
    margins = {"left": left, "top": height - top, "right": width - right, "bottom": bottom}
    for side, points in margins.items():
        if abs(points * POINT - MARGIN) > 0.1:
            yield f"the margin is {points * POINT:.1f} cm, {side}"


def badly_printed(page: Page, name: str) -> Iterator[str]:
    """Yield what is wrong with the printed sheets of an open page, of a site of that name."""
    page.emulate_media(media="print", color_scheme="dark")
    seen = measure(page, "printed")
    printed = sheets(page)
    whole = "".join(printed)
    yield from seen["faults"]
    yield from (f"'{text}' is printed" for text in seen["screenOnly"] if _close(text) in whole)
    for url in seen["urls"]:
        if f"({_close(url)})" not in whole:
            yield f"the URL {url} is not printed in parentheses"
    if _close(name) not in printed[0]:
        yield f"the name of the site, {name}, is not on the first sheet"
    for number, sheet in enumerate(printed[:-1], 1):
        if len(sheet) < FULL and IMAGE not in sheet:
            yield f"sheet {number} holds {len(sheet)} characters"
        last = (heading for heading in seen["headings"] if sheet.endswith(_close(heading)))
        yield from (f"the heading '{heading}' is the last on sheet {number}" for heading in last)


def sheets(page: Page, size: str = "Letter") -> list[str]:
    """Print an open page; return the text of each sheet, without spaces, and a character for each image."""
    return [_close(sheet.extract_text()) + IMAGE * len(sheet.images) for sheet in _printed(page, size).pages]


def _printed(page: Page, size: str) -> PdfReader:
    return PdfReader(io.BytesIO(page.pdf(format=size, prefer_css_page_size=True)))


def _close(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("\u00ad", "")


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("<nav><a href=/>Menu of this site</a></nav>", "'Menu of this site' is printed"),
        ("<a href='#a' class=skip>Skip to content</a>", "'Skip to content' is printed"),
        (
            "<p><a href='https://www.example.org/x'>Outside</a>",
            "/x is not printed in parentheses",
        ),
        ("<h2>A heading</h2><p style='break-before:page'>Text", "is the last on sheet 1"),
        ("<p style='color:#333'>Grey", "is not black"),
        ("<p style='background:#eee'>On grey", "is not on white"),
        ("<p>Sans <b style='font-family:sans-serif'>serif</b>", '<b> "serif" is not in a serif typeface'),
        ("<style>body {font-size: 12pt}</style><p>Large", "the text is of 12 points"),
        ("<svg role=img aria-label=Strands></svg>", '<svg> "Strands" is printed'),
        ("<a class=button href=/>Go</a>", '<a.button> "Go" is printed'),
        ("<p>Little<p style='break-before:page'>Text", "sheet 1 holds 6 characters"),
        ("<article class=document-card>Card</article>", "may be broken"),
        ("", "the name of the site, Name, is not on the first sheet"),
    ],
)
def test_a_bad_print_is_found(empty_page: Page, broken: str, fault: str) -> None:
    empty_page.set_content(f"<!DOCTYPE html><body>{broken}")
    assert any(fault in it for it in badly_printed(empty_page, "Name"))


@pytest.mark.parametrize(
    ("margin", "faults"),
    [
        ("2cm", []),
        ("2cm 1cm 2cm 2cm", ["the margin is 1.0 cm, right"]),
        ("3cm 2cm 0", ["the margin is 3.0 cm, top", "the margin is 0.0 cm, bottom"]),
    ],
)
def test_a_narrow_margin_is_found(empty_page: Page, margin: str, faults: list[str]) -> None:
    empty_page.set_content(f"<!DOCTYPE html><style>@page {{margin: {margin}}}</style><body>Text")
    assert list(narrow_margins(empty_page)) == faults


def test_more_sheets_are_counted(empty_page: Page) -> None:
    empty_page.set_content("<!DOCTYPE html><p>One<p style='break-before:page'>Two")
    assert sheets(empty_page) == ["One", "Two"]
