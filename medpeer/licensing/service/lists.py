"""Loading a list in parts. Rows of an unfinished reading are seen by no query, so half a list is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core.db import Base, context_of
from medpeer.licensing.boards import BoardLine, Manifest
from medpeer.licensing.boards.numbers import number_key
from medpeer.licensing.errors import RegisterFileError
from medpeer.licensing.leie import ExcludedLine
from medpeer.licensing.leie.names import stored_keys
from medpeer.licensing.models import RegisterImport
from medpeer.licensing.models.lists import BoardEdition, BoardLicence, ExclusionEntry, ExclusionName, InstitutionDomain
from medpeer.licensing.names import spelling
from medpeer.licensing.service.alone import change_registers_alone

LEAST_SHARE: Final = 0.8
"""A list with fewer rows than this share of the one in use was cut short; people come off these lists one by one."""
LEAST_SHARE_OF_SMALL: Final = 0.5
SMALL_ROWS: Final = 1_000


@dataclass(frozen=True, slots=True)
class ListTotals:
    """What one reading came to: data lines read, rows kept, SHA-256 of the file as hex."""

    rows_read: int
    rows_kept: int
    file_digest: str


def add_exclusions(session: Session, import_id: int, lines: Sequence[ExcludedLine]) -> None:
    """Add entries of the exclusion list to an open reading, with the spellings they are looked up by."""
    session.execute(insert(_table(ExclusionEntry)), [_exclusion_values(import_id, line) for line in lines])
    keys = [
        {"import_id": import_id, "name_key": key, "line": line.line} for line in lines for key in stored_keys(line.name)
    ]
    if keys:
        session.execute(insert(_table(ExclusionName)), keys)


def _table(model: type[Base]) -> Table:
    return Base.metadata.tables[model.__tablename__]


def _exclusion_values(import_id: int, line: ExcludedLine) -> dict[str, Any]:
    return {
        "import_id": import_id,
        "line": line.line,
        "npi": line.npi,
        "last_name": line.name.last,
        "first_name": line.name.first,
        "middle_name": line.name.middle,
        "business_name": line.business_name,
        "birth_date": line.birth_date,
        "state": line.state,
        "grounds": line.grounds,
        "excluded_on": line.excluded_on,
        "reinstated_on": line.reinstated_on,
        "waived_on": line.waived_on,
        "waiver_state": line.waiver_state,
    }


def add_licences(session: Session, import_id: int, lines: Sequence[BoardLine]) -> None:
    """Add licences of a board's file to an open reading."""
    session.execute(insert(_table(BoardLicence)), [_licence_values(import_id, line) for line in lines])


def _licence_values(import_id: int, line: BoardLine) -> dict[str, Any]:
    return {
        "import_id": import_id,
        "line": line.line,
        "jurisdiction": line.jurisdiction,
        "number": line.number,
        "number_key": number_key(line.number, line.jurisdiction),
        "last_name": line.name.last,
        "last_key": spelling(line.name.last),
        "first_name": line.name.first,
        "middle_name": line.name.middle,
        "kind": line.kind,
        "type_written": line.type_written,
        "status": line.status,
        "status_written": line.status_written,
        "first_issued_on": line.first_issued_on,
        "expires_on": line.expires_on,
        "birth_date": line.birth_date,
        "birth_year": line.birth_year,
        "has_discipline": line.has_discipline,
    }


def add_domains(session: Session, import_id: int, institutions: Sequence[tuple[str, str]]) -> None:
    """Add domains with their institutions to an open reading."""
    values = [{"import_id": import_id, "domain": domain, "institution": name} for domain, name in institutions]
    session.execute(insert(_table(InstitutionDomain)), values)


def cover(session: Session, import_id: int, manifest: Manifest) -> None:
    """Record which states or countries a reading of a board's file covers, and what its manifest says of it."""
    places = set(
        session.scalars(select(BoardLicence.jurisdiction).where(BoardLicence.import_id == import_id).distinct())
    )
    session.add_all(
        BoardEdition(
            import_id=import_id,
            jurisdiction=place,
            title=manifest.title,
            authority=manifest.authority,
            max_age_days=manifest.max_age_days,
        )
        for place in sorted(places - {""})
    )


def complete_list(
    session: Session, import_id: int, totals: ListTotals, *, before: RegisterImport | None, may_shrink: bool
) -> None:
    """Put a whole reading in use in place of ``before``: from this commit on, every query sees it.

    Raises:
        RegisterFileError: it has far fewer rows and ``may_shrink`` is off.
    """
    change_registers_alone(session)
    if before and not may_shrink and totals.rows_kept < before.rows_kept * _least_share(before.rows_kept):
        message = (
            f"the file has {totals.rows_kept:,} rows, the one in use {before.rows_kept:,}. A supplement, or a cut-off "
            "download? If the smaller one is meant, add --may-shrink."
        )
        raise RegisterFileError(message)
    reading = session.get_one(RegisterImport, import_id)
    reading.rows_read, reading.rows_kept, reading.file_digest = totals.rows_read, totals.rows_kept, totals.file_digest
    reading.completed_at = context_of(session).clock.now()
    session.flush()
    audit.record(session, AuditAction.REGISTER_IMPORTED, ObjectKind.REGISTER, import_id, actor_id=None)


def _least_share(rows: int) -> float:
    return LEAST_SHARE_OF_SMALL if rows < SMALL_ROWS else LEAST_SHARE


def drop_list_rows(session: Session, import_id: int, limit: int) -> bool:
    """Remove up to ``limit`` lines of a spent reading and tell whether more are left; the reading stays listed."""
    bounds = [_drop_lines(session, import_id, limit, tables) for tables in _BY_LINE]
    for table in (InstitutionDomain, BoardEdition):
        session.execute(delete(table).where(table.import_id == import_id))
    return any(bounds)


_BY_LINE: Final = ((ExclusionEntry, ExclusionName), (BoardLicence,))


def _drop_lines(session: Session, import_id: int, limit: int, tables: Sequence[Any]) -> bool:
    mine = select(tables[0].line).where(tables[0].import_id == import_id).order_by(tables[0].line)
    bound = session.scalar(mine.offset(limit).limit(1))
    for table in reversed(tables):
        doomed = delete(table).where(table.import_id == import_id)
        session.execute(doomed.where(table.line < bound) if bound else doomed)
    return bound is not None
