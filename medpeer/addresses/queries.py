"""Every read of changes of address."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Standing
from medpeer.addresses import policy
from medpeer.addresses.errors import DeadChangeError
from medpeer.addresses.models import ChangeState, EmailChange
from medpeer.core.db import context_of

_ID_CHARS: Final = 15


class Side(StrEnum):
    """Which mailbox speaks."""

    NEW = "new"
    OLD = "old"


@dataclass(frozen=True, slots=True)
class LinkView:
    """What stands behind a mailed link: whose mailbox it went to, and whether there is something to undo.

    ``is_theirs`` says that whoever looks is signed in to the account.
    """

    side: Side
    is_done: bool
    is_theirs: bool
    waits_until: datetime


@dataclass(frozen=True, slots=True)
class PendingChange:
    """A member's own change on its way."""

    new_address: str
    new_agreed: bool
    old_agreed: bool
    takes_effect_at: datetime


def link_token(session: Session, change_id: int, side: Side) -> str:
    """Return the token of a mailed link, made anew: nothing that waits to be sent, and no row, holds it."""
    return f"{change_id}-{context_of(session).vault.derive_token('address-change', side.value, change_id)}"


def access_by_token(session: Session, token: str) -> tuple[EmailChange, Side]:
    """Return the change of a mailed link and the mailbox the link was sent to, while there is something to say to it.

    Raises:
        DeadChangeError: unknown, stopped, too old, or done and past undoing; or the account is closed.
    """
    number = token.partition("-")[0]
    # int() would take other scripts' figures too, which no link of ours holds.
    is_id = number.isascii() and number.isdecimal() and len(number) <= _ID_CHARS
    change = session.get(EmailChange, int(number)) if is_id else None
    side = _side_of(session, change.id, token) if change is not None else None
    if change is None or side is None or not _is_live(change, side, context_of(session).clock.now()):
        raise DeadChangeError
    if session.get_one(Physician, change.physician_id).standing is Standing.LEFT:
        raise DeadChangeError
    return change, side


def _side_of(session: Session, change_id: int, token: str) -> Side | None:
    matches = (side for side in Side if hmac.compare_digest(link_token(session, change_id, side), token))
    return next(matches, None) if token.isascii() else None


def _is_live(change: EmailChange, side: Side, now: datetime) -> bool:
    if change.state is ChangeState.DONE:
        return side is Side.OLD and policy.may_undo(change.done_at, now)
    new_agreed = change.new_agreed_at is not None
    return change.state is ChangeState.OPEN and not policy.ran_out(
        asked_at=change.asked_at, new_agreed=new_agreed, now=now
    )


def view_link(session: Session, actor: Actor | None, token: str) -> LinkView:
    """Return what the page of a mailed link shows to ``actor``, or to somebody who is not signed in.

    Raises:
        DeadChangeError: as ``access_by_token``.
    """
    change, side = access_by_token(session, token)
    is_done, is_theirs = change.state is ChangeState.DONE, is_of(change, actor)
    return LinkView(side, is_done, is_theirs, change.asked_at + policy.WAITS_FOR)


def is_of(change: EmailChange, actor: Actor | None) -> bool:
    """Tell whether it is the actor's own change."""
    return actor is not None and actor.physician_id == change.physician_id


def find_open(session: Session, physician_id: int) -> EmailChange | None:
    """Return a person's change on its way, or ``None``."""
    return session.scalar(
        select(EmailChange).where(EmailChange.physician_id == physician_id, EmailChange.state == ChangeState.OPEN)
    )


def pending_change(session: Session, actor: Actor) -> PendingChange | None:
    """Return the actor's own change on its way, or ``None``."""
    change = find_open(session, actor.physician_id)
    if change is None or change.new_sealed is None:
        return None
    return PendingChange(
        context_of(session).vault.unseal(change.new_sealed),
        change.new_agreed_at is not None,
        change.old_agreed_at is not None,
        change.asked_at + policy.WAITS_FOR,
    )


def is_taken(session: Session, change_id: int) -> bool:
    """Tell whether another account has the new address of a change and proved it.

    One that never did gives way: anybody may have signed up with an address.
    """
    change = session.get_one(EmailChange, change_id)
    taken = exists().where(
        Physician.email_digest == change.new_digest,
        Physician.id != change.physician_id,
        Physician.email_proved_at.is_not(None),
    )
    return session.scalar(select(taken)) is True


def physician_of(session: Session, change_id: int) -> int:
    """Return whose address a change is of."""
    return session.get_one(EmailChange, change_id).physician_id


def address_of(session: Session, change_id: int, side: Side) -> str | None:
    """Return the address of one of the two mailboxes, or ``None`` once it is gone from the row."""
    change = session.get(EmailChange, change_id)
    sealed = (change.new_sealed if side is Side.NEW else change.old_sealed) if change is not None else None
    return context_of(session).vault.unseal(sealed) if sealed is not None else None


def list_due(session: Session) -> tuple[int, ...]:
    """Return the changes whose time has come: to take effect, to run out, or to be forgotten."""
    now = context_of(session).clock.now()
    waited = (EmailChange.state == ChangeState.OPEN) & (EmailChange.asked_at <= now - policy.WAITS_FOR)
    done = (EmailChange.state == ChangeState.DONE) & (EmailChange.done_at <= now - policy.UNDO_FOR)
    kept = EmailChange.old_sealed.is_not(None)
    return tuple(session.scalars(select(EmailChange.id).where(waited | (done & kept)).order_by(EmailChange.id)))
