"""What the gate let through and should not have: a category and a circumstance, so that the engine can be taught.

The words that were missed are taken out and kept nowhere. A sentence of the same kind cannot be kept either, for it
would hold an identifier by design. What is left for a lesson is a choice from two closed lists.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from medpeer.core.db import context_of
from medpeer.deid import Category
from medpeer.gate.circumstances import Circumstance
from medpeer.gate.models import GateMiss
from medpeer.gate.surfaces import Surface


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that the gate did not see."""

    category: Category
    circumstance: Circumstance


def note_miss(session: Session, surface: Surface, miss: Miss) -> None:
    """Count ``miss`` in its week; neither day nor decision is kept, for either would lead to the post."""
    today = context_of(session).clock.now().date()
    week_on = today - timedelta(days=today.weekday())
    counted = session.get(GateMiss, (week_on, surface, miss.category, miss.circumstance), with_for_update=True)
    if counted is None:
        counted = GateMiss(
            week_on=week_on, surface=surface, category=miss.category, circumstance=miss.circumstance, times=0
        )
        session.add(counted)
    counted.times += 1
