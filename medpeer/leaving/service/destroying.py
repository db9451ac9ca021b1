"""Destroying who somebody was: names, address, numbers, credentials, proofs. A keyed digest of the number stays."""

from sqlalchemy.orm import Session

from medpeer import audit, gate
from medpeer.accounts.models import Physician, Tier
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core.crypto import new_token, token_digest
from medpeer.core.db import Base, context_of
from medpeer.leaving import policy, queries
from medpeer.leaving.models import TextsChoice
from medpeer.leaving.service.uprooting import uproot
from medpeer.moderation.service.reports import drop_own_notes


def destroy_identity(session: Session, physician_id: int) -> None:
    """Empty a closed account; its number stays for the handles that lead to it. Done twice, it changes nothing.

    What lies in files is the caller's to destroy before, for a row without its file can be destroyed again.
    """
    departure = queries.find_departure(session, physician_id)
    if departure is None or departure.closed_at is None or departure.destroyed_at is not None:
        return
    gone = _empty(session, session.get_one(Physician, physician_id))
    for name in sorted(policy.GOES):
        table = Base.metadata.tables[name]
        gone += uproot(session, table, table.c.physician_id, [physician_id])
    if departure.texts is TextsChoice.WITHDRAW:
        gone += drop_own_notes(session, physician_id)
    gate.forget(session, set(gone))
    departure.destroyed_at = context_of(session).clock.now()
    audit.record(session, AuditAction.IDENTITY_DESTROYED, ObjectKind.PHYSICIAN, physician_id, actor_id=None)


def _empty(session: Session, physician: Physician) -> list[int]:
    names = [name.clearance_id for name in (physician.first_name, physician.last_name) if name is not None]
    physician.first_name = physician.last_name = None
    physician.email_sealed = context_of(session).vault.seal("")
    # Of whatever the account was given since it closed, no address may lead to it: its owner may sign up with it.
    physician.email_digest = token_digest(new_token())
    physician.email_proved_at = None
    physician.specialty, physician.state, physician.tier = None, "", Tier.PHYSICIAN
    session.flush()
    return names
