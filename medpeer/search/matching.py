"""From clauses to scored threads, over any source of postings: BM25F within a document, then by thread.

A thread meets a query when every required clause is met somewhere in it, in its title, its outcome, a post or its
paper, so that a question and its answer need not stand in one post. Its score is the sum over clauses of the best
document of each kind.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol, TypeVar

from medpeer.search.analyser import NEGATED
from medpeer.search.backend import DocumentKind, Key, Match, Withheld
from medpeer.search.clauses import Alternative, Clause, Clauses, Field, Polarity

WEIGHTS: Final[Mapping[Field, float]] = MappingProxyType(
    {Field.TITLE: 4.0, Field.DIAGNOSIS: 3.0, Field.OUTCOME: 2.0, Field.CITATION: 1.5, Field.BODY: 1.0}
)
MAX_EXPANSIONS: Final = 64
"""How many words a beginning (``embol*``) stands for at most: the commonest ones."""
_NEGATED_WORTH: Final = 0.25
_K1: Final = 1.2
_B: Final = 0.6
_MAX_PHRASE_IDF: Final = 12.0
_POSTS_KEPT: Final = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document belongs."""

    key: Key
    thread_id: int


class Postings(Protocol):
    """A readable index: documents are numbers, valid within one reading."""

    def document_count(self) -> int:
        """Return how many documents there are."""

    def place(self, document: int) -> Place:
        """Return which document a number stands for."""

    def length(self, document: int, field: Field) -> int:
        """Return how many keys a field of a document holds, about."""

    def average_length(self, field: Field) -> float:
        """Return the mean of ``length`` over the documents, at least 1."""

    def frequency(self, field: Field, key: str) -> int:
        """Return how many documents hold ``key`` in ``field``."""

    def weights(self, field: Field, key: str) -> Iterable[tuple[int, float]]:
        """Yield each document that holds ``key`` in ``field``, in order, with how often."""

    def positions(self, field: Field, key: str, within: Collection[int] | None) -> Iterable[tuple[int, list[int]]]:
        """Yield each document that holds ``key`` in ``field``, in order, with the places; ``within`` limits them."""

    def expand(self, field: Field, beginning: str, limit: int) -> list[str]:
        """Return at most ``limit`` keys of ``field`` that begin so, the commonest ones."""


Scores = dict[int, float]
T = TypeVar("T")


def match(postings: Postings, clauses: Clauses, withheld: Withheld) -> list[Match]:
    """Return the threads that meet ``clauses``; see ``SearchBackend.match``."""
    reading = _Reading(postings, withheld)
    excluded = {thread for clause in clauses.excluded for thread in reading.asserted_threads(clause)}
    found: list[_Threads] = []
    for clause in clauses.required:
        threads = reading.threads(clause)
        found.append(threads)
        if not threads.scores:
            return []
    if not found:
        return []
    common = set.intersection(*(set(threads.scores) for threads in found)) - excluded
    return [_match(thread, found) for thread in common]


@dataclass(frozen=True, slots=True)
class _Threads:
    """What one clause found: scores by thread, those met by negated words only, and scores of the posts."""

    scores: Mapping[int, float]
    only_negated: frozenset[int]
    posts: Mapping[int, Mapping[int, float]]


def _match(thread: int, found: list[_Threads]) -> Match:
    posts: defaultdict[int, float] = defaultdict(float)
    for threads in found:
        for post, score in threads.posts.get(thread, {}).items():
            posts[post] += score
    best = sorted(posts, key=lambda post: (-posts[post], post))[:_POSTS_KEPT]
    return Match(
        thread_id=thread,
        score=sum(threads.scores[thread] for threads in found),
        post_ids=tuple(best),
        only_negated=any(thread in threads.only_negated for threads in found),
    )


class _Reading:
    """One query's view of the postings: what is withheld is not there."""

    def __init__(self, postings: Postings, withheld: Withheld) -> None:
        self._postings = postings
        self._withheld = withheld
        self._count = max(postings.document_count(), 1)
        self._places: dict[int, Place | None] = {}

    def asserted_threads(self, clause: Clause) -> set[int]:
        """Return the threads that hold the thing itself, not only its denial."""
        places = (self._place(document) for document in self._documents(clause, negated=False))
        return {place.thread_id for place in places if place}

    def threads(self, clause: Clause) -> _Threads:
        """Return what a clause finds."""
        if clause.polarity is not Polarity.ASSERTED:
            return self._gather(self._documents(clause, negated=clause.polarity is Polarity.NEGATED), {})
        return self._gather(self._documents(clause, negated=False), self._documents(clause, negated=True))

    def _gather(self, plain: Scores, denied: Scores) -> _Threads:
        best: defaultdict[int, dict[DocumentKind, float]] = defaultdict(dict)
        posts: defaultdict[int, dict[int, float]] = defaultdict(dict)
        asserted: set[int] = set()
        for scores, worth in ((plain, 1.0), (denied, _NEGATED_WORTH)):
            for document, score in scores.items():
                if place := self._place(document):
                    kinds = best[place.thread_id]
                    kinds[place.key.kind] = max(kinds.get(place.key.kind, 0.0), score * worth)
                    if place.key.kind is DocumentKind.POST:
                        own = posts[place.thread_id]
                        own[place.key.object_id] = max(own.get(place.key.object_id, 0.0), score * worth)
                    if worth == 1.0:
                        asserted.add(place.thread_id)
        totals = {thread: sum(kinds.values()) for thread, kinds in best.items()}
        return _Threads(totals, frozenset(totals) - asserted, posts)

    def _place(self, document: int) -> Place | None:
        if document not in self._places:
            place = self._postings.place(document)
            hidden = place.key in self._withheld.keys or place.thread_id in self._withheld.threads
            self._places[document] = None if hidden else place
        return self._places[document]

    def _documents(self, clause: Clause, *, negated: bool) -> Scores:
        """Return the score of each document by its best alternative."""
        scores: Scores = {}
        fields = clause.fields or tuple(Field)
        for alternative in clause.alternatives:
            for document, score in self._alternative(alternative, fields, clause.polarity, negated=negated).items():
                scores[document] = max(scores.get(document, 0.0), score * alternative.weight)
        return scores

    def _alternative(
        self, alternative: Alternative, fields: tuple[Field, ...], polarity: Polarity, *, negated: bool
    ) -> Scores:
        sequence = [_marks(key, either=True) for key in alternative.keys]
        # The last word decides: "no pulmonary embolism" denies the embolism.
        sequence[-1] = _marks(alternative.keys[-1], either=polarity is Polarity.EITHER, negated=negated)
        if alternative.is_prefix:
            return self._score(fields, lambda field: self._expanded(field, sequence[-1]), self._any)
        if len(sequence) == 1:
            return self._score(fields, lambda _field: sequence[0], self._any)
        return self._score(fields, lambda _field: sequence, self._sequence)

    def _expanded(self, field: Field, marked: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(key for one in marked for key in self._postings.expand(field, one, MAX_EXPANSIONS))

    def _any(self, field: Field, wanted: Iterable[str]) -> tuple[dict[int, float], float]:
        """Return how often each document holds any of ``wanted``, and how telling that is."""
        counts: defaultdict[int, float] = defaultdict(float)
        frequency = 0
        for key in wanted:
            frequency += self._postings.frequency(field, key)
            for document, weight in self._postings.weights(field, key):
                counts[document] += weight
        return counts, self._idf(frequency)

    def _sequence(self, field: Field, wanted: list[tuple[str, ...]]) -> tuple[dict[int, float], float]:
        """Return how often each document holds the words in sequence, and how telling that is."""
        frequencies = [sum(self._postings.frequency(field, key) for key in keys) for keys in wanted]
        if not all(frequencies):
            return {}, 0.0
        held: dict[int, set[int]] | None = None
        for number in sorted(range(len(wanted)), key=frequencies.__getitem__):
            starts = self._starts(field, wanted[number], number, held)
            held = (
                starts if held is None else {one: held[one] & starts[one] for one in starts if held[one] & starts[one]}
            )
            if not held:
                return {}, 0.0
        idf = min(sum(self._idf(frequency) for frequency in frequencies), _MAX_PHRASE_IDF)
        return {document: float(len(starts)) for document, starts in (held or {}).items()}, idf

    def _starts(
        self, field: Field, keys: tuple[str, ...], offset: int, within: Collection[int] | None
    ) -> dict[int, set[int]]:
        """Return where the sequence would begin if the word at ``offset`` in it is one of ``keys``."""
        starts: defaultdict[int, set[int]] = defaultdict(set)
        for key in keys:
            for document, positions in self._postings.positions(field, key, within):
                starts[document].update(position - offset for position in positions)
        return starts

    def _idf(self, frequency: int) -> float:
        return math.log(1 + (self._count - min(frequency, self._count) + 0.5) / (frequency + 0.5))

    def _score(
        self,
        fields: tuple[Field, ...],
        wanted: Callable[[Field], T],
        count: Callable[[Field, T], tuple[dict[int, float], float]],
    ) -> Scores:
        """Return BM25F: counts are weighed by field and length, added up, then saturated once."""
        total: defaultdict[int, float] = defaultdict(float)
        idf = math.inf
        for field in fields:
            counts, telling = count(field, wanted(field))
            if counts:
                idf = min(idf, telling)
            average = self._postings.average_length(field)
            for document, often in counts.items():
                norm = 1 - _B + _B * self._postings.length(document, field) / average
                total[document] += WEIGHTS[field] * often / norm
        return {document: idf * weighed / (_K1 + weighed) for document, weighed in total.items()}


def _marks(key: str, *, either: bool, negated: bool = False) -> tuple[str, ...]:
    """Return the key as the index may hold it."""
    if either:
        return key, NEGATED + key
    return (NEGATED + key,) if negated else (key,)
