"""What the register shows of a number to somebody who says it is theirs: enough to know oneself by, masked."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from medpeer.licensing.evidence import EntityType, RegisterRecord
from medpeer.licensing.npi import normalise_npi
from medpeer.licensing.queries import registers
from medpeer.licensing.shown_names import mask_name
from medpeer.licensing.states import label_of_state
from medpeer.licensing.taxonomy import label_of


@dataclass(frozen=True, slots=True)
class NumberPreview:
    """A physician of the register, as "J••• D•e, internal medicine, California". ``name`` is masked already."""

    name: str
    specialty: str
    place: str


def preview_number(session: Session, npi: str) -> NumberPreview | None:
    """Return the masked row of an active physician's number; ``None`` alike for every other number.

    Whether a number belongs to a member is not looked at, so that the answer cannot tell it.
    """
    record = registers.find_record(session, registers.find_current_import(session), normalise_npi(npi))
    return preview_of(record) if record and _is_shown(record) else None


def _is_shown(record: RegisterRecord) -> bool:
    return record.entity is EntityType.PERSON and not record.is_deactivated and bool(record.leading_code)


def preview_of(record: RegisterRecord) -> NumberPreview:
    """Return a row of the register with its name masked; what it does not hold is empty."""
    specialty = label_of(record.leading_code).lower() if record.leading_code else ""
    return NumberPreview(mask_name(record.name), specialty, label_of_state(record.state))
