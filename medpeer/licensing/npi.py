"""The National Provider Identifier: its form and its check digit."""

import re
from typing import Final

NPI_PATTERN: Final = r"[12]\d{9}"
# The prefix 80840 makes an NPI a card issuer number (ISO/IEC 7812); over ten digits it adds this constant.
_PREFIX_SUM: Final = 24
_DIGITS: Final = 10
_COUNTS: Final = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def normalise_npi(typed: str) -> str:
    """Return what was typed without the spaces, dots and hyphens people group digits by, and ``NPI:`` in front."""
    bare = re.sub(r"^\s*NPI(?:\s+(?:no|number))?\b[\s.:#]*", "", typed, flags=re.IGNORECASE)
    return re.sub(r"[\s.\-\u2010-\u2015\u00a0]", "", bare)


def is_valid_npi(number: str) -> bool:
    """Tell whether ``number`` is ten digits, starts with 1 or 2 and carries its Luhn check digit.

    The sum is taken over all ten digits, so a check digit of 0 needs no case of its own.
    """
    if not re.fullmatch(NPI_PATTERN, number, re.ASCII):
        return False
    total = _PREFIX_SUM
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the digit sum of a two-digit product
    return total % 10 == 0


def npi_fault(typed: str) -> str:
    """Return what is wrong with an NPI as it was typed, in one sentence; empty for one that is valid."""
    number = normalise_npi(typed)
    if is_valid_npi(number):
        return ""
    digits = len(re.findall(r"\d", number))
    if digits != _DIGITS:
        return f"An NPI has ten digits; this has {_COUNTS[digits] if digits < _DIGITS else digits}."
    return "This is not an NPI: its check digit does not agree. Compare the ten digits with your record."


def print_npi(number: str) -> str:
    """Return an NPI as read aloud: ``1234 567 893``."""
    return f"{number[:4]} {number[4:7]} {number[7:]}"
