"""The reviewers' register browser: what the registers in use hold of a number, a licence or a name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.core.db import context_of
from medpeer.licensing.evidence import BoardRecord, Exclusion, RegisterRecord
from medpeer.licensing.models import ImportKind, RegisterImport
from medpeer.licensing.policy.lookups import Lookup, LookupKind
from medpeer.licensing.queries import boards, registers
from medpeer.licensing.queries.editions import current_ids
from medpeer.licensing.queries.exclusions import find_exclusions
from medpeer.licensing.queries.registers import Edition
from medpeer.licensing.queries.review import check_reviewer

T = TypeVar("T")

MAX_ROWS: Final = 50
"""Rows shown of each register; more is a name to be narrowed."""
MAX_READINGS: Final = 60


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to, a register each; each row carries the day of its file."""

    lookup: Lookup
    records: tuple[RegisterRecord, ...]
    boards: tuple[BoardRecord, ...]
    exclusions: tuple[Exclusion, ...]
    today: date

    @property
    def is_empty(self) -> bool:
        """Whether no register holds anything."""
        return not (self.records or self.boards or self.exclusions)

    @property
    def is_cut(self) -> bool:
        """Whether some register has more than is shown."""
        return max(len(self.records), len(self.boards)) >= MAX_ROWS


def look_up(session: Session, actor: Actor, lookup: Lookup) -> Found:
    """Return what the registers in use hold of what is looked for; the caller has noted the look.

    Raises:
        NotFoundError: the actor is no reviewer.
    """
    check_reviewer(actor)
    records = tuple(_first_of(_records(session, lookup)))
    return Found(
        lookup=lookup,
        records=records,
        boards=tuple(_first_of(_boards(session, lookup))),
        exclusions=_exclusions(session, lookup, records),
        today=context_of(session).clock.now().date(),
    )


def _first_of(rows: Iterable[T]) -> list[T]:
    return list(dict.fromkeys(rows))[:MAX_ROWS]


def _records(session: Session, lookup: Lookup) -> list[RegisterRecord]:
    current = registers.find_current_import(session)
    match lookup.kind:
        case LookupKind.NUMBER:
            record = registers.find_record(session, current, lookup.number)
            return [record] if record else []
        case LookupKind.LICENCE:
            return list(registers.list_records_licensed(session, current, lookup.place, lookup.number, limit=MAX_ROWS))
        case LookupKind.NAME:
            return _named(session, current, lookup)


def _named(session: Session, current: Edition | None, lookup: Lookup) -> list[RegisterRecord]:
    found = (
        registers.list_records_named(session, current, name.last, name.first, limit=MAX_ROWS) for name in lookup.names
    )
    return [record for some in found for record in some]


def _boards(session: Session, lookup: Lookup) -> list[BoardRecord]:
    if lookup.kind is LookupKind.LICENCE:
        return list(boards.find_board_records(session, lookup.place, lookup.number))
    found = (boards.find_board_records_named(session, name.last, name.first, limit=MAX_ROWS) for name in lookup.names)
    return [row for some in found for row in some]


def _exclusions(session: Session, lookup: Lookup, records: Iterable[RegisterRecord]) -> tuple[Exclusion, ...]:
    """Return entries of the exclusion list by number or whole name; by licence number it cannot be searched."""
    names = [name for name in lookup.names if name.first]
    if lookup.kind is LookupKind.NUMBER:
        names = [one for record in records for one in (record.name, *record.other_names)]
    number = lookup.number if lookup.kind is LookupKind.NUMBER else None
    return find_exclusions(session, npi=number, names=names) if number or names else ()


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One file that was taken in, or begun: of which register, up to which day, with how many rows."""

    register: str
    kind: ImportKind
    dated_on: date
    age: timedelta
    loaded_at: datetime | None
    rows_read: int
    rows_kept: int
    rows_changed: int
    is_in_use: bool


def list_readings(session: Session, actor: Actor) -> tuple[ReadingRow, ...]:
    """Return the newest files taken in, newest first.

    Raises:
        NotFoundError: the actor is no reviewer.
    """
    check_reviewer(actor)
    in_use = set(session.scalars(current_ids()))
    today = context_of(session).clock.now().date()
    rows = session.scalars(select(RegisterImport).order_by(RegisterImport.id.desc()).limit(MAX_READINGS))
    return tuple(
        ReadingRow(
            register=row.register,
            kind=row.kind,
            dated_on=row.dated_on,
            age=today - row.dated_on,
            loaded_at=row.completed_at,
            rows_read=row.rows_read,
            rows_kept=row.rows_kept,
            rows_changed=row.rows_changed,
            is_in_use=row.id in in_use or row.base_id in in_use,
        )
        for row in rows
    )
