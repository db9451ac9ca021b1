"""Words that look like names, places or ages to the model and are medicine, English or a measurement."""

import re
from collections.abc import Sequence
from importlib.resources import files
from typing import Final

from medpeer.deid.eponyms import EPONYMS
from medpeer.deid.lexicon import FIRST, LAST, MEDICAL, PLACE, REGION, WORD, level
from medpeer.deid.tokens import Token
from medpeer.deid.words import WORD_CLASS

_LIST: Final = files("medpeer.deid") / "data" / "abbreviations.txt"
ABBREVIATIONS: Final = frozenset(_LIST.read_text(encoding="ascii").split())
"""Clinical abbreviations that are no names, in lower case; the list was written for this project."""

_COMMON: Final = 4
_PLAIN_WORD: Final = 3
_ACRONYM_CHARS: Final = 5
_COMMON_NAME: Final = 2
_LEAST_AGE: Final = 90
_MOST_AGE: Final = 122
_AGE_DIGITS: Final = 3
_AGE_WORDS: Final = frozenset({"ninety", "nineties", "hundred", "nonagenarian", "centenarian", "supercentenarian"})
_MEASURES: Final = frozenset({"ms", "%", "\u00b0", "f", "mosm", "th", "percent", "/", "ng", "pg", "u", "iu", "fl"})
_TO: Final = frozenset({"to", "-", "\u2013"})
_ABBREVIATIONS: Final = frozenset({"e.g", "i.e", "u.s", "u.k", "u.s.a", "a.m", "p.m", "b.i.d", "t.i.d", "p.o", "i.v"})
_CLINICAL_ENDING: Final = re.compile(
    r"(?:omas?|itis|osis|oses|a?emia|uria|opathy|opathies|ectomy|otomy|ostomy|oscopy|ography|ogram|plasty|pexy|desis|mab|nib|"
    r"statin|cillin|mycin|floxacin|azole|pril|sartan|olol|dipine|gliptin|flozin|glutide|parin|xaban|gatran|cycline|vir|"
    r"cytosis|penia|algia|plegia|paresis|lysis|therapy|genic|ation|ology|ologist|trophy|ectasis|rrh?ea|rrhoea|sclerosis)$"
)
BUILT: Final = frozenset({"facility", "ward", "street"})
"""Classes of words for a building, a ward or a street."""


def is_other_word(token: Token) -> bool:
    """Say whether a word is mostly met as something else than a name: English, medicine, an eponym, an acronym."""
    if token.word in EPONYMS or level(token.value, WORD) >= _PLAIN_WORD or token.word in WORD_CLASS:
        return True
    if level(token.value, MEDICAL) and not listed(token, FIRST):
        return True
    return token.shape in {"XX", "XxX"} and len(token.word) <= _ACRONYM_CHARS


def is_jargon(run: Sequence[Token], label: str) -> bool:
    """Say whether a supposed name or place is only clinical or common words that are on no list of its kind."""
    if label == "NAME":
        return _is_abbreviated(run) or _is_no_name(run)
    if label == "LOCATION":
        return _is_abbreviated(run) or _is_no_place(run)
    return label == "AGE" and not any(_is_great_age(token) for token in run)


def _is_no_name(run: Sequence[Token]) -> bool:
    """Say whether a supposed name is an abbreviation or a clinical or common word that is on no list of names."""
    if "".join(token.word for token in run).strip(".") in _ABBREVIATIONS:
        return True
    if len(run) > 1:
        return False
    if _is_glued_letter(run[0]):
        return True
    return _is_acronym(run[0]) or (not listed(run[0], *_name_lists(run[0])) and _is_clinical(run[0]))


def _is_no_place(run: Sequence[Token]) -> bool:
    """Say whether a supposed place is a bare word for a building or a ward, common words, or a state or country.

    States and countries stand in the rule as they are; towns that share a name with one are told by their words.
    """
    if len(run) == 1 and run[0].shape == "x" and WORD_CLASS.get(run[0].word) in BUILT:
        return True
    return all(_is_plain(token) for token in run) or all(listed(token, REGION) for token in run)


def _is_abbreviated(run: Sequence[Token]) -> bool:
    """Say whether all words of a run are clinical abbreviations, as in "Hb 38"; a lone capital may stand beside one."""
    words = [token for token in run if token.word[0].isalpha()]
    known = [token for token in words if _is_abbreviation(token)]
    return bool(known) and all(token in known or len(token.word) == 1 for token in words)


def _is_abbreviation(token: Token) -> bool:
    """Say whether a word is a clinical abbreviation; written like a name, "Jia", it may be one."""
    may_be_name = token.shape == "Xx" and listed(token, FIRST, LAST)
    return token.word in ABBREVIATIONS and token.shape != "x" and not may_be_name


def _is_great_age(token: Token) -> bool:
    """Say whether a token can be an age over 89."""
    if token.word.isdecimal():
        return len(token.word) <= _AGE_DIGITS and _LEAST_AGE <= int(token.word) <= _MOST_AGE
    return token.word in _AGE_WORDS


def _is_clinical(token: Token) -> bool:
    """Say whether a word is medicine, English, a country or a weekday, by the lists or by its ending."""
    if WORD_CLASS.get(token.word.rstrip("s")) == "weekday":
        return True
    return listed(token, MEDICAL, WORD, REGION) or bool(_CLINICAL_ENDING.search(token.word))


def _name_lists(token: Token) -> tuple[int, ...]:
    """Give the lists on which a word has to stand to be a name: surnames do not speak for a state or country."""
    return (FIRST,) if level(token.value, REGION) else (FIRST, LAST)


def _is_glued_letter(token: Token) -> bool:
    """Say whether a word is one small letter glued to what stands before it, as in "item-j"."""
    return token.shape == "x" and len(token.word) == 1 and token.breaks == 1


def _is_acronym(token: Token) -> bool:
    """Say whether a word is a few capitals that are no name anybody commonly bears."""
    rank = max(level(token.value, FIRST), level(token.value, LAST))
    return token.shape == "XX" and len(token.word) <= _ACRONYM_CHARS and rank < _COMMON_NAME


def is_measured(tokens: Sequence[Token], end: int, label: str) -> bool:
    """Say whether a supposed age goes on as a measurement."""
    if label != "AGE" or end >= len(tokens):
        return False
    near = tokens[end]
    if near.word in _TO and end + 1 < len(tokens) and tokens[end + 1].word.isdecimal():
        # "96 to 90 ms" goes on as its second number does.
        return is_measured(tokens, end + 2, label)
    goes_on = near.word == "." and end + 1 < len(tokens) and tokens[end + 1].breaks == 1
    return goes_on or near.word in _MEASURES or (WORD_CLASS.get(near.word) == "unit" and near.word != "years")


def _is_plain(token: Token) -> bool:
    """Say whether a word is common, in lower case, and no word for a building or a ward."""
    needed = _COMMON if level(token.value, PLACE) else _PLAIN_WORD
    plain = token.shape == "x" and level(token.value, WORD) >= needed
    return plain and WORD_CLASS.get(token.word) not in BUILT


def listed(token: Token, *fields: int) -> bool:
    """Say whether a word stands in one of the lists."""
    return any(level(token.value, field) for field in fields)
