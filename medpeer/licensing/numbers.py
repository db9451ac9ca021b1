"""Licence numbers: free text in every register, brought to one form so that two spellings meet."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

# What boards hang before the number. Physicians (MD) and osteopaths (DO) may be numbered apart in one state.
_PROFESSIONS: Final = ("MD", "DO")
# Florida's own words for the two.
_STATE_PROFESSIONS: Final = {"FL": {"ME": "MD", "OS": "DO"}}
# Tax numbers under a mask; some leave the last four digits bare, which are no licence number.
_MASK: Final = re.compile(r"[$*_#]{3,}|X{3}-?X{2}-?(?=[X\d]{4}\b)", re.IGNORECASE)
_TYPED: Final = r"A-Za-z0-9 ./#:()\u00a0\u2010-\u2015\u2212-"
MAX_TYPED_CHARS: Final = 30
_MAX_CHARS: Final = 40


@dataclass(frozen=True, slots=True)
class LicenceNumber:
    """A licence number without state and profession; ``profession`` is empty when the spelling did not say."""

    core: str
    profession: str = ""

    def __bool__(self) -> bool:
        """Tell whether there is a number at all; a masked one is none."""
        return bool(self.core)

    def agrees_with(self, other: "LicenceNumber") -> bool:
        """Tell whether both may be one licence of one state: ``MD12`` and ``12`` may, ``MD12`` and ``DO12`` not."""
        professions = {self.profession, other.profession} - {""}
        return bool(self) and self.core == other.core and len(professions) <= 1


def read_number(written: str, *, state: str = "") -> LicenceNumber:
    """Return a number as registers and people write it: any case, dashes, leading zeros, state or ``MD`` around it.

    What NPPES puts over tax numbers (``$$$$$$$$$``, ``********``, ``_________``, with or without the last four digits)
    comes out empty.
    """
    if _MASK.search(written):
        return LicenceNumber("")
    plain = re.sub(r"[^A-Z0-9]", "", written.upper())[:_MAX_CHARS]
    own = _STATE_PROFESSIONS.get(state, {})
    profession = ""
    while prefix := _prefix(plain, state, own):
        said = own.get(prefix, prefix)
        profession = said if said in _PROFESSIONS and prefix != state else profession
        plain = plain.removeprefix(prefix)
    if behind := re.search(rf"(?<=\d)(?:{'|'.join(_PROFESSIONS)})$", plain):
        plain = plain.removesuffix(behind[0])
        profession = profession or ("" if behind[0] == state else behind[0])
    return LicenceNumber(plain.lstrip("0"), profession)


def _prefix(plain: str, state: str, own: Iterable[str]) -> str:
    """Return the state or profession that ``plain`` starts with and that a digit follows at once or after the other."""
    words = tuple(filter(None, (state, *_PROFESSIONS, *own)))
    for prefix in words:
        rest = plain.removeprefix(prefix)
        if rest != plain and re.match(rf"(?:{'|'.join(words)})?\d", rest):
            return prefix
    return ""


def is_licence_number(typed: str) -> bool:
    """Tell whether something typed can be a licence number: letters, digits and separators, at least one digit.

    What is copied from a page has its dashes and spaces, and people write ``MD: 12345``, ``12,345`` or ``12345 (MD)``.
    """
    written = re.sub(r"(?<=[0-9]),(?=[0-9])", "", typed.strip())
    return re.fullmatch(rf"(?=.*[0-9])[{_TYPED}]{{1,{MAX_TYPED_CHARS}}}", written) is not None


def looks_like_ssn(written: str) -> bool:
    """Tell whether something has the form of a Social Security number, which is asked for nowhere."""
    return re.fullmatch(r"\s*\d{3}-\d{2}-\d{4}\s*", written) is not None
