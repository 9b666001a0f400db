"""SiteUrls outside of this site (https:, mailto:, tel: …): which are right, and how to mend one that is not.

Rule: one judgement, for data and for texts alike.
"""

import re
from difflib import get_close_matches
from ipaddress import ip_address
from urllib.parse import unquote

from icpr_build.characters import INVISIBLE
from icpr_build.urls import is_site_path

SCHEMES = ("http", "https", "mailto", "tel")
PORTS = range(1, 65536)
_ALIKE = 0.7
_NO_TARGET = "Write where the link leads, such as /about/ or https://www.example.org/."
_OWN_COMPUTER = (
    "No visitor sees your computer: put the file into assets/files/ and write /files/ and its name."
)
_NO_SITE = "Write the whole name of the site, such as https://www.example.org/."
_NO_NAME = "An address holds no name and no password: write https://, then what follows the @."
_NO_MAIL = "Write one e-mail address, such as mailto:name@example.org."
_NO_NUMBER = "Write the number without blanks, such as tel:+1-555-010-0199."
_NO_SCHEME = "A page may link to https:, http:, mailto: and tel: only."

_COMPUTER = re.compile(r"[a-z]:[\\/]|\\\\|file:", re.IGNORECASE)
_LEAD = re.compile(r"([a-z][a-z0-9+-]*)(?:\s*[:;]|[/\\]{2})[\s:;/\\]*(.*)", re.IGNORECASE | re.DOTALL)
_AGAIN = re.compile(r"\A(?:https?(?::|//)[\s:/]*)*", re.IGNORECASE)
_SITE = r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_](?:[\w-]*[^\W_])?"
_HOST = re.compile(
    rf"({_SITE}\.?|[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}}|\[[0-9a-f:]+\])(?::([0-9]{{1,5}}))?", re.IGNORECASE
)
_BARE = re.compile(
    r"(?:www\.[^\s/]+|[\w.-]+\.(?:com|edu|example|gov|info|int|mil|net|org|uk|us))(?:[/:?#]|$)", re.IGNORECASE
)
_PARTS = re.compile(r"\A([^/?#\\]*)(.*)", re.DOTALL)
_NAMED = re.compile(r"[^<>]*<([^<>]*)>\s*")
_EMAIL = re.compile(rf"[^\s@<>()\[\],;:\\\".]+(?:\.[^\s@<>()\[\],;:\\\".]+)*@{_SITE}")
_NUMBER = re.compile(r"\+?[0-9][0-9().-]*(?:;ext=[0-9]+)?")


def is_email(text: str) -> bool:
    """Tell whether a text is one e-mail address, and nothing else."""
    return bool(_EMAIL.fullmatch(text)) and not INVISIBLE.search(text)


def email_in(text: str) -> str:
    """Find the one e-mail address in a text such as `Name <name@example.org>`; empty if there is none."""
    found = _NAMED.sub(r"\1", text).strip(" /").removeprefix("mailto:")
    return found if is_email(found) else ""


def is_address(text: str) -> bool:
    """Tell whether a text is a site path or a right address of a scheme that a page may link to."""
    if is_site_path(text):
        return not re.search(r"[^\S ]", text) and not INVISIBLE.search(text)
    return text.partition(":")[0].lower() in SCHEMES and not remedy(text)


def remedy(text: str) -> str:
    """Say how to write an address that leads outside and is not right; empty for any other."""
    lead = _LEAD.match(text)
    if not text.strip("#"):
        return _NO_TARGET
    if INVISIBLE.search(text):
        return f"Write {INVISIBLE.sub('', text)} here: a sign that no one sees stands in it."
    if _COMPUTER.match(unquote(text)):
        return _OWN_COMPUTER
    if is_site_path(text):
        return ""
    if lead:
        scheme = lead[1].lower()
        near = [scheme] if scheme in SCHEMES else get_close_matches(scheme, SCHEMES, n=1, cutoff=_ALIKE)
        return _mended(text, near[0], lead) if near else _NO_SCHEME
    return _with_scheme(text)


def _with_scheme(text: str) -> str:
    """Say how to write an address that lacks its scheme, or stands in brackets."""
    if is_email(text):
        return f"Write mailto:{text} here."
    if text.startswith("//") or _BARE.match(text):
        return f"Write https://{text.lstrip('/')} here."
    return f"Write {text.strip('<>')} here." if text.startswith("<") else ""


def _mended(text: str, scheme: str, lead: re.Match[str]) -> str:
    """Say how to write an address whose scheme is, or is nearly, one that a page may link to."""
    if scheme == "mailto":
        right, otherwise = _mail(lead[2]), _NO_MAIL
    elif scheme == "tel":
        right, otherwise = _number(lead[2]), _NO_NUMBER
    else:
        right, otherwise = _web(scheme if scheme == lead[1].lower() else "https", lead[2]), _NO_SITE
    if scheme.startswith("http") and "@" in _PARTS.findall(_AGAIN.sub("", lead[2], count=1))[0][0]:
        return _NO_NAME
    if right and re.sub(r"^\w+:", lambda found: found[0].lower(), text) == right:
        return ""
    return f"Write {right} here." if right else otherwise


def _web(scheme: str, rest: str) -> str:
    """Put the address of a site right, if its host can be told."""
    site, path = _PARTS.findall(_AGAIN.sub("", rest, count=1))[0]
    site = re.sub(r"\s+", "", re.sub(r"\.{2,}", ".", unquote(site))).rstrip(",;")
    host = _HOST.fullmatch(site)
    if not host or (host[2] and int(host[2]) not in PORTS) or _is_at_home(host[1].strip("[]")):
        return ""
    return f"{scheme}://{site}" + re.sub(r"\s", "%20", path.strip())


def _is_at_home(host: str) -> bool:
    """Tell whether a host is a number that no visitor from elsewhere reaches."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return False


def _mail(rest: str) -> str:
    address, mark, more = rest.partition("?")
    found = email_in(unquote(address))
    return f"mailto:{found}{mark}{more}" if found else ""


def _number(rest: str) -> str:
    if _NUMBER.fullmatch(rest):
        return f"tel:{rest}"
    number = re.sub(r"[^0-9+]+", "-", unquote(rest)).strip("-")
    told = _NUMBER.fullmatch(number) and not re.search(r"[a-z]", unquote(rest), re.IGNORECASE)
    return f"tel:{number}" if told else ""
