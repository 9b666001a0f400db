"""URLs of other sites, e-mail addresses and telephone numbers: which are allowed, and how to correct others.

The rules are the same for data files and Markdown.
"""

import re
from ipaddress import ip_address
from urllib.parse import unquote

from icpr_build.characters import INVISIBLE
from icpr_build.suggest import nearest
from icpr_build.urls import is_site_path

SCHEMES = ("http", "https", "mailto", "tel")
PORTS = range(1, 65536)
_LEAST_SIMILARITY = 0.7  # of a scheme to the one that is meant
_NO_TARGET = "Write where the link leads, such as /about/ or https://www.example.org/."
_OWN_COMPUTER = (
    "Visitors cannot open a file on your computer: put it into assets/files/ and write /files/ and its name."
)
_NO_HOST = "Write the full name of the site, such as https://www.example.org/."
_USER_NAME = "Leave out the user name and the password: write https://, then what follows the @."
_NO_EMAIL = "Write one e-mail address, such as mailto:name@example.org."
_NO_NUMBER = "Write the number without spaces, such as tel:+1-555-010-0199."
_NO_SCHEME = "A page may link to https:, http:, mailto: and tel: only."

_LOCAL_FILE = re.compile(r"[a-z]:[\\/]|\\\\|file:", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+-]*)(?:\s*[:;]|[/\\]{2})[\s:;/\\]*(.*)", re.IGNORECASE | re.DOTALL)
_REPEATED_SCHEME = re.compile(r"\A(?:https?(?::|//)[\s:/]*)*", re.IGNORECASE)
_DOMAIN = r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_](?:[\w-]*[^\W_])?"
_HOST = re.compile(
    rf"({_DOMAIN}\.?|[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}}|\[[0-9a-f:]+\])(?::([0-9]{{1,5}}))?", re.IGNORECASE
)
_WITHOUT_SCHEME = re.compile(
    r"(?:www\.[^\s/]+|[\w.-]+\.(?:com|edu|example|gov|info|int|mil|net|org|uk|us))(?:[/:?#]|$)", re.IGNORECASE
)
_HOST_AND_PATH = re.compile(r"\A([^/?#\\]*)(.*)", re.DOTALL)
_IN_ANGLE_BRACKETS = re.compile(r"[^<>]*<([^<>]*)>\s*")
_EMAIL = re.compile(rf"[^\s@<>()\[\],;:\\\".]+(?:\.[^\s@<>()\[\],;:\\\".]+)*@{_DOMAIN}")
_NUMBER = re.compile(r"\+?[0-9][0-9().-]*(?:;ext=[0-9]+)?")


def is_allowed_url(text: str) -> bool:
    """Return whether a page may link to a text: a site path, or a correct URL of an allowed scheme."""
    if is_site_path(text):
        return not re.search(r"[^\S ]", text) and not INVISIBLE.search(text)
    return text.partition(":")[0].lower() in SCHEMES and not correction(text)


def is_email(text: str) -> bool:
    """Return whether a text is one e-mail address and nothing else."""
    return bool(_EMAIL.fullmatch(text)) and not INVISIBLE.search(text)


def email_in(text: str) -> str:
    """Return the one e-mail address in a text such as `Name <name@example.org>`, or nothing."""
    found = _IN_ANGLE_BRACKETS.sub(r"\1", text).strip(" /").removeprefix("mailto:")
    return found if is_email(found) else ""


def correction(text: str) -> str:
    """Say how to correct an external URL that is wrong; nothing for any other text."""
    match = _SCHEME.match(text)
    if not text.strip("#"):
        return _NO_TARGET
    if INVISIBLE.search(text):
        return f"Write {INVISIBLE.sub('', text)} here: it contains an invisible character."
    if _LOCAL_FILE.match(unquote(text)):
        return _OWN_COMPUTER
    if is_site_path(text):
        return ""
    if not match:
        return _without_scheme(text)
    written, rest = match.groups()
    scheme = nearest(written.lower(), SCHEMES, _LEAST_SIMILARITY)
    return _with_scheme(text, written.lower(), scheme, rest) if scheme else _NO_SCHEME


def _without_scheme(text: str) -> str:
    """Correct a URL that lacks its scheme, or is in angle brackets."""
    if is_email(text):
        return f"Write mailto:{text} here."
    if text.startswith("//") or _WITHOUT_SCHEME.match(text):
        return f"Write https://{text.lstrip('/')} here."
    return f"Write {text.strip('<>')} here." if text.startswith("<") else ""


def _with_scheme(text: str, written: str, scheme: str, rest: str) -> str:
    """Correct a URL whose scheme, as written, is an allowed one or nearly so."""
    if scheme == "mailto":
        corrected, otherwise = _email_url(rest), _NO_EMAIL
    elif scheme == "tel":
        corrected, otherwise = _telephone_url(rest), _NO_NUMBER
    else:
        host, path = _HOST_AND_PATH.findall(_REPEATED_SCHEME.sub("", rest, count=1))[0]
        if "@" in host:
            return _USER_NAME
        corrected, otherwise = _web_url(scheme if scheme == written else "https", host, path), _NO_HOST
    if not corrected:
        return otherwise
    is_correct = re.sub(r"^\w+:", lambda match: match[0].lower(), text) == corrected
    return "" if is_correct else f"Write {corrected} here."


def _web_url(scheme: str, host: str, path: str) -> str:
    """Return a correct web URL, or nothing if its host is unclear or not on the public internet."""
    host = re.sub(r"\s+", "", re.sub(r"\.{2,}", ".", unquote(host))).rstrip(",;")
    match = _HOST.fullmatch(host)
    if not match or (match[2] and int(match[2]) not in PORTS) or _is_private(match[1].strip("[]")):
        return ""
    return f"{scheme}://{host}" + re.sub(r"\s", "%20", path.strip())


def _is_private(host: str) -> bool:
    """Return whether a host is an IP address that is not on the public internet."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return False


def _email_url(rest: str) -> str:
    recipient, mark, query = rest.partition("?")
    email = email_in(unquote(recipient))
    return f"mailto:{email}{mark}{query}" if email else ""


def _telephone_url(rest: str) -> str:
    if _NUMBER.fullmatch(rest):
        return f"tel:{rest}"
    number = re.sub(r"[^0-9+]+", "-", unquote(rest)).strip("-")
    has_letters = re.search(r"[a-z]", unquote(rest), re.IGNORECASE)
    return f"tel:{number}" if _NUMBER.fullmatch(number) and not has_letters else ""
