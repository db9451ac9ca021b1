"""Every write to unmasking: each step stands in the audit log. Services never commit."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts import queries as accounts
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core import outbox
from medpeer.core.content import ContentKind
from medpeer.core.db import context_of
from medpeer.unmasking import policy, queries
from medpeer.unmasking.errors import NobodyThereError
from medpeer.unmasking.events import Unmasked, UnmaskingAsked
from medpeer.unmasking.models import Unmasking, UnmaskingReason, UnmaskingState
from medpeer.unmasking.queries import Identity


def request_unmasking(
    session: Session, actor: Actor, kind: ContentKind, content_id: int, reason: UnmaskingReason
) -> Unmasking:
    """Ask to learn who wrote something, which every other privacy officer is told; never the member in question.

    The same question that still waits is returned as it is.

    Raises:
        NotFoundError: the actor is no privacy officer.
        NobodyThereError: no such post or message, the actor's own, or its author shows their name.
    """
    policy.check_may_unmask(actor)
    author = queries.find_author(session, kind, content_id)
    # One's own answers as nothing does: who else asks about it stays unknown.
    if author is None or author.shows_name or author.physician_id == actor.physician_id:
        raise NobodyThereError
    now = context_of(session).clock.now()
    waiting = session.scalars(
        select(Unmasking).where(Unmasking.content_kind == kind, Unmasking.content_id == content_id)
    )
    known = next((row for row in waiting if policy.waits(row, now)), None)
    if known is not None:
        return known
    row = Unmasking(
        content_kind=kind,
        content_id=content_id,
        physician_id=author.physician_id,
        reason=reason,
        requested_by_id=actor.physician_id,
        requested_at=now,
    )
    session.add(row)
    session.flush()
    _note(session, actor, row, AuditAction.UNMASKING_REQUESTED)
    for officer_id in accounts.list_serving(session, Role.PRIVACY_OFFICER):
        if officer_id not in {row.requested_by_id, row.physician_id}:
            outbox.record(session, UnmaskingAsked(unmasking_id=row.id, officer_id=officer_id))
    return row


def settle_unmasking(session: Session, actor: Actor, unmasking_id: int, state: UnmaskingState) -> Unmasking:
    """Agree to a request of somebody else, which tells the member, or refuse it.

    Raises:
        NotFoundError: no such request, one about the actor, or they are no privacy officer.
        SamePersonError: the actor asked for it.
        SettledError: it no longer waits.
    """
    row = queries.access_unmasking(session, actor, unmasking_id)
    session.refresh(row, with_for_update=True)
    now = context_of(session).clock.now()
    policy.check_may_settle(actor, row, now)
    agreed = state is UnmaskingState.AGREED
    row.state, row.settled_by_id, row.settled_at = state, actor.physician_id, now
    session.flush()
    _note(session, actor, row, AuditAction.UNMASKING_AGREED if agreed else AuditAction.UNMASKING_REFUSED)
    if agreed:
        outbox.record(session, Unmasked(unmasking_id=row.id, physician_id=row.physician_id))
    return row


def look(session: Session, actor: Actor, unmasking_id: int) -> Identity:
    """Return who wrote it, and note that the actor looked.

    Raises:
        NotFoundError: no such request, or the actor is not one of the two.
        SettledError: it was not agreed, or too long ago.
    """
    row = queries.access_unmasking(session, actor, unmasking_id)
    policy.check_may_look(actor, row, context_of(session).clock.now())
    _note(session, actor, row, AuditAction.IDENTITY_SEEN)
    return queries.identity_of(session, row.physician_id)


def _note(session: Session, actor: Actor, row: Unmasking, action: AuditAction) -> None:
    audit.record(session, action, ObjectKind.UNMASKING, row.id, actor_id=actor.physician_id, reason=row.reason)
