"""Gives every item the next newer and older one, which Pelican itself does not know."""

from typing import Protocol

from pelican import signals


class Article(Protocol):
    """What a template gets of an item."""

    newer: "Article | None"
    older: "Article | None"


class Articles(Protocol):
    """All items, newest first."""

    articles: list[Article]


def register() -> None:
    """Set the neighbors once all items are read and sorted."""
    signals.article_generator_finalized.connect(_set)


def _set(found: Articles) -> None:
    articles = found.articles
    for newer, article, older in zip([None, *articles], articles, [*articles[1:], None], strict=False):
        article.newer, article.older = newer, older
