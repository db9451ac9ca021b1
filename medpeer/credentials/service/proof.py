"""Proving anew who one is: by a code, or by the password of an account that has nothing else."""

from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts import service as accounts
from medpeer.accounts.actor import Actor
from medpeer.audit import AuditAction, ObjectKind
from medpeer.credentials import queries
from medpeer.credentials.errors import WrongCodeError
from medpeer.credentials.models import Authenticator
from medpeer.credentials.service.authenticator import spend_app_code
from medpeer.credentials.service.recovery import spend_code


def check_code(session: Session, physician_id: int, typed: str) -> None:
    """Take a code of the person's confirmed app, or one of their recovery codes, and use it up.

    Raises:
        WrongCodeError: it is neither, or was used.
    """
    app = session.get(Authenticator, physician_id)
    has_app = app is not None and app.confirmed_at is not None
    if has_app and spend_app_code(session, physician_id, typed):
        return
    if not spend_code(session, physician_id, typed):
        raise WrongCodeError


def prove_by_code(session: Session, actor: Actor, typed: str) -> None:
    """Note that the actor proved just now, in this browser, who they are.

    Raises:
        WrongCodeError: the code is none of theirs.
    """
    check_code(session, actor.physician_id, typed)
    note_proof(session, actor)


def prove_by_password(session: Session, actor: Actor) -> None:
    """Note a proof by a password that was checked before; not enough where there is a factor.

    Raises:
        WrongCodeError: the account has a factor, which is asked for instead.
    """
    if queries.has_factor(session, actor.physician_id):
        raise WrongCodeError
    note_proof(session, actor)


def note_proof(session: Session, actor: Actor) -> None:
    """Let the actor's sign-in count as freshly proved from now."""
    if actor.device_session_id is not None:
        accounts.renew_proof(session, actor.device_session_id)
        audit.record(
            session, AuditAction.PROVED_AGAIN, ObjectKind.PHYSICIAN, actor.physician_id, actor_id=actor.physician_id
        )
