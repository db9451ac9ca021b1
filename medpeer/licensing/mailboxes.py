"""Whose an institution's mailbox is, as far as its name says: a person's, a desk's, somebody else's. Pure.

An institution gives mailboxes to its nurses, clerks and printers too. A colleague who copies a physician's register
entry opens the mailed link in a mailbox of their own, which bears their own name.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from medpeer.licensing.mailbox_readings import is_everyday_name, is_own_name
from medpeer.licensing.mailbox_words import DESKS, NUMBERED
from medpeer.licensing.names import PersonName, fold

_SHORT: Final = 3
"""Letters in a row that may stand before a staff number; more are a name or a word."""
_STAFF_DIGITS: Final = 3
"""Digits of a staff number at least; fewer tell two people of one name apart, or the second desk from the first."""
_LONG_DIGITS: Final = 4
_UNIT_CHARS: Final = 2
_MAX_CHARS: Final = 64


class MailboxKind(StrEnum):
    """Whose a mailbox is by its name; a staff number says nothing against its user, so it is personal too."""

    PERSONAL = "personal"
    SHARED = "shared"
    OF_ANOTHER = "of_another"


def mailbox_kind(address: str, names: Iterable[PersonName]) -> MailboxKind:
    """Return whose a mailbox is by its name, for somebody with ``names``; what follows a plus is cut.

    One's own is built from the parts of one's name or is a staff number. Every other word is somebody else's name:
    at one institution, others have mailboxes too.
    """
    local = address.rpartition("@")[0].split("+", maxsplit=1)[0].casefold()[:_MAX_CHARS]
    words = " ".join(fold(part) for part in re.split(r"[^\w'’]|[\d_]", local)).split()
    if is_own_name(words, tuple(names)) or _is_staff_number(words, len(re.findall(r"\d", local))):
        return MailboxKind.PERSONAL
    if not (DESKS | NUMBERED).isdisjoint({*words, "".join(words)}):
        return MailboxKind.SHARED
    return MailboxKind.OF_ANOTHER


def _is_staff_number(words: list[str], digits: int) -> bool:
    """Tell whether digits behind a few letters at most are a staff number, and the letters neither name nor desk."""
    word = "".join(words)
    if len(words) > 1 or digits < _STAFF_DIGITS or is_everyday_name(word):
        return False
    if word in NUMBERED or (word in DESKS and len(word) <= _UNIT_CHARS):
        return digits >= _LONG_DIGITS
    return len(word) <= _SHORT and word not in DESKS
