"""What a page says to programs: its head, linked data (schema.org, as JSON-LD), and the web manifest.

Linked data says nothing that the visitors of its page cannot read there.
"""

from dataclasses import dataclass

from icpr_build.model import Document, ImageSizes, NewsItem, Settings, Size
from icpr_build.site.views import PageLink, display_date, document_card
from icpr_build.urls import SiteUrls, news_path, normalized_path

Json = dict[str, object]

SHARE_IMAGE = "/img/share.png"
LOGO = "/img/apple-touch-icon.png"
RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}  # language codes


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareImage:
    """The image that other sites show for a page: its full URL, alt text, and size in pixels if known."""

    url: str
    alt: str
    size: Size | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHead:
    """What the `<head>` of a page says.

    `heading` is the visible title, `title` the window's. `canonical` is a full URL. `kind` and `locale`
    (`en_US`) are Open Graph's; `direction` is `rtl` for languages that are written from right to left.
    """

    path: str
    heading: str
    title: str
    description: str
    canonical: str
    image: ShareImage
    kind: str
    locale: str
    direction: str
    breadcrumbs: tuple[PageLink, ...]
    linked_data: tuple[Json, ...]


def share_image(item: NewsItem | None, settings: Settings, urls: SiteUrls, sizes: ImageSizes) -> ShareImage:
    """Return a news item's own image, or the image of the site."""
    path, alt = (item.image, item.image_alt) if item and item.image else (SHARE_IMAGE, settings.title)
    return ShareImage(url=urls.absolute(path), alt=alt, size=sizes.get(normalized_path(path)))


def open_graph_locale(language: str) -> str:
    """Turn `en-US` into `en_US`; a language without a country has no locale."""
    return language.replace("-", "_") if "-" in language else ""


def direction(language: str) -> str:
    """Return `rtl` for a language that is written from right to left."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else ""


def website(settings: Settings, urls: SiteUrls) -> Json:
    """Describe the site itself."""
    return _linked_data(
        "WebSite",
        name=settings.title,
        alternateName=settings.short_title,
        description=settings.summary,
        url=urls.base_url,
        inLanguage=settings.language,
    )


def organization(settings: Settings, urls: SiteUrls) -> Json:
    """Describe the Institute and the organization that it belongs to."""
    parent = settings.organization
    return _linked_data(
        "Organization",
        name=settings.title,
        url=urls.base_url,
        logo=urls.absolute(LOGO),
        email=settings.email,
        parentOrganization=parent and _organization_named(parent.name, parent.url),
    )


def news_article(item: NewsItem, settings: Settings, urls: SiteUrls) -> Json:
    """Describe a news item that has a page of its own."""
    institute = _organization_named(settings.title, urls.base_url)
    return _linked_data(
        "NewsArticle",
        headline=item.title,
        datePublished=item.date.isoformat(),
        dateModified=(item.updated or item.date).isoformat(),
        image=item.image and urls.absolute(item.image),
        author=institute,
        publisher=institute,
        mainEntityOfPage=urls.absolute(news_path(item.slug)),
    )


def report(document: Document, urls: SiteUrls) -> Json:
    """Describe a foundational document."""
    return _linked_data(
        "Report",
        name=document.title,
        description=document.summary,
        datePublished=display_date(document.date).iso,
        publisher={"@type": "Organization", "name": document.publisher},
        url=urls.absolute(document.url),
        mainEntityOfPage=urls.absolute(document_card(document).path),
    )


def breadcrumb_list(links: tuple[PageLink, ...], urls: SiteUrls) -> Json:
    """Describe where a page is: the pages above it, then the page itself."""
    items = [
        {"@type": "ListItem", "position": position, "name": link.label, "item": urls.absolute(link.url)}
        for position, link in enumerate(links, 1)
    ]
    return _linked_data("BreadcrumbList", itemListElement=items)


def manifest(settings: Settings, urls: SiteUrls) -> Json:
    """Return the web manifest, for devices that put the site on their home screen. Its URLs are relative."""
    icons = [
        {"src": urls.relative("/", f"/img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    return {
        "name": settings.title,
        "short_name": settings.short_title,
        "description": settings.summary,
        "lang": settings.language,
        "start_url": "./",
        "display": "minimal-ui",
        "background_color": "#fdfbf7",
        "theme_color": "#12294a",
        "icons": icons,
    }


def _organization_named(name: str, url: str) -> Json:
    return {"@type": "Organization", "name": name, "url": url}


def _linked_data(kind: str, **properties: object) -> Json:
    """Return an object of schema.org without the properties that are empty."""
    known = {name: value for name, value in properties.items() if value}
    return {"@context": "https://schema.org", "@type": kind, **known}
