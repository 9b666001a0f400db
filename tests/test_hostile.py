"""Content is not code: what an editor types is reported with its place, or runs nothing in a page."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from markdown import Markdown
from playwright.sync_api import Browser

from icpr_build.build import BuildOptions, BuildResult, build
from icpr_build.content import BASE_URL
from icpr_build.content.fields import Fields
from icpr_build.content.kinds import settings
from icpr_build.model import OutputFile, Source
from icpr_build.problem import Place
from icpr_build.source.yaml_reader import compose
from tests import hostile
from tests.conftest import Command
from tests.hostile import FILES, Shape, effects, markup, shapes, unsafe
from tests.lay_out import TODAY
from tests.payloads import BODIES, TEMPLATES, VALUES, YAML

MANY = 30
WORDS = ("Well-chosen words",)
LOUD_BODIES, LOUD_VALUES = 80, 80  # what a page that is not protected does at least
# Everything that a text may hold.
FEATURES = """Text, *so* **it** ~~is~~ `a`<br>b<sub>c</sub><sup>d</sup><kbd>e</kbd>[^1] [f](/about/ "g") <https://a.org>

[h](/about/ "g")

[h](/about/)

> - i
>   1. j

3. k

- [ ] l

| m | n | o | p |
|---|:--|:-:|--:|
| 1 | [q](/about/) | 3 | 4 |

![r](/img/share.png "s") ![t](/img/share.png)

```python
u
```

    v

***

# V

## W

### X

#### Y

##### Z

###### A

[^1]: b
"""


def _split(payloads: Sequence[str]) -> dict[str, Sequence[str]]:
    parts = [payloads[at : at + MANY] for at in range(0, len(payloads), MANY)]
    return {f"{at * MANY + 1} to {at * MANY + len(part)}": part for at, part in enumerate(parts)}


BODY_PARTS, VALUE_PARTS = _split(BODIES), _split(VALUES)


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> frozenset[Shape]:
    """Every shape of an element in a site without any payload."""
    folder = tmp_path_factory.mktemp("harmless")
    sites = (
        hostile.bodies(folder / "bodies", [FEATURES]),
        hostile.entries(folder / "entries", WORDS),
        hostile.shared(folder / "shared", WORDS),
    )
    return frozenset(
        shape for site in sites for _, html in markup(_built(site).files) for shape in shapes(html)
    )


@pytest.mark.browser
@pytest.mark.parametrize("payloads", BODY_PARTS.values(), ids=BODY_PARTS)
def test_no_body_does_anything(
    payloads: Sequence[str], known: frozenset[Shape], browser: Browser, tmp_path: Path
) -> None:
    _does_nothing(hostile.bodies(tmp_path / "site", payloads), known, browser)


@pytest.mark.browser
@pytest.mark.parametrize("payloads", VALUE_PARTS.values(), ids=VALUE_PARTS)
def test_no_value_of_any_key_does_anything(
    payloads: Sequence[str], known: frozenset[Shape], browser: Browser, tmp_path: Path
) -> None:
    _does_nothing(hostile.entries(tmp_path / "site", payloads), known, browser)


@pytest.mark.browser
def test_nothing_that_all_pages_share_does_anything(
    known: frozenset[Shape], browser: Browser, tmp_path: Path
) -> None:
    _does_nothing(hostile.shared(tmp_path / "site", VALUES), known, browser)


@pytest.mark.browser
def test_a_page_that_is_not_protected_does_what_the_payloads_say(browser: Browser, tmp_path: Path) -> None:
    pages = {f"body-{at}": f"<p>{Markdown().convert(payload)}" for at, payload in enumerate(BODIES)}
    for at, it in enumerate(VALUES):
        pages[f"value-{at}"] = f'<title>{it}</title><p title="{it}">{it}</p><a href="{it}">x</a>'
    for name, html in pages.items():
        if "<use" not in html:  # Chromium may wait for ever for an SVG image that is none
            (tmp_path / f"{name}.html").write_text(f"<!DOCTYPE html>{html}", "utf-8")
    found = effects(browser, tmp_path, [path.name for path in sorted(tmp_path.glob("*.html"))])
    assert len([url for url in found if "/body-" in url]) > LOUD_BODIES
    assert len([url for url in found if "/value-" in url]) > LOUD_VALUES


@pytest.mark.parametrize(
    "html",
    [
        "<p onclick=a()>b</p>",
        "<p style=a:b>c</p>",
        "<p class=banner>c</p>",
        "<script>a()</script>",
        "<style>a{}</style>",
        "<iframe></iframe>",
        "<svg></svg>",
        "<form></form>",
        "<base href=/a/>",
        "<meta http-equiv=refresh content='0; url=javascript:a()'>",
        "<a href=javascript:a()>b</a>",
        "<a href=' java&#9;script:a()'>b</a>",
        "<a href=data:text/html,a>b</a>",
        "<a href=//a.example/>b</a>",
        "<a href='/\\a.example/'>b</a>",
        "<img alt='' src=blob:a>",
    ],
)
def test_what_is_unsafe_is_found(html: str, known: frozenset[Shape]) -> None:
    def found(html: str) -> list[str]:
        page = OutputFile(path="a.html", data=f"<!DOCTYPE html>{html}".encode(), place=Place(file="a"))
        return list(unsafe([page], known))

    assert found("<main id=main><p><a class=link href=/a/>b</a><a href=tel:1>c</a></p></main>") == []
    assert len(found(html)) == 1


@pytest.mark.parametrize("payload", VALUES)
def test_no_payload_is_a_setting_of_the_site(payload: str) -> None:
    """A payload in a setting that the whole site is built with is refused, and is reported at its line."""
    written = "\n".join(f"{key}: {json.dumps(payload)}" for key in ("base_url", "language", "email"))
    node, unread = compose(FILES["site"], written)
    fields = Fields(Source(file=FILES["site"], node=node))
    site = settings(fields)
    assert (site.base_url, site.language, site.email) == (BASE_URL.placeholder, "en", "")
    assert {problem.place.line for problem in (*unread, *fields.problems)} >= {1, 2, 3}


@pytest.mark.parametrize("payload", YAML)
def test_yaml_makes_nothing_but_words(payload: str) -> None:
    node, problems = compose(FILES["site"], f"title: {payload}\n")
    assert [problem.place.line for problem in problems] == [1]
    assert not any(field.value.text for field in node.fields.values())


def test_the_command_reports_places_and_publishes_what_it_accepts(tmp_path: Path, icpr: Command) -> None:
    root = hostile.bodies(tmp_path / "all", BODIES)
    status, output, errors = icpr("build", root, "--report", "json")
    reported = {problem["file"] for problem in json.loads(output)}
    assert "html-unsafe" not in {problem["code"] for problem in json.loads(output)}
    assert (status, errors.count("Traceback"), (root / "output").exists()) == (1, 0, False)
    taken = [payload for at, payload in enumerate(BODIES) if FILES["page"].format(at) not in reported]
    assert len(taken) > len(TEMPLATES)
    status, _, errors = icpr("build", hostile.bodies(tmp_path / "taken", taken), "--quiet")
    assert (status, errors) == (0, "")


def _does_nothing(root: Path, known: frozenset[Shape], browser: Browser) -> None:
    """Even what is refused would do nothing, were it published; a redirect page is not opened."""
    built = _built(root)
    assert [problem for problem in built.problems if not _is_located(root, problem.place)] == []
    assert sorted(unsafe(built.files, known)) == []
    folder = root / "written"
    pages = [file for file in built.files if file.path.endswith(".html") and b"http-equiv" not in file.data]
    for file in pages:
        path = folder / file.path
        assert path.resolve().is_relative_to(folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    assert effects(browser, folder, [file.path for file in pages]) == set()


def _is_located(root: Path, place: Place) -> bool:
    return place.line <= (root / place.file).read_text("utf-8").count("\n") + 1


def _built(root: Path) -> BuildResult:
    return build(BuildOptions(root=root, today=date.fromisoformat(TODAY)))
