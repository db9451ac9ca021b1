"""Several parts in one text: a physician's slots and addresses as a register row holds them.

Parts are divided by tabs, which the import leaves inside no value; empty ones at the end are left off.
"""

from collections.abc import Iterable
from typing import Final

from medpeer.licensing.evidence import PostalAddress, RegisterLicence

PART: Final = "\t"
SLOT_PARTS: Final = 4
ADDRESS_PARTS: Final = 5


def pack(parts: Iterable[str]) -> str:
    """Return parts as one text."""
    return PART.join(parts).rstrip(PART)


def unpack_licences(packed: str) -> tuple[RegisterLicence, ...]:
    """Return the slots that hold a code or a number, in their order."""
    parts = _parts(packed, SLOT_PARTS)
    slots = zip(*(parts[start::SLOT_PARTS] for start in range(SLOT_PARTS)), strict=True)
    return tuple(
        RegisterLicence(code, number, state, primary == "Y") for code, number, state, primary in slots if code or number
    )


def unpack_address(packed: str) -> PostalAddress:
    """Return an address; two lines at most, empty ones left off."""
    first, second, city, state, postal_code = _parts(packed, ADDRESS_PARTS)
    return PostalAddress(tuple(filter(None, (first, second))), city, state, postal_code)


def _parts(packed: str, step: int) -> list[str]:
    """Return the parts, with as many empty ones as make a multiple of ``step``."""
    parts = packed.split(PART)
    return parts + [""] * (-len(parts) % step)
