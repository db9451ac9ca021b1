"""Looking licences up in the boards' registers in use."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Row, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from medpeer.core.db import context_of
from medpeer.licensing.boards.numbers import may_be_same, number_key
from medpeer.licensing.evidence import (
    JURISDICTION,
    BoardKind,
    BoardRecord,
    BoardStatus,
    ClaimedLicence,
    RegisterRecord,
)
from medpeer.licensing.models import RegisterImport
from medpeer.licensing.models.lists import BoardEdition, BoardLicence
from medpeer.licensing.names import PersonName, spelling
from medpeer.licensing.queries.editions import current_ids
from medpeer.licensing.weighing import is_claimed

Found = Row[BoardLicence, RegisterImport, BoardEdition]


def find_board_records(session: Session, state: str, number: str) -> tuple[BoardRecord, ...]:
    """Return what every board register of a state or country holds of a licence number, in any spelling of it.

    Several rows may answer: a number that two professions share, or a primary and a secondary register. Registers that
    are too old answer too and say so.
    """
    return _find_spelt(session, state, number_key(number, state), (number,))


def _find_spelt(session: Session, state: str, key: str, spellings: Iterable[str]) -> tuple[BoardRecord, ...]:
    """Return the rows of a bare number that may be one of its ``spellings``, each row once."""
    if not key or not re.fullmatch(JURISDICTION, state, re.ASCII):
        return ()
    today = context_of(session).clock.now().date()
    return tuple(
        board_record(row, today)
        for row in session.execute(_BY_NUMBER, {"state": state, "key": key})
        if any(may_be_same(number, row[0].number, state) for number in spellings)
    )


def find_elsewhere(
    session: Session, claimed: ClaimedLicence, record: RegisterRecord, places: Collection[str]
) -> tuple[BoardRecord, ...]:
    """Return what boards in use hold of the licences on record that are not the claimed one, each row once.

    One licence often stands on record in several spellings, which are one question.
    ``places`` are the states whose boards are in use, to spare the questions that nobody can answer.
    """
    spellings: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for slot in record.licences:
        if slot.state in places and not is_claimed(slot, claimed):
            spellings[slot.state, number_key(slot.number, slot.state)].add(slot.number)
    return tuple(
        row for (state, key), spelt in sorted(spellings.items()) for row in _find_spelt(session, state, key, spelt)
    )


def find_board_records_named(
    session: Session, last: str, first: str = "", *, limit: int = 50
) -> tuple[BoardRecord, ...]:
    """Return licences in the registers in use by last name, and by the start of a first name where one is given.

    Marks, hyphens, spaces and capitals do not count. At most ``limit``, by name.
    """
    key = spelling(last)
    if not key:
        return ()
    today = context_of(session).clock.now().date()
    found = _rows().where(BoardLicence.last_key == key)
    if first:
        found = found.where(func.lower(BoardLicence.first_name).startswith(first.strip().lower(), autoescape=True))
    ordered = found.order_by(None).order_by(BoardLicence.first_name, BoardLicence.import_id, BoardLicence.line)
    return tuple(board_record(row, today) for row in session.execute(ordered.limit(limit)))


def _rows() -> Select[BoardLicence, RegisterImport, BoardEdition]:
    return (
        select(BoardLicence, RegisterImport, BoardEdition)
        .join(RegisterImport, RegisterImport.id == BoardLicence.import_id)
        .join(
            BoardEdition,
            (BoardEdition.import_id == BoardLicence.import_id)
            & (BoardEdition.jurisdiction == BoardLicence.jurisdiction),
        )
        .where(BoardLicence.import_id.in_(current_ids()))
        .order_by(BoardEdition.authority, BoardLicence.import_id, BoardLicence.line)
    )


# Built once: putting a statement together takes longer than running it.
_BY_NUMBER: Final = _rows().where(
    BoardLicence.jurisdiction == bindparam("state"), BoardLicence.number_key == bindparam("key")
)


def board_record(row: Found, today: date) -> BoardRecord:
    """Return a licence as a value, dated and trusted as its register is."""
    licence, reading, board = row
    return BoardRecord(
        register=reading.register,
        jurisdiction=licence.jurisdiction,
        number=licence.number,
        name=PersonName(licence.first_name, licence.last_name, licence.middle_name),
        kind=licence.kind,
        status=licence.status,
        dated_on=reading.dated_on,
        expires_on=licence.expires_on,
        birth_date=licence.birth_date,
        birth_year=licence.birth_year,
        has_discipline=licence.has_discipline,
        authority=board.authority,
        is_stale=today - reading.dated_on > timedelta(days=board.max_age_days),
    )


def count_unknown(session: Session, import_id: int) -> int:
    """Return how many licences of a reading have a type or status that its manifest does not name."""
    unknown = or_(BoardLicence.kind == BoardKind.UNKNOWN, BoardLicence.status == BoardStatus.UNKNOWN)
    return session.scalar(select(func.count()).where(BoardLicence.import_id == import_id, unknown)) or 0
