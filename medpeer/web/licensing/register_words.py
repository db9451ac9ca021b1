"""What the register browser says: each row of a register as a few lines a reviewer reads."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from medpeer.core.clock import day_words
from medpeer.licensing.countries import label_of_place
from medpeer.licensing.evidence import (
    LEIE,
    NPPES,
    BoardKind,
    BoardRecord,
    BoardStatus,
    EntityType,
    Exclusion,
    RegisterRecord,
)
from medpeer.licensing.names import PersonName
from medpeer.licensing.npi import print_npi
from medpeer.licensing.policy.lookups import Lookup, LookupKind
from medpeer.licensing.queries.editions import INSTITUTIONS
from medpeer.licensing.states import label_of_state
from medpeer.licensing.taxonomy import label_of

TITLES: Final = {
    NPPES: "National register (NPPES)",
    LEIE: "Exclusion list (LEIE)",
    INSTITUTIONS: "Institutions’ mailboxes",
}


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of a register: its number, whose it is, whether all is well with it, and lines of what else it says."""

    number: str
    name: str
    status: str
    is_well: bool
    lines: tuple[tuple[str, str], ...]
    dated: str = ""


def read_as(lookup: Lookup) -> str:
    """Return how a search was understood."""
    match lookup.kind:
        case LookupKind.NUMBER:
            return f"NPI {print_npi(lookup.number)}"
        case LookupKind.LICENCE:
            return f"licence {lookup.number} of {label_of_place(lookup.place)}"
        case LookupKind.NAME:
            ways = (
                f"last name {name.last}{f', first name {name.first}' if name.first else ''}" for name in lookup.names
            )
            return ", or ".join(ways)


def _named(name: PersonName) -> str:
    parts = (name.first, name.middle, name.last)
    return " ".join(part.title() if part.isupper() else part for part in parts if part)


def _filled(*lines: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(line for line in lines if line[1])


def record_row(record: RegisterRecord, today: date) -> ShownRow:
    """Return a number of the national register as it is shown."""
    address = record.practice_address
    place = ", ".join(filter(None, (*address.lines, address.city.title(), label_of_state(address.state))))
    licences = "; ".join(f"{slot.state} {slot.number}" for slot in record.licences if slot.number)
    return ShownRow(
        number=print_npi(record.npi),
        name=_named(record.name),
        status=_status(record),
        is_well=record.entity is EntityType.PERSON and not record.is_deactivated,
        lines=_filled(
            ("Other names", "; ".join(map(_named, record.other_names))),
            ("Credential", record.credential),
            ("Specialty", "; ".join(f"{label_of(code)}, {code}" for code in record.codes)),
            ("Licences", licences),
            ("Practice", place.title() if place.isupper() else place),
            ("Telephone", record.phone),
            ("Fax", record.fax),
            ("Replaced by", print_npi(record.replacement_npi) if record.replacement_npi else ""),
            ("Given", day_words(record.enumerated_on)),
            ("Changed", day_words(record.updated_on)),
        ),
        dated=f"NPPES, {(today - record.dated_on).days} d",
    )


def _status(record: RegisterRecord) -> str:
    if record.is_deactivated:
        return f"Out of use since {day_words(record.deactivated_on)}"
    match record.entity:
        case EntityType.PERSON:
            return "In use"
        case EntityType.ORGANISATION:
            return "An organisation’s"
        case EntityType.UNSTATED:
            return "Not stated"


def board_row(board: BoardRecord) -> ShownRow:
    """Return a licence of a board as it is shown."""
    well = board.status is BoardStatus.ACTIVE and board.kind is BoardKind.PHYSICIAN and not board.has_discipline
    return ShownRow(
        number=f"{board.jurisdiction} {board.number}",
        name=_named(board.name),
        status=board.status.value.capitalize(),
        is_well=well and not board.is_stale,
        lines=_filled(
            ("Licence for", board.kind.value.capitalize()),
            ("Until", day_words(board.expires_on)),
            ("Discipline", "Listed" if board.has_discipline else ""),
            ("Born", day_words(board.birth_date) or str(board.birth_year or "")),
            ("Authority", "" if board.authority.value == "primary" else "A copy, not the board’s own list"),
        ),
        dated=f"{board.register}, {board.dated_on:%-d %b %Y}{', too old' if board.is_stale else ''}",
    )


def exclusion_row(entry: Exclusion, today: date) -> ShownRow:
    """Return an entry of the exclusion list as it is shown."""
    in_force = entry.is_in_force(today)
    return ShownRow(
        number=print_npi(entry.npi) if entry.npi else "No number",
        name=_named(entry.name),
        status="Excluded" if in_force else "Reinstated",
        is_well=not in_force,
        lines=_filled(
            ("State", label_of_state(entry.state)),
            ("Born", day_words(entry.birth_date)),
            ("Excluded", day_words(entry.excluded_on)),
            ("Reinstated", day_words(entry.reinstated_on)),
            ("Waived in", label_of_state(entry.waiver_state or "")),
        ),
        dated="Exclusion list",
    )
