"""Every write to changes of address. Services never commit."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts import queries as accounts
from medpeer.accounts import service as account_service
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Standing
from medpeer.accounts.policy import normalise_email
from medpeer.addresses import policy, queries
from medpeer.addresses.errors import DeadChangeError, OthersChangeError, SameAddressError
from medpeer.addresses.events import AddressChanged, NewAddressAsked, OldAddressAsked
from medpeer.addresses.models import ChangeState, EmailChange
from medpeer.addresses.queries import Side
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core import outbox
from medpeer.core.crypto import new_token, token_digest
from medpeer.core.db import context_of
from medpeer.core.errors import NotAllowedError
from medpeer.credentials.service.forgetting import drop_added_since
from medpeer.credentials.service.password import close_resets, lock_password
from medpeer.hospitals.service import drop_links_since


def ask_change(session: Session, actor: Actor, email: str) -> None:
    """Ask both mailboxes whether the actor's address is to be ``email``; an earlier change on its way is dropped.

    An address that another account has gets a mail that says so, and the actor's answer is the same.

    Raises:
        InvalidEmailError: not an address.
        SameAddressError: it is the actor's already.
        NotAllowedError: the present address was never proved.
    """
    address, context = normalise_email(email), context_of(session)
    physician = session.get_one(Physician, actor.physician_id)
    if physician.email_proved_at is None:
        message = "Prove your present address first: open the link we mailed you."
        raise NotAllowedError(message)
    digest = accounts.email_digest(session, address)
    if digest == physician.email_digest:
        raise SameAddressError
    drop_change(session, actor)
    change = EmailChange(
        physician_id=physician.id,
        asked_at=context.clock.now(),
        new_sealed=context.vault.seal(address),
        new_digest=digest,
        old_sealed=physician.email_sealed,
    )
    session.add(change)
    session.flush()
    outbox.record(session, NewAddressAsked(change_id=change.id))
    outbox.record(session, OldAddressAsked(change_id=change.id))
    _note(session, change, AuditAction.ADDRESS_CHANGE_ASKED)


def drop_change(session: Session, actor: Actor) -> None:
    """Let the actor's change on its way drop; where there is none, nothing happens."""
    change = queries.find_open(session, actor.physician_id)
    if change is not None:
        _stop(session, change, ChangeState.DROPPED)


def agree(session: Session, actor: Actor | None, token: str) -> bool:
    """Take one mailbox's word for the change, and tell whether it takes effect with it.

    The new mailbox's counts only from somebody signed in to the account: it proves whose address this is, and a press
    of a button by an owner who was tricked would prove it for an impostor.

    Raises:
        DeadChangeError: the link has ended, or the address was taken meanwhile.
        OthersChangeError: the new mailbox speaks, and ``actor`` is not whoever asked.
    """
    change, side = queries.access_by_token(session, token)
    session.refresh(change, with_for_update=True)
    if change.state is not ChangeState.OPEN:
        raise DeadChangeError
    now = context_of(session).clock.now()
    if side is Side.NEW:
        if not queries.is_of(change, actor):
            raise OthersChangeError
        change.new_agreed_at = change.new_agreed_at or now
    else:
        change.old_agreed_at = change.old_agreed_at or now
    return settle_if_due(session, change)


def settle_if_due(session: Session, change: EmailChange) -> bool:
    """Let a change take effect whose time has come, and tell whether it did; one that ran out is closed."""
    now, new_agreed = context_of(session).clock.now(), change.new_agreed_at is not None
    if policy.ran_out(asked_at=change.asked_at, new_agreed=new_agreed, now=now):
        _stop(session, change, ChangeState.RAN_OUT)
    old_agreed = change.old_agreed_at is not None
    if not policy.is_due(asked_at=change.asked_at, new_agreed=new_agreed, old_agreed=old_agreed, now=now):
        return False
    if queries.is_taken(session, change.id) or change.new_sealed is None:
        _stop(session, change, ChangeState.RAN_OUT)
        return False
    _make_room(session, change.new_digest)
    _carry_out(session, change, change.new_sealed)
    return True


def _carry_out(session: Session, change: EmailChange, new_sealed: bytes) -> None:
    physician = session.get_one(Physician, change.physician_id)
    physician.email_sealed, physician.email_digest = new_sealed, change.new_digest
    change.state, change.done_at = ChangeState.DONE, context_of(session).clock.now()
    change.new_sealed = None
    # Links that went to the old mailbox set no password any more.
    close_resets(session, physician.id)
    session.flush()
    outbox.record(session, AddressChanged(change_id=change.id))
    _note(session, change, AuditAction.ADDRESS_CHANGED)


def object_to(session: Session, token: str, password_hash: str) -> Side:
    """Stop or undo the change on the word of one mailbox, and return which.

    The old one's word says that somebody else was in the account: every sign-in ends, ways in added lately go, and
    ``password_hash``, of no password, stands until a mailed link sets another. The new one's says only no.

    Raises:
        DeadChangeError: the link has ended.
    """
    change, side = queries.access_by_token(session, token)
    session.refresh(change, with_for_update=True)
    if side is Side.OLD:
        _take_back(session, change)
        drop_added_since(session, change.physician_id, change.asked_at - policy.SUSPECT_FOR)
        drop_links_since(session, change.physician_id, change.asked_at - policy.SUSPECT_FOR)
        lock_password(session, change.physician_id, password_hash)
    _stop(session, change, ChangeState.OBJECTED)
    return side


def _take_back(session: Session, change: EmailChange) -> None:
    """Give the account its old address again; what whoever was in it changed since has nothing more to say.

    Raises:
        DeadChangeError: the account is closed, or somebody else proved the old address meanwhile.
    """
    physician = account_service.lock_person(session, change.physician_id)
    later = select(EmailChange).where(EmailChange.physician_id == change.physician_id, EmailChange.id > change.id)
    for one in session.scalars(later).all():
        _stop(session, one, ChangeState.DROPPED)
    if change.state is not ChangeState.DONE or change.old_sealed is None:
        return
    if physician.standing is Standing.LEFT:
        # Closed in this moment: the address is free for its owner, and must not be bound to an account without use.
        raise DeadChangeError
    digest = accounts.email_digest(session, context_of(session).vault.unseal(change.old_sealed))
    _make_room(session, digest)
    physician.email_sealed, physician.email_digest = change.old_sealed, digest


def _make_room(session: Session, digest: str) -> None:
    """Take the address from an account that signed up with it meanwhile and never proved it.

    Raises:
        DeadChangeError: it was proved: whoever reads that mailbox has an account of their own now.
    """
    other = session.scalar(select(Physician).where(Physician.email_digest == digest))
    if other is None:
        return
    other = account_service.lock_person(session, other.id)
    if other.email_proved_at is not None:
        raise DeadChangeError
    other.email_digest = token_digest(new_token())
    # With the standing the links of its sign-ups end, and a link that sets a password must prove no address for it.
    account_service.change_standing(session, other, Standing.LEFT, actor_id=None)
    account_service.forget_sign_up_passwords(session, other.id)
    close_resets(session, other.id)
    session.flush()


def settle_due(session: Session, change_id: int) -> None:
    """Do with one change what its time has come for."""
    change = session.get_one(EmailChange, change_id)
    session.refresh(change, with_for_update=True)
    if change.state is ChangeState.OPEN:
        settle_if_due(session, change)
    elif not policy.may_undo(change.done_at, context_of(session).clock.now()):
        change.old_sealed = None


def _stop(session: Session, change: EmailChange, state: ChangeState) -> None:
    change.state, change.new_sealed, change.old_sealed = state, None, None
    session.flush()
    _note(session, change, AuditAction.ADDRESS_CHANGE_STOPPED)


def _note(session: Session, change: EmailChange, action: AuditAction) -> None:
    audit.record(
        session,
        action,
        ObjectKind.PHYSICIAN,
        change.physician_id,
        actor_id=change.physician_id,
        reason=change.state,
    )
