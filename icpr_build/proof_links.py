"""The links and pictures in a text → what is none, has no address, or tells a reader nothing."""

import re
from collections.abc import Callable, Iterator

from icpr_build.address import is_picture
from icpr_build.problem import Problem, did_you_mean, quoted
from icpr_build.text import Passage, Text, Written, is_blank

_ADDRESS = r"(?:[/#]|\.\.?/|https?:|mailto:|tel:|www\.|[^()\n]*\.(?:md|pdf|docx?|xlsx?|jpe?g|png|svg)\b|\s*$)"
_ALMOST = re.compile(
    rf"!?(?P<a>\[)[^\[\]]+(?P<b>\]) ?(?P<c>\(){_ADDRESS}"
    r"|(?P<d>\()[^()]+(?P<e>\)\[)(?:[/#]|https?:|mailto:|www\.)"
    r"|(?<!\S)(?P<f>! )\[[^\[\]]*\]\([^()\s]+\.(?:jpe?g|png|svg|gif|webp)\)",
    re.MULTILINE,
)
_REFERENCE = re.compile(r"\[((?!\^)[^\[\]]+)\]\[((?!\^)[^\[\]]*)\]")


def links(text: Text, address: Callable[[str], str]) -> Iterator[Problem]:
    """Apply every rule. `address` turns an address as it was written into the one to publish."""
    yield from _pictures(text, address)
    yield from _words(text)
    for passage in text.passages:
        yield from _syntax(passage)
        yield from _undefined(passage, text)
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
        if not is_picture(address(str(written.token.attrs["src"]))):
            hint = "Put its file into assets/img/ and write /img/ and its name."
            message = "a picture must be a file of this site"
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


def _syntax(passage: Passage) -> Iterator[Problem]:
    """What looks like a link is one."""
    for found in _ALMOST.finditer(passage.markdown):
        signs = (found.start(group) for group, sign in found.groupdict().items() if sign)
        if all(map(passage.is_typed, signs)):
            message = "this is not taken for a link"
            hint = "Write [words](address), with nothing between ] and (, and %20 for a blank in the address."
            place = passage.place(found.start())
            yield Problem(place=place, code="link-syntax", message=message, hint=hint)


def _undefined(passage: Passage, text: Text) -> Iterator[Problem]:
    """`[text][label]` has its line `[label]: address`."""
    for found in passage.find(_REFERENCE):
        label = found[2] or found[1]
        named = f"[{quoted(label)[1:-1]}]"
        like = did_you_mean(label.lower(), map(str.lower, text.definitions))
        hint = f"Add a line at the end: [{label}]: https://… Or write \\[ to show the bracket itself."
        place = passage.place(found.start())
        yield Problem(
            place=place, code="reference-undefined", message=f"there is no {named}: …{like}", hint=hint
        )


def _definitions(text: Text) -> Iterator[Problem]:
    """Each line `[label]: address` is used, and is the only one of its label."""
    used = {str(written.token.meta.get("label", "")).upper() for written in text.written}
    for label, definition in text.definitions.items():
        if label.upper() not in used:
            message, hint = "nothing refers to this address", "Delete this line."
            yield Problem(place=definition.place, code="reference-unused", message=message, hint=hint)
    for definition in text.repeated:
        message, hint = "this label has an address already", "Keep one of the two lines."
        yield Problem(place=definition.place, code="reference-duplicate", message=message, hint=hint)
