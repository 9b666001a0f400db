"""The images that other sites show for a page → those that they would not show.

They want 200 pixels on each side at least (Open Graph, as Facebook documents it), and show no SVG image.
"""

from collections.abc import Iterable, Iterator

from icpr_build.model import ImageSizes, NewsItem
from icpr_build.problem import Place, Problem
from icpr_build.site import SHARE_IMAGE
from icpr_build.urls import SiteUrls, normalized_path

LEAST_SIDE = 200  # pixels
_CHOOSE = f"Choose a PNG or JPEG image of at least {LEAST_SIDE} by {LEAST_SIDE} pixels; 1200 by 630 is best."


def share_images(news: Iterable[NewsItem], urls: SiteUrls, sizes: ImageSizes) -> Iterator[Problem]:
    """Check the image of the site, which every site has, and that of each news item."""
    file = f"assets{SHARE_IMAGE}"
    if SHARE_IMAGE in urls.aliases:
        yield from _unfit(SHARE_IMAGE, Place(file=file), sizes)
    else:
        message = "this file, the image shown where the site is shared, is missing"
        hint = _CHOOSE.replace("Choose", "Put there").replace(" or JPEG", "")
        yield Place(file=file).problem("file-missing", message, hint, missing=file)
    for item in news:
        if normalized_path(item.image) in urls.aliases:  # else the link is broken
            yield from _unfit(item.image, item.places["image"], sizes)


def _unfit(image: str, place: Place, sizes: ImageSizes) -> Iterator[Problem]:
    """Report an image that cannot be shared; the size of one that is missing or damaged is not known."""
    width, height = sizes.get(normalized_path(image), (LEAST_SIDE, LEAST_SIDE))
    if image.lower().endswith(".svg"):
        message = "other sites show no SVG image where a page is shared"
        yield place.problem("picture-wrong", message, _CHOOSE)
    elif min(width, height) < LEAST_SIDE:
        message = f"{width} by {height} pixels are too few for an image that is shared"
        yield place.problem("picture-wrong", message, _CHOOSE)
