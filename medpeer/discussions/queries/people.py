"""How participants are shown: the columns to select, and the person they make."""

from typing import Any, Final

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Specialty
from medpeer.discussions.models import Participant
from medpeer.discussions.queries.rows import PersonView

_NAMES: Final = Physician.__table__.c

# The name leaves the database only for those who chose to show it.
FIRST_NAME: Final[ColumnElement[Any]] = case((Participant.shows_name, _NAMES.first_name_text)).label("first_name")
LAST_NAME: Final[ColumnElement[Any]] = case((Participant.shows_name, _NAMES.last_name_text)).label("last_name")


def person(
    *, handle: str, first_name: str | None, last_name: str | None, specialty: Specialty | None, is_asker: bool
) -> PersonView:
    """Return the person others see: the name when it is given, else the handle."""
    name = full_name(first_name, last_name)
    return PersonView(name or handle, specialty, is_asker)


def full_name(first_name: str | None, last_name: str | None) -> str:
    """Return a name in one piece; empty when nothing is known."""
    return " ".join(part for part in (first_name, last_name) if part)


def own_name(session: Session, actor: Actor) -> str:
    """Return the actor's full name: for their own form alone."""
    row = session.execute(
        select(_NAMES.first_name_text, _NAMES.last_name_text).where(_NAMES.id == actor.physician_id)
    ).one()
    return full_name(row.first_name_text, row.last_name_text)
