"""Sorts what the model found by the kind of evidence it is: led to by a word, in full, cited, mostly something else."""

from collections.abc import Sequence
from typing import Final

from medpeer.deid.citing import is_cited
from medpeer.deid.jargon import BUILT, is_other_word, listed
from medpeer.deid.lexicon import FIRST, LAST, level
from medpeer.deid.listed import is_full_name
from medpeer.deid.marks import opens_sentence
from medpeer.deid.thresholds import Evidence
from medpeer.deid.tokens import Token
from medpeer.deid.words import WORD_CLASS

_PLAIN_LABELS: Final = {"DATE": Evidence.DATE, "AGE": Evidence.AGE, "ID": Evidence.NUMBER}
_LEAD_WORDS: Final = 2
_PAIR: Final = 2
_COMMON: Final = 2
"""From this level on a list holds names that everybody knows."""
_NAME_LEADS: Final = frozenset({"title", "kin", "intro", "patient", "clinician"})
_PLACE_LEADS: Final = frozenset({"place_in", "transfer"})


def evidence_of(tokens: Sequence[Token], start: int, end: int, label: str) -> Evidence:
    """Give the kind of evidence that a run is."""
    if label == "NAME":
        return _name_evidence(tokens, start, end)
    if label == "LOCATION":
        return _place_evidence(tokens, start, end)
    return _PLAIN_LABELS[label]


def _name_evidence(tokens: Sequence[Token], start: int, end: int) -> Evidence:
    """Sort a name: in full, led to by a word for a person, cited, listed, unknown, or mostly met as something else."""
    if is_cited(tokens, start, end):
        return Evidence.CITED
    words = [token for token in tokens[start:end] if token.word[0].isalpha()]
    if full := _full_evidence(words):
        return full
    if _is_led(tokens, start, _NAME_LEADS):
        return Evidence.NAME_LED
    if not words or all(is_other_word(token) for token in words):
        return Evidence.NAME_DOUBTFUL
    if not any(listed(token, FIRST, LAST) for token in words):
        return Evidence.NAME_UNKNOWN
    opens = len(words) == 1 and opens_sentence(tokens, start)
    return Evidence.NAME_OPENING if opens else Evidence.NAME_LISTED


def _full_evidence(words: Sequence[Token]) -> Evidence | None:
    """Sort a name of several words; ``None`` for any other."""
    if _is_pair(words):
        return Evidence.NAME_PAIR
    return Evidence.NAME_FULL if sum(not is_other_word(token) for token in words) > 1 else None


def _is_pair(words: Sequence[Token]) -> bool:
    """Say whether a run is a common given name and a common surname, or its initial: "John Smith", "John S."."""
    if len(words) != _PAIR or words[1].breaks:
        return False
    return is_full_name(*words) or (len(words[1].word) == 1 and level(words[0].value, FIRST) >= _COMMON)


def _place_evidence(tokens: Sequence[Token], start: int, end: int) -> Evidence:
    """Sort a place: with a word for a building, street or ward, led to by a word, bare, or mostly something else."""
    if is_cited(tokens, start, end):
        return Evidence.CITED
    if any(WORD_CLASS.get(token.word) in BUILT for token in tokens[start:end]):
        return Evidence.PLACE_BUILT
    if _is_led(tokens, start, _PLACE_LEADS):
        return Evidence.PLACE_LED
    words = [token for token in tokens[start:end] if token.word[0].isalpha()]
    return Evidence.PLACE_DOUBTFUL if all(is_other_word(token) for token in words) else Evidence.PLACE_BARE


def _is_led(tokens: Sequence[Token], start: int, classes: frozenset[str]) -> bool:
    """Say whether one of the two tokens before a run, in its sentence, leads to it."""
    before = [at for at in range(max(0, start - _LEAD_WORDS - 1), start) if not _ends_title(tokens, at)]
    for token in (tokens[at] for at in reversed(before[-_LEAD_WORDS:])):
        if token.word in {".", ";", "?", "!"}:
            return False
        if WORD_CLASS.get(token.word) in classes:
            return True
    return False


def _ends_title(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a full stop belongs to the title before it, as in "Dr."."""
    return tokens[at].word == "." and at > 0 and WORD_CLASS.get(tokens[at - 1].word) == "title"
