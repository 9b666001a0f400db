"""Whatever the YAML parser says, an editor is told in plain words, in the right place, with a remedy."""

import ast
import inspect
import re
from collections.abc import Iterator

import pytest
import yaml
from yaml import parser, scanner

from icpr_build.source.yaml_reader import ROUNDS, compose
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
BLANK = "a blank is missing after the hyphen [yaml-syntax]"
HYPHEN = "this hyphen does not stand straight under the one above [yaml-syntax]"
VALUE = "a hyphen begins an entry, but the key above has a value already [yaml-syntax]"
BOTH = "If both are entries, write - b on a line of its own; if not, put all of it in quotes."
GO_ON = "Begin it with a key, a colon and a space; or indent it, if it goes on with the line above."
BEGIN = "Begin it with a key, such as title."


def _first(sign: str) -> str:
    return f"a value that begins with {sign} must stand in quotes [yaml-syntax]"


def _sign(sign: str) -> str:
    return f"an entry of a list begins with a hyphen, not with {sign} [yaml-syntax]"


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
    ("a:b\nc: d", f"1:2: {KEY}", "Write a: b"),
    ("a = b\nc: d", "1:3: after a key stands a plain colon, not = [yaml-syntax]", "Write a: b"),
    ("a\uff1ab\nc: d", "1:2: after a key stands a plain colon, not \uff1a [yaml-syntax]", "Write a: b"),
    ("a b\nc: d", f"1:1: {KEY}", "Begin it with a key, a colon and a space, such as title: Trust."),
    ("- a:b\n  c: d", f"1:4: {KEY}", "Write a: b"),
    (
        " a: b\nc: d",
        "1:2: this line does not stand straight above those below it [yaml-syntax]",
        "Take away the blanks before it.",
    ),
    ("a: b\n  c and d: e\n  f", f"2:10: {COLON}", 'Put all of it in quotes: a: "b c and d: e f"'),
    (
        f"a: b\n  {'c ' * 60}d: e",
        f"2:124: {COLON}",
        "Write a: >- and all of the text on the lines below, indented by two blanks.",
    ),
    ("a:\n-b\n-c", f"2:1: {BLANK}", "Write - b, and so on with each entry."),
    ("a: b\n-c: d\ne: f", "2:1: a key may not begin with - [yaml-syntax]", "Write c: d"),
    (
        "a:\n  - [b\n  - c\nd: e",
        "2:5: [ is not closed [yaml-syntax]",
        "Write ] after the last entry; or put the whole value in quotes, if it is no list.",
    ),
    ("a:\n  -b\n  -c", f"2:3: {BLANK}", "Write - b, and so on with each entry."),
    ("-a: b\n  c: d", f"1:1: {BLANK}", "Write - a: b, and so on with each entry."),
    ("a:\n  \u2022 b", f"2:3: {_sign('•')}", "Write - b, and so on with each entry."),
    ("a:\n\u2022 b\n\u2022 c", f"2:1: {_sign('•')}", "Write - b, and so on with each entry."),
    ("a:\n  * b\n  * c", f"2:3: {_sign('*')}", "Write - b, and so on with each entry."),
    (
        "a: - b\n- c",
        "1:4: the first entry of a list stands on a line of its own [yaml-syntax]",
        "Write - b on the line below a:",
    ),
    ("a: b\n- c", f"2:1: {VALUE}", BOTH),
    ("a: b\n  - c\n  - d", f"2:3: {VALUE}", BOTH),
    ("a:\n- b\n - c", f"3:2: {HYPHEN}", BELOW),
    ("a:\n  - b\n    - c", f"3:5: {HYPHEN}", BELOW),
    (
        "a: >- b\n  c",
        "1:4: no text may stand beside >- [yaml-syntax]",
        "Write it on the lines below, indented by two blanks.",
    ),
    (
        "a: [/b?c]",
        "1:7: an entry with a question mark must stand in quotes [yaml-syntax]",
        'Write quotes around it: ["Why trust?"]; a path of this site has none.',
    ),
    ("a: {{ b }}", f"1:4: {_first('{')}", 'Put it in quotes: a: "{{ b }}"'),
    ("a: b\n---\n", "2:1: a line --- has no place here [yaml-syntax]", "Delete it."),
]


@pytest.mark.parametrize(("text", "problem", "hint"), TABLE)
def test_an_editor_is_told_in_plain_words(text: str, problem: str, hint: str) -> None:
    _, problems = compose("a.yaml", text)
    assert told(problems) == [f"a.yaml:{problem}"]
    assert [problem.hint for problem in problems] == [hint]


@pytest.mark.parametrize(
    ("text", "problems", "read"),
    [
        ("a: b: c\nd: 'e' f\ng: [h\ni:j\nk: l", ["1:5", "2:8", "3:4", "4:2"], "adgik"),
        ("a: 'b\n  c: d\n\ne: @f", ["1:4", "4:4"], "ae"),
        ("- a: b: c\n  d: e\n- a: 'b' c\n  d: e: f", ["1:7", "3:10", "4:7"], "ad"),
        ("- a: b\n c: d: e\n- f: g", ["2:2", "2:6"], "ac"),
        ("a: b\n c: d: e\n f: @g", ["2:2", "2:6", "3:5"], "acf"),
        (" a: b\n c: d: e\nf: g", ["1:2", "2:6"], "acf"),
        ("a:\n -b\n -c\nd: @e", ["2:2", "4:4"], "ad"),
        ("a:\n  - b\n    - c\n   - d\ne: @f", ["3:5", "4:4", "5:4"], "ae"),
        ("a:\n\t- b\n\t- c\nd: @e", ["2:1", "4:4"], "ad"),
        ("a: b\nc d\ne: f: g", ["2:1", "3:5"], "ae"),
        ("a:\n  b: c: d\n  e: @f\ng: h: i", ["2:7", "3:6", "4:5"], "ag"),
    ],
)
def test_what_stands_below_a_fault_is_read(text: str, problems: list[str], read: str) -> None:
    node, found = compose("a.yaml", text)
    fields = node.items[0].fields if node.items else node.fields
    assert [problem[len("a.yaml:") :].split(": ")[0] for problem in told(found)] == problems
    assert "".join(fields) == read


def test_of_a_file_full_of_faults_the_first_are_told() -> None:
    node, problems = compose("a.yaml", "\n".join(f"a{number}: b: c" for number in range(60)))
    assert [problem.place.line for problem in problems] == list(range(1, ROUNDS + 1))
    assert not node.is_complete


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
