"""Reads of register files as loaded."""

from dataclasses import dataclass
from datetime import date, timedelta
from unicodedata import combining, normalize

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from medpeer.core.db import context_of
from medpeer.licensing.boards.numbers import number_key
from medpeer.licensing.evidence import NPPES, ClaimedLicence, EntityType, RegisterRecord
from medpeer.licensing.models import ImportKind, RegisterImport, RegisterPhysician
from medpeer.licensing.names import PersonName
from medpeer.licensing.packed import PART, unpack_address, unpack_licences
from medpeer.licensing.queries.boards import find_board_records, find_board_records_named
from medpeer.licensing.queries.editions import EditionInUse, list_editions, register_ages
from medpeer.licensing.queries.exclusions import find_exclusions
from medpeer.licensing.queries.institutions import Institution, is_institution
from medpeer.licensing.weighing import licence_agrees, searched_names

__all__ = [
    "Edition",
    "EditionInUse",
    "Institution",
    "find_board_records",
    "find_board_records_named",
    "find_current_import",
    "find_exclusions",
    "find_record",
    "is_institution",
    "list_also_licensed",
    "list_editions",
    "list_records_licensed",
    "list_records_named",
    "list_spent_imports",
    "record_of",
    "register_age",
    "register_ages",
]


@dataclass(frozen=True, slots=True)
class Edition:
    """A register as it stands: the full reading's ``id``, and the day that it or a weekly file goes up to."""

    id: int
    register: str
    dated_on: date
    rows: int


def find_current_import(session: Session, register: str = NPPES) -> Edition | None:
    """Return the edition of a register in use, or ``None`` while there is none."""
    whole = session.scalar(
        select(RegisterImport)
        .where(
            RegisterImport.register == register,
            RegisterImport.kind == ImportKind.FULL,
            RegisterImport.completed_at.is_not(None),
        )
        .order_by(RegisterImport.id.desc())
        .limit(1)
    )
    if whole is None:
        return None
    newest = session.scalar(
        select(func.max(RegisterImport.dated_on)).where(
            RegisterImport.base_id == whole.id, RegisterImport.kind == ImportKind.WEEKLY
        )
    )
    return Edition(whole.id, register, max(whole.dated_on, newest or whole.dated_on), whole.rows_kept)


def register_age(session: Session, current: Edition | None) -> timedelta | None:
    """Return how old the edition in use is, in whole days, or ``None`` while there is none."""
    return context_of(session).clock.now().date() - current.dated_on if current else None


def list_spent_imports(session: Session, register: str) -> tuple[int, ...]:
    """Return the editions whose rows nobody sees any more: unfinished ones and those before the one in use."""
    current = find_current_import(session, register)
    with_rows = select(RegisterPhysician.import_id).where(RegisterPhysician.import_id == RegisterImport.id)
    return tuple(
        session.scalars(
            select(RegisterImport.id).where(
                RegisterImport.register == register,
                RegisterImport.id != (current.id if current else 0),
                with_rows.exists(),
            )
        )
    )


def find_record(session: Session, current: Edition | None, npi: str) -> RegisterRecord | None:
    """Return what the edition in use holds of a number, or ``None``."""
    row = session.get(RegisterPhysician, (current.id, npi)) if current else None
    return record_of(row, current.dated_on) if row and current else None


def record_of(row: RegisterPhysician, dated_on: date) -> RegisterRecord:
    """Return a row as a value, dated as its edition is."""
    practice = unpack_address(row.practice_address)
    return RegisterRecord(
        npi=row.npi,
        entity=row.entity,
        name=PersonName(row.first_name, row.last_name, row.middle_name, row.name_suffix),
        dated_on=dated_on,
        credential=row.credential,
        city=practice.city,
        state=practice.state,
        other_names=_other_names(row),
        licences=unpack_licences(row.licences),
        deactivated_on=row.deactivated_on,
        reactivated_on=row.reactivated_on,
        enumerated_on=row.enumerated_on,
        updated_on=row.updated_on,
        deactivation_reason=row.deactivation_reason,
        replacement_npi=row.replacement_npi,
        phone=row.phone,
        fax=row.fax,
        practice_address=practice,
        mailing_address=unpack_address(row.mailing_address),
    )


def _other_names(row: RegisterPhysician) -> tuple[PersonName, ...]:
    if not (row.other_last_name or row.other_first_name):
        return ()
    # A former name often gives the last name alone; the first has not changed.
    first, last = row.other_first_name or row.first_name, row.other_last_name or row.last_name
    return (PersonName(first, last, row.other_middle_name),)


def list_records_named(
    session: Session, current: Edition | None, last: str, first: str = "", *, limit: int = 50
) -> tuple[RegisterRecord, ...]:
    """Return the numbers with a last name whose first name starts as given, by name.

    The register writes capitals without marks; a file that does not is found as it is typed.
    """
    named = select(RegisterPhysician).where(RegisterPhysician.last_name.in_(_written(last)))
    if first.strip():
        starts = (RegisterPhysician.first_name.startswith(one, autoescape=True) for one in _written(first))
        named = named.where(or_(*starts))
    return _list(session, current, named.order_by(RegisterPhysician.first_name, RegisterPhysician.npi).limit(limit))


def _written(name: str) -> tuple[str, ...]:
    typed = " ".join(name.split())
    bare = "".join(sign for sign in normalize("NFKD", typed) if not combining(sign))
    return tuple(dict.fromkeys((typed.upper(), bare.upper(), typed)))


def list_records_licensed(
    session: Session, current: Edition | None, state: str, number: str, *, limit: int = 50
) -> tuple[RegisterRecord, ...]:
    """Return the numbers with a licence of a state that ends as given, so that prefixes and zeros do not matter.

    Goes through the whole register: a second or so on the national one.
    """
    written = f"{number.strip().upper()}{PART}{state}"
    licensed = select(RegisterPhysician).where(RegisterPhysician.licences.contains(written, autoescape=True))
    return _list(session, current, licensed.order_by(RegisterPhysician.npi).limit(limit))


def list_also_licensed(
    session: Session, current: Edition | None, claimed: ClaimedLicence, record: RegisterRecord | None
) -> tuple[RegisterRecord, ...]:
    """Return the other numbers under which a claimed licence stands, of people with a last name of the applicant's.

    By last name, for which there is an index: the board must know the applicant, so a copy has the name too.
    """
    core = number_key(claimed.number, claimed.jurisdiction)
    if record is None or not core:
        return ()
    lasts = {written for name in searched_names(claimed, record) for written in _written(name.last)}
    bare = func.replace(func.replace(RegisterPhysician.licences, "-", ""), " ", "")
    named = select(RegisterPhysician).where(
        RegisterPhysician.last_name.in_(sorted(lasts)),
        RegisterPhysician.npi != claimed.npi,
        bare.contains(core, autoescape=True),
    )
    people = (one for one in _list(session, current, named) if one.entity is EntityType.PERSON)
    return tuple(one for one in people if licence_agrees(claimed, one))


def _list(session: Session, current: Edition | None, wanted: Select[RegisterPhysician]) -> tuple[RegisterRecord, ...]:
    if current is None:
        return ()
    rows = session.scalars(wanted.where(RegisterPhysician.import_id == current.id))
    return tuple(record_of(row, current.dated_on) for row in rows)
