"""What a query asks of the index: clauses of alternatives. A thread matches when each required clause has one."""

from dataclasses import dataclass, field
from enum import StrEnum


class Field(StrEnum):
    """The indexed fields; an order of weight: title, diagnosis, outcome, citation, body."""

    TITLE = "title"
    DIAGNOSIS = "diagnosis"
    OUTCOME = "outcome"
    CITATION = "citation"
    BODY = "body"


class Polarity(StrEnum):
    """Which occurrences count: as the searcher's own words say."""

    ASSERTED = "asserted"
    """The thing itself; "no fever" counts little for fever, and a thread with nothing else is ranked lower."""
    NEGATED = "negated"
    """The searcher typed the negation: only what a negation reaches."""
    EITHER = "either"
    """An exact phrase holds its own negations."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to meet a clause: keys in sequence, each 0..1 in worth; the last may be the beginning of a word."""

    keys: tuple[str, ...]
    weight: float = 1.0
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing asked for. ``fields`` limits it, ``None`` is all."""

    alternatives: tuple[Alternative, ...]
    polarity: Polarity = Polarity.ASSERTED
    fields: tuple[Field, ...] | None = None


@dataclass(frozen=True, slots=True)
class Clauses:
    """Everything asked of the index: each of ``required``, none of ``excluded``."""

    required: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = field(default=())
