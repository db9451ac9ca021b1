"""What a newer list says of members that the one before did not: noted in the transaction that puts it in use."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from medpeer.core import outbox
from medpeer.core.db import context_of
from medpeer.licensing.boards.numbers import may_be_same, number_key
from medpeer.licensing.events import RegisterChanged
from medpeer.licensing.evidence import NPPES
from medpeer.licensing.models import LicenceClaim, LicenceHolding, RegisterChange, RegisterChangeKind, RegisterImport
from medpeer.licensing.models.lists import BoardEdition, BoardLicence, ExclusionEntry
from medpeer.licensing.queries import claims
from medpeer.licensing.queries.second_accounts import NUMBER_DIGEST

_AT_ONCE: Final = 500
"""Digests in one query; databases take some thousands of values at most."""


def note_exclusions(session: Session, after: RegisterImport, before: RegisterImport | None) -> int:
    """Note each member whose number came onto the exclusion list or off it, and return how many did.

    In proportion to what changed in the list, not to the number of members.
    """
    now, then = _excluded(session, after), _excluded(session, before)
    return _note_numbers(session, after, now - then, RegisterChangeKind.EXCLUDED) + _note_numbers(
        session, after, then - now, RegisterChangeKind.REINSTATED
    )


def _excluded(session: Session, reading: RegisterImport | None) -> frozenset[str]:
    """Return the numbers of a reading whose exclusion is in force today."""
    if reading is None:
        return frozenset()
    today = context_of(session).clock.now().date()
    in_force = or_(ExclusionEntry.reinstated_on.is_(None), ExclusionEntry.reinstated_on > today)
    numbers = session.scalars(
        select(ExclusionEntry.npi).where(
            ExclusionEntry.import_id == reading.id, ExclusionEntry.npi.is_not(None), in_force
        )
    )
    return frozenset(number for number in numbers if number)


def _note_numbers(session: Session, reading: RegisterImport, numbers: Iterable[str], kind: RegisterChangeKind) -> int:
    vault, noted = context_of(session).vault, 0
    digests = [vault.digest(NUMBER_DIGEST, f"{NPPES}:{number}") for number in sorted(numbers)]
    for start in range(0, len(digests), _AT_ONCE):
        wanted = digests[start : start + _AT_ONCE]
        held = session.scalars(select(LicenceHolding).where(LicenceHolding.number_digest.in_(wanted))).all()
        for holding in held:
            note_change(session, reading, holding.number_digest, holding.physician_id, kind)
        noted += len(held)
    return noted


def note_licences(session: Session, after: RegisterImport, before: RegisterImport | None) -> int:
    """Note what a board's newer file says otherwise of each member it licenses, and return how many things it says.

    A first file changes nothing: there is none to compare with.
    """
    if before is None:
        return 0
    places = set(session.scalars(select(BoardEdition.jurisdiction).where(BoardEdition.import_id == after.id)))
    noted = 0
    for holding, claim in session.execute(
        select(LicenceHolding, LicenceClaim).join(LicenceClaim, LicenceClaim.id == LicenceHolding.claim_id)
    ).all():
        if claim.jurisdiction not in places:
            continue
        number = claims.claimed_licence(session, claim).number
        rows = [_licences(session, reading, claim.jurisdiction, number) for reading in (before, after)]
        key = context_of(session).vault.digest(
            NUMBER_DIGEST, f"{after.register}:{number_key(number, claim.jurisdiction)}"
        )
        for kind in _changes(*rows):
            note_change(session, after, key, holding.physician_id, kind)
            noted += 1
    return noted


def _licences(session: Session, reading: RegisterImport, place: str, number: str) -> Sequence[BoardLicence]:
    rows = session.scalars(
        select(BoardLicence).where(
            BoardLicence.import_id == reading.id,
            BoardLicence.jurisdiction == place,
            BoardLicence.number_key == number_key(number, place),
        )
    )
    return [row for row in rows if may_be_same(number, row.number, place)]


def _changes(before: Sequence[BoardLicence], after: Sequence[BoardLicence]) -> Iterator[RegisterChangeKind]:
    if before and not after:
        yield RegisterChangeKind.GONE
        return
    if {row.status for row in before} != {row.status for row in after}:
        yield RegisterChangeKind.STATUS
    if {row.expires_on for row in before} != {row.expires_on for row in after}:
        yield RegisterChangeKind.EXPIRY
    if {row.has_discipline for row in before} != {row.has_discipline for row in after}:
        yield RegisterChangeKind.DISCIPLINE


def note_change(
    session: Session, reading: RegisterImport, key: str, physician_id: int, kind: RegisterChangeKind
) -> None:
    """Record one change for one member and the event of it."""
    change = RegisterChange(
        register=reading.register,
        import_id=reading.id,
        key=key,
        physician_id=physician_id,
        kind=kind,
        noticed_at=context_of(session).clock.now(),
    )
    session.add(change)
    session.flush()
    outbox.record(session, RegisterChanged(change_id=change.id, physician_id=physician_id))
