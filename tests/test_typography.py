import pytest
from markupsafe import Markup

from icpr_build.markdown.smart_quotes import typeset


@pytest.mark.parametrize(
    "value",
    ["", "plain", 7, None, "https://example.org/it's", "/it's/", Markup("it's"), '<a href="/">it</a>'],
)
def test_what_is_no_text_or_set_already_stays(value: object) -> None:
    assert typeset(value) == value


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("The Institute's mission", "The Institute’s mission"),
        ('"Trust," he said ("always")', "“Trust,” he said (“always”)"),
        ("the chiefs' 'new' plan", "the chiefs’ ‘new’ plan"),
        ("since the '90s", "since the ’90s"),
        ("\"'One' of two\"", "“‘One’ of two”"),
    ],
)
def test_straight_quotes_become_typographic(typed: str, set_: str) -> None:
    assert typeset(typed) == set_
