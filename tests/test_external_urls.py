"""An external URL is correct, or it is corrected."""

import pytest

from icpr_build.external_urls import correction, is_allowed_url, is_email

SITE = "Write the full name of the site, such as https://www.example.org/."
MAIL = "Write one e-mail address, such as mailto:name@example.org."
NUMBER = "Write the number without spaces, such as tel:+1-555-010-0199."
USER_NAME = "Leave out the user name and the password: write https://, then what follows the @."
SCHEME = "A page may link to https:, http:, mailto: and tel: only."
LOCAL_FILE = (
    "Visitors cannot open a file on your computer: put it into assets/files/ and write /files/ and its name."
)
INVISIBLE = "it contains an invisible character."
TARGET = "Write where the link leads, such as /about/ or https://www.example.org/."


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a?b=c#d",
        "HTTPS://Example.org",
        "https://x.org/a%20b",
        "https://8.8.8.8:8000/",
        "https://münchen.de/ü",
        "https://xn--mnchen-3ya.de/",
        "mailto:a@x.org",
        "mailto:a@x.org?subject=A%20b",
        "tel:+1-703-836-6767",
        "tel:1",
        "/about/",
        "https://x.org:80/",
        "https://[2001:4860:4860::8888]/",
        "https://x.org./",
    ],
)
def test_a_correct_url_is_allowed(text: str) -> None:
    assert (is_allowed_url(text), correction(text)) == (True, "")


@pytest.mark.parametrize(
    "text",
    [
        "about.md",
        "../about.md#x",
        "report.pdf",
        "#part",
        "a/b//c.md",
    ],
)
def test_a_text_that_is_no_external_url_is_not_corrected(text: str) -> None:
    assert (is_allowed_url(text), correction(text)) == (False, "")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("https://x.org/\u200ba", f"Write https://x.org/a here: {INVISIBLE}"),
        ("/a\u202eb/", f"Write /ab/ here: {INVISIBLE}"),
        ("mailto:a\u2066@x.org", f"Write mailto:a@x.org here: {INVISIBLE}"),
        ("tel:(703)836-6767", "Write tel:703-836-6767 here."),
        ("news:x.md", SCHEME),
        ("htps://x.org/", "Write https://x.org/ here."),
        ("hhttps://x.org", "Write https://x.org here."),
        ("http//x.org", "Write http://x.org here."),
        ("https:/x.org", "Write https://x.org here."),
        ("https:x.org", "Write https://x.org here."),
        ("https://https://x.org", "Write https://x.org here."),
        ("https://http//x.org", "Write https://x.org here."),
        ("http://https:x.org", "Write http://x.org here."),
        ("https://x..y.org", "Write https://x.y.org here."),
        ("https:// x.org", "Write https://x.org here."),
        ("https:", SITE),
        ("https://", SITE),
        ("https://x.org/a b", "Write https://x.org/a%20b here."),
        ("https://exa mple.org", "Write https://example.org here."),
        ("https://exa%20mple.org", "Write https://example.org here."),
        ("https;//x.org", "Write https://x.org here."),
        ("https:\\\\x.org", "Write https://x.org here."),
        ("https//:x.org", "Write https://x.org here."),
        ("htttps//x.org", "Write https://x.org here."),
        ("maito:n@x.org", "Write mailto:n@x.org here."),
        ("mailto:a.b", MAIL),
        ("mailto: a@b.org", "Write mailto:a@b.org here."),
        ("mailto:%20a@b.org", "Write mailto:a@b.org here."),
        ("mailto://a@b.org", "Write mailto:a@b.org here."),
        ("mailto:A <a@b.org>", "Write mailto:a@b.org here."),
        ("mailto:a@b@c.org", MAIL),
        ("mailto:a@b..c", MAIL),
        ("mailto:a@b", MAIL),
        ("email:a@b.org", "Write mailto:a@b.org here."),
        ("tel:abc", NUMBER),
        ("tel:555 0100", "Write tel:555-0100 here."),
        ("tel:555%200100", "Write tel:555-0100 here."),
        ("tel:+1 (703) 836-6767", "Write tel:+1-703-836-6767 here."),
        ("tel:1-800-POLICE", NUMBER),
        ("tell:555-0100", "Write tel:555-0100 here."),
        ("tel:", NUMBER),
        ("#", TARGET),
        ("", TARGET),
        ("javascript:alert(1)", SCHEME),
        ("data:text/html,x", SCHEME),
        ("ftp://x.org", SCHEME),
        ("file:///c:/x", LOCAL_FILE),
        ("C:\\x\\y", LOCAL_FILE),
        ("c:/x", LOCAL_FILE),
        ("C:%5Cx", LOCAL_FILE),
        ("//x.org/a", "Write https://x.org/a here."),
        ("www.x.org", "Write https://www.x.org here."),
        ("www.x.org/a", "Write https://www.x.org/a here."),
        ("name@x.org", "Write mailto:name@x.org here."),
        ("example.org", "Write https://example.org here."),
        ("example.org/a.html", "Write https://example.org/a.html here."),
        ("example.org:8080/a", "Write https://example.org:8080/a here."),
        ("https://localhost/", SITE),
        ("http://localhost:8000/x", SITE),
        ("https://intranet/", SITE),
        ("https://x.org:99999/", SITE),
        ("https://x.org,", "Write https://x.org here."),
        ("https://127.0.0.1:8000/", SITE),
        ("https://[::1]/", SITE),
        ("https://192.168.0.1/", SITE),
        ("https://name@x.org/", USER_NAME),
        ("https://user:pw@x.org/", USER_NAME),
        ("https://[::1/", SITE),
        ("https://-x.org", SITE),
        ("sms:1", SCHEME),
        ("<https://x.org/>", "Write https://x.org/ here."),
    ],
)
def test_a_slip_has_its_correction(text: str, hint: str) -> None:
    assert (is_allowed_url(text), correction(text)) == (False, hint)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("first.last+x@mail.example.org", True),
        ("o'neil@example.org", True),
        ("a@b", False),
        ("a@b..c", False),
        ("a b@c.org", False),
        ("a@b@c.org", False),
        (".a@b.org", False),
        ("a..b@c.org", False),
        ("A <a@b.org>", False),
        ("a@b.org.", False),
    ],
)
def test_an_email_address_is_recognized(text: str, *, right: bool) -> None:
    assert is_email(text) is right
