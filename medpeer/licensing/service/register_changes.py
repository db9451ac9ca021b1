"""What a newer NPPES file says otherwise of members: found while reading, noted where the file comes into use."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.core.db import context_of
from medpeer.licensing.evidence import NPPES, RegisterRecord
from medpeer.licensing.models import LicenceClaim, LicenceHolding, RegisterChangeKind, RegisterImport
from medpeer.licensing.queries import claims, registers
from medpeer.licensing.queries.registers import Edition
from medpeer.licensing.queries.second_accounts import NUMBER_DIGEST
from medpeer.licensing.service.list_changes import note_change

_AT_ONCE: Final = 500
"""Values in one query; databases take some thousands at most."""


@dataclass(frozen=True, slots=True)
class MemberChange:
    """One thing that is new of a member's number."""

    key: str
    physician_id: int
    kind: RegisterChangeKind


def compare_editions(session: Session, before: Edition | None, after: Edition) -> list[MemberChange]:
    """Return what a whole newer edition says otherwise of each member; nothing when there is none to compare with."""
    if before is None:
        return []
    found = session.execute(
        select(LicenceHolding, LicenceClaim)
        .join(LicenceClaim, LicenceClaim.id == LicenceHolding.claim_id)
        .where(LicenceClaim.register == NPPES)
    )
    changes: list[MemberChange] = []
    for holding, claim in found.all():
        npi = claims.claimed_licence(session, claim).npi
        records = [registers.find_record(session, edition, npi) for edition in (before, after)]
        changes += _changes_of(holding, *records)
    return changes


def members_among(session: Session, numbers: Sequence[str]) -> dict[str, LicenceHolding]:
    """Return which of some numbers are members', in proportion to the numbers and not to the members."""
    vault = context_of(session).vault
    digests = {vault.digest(NUMBER_DIGEST, f"{NPPES}:{number}"): number for number in numbers}
    wanted = list(digests)
    found: dict[str, LicenceHolding] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        for holding in session.scalars(select(LicenceHolding).where(LicenceHolding.number_digest.in_(some))):
            found[digests[holding.number_digest]] = holding
    return found


def compare_records(
    members: dict[str, LicenceHolding],
    before: dict[str, RegisterRecord | None],
    after: dict[str, RegisterRecord | None],
) -> list[MemberChange]:
    """Return what is new of each member's record."""
    return [
        change for npi, holding in members.items() for change in _changes_of(holding, before.get(npi), after.get(npi))
    ]


def _changes_of(
    holding: LicenceHolding, before: RegisterRecord | None, after: RegisterRecord | None
) -> Iterator[MemberChange]:
    for kind in record_changes(before, after):
        yield MemberChange(holding.number_digest, holding.physician_id, kind)


def record_changes(before: RegisterRecord | None, after: RegisterRecord | None) -> Iterator[RegisterChangeKind]:
    """Yield what differs between two records of a number, as far as it bears on who may be a member.

    A number out of use is stripped of names and licences, which says nothing more.
    """
    if after is None:
        if before is not None:
            yield RegisterChangeKind.GONE
        return
    was_deactivated = before is not None and before.is_deactivated
    if after.is_deactivated:
        if not was_deactivated:
            yield RegisterChangeKind.DEACTIVATED
        return
    if was_deactivated:
        yield RegisterChangeKind.REACTIVATED
    if before is None or was_deactivated:
        return
    if (before.name, before.other_names, before.entity) != (after.name, after.other_names, after.entity):
        yield RegisterChangeKind.NAME
    if before.licences != after.licences:
        yield RegisterChangeKind.LICENCES


def note_changes(session: Session, reading: RegisterImport, changes: Iterable[MemberChange]) -> int:
    """Record changes with their events and return how many there were."""
    count = 0
    for change in changes:
        note_change(session, reading, change.key, change.physician_id, change.kind)
        count += 1
    return count
