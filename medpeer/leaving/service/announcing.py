"""Asking to go, staying after all, and the end of the time in between."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts import service as accounts
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import PhysicianRole, Standing
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core import outbox
from medpeer.core.crypto import new_token, token_digest
from medpeer.core.db import context_of
from medpeer.credentials.service.forgetting import forget_credentials
from medpeer.hospitals.service import forget_links
from medpeer.leaving import policy, queries
from medpeer.leaving.errors import DeadStayError
from medpeer.leaving.events import AccountClosed, LeavingAsked
from medpeer.leaving.models import Departure, TextsChoice, Withdrawal
from medpeer.licensing.service.alone import judge_alone
from medpeer.licensing.service.departing import leave_marks, withdraw_claims
from medpeer.own_data import service as own_data

Chance = Callable[[], float]
"""Gives a number from 0 to 1 that nobody can foretell."""


def ask_to_leave(session: Session, actor: Actor, texts: TextsChoice) -> None:
    """Note that the actor wants their account deleted; asked again, only the choice about the texts changes."""
    departure = queries.find_departure(session, actor.physician_id)
    if departure is not None:
        departure.texts = texts
        return
    departure = Departure(physician_id=actor.physician_id, texts=texts, asked_at=context_of(session).clock.now())
    session.add(departure)
    session.flush()
    outbox.record(session, LeavingAsked(departure_id=departure.id))
    _note(session, actor.physician_id, AuditAction.LEAVING_ASKED)


def stay(session: Session, physician_id: int) -> None:
    """Forget a wish to go; everything is as it was. Without one nothing changes.

    Raises:
        DeadStayError: the account is closed.
    """
    accounts.lock_person(session, physician_id)
    departure = queries.find_departure(session, physician_id)
    if departure is None:
        return
    if not policy.may_stay(departure.closed_at):
        raise DeadStayError
    session.delete(departure)
    session.flush()
    _note(session, physician_id, AuditAction.LEAVING_STOPPED)


def close_account(session: Session, physician_id: int, *, password_hash: str, chance: Chance) -> None:
    """Shut an account for good: no way in, no role, no open claim. Names and numbers go later, the texts by choice.

    ``password_hash`` is of no password. Where the person stayed meanwhile, nothing happens.
    """
    physician = judge_alone(session, physician_id)
    departure = queries.find_departure(session, physician_id)
    if departure is None or departure.closed_at is not None:
        return
    departure.closed_at = context_of(session).clock.now()
    leave_marks(session, physician)
    withdraw_claims(session, physician_id)
    accounts.change_standing(session, physician, Standing.LEFT, actor_id=physician_id)
    physician.password_hash = password_hash
    # The last mail goes to the sealed address; nobody finds the account by it any more, and a new one may have it.
    physician.email_digest = token_digest(new_token())
    forget_credentials(session, physician_id)
    forget_links(session, physician_id)
    own_data.withdraw(session, physician_id)
    session.execute(delete(PhysicianRole).where(PhysicianRole.physician_id == physician_id))
    if departure.texts is TextsChoice.WITHDRAW:
        session.add_all(_withdrawals(session, physician_id, chance))
    outbox.record(session, AccountClosed(physician_id=physician_id))


def _withdrawals(session: Session, physician_id: int, chance: Chance) -> Sequence[Withdrawal]:
    """Return a moment for each conversation: drawn apart, so that none follows from another."""
    now = context_of(session).clock.now()

    def moment(length: timedelta = policy.SPREAD) -> timedelta:
        return length * chance()

    threads = queries.list_threads(session, physician_id)
    rooms = queries.list_rooms(session, physician_id)
    return [
        *(Withdrawal(physician_id=physician_id, due_at=now + moment(), thread_id=one) for one in threads),
        *(Withdrawal(physician_id=physician_id, due_at=now + moment(), room_id=one) for one in rooms),
    ]


def _note(session: Session, physician_id: int, action: AuditAction) -> None:
    audit.record(session, action, ObjectKind.PHYSICIAN, physician_id, actor_id=physician_id)
