"""Rules for names."""

import re
import unicodedata

CONTROL = r"\x00-\x1f\x7f-\x9f\ufeff"
# Also everything invisible: whitespace, default ignorable code points, and the blank Braille pattern.
INVISIBLE = (
    CONTROL
    + r" \xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    + r"\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    + r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)


def as_compared(text: str) -> str:
    """The normal form of text that looks the same."""
    return unicodedata.normalize("NFC", text)


def email_key(email: str) -> str:
    """The normal form of an address, for comparison."""
    return as_compared(email).casefold()


def has_control(text: str) -> bool:
    return re.search(f"[{CONTROL}]", text) is not None


def is_visible(text: str) -> bool:
    return re.search(f"[^{INVISIBLE}]", text) is not None
