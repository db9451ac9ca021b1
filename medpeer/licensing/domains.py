"""Which domains may stand on the list of institutions: those whose mailboxes only an institution's own people have.

Whoever has a mailbox there is taken for one of its people, so anything that others can get one at is refused.
"""

import re
from enum import StrEnum
from typing import Final

from medpeer.deid.lookalikes import LOOKALIKES, passes_for_latin
from medpeer.licensing.models.lists import DOMAIN
from medpeer.licensing.public_mail import PUBLIC_DOMAINS, PUBLIC_NAMES

_SUFFIX_WORDS: Final = frozenset("ac co com edu gob gov gouv govt mil net nhs or org sch".split())
_OTHERS_TOO: Final = frozenset("alum alumna alumnae alumni alumno alumnos alumnus student students stud".split())
_COUNTRY_CHARS: Final = 2


class Refusal(StrEnum):
    """Why a domain does not count."""

    NO_DOMAIN = "is no domain"
    WILDCARD = "is a pattern; list each domain whole"
    SUFFIX = "is an ending that many institutions share"
    PUBLIC_MAIL = "gives a mailbox to anybody"
    OTHERS_TOO = "is for students or alumni, who need not be physicians"
    LOOKALIKE = "is written in letters that pass for others"


def read_domain(written: str) -> str | Refusal:
    """Return a domain as mail servers know it, or why it cannot stand on the list.

    Lower case, without ``@`` or a dot at its end, other scripts as ``xn--``.
    """
    plain = written.strip().lower().removeprefix("@").removesuffix(".")
    if "*" in plain or plain.startswith("."):
        return Refusal.WILDCARD
    domain = _ascii(plain)
    if domain is None:
        return Refusal.NO_DOMAIN
    if "." not in domain:
        return Refusal.SUFFIX if re.fullmatch("[a-z]{2,}", domain) else Refusal.NO_DOMAIN
    if not re.fullmatch(DOMAIN, domain):
        return Refusal.NO_DOMAIN
    return _refusal(domain) or domain


def _refusal(domain: str) -> Refusal | None:
    labels = domain.split(".")
    if any(is_lookalike(label) for label in labels):
        return Refusal.LOOKALIKE
    if _is_suffix(labels):
        return Refusal.SUFFIX
    if is_public_mail(domain):
        return Refusal.PUBLIC_MAIL
    return Refusal.OTHERS_TOO if not _OTHERS_TOO.isdisjoint(labels[:-1]) else None


def _ascii(domain: str) -> str | None:
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None


def _is_suffix(labels: list[str]) -> bool:
    """Tell whether labels are an ending such as ``ac.uk`` or ``k12.ma.us``, below which others have their domains."""
    first, *rest = labels
    if len(rest) == 1:
        return len(rest[0]) == _COUNTRY_CHARS and first in _SUFFIX_WORDS
    return len(rest) == 2 and first == "k12" and len(rest[-1]) == _COUNTRY_CHARS  # noqa: PLR2004 - state and country


def is_public_mail(domain: str) -> bool:
    """Tell whether anybody can have a mailbox at a domain or at one above it."""
    labels = domain.split(".")
    above = (".".join(labels[place:]) for place in range(len(labels) - 1))
    # Some providers use one name in every country: yahoo.fr, hotmail.co.uk.
    national = labels[0] in PUBLIC_NAMES and (len(labels) == 2 or _is_suffix(labels[1:]))  # noqa: PLR2004
    return national or not PUBLIC_DOMAINS.isdisjoint(above)


def is_lookalike(label: str) -> bool:
    """Tell whether a label could be read as a Latin one: of mixed scripts, or nothing but look-alikes."""
    if not label.startswith("xn--"):
        return False
    try:
        shown = label.encode("ascii").decode("idna")
    except UnicodeError:
        return True
    return any(char in LOOKALIKES or _is_odd(char) for char in shown) and passes_for_latin(shown)


def _is_odd(char: str) -> bool:
    """Tell whether a letter is neither of ASCII nor a Latin one with a mark."""
    return char.isalpha() and ord(char) > 0x24F  # noqa: PLR2004 - the end of the Latin blocks
