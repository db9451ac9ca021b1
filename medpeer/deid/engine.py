"""The one question the engine answers: where in this text is something that could identify a patient."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from medpeer.deid.categories import Category, Severity
from medpeer.deid.eponyms import EPONYMS
from medpeer.deid.features import features_of
from medpeer.deid.lexicon import FIRST, LAST, MEDICAL, PLACE, WORD, level, lexicon
from medpeer.deid.model import Tagging, tag
from medpeer.deid.normal import Normalised, normalise
from medpeer.deid.rules import contacts, dates, names, numbers, places
from medpeer.deid.rules.protected import Protected
from medpeer.deid.rules.rule import run
from medpeer.deid.tokens import LINE_BREAK, Token, tokenise
from medpeer.deid.values import MAX_TEXT_CHARS, Candidate, Span, TextTooLongError
from medpeer.deid.words import WORD_CLASS

_CERTAIN: Final = 0.75
"""At this score a finding must go; below it the author is told and may decide."""

_RULES: Final = (*contacts.RULES, *numbers.RULES, *dates.RULES, *places.RULES, *names.RULES)
_CATEGORIES: Final = {
    "NAME": Category.NAME,
    "LOCATION": Category.LOCATION,
    "DATE": Category.DATE,
    "AGE": Category.DATE,
    "ID": Category.OTHER,
}
_WEIGHED: Final = (
    "name.titled",
    "name.title_any",
    "name.kin",
    "name.introduced",
    "name.field",
    "name.spelt",
    "name.comma",
    "place.facility",
    "place.led_to",
    "place.saint",
    "place.bed",
    "place.ward",
    "place.spot",
    "place.compass",
    "place.bed_code",
    "date.short",
    "date.month",
    "date.day",
    "date.feast",
    "other.labelled",
    "other.long_digits",
    "other.lettered",
    "other.grouped",
    "age.be",
    "age.noun",
    "phone.local",
    "vehicle.labelled",
    "record.likely",
    "account.labelled",
    "device.labelled",
    "plan.labelled",
    "licence.labelled",
    "date.dotted",
)
"""Rules whose hits the model weighs against the sentence around them; the others have a shape that speaks for them."""

_LEAST: Final = 0.05
"""Probability under which the model is not heard at all."""

_BEND: Final = 0.55
"""Exponent from the model's probability to a score: 0.28 becomes 0.5, for a miss costs more than a false alarm."""

_SURE: Final = 0.8
"""Score from which on a name behind a title or field label is looked for in the rest of the text."""

_VERY_SURE: Final = 0.95
"""Score from which on a name known by its sentence alone is."""

_AGAIN: Final = 0.7
"""Score of a name's other places; the author's call unless the sentence there says more."""

_CLAIMED: Final = frozenset({"name.mister", "name.titled", "name.field", "name.kin"})
_TELLING_CHARS: Final = 3
_COMMON: Final = 4
_PLAIN_WORD: Final = 3

_VETO: Final = 0.25
"""Below this score of its tokens the model overrules a weighed rule."""


def find_identifiers(text: str, *, threshold: float = 0.5) -> tuple[Span, ...]:
    """Return the identifier spans of ``text``, ordered by start and never overlapping.

    Offsets are half-open ``[start, end)`` in Unicode code points of ``text`` as given (not normalised).
    ``threshold`` is the least score in 0..1 that counts; lower finds more and is wrong more often.
    Categories follow 45 CFR 164.514(b)(2)(i)(A)-(R). Pure: no I/O but the engine's own lists, safe from any thread.

    Raises:
        TextTooLongError: ``text`` has more than ``MAX_TEXT_CHARS`` code points.
    """
    if len(text) > MAX_TEXT_CHARS:
        raise TextTooLongError(len(text))
    folded = normalise(text)
    likely = (found for found in _weighed(folded.text) if found.score >= threshold)
    return tuple(_spans(folded, _settle(likely)))


def rule_candidates(text: str) -> list[Candidate]:
    """Return every candidate of the rules in the folded text, trimmed of blanks, outside what is protected."""
    return Protected(text).without(_trimmed(text))


def _trimmed(text: str) -> Iterator[Candidate]:
    """Yield the rules' candidates without blanks at their ends."""
    for found in run(_RULES, text):
        word = text[found.start : found.end]
        start = found.start + len(word) - len(word.lstrip())
        end = found.end - len(word) + len(word.rstrip())
        if start < end:
            fax = found.category is Category.PHONE and contacts.is_fax(text, start)
            category = Category.FAX if fax else found.category
            yield Candidate(start, end, category, found.score, found.rule, found.soft)


def _weighed(text: str) -> list[Candidate]:
    """Return the candidates of rules and model, each weighed against the other."""
    table = lexicon()
    tokens = tokenise(text, table)
    protected = Protected(text)
    ruled = protected.without(_trimmed(text))
    rows = features_of(tokens, ruled, table)
    tags = tag(rows, [token.breaks >= LINE_BREAK for token in tokens])
    if not tags:
        return ruled
    ends = [token.end for token in tokens]
    kept = [found for found in (_judged(found, tokens, ends, tags) for found in ruled) if found]
    found = [*kept, *protected.without(_modelled(tokens, tags))]
    return [*found, *protected.without(_repeated(tokens, tags, found))]


def _judged(
    found: Candidate, tokens: Sequence[Token], ends: Sequence[int], tags: Sequence[Tagging]
) -> Candidate | None:
    """Weigh one hit of a rule by what the model thinks of its tokens."""
    if not found.rule.startswith(_WEIGHED):
        return found
    at = bisect_right(ends, found.start)
    best = 0.0
    while at < len(tokens) and tokens[at].start < found.end:
        best = max(best, _score(tags[at].probability))
        at += 1
    if best < _VETO:
        return None
    score = min(found.score, 0.5 + best / 2)
    return Candidate(found.start, found.end, found.category, score, found.rule, found.soft)


def _modelled(tokens: Sequence[Token], tags: Sequence[Tagging]) -> Iterator[Candidate]:
    """Yield what the model found by itself: runs of tokens with one label."""
    at = 0
    while at < len(tokens):
        mark = tags[at]
        if mark.label == "O" or mark.probability < _LEAST:
            at += 1
            continue
        end = at + 1
        while (
            end < len(tokens)
            and tags[end].label == mark.label
            and tags[end].probability >= _LEAST
            and not tags[end].begins
        ):
            end += 1
        start, stop = _trimmed_run(tokens, tags, at, end)
        if start < stop and not _is_jargon(tokens[start:stop], mark.label):
            score = _score(max(one.probability for one in tags[start:stop]))
            name = "age.model" if mark.label == "AGE" else f"model.{mark.label.lower()}"
            soft = mark.label == "AGE"
            yield Candidate(tokens[start].start, tokens[stop - 1].end, _CATEGORIES[mark.label], score, name, soft)
        at = end


def _repeated(tokens: Sequence[Token], tags: Sequence[Tagging], found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the other places of the words in surely found names: one person, one verdict across a text."""
    titled, modelled = _name_words(tokens, [one for one in found if one.category is Category.NAME])
    for token, mark in zip(tokens, tags, strict=True):
        heard = mark.probability >= _LEAST
        cased = token.shape != "x" or level(token.value, WORD) == 0
        if (token.word in titled and cased) or (token.word in modelled and heard):
            yield Candidate(token.start, token.end, Category.NAME, _AGAIN, "name.again")


def _name_words(tokens: Sequence[Token], names: Iterable[Candidate]) -> tuple[set[str], set[str]]:
    """Give the telling words of names that a title or field claims, and of names the model is sure of."""
    starts = [token.start for token in tokens]
    titled: set[str] = set()
    modelled: set[str] = set()
    for one in names:
        claimed = one.rule in _CLAIMED and one.score >= _SURE
        if not claimed and one.score < _VERY_SURE:
            continue
        at = bisect_left(starts, one.start)
        while at < len(tokens) and tokens[at].start < one.end:
            if _is_telling(tokens[at]):
                (titled if claimed else modelled).add(tokens[at].word)
            at += 1
    return titled, modelled


def _is_telling(token: Token) -> bool:
    """Say whether a word names a person by itself wherever it stands: no short, common, clinical or eponymous word."""
    if (
        len(token.word) < _TELLING_CHARS
        or not token.word.isalpha()
        or token.word in EPONYMS
        or token.word in WORD_CLASS
    ):
        return False
    return level(token.value, WORD) < _COMMON


def _is_jargon(run: Sequence[Token], label: str) -> bool:
    """Say whether a supposed name or place is only clinical or common words that are on no list of its kind."""
    if label == "NAME":
        return len(run) == 1 and not _listed(run[0], FIRST, LAST) and _listed(run[0], MEDICAL, WORD)
    if label == "LOCATION":
        return all(_is_plain(token) for token in run)
    return False


def _listed(token: Token, *fields: int) -> bool:
    """Say whether a word stands in one of the lists."""
    return any(level(token.value, field) for field in fields)


def _is_plain(token: Token) -> bool:
    """Say whether a word is common, in lower case, and no word for a building or a ward."""
    needed = _COMMON if level(token.value, PLACE) else _PLAIN_WORD
    plain = token.shape == "x" and level(token.value, WORD) >= needed
    return plain and WORD_CLASS.get(token.word) not in {"facility", "ward", "street"}


def _trimmed_run(tokens: Sequence[Token], tags: Sequence[Tagging], start: int, end: int) -> tuple[int, int]:
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
    return (
        mark.label == "NAME" and WORD_CLASS.get(token.word) == "title" and token.word not in {"sr", "father", "sister"}
    )


def _score(probability: float) -> float:
    """Put a probability on the engine's scale, where 0.5 is the least that is reported."""
    return math.pow(probability, _BEND)


def _settle(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Join overlapping candidates into one, which keeps the category of the strongest; ordered by start."""
    settled: list[Candidate] = []
    for found in sorted(candidates, key=lambda one: (one.start, -one.end, -one.score)):
        if settled and found.start < settled[-1].end:
            settled[-1] = _joined(settled[-1], found)
        else:
            settled.append(found)
    return settled


def _joined(one: Candidate, other: Candidate) -> Candidate:
    """Cover both ranges; a rule's word for it goes before the model's, then the higher score."""
    best = max(
        one, other, key=lambda found: (not found.rule.startswith("model."), found.score, found.end - found.start)
    )
    score = max(one.score, other.score)
    soft = best.soft and one.soft and other.soft
    return Candidate(min(one.start, other.start), max(one.end, other.end), best.category, score, best.rule, soft)


def _spans(folded: Normalised, settled: Iterable[Candidate]) -> Iterator[Span]:
    """Carry the findings back to the text as given."""
    last = 0
    for found in settled:
        start, end = folded.original(found.start, found.end)
        start = max(start, last)
        if start < end:
            yield Span(start, end, found.category, min(round(found.score, 3), 1.0), _severity(found), found.rule)
            last = end


def _severity(found: Candidate) -> Severity:
    """Decide whether a finding must go or is the author's call."""
    return Severity.MUST_GO if found.score >= _CERTAIN and not found.soft else Severity.TELL_AUTHOR
