"""Licence numbers: free text in every register, brought to one form so that two spellings meet."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

# What boards hang before the number. Physicians (MD) and osteopaths (DO) may be numbered apart in one state.
_PROFESSIONS: Final = {"MD": "MD", "DO": "DO"}
# The states' own letters for the two.
_STATE_PROFESSIONS: Final = {"FL": {"ME": "MD", "OS": "DO"}, "WA": {"OP": "DO"}}
# The state or its board by other letters than the postal ones.
_BODIES: Final = {"NY": ("NYS",), "TX": ("TMB",)}
_LABELS: Final = ("LICENSE", "LICENCE", "LIC", "NUMBER", "NUM", "NO")
# Letters may follow these at once. "NO" alone may begin a series, so a digit or another word must follow it.
_PLAIN_LABELS: Final = ("LICENSE", "LICENCE", "LIC")
_LABEL_WORDS: Final = re.compile(rf"(?<![A-Z0-9])(?:{'|'.join(_LABELS)})(?![A-Z0-9])")
# Tax numbers under a mask; some leave the last four digits bare, which are no licence number.
_MASK: Final = re.compile(r"[$*_#]{3,}|X{3}-?X{2}-?(?=[X\d]{4}\b)", re.IGNORECASE)
_DASHES: Final = r"\u2010-\u2015\u2212-"
# New York and others count registrations behind the number. Behind fewer digits a dash parts the number itself.
_SUFFIX: Final = re.compile(rf"([0-9](?:[ ,]?[0-9]){{4}})\s*[/{_DASHES}]\s*[0-9]{{1,2}}(?=[^0-9]*$)")
_TYPED: Final = rf"A-Za-z0-9 ./#:()\u00a0{_DASHES}"
# Within a number, and behind one or before one where a state or a profession stands beside it.
_TYPED_COMMA: Final = re.compile(r"(?<=[0-9.)]),|(?<=\b[A-Za-z]{2}),")
MAX_TYPED_CHARS: Final = 30
_MAX_CHARS: Final = 40
_MAX_STATES: Final = 512


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


@dataclass(frozen=True, slots=True)
class _Around:
    """What may stand around a state's numbers: patterns whose first group is the word, and what each word says."""

    before: re.Pattern[str]
    before_letters: re.Pattern[str]
    behind: re.Pattern[str]
    professions: dict[str, str]

    def cut(self, plain: str) -> tuple[str, str]:
        """Return a number without the outermost word, and the word; an empty one when nothing stands around it."""
        if found := self.before.match(plain) or self.before_letters.match(plain):
            return plain[found.end(1) :], found[1]
        if found := self.behind.search(plain):
            return plain[: found.start(1)], found[1]
        return plain, ""


@lru_cache(maxsize=_MAX_STATES)
def _around(state: str) -> _Around:
    places = (*_BODIES.get(state, ()), *filter(None, (state,)))
    # "NYS" before letters may be New York and a series of S.
    parted = (place for place in places if place == state or not place.startswith(state))
    # Maryland's letters are the degree's too, and there they say nothing.
    professions = _PROFESSIONS | _STATE_PROFESSIONS.get(state, {}) | {state: ""}
    before = _any_of(*_LABELS, *places, *filter(None, professions))
    behind = _any_of(*filter(None, professions))
    return _Around(
        before=re.compile(rf"({before})(?=(?:{before})*[0-9])"),
        before_letters=re.compile(rf"({_any_of(*_PLAIN_LABELS, *parted)})(?=[A-Z]{{1,4}}[0-9])"),
        behind=re.compile(rf"[0-9](?:{behind})*?({behind})$"),
        professions=professions,
    )


def _any_of(*words: str) -> str:
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))


def read_number(written: str, *, state: str = "") -> LicenceNumber:
    """Return a number as registers and people write it: any case, dashes, leading zeros, state or ``MD`` around it.

    Words such as "License No." go too, and the one or two digits that some states append behind a dash. What NPPES puts
    over tax numbers (``$$$$$$$$$``, ``********``, ``_________``, with or without the last four digits) comes out empty,
    and so does what has no digit but zeros.
    """
    if _MASK.search(written):
        return LicenceNumber("")
    words = _LABEL_WORDS.sub(" ", without_suffix(written.upper()))
    around, profession = _around(state), ""
    plain, word = re.sub(r"[^A-Z0-9]", "", words)[:_MAX_CHARS].lstrip("0"), "none yet"
    while word:
        plain, word = around.cut(plain)
        plain = plain.lstrip("0")
        profession = profession or around.professions.get(word, "")
    is_one = re.search(r"[1-9]", plain) and not _MASK.search(plain)
    return LicenceNumber(plain, profession) if is_one else LicenceNumber("")


def without_suffix(written: str) -> str:
    """Return a number without the digits appended to it: ``205773`` of ``205773-1`` and of ``205773/01``."""
    return _SUFFIX.sub(r"\1", written)


def is_licence_number(typed: str) -> bool:
    """Tell whether something typed can be a licence number: letters, digits and separators, at least one digit.

    What is copied from a page has its dashes and spaces, and people write ``MD: 12345``, ``12,345``, ``12345 (MD)`` or
    ``MD12345, WA``.
    """
    written = _TYPED_COMMA.sub("", typed.strip())
    return re.fullmatch(rf"(?=.*[0-9])[{_TYPED}]{{1,{MAX_TYPED_CHARS}}}", written) is not None


def looks_like_ssn(written: str) -> bool:
    """Tell whether something has the form of a Social Security number, which is asked for nowhere."""
    return re.fullmatch(r"\s*\d{3}-\d{2}-\d{4}\s*", written) is not None
