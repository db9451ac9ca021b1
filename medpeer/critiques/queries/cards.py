"""A paper's card: the columns to select, and the row they make."""

from typing import Any, Final

from sqlalchemy import Row, Select, select

from medpeer.critiques.models import Paper
from medpeer.critiques.queries.rows import Card
from medpeer.discussions.models import Thread

_TEXTS: Final = Paper.__table__.c


def select_cards() -> Select[*tuple[Any, ...]]:
    """Return the select of everything a card shows, joined with the thread; the caller adds which."""
    return select(
        Paper.id,
        Paper.thread_id,
        _TEXTS.title_text,
        _TEXTS.authors_text,
        _TEXTS.journal_text,
        Paper.year,
        Paper.doi,
        Paper.pmid,
        Paper.design,
        Paper.participants,
        _TEXTS.pico_population_text,
        _TEXTS.pico_intervention_text,
        _TEXTS.pico_comparator_text,
        _TEXTS.pico_outcome_text,
    ).join(Thread, Thread.id == Paper.thread_id)


def card_of(row: Row[*tuple[Any, ...]]) -> Card:
    """Return the card that a row of ``select_cards`` makes."""
    pico = (
        ("Patients", row.pico_population_text),
        ("Intervention", row.pico_intervention_text),
        ("Comparison", row.pico_comparator_text),
        ("Outcome", row.pico_outcome_text),
    )
    return Card(
        id=row.id,
        thread_id=row.thread_id,
        title=row.title_text,
        authors=row.authors_text,
        journal=row.journal_text,
        year=row.year,
        doi=row.doi,
        pmid=row.pmid,
        design=row.design,
        participants=row.participants,
        pico=tuple((label, text) for label, text in pico if text),
    )


def blank_card(row: Row[*tuple[Any, ...]]) -> Card:
    """Return the card of a paper that was taken down: it says which one, and nothing of it."""
    return Card(
        id=row.id,
        thread_id=row.thread_id,
        title="",
        authors="",
        journal="",
        year=row.year,
        doi=None,
        pmid=None,
        design=None,
        participants=None,
        pico=(),
    )
