"""What the model finds by itself: runs of tokens with one label, and the kind of evidence each of them is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from medpeer.deid.categories import Category
from medpeer.deid.eponyms import EPONYMS
from medpeer.deid.lexicon import FIRST, LAST, MEDICAL, PLACE, REGION, WORD, level
from medpeer.deid.model import Tagging
from medpeer.deid.thresholds import Evidence, score_of
from medpeer.deid.tokens import LINE_BREAK, Token
from medpeer.deid.values import Candidate
from medpeer.deid.words import WORD_CLASS

LEAST: Final = 0.05
"""Probability under which the model is not heard at all."""

_CATEGORIES: Final = {
    "NAME": Category.NAME,
    "LOCATION": Category.LOCATION,
    "DATE": Category.DATE,
    "AGE": Category.DATE,
    "ID": Category.OTHER,
}
_PLAIN_LABELS: Final = {"DATE": Evidence.DATE, "AGE": Evidence.AGE, "ID": Evidence.NUMBER}
_COMMON: Final = 4
_PLAIN_WORD: Final = 3
_ACRONYM_CHARS: Final = 5
_COMMON_NAME: Final = 2
_LEAD_WORDS: Final = 2
_CITED_WITHIN: Final = 4
_CLINICAL_ENDING: Final = re.compile(
    r"(?:omas?|itis|osis|oses|a?emia|uria|opathy|opathies|ectomy|otomy|ostomy|oscopy|ography|ogram|plasty|pexy|desis|mab|nib|"
    r"statin|cillin|mycin|floxacin|azole|pril|sartan|olol|dipine|gliptin|flozin|glutide|parin|xaban|gatran|cycline|vir|"
    r"cytosis|penia|algia|plegia|paresis|lysis|therapy|genic|ation|ology|ologist|trophy|ectasis|rrh?ea|rrhoea|sclerosis)$"
)
_ABBREVIATIONS: Final = frozenset({"e.g", "i.e", "u.s", "u.k", "u.s.a", "a.m", "p.m", "b.i.d", "t.i.d", "p.o", "i.v"})
_MEASURES: Final = frozenset({"%", "\u00b0", "f", "mosm", "th", "percent", "/", "ng", "pg", "u", "iu", "fl"})
_YEAR: Final = re.compile(r"(?:19[6-9]|20[0-3])\d")
_NAME_LEADS: Final = frozenset({"title", "kin", "intro", "patient", "clinician"})
_PLACE_LEADS: Final = frozenset({"place_in", "transfer"})
_BUILT: Final = frozenset({"facility", "ward", "street"})
_KEPT_TITLES: Final = frozenset({"sr", "father", "sister"})


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens ``[start, end)`` with one label, their highest probability, and what else speaks for them."""

    start: int
    end: int
    label: str
    probability: float
    evidence: Evidence


def modelled(tokens: Sequence[Token], tags: Sequence[Tagging]) -> Iterator[Candidate]:
    """Yield what the model found by itself."""
    for one in runs(tokens, tags):
        name = "age.model" if one.label == "AGE" else f"model.{one.evidence}"
        yield Candidate(
            tokens[one.start].start,
            tokens[one.end - 1].end,
            _CATEGORIES[one.label],
            score_of(one.evidence, one.probability),
            name,
            one.label == "AGE",
        )


def runs(tokens: Sequence[Token], tags: Sequence[Tagging]) -> Iterator[Run]:
    """Yield the runs of one label that are not jargon, in order."""
    at = 0
    while at < len(tokens):
        label = tags[at].label
        if label == "O" or tags[at].probability < LEAST:
            at += 1
            continue
        end = _run_end(tags, at)
        start, stop = _trimmed(tokens, tags, at, end)
        if start < stop and not _is_jargon(tokens[start:stop], label) and not _is_measured(tokens, stop, label):
            probability = max(one.probability for one in tags[start:stop])
            yield Run(start, stop, label, probability, _evidence(tokens, start, stop, label))
        at = end


def _run_end(tags: Sequence[Tagging], at: int) -> int:
    """Give the end of the run that begins at ``at``."""
    end = at + 1
    while (
        end < len(tags)
        and tags[end].label == tags[at].label
        and tags[end].probability >= LEAST
        and not tags[end].begins
    ):
        end += 1
    return end


def _evidence(tokens: Sequence[Token], start: int, end: int, label: str) -> Evidence:
    """Give the kind of evidence that a run is."""
    if label == "NAME":
        return _name_evidence(tokens, start, end)
    if label == "LOCATION":
        return _place_evidence(tokens, start, end)
    return _PLAIN_LABELS[label]


def _name_evidence(tokens: Sequence[Token], start: int, end: int) -> Evidence:
    """Sort a name: in full, led to by a word for a person, cited, listed, unknown, or mostly met as something else."""
    if _is_cited(tokens, start, end):
        return Evidence.CITED
    words = [token for token in tokens[start:end] if token.word[0].isalpha()]
    if sum(not _is_other_word(token) for token in words) > 1:
        return Evidence.NAME_FULL
    if _is_led(tokens, start, _NAME_LEADS):
        return Evidence.NAME_LED
    if not words or all(_is_other_word(token) for token in words):
        return Evidence.NAME_DOUBTFUL
    if not any(_listed(token, FIRST, LAST) for token in words):
        return Evidence.NAME_UNKNOWN
    opens = len(words) == 1 and _opens_sentence(tokens, start)
    return Evidence.NAME_OPENING if opens else Evidence.NAME_LISTED


def _place_evidence(tokens: Sequence[Token], start: int, end: int) -> Evidence:
    """Sort a place: with a word for a building, a street or a ward, led to by a word, or bare."""
    if _is_cited(tokens, start, end):
        return Evidence.CITED
    if any(WORD_CLASS.get(token.word) in _BUILT for token in tokens[start:end]):
        return Evidence.PLACE_BUILT
    return Evidence.PLACE_LED if _is_led(tokens, start, _PLACE_LEADS) else Evidence.PLACE_BARE


def _opens_sentence(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a word opens a sentence or line, where a capital says nothing."""
    return at == 0 or tokens[at].breaks >= LINE_BREAK or tokens[at - 1].word in {".", "!", "?", ":"}


def _is_cited(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Say whether a year, a journal or a study stands beside a run: then it is an author or a cohort."""
    after = [token for token in tokens[end : end + _CITED_WITHIN] if token.word[0].isalnum()][:_LEAD_WORDS]
    if any(_YEAR.fullmatch(token.word) for token in after[:1]):
        return True
    if any(WORD_CLASS.get(token.word) == "cite" for token in after):
        return True
    before = tokens[start - 1 : start] if start else []
    return any(WORD_CLASS.get(token.word) == "cite" or token.word in {"vs", "per"} for token in before)


def _is_led(tokens: Sequence[Token], start: int, classes: frozenset[str]) -> bool:
    """Say whether one of the two tokens before a run, in its sentence, leads to it."""
    for token in reversed(tokens[max(0, start - _LEAD_WORDS) : start]):
        if token.word in {".", ";", "?", "!"}:
            return False
        if WORD_CLASS.get(token.word) in classes:
            return True
    return False


def _is_other_word(token: Token) -> bool:
    """Say whether a word is mostly met as something else than a name: English, medicine, an eponym, an acronym."""
    if token.word in EPONYMS or level(token.value, WORD) >= _PLAIN_WORD or token.word in WORD_CLASS:
        return True
    if level(token.value, MEDICAL) and not _listed(token, FIRST):
        return True
    return token.shape in {"XX", "XxX"} and len(token.word) <= _ACRONYM_CHARS


def _is_jargon(run: Sequence[Token], label: str) -> bool:
    """Say whether a supposed name or place is only clinical or common words that are on no list of its kind."""
    if label == "NAME":
        if "".join(token.word for token in run).strip(".") in _ABBREVIATIONS:
            return True
        if len(run) == 1 and _is_acronym(run[0]):
            return True
        return len(run) == 1 and not _listed(run[0], *_name_lists(run[0])) and _is_clinical(run[0])
    if label == "LOCATION":
        # States and countries stand in the rule as they are; towns that share a name with one are told by their words.
        return all(_is_plain(token) for token in run) or all(_listed(token, REGION) for token in run)
    return False


def _listed(token: Token, *fields: int) -> bool:
    """Say whether a word stands in one of the lists."""
    return any(level(token.value, field) for field in fields)


def _is_acronym(token: Token) -> bool:
    """Say whether a word is a few capitals that are no name anybody commonly bears."""
    rank = max(level(token.value, FIRST), level(token.value, LAST))
    return token.shape == "XX" and len(token.word) <= _ACRONYM_CHARS and rank < _COMMON_NAME


def _name_lists(token: Token) -> tuple[int, ...]:
    """Give the lists on which a word has to stand to be a name: surnames do not speak for a state or country."""
    return (FIRST,) if level(token.value, REGION) else (FIRST, LAST)


def _is_clinical(token: Token) -> bool:
    """Say whether a word is medicine, English, a country or a weekday, by the lists or by its ending."""
    if WORD_CLASS.get(token.word.rstrip("s")) == "weekday":
        return True
    return _listed(token, MEDICAL, WORD, REGION) or bool(_CLINICAL_ENDING.search(token.word))


def _is_measured(tokens: Sequence[Token], end: int, label: str) -> bool:
    """Say whether a supposed age goes on as a measurement."""
    if label != "AGE" or end >= len(tokens):
        return False
    near = tokens[end]
    goes_on = near.word == "." and end + 1 < len(tokens) and tokens[end + 1].breaks == 1
    return goes_on or near.word in _MEASURES or (WORD_CLASS.get(near.word) == "unit" and near.word != "years")


def _is_plain(token: Token) -> bool:
    """Say whether a word is common, in lower case, and no word for a building or a ward."""
    needed = _COMMON if level(token.value, PLACE) else _PLAIN_WORD
    plain = token.shape == "x" and level(token.value, WORD) >= needed
    return plain and WORD_CLASS.get(token.word) not in _BUILT


def _trimmed(tokens: Sequence[Token], tags: Sequence[Tagging], start: int, end: int) -> tuple[int, int]:
    """Cut titles, signs and words of much lower probability from both ends of a run."""
    least = 0.3 * max(mark.probability for mark in tags[start:end])
    while start < end and _is_edge(tokens[start], tags[start], least):
        start += 1
    while start < end and _is_edge(tokens[end - 1], tags[end - 1], least):
        end -= 1
    return start, end


def _is_edge(token: Token, mark: Tagging, least: float) -> bool:
    """Say whether a token at the end of a run does not belong to it."""
    if mark.probability < least or not (token.word[0].isalnum() or token.word in "+(@#*"):
        return True
    return mark.label == "NAME" and WORD_CLASS.get(token.word) == "title" and token.word not in _KEPT_TITLES
