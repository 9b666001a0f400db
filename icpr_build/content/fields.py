"""Reads the fields of one source, typed and with their places, and collects the problems found on the way.

A kind of content is declared once, as calls on `Fields` that end in `finish`; the known keys, the JSON Schema
and the editors' guide follow from that. A missing or wrong value is reported and replaced by a placeholder of
the right type, so that the rest of the site is still checked in the same run; a site with a problem is never
written.
"""

from collections.abc import Callable, Collection
from typing import ParamSpec, TypeVar

from icpr_build.content.formats import OLD_PATH, Format, list_hint, missing_value, wrong_kind
from icpr_build.model import NO_BODY, Body, Key, Link, Node, NodeKind, Prose, Source
from icpr_build.problem import Code, Place, Problem, quoted, shortened
from icpr_build.suggest import did_you_mean, nearest
from icpr_build.urls import is_read_by_hosts

P = ParamSpec("P")
T = TypeVar("T")


class Fields:
    """The fields of one source, read key by key. `keys` are those that have been asked for."""

    def __init__(self, source: Source, body: Body = NO_BODY) -> None:
        """Begin to read `source`, whose body is rendered already."""
        self.source = source
        self.rendered = body
        self.keys: dict[str, Key] = {}
        self.missing: list[tuple[tuple[str, ...], Place]] = []
        self.links: list[Link] = []
        self.problems: list[Problem] = []

    def place(self, key: str) -> Place:
        """Return where the value of a key is, or else where the source begins."""
        return self.places().get(key, self.source.node.place)

    def places(self) -> dict[str, Place]:
        """Return where the values of all keys are."""
        return {key: field.value.place for key, field in self.source.node.fields.items()}

    def item_places(self, key: str) -> dict[str, Place]:
        """Return where each text of a list is; of equal ones, the last."""
        field = self.source.node.fields.get(key)
        return {item.text: item.place for item in field.value.items} if field else {}

    def has(self, key: str) -> bool:
        """Return whether a key has a value."""
        field = self.source.node.fields.get(key)
        return bool(field and not _is_empty(field.value))

    def report(self, place: Place, code: Code, message: str, hint: str = "", *, missing: str = "") -> None:
        """Add a problem."""
        self.problems.append(place.problem(code, message, hint, missing=missing))

    def text(self, key: str, *, required: bool = True, beside: str = "") -> str:
        """Read a text. An optional one that is missing is empty; a required one is missed `beside` a key."""
        node = self._node(key, "text", required=required, beside=beside)
        if node and self._is_kind(f"'{key}'", node, "text"):
            if node.text and not any(map(str.isalnum, node.text)):
                self.report(node.place, "form-wrong", f"'{key}' has no letter and no digit", "Write words.")
            return node.text
        # No two placeholders are equal, so that none is reported as another's duplicate.
        return f"{self.source.node.place} {key}" if node or required else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts, possibly empty."""
        items = self._items(key, self._node(key, "list of texts"), "text")
        for item in filter(_is_empty, items):
            self.report(item.place, "form-wrong", f"a list item of '{key}' is empty", "Delete it.")
        return tuple(item.text for item in items if not _is_empty(item))

    def boolean(self, key: str) -> bool:
        """Read `true` or `false`; false if it is missing."""
        node = self._node(key, "true or false")
        if not node or not self._is_kind(f"'{key}'", node, "true or false"):
            return False
        return node.text.lower() in ("true", "yes", "on")

    def value(self, key: str, form: Format[T], *, required: bool = True, beside: str = "") -> T:
        """Read a value of a format; its placeholder if it is missing or wrong."""
        value = self.optional(key, form, required=required, beside=beside)
        return form.placeholder if value is None else value

    def optional(self, key: str, form: Format[T], *, required: bool = False, beside: str = "") -> T | None:
        """Read a value of a format; None if it is missing or wrong."""
        node = self._node(key, form.name, required=required, beside=beside)
        value = self._read(f"'{key}'", node, form) if node else None
        if node and value is not None and form.is_link:
            self.links.append(Link(target=node.text, place=node.place))
        return value

    def either(self, first: str, first_form: Format[str], second: str, second_form: Format[str]) -> str:
        """Read exactly one of two keys."""
        text = self.value(first, first_form, required=False)
        text += self.value(second, second_form, required=False)
        if self.has(first) and self.has(second):
            place = self.source.node.fields[second].place
            message = f"'{first}' and '{second}' cannot both be given"
            self.report(place, "key-conflict", message, f"Delete the line {second}: …")
        elif not self.has(first) and not self.has(second):
            self._miss(first, second)
        return text

    def old_paths(self, key: str) -> tuple[Link, ...]:
        """Read a list of paths of this site, each from its root (/old/page/), with their places."""
        items = self._items(key, self._node(key, "list of paths"), "text")
        what = f"each list item of '{key}'"
        paths = []
        for item in items:
            if is_read_by_hosts(item.text):
                message = f"the path {shortened(item.text)} is taken by a file that hosts read"
                hint = "Delete it from the list: no page can be there."
                self.report(item.place, "path-taken", message, hint)
            elif self._read(what, item, OLD_PATH):
                paths.append(Link(target=item.text, place=item.place))
        return tuple(paths)

    def choice(self, key: str, known: Collection[str], default: str, file: str = "") -> str:
        """Read one of the known words, each perhaps of a file, such as `x/{}.html`; by default, the default.

        If no word is known, none can be wrong.
        """
        text = self.text(key, required=False) or default
        field = self.source.node.fields.get(key)
        if field and field.value.kind not in ("text", "nothing"):  # which is reported
            return default
        if known and text not in known:
            message = f"'{key}' cannot be {quoted(text)}{did_you_mean(text, known)}"
            hint = f"Write one of these: {', '.join(sorted(known))}."
            self.report(self.place(key), "choice-unknown", message, hint, missing=file.format(text))
            return default
        return text

    def list_of(self, key: str, kind: Callable[["Fields"], T]) -> tuple[T, ...]:
        """Read a list, which must not be empty, whose items are all of one kind."""
        node = self._node(key, "list", required=True, keys=declared_keys(kind))
        return tuple(self._part(item, kind) for item in self._items(key, node, "mapping"))

    def mapping(self, key: str, kind: Callable[["Fields"], T]) -> T | None:
        """Read a value that has keys of its own; None if it is missing."""
        node = self._node(key, "mapping", keys=declared_keys(kind))
        return self._part(node, kind) if node and self._is_kind(f"'{key}'", node, "mapping") else None

    def body(self) -> Prose:
        """Return the source's rendered body, and keep its links and problems."""
        self.links.extend(self.rendered.links)
        self.problems.extend(self.rendered.problems)
        return self.rendered.prose

    def finish(self, make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Report the keys that nothing asked for and those that are missing, and make the value."""
        unknown = {name: field for name, field in self.source.node.fields.items() if name not in self.keys}
        for name, field in unknown.items():
            message = f"unknown key {quoted(name)}{did_you_mean(name, self.keys)}"
            self.report(field.place, "key-unknown", message, f"Known keys: {', '.join(self.keys)}.")
        misspelled = {nearest(name, self.keys) for name in unknown}
        for keys, place in self.missing:
            if not misspelled.intersection(keys):
                message = " or ".join(f"'{key}'" for key in keys) + " is missing"
                self.report(place, "key-missing", *missing_value(keys[0], message, self.source.node))
        return make(*args, **kwargs)

    def _node(
        self, key: str, form: str, *, required: bool = False, keys: tuple[Key, ...] = (), beside: str = ""
    ) -> Node | None:
        """Declare a key, and return its value unless that is missing or could not be read."""
        self.keys[key] = Key(name=key, format=form, required=required, keys=keys)
        if not self.has(key):
            if required:
                self._miss(key, beside=beside)
            return None
        node = self.source.node.fields[key].value
        return node if node.kind != "invalid" else None

    def _miss(self, *keys: str, beside: str = "") -> None:
        """Remember that one of some keys is missing, unless it may be in a part that could not be read.

        It is missing where it is, if it is empty; else `beside` another key, or where the source begins.
        """
        if self.source.node.is_complete:
            places = self.places()
            place = places.get(keys[0], places.get(beside, self.source.node.place))
            self.missing.append((keys, place))

    def _part(self, node: Node, kind: Callable[["Fields"], T]) -> T:
        part = Fields(Source(file=self.source.file, node=node))
        value = kind(part)
        self.links.extend(part.links)
        self.problems.extend(part.problems)
        return value

    def _read(self, what: str, node: Node, form: Format[T]) -> T | None:
        """Return a value, called `what`, of a format; report a wrong one, and return None."""
        value = form.read(node.text)
        hint = "" if value else form.correction(node.text) or form.hint
        if node.kind not in form.kinds and not self._is_kind(what, node, form.kinds[0], hint):
            return None
        if value is None:
            self.report(node.place, form.code, f"{what} must be {form.name}", hint)
        return value

    def _items(self, key: str, node: Node | None, kind: NodeKind) -> tuple[Node, ...]:
        """Return the items of a list that are of a kind, and report the others."""
        if not node:
            return ()
        is_beside_key = node.place.line == self.source.node.fields[key].place.line
        hint = list_hint(key, node.text) if kind == "text" and is_beside_key else ""
        if not self._is_kind(f"'{key}'", node, "list", hint):
            return ()
        return tuple(item for item in node.items if self._is_kind(f"each list item of '{key}'", item, kind))

    def _is_kind(self, what: str, node: Node, kind: NodeKind, hint: str = "") -> bool:
        """Return whether a value, called `what`, is of a kind; report another kind, unless it is invalid."""
        if node.kind not in (kind, "invalid"):
            message, usual_hint = wrong_kind(what, node, kind)
            self.report(node.place, "type-wrong", message, hint or usual_hint)
        return node.kind == kind


def declared_keys(kind: Callable[[Fields], object]) -> tuple[Key, ...]:
    """Return the keys that a kind asks for, in its order."""
    fields = Fields(empty_source("content/x.md"))
    kind(fields)
    return tuple(fields.keys.values())


def empty_source(file: str) -> Source:
    """Return a source of which nothing could be read, so that no key of it is missing."""
    return Source(file=file, node=Node(place=Place(file=file), kind="mapping", is_complete=False))


def _is_empty(node: Node) -> bool:
    """Return whether a value is missing, an empty text, or an empty list."""
    return node.kind == "nothing" or not (node.text or node.items or node.kind in ("mapping", "invalid"))
