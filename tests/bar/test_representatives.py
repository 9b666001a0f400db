"""The representative pages have every structure that any page of their site has."""

import pytest

from tests.bar.representatives import representatives, structure
from tests.browser import Hosted

HOME = "<main><h1>Home</h1><p>Text"


@pytest.mark.parametrize(
    ("pages", "chosen"),
    [
        ({}, ()),
        ({"": HOME, "about/": "<main><h1>About</h1><p>More text"}, ("about/",)),
        ({"": HOME, "a/": "<main><h1>A</h1><p>One<p>Two", "b/": HOME}, ("a/",)),
        ({"": HOME, "image/": f"{HOME}<p><img>"}, ("image/",)),
        ({"": f"{HOME}<ul><li>A</ul>", "image/": f"{HOME}<img>"}, ("", "image/")),
        ({"": HOME, "class/": "<main><h1>A</h1><p class=lead>A"}, ("class/", "")),
        ({"": HOME, "attribute/": "<main><h1>A</h1><p aria-current=page>A"}, ("attribute/", "")),
        ({"": HOME, "id/": "<main><h1>A</h1><p id=a>A"}, ("",)),
        ({"": HOME, "order/": "<main><p>A</p><h1>A"}, ("", "order/")),
    ],
)
def test_a_page_is_chosen_for_what_no_other_shows(pages: dict[str, str], chosen: tuple[str, ...]) -> None:
    assert representatives(pages) == chosen


def test_a_few_pages_show_every_structure(site: Hosted) -> None:
    pages = {path: site.file(path).read_text("utf-8") for path in site.paths}
    chosen = representatives(pages)
    shown = {it for path in chosen for it in structure(pages[path])}
    assert {it for html in pages.values() for it in structure(html)} == shown
    assert len(chosen) < len(pages)
