"""The pipeline: a project's folder → its finished files, and all that is wrong with it.

Rule: nothing is written here; the files are worth publishing only when there are no problems.
Rule: no clock, no environment: the day and the settings are arguments.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from icpr_build.address import Addresses
from icpr_build.assets import Assets, assets
from icpr_build.bodies import bodies
from icpr_build.check import check
from icpr_build.doubt import doubt
from icpr_build.memo import Memo
from icpr_build.model import OutputFile, Page, Site
from icpr_build.pages import SET_BY_PROGRAM, markdown_paths, pages
from icpr_build.preview import with_preview, without_preview
from icpr_build.problem import Problem, abridged
from icpr_build.read import read
from icpr_build.render import render
from icpr_build.source import Inputs
from icpr_build.validate import validate


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to build: the project's `root`, the day to build it for, with or without what is not yet public.

    `preview` adds what only the live preview has. `base_url`, if given, stands in for the one in `site.yaml`
    and ends in `/`. Of the work that can be shared, `jobs` processes take a part each.
    """

    root: Path
    today: date
    drafts: bool = False
    preview: bool = False
    base_url: str = ""
    jobs: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What came of it. Problems are sorted by place, each once; `found` is how many there are in all."""

    files: tuple[OutputFile, ...]
    site: Site
    pages: int
    problems: tuple[Problem, ...]
    found: int


def build(
    order: Order, memo: Memo | None = None, watched: Callable[[Sequence[Page]], Iterable[Page]] = iter
) -> Built:
    """Read, validate, lay out, render and check.

    What `memo` remembers is not done again. `watched` may show how far the rendering has come.
    """
    memo = memo or Memo()
    inputs, unread = read(order.root, memo)
    texts = bodies(inputs.sources, memo, order.jobs)
    site, invalid = validate(
        inputs.sources, texts, templates=template_names(inputs), today=order.today, drafts=order.drafts
    )
    made, unusable = assets(inputs.assets)
    addresses = _addresses(order, site, made)
    site_map = pages(with_preview(site) if order.preview else site, addresses)
    rendered, unrendered = render(watched(site_map), inputs.templates, addresses, made.sizes, memo)
    files = (*rendered, *made.files)
    unread_files = {problem.place.file for problem in unread}
    unrendered = tuple(problem for problem in unrendered if problem.place.file not in unread_files)
    told = (*unread, *invalid, *unusable, *unrendered)
    unknown = doubt(inputs.sources, site, told)
    judged = without_preview(files)
    wrong = check(judged, site.links, addresses, hidden=site.hidden, doubt=unknown, memo=memo)
    listed = sum(page.listed for page in site_map)
    found = frozenset((*told, *wrong))
    return Built(files=files, site=site, pages=listed, problems=abridged(found), found=len(found))


def _addresses(order: Order, site: Site, made: Assets) -> Addresses:
    return Addresses(
        base_url=order.base_url or site.settings.base_url,
        known_as=site.settings.base_url,
        stands_for={**made.stands_for, **markdown_paths(site)},
    )


def template_names(inputs: Inputs) -> frozenset[str]:
    """Name the templates that a page may choose, by their stems."""
    names = (PurePosixPath(name) for name in inputs.templates)
    return frozenset(name.stem for name in names if name.match("pages/*.html")) - SET_BY_PROGRAM
