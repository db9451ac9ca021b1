"""Values that are not what they seem: entities, fillers, masks, telephone numbers in names.

One line in some dozens holds such a value. One expression over the whole line finds those lines, and only they are
gone through value by value.
"""

import html
import re
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from medpeer.licensing.packed import PART

_NOTHING: Final = re.compile(r"[\W_]*|n/?a|none|null", re.IGNORECASE)
# A quotation mark stands in no value as published. Ordinary spaces count when doubled or beside a divider.
_ODD: Final = (
    r'["&\x00-\x08\x0a-\x1f\x7f\x{85}\x{a0}\x{2000}-\x{200f}\x{2028}-\x{202f}\x{feff}\x{3000}]'
    r"|  |\t | \t|^ | $"
    r"|(?:^|\t)[^\t\pL\pN]+(?:\t|$)"
    r"|(?i:(?:^|\t)(?:n/?a|none|null)(?:\t|$))"
)
_ODD_NAME: Final = rf"[0-9]|{_ODD}"


def odd_lines(names: pa.Array, others: pa.Array) -> list[int]:
    """Return which lines hold a value that needs a closer look, by their place; parts are divided by tabs."""
    odd = pc.or_(pc.match_substring_regex(names, _ODD_NAME), pc.match_substring_regex(others, _ODD))
    places: list[int] = pc.indices_nonzero(odd).to_pylist()
    return places


def plain_text(written: str) -> str:
    """Return a register's text without HTML entities, doubled spaces and fillers such as ``-----`` and ``N/A``.

    The masks over tax numbers (``$$$$$$$$$``, ``********``, ``_________``) hold no letter and no digit: nothing.
    """
    if not written:
        return ""
    text = html.unescape(written) if "&" in written else written
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return "" if _NOTHING.fullmatch(text) else text


def plain_name(written: str) -> str:
    """Return a name as ``plain_text`` does; telephone numbers stand in name columns here and there and are none."""
    name = plain_text(written)
    return "" if any(char.isdigit() for char in name) else name


def plain_parts(packed: str) -> str:
    """Return a packed text with each part plain."""
    return PART.join(map(plain_text, packed.split(PART))).rstrip(PART)
