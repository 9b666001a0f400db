"""The sets of characters that several modules need, as regular expressions or strings.

An invisible character shows nothing on a screen, so that an editor cannot know that it is there.
"""

import re

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


def describe_forbidden(character: str) -> tuple[str, str]:
    """Return the message and the hint for a character that no text may contain."""
    name = f"U+{ord(character):04X}"
    if character == REPLACEMENT:
        return f"a character was lost here, and {name} was put in its place", "Type the character again."
    return f"the character {name} is invisible", "Delete it."
