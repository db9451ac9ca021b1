# ruff: noqa: E501 - lists of words read best on one line
"""The words of the calendar: months in English as people write and misspell them, months elsewhere, weekdays, ordinals."""

from collections.abc import Iterator
from itertools import pairwise
from string import ascii_lowercase
from typing import Final

_LONG: Final = "january february march april may june july august september october november december".split()
_SHORT: Final = "jan febr feb mar apr jun jul aug sept sep oct nov dec".split()
MONTHS: Final = f"(?:{'|'.join(_LONG + _SHORT)})"
CERTAIN_MONTHS: Final = f"(?:{'|'.join(word for word in _LONG + _SHORT if word not in {'march', 'may', 'mar'})})"
"""Months whose words mean nothing else."""
OTHER_MONTHS: Final = (
    r"(?:januar|februar|marz|juni|juli|oktober|dezember|janvier|fevrier|avril|juin|juillet|aout|septembre|octobre|novembre|decembre|enero|febrero|abril|junio|julio|agosto|septiembre|setiembre|"
    r"octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|janeiro|fevereiro|maio|junho|julho|setembro|outubro|novembro|dezembro|januari|februari|"
    r"maart|augustus|augusti|stycznia|lutego|kwietnia|czerwca|lipca|sierpnia|wrzesnia|pazdziernika|listopada|grudnia|ocak|subat|nisan|mayis|haziran|temmuz|agustos|eylul|ekim|kasim|aralik|"
    r"januara|februara|ianuarie|februarie|martie|aprilie|iunie|iulie|septembrie|octombrie|noiembrie|decembrie|tammikuuta|maaliskuuta|muharram|shawwal|rajab|shaban|farvardin|ordibehesht|chaitra|kartik|vaisakha)"
)
"""Months of other languages, as they stand without accents; words that English has too are left out."""
OTHER_MONTHS_IN_DATES: Final = r"(?:mars|mai|mei|marzo|mayo|marco|marca|maja|mart|kasim)"
"""Months of other languages that are also words, names or medicine: only between a day and a year."""
DAY: Final = r"(?:3[01]|[12]\d|0?[1-9])(?:\s?(?:st|nd|rd|th))?"
YEAR: Final = r"(?:(?:19|20)\d{2}|'\d{2})"
TIME: Final = r"(?:(?:,?\s?(?:at\s)?|T)\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?|Z)?)?"
WEEKDAY: Final = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
ORDINAL_WORD: Final = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|"
    r"eighteenth|nineteenth|twentieth|twenty[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth|thirty[- ]first)"
)
_LEAST_LETTERS: Final = 5
_SURE_LETTERS: Final = 6
_WORDS: Final = frozenset("marsh larch starch arch aprils june july".split())


def is_misspelt_month(word: str) -> bool:
    """Say whether a word is a month with one letter too many, missing, wrong or swapped with its neighbour."""
    return word.lower() in _MISSPELT_MONTHS


def is_surely_misspelt_month(word: str) -> bool:
    """Say the same of words that are long enough to stand without a year."""
    return len(word) >= _SURE_LETTERS and is_misspelt_month(word)


def is_misspelt_weekday(word: str) -> bool:
    """Say whether a word is a weekday with one slip, or a weekday."""
    return word.lower() in _MISSPELT_DAYS


def _slips(word: str) -> Iterator[str]:
    """Yield what one slip of the finger makes of ``word``."""
    for at in range(len(word) + 1):
        yield from (word[:at] + letter + word[at:] for letter in ascii_lowercase)
        yield from (word[:at] + letter + word[at + 1 :] for letter in ascii_lowercase)
        yield word[:at] + word[at + 1 :]
    for at, (one, other) in enumerate(pairwise(word)):
        yield word[:at] + other + one + word[at + 2 :]


_MISSPELT_MONTHS: Final = (
    frozenset(slip for word in _LONG if len(word) >= _LEAST_LETTERS for slip in _slips(word))
    - _WORDS
    - frozenset(_LONG)
)
_SHORT_DAYS: Final = frozenset("mon tue tues wed weds thu thur thurs fri sat sun".split())
_MISSPELT_DAYS: Final = _SHORT_DAYS | frozenset(
    slip
    for word in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    for slip in _slips(word)
)
