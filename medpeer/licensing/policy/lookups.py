"""What a reviewer looks up in the registers, read from one line: a number, a licence or a name. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from medpeer.core.errors import InvalidInputError
from medpeer.licensing.names import PersonName
from medpeer.licensing.npi import is_valid_npi, normalise_npi

MAX_CHARS: Final = 120
_NPI_LIKE: Final = re.compile(r"[\d\s.\-\u2010-\u2015\u00a0]{10,20}")
_LICENCE: Final = re.compile(r"([A-Za-z]{2,3})[\s:/-]+(?=[^\d]{0,6}\d)(\S[\w\s./-]*)", re.ASCII)


class LookupKind(StrEnum):
    """By what a register is searched."""

    NUMBER = "number"
    LICENCE = "licence"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Lookup:
    """What is looked for: an NPI, a licence of a ``place``, or people with one of ``names``, last names whole."""

    kind: LookupKind
    number: str = ""
    place: str = ""
    names: tuple[PersonName, ...] = ()

    @property
    def canonical(self) -> str:
        """The same for every way of writing the same search: what a digest is taken of."""
        names = ";".join(f"{name.last.casefold()},{name.first.casefold()}" for name in self.names)
        return f"{self.kind}:{self.place}:{self.number.upper()}:{names}"


def read_lookup(typed: str) -> Lookup:
    """Return what a line asks for.

    Ten digits are an NPI; letters of a state or country, then something with a digit, are a licence; all else is a
    name, ``Last, First`` or ``First Last``.

    Raises:
        InvalidInputError: it can be none of them.
    """
    words = " ".join(typed.split())
    if not words or len(words) > MAX_CHARS:
        message = "Type an NPI, a name, or a state and its licence number."
        raise InvalidInputError(message, field="q")
    if _NPI_LIKE.fullmatch(words):
        return _number(words)
    if found := _LICENCE.fullmatch(words):
        return Lookup(LookupKind.LICENCE, number=found[2].strip(), place=found[1].upper())
    if re.search(r"\d", words):
        message = "Put the state or country before a licence number: NE 10037."
        raise InvalidInputError(message, field="q")
    return Lookup(LookupKind.NAME, names=_names(words))


def _number(words: str) -> Lookup:
    npi = normalise_npi(words)
    if not is_valid_npi(npi):
        message = "This is not an NPI: its check digit does not agree."
        raise InvalidInputError(message, field="q")
    return Lookup(LookupKind.NUMBER, number=npi)


def _names(words: str) -> tuple[PersonName, ...]:
    last, comma, first = (part.strip() for part in words.partition(","))
    if comma:
        return (PersonName(first, last),)
    *rest, end = words.split()
    # Without a comma nothing tells a double last name from a first and a last one.
    return (PersonName("", words), *([PersonName(" ".join(rest), end)] if rest else []))
