"""The pipeline: a project's folder → its finished files, and every problem of its content.

Nothing is written here, and neither the clock nor the environment is read: the day and the settings are
arguments. The files are worth publishing only if there are no problems.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from icpr_build.cache import Cache
from icpr_build.check import (
    check,
    find_gaps,
    path_conflicts,
    share_images,
    without_consequences,
    without_unread,
)
from icpr_build.content import validate
from icpr_build.markdown import render_bodies
from icpr_build.model import Inputs, OutputFile, Page, Site
from icpr_build.output import assets, host_files, render
from icpr_build.problem import Problem, to_report
from icpr_build.site import (
    SET_BY_PROGRAM,
    markdown_paths,
    pages,
    with_components_page,
    without_components_page,
)
from icpr_build.source import read
from icpr_build.urls import SiteUrls


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """What to build: the project's `root`, for which day, with or without `drafts` and future dates.

    `preview` adds the page of components. `base_url`, which ends in `/`, replaces the one in `site.yaml`.
    Markdown is rendered by `jobs` processes.
    """

    root: Path
    today: date
    drafts: bool = False
    preview: bool = False
    base_url: str = ""
    jobs: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """The finished files and the problems to report, sorted by place.

    `pages` is the number of listed pages; `found` the number of all problems, of which some may not be
    reported.
    """

    files: tuple[OutputFile, ...]
    site: Site
    pages: int
    problems: tuple[Problem, ...]
    found: int


def build(
    options: BuildOptions,
    cache: Cache | None = None,
    progress: Callable[[Sequence[Page]], Iterable[Page]] = iter,
) -> BuildResult:
    """Read, validate, lay out, render and check.

    What is in `cache` is not computed again. `progress` passes the pages on, and may count them.
    """
    cache = cache or Cache()
    inputs, unread = read(options.root, cache)
    rendered_bodies = render_bodies(inputs.sources, cache, options.jobs)
    templates = template_names(inputs)
    site, invalid = validate(
        inputs.sources, rendered_bodies, templates=templates, today=options.today, drafts=options.drafts
    )
    used_assets, unusable = assets(inputs.assets, cache)
    urls = SiteUrls(
        base_url=options.base_url or site.settings.base_url,
        configured_base_url=site.settings.base_url,
        aliases={**used_assets.aliases, **markdown_paths(site)},
    )
    all_pages = pages(with_components_page(site) if options.preview else site, urls, used_assets.sizes)
    rendered, unrendered = render(progress(all_pages), inputs.templates, urls, used_assets.sizes, cache)
    files = (*rendered, *used_assets.files, *host_files())
    published = without_components_page(files)

    # An error is reported; what is wrong only because of it is not: see `check.cascades`.
    found = [*invalid, *unusable, *without_consequences(unrendered, unread)]
    problems = [*unread, *without_unread(found, inputs.unread)]
    problems += path_conflicts(published)
    shared = without_unread(share_images(site.news, urls, used_assets.sizes), inputs.unread)
    absent = (problem.missing for problem in shared if problem.missing)
    gaps = find_gaps(inputs.sources, site.pages, published, problems, (*inputs.unread, *absent))
    problems += shared
    problems += check(
        published,
        site.links,
        urls,
        hidden=site.hidden,
        gaps=gaps,
        cache=cache,
        templates=inputs.templates,
    )
    return BuildResult(
        files=files,
        site=site,
        pages=sum(page.listed for page in all_pages),
        problems=to_report(problems),
        found=len(set(problems)),
    )


def template_names(inputs: Inputs) -> frozenset[str]:
    """Return the names of the templates that a page may choose, which are their stems."""
    names = (PurePosixPath(name) for name in inputs.templates)
    return frozenset(name.stem for name in names if name.match("pages/*.html")) - SET_BY_PROGRAM
