"""Codes to an address of record: what they are made of, where they can go, how often and how long. Pure."""

import hashlib
import re
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final, assert_never

from medpeer.licensing.evidence import EntityType, PostalAddress, RegisterRecord

CODE_FOR: Final = timedelta(days=14)
"""A letter takes days, and a practice reads its mail in a week."""
CODE_TRIES: Final = 6
CODE_CHARS: Final = 8
CODES_A_MONTH: Final = 3
"""For one person and for one number alike: nobody's practice is flooded with letters that they did not ask for."""
MONTH: Final = timedelta(days=30)
# Without vowels no word arises; without 0, 1, 2, 5, O, I, Z and S none is read for another. 8 of 24 are 1.1 * 10^11.
_ALPHABET: Final = "BCDFGHJKLMNPQRTVWXY34679"


class CodeChannel(StrEnum):
    """By which entry of the register a code reaches a physician."""

    LETTER = "letter"
    FAX = "fax"
    PHONE = "phone"


class CodeAnswer(StrEnum):
    """What became of a code that somebody typed."""

    ACCEPTED = "accepted"
    WRONG = "wrong"
    SPENT = "spent"
    EXPIRED = "expired"
    NONE_OPEN = "none_open"


def code_of(token: str) -> str:
    """Return the code that a derived token stands for, ``BCDF-GHJK``: letters and digits that nobody misreads."""
    number = int.from_bytes(hashlib.sha256(token.encode()).digest())
    letters = []
    for _ in range(CODE_CHARS):
        number, place = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def normal_code(typed: str) -> str:
    """Return a typed code in one spelling: capitals without dashes and spaces, at most as long as any code."""
    return re.sub(r"[^A-Z0-9]", "", typed[:64].upper())[: 2 * CODE_CHARS]


def destinations(record: RegisterRecord | None) -> Mapping[CodeChannel, tuple[str, ...]]:
    """Return where a code can go by the register: a channel's lines. Nowhere for what is no person's number in use."""
    if record is None or record.entity is not EntityType.PERSON or record.is_deactivated:
        return {}
    person = " ".join(filter(None, (record.name.first, record.name.middle, record.name.last)))
    address = next(filter(_is_whole, (record.practice_address, record.mailing_address)), None)
    found = {
        CodeChannel.LETTER: (person, *_address_lines(address)) if address else (),
        CodeChannel.FAX: (person, record.fax) if _is_phone(record.fax) else (),
        CodeChannel.PHONE: (person, record.phone) if _is_phone(record.phone) else (),
    }
    return {channel: lines for channel, lines in found.items() if lines}


def _is_whole(address: PostalAddress) -> bool:
    return bool(address.lines and address.city and address.state)


def _address_lines(address: PostalAddress) -> tuple[str, ...]:
    return (*address.lines, " ".join(filter(None, (f"{address.city},", address.state, address.postal_code))))


def _is_phone(number: str) -> bool:
    return len(re.sub(r"\D", "", number)) >= len("5550000")


def hint_of(channel: CodeChannel, record: RegisterRecord) -> str:
    """Return what an applicant may know of a destination before it is theirs: a place, or the last two digits."""
    match channel:
        case CodeChannel.LETTER:
            address = next(filter(_is_whole, (record.practice_address, record.mailing_address)), PostalAddress())
            return f"{address.city.title()}, {address.state}"
        case CodeChannel.FAX:
            return re.sub(r"\D", "", record.fax)[-2:]
        case CodeChannel.PHONE:
            return re.sub(r"\D", "", record.phone)[-2:]
        case _:
            assert_never(channel)
