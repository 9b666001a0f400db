"""Every page could be handed out on paper: black on white, named, with addresses and nothing to click on."""

import io
import re
import unicodedata
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.bar.conftest import Spot
from tests.bar.measure import measure, none_of
from tests.browser import Hosted

pytestmark = pytest.mark.browser

SHEETS = {"": 2, "documents/": 1}  # at most, of the Institute's own pages
SIZES = ("Letter", "A4")


def test_a_page_prints_well(page: Page, spot: Spot) -> None:
    feed = ElementTree.parse(spot.site.file("feed.xml"))  # noqa: S314 - made here
    none_of(badly_printed(page, feed.findtext("{http://www.w3.org/2005/Atom}title") or ""))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", SHEETS)
def test_a_page_fits_on_its_sheets(blank: Page, sites: dict[str, Hosted], path: str, size: str) -> None:
    blank.goto(sites["project"].url + path)
    assert len(sheets(blank, size)) <= SHEETS[path]


def badly_printed(page: Page, name: str) -> Iterator[str]:
    """Tell what is wrong on the sheets that an open page, of a site of that name, makes."""
    page.emulate_media(media="print", color_scheme="dark")
    seen = measure(page, "printed")
    printed = sheets(page)
    whole = "".join(printed)
    yield from seen["faults"]
    yield from (f"'{text}' is printed" for text in seen["screenOnly"] if _close(text) in whole)
    for address in seen["addresses"]:
        if f"({_close(address)})" not in whole:
            yield f"the address {address} is not printed in brackets"
    if _close(name) not in printed[0]:
        yield f"the name of the site, {name}, is not on the first sheet"
    for number, sheet in enumerate(printed[:-1], 1):
        last = (heading for heading in seen["headings"] if sheet.endswith(_close(heading)))
        yield from (f"the heading '{heading}' is the last on sheet {number}" for heading in last)


def sheets(page: Page, size: str = "Letter") -> list[str]:
    """Print an open page, and give the text of each sheet, without blanks, and a sign for each picture."""
    printed = PdfReader(io.BytesIO(page.pdf(format=size, prefer_css_page_size=True)))
    return [
        _close(sheet.extract_text()) + "\N{FRAME WITH PICTURE}" * len(sheet.images) for sheet in printed.pages
    ]


def _close(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("\u00ad", "")


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("<nav><a href=/>Menu of this site</a></nav>", "'Menu of this site' is printed"),
        ("<a href='#a' class=skip>Skip to content</a>", "'Skip to content' is printed"),
        (
            "<p><a href='https://www.example.org/x'>Outside</a>",
            "/x is not printed in brackets",
        ),
        ("<h2>A heading</h2><p style='break-before:page'>Text", "is the last on sheet 1"),
        ("<p style='color:#333'>Grey", "is not black"),
        ("<p style='background:#eee'>On grey", "is not on white"),
        ("<article class=card>Card</article>", "may be broken"),
        ("", "the name of the site, Name, is not on the first sheet"),
    ],
)
def test_a_bad_print_is_found(blank: Page, broken: str, fault: str) -> None:
    blank.set_content(f"<!DOCTYPE html><body>{broken}")
    assert any(fault in it for it in badly_printed(blank, "Name"))


def test_more_sheets_are_counted(blank: Page) -> None:
    blank.set_content("<!DOCTYPE html><p>One<p style='break-before:page'>Two")
    assert sheets(blank) == ["One", "Two"]
