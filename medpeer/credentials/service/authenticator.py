"""An authenticator app: set up, confirmed by its first code, taken away."""

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.core.db import context_of
from medpeer.credentials.codes import matching_step, new_secret
from medpeer.credentials.errors import AuthenticatorInUseError, WrongCodeError
from medpeer.credentials.models import Authenticator, CredentialChange
from medpeer.credentials.service.changes import one_at_a_time, tell
from medpeer.credentials.service.recovery import drop_codes_without_factor, issue_first_codes


def begin_setup(session: Session, actor: Actor) -> None:
    """Make a secret that counts once a first code confirms it; one that still waits is replaced.

    Raises:
        AuthenticatorInUseError: a confirmed one stands; it goes first.
    """
    context = context_of(session)
    one_at_a_time(session, actor.physician_id)
    row = session.get(Authenticator, actor.physician_id)
    if row is not None and row.confirmed_at is not None:
        raise AuthenticatorInUseError
    sealed, now = context.vault.seal(new_secret()), context.clock.now()
    if row is None:
        session.add(Authenticator(physician_id=actor.physician_id, secret_sealed=sealed, created_at=now))
    else:
        row.secret_sealed, row.created_at = sealed, now


def confirm_setup(session: Session, actor: Actor, typed: str) -> tuple[str, ...]:
    """Confirm the waiting secret by its first code; return recovery codes when the person had none.

    Raises:
        WrongCodeError: the code does not fit, or nothing waits for one.
    """
    one_at_a_time(session, actor.physician_id)
    row = session.get(Authenticator, actor.physician_id)
    now = context_of(session).clock.now()
    if row is None or row.confirmed_at is not None or not spend_app_code(session, actor.physician_id, typed):
        raise WrongCodeError
    row.confirmed_at = now
    session.flush()
    tell(session, actor.physician_id, CredentialChange.AUTHENTICATOR_ADDED)
    return issue_first_codes(session, actor.physician_id)


def spend_app_code(session: Session, physician_id: int, typed: str) -> bool:
    """Use an app's code up; tell whether it fits now. Of two at the same time one is taken."""
    context = context_of(session)
    row = session.get(Authenticator, physician_id)
    step = matching_step(context.vault.unseal(row.secret_sealed), typed, context.clock.now()) if row else None
    if step is None:
        return False
    taken = session.execute(
        update(Authenticator)
        .where(Authenticator.physician_id == physician_id, Authenticator.last_step < step)
        .values(last_step=step)
        .returning(Authenticator.physician_id)
    )
    return taken.scalar_one_or_none() is not None


def remove_authenticator(session: Session, actor: Actor) -> None:
    """Forget a person's authenticator app, confirmed or waiting; none changes nothing."""
    one_at_a_time(session, actor.physician_id)
    gone = session.execute(
        delete(Authenticator)
        .where(Authenticator.physician_id == actor.physician_id)
        .returning(Authenticator.confirmed_at)
    ).first()
    if gone is not None and gone.confirmed_at is not None:
        tell(session, actor.physician_id, CredentialChange.AUTHENTICATOR_REMOVED)
        drop_codes_without_factor(session, actor.physician_id)
