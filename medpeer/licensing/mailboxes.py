"""Whose an institution's mailbox is, as far as its name says: a person's, a desk's, somebody else's. Pure.

An institution gives mailboxes to its nurses, clerks and printers too. A colleague who copies a physician's register
entry opens the mailed link in a mailbox of their own, which bears their own name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final

from medpeer.licensing.names import PersonName, fold, spelling, usual_forms

_DESKS: Final = frozenset(
    "abuse accounting accounts admin administration administrator admissions all alumni appointments billing "
    "board booking cardiology careers clinic clinics coding compliance contact credentialing department dept desk "
    "director donotreply drs emergency enquiries everyone fax feedback finance front frontdesk frontoffice hello help "
    "helpdesk hospital hostmaster hr icu info information inquiries intake it jobs lab laboratory legal mail mailbox "
    "marketing media medical medicalrecords news newsletter noreply nurse nurses nursing office oncology operations "
    "patient patients payroll pediatrics pharmacy physicians postmaster practice press privacy procurement provider "
    "providers purchasing radiology reception records recruitment referrals registrar research residency residents "
    "sales scheduling secretary security service services shared staff students support surgery team training triage "
    "urology volunteers ward webmaster "
    # Units, machines and professions in short, which a figure follows.
    "asst bed ccu cn cna crna ct ecg ed eeg ekg ems ent er gi gyn icu lpn mgr micu mri nicu np ob or pa pacu pct picu "
    "pt rn room rx scan sec sicu stn vip xr".split()
)
_TITLES: Final = frozenset({"dr", "md", "do", "doc", "prof", "mbbs", "phd"})
# What stands before a staff number and names nobody.
_NUMBERED: Final = frozenset({"user", "doctor", "physician", "person", "member", "employee"})
_SHORT: Final = 3
"""Letters in a row that may be initials; more are a name or a word."""
_TELLING_CHARS: Final = 4
"""So many letters of a name's beginning are that name: accounts are often cut to eight."""
_MAX_CHARS: Final = 64
_MAX_WORDS: Final = 4
_MAX_WAYS: Final = 300
_Way = tuple[int, frozenset[str], frozenset[str]]


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
    letters = "".join(words)
    written = {letters, "".join(map(spelling, words))}
    if any(_is_built_from(one, name) for name in names for one in written):
        return MailboxKind.PERSONAL
    if not _DESKS.isdisjoint({*words, letters}):
        return MailboxKind.SHARED
    is_initials = all(len(word) <= _SHORT for word in words)
    is_number = re.search(r"\d", local) is not None and (is_initials or letters in _NUMBERED)
    return MailboxKind.PERSONAL if is_number else MailboxKind.OF_ANOTHER


def _is_built_from(letters: str, name: PersonName) -> bool:
    """Tell whether a name's parts, or their beginnings, make up ``letters`` in any order, one of them telling."""
    return any(_is_telling(marks) for marks in _readings(letters, _parts(name)))


def _parts(name: PersonName) -> dict[str, frozenset[str]]:
    """Return what a mailbox may be built of; a part is a word's place, and stands for any one of its forms."""
    parts = {
        f"first {place}": usual_forms(word) | {word, spelling(word)}
        for place, word in enumerate(fold(name.first).split()[:_MAX_WORDS])
    }
    parts |= {
        f"last {place}": frozenset({word, spelling(word)})
        for place, word in enumerate(fold(name.last).split()[:_MAX_WORDS])
    }
    parts |= {
        f"middle {place}": frozenset({word, spelling(word)}) for place, word in enumerate(fold(name.middle).split()[:2])
    }
    return parts | {"title 0": _TITLES, "title 1": _TITLES}


def _readings(letters: str, parts: Mapping[str, frozenset[str]]) -> Iterator[frozenset[str]]:
    """Yield what each way to read ``letters`` as beginnings of parts says; one letter may stay unread.

    Names are typed by strangers, so the ways tried are bounded: the rest of a hopeless one says nothing.
    """
    open_ways: list[_Way] = [(0, frozenset(), frozenset())]
    seen: set[_Way] = set()
    while open_ways and len(seen) < _MAX_WAYS:
        way = open_ways.pop()
        place, used, marks = way
        if place == len(letters):
            yield marks
        elif way not in seen:
            seen.add(way)
            open_ways += [(place + 1, used, marks | {"unread"})] if "unread" not in marks else []
            open_ways += [
                (place + len(piece), used | {part}, marks | _marks(part, piece, word))
                for part in sorted(parts.keys() - used)
                for word, piece in _beginnings(letters[place:], part, parts[part])
            ]


def _beginnings(rest: str, part: str, words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the words, each with its beginnings that ``rest`` starts with; a title's only whole."""
    for word in words:
        least = len(word) if part.startswith("title") else 1
        yield from ((word, word[:end]) for end in range(least, len(word) + 1) if rest.startswith(word[:end]))


def _marks(part: str, piece: str, word: str) -> frozenset[str]:
    kind = part.partition(" ")[0]
    if kind not in {"first", "last"}:
        return frozenset()
    is_whole = piece == word and len(word) > 1
    telling = {"telling"} if is_whole or len(piece) >= _TELLING_CHARS else set()
    return frozenset({kind, *telling, *({f"whole {kind}"} if is_whole else ())})


def _is_telling(marks: frozenset[str]) -> bool:
    """Tell whether a reading names its bearer: something of first and last name, or enough of one.

    A letter left unread may be a middle name that nobody wrote down; then the last name must be whole.
    """
    if "unread" in marks:
        return marks >= {"first", "whole last"}
    return marks >= {"first", "last"} or "telling" in marks
