"""The sets of characters that several modules need, as regular expressions or strings.

An invisible character shows nothing on a screen, so that an editor cannot know that it is there.
"""

import re
import unicodedata

ZERO_WIDTH = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
SPACES = f" \t\u00a0{ZERO_WIDTH}"  # what looks like a space, or like nothing, at either end of a line

# What no text may contain: control characters, line separators, changes of direction, fillers, lone
# surrogates, and U+FFFD with the characters next to it, which are left where a character was lost.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u2028-\u202e\u2066-\u2069\u3164\uffa0"
    "\ud800-\udfff\ufff9-\uffff]"
)
REPLACEMENT = "\ufffd"

# What no URL may contain: the same, and every zero-width character.
INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]"
)

# Letters of the Cyrillic and of the Greek alphabet that look like letters from A to Z.
_CYRILLIC = (
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425"
    "\u0430\u0435\u0455\u0456\u0458\u043e\u0440\u0441\u0443\u0445\u04bb\u0501"
)
_GREEK = "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03bd"
_LOOKALIKES = str.maketrans(_CYRILLIC + _GREEK, "ABESIJKMHOPCTYXaesijopcyxhd" + "ABEZHIKMNOPTYXov")


def as_it_looks(text: str) -> str:
    """Make texts equal that look alike: compose accents, and write letters as those that they resemble."""
    return unicodedata.normalize("NFKC", text.translate(_LOOKALIKES))


def describe_forbidden(character: str) -> tuple[str, str]:
    """Return the message and the hint for a character that no text may contain."""
    name = f"U+{ord(character):04X}"
    if character == REPLACEMENT:
        return f"a character was lost here, and {name} was put in its place", "Type the character again."
    return f"the character {name} is invisible", "Delete it."
