"""One search from query to a page of results: index, then database, then ranking, then texts.

The index only says which threads hold the words. What may be seen, how a thread stands and what a result shows is read
from the database in the same snapshot, so a stale index can hide a thread for a moment but never show one.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from markupsafe import Markup
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Specialty
from medpeer.core.db import context_of
from medpeer.discussions.models import ThreadStatus
from medpeer.discussions.queries import state_of
from medpeer.search import queries, snippets
from medpeer.search.backend import Match, SearchBackend, Withheld
from medpeer.search.clauses import Clause, Clauses
from medpeer.search.queries import Facts, Hit
from medpeer.search.query import Filters, Kind, Query, ThreadState
from medpeer.search.spelling import nearest_words

PAGE_SIZE: Final = 10
MAX_RELAXATIONS: Final = 4
_SOLVED: Final = 1.15
_OWN_SPECIALTY: Final = 1.1
_RECENT: Final = 0.1
_RECENT_DAYS: Final = 365.0


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is ticked beside the results; nothing ticked is everything."""

    kinds: frozenset[Kind] = frozenset()
    specialties: frozenset[Specialty] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One row: what it shows, and where in the thread the passage stands."""

    facts: Facts
    hit: Hit
    title: Markup
    outcome: Markup
    passage: Markup
    post_id: int | None
    only_negated: bool

    @property
    def state(self) -> str:
        """One of ``solved``, ``unanswered``, ``open``."""
        return state_of(self.facts.status, self.facts.answers)

    @property
    def month(self) -> str:
        """When it was asked: "Mar 2026"."""
        return self.facts.created_at.strftime("%b %Y")


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The same query without one of its parts, or that part alone, and how many results it would have."""

    part: str
    query: Query
    count: int
    is_alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """One page of results with what may narrow or widen them. Counts are of what the actor may see."""

    rows: tuple[Result, ...] = ()
    total: int = 0
    page: int = 1
    pages: int = 1
    kinds: Mapping[Kind, int] = field(default_factory=dict)
    specialties: Mapping[Specialty, int] = field(default_factory=dict)
    ranked_lower: int = 0
    relaxations: tuple[Relaxation, ...] = ()
    nearest: tuple[Query, ...] = ()

    @property
    def first(self) -> int:
        """The number of the first row shown, counting from 1."""
        return (self.page - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return self.first + len(self.rows) - 1


Seen = list[tuple[Match, Facts]]


def find(
    session: Session, backend: SearchBackend, actor: Actor, query: Query, narrowing: Narrowing, *, page: int = 1
) -> Results:
    """Return one page of what ``query`` finds for ``actor``.

    Raises:
        IndexBrokenError: the index cannot be read.
    """
    searcher = _Searcher(session, backend, actor)
    seen = searcher.seen(query)
    chosen = [one for one in seen if _in_kinds(one[1], narrowing) and _in_specialties(one[1], narrowing)]
    if not chosen:
        return Results(
            kinds=_count_kinds(seen, narrowing),
            specialties=_count_specialties(seen, narrowing),
            relaxations=searcher.relaxations(query),
            nearest=searcher.nearest(query),
        )
    ranked = searcher.ranked(chosen)
    pages = math.ceil(len(ranked) / PAGE_SIZE)
    page = min(max(page, 1), pages)
    shown = ranked[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return Results(
        rows=searcher.rows(shown, query.clauses.required),
        total=len(ranked),
        page=page,
        pages=pages,
        kinds=_count_kinds(seen, narrowing),
        specialties=_count_specialties(seen, narrowing),
        ranked_lower=sum(match.only_negated for match, _facts in ranked),
    )


class _Searcher:
    """One actor's searches within one snapshot of the database."""

    def __init__(self, session: Session, backend: SearchBackend, actor: Actor) -> None:
        self._session = session
        self._backend = backend
        self._actor = actor
        # Read first: the snapshot is then older than any index state read after it, so nothing hidden slips between.
        self._withheld: Withheld = queries.withheld(session)

    def seen(self, query: Query) -> Seen:
        """Return what matches and may be seen, in no order."""
        if query.is_empty:
            return []
        matches = self._matches(query.clauses)
        facts = queries.facts(self._session, self._actor, None if matches is None else matches.keys())
        if matches is None:
            left_out = self._left_out(query.clauses.excluded)
            matches = {thread: Match(thread, 0.0) for thread in facts if thread not in left_out}
        passes = _passes(query.filters)
        return [(matches[thread], one) for thread, one in facts.items() if thread in matches and passes(one)]

    def _matches(self, clauses: Clauses) -> dict[int, Match] | None:
        """Return the matches by thread, or ``None`` where no word is asked for and filters alone decide."""
        if not clauses.required:
            return None
        return {match.thread_id: match for match in self._backend.match(clauses, self._withheld)}

    def _left_out(self, excluded: Iterable[Clause]) -> set[int]:
        found = (self._backend.match(Clauses((clause,)), self._withheld) for clause in excluded)
        return {match.thread_id for matches in found for match in matches if not match.only_negated}

    def ranked(self, seen: Seen) -> Seen:
        """Return the best first; what is only denied comes last; votes do not exist."""
        now = context_of(self._session).clock.now()

        def order(one: tuple[Match, Facts]) -> tuple[bool, float, float]:
            match, facts = one
            return match.only_negated, -match.score * self._boost(facts, now), -facts.created_at.timestamp()

        return sorted(seen, key=order)

    def _boost(self, facts: Facts, now: datetime) -> float:
        age_days = max((now - facts.created_at).days, 0)
        boost = 1 + _RECENT * math.exp(-age_days / _RECENT_DAYS)
        if facts.status is ThreadStatus.SOLVED:
            boost *= _SOLVED
        if facts.specialty is not None and facts.specialty is self._actor.specialty:
            boost *= _OWN_SPECIALTY
        return boost

    def rows(self, shown: Seen, clauses: Sequence[Clause]) -> tuple[Result, ...]:
        """Return the rows of a page; a thread hidden since it matched has none."""
        post_ids = [post_id for match, _facts in shown for post_id in match.post_ids]
        hits = queries.hits(self._session, self._actor, [match.thread_id for match, _facts in shown], post_ids)
        return tuple(
            _row(match, facts, hits[match.thread_id], clauses) for match, facts in shown if match.thread_id in hits
        )

    def relaxations(self, query: Query) -> tuple[Relaxation, ...]:
        """Return what leaving out one part would find, most first; failing that, what one part alone would."""
        asked = [number for number, part in enumerate(query.parts) if part.is_asked]
        if len(asked) <= 1:
            return ()
        offers = [self._offer(query.typed(number), query.without(number)) for number in asked]
        if not any(offer.count for offer in offers):
            words = [number for number in asked if query.parts[number].clause and not query.parts[number].is_excluded]
            offers = [self._offer(query.typed(number), query.alone(number), is_alone=True) for number in words]
        found = sorted((offer for offer in offers if offer.count), key=lambda offer: -offer.count)
        return tuple(found[:MAX_RELAXATIONS])

    def _offer(self, part: str, query: Query, *, is_alone: bool = False) -> Relaxation:
        return Relaxation(part, query, len(self.seen(query)), is_alone)

    def nearest(self, query: Query) -> tuple[Query, ...]:
        """Return the query with words that find nothing replaced by near ones of the reviewed list."""
        return tuple(
            query.replaced(number, word)
            for number, part in enumerate(query.parts)
            if part.clause and not part.is_excluded
            for word in nearest_words(query.typed(number))
            if not self.seen(query.alone(number))
        )[:MAX_RELAXATIONS]


def _passes(filters: Filters) -> Callable[[Facts], bool]:
    """Return the test of a thread's facts."""
    held: dict[ThreadState, Callable[[Facts], bool]] = {
        ThreadState.SOLVED: lambda facts: facts.status is ThreadStatus.SOLVED,
        ThreadState.UNANSWERED: lambda facts: facts.status is ThreadStatus.OPEN and facts.answers == 0,
        ThreadState.MINE: lambda facts: facts.mine,
    }

    def passes(facts: Facts) -> bool:
        return (
            (not filters.kinds or facts.kind in filters.kinds)
            and (not filters.specialties or facts.specialty in filters.specialties)
            and all(held[state](facts) for state in filters.states)
            and (filters.doi is None or facts.doi == filters.doi)
            and (filters.opened_from is None or facts.created_at >= filters.opened_from)
        )

    return passes


def _in_kinds(facts: Facts, narrowing: Narrowing) -> bool:
    return not narrowing.kinds or facts.kind in narrowing.kinds


def _in_specialties(facts: Facts, narrowing: Narrowing) -> bool:
    return not narrowing.specialties or facts.specialty in narrowing.specialties


def _count_kinds(seen: Seen, narrowing: Narrowing) -> dict[Kind, int]:
    counts = Counter(facts.kind for _match, facts in seen if _in_specialties(facts, narrowing))
    return {kind: counts[kind] for kind in Kind}


def _count_specialties(seen: Seen, narrowing: Narrowing) -> dict[Specialty, int]:
    counts = Counter(facts.specialty for _match, facts in seen if facts.specialty and _in_kinds(facts, narrowing))
    chosen = dict.fromkeys(narrowing.specialties, 0)
    return dict(sorted((chosen | counts).items(), key=lambda one: (-one[1], one[0].label)))


def _row(match: Match, facts: Facts, hit: Hit, clauses: Sequence[Clause]) -> Result:
    passage, post_id = _best_passage(match, hit, clauses)
    return Result(
        facts=facts,
        hit=hit,
        title=snippets.highlight(hit.title, clauses),
        outcome=snippets.highlight(hit.diagnosis, clauses),
        passage=passage,
        post_id=post_id,
        only_negated=match.only_negated,
    )


def _best_passage(match: Match, hit: Hit, clauses: Sequence[Clause]) -> tuple[Markup, int | None]:
    """Return the passage that meets most clauses; the opening post speaks where no post does."""
    wanted = [post_id for post_id in (*match.post_ids, hit.opening_id) if post_id in hit.passages]
    made = [
        (*snippets.snippet(snippets.plain_text(hit.passages[one]), clauses), one)
        for one in dict.fromkeys(wanted)
        if one
    ]
    if not made:
        return Markup(""), None
    passage, _met, post_id = max(made, key=lambda one: one[1])
    return passage, None if post_id == hit.opening_id else post_id
