"""Links and images without a text, images from elsewhere, references without a definition and the reverse."""

import re
from collections.abc import Iterator

import comrak

from icpr_build.markdown.document import Document, is_blank, normalize_label
from icpr_build.problem import Place, Problem, quoted
from icpr_build.suggest import did_you_mean
from icpr_build.urls import IMAGE_EXTENSIONS, is_image, is_site_path

_EXTENSIONS = f"{', '.join(IMAGE_EXTENSIONS[:-1])} or {IMAGE_EXTENSIONS[-1]}"
_REFERENCE = re.compile(r"\[((?!\^)[^\[\]]+)\]\[((?!\^)[^\[\]]*)\]")
_NO_URL = re.compile(
    r"^\[((?!\^)[^\[\]]+)\]:(?:[ \t]*$|(?<!\d\]:)[ \t]+(?:[/#]|https?:|.*\.(?:md|pdf|docx?|xlsx?)$))",
    re.MULTILINE,
)
_SHORTCUT = re.compile(r"\[((?!\^)[^\[\]]+)\](?!:)")


def links(document: Document) -> Iterator[Problem]:
    """Apply every rule."""
    for node in document.nodes:
        if isinstance(node.value, comrak.Link) and not any(
            isinstance(inner.value, comrak.Image) for inner in node.walk()
        ):
            if is_blank(node.text()):
                hint = "Write between the brackets where it leads: [the report](…)."
                yield node.place.problem("link-text", "a link needs a text", hint)
        elif isinstance(node.value, comrak.Image):
            if is_blank(node.text()):
                hint = "Describe the image between the brackets: ![Two officers talk](…)."
                yield node.place.problem("picture-text", "an image needs an alt text", hint)
            yield from _not_ours(document.target(node), document.url_place(node))
    yield from _undefined(document)
    yield from _unused(document)


def _not_ours(target: str, place: Place) -> Iterator[Problem]:
    """An image is on this site: a page requests nothing of others."""
    if is_site_path(target) and not is_image(target):
        hint = "Write the whole name of the file; or save the image in one of these formats."
        message = f"the name of an image ends in {_EXTENSIONS}"
        yield place.problem("picture-elsewhere", message, hint)
    elif not is_image(target):
        hint = "Put its file into assets/img/ and write /img/ and its name."
        yield place.problem("picture-elsewhere", "an image must be a file of this site", hint)


def _undefined(document: Document) -> Iterator[Problem]:
    """`[text][label]` has its line `[label]: URL`."""
    lines = {found[1].lower() for block in document.blocks for found in block.find(_NO_URL)}
    used = set[str]()
    for block in document.blocks:
        used |= {found[1].lower() for found in block.find(_SHORTCUT)}
        for found in block.find(_REFERENCE):
            label = found[2] or found[1]
            used.add(label.lower())
            if label.lower() not in lines:
                yield _no_definition(label, block.place(found.start()), document)
    for block in document.blocks:
        for found in block.find(_NO_URL):
            if found[1].lower() in used:
                hint = "Write it after the colon, with %20 for each space in it."
                message = f"[{quoted(found[1])[1:-1]}]: has no URL"
                yield block.place(found.start()).problem("reference-undefined", message, hint)


def _no_definition(label: str, place: Place, document: Document) -> Problem:
    named = f"[{quoted(label)[1:-1]}]"
    like = did_you_mean(label.lower(), document.definitions)
    hint = f"Add a line at the end: {named}: https://… Or write \\[ to show the bracket itself."
    return place.problem("reference-undefined", f"there is no {named}: …{like}", hint)


def _unused(document: Document) -> Iterator[Problem]:
    """Each line `[label]: URL` is used, and is the only one of its label."""
    used = {normalize_label(node.label) for node in document.nodes if node.label}
    for definition in document.all_definitions:
        label = normalize_label(definition.label)
        if definition is not document.definitions[label]:
            message, hint = "this label has a URL already", "Keep one of the two lines."
            yield definition.place.problem("reference-duplicate", message, hint)
        elif label not in used and not label.startswith("^"):
            yield definition.place.problem(
                "reference-unused", "nothing refers to this URL", "Delete this line."
            )
