"""A body → safe HTML in sections, its links, and the problems in it.

The sanitizer is a second guard behind `lint`: whatever it removes is reported, too.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.toc import TocExtension
from markupsafe import Markup

from icpr_build.markdown.gfm import GfmExtension
from icpr_build.markdown.lint import lint
from icpr_build.markdown.sanitize import sanitized
from icpr_build.markdown.smart_quotes import typeset
from icpr_build.markdown.tree import nodes
from icpr_build.model import Body, Prose, Section
from icpr_build.problem import Place, Problem
from icpr_build.urls import rewrite


def render_body(file: str, body: str, first_line: int) -> Body:
    """Render the body that begins on a line of a file."""
    gfm = GfmExtension(file, first_line)
    md = Markdown(extensions=[gfm, TocExtension(marker="", slugify=_Slugs())], output_format="html")
    html = {gfm.parser.root: md.convert(body)}
    html |= {part: _inner_html(md, part) for section in gfm.sections.found for part in section}
    safe = {part: Markup(sanitized(written)) for part, written in html.items()}
    changed = [part for part, written in html.items() if unescape(safe[part]) != unescape(written)]
    sections = (
        Section(id=heading.get("id", ""), title=safe[heading], html=safe[content])
        for heading, content in gfm.sections.found
    )
    return Body(
        prose=Prose(intro=safe[gfm.parser.root], sections=tuple(sections)),
        links=gfm.links.found,
        problems=(*lint(gfm.parser.document), *unsafe_blocks(md, changed)),
    )


def whole_text(prose: Prose, summary: str, image: str, alt: str, url: Callable[[str], str]) -> Markup:
    """Return a text in one piece, as its page shows it; `url` makes the URLs of site paths and anchors.

    The summary replaces a missing text before the first heading; the image, if there is one, follows.
    """
    parts = [prose.intro or Markup("<p>{}</p>").format(typeset(summary))]
    if image:
        parts += [Markup('<p><img src="{}" alt="{}"></p>').format(image, typeset(alt))]
    parts += [Markup('<h2 id="{}">{}</h2>\n{}').format(it.id, it.title, it.html) for it in prose.sections]
    return Markup(rewrite(Markup("\n").join(parts), url).strip())


def unsafe_blocks(md: Markdown, parts: Iterable[Element]) -> Iterator[Problem]:
    """Report each block from which the sanitizer removes something."""
    for part in parts:
        for block in [part] if part.tag == "h2" else part:
            html = md.serializer(block)
            if unescape(sanitized(html)) != unescape(html):
                _, node = next(nodes(block))
                yield _unsafe(node.place)


def _unsafe(place: Place) -> Problem:
    hint = "Write it in plain words; and report it to the developers, whose mistake it is."
    return place.problem("html-unsafe", "this holds what no page may contain", hint)


class _Slugs:
    """Names the headings of a text as GitHub does, so that links to them work there, too.

    The second of two equal headings gets `-1`; so may a third one, if another heading is named so already.
    """

    def __init__(self) -> None:
        self.repeated: dict[str, int] = {}

    def __call__(self, heading: str, _separator: str) -> str:
        first = re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
        slug = first
        while slug in self.repeated:
            self.repeated[first] += 1
            slug = f"{first}-{self.repeated[first]}"
        self.repeated[slug] = 0
        return slug


def _inner_html(md: Markdown, element: Element) -> str:
    html = md.serializer(element)
    return html[html.index(">") + 1 : html.rindex("<")].strip()
