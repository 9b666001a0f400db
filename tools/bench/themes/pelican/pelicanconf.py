"""Pelican's settings: the same kinds of pages at the same paths as the Institute's site has."""

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

SITENAME = "Institute for Community-Police Relations"
SITEURL = "https://icpr.example.org"
SITESUBTITLE = "Guidance and assistance to law enforcement agencies."
TIMEZONE, DEFAULT_LANG = "UTC", "en"
PATH, OUTPUT_PATH, THEME = "content", "output", str(HERE / "theme")
ARTICLE_PATHS, PAGE_PATHS = ["news"], ["pages"]
PLUGINS = ["neighbors"]

# What Pelican can keep between builds: the texts that it has read and made into HTML.
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
CACHE_PATH = str(HERE / "cache")

ARTICLE_URL, ARTICLE_SAVE_AS = "news/{slug}/", "news/{slug}/index.html"
PAGE_URL, PAGE_SAVE_AS = "{slug}/", "{slug}/index.html"
TAG_URL, TAG_SAVE_AS = "news/topics/{slug}/", "news/topics/{slug}/index.html"
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = ARCHIVES_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "news", "resources", "sitemap"]
NEWS_SAVE_AS, RESOURCES_SAVE_AS, SITEMAP_SAVE_AS = "news/index.html", "resources/index.html", "sitemap.xml"
PAGINATED_TEMPLATES = {"news": 20}
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)
DEFAULT_PAGINATION = 20
FEED_ALL_ATOM, FEED_MAX_ITEMS = "feed.xml", 20
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

FORMATTED_FIELDS: list[str] = []  # a summary is plain text
MARKDOWN = {
    "extensions": ["markdown.extensions.extra", "markdown.extensions.meta", "markdown.extensions.toc"]
}
RESOURCES = json.loads((HERE / "data" / "resources.json").read_text("utf-8"))
