"""Whatever the YAML parser says, an editor is told in plain words, in the right place, with a remedy."""

import ast
import inspect
import re
from collections.abc import Iterator

import pytest
import yaml
from yaml import parser, scanner

from icpr_build.compose import compose
from tests.lay_out import told

STRAIGHT = "this line does not stand straight under the one above [yaml-syntax]"
ALIAS = "& and * at the start of a value have a meaning of their own [yaml-alias]"
TAG = "! at the start of a value has a meaning of its own [yaml-tag]"
COLON = "a value with a colon must stand in quotes [yaml-syntax]"
KEY = "a key needs a colon and a space after it [yaml-syntax]"
ESCAPE = "\\ has a meaning of its own within double quotes [yaml-syntax]"
AFTER = "this value goes on after its closing quotation mark [yaml-syntax]"
OPEN_QUOTE = "a quotation mark is not closed [yaml-syntax]"
BELOW = "Put as many blanks before it as before the one above."
GO_ON = "Begin it with a key, a colon and a space; or indent it, if it goes on with the line above."
BEGIN = "Begin it with a key, such as title."


def _first(sign: str) -> str:
    return f"a value that begins with {sign} must stand in quotes [yaml-syntax]"


TABLE = [
    ("a: @b", f"1:4: {_first('@')}", 'Put it in quotes: a: "@b"'),
    ("a: `b`", f"1:4: {_first('`')}", 'Put it in quotes: a: "`b`"'),
    ("a: %b", f"1:4: {_first('%')}", 'Put it in quotes: a: "%b"'),
    ("a: [b, @c]", f"1:8: {_first('@')}", "Put it in quotes."),
    ("- @b", f"1:3: {_first('@')}", 'Put it in quotes: - "@b"'),
    ("a: b\n@c: d", "2:1: a key may not begin with @ [yaml-syntax]", "Write c: d"),
    ("a: b\n@c", "2:1: a key may not begin with @ [yaml-syntax]", BEGIN),
    (
        "a: b\n\tc: d",
        "2:1: a line is indented with blanks, not with a tab [yaml-syntax]",
        "Put two blanks in place of the tab.",
    ),
    ("a: b\nc d\ne: f", f"2:1: {KEY}", GO_ON),
    ("a: b\nc d", f"2:1: {KEY}", GO_ON),
    ("a: b\nc:d\ne: f", f"2:2: {KEY}", "Write c: d"),
    ("a: b\nhttps://c/\ne: f", f"2:1: {KEY}", GO_ON),
    ("a: b\nc = d\n", "2:3: after a key stands a plain colon, not = [yaml-syntax]", "Write c: d"),
    ("a: b\nc\uff1ad\n", "2:2: after a key stands a plain colon, not \uff1a [yaml-syntax]", "Write c: d"),
    (
        "a: b\n<!-- c -->\n",
        "2:1: between the keys a comment begins with # [yaml-syntax]",
        "Write # c",
    ),
    (
        "a: >-\nb\n",
        "2:1: this line must be indented, as it goes on with the one above [yaml-syntax]",
        "Put two blanks before it.",
    ),
    ("a: - b", f"1:4: {_first('-')}", 'Put it in quotes: a: "- b"'),
    ("a: ? b", f"1:4: {_first('?')}", 'Put it in quotes: a: "? b"'),
    ("a: b: c", f"1:5: {COLON}", 'Put it in quotes: a: "b: c"'),
    ("- a: b: c", f"1:7: {COLON}", 'Put it in quotes: - a: "b: c"'),
    ('a: say "b": c', f"1:11: {COLON}", "Put it in quotes: a: 'say \"b\": c'"),
    ("a: b\n c: d", f"2:2: {STRAIGHT}", BELOW),
    ("- a: b\n   c: d", f"2:4: {STRAIGHT}", BELOW),
    ("- a: b\n c: d", f"2:2: {STRAIGHT}", BELOW),
    ("a:\n  - b\n - c", f"3:2: {STRAIGHT}", BELOW),
    ("a:\n  b: c\n d: e", f"3:2: {STRAIGHT}", BELOW),
    ("a: b\n- c", f"2:1: {STRAIGHT}", BELOW),
    ("- a\nb: c", f"2:1: {STRAIGHT}", BELOW),
    ("a: b\n...\nc", f"3:1: {STRAIGHT}", BELOW),
    ("%FOO b\na: b", "1:1: a key may not begin with % [yaml-syntax]", BEGIN),
    ("%\u00e9", "1:1: a key may not begin with % [yaml-syntax]", BEGIN),
    ("%YAML 2.0\n---\na", "1:1: a key may not begin with % [yaml-syntax]", BEGIN),
    ("%YAML 1.1\n%YAML 1.1\n---\na", "1:1: a key may not begin with % [yaml-syntax]", BEGIN),
    ("%TAG ! x\n%TAG ! y\n---\na", "1:1: a key may not begin with % [yaml-syntax]", BEGIN),
    ("%YAML x", "1:1: a key may not begin with % [yaml-syntax]", BEGIN),
    ("%YAML 1", "1:1: a key may not begin with % [yaml-syntax]", BEGIN),
    ("%YAML 1.1 x", "1:1: a key may not begin with % [yaml-syntax]", BEGIN),
    ("%YAML 1.1x", "1:1: a key may not begin with % [yaml-syntax]", BEGIN),
    ("%TAG !", "1:1: a key may not begin with % [yaml-syntax]", BEGIN),
    ("%TAG ! \n", "1:1: a key may not begin with % [yaml-syntax]", BEGIN),
    ("a: *", f"1:4: {ALIAS}", 'Put it in quotes: a: "*"'),
    ("a: **b** c", f"1:4: {ALIAS}", 'Put it in quotes: a: "**b** c"'),
    ("a: b\n**c**: d", "2:1: a key may not begin with * [yaml-syntax]", "Write c: d"),
    ("a: &", f"1:4: {ALIAS}", 'Put it in quotes: a: "&"'),
    ("a: &b*c", f"1:4: {ALIAS}", 'Put it in quotes: a: "&b*c"'),
    ("a: *b", f"1:4: {ALIAS}", 'Put it in quotes: a: "*b"'),
    ("<<: *b", f"1:5: {ALIAS}", "Write the keys themselves."),
    (
        "<<: {b: c}",
        "1:1: << brings keys from elsewhere, which is not taken [yaml-alias]",
        "Write the keys themselves.",
    ),
    ("a: !<b", f"1:4: {TAG}", 'Put it in quotes: a: "!<b"'),
    ("a: !\u00e9", f"1:4: {TAG}", 'Put it in quotes: a: "!\u00e9"'),
    ("a: !%zz", f"1:4: {TAG}", 'Put it in quotes: a: "!%zz"'),
    ("a: !%ff", f"1:4: {TAG}", 'Put it in quotes: a: "!%ff"'),
    ("a: !b!c d", f"1:4: {TAG}", 'Put it in quotes: a: "!b!c d"'),
    ("a: !b#c", f"1:4: {TAG}", 'Put it in quotes: a: "!b#c"'),
    ("a: !!str b", f"1:4: {TAG}", 'Put it in quotes: a: "!!str b"'),
    ("a: =", "1:4: = alone has a meaning of its own [yaml-tag]", 'Put it in quotes: a: "="'),
    ("a: |0\n b", f"1:4: {_first('|')}", 'Put it in quotes: a: "|0"'),
    ("a: |b", f"1:4: {_first('|')}", 'Put it in quotes: a: "|b"'),
    ("a: | b", f"1:4: {_first('|')}", 'Put it in quotes: a: "| b"'),
    ("a: > b", f"1:4: {_first('>')}", 'Put it in quotes: a: "> b"'),
    ('a: "C:\\docs"', f"1:7: {ESCAPE}", "Use single quotes: a: 'C:\\docs'"),
    ('a: "\\xzz"', f"1:5: {ESCAPE}", "Use single quotes: a: '\\xzz'"),
    ('a: "\\U00110000"', f"1:5: {ESCAPE}", "Use single quotes: a: '\\U00110000'"),
    ('a: "\\UFFFFFFFF"', f"1:5: {ESCAPE}", "Use single quotes: a: '\\UFFFFFFFF'"),
    ('a: "b', f"1:4: {OPEN_QUOTE}", "Close it with \", or put all of it in quotes: a: '\"b'"),
    ("a: 'b\nc: d", f"1:4: {OPEN_QUOTE}", "Close it with ', or put all of it in quotes: a: \"'b\""),
    ('a: "b\n---\nc"', f"1:4: {OPEN_QUOTE}", "Close it with \", or put all of it in quotes: a: '\"b'"),
    ('a: "b" c', f"1:8: {AFTER}", "Put all of it in quotes: a: '\"b\" c'"),
    ("a: 'It's b'", f"1:8: {AFTER}", 'Put all of it in quotes: a: "It\'s b"'),
    ('a: "b "c" d"', f"1:8: {AFTER}", "Put all of it in quotes: a: 'b \"c\" d'"),
    ('"a" b', f"1:5: {STRAIGHT}", BELOW),
    ("a: [b] c", f"1:4: {_first('[')}", 'Put it in quotes: a: "[b] c"'),
    ("a: {b} c", f"1:4: {_first('{')}", 'Put it in quotes: a: "{b} c"'),
    ("a: , b", f"1:4: {_first(',')}", 'Put it in quotes: a: ", b"'),
    ("a: ] b", f"1:4: {_first(']')}", 'Put it in quotes: a: "] b"'),
    ("a: [b, , c]", "1:8: there is nothing between two commas [yaml-syntax]", "Delete one of the two."),
    ("a: [- b]", f"1:5: {_first('-')}", "Put it in quotes."),
    ("a: b\n]", "2:1: ] closes what nothing has opened [yaml-syntax]", "Delete it."),
    ("a: [b]]", "1:7: ] closes what nothing has opened [yaml-syntax]", "Delete it."),
    (
        "a: [b\nc: d",
        "1:4: [ is not closed [yaml-syntax]",
        "Write ] after the last entry; or put the whole value in quotes, if it is no list.",
    ),
    (
        "a: {b",
        "1:4: { is not closed [yaml-syntax]",
        "Write } after the last entry; or put the whole value in quotes, if it is no list.",
    ),
    (
        'a: ["b" "c"]',
        "1:9: a comma is missing between two entries [yaml-syntax]",
        "Write a comma between them: [Trust, Police]",
    ),
    (
        "a: [b: c: d]",
        "1:9: an entry with a colon must stand in quotes [yaml-syntax]",
        'Write quotes around it: ["Trust: a report"]',
    ),
    ("a: b\n: c", f"2:1: {KEY}", BEGIN),
    ("[a]: b", "1:1: a key must be a word [yaml-syntax]", "Begin the line with a key."),
    ("a: b\n---\n", "2:1: a line --- has no place here [yaml-syntax]", "Delete it."),
]


@pytest.mark.parametrize(("text", "problem", "hint"), TABLE)
def test_an_editor_is_told_in_plain_words(text: str, problem: str, hint: str) -> None:
    _, problems = compose("a.yaml", text)
    assert told(problems) == [f"a.yaml:{problem}"]
    assert [problem.hint for problem in problems] == [hint]


def test_nothing_that_the_parser_can_say_is_left_out() -> None:
    """Every complaint of its scanner and its parser is made by one of the lines above.

    Its composer is not asked, and its reader has nothing to complain of in what `decode` lets by.
    """
    made = [_said(text) for text, _, _ in TABLE]
    complaints = list(_complaints())
    assert len(complaints) > 30
    assert [text for text in complaints if not any(re.search(text, said) for said in made)] == []


def _complaints() -> Iterator[str]:
    for module in (scanner, parser):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                said = node.exc.args[2]
                words = said.left if isinstance(said, ast.BinOp) else said
                if isinstance(words, ast.Constant):  # else it is what Python says of bytes
                    yield re.sub("%.", ".+", re.escape(str(words.value)).replace("\\ ", " "))


def _said(text: str) -> str:
    try:
        list(yaml.parse(text, Loader=yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        return str(error.problem)
    except (ValueError, OverflowError):
        pass
    return ""
