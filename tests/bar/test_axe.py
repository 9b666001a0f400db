"""axe finds nothing, down to best practice and AAA, on any width, in any scheme and preference."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.bar.measure import measure, prefixed
from tools.checkers import AXE, find

pytestmark = pytest.mark.browser

WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")
PREFERENCES: dict[str, dict[str, Any]] = {
    "normal": {},
    "forced colors": {"forced_colors": "active"},
    "reduced motion": {"reduced_motion": "reduce"},
    "more contrast": {"contrast": "more"},
}
ORDINARY: dict[str, Any] = {
    "forced_colors": "none",
    "reduced_motion": "no-preference",
    "contrast": "no-preference",
}
# Every rule for a level of WCAG or for best practice, including those that axe does not run by default.
RUN = """async part => {
    const named = tags => tags.some(tag => /^wcag2|^best-practice$/.test(tag));
    const counts = tags => named(tags) && !tags.includes('experimental');
    const belongs = tags => tags.includes('cat.color') === (part === 'colors');
    const rules = axe.getRules().filter(({tags}) => counts(tags) && belongs(tags)).map(({ruleId}) => ruleId);
    const found = await axe.run(document, {runOnly: rules, resultTypes: ['violations']});
    const why = ({any, all, none}) => [...any, ...all, ...none][0]?.message;
    return found.violations.flatMap(({id, nodes}) =>
        nodes.map(node => `${id}: ${node.html.slice(0, 120)}: ${why(node)}`));
}"""


# No false alarms in forced colors: axe reads computed colors, and Chromium computes the forced ones.
def violations(page: Page) -> Iterator[str]:
    """Run axe on an open page in each combination of width, scheme and preference.

    A rule finds the same in what looks the same to it: it is run again where what it looks at has changed.
    """
    page.evaluate(find(AXE).read_text("utf-8"))
    known: dict[tuple[str, ...], list[str]] = {}
    for width, scheme, preference in product(WIDTHS, SCHEMES, PREFERENCES):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, **(ORDINARY | PREFERENCES[preference]))
        shape, colors = measure(page, "looks")
        for part, look in {"shape": (shape,), "colors": (shape, colors)}.items():
            if look not in known:
                known[look] = page.evaluate(RUN, part)
            yield from prefixed(f"{width} pixels, {scheme}, {preference}", known[look])


BODY = "<html lang=en><title>A</title><main><h1>A</h1>"
DARK = "@media (prefers-color-scheme: dark) {p {color: #333; background: #000}}"
FORCED = "@media (forced-colors: active) {p {forced-color-adjust: none; color: #888; background: #777}}"
STILL = "@media (prefers-reduced-motion: reduce) {h1 {display: none}}"
WIDE = "@media (prefers-contrast: more) and (min-width: 60em) {a {line-height: .5; display: block}}"
FLAT = "a {display: block; height: 9px; overflow: hidden}"


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("<html><title>A</title><h1>A</h1>", "html-has-lang"),
        ("<html lang=en><title>A</title><h1>A</h1><p>Outside of main", "normal: region"),
        (f"{BODY}<p style='color:#707070'>AA only", "color-contrast-enhanced"),
        (f"{BODY}<style>{DARK}</style><p>Dark", "dark, normal: color-contrast"),
        (f"{BODY}<style>{FORCED}</style><p>Forced", "forced colors: color-contrast"),
        (f"{BODY}<style>{STILL}</style>", "light, reduced motion: page-has-heading-one"),
        (
            f"{BODY}<style>{WIDE}</style><a href=#a>A</a><a href=#b>B</a>",
            "1280 pixels, dark, more contrast: target-size",
        ),
        (f"{BODY}<style>{FLAT}</style><a href=#a>A</a><a href=#b>B</a>", "target-size"),
    ],
)
def test_a_violation_is_found(empty_page: Page, broken: str, fault: str) -> None:
    empty_page.set_content(f"<!DOCTYPE html>{broken}")
    assert any(fault in it for it in violations(empty_page))
