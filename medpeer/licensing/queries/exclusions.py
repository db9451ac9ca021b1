"""Looking people up on the exclusion list in use."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from medpeer.licensing.evidence import LEIE, Exclusion
from medpeer.licensing.leie.names import is_same_name, lookup_keys
from medpeer.licensing.models.lists import ExclusionEntry, ExclusionName
from medpeer.licensing.names import PersonName
from medpeer.licensing.npi import NPI_PATTERN
from medpeer.licensing.queries.editions import current_id

_LINES_OF_NAME: Final = select(ExclusionName.line).where(
    ExclusionName.import_id == current_id(LEIE), ExclusionName.name_key.in_(bindparam("keys", expanding=True))
)
# Built once: putting a statement together takes longer than running it.
_MAY_BE: Final = select(ExclusionEntry).where(
    ExclusionEntry.import_id == current_id(LEIE),
    or_(ExclusionEntry.npi == bindparam("npi"), ExclusionEntry.line.in_(_LINES_OF_NAME)),
)


def find_exclusions(
    session: Session,
    *,
    npi: str | None = None,
    names: Iterable[PersonName] = (),
    state: str = "",
    birth_date: date | None = None,
) -> tuple[Exclusion, ...]:
    """Return the entries that have the number, or a name that may be one of ``names``; reinstated ones too.

    Those that say most come first: by number, then by name with the state or the birth date, then by name alone.
    """
    given = tuple(names)
    # What cannot be a number stands in no column of numbers.
    number = npi if npi and re.fullmatch(NPI_PATTERN, npi, re.ASCII) else None
    rows = session.scalars(_MAY_BE, {"npi": number, "keys": sorted(lookup_keys(given))})
    found = [_value(row) for row in rows if _is_of(row, npi, given)]
    return tuple(sorted(found, key=lambda entry: _rank(entry, npi, state, birth_date)))


def _is_of(row: ExclusionEntry, npi: str | None, names: Iterable[PersonName]) -> bool:
    return (npi is not None and row.npi == npi) or any(is_same_name(name, _name_of(row)) for name in names)


def _name_of(row: ExclusionEntry) -> PersonName:
    return PersonName(row.first_name, row.last_name, row.middle_name)


def _value(row: ExclusionEntry) -> Exclusion:
    return Exclusion(
        npi=row.npi,
        name=_name_of(row),
        birth_date=row.birth_date,
        state=row.state,
        excluded_on=row.excluded_on,
        reinstated_on=row.reinstated_on,
        waiver_state=row.waiver_state or None,
    )


def _rank(entry: Exclusion, npi: str | None, state: str, birth_date: date | None) -> tuple[bool, bool, str]:
    has_number = npi is not None and entry.npi == npi
    same_place = bool(state) and entry.state == state
    same_birth = birth_date is not None and entry.birth_date == birth_date
    return not has_number, not (same_place or same_birth), repr(entry)
