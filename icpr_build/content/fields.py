"""Reads the fields of one source, typed and with their places, and gathers what is wrong with them.

Rule: a kind of content is declared once, as calls on `Fields` that end in `finish`; unknown keys and the
editors' guide follow from that.
Rule: a missing or wrong value gives a problem and a stand-in of the right type, so that all the rest of the
site can still be checked in the same run. Nothing is written once there is a problem.
"""

import datetime
from collections.abc import Callable, Collection
from typing import ParamSpec, TypeVar

from icpr_build.content import formats as forms
from icpr_build.content.formats import Form
from icpr_build.model import NO_BODY, Body, Key, Link, Node, NodeKind, PartialDate, Prose, Source
from icpr_build.problem import Code, Place, Problem, quoted
from icpr_build.suggest import did_you_mean, nearest

P = ParamSpec("P")
T = TypeVar("T")

STAND_IN_DATE = datetime.date(2000, 1, 1)
STAND_IN_BASE_URL = "https://site.invalid/"


class Fields:
    """The fields of one source, read key by key."""

    def __init__(self, source: Source, body: Body = NO_BODY) -> None:
        """Begin to read `source`, whose `body` is rendered; nothing has been asked of it yet."""
        self.source = source
        self.rendered = body
        self.keys: dict[str, Key] = {}
        self.missing: list[tuple[str, ...]] = []
        self.links: list[Link] = []
        self.problems: list[Problem] = []

    def place(self, key: str) -> Place:
        """Tell where a key's value stands, or else where the source begins."""
        given = self.source.node.fields.get(key)
        return given.value.place if given else self.source.node.place

    def places(self) -> dict[str, Place]:
        """Tell where the values of all keys stand, and the entries of lists: `topics: Trust`."""
        given = {key: field.value for key, field in self.source.node.fields.items()}
        items = ((f"{key}: {item.text}", item.place) for key, node in given.items() for item in node.items)
        return dict(items) | {key: node.place for key, node in given.items()}

    def has(self, key: str) -> bool:
        """Tell whether something was written for a key."""
        given = self.source.node.fields.get(key)
        return bool(given and not is_empty(given.value))

    def refuse(self, place: Place, code: Code, message: str, hint: str = "") -> None:
        """Note a problem."""
        self.problems.append(Problem(place=place, code=code, message=message, hint=hint))

    def text(self, key: str, *, required: bool = True) -> str:
        """Read a text. An absent one is empty."""
        node = self._value(key, "text", required=required)
        text = self._scalar(key, node) if node else self._stand_in(key, required=required)
        if text and not any(map(str.isalnum, text)):
            self.refuse(self.place(key), "form-wrong", f"'{key}' has no letter and no figure", "Write words.")
        return text

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts, possibly none."""
        items = self._items(key, self._value(key, "list of text"))
        for item in filter(is_empty, items):
            self.refuse(item.place, "form-wrong", f"an entry of '{key}' is empty", "Delete it.")
        return tuple(item.text for item in items if not is_empty(item))

    def flag(self, key: str) -> bool:
        """Read `true` or `false`; absent is false."""
        node = self._value(key, "true or false")
        if node and self._demand(f"'{key}'", node, "true or false"):
            return node.text.lower() in ("true", "yes", "on")
        return False

    def date(self, key: str) -> datetime.date:
        """Read a day, written 2016-05-17."""
        return self._formed(key, forms.DAY, required=True) or STAND_IN_DATE

    def date_or_none(self, key: str) -> datetime.date | None:
        """Read a day, or None if the key is absent."""
        return self._formed(key, forms.DAY)

    def partial_date(self, key: str) -> PartialDate:
        """Read a day, a month or a year: 2016-05-17, 2016-05 or 2016."""
        return self._formed(key, forms.PARTIAL_DATE, required=True) or PartialDate(year=STAND_IN_DATE.year)

    def partial_date_or_none(self, key: str) -> PartialDate | None:
        """Read a day, a month or a year, or None if the key is absent."""
        return self._formed(key, forms.PARTIAL_DATE)

    def address(self, key: str, *, required: bool = True) -> str:
        """Read an address: a full one (https://…) or the site path of a page or file (/about/)."""
        return self._linked(key, forms.ADDRESS, required=required)

    def file(self, key: str) -> str:
        """Read the site path of a file or page of this site; absent is empty."""
        return self._linked(key, forms.SITE_PATH)

    def picture(self, key: str, *, required: bool = False) -> str:
        """Read the site path of a picture; absent is empty."""
        return self._linked(key, forms.PICTURE, required=required)

    def address_or_file(self, address: str, file: str) -> str:
        """Read just one of two keys, an address or a file of this site."""
        found = self.address(address, required=False), self.file(file)
        if self.has(address) and self.has(file):
            hint = f"Delete the line {file}: …"
            place = self.source.node.fields[file].place
            self.refuse(place, "key-conflict", _one_of(address, file), hint)
        elif not self.has(address) and not self.has(file) and self.source.node.is_complete:
            self.missing.append((address, file))
        return "".join(found)

    def language(self, key: str) -> str:
        """Read the code of a language."""
        return self._formed(key, forms.LANGUAGE, required=True) or "en"

    def base_url(self, key: str) -> str:
        """Read the address that the site will have; the result ends in `/`."""
        return self._formed(key, forms.BASE_URL, required=True) or STAND_IN_BASE_URL

    def email(self, key: str) -> str:
        """Read an e-mail address; absent is empty."""
        return self._formed(key, forms.EMAIL) or ""

    def slug(self, key: str, default: str) -> str:
        """Read the last part of a page's address; absent is the default."""
        return self._formed(key, forms.SLUG) or default

    def site_paths(self, key: str) -> tuple[Link, ...]:
        """Read a list of paths of this site, each from its root (/old/page/), with their places."""
        node = self._value(key, "list of paths")
        items = self._items(key, node)
        for item in items:
            if not forms.OLD_PATH.read(item.text):
                hint = forms.OLD_PATH.remedy(item.text) or forms.OLD_PATH.hint
                self.refuse(item.place, "form-wrong", f"'{key}' must list {forms.OLD_PATH.name}", hint)
        fitting = (item for item in items if forms.OLD_PATH.read(item.text))
        return tuple(Link(target=item.text, place=item.place) for item in fitting)

    def choice(self, key: str, known: Collection[str], default: str) -> str:
        """Read one of the known words; absent is the default."""
        text = self.text(key, required=False) or default
        if text not in known:
            message = f"'{key}' has no {quoted(text)}{did_you_mean(text, known)}"
            self.refuse(self.place(key), "choice-unknown", message, f"Known are: {', '.join(sorted(known))}.")
            return default
        return text

    def each(self, key: str, kind: Callable[["Fields"], T], *, required: bool = True) -> tuple[T, ...]:
        """Read a list whose entries are all of one kind."""
        node = self._value(key, "list", required=required, kind=kind)
        return tuple(self._part(item, kind) for item in self._items(key, node, "mapping"))

    def part(self, key: str, kind: Callable[["Fields"], T]) -> T | None:
        """Read a value that has keys of its own; absent is None."""
        node = self._value(key, "mapping", kind=kind)
        return self._part(node, kind) if node and self._demand(f"'{key}'", node, "mapping") else None

    def body(self) -> Prose:
        """Take the source's text, and keep the links and problems found in it."""
        text, links, problems = self.rendered
        self.links.extend(links)
        self.problems.extend(problems)
        return text

    def finish(self, make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Refuse the keys that nothing asked for, tell those that are missing, and make the value."""
        unknown = {name: given for name, given in self.source.node.fields.items() if name not in self.keys}
        for name, given in unknown.items():
            message = f"unknown key {quoted(name)}{did_you_mean(name, self.keys)}"
            self.refuse(given.place, "key-unknown", message, f"Known keys: {', '.join(self.keys)}.")
        misspelt = {nearest(name, self.keys) for name in unknown}
        for key, *others in self.missing:
            if not misspelt & {key, *others}:
                message = _one_of(key, *others) if others else f"'{key}' is missing"
                self.refuse(self.place(key), "key-missing", *forms.missing(key, message, self.source.node))
        return make(*args, **kwargs)

    def _value(
        self, key: str, form: str, *, required: bool = False, kind: Callable[["Fields"], object] | None = None
    ) -> Node | None:
        self.keys[key] = Key(name=key, form=form, required=required, parts=declared(kind) if kind else ())
        given = self.source.node.fields.get(key)
        if not given or is_empty(given.value):
            self.missing += [(key,)] if required and self.source.node.is_complete else []
            return None
        return given.value if given.value.kind != "invalid" else None

    def _linked(self, key: str, form: Form[str], *, required: bool = False) -> str:
        target = self._formed(key, form, required=required) or ""
        self.links += [Link(target=target, place=self.place(key))] if target else []
        return target

    def _formed(self, key: str, form: Form[T], *, required: bool = False) -> T | None:
        """Read a value of a form; None if it is absent or does not fit."""
        node = self._value(key, form.name, required=required)
        if not node:
            return None
        value = form.read(node.text)
        hint = "" if value else form.remedy(node.text) or form.hint
        if node.kind not in form.kinds and not self._demand(f"'{key}'", node, form.kinds[0], hint):
            return None
        if value is None:
            self.refuse(node.place, form.code, f"'{key}' must be {form.name}", hint)
        return value

    def _part(self, node: Node, kind: Callable[["Fields"], T]) -> T:
        inner = Fields(Source(file=self.source.file, node=node))
        value = kind(inner)
        self.links.extend(inner.links)
        self.problems.extend(inner.problems)
        return value

    def _items(self, key: str, node: Node | None, kind: NodeKind = "text") -> tuple[Node, ...]:
        beside = bool(node) and self.place(key).line == self.source.node.fields[key].place.line
        hint = forms.as_list(key, node.text, beside=beside) if node and kind == "text" else ""
        if not node or not self._demand(f"'{key}'", node, "list", hint):
            return ()
        return tuple(item for item in node.items if self._demand(f"each entry of '{key}'", item, kind))

    def _scalar(self, key: str, node: Node) -> str:
        return node.text.strip() if self._demand(f"'{key}'", node, "text") else self._stand_in(key)

    def _demand(self, what: str, node: Node, kind: NodeKind, hint: str = "") -> bool:
        if node.kind not in (kind, "invalid"):
            message, usual = forms.wrong_kind(what, node, kind)
            self.refuse(node.place, "type-wrong", message, hint or usual)
        return node.kind == kind

    def _stand_in(self, key: str, *, required: bool = True) -> str:
        place = self.source.node.place
        return f"{place.file}:{place.line} {key}" if required else ""


def is_empty(node: Node) -> bool:
    """Tell whether nothing was written: no value at all, an empty text, or a list of nothing."""
    return node.kind == "nothing" or not (node.text or node.items or node.kind in ("mapping", "invalid"))


def _one_of(key: str, other: str) -> str:
    return f"one of '{key}' and '{other}' is needed, and one only"


def declared(kind: Callable[[Fields], object]) -> tuple[Key, ...]:
    """List the keys that a kind asks for, in its order."""
    blank = Node(place=Place(file=""), kind="mapping", is_complete=False)
    fields = Fields(Source(file="content/blank.md", node=blank))
    kind(fields)
    return tuple(fields.keys.values())
