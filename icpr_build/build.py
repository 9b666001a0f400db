"""The pipeline: a project's folder → its finished files, and all that is wrong with it.

Rule: nothing is written here; the files are worth publishing only when there are no problems.
Rule: no clock, no environment: the day and the settings are arguments.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from icpr_build.cache import Cache
from icpr_build.check import check, doubt
from icpr_build.content import validate
from icpr_build.markdown import render_bodies
from icpr_build.model import Inputs, OutputFile, Page, Site
from icpr_build.output import Assets, assets, render
from icpr_build.problem import Problem, abridged
from icpr_build.site import SET_BY_PROGRAM, markdown_paths, pages, with_preview, without_preview
from icpr_build.source import read
from icpr_build.urls import SiteUrls


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
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
class BuildResult:
    """What came of it. Problems are sorted by place, each once; `found` is how many there are in all."""

    files: tuple[OutputFile, ...]
    site: Site
    pages: int
    problems: tuple[Problem, ...]
    found: int


def build(
    order: BuildOptions,
    cache: Cache | None = None,
    watched: Callable[[Sequence[Page]], Iterable[Page]] = iter,
) -> BuildResult:
    """Read, validate, lay out, render and check.

    What `cache` remembers is not done again. `watched` may show how far the rendering has come.
    """
    cache = cache or Cache()
    inputs, unread = read(order.root, cache)
    texts = render_bodies(inputs.sources, cache, order.jobs)
    site, invalid = validate(
        inputs.sources, texts, templates=template_names(inputs), today=order.today, drafts=order.drafts
    )
    made, unusable = assets(inputs.assets)
    urls = _addresses(order, site, made)
    site_map = pages(with_preview(site) if order.preview else site, urls)
    rendered, unrendered = render(watched(site_map), inputs.templates, urls, made.sizes, cache)
    files = (*rendered, *made.files)
    unread_files = {problem.place.file for problem in unread}
    unrendered = tuple(problem for problem in unrendered if problem.place.file not in unread_files)
    told = (*unread, *invalid, *unusable, *unrendered)
    unknown = doubt(inputs.sources, site, told)
    judged = without_preview(files)
    wrong = check(judged, site.links, urls, hidden=site.hidden, doubt=unknown, cache=cache)
    listed = sum(page.listed for page in site_map)
    found = frozenset((*told, *wrong))
    return BuildResult(files=files, site=site, pages=listed, problems=abridged(found), found=len(found))


def _addresses(order: BuildOptions, site: Site, made: Assets) -> SiteUrls:
    return SiteUrls(
        base_url=order.base_url or site.settings.base_url,
        configured_base_url=site.settings.base_url,
        aliases={**made.aliases, **markdown_paths(site)},
    )


def template_names(inputs: Inputs) -> frozenset[str]:
    """Name the templates that a page may choose, by their stems."""
    names = (PurePosixPath(name) for name in inputs.templates)
    return frozenset(name.stem for name in names if name.match("pages/*.html")) - SET_BY_PROGRAM
