"""How participants are shown: the columns to select, and the person they make."""

from typing import Any, Final

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import BadgeRule, Physician
from medpeer.discussions.models import Participant
from medpeer.discussions.queries.rows import PersonView
from medpeer.licensing.badges import badge_label

_NAMES: Final = Physician.__table__.c

# The name leaves the database only for those who chose to show it.
FIRST_NAME: Final[ColumnElement[Any]] = case((Participant.shows_name, _NAMES.first_name_text)).label("first_name")
LAST_NAME: Final[ColumnElement[Any]] = case((Participant.shows_name, _NAMES.last_name_text)).label("last_name")

# Everything by which others know a participant; the select has to join ``Participant``, ``Physician`` and the rule.
PERSON: Final[tuple[ColumnElement[Any], ...]] = (
    Participant.__table__.c.handle,
    FIRST_NAME,
    LAST_NAME,
    Participant.__table__.c.specialty.label("badge_specialty"),
    Participant.__table__.c.state.label("badge_state"),
    BadgeRule.__table__.c.level.label("badge_level"),
)
IS_RULE_OF_BADGE: Final = (BadgeRule.specialty == Participant.specialty) & (BadgeRule.state == Participant.state)


def person(row: Any, *, is_asker: bool) -> PersonView:
    """Return the person others see, from a mapping with ``PERSON``: the name when it is given, else the handle."""
    name = full_name(row["first_name"], row["last_name"])
    badge = badge_label(row["badge_specialty"], row["badge_state"], row["badge_level"])
    return PersonView(name or row["handle"], badge, is_asker)


def full_name(first_name: str | None, last_name: str | None) -> str:
    """Return a name in one piece; empty when nothing is known."""
    return " ".join(part for part in (first_name, last_name) if part)


def own_name(session: Session, actor: Actor) -> str:
    """Return the actor's full name: for their own form alone."""
    row = session.execute(
        select(_NAMES.first_name_text, _NAMES.last_name_text).where(_NAMES.id == actor.physician_id)
    ).one()
    return full_name(row.first_name_text, row.last_name_text)
