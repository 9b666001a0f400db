"""The links and pictures in a text → what is none, has no address, or tells a reader nothing."""

import re
from collections.abc import Callable, Iterator

from icpr_build.markdown.text import Text, Written, is_blank
from icpr_build.problem import Place, Problem, quoted
from icpr_build.suggest import did_you_mean
from icpr_build.urls import IMAGE_EXTENSIONS, is_image, is_site_path

_KINDS = f"a picture's name ends in {', '.join(IMAGE_EXTENSIONS[:-1])} or {IMAGE_EXTENSIONS[-1]}"
_REFERENCE = re.compile(r"\[((?!\^)[^\[\]]+)\]\[((?!\^)[^\[\]]*)\]")


_NO_ADDRESS = re.compile(
    r"^\[((?!\^)[^\[\]]+)\]:(?:[ \t]*$|(?<!\d\]:)[ \t]+(?:[/#]|https?:|.*\.(?:md|pdf|docx?|xlsx?)$))",
    re.MULTILINE,
)
_SHORTCUT = re.compile(r"\[((?!\^)[^\[\]]+)\](?!:)")


def links(text: Text, address: Callable[[str], str]) -> Iterator[Problem]:
    """Apply every rule. `address` turns an address as it was written into the one to publish."""
    yield from _pictures(text, address)
    yield from _words(text)
    yield from _undefined(text)
    yield from _definitions(text)


def _pictures(text: Text, address: Callable[[str], str]) -> Iterator[Problem]:
    """A picture has a text, and is on this site: a page asks nothing of others."""
    for written in text.written:
        if written.token.type != "image":
            continue
        if is_blank(_shown(written)):
            hint = "Say between the brackets what the picture shows: ![Two officers talk](…)."
            message = "a picture needs a text"
            yield Problem(place=written.place, code="picture-text", message=message, hint=hint)
        target = address(str(written.token.attrs["src"]))
        if not is_image(target):
            message = "a picture must be a file of this site"
            hint = "Put its file into assets/img/ and write /img/ and its name."
            if is_site_path(target):
                message, hint = _KINDS, "Write its whole name; or save the picture as one of these."
            yield Problem(place=written.address, code="picture-elsewhere", message=message, hint=hint)


def _shown(written: Written) -> str:
    return "".join(child.content for child in written.token.children or ())


def _words(text: Text) -> Iterator[Problem]:
    """A link has a text that tells where it leads; a picture in it has been asked for its own."""
    opened: Written | None = None
    shown = ""
    for written in text.written:
        if written.token.type == "link_open":
            opened, shown = written, ""
        elif written.token.type == "link_close" and opened and is_blank(shown):
            hint = "Write between the brackets where it leads: [the report](…)."
            yield Problem(place=opened.place, code="link-text", message="a link needs a text", hint=hint)
        shown += "picture" if written.token.type == "image" else written.token.content


def _undefined(text: Text) -> Iterator[Problem]:
    """`[text][label]` has its line `[label]: address`."""
    lines = {found[1].lower() for passage in text.passages for found in passage.find(_NO_ADDRESS)}
    called = set[str]()
    for passage in text.passages:
        for found in passage.find(_REFERENCE):
            label = found[2] or found[1]
            called.add(label.lower())
            if label.lower() not in lines:
                yield _nowhere(label, passage.place(found.start()), text)
    for passage in text.passages:
        called |= {found[1].lower() for found in passage.find(_SHORTCUT)}
    for passage in text.passages:
        for found in passage.find(_NO_ADDRESS):
            if found[1].lower() in called:
                message = f"[{quoted(found[1])[1:-1]}]: has no address"
                hint = "Write it after the colon, with %20 for each blank in it."
                place = passage.place(found.start())
                yield Problem(place=place, code="reference-undefined", message=message, hint=hint)


def _nowhere(label: str, place: Place, text: Text) -> Problem:
    named = f"[{quoted(label)[1:-1]}]"
    like = did_you_mean(label.lower(), map(str.lower, text.definitions))
    hint = f"Add a line at the end: {named}: https://… Or write \\[ to show the bracket itself."
    return Problem(
        place=place, code="reference-undefined", message=f"there is no {named}: …{like}", hint=hint
    )


def _definitions(text: Text) -> Iterator[Problem]:
    """Each line `[label]: address` is used, and is the only one of its label."""
    used = {str(written.token.meta.get("label", "")).upper() for written in text.written}
    for label, definition in text.definitions.items():
        if label.upper() not in used and not label.startswith("^"):
            message, hint = "nothing refers to this address", "Delete this line."
            yield Problem(place=definition.place, code="reference-unused", message=message, hint=hint)
    for definition in text.repeated:
        message, hint = "this label has an address already", "Keep one of the two lines."
        yield Problem(place=definition.place, code="reference-duplicate", message=message, hint=hint)
