"""The dialect of Markdown that GitHub reads: a parser that agrees with it, and tells where each token begins.

Rule: what GitHub shows is what is published; only quotation marks become curly.
Rule: a parser is made for every text, so that nothing of one page can reach the next.
"""

import re
from collections.abc import MutableMapping
from itertools import pairwise
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_core import StateCore, smartquotes
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from icpr_build.characters import AROUND_URLS

__all__ = ["DEEPEST", "LINES", "MARKUP", "Token", "read"]

DEEPEST = 60  # levels of lists and quotations; the parser drops what is nested deeper
# No page needs more; with the last two, which are of a passage, the library's time grows by the square.
LINES, SIGNS, SIGNS_OF_PASSAGE, QUOTES = 5_000, 20_000, 4_000, 1_000
MARKUP = "\0"  # stands in `typed` for what is not shown as it was typed; no text can hold it
Env = MutableMapping[str, Any]
_SIGN = re.compile(r"[]\[!*_~`<&@:\\^|]")
_TASK = re.compile(r"\[([ xX])\](?=\s)")
_SHOWN = re.compile(r"[^\n]")


def read(source: str) -> tuple[tuple[Token, ...], Env]:
    """Give the tokens of a source, and what the parser kept beside them.

    With more than anybody reads there are no tokens, and `crowd` is the row where it begins.
    """
    env: Env = {"footnotes": {"refs": _Labels(), "list": {}}}
    crowd = _crowd(source)
    blocks = _parser().parse(source, env) if crowd is None else []
    env["crowd"] = env.get("crowd", crowd)
    return tuple(blocks) if env["crowd"] is None else (), env


def _crowd(source: str) -> int | None:
    """Find the row where a source has too many lines or cells to be read at all."""
    cells = 0
    for row, line in enumerate(source.split("\n")):
        cells += line.count("|")
        if row >= LINES or cells > SIGNS:
            return row
    return None


class _Labels(dict[str, int]):
    """Takes the labels of footnotes for the same whatever their capitals."""

    def __contains__(self, label: object) -> bool:
        return super().__contains__(str(label).casefold())

    def __getitem__(self, label: str) -> int:
        return super().__getitem__(label.casefold())

    def __setitem__(self, label: str, number: int) -> None:
        super().__setitem__(label.casefold(), number)

    def get(self, label: str, default: int = -1) -> int:  # type: ignore[override]
        return super().get(label.casefold(), default)


def _parser() -> MarkdownIt:
    """Make a parser. SiteUrls are left as they were written, to be told if wrong."""
    options = {"maxNesting": DEEPEST, "typographer": True, "store_labels": True}
    parser = MarkdownIt("gfm-like", {**options, "strikethrough_single_tilde": True})
    parser.use(footnote_plugin, inline=False).use(gfm_autolink_plugin)
    # GitHub links bare names of sites only after www., and never `about.md` or `//`.
    parser.inline.ruler.disable("linkify")
    if parser.linkify:
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False}).add("//", None).add("mailto:", None)
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    parser.normalizeLink = lambda url: url.strip(AROUND_URLS)  # type: ignore[method-assign]
    parser.inline.parse = _parse_within  # type: ignore[method-assign,assignment]
    parser.inline.ruler2.before("fragments_join", "ends", _ends)
    parser.core.ruler.before("text_join", "quotes", _quotes)
    parser.core.ruler.push("links", _links)
    parser.core.ruler.before("inline", "crowds", _crowds)
    parser.core.ruler.before("inline", "false_notes", _false_notes)
    for rule in (_tasks, _note_lines, _typed):
        parser.core.ruler.after("inline", rule.__name__, rule)
    return parser


class _State(StateInline):
    """Keeps in each token's `map`, which is free within a passage, where it begins there."""

    begun = 0

    def append_pending(self, text: str) -> None:
        if not self.pending:
            self.begun = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 - the library's own name
        token = super().pushPending()
        token.map = [self.begun, self.begun]
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        last = self.tokens[-1] if self.tokens and not self.pending else None
        token = super().push(ttype, tag, nesting)
        at = self.pos
        if last and last.type == ttype == "text" and last.map:
            at = max(at, last.map[0] + len(last.content))  # one of several stars
        token.map = [at, at]
        return token


def _parse_within(text: str, parser: MarkdownIt, env: Env, tokens: list[Token]) -> list[Token]:
    state = _State(text, parser, env, tokens)
    parser.inline.tokenize(state)
    for rule in parser.inline.ruler2.getRules(""):
        rule(state)
    return state.tokens


def _ends(state: StateInline) -> None:
    """Keep where each text ends; the last of several that are joined tells for all."""
    for before, token in zip([None, *state.tokens], state.tokens, strict=False):
        if token.type != "text" or not token.map:
            continue
        is_address = before and before.info == "auto" and before.nesting > 0
        token.map = None if is_address else [token.map[0], token.map[0] + len(token.content)]


def _crowds(state: StateCore) -> None:
    """Leave out the passages with too many signs to be read in good time, and keep where the first stands."""
    every = 0
    for block in state.tokens:
        if block.type == "inline":
            signs = len(_SIGN.findall(block.content))
            every += signs + 1  # a cell of a table may have none
            if block.map and (signs > SIGNS_OF_PASSAGE or every > SIGNS):
                state.env.setdefault("crowd", block.map[0])
                block.content = ""


def _false_notes(state: StateCore) -> None:
    """Keep `[^a b]: c`, which is no footnote, from being the address of a link."""
    references = state.env.get("references", {})
    state.env["false_notes"] = {label: references[label] for label in references if label.startswith("^")}
    for label in state.env["false_notes"]:
        del references[label]


def _typed(state: StateCore) -> None:
    """Keep with each passage what of it is shown as it was typed."""
    for block in state.tokens:
        parts, at = [], 0
        for token in block.children or ():
            if token.type == "text" and token.map:
                begins = token.map[1] - len(token.content)
                parts += [_SHOWN.sub(MARKUP, block.content[at:begins]), token.content]
                at = token.map[1]
        block.meta["typed"] = "".join(parts) + _SHOWN.sub(MARKUP, block.content[at:])


def _note_lines(state: StateCore) -> None:
    """Keep every footnote, before the library drops those that nothing refers to."""
    found = state.env.setdefault("note_lines", [])
    for token, after in pairwise(state.tokens):
        if token.type == "footnote_reference_open" and token.map:
            is_empty = after.type == "footnote_reference_close"
            found.append((token.meta["label"], token.map[0], is_empty))
            token.meta["label"] = token.meta["label"].casefold()
    for note in state.env["footnotes"]["list"].values():
        note["label"] = note["label"].casefold()


def _tasks(state: StateCore) -> None:
    """Draw the box of a task, at the beginning of an entry."""
    for entry, _, passage in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        task = _TASK.match(passage.content) if entry.type == "list_item_open" else None
        first = passage.children[0] if passage.children else None
        if task and first and first.type == "text":
            first.content = ("☐" if task[1] == " " else "☑") + first.content[task.end() :]


def _quotes(state: StateCore) -> None:
    """Make quotation marks curly, but where they are too many for any text."""
    every = state.tokens
    state.tokens = [token for token in every if token.content.count('"') + token.content.count("'") < QUOTES]
    smartquotes(state)
    state.tokens = every


def _links(state: StateCore) -> None:
    """Keep in the `map` of a link and a picture where it begins, and where its words end."""
    for block in state.tokens:
        read, opened = 0, None
        for token, after in pairwise([*(block.children or ()), Token("", "", 0)]):
            begins, ends = token.map or (read, read)
            if token.type == "link_open" and token.info == "auto":
                begins = ends = _address(token, after, block, begins)
            elif token.type == "link_open":
                begins, opened = begins - 1, token
            elif token.type == "link_close" and token.info != "auto" and opened:
                opened.map = [(opened.map or [0])[0], begins]
            elif token.type == "image":
                ends = begins + len("![") + len(token.content)
            token.map, read = [begins, ends], max(read, ends)


def _address(token: Token, words: Token, block: Token, at: int) -> int:
    """Find where an address begins that is its own words; and read the entities in it, such as &amp;."""
    if not token.map:  # found in what had been read as text
        found: int = block.meta["typed"].find(words.content, at)
        return max(found, at)
    begins = at + 1
    if block.content[at] != "<":  # found at its colon or @
        begins = at - words.content.index(block.content[at])
    token.attrs["href"] = unescapeAll(str(token.attrs["href"]).replace("\\", "\\\\"))
    words.content = unescapeAll(words.content.replace("\\", "\\\\"))
    return begins
