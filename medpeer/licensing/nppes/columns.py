"""Where the columns of a file stand, by name."""

from collections.abc import Sequence
from typing import Final

from medpeer.licensing.errors import RegisterFileError

SLOTS: Final = 15
NPI: Final = "NPI"
ENTITY: Final = "Entity Type Code"
LAST: Final = "Provider Last Name (Legal Name)"
FIRST: Final = "Provider First Name"
MIDDLE: Final = "Provider Middle Name"
SUFFIX: Final = "Provider Name Suffix Text"
CREDENTIAL: Final = "Provider Credential Text"
OTHER_LAST: Final = "Provider Other Last Name"
OTHER_FIRST: Final = "Provider Other First Name"
OTHER_MIDDLE: Final = "Provider Other Middle Name"
OTHER_KIND: Final = "Provider Other Last Name Type Code"
_MAILING: Final = (
    "Provider First Line Business Mailing Address",
    "Provider Second Line Business Mailing Address",
    "Provider Business Mailing Address City Name",
    "Provider Business Mailing Address State Name",
    "Provider Business Mailing Address Postal Code",
)
_PRACTICE: Final = (
    "Provider First Line Business Practice Location Address",
    "Provider Second Line Business Practice Location Address",
    "Provider Business Practice Location Address City Name",
    "Provider Business Practice Location Address State Name",
    "Provider Business Practice Location Address Postal Code",
)
CITY: Final = _PRACTICE[2]
STATE: Final = _PRACTICE[3]
PHONE: Final = "Provider Business Practice Location Address Telephone Number"
FAX: Final = "Provider Business Practice Location Address Fax Number"
REPLACEMENT: Final = "Replacement NPI"
ENUMERATED: Final = "Provider Enumeration Date"
UPDATED: Final = "Last Update Date"
REASON: Final = "NPI Deactivation Reason Code"
DEACTIVATED: Final = "NPI Deactivation Date"
REACTIVATED: Final = "NPI Reactivation Date"
ADDRESSES: Final = {"practice_address": _PRACTICE, "mailing_address": _MAILING}
"""The parts of an address in the order in which a row packs them."""
TEXTS: Final = {
    "last_name": LAST,
    "first_name": FIRST,
    "middle_name": MIDDLE,
    "name_suffix": SUFFIX,
    "credential": CREDENTIAL,
    "other_last_name": OTHER_LAST,
    "other_first_name": OTHER_FIRST,
    "other_middle_name": OTHER_MIDDLE,
    "phone": PHONE,
    "fax": FAX,
}
NAMES: Final = tuple(name for name in TEXTS if name.endswith("_name"))
DATES: Final = {
    "enumerated_on": ENUMERATED,
    "updated_on": UPDATED,
    "deactivated_on": DEACTIVATED,
    "reactivated_on": REACTIVATED,
}
_SLOT_COLUMNS: Final = (
    "Healthcare Provider Taxonomy Code_{}",
    "Provider License Number_{}",
    "Provider License Number State Code_{}",
    "Healthcare Provider Primary Taxonomy Switch_{}",
)
SLOT_COLUMNS: Final = tuple(
    (code.format(slot), number.format(slot), state.format(slot), primary.format(slot))
    for slot in range(1, SLOTS + 1)
    for code, number, state, primary in (_SLOT_COLUMNS,)
)
CODES: Final = tuple(slot[0] for slot in SLOT_COLUMNS)
NEEDED: Final = (
    NPI,
    ENTITY,
    REPLACEMENT,
    OTHER_KIND,
    REASON,
    *TEXTS.values(),
    *_PRACTICE,
    *_MAILING,
    *DATES.values(),
    *(name for slot in SLOT_COLUMNS for name in slot),
)
"""Every column that is read, by its name in the header."""


def check_header(line: Sequence[str]) -> tuple[str, ...]:
    """Return the names of a file's columns.

    Raises:
        RegisterFileError: a needed column is missing or stands twice.
    """
    names = tuple(name.strip() for name in line)
    twice = next((name for place, name in enumerate(names) if name in names[:place]), None)
    if twice is not None:
        message = "stands twice in the header."
        raise RegisterFileError(message, line=1, column=twice)
    for name in NEEDED:
        if name not in names:
            message = "is missing from the header. Is this the main file, npidata_pfile_….csv?"
            raise RegisterFileError(message, line=1, column=name)
    return names
