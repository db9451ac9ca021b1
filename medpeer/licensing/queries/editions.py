"""Which reading of each register is in use, how old it is, and what stands beside it unused."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import Session, aliased

from medpeer.core.db import context_of
from medpeer.licensing.evidence import LEIE, MAX_LEIE_AGE, MAX_REGISTER_AGE, NPPES, Authority, RegisterAge
from medpeer.licensing.models import ImportKind, RegisterImport
from medpeer.licensing.models.lists import BoardEdition, BoardLicence, ExclusionEntry, InstitutionDomain

INSTITUTIONS: Final = "institutions"
"""The slug of the list of institutions' domains; it ages, but nothing says how fast."""
MAX_AGES: Final = {NPPES: MAX_REGISTER_AGE, LEIE: MAX_LEIE_AGE}
LIST_TABLES: Final = (ExclusionEntry, BoardLicence, InstitutionDomain)


@dataclass(frozen=True, slots=True)
class EditionInUse:
    """One register as it stands: the day it goes up to, when it was loaded, how many rows it has.

    ``jurisdictions`` are those that a board's file covers; ``max_age`` is ``None`` where no age is too old.
    """

    register: str
    title: str
    dated_on: date
    age: timedelta
    max_age: timedelta | None
    loaded_at: datetime
    rows: int
    authority: Authority
    jurisdictions: tuple[str, ...]

    @property
    def is_stale(self) -> bool:
        """Whether a newer edition was missed."""
        return self.max_age is not None and self.age > self.max_age


def current_ids() -> Select[int]:
    """Return the query for the reading in use of each register: the newest whole one."""
    return (
        select(func.max(RegisterImport.id))
        .where(RegisterImport.kind == ImportKind.FULL, RegisterImport.completed_at.is_not(None))
        .group_by(RegisterImport.register)
    )


def current_id(register: str) -> ScalarSelect[int]:
    """Return the query for the reading in use of one register."""
    return current_ids().where(RegisterImport.register == register).scalar_subquery()


def find_reading_in_use(session: Session, register: str) -> RegisterImport | None:
    """Return the newest whole reading of a register, or ``None`` while there is none."""
    return session.scalar(select(RegisterImport).where(RegisterImport.id == current_id(register)))


def list_editions(session: Session) -> tuple[EditionInUse, ...]:
    """Return every register in use, the national ones first, then boards by id."""
    updates = aliased(RegisterImport)
    # A weekly file makes the edition that it changed as new as itself.
    newest = select(func.max(updates.dated_on)).where(
        updates.base_id == RegisterImport.id, updates.kind == ImportKind.WEEKLY, updates.completed_at.is_not(None)
    )
    dated_on = func.coalesce(newest.scalar_subquery(), RegisterImport.dated_on)
    rows = session.execute(select(RegisterImport, dated_on).where(RegisterImport.id.in_(current_ids()))).all()
    boards = _boards(session)
    today = context_of(session).clock.now().date()
    found = [_edition(row, max(row.dated_on, newer), today, boards.get(row.id, [])) for row, newer in rows]
    return tuple(sorted(found, key=lambda edition: (edition.register not in MAX_AGES, edition.register)))


def _boards(session: Session) -> dict[int, list[BoardEdition]]:
    covered = session.scalars(
        select(BoardEdition).where(BoardEdition.import_id.in_(current_ids())).order_by(BoardEdition.jurisdiction)
    )
    boards: dict[int, list[BoardEdition]] = {}
    for row in covered:
        boards.setdefault(row.import_id, []).append(row)
    return boards


def _edition(row: RegisterImport, dated_on: date, today: date, boards: list[BoardEdition]) -> EditionInUse:
    board = boards[0] if boards else None
    return EditionInUse(
        register=row.register,
        title=board.title if board else row.register,
        dated_on=dated_on,
        age=today - dated_on,
        max_age=timedelta(days=board.max_age_days) if board else MAX_AGES.get(row.register),
        loaded_at=row.completed_at or row.started_at,
        rows=row.rows_kept,
        authority=board.authority if board else Authority.PRIMARY,
        jurisdictions=tuple(one.jurisdiction for one in boards),
    )


def register_ages(session: Session) -> tuple[RegisterAge, ...]:
    """Return how old each register in use is; one that covers several states stands there once for each."""
    return tuple(age for edition in list_editions(session) for age in _ages(edition))


def _ages(edition: EditionInUse) -> Iterator[RegisterAge]:
    if edition.max_age is None:
        return
    for place in edition.jurisdictions or ("",):
        yield RegisterAge(edition.register, edition.dated_on, edition.age, edition.max_age, place, edition.authority)


def list_spent_lists(session: Session, register: str) -> tuple[int, ...]:
    """Return the readings of a list whose rows nobody sees: unfinished ones and those before the one in use."""
    with_rows = (
        select(RegisterImport.id).where(
            RegisterImport.register == register,
            RegisterImport.id.not_in(current_ids()),
            select(table.import_id).where(table.import_id == RegisterImport.id).exists(),
        )
        for table in LIST_TABLES
    )
    return tuple(sorted({found for query in with_rows for found in session.scalars(query)}))
