"""Every error of PyYAML is reported in plain words, in the right place, with what to do."""

import ast
import inspect
import re
from collections.abc import Iterator

import pytest
import yaml
from yaml import parser, scanner

from icpr_build.source.yaml_reader import MOST_BROKEN, compose
from tests.lay_out import report_lines

NOT_AS_ABOVE = "this line is not indented like the one above [yaml-syntax]"
COLON = "a value with a colon must be in quotation marks [yaml-syntax]"
KEY = "a key needs a colon and a space after it [yaml-syntax]"
ESCAPE = "\\ is special in double quotation marks [yaml-syntax]"
AFTER = "this value goes on after its closing quotation mark [yaml-syntax]"
OPEN = "a quotation mark is not closed [yaml-syntax]"
AS_ABOVE = "Put as many spaces before it as before the line above."
SPACE = "a space is missing after the hyphen [yaml-syntax]"
HYPHEN = "this hyphen is not indented like the one above [yaml-syntax]"
VALUE = "a hyphen begins a list item, but the key above already has a value [yaml-syntax]"
BOTH = "If both are list items, write - b on a line of its own; if not, put all in quotation marks."
CONTINUES = "Begin it with a key, a colon and a space; or indent it, if it continues the line above."
BEGIN = "Begin the line with a key, a colon and a space, such as title: Trust."
ITEMS = "Write - b, and so on with each item of the list."
KEY_OR_ITEM = "Write - c: d, and so on with each item of the list; or delete the hyphen, if it is none."
CLOSE = "or put the whole value in quotation marks, if it is no list."


def _first(character: str) -> str:
    codes = {"*": "yaml-alias", "&": "yaml-alias", "!": "yaml-tag", "=": "yaml-tag"}
    code = codes.get(character, "yaml-syntax")
    return f"a value that begins with {character} must be in quotation marks [{code}]"


def _item(character: str) -> str:
    return f"a list item begins with a hyphen, not with {character} [yaml-syntax]"


TABLE = [
    ("a: @b", f"1:4: {_first('@')}", 'Put it in quotation marks: a: "@b"'),
    ("a: `b`", f"1:4: {_first('`')}", 'Put it in quotation marks: a: "`b`"'),
    ("a: %b", f"1:4: {_first('%')}", 'Put it in quotation marks: a: "%b"'),
    ("a: [b, @c]", f"1:8: {_first('@')}", "Put it in quotation marks."),
    ("- @b", f"1:3: {_first('@')}", 'Put it in quotation marks: - "@b"'),
    ("a: b\n@c: d", "2:1: a key cannot begin with @ [yaml-syntax]", "Write c: d"),
    ("a: b\n@c", "2:1: a key cannot begin with @ [yaml-syntax]", BEGIN),
    (
        "a: b\n\tc: d",
        "2:1: this line is indented with a tab, not with spaces [yaml-syntax]",
        "Put two spaces in place of the tab.",
    ),
    ("a: b\nc d\ne: f", f"2:1: {KEY}", CONTINUES),
    ("a: b\nc d", f"2:1: {KEY}", CONTINUES),
    ("a: b\nc:d\ne: f", f"2:2: {KEY}", "Write c: d"),
    ("a: b\nhttps://c/\ne: f", f"2:1: {KEY}", CONTINUES),
    ("a: b\nc = d\n", "2:3: after a key comes a plain colon, not = [yaml-syntax]", "Write c: d"),
    ("a: b\nc\uff1ad\n", "2:2: after a key comes a plain colon, not \uff1a [yaml-syntax]", "Write c: d"),
    (
        "a: b\n<!-- c -->\n",
        "2:1: a comment among the keys begins with # [yaml-syntax]",
        "Write # c",
    ),
    (
        "a: >-\nb\n",
        "2:1: this line must be indented, as it continues the one above [yaml-syntax]",
        "Put two spaces before it.",
    ),
    ("a: - b", f"1:4: {_first('-')}", 'Put it in quotation marks: a: "- b"'),
    ("a: ? b", f"1:4: {_first('?')}", 'Put it in quotation marks: a: "? b"'),
    ("a: b: c", f"1:5: {COLON}", 'Put it in quotation marks: a: "b: c"'),
    ("- a: b: c", f"1:7: {COLON}", 'Put it in quotation marks: - a: "b: c"'),
    ('a: say "b": c', f"1:11: {COLON}", "Put it in quotation marks: a: 'say \"b\": c'"),
    ("a: b\n c: d", f"2:2: {NOT_AS_ABOVE}", AS_ABOVE),
    ("- a: b\n   c: d", f"2:4: {NOT_AS_ABOVE}", AS_ABOVE),
    ("- a: b\n c: d", f"2:2: {NOT_AS_ABOVE}", AS_ABOVE),
    ("a:\n  - b\n - c", f"3:2: {NOT_AS_ABOVE}", AS_ABOVE),
    ("a:\n  b: c\n d: e", f"3:2: {NOT_AS_ABOVE}", AS_ABOVE),
    ("- a\nb: c", f"2:1: {NOT_AS_ABOVE}", AS_ABOVE),
    ("a: b\n...\nc", f"3:1: {NOT_AS_ABOVE}", AS_ABOVE),
    ("%FOO b\na: b", "1:1: a key cannot begin with % [yaml-syntax]", BEGIN),
    ("%\u00e9", "1:1: a key cannot begin with % [yaml-syntax]", BEGIN),
    ("%YAML 2.0\n---\na", "1:1: a key cannot begin with % [yaml-syntax]", BEGIN),
    ("%YAML 1.1\n%YAML 1.1\n---\na", "1:1: a key cannot begin with % [yaml-syntax]", BEGIN),
    ("%TAG ! x\n%TAG ! y\n---\na", "1:1: a key cannot begin with % [yaml-syntax]", BEGIN),
    ("%YAML x", "1:1: a key cannot begin with % [yaml-syntax]", BEGIN),
    ("%YAML 1", "1:1: a key cannot begin with % [yaml-syntax]", BEGIN),
    ("%YAML 1.1 x", "1:1: a key cannot begin with % [yaml-syntax]", BEGIN),
    ("%YAML 1.1x", "1:1: a key cannot begin with % [yaml-syntax]", BEGIN),
    ("%TAG !", "1:1: a key cannot begin with % [yaml-syntax]", BEGIN),
    ("%TAG ! \n", "1:1: a key cannot begin with % [yaml-syntax]", BEGIN),
    ("a: *", f"1:4: {_first('*')}", 'Put it in quotation marks: a: "*"'),
    ("a: **b** c", f"1:4: {_first('*')}", 'Put it in quotation marks: a: "**b** c"'),
    ("a: b\n**c**: d", "2:1: a key cannot begin with * [yaml-syntax]", "Write c: d"),
    ("a: &", f"1:4: {_first('&')}", 'Put it in quotation marks: a: "&"'),
    ("a: &b*c", f"1:4: {_first('&')}", 'Put it in quotation marks: a: "&b*c"'),
    ("a: *b", f"1:4: {_first('*')}", 'Put it in quotation marks: a: "*b"'),
    (
        "<<: *b",
        "1:5: << takes keys from elsewhere, which is not supported [yaml-alias]",
        "Write the keys themselves.",
    ),
    (
        "<<: {b: c}",
        "1:1: << takes keys from elsewhere, which is not supported [yaml-alias]",
        "Write the keys themselves.",
    ),
    ("a: !<b", f"1:4: {_first('!')}", 'Put it in quotation marks: a: "!<b"'),
    ("a: !\u00e9", f"1:4: {_first('!')}", 'Put it in quotation marks: a: "!\u00e9"'),
    ("a: !%zz", f"1:4: {_first('!')}", 'Put it in quotation marks: a: "!%zz"'),
    ("a: !%ff", f"1:4: {_first('!')}", 'Put it in quotation marks: a: "!%ff"'),
    ("a: !b!c d", f"1:4: {_first('!')}", 'Put it in quotation marks: a: "!b!c d"'),
    ("a: !b#c", f"1:4: {_first('!')}", 'Put it in quotation marks: a: "!b#c"'),
    ("a: !!str b", f"1:4: {_first('!')}", 'Put it in quotation marks: a: "!!str b"'),
    ("a: =", f"1:4: {_first('=')}", 'Put it in quotation marks: a: "="'),
    ("a: |0\n b", f"1:4: {_first('|')}", 'Put it in quotation marks: a: "|0"'),
    ("a: |b", f"1:4: {_first('|')}", 'Put it in quotation marks: a: "|b"'),
    ("a: | b", f"1:4: {_first('|')}", 'Put it in quotation marks: a: "| b"'),
    ("a: > b", f"1:4: {_first('>')}", 'Put it in quotation marks: a: "> b"'),
    ('a: "C:\\docs"', f"1:7: {ESCAPE}", "Use single quotation marks: a: 'C:\\docs'"),
    ('a: "\\xzz"', f"1:5: {ESCAPE}", "Use single quotation marks: a: '\\xzz'"),
    ('a: "\\U00110000"', f"1:5: {ESCAPE}", "Use single quotation marks: a: '\\U00110000'"),
    ('a: "\\UFFFFFFFF"', f"1:5: {ESCAPE}", "Use single quotation marks: a: '\\UFFFFFFFF'"),
    ('a: "b', f"1:4: {OPEN}", "Close it with \", or put all of it in quotation marks: a: '\"b'"),
    ("a: 'b\nc: d", f"1:4: {OPEN}", "Close it with ', or put all of it in quotation marks: a: \"'b\""),
    ('a: "b\n---\nc"', f"1:4: {OPEN}", "Close it with \", or put all of it in quotation marks: a: '\"b'"),
    ('a: "b" c', f"1:8: {AFTER}", "Put all of it in quotation marks: a: '\"b\" c'"),
    ("a: 'It's b'", f"1:8: {AFTER}", 'Put all of it in quotation marks: a: "It\'s b"'),
    ('a: "b "c" d"', f"1:8: {AFTER}", "Put all of it in quotation marks: a: 'b \"c\" d'"),
    ('"a" b', f"1:5: {NOT_AS_ABOVE}", AS_ABOVE),
    ("a: [b] c", f"1:4: {_first('[')}", 'Put it in quotation marks: a: "[b] c"'),
    ("a: {b} c", f"1:4: {_first('{')}", 'Put it in quotation marks: a: "{b} c"'),
    ("a: , b", f"1:4: {_first(',')}", 'Put it in quotation marks: a: ", b"'),
    ("a: ] b", f"1:4: {_first(']')}", 'Put it in quotation marks: a: "] b"'),
    ("a: [b, , c]", "1:8: there is nothing between two commas [yaml-syntax]", "Delete one of the two."),
    ("a: [- b]", f"1:5: {_first('-')}", "Put it in quotation marks."),
    ("a: b\n]", "2:1: ] has no opening bracket [yaml-syntax]", "Delete it."),
    ("a: [b]]", "1:7: ] has no opening bracket [yaml-syntax]", "Delete it."),
    (
        "a: [b\nc: d",
        "1:4: [ is not closed [yaml-syntax]",
        f"Write ] after the last item; {CLOSE}",
    ),
    (
        "a: {b",
        "1:4: { is not closed [yaml-syntax]",
        f"Write }} after the last item; {CLOSE}",
    ),
    (
        'a: ["b" "c"]',
        "1:9: a comma is missing between two items [yaml-syntax]",
        "Write a comma between them: [Trust, Police]",
    ),
    (
        "a: [b: c: d]",
        "1:9: an item with a colon must be in quotation marks [yaml-syntax]",
        'Put it in quotation marks: ["Why trust: a report"]',
    ),
    ("a: b\n: c", f"2:1: {KEY}", BEGIN),
    ("[a]: b", "1:1: a key must be a word [yaml-syntax]", "Begin the line with a key, such as title: Trust."),
    ("a:b\nc: d", f"1:2: {KEY}", "Write a: b"),
    ("a = b\nc: d", "1:3: after a key comes a plain colon, not = [yaml-syntax]", "Write a: b"),
    ("a\uff1ab\nc: d", "1:2: after a key comes a plain colon, not \uff1a [yaml-syntax]", "Write a: b"),
    ("a b\nc: d", f"1:1: {KEY}", BEGIN),
    ("- a:b\n  c: d", f"1:4: {KEY}", "Write a: b"),
    (
        " a: b\nc: d",
        "1:2: this line is not indented like the ones below [yaml-syntax]",
        "Delete the spaces before it.",
    ),
    ("a: b\n  c and d: e\n  f", f"2:10: {COLON}", "Put all of it in quotation marks."),
    (
        f"a: b\n  {'c ' * 60}d: e",
        f"2:124: {COLON}",
        "Put all of it in quotation marks.",
    ),
    ("a:\n-b\n-c", f"2:1: {SPACE}", ITEMS),
    ("a: b\n-c: d\ne: f", f"2:1: {SPACE}", KEY_OR_ITEM),
    (
        "a:\n  - [b\n  - c\nd: e",
        "2:5: [ is not closed [yaml-syntax]",
        f"Write ] after the last item; {CLOSE}",
    ),
    ("a:\n  -b\n  -c", f"2:3: {SPACE}", ITEMS),
    ("-c: d\n  e: f", f"1:1: {SPACE}", KEY_OR_ITEM),
    ("a:\n  \u2022 b", f"2:3: {_item('•')}", ITEMS),
    ("a:\n\u2022 b\n\u2022 c", f"2:1: {_item('•')}", ITEMS),
    ("a:\n  * b\n  * c", f"2:3: {_item('*')}", ITEMS),
    (
        "a: - b\n- c",
        "1:4: the first item of a list must be on a line of its own [yaml-syntax]",
        "Write - b on the line below a:",
    ),
    ("a: b\n- c", f"2:1: {VALUE}", BOTH),
    ("a: b\n  - c\n  - d", f"2:3: {VALUE}", BOTH),
    ("a:\n- b\n - c", f"3:2: {HYPHEN}", AS_ABOVE),
    ("a:\n  - b\n    - c", f"3:5: {HYPHEN}", AS_ABOVE),
    (
        "a: >- b\n  c",
        "1:4: no text may follow >- on the same line [yaml-syntax]",
        "Write it on the lines below, indented by two spaces.",
    ),
    (
        "a: [/b?c]",
        "1:7: an item with a question mark must be in quotation marks [yaml-syntax]",
        'Put it in quotation marks: ["Why trust: a report"]',
    ),
    ("a: {{ b }}", f"1:4: {_first('{')}", 'Put it in quotation marks: a: "{{ b }}"'),
    ("a: b\n---\n", "2:1: a line --- is not allowed here [yaml-syntax]", "Delete it."),
]


@pytest.mark.parametrize(("text", "problem", "hint"), TABLE)
def test_what_pyyaml_says_is_reported_in_plain_words(text: str, problem: str, hint: str) -> None:
    _, problems = compose("a.yaml", text)
    assert report_lines(problems) == [f"a.yaml:{problem}"]
    assert [problem.hint for problem in problems] == [hint]


@pytest.mark.parametrize(
    ("text", "problems", "read"),
    [
        ("a: b: c\nd: 'e' f\ng: [h\ni:j\nk: l", ["1:5", "2:8", "3:4", "4:2"], "adgik"),
        ("a: 'b\n  c: d\n\ne: @f", ["1:4", "4:4"], "ae"),
        ("- a: b: c\n  d: e\n- a: 'b' c\n  d: e: f\n- g: h", ["1:7", "3:10", "4:7"], "ad"),
        ("- a: b\n c: d: e\n- f: g", ["2:2"], "f"),
        ("- a: *b\n  c: **d**\n- e: f", ["1:6", "2:6"], "ac"),
        ("\u200b- a: @b\n  c: d: e", ["1:7", "2:7"], "ac"),
        ("- - a: @b\n    c: d: e\n- f: g", ["1:8"], "f"),
        ("- a: b\n  c: &d\n  e: *f\n- g: @h", ["2:6", "3:6", "4:6"], "ace"),
        ("a: b\n c: d: e\n f: @g\nh: i", ["2:2"], "ah"),
        (" a: b\n c: d: e\nf: g", ["1:2"], "af"),
        ("---\n- a: @b\n- c: d", ["2:6"], "a"),
        ("a:\n -b\n -c\nd: @e", ["2:2", "4:4"], "ad"),
        ("a:\n  - b\n    - c\n   - d\ne: @f", ["3:5", "5:4"], "ae"),
        ("a:\n\t- b\n\t- c\nd: @e", ["2:1", "4:4"], "ad"),
        ("a: b\nc d\ne: f: g", ["2:1", "3:5"], "ae"),
        ("a:\n  b: c: d\n  e: @f\ng: h: i", ["2:7", "4:5"], "ag"),
        ("a: b: c\nd: e\nd: f\n", ["1:5", "3:1"], "ad"),
    ],
)
def test_what_is_below_an_error_is_read(text: str, problems: list[str], read: str) -> None:
    node, found = compose("a.yaml", text)
    fields = next((item.fields for item in node.items if item.fields), node.fields)
    assert [problem[len("a.yaml:") :].split(": ")[0] for problem in report_lines(found)] == problems
    assert "".join(fields) == read


@pytest.mark.parametrize(
    ("text", "is_complete"),
    [
        ("a: @b\nc: d", True),
        ("a:\n\t- b: c\nd: e", True),
        ("a:b\nc: d", True),
        ("a: b\n  and c: d\ne: f", True),
        ("a: b\n c: d\ne: f", False),
        ("a: b\nc d\ne: f", False),
        ("a: b\n@c: d\ne: @f", False),
    ],
)
def test_keys_are_incomplete_only_where_one_that_is_broken_is_not_known(
    text: str, *, is_complete: bool
) -> None:
    node, _ = compose("a.yaml", text)
    assert node.is_complete == is_complete
    assert "invalid" in {field.value.kind for field in node.fields.values()}


def test_the_first_problems_of_a_file_with_many_are_reported() -> None:
    node, problems = compose("a.yaml", "\n".join(f"a{number}: b: c" for number in range(MOST_BROKEN + 10)))
    assert [problem.place.line for problem in problems] == list(range(1, MOST_BROKEN + 1))
    assert not node.is_complete


def test_every_message_of_the_parser_is_explained() -> None:
    """Every error message of its scanner and its parser is caused by one of the texts above.

    Its composer is not used, and its reader has no errors in a text that `decode` accepts.
    """
    made = [_said(text) for text, _, _ in TABLE]
    messages = list(_messages())
    assert len(messages) > 30
    assert [text for text in messages if not any(re.search(text, said) for said in made)] == []


def _messages() -> Iterator[str]:
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
