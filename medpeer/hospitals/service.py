"""Every write to links with hospitals. Services never commit."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from medpeer.accounts import queries as account_queries
from medpeer.accounts import service as accounts
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import DeviceSession
from medpeer.core.db import context_of
from medpeer.core.errors import NotFoundError
from medpeer.credentials.models import CredentialChange
from medpeer.credentials.service.changes import tell
from medpeer.hospitals import policy, queries
from medpeer.hospitals.errors import LinkRefusedError, NotLinkedError
from medpeer.hospitals.identity import CameBy, Departure, Identity
from medpeer.hospitals.models import HospitalLink, HospitalSignIn
from medpeer.hospitals.providers import Provider


def use_link(session: Session, provider: Provider, identity: Identity) -> HospitalLink:
    """Return the link by which somebody signs in, and note its use; their proved address makes it where it is equal.

    Raises:
        NotLinkedError: no account goes with it; whether one has the address shows nowhere.
    """
    link = queries.find_link(session, provider, identity) or _link_by_address(session, provider, identity)
    link.last_used_at = context_of(session).clock.now()
    return link


def _link_by_address(session: Session, provider: Provider, identity: Identity) -> HospitalLink:
    address = policy.speaks_for(provider, identity)
    physician = account_queries.find_physician(session, address) if address else None
    if physician is None or physician.email_proved_at is None:
        raise NotLinkedError
    try:
        return _add_link(session, provider, identity, physician.id)
    except LinkRefusedError:
        # An address may be given to another person: who is linked there already stays who they are.
        raise NotLinkedError from None


def link(session: Session, actor: Actor, provider: Provider, identity: Identity) -> None:
    """Let a sign-in at a hospital open the actor's account; who asks has proved afresh who they are.

    Raises:
        LinkRefusedError: it opens another account, or the account has another link there.
    """
    found = queries.find_link(session, provider, identity)
    if found is not None and found.physician_id == actor.physician_id:
        return
    _add_link(session, provider, identity, actor.physician_id)


def _add_link(session: Session, provider: Provider, identity: Identity, physician_id: int) -> HospitalLink:
    made = HospitalLink(
        physician_id=physician_id,
        hospital=provider.slug,
        subject_digest=queries.subject_digest(session, provider, identity.subject),
        linked_at=context_of(session).clock.now(),
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        raise LinkRefusedError from None
    tell(session, physician_id, CredentialChange.HOSPITAL_LINKED)
    return made


def note_sign_in(session: Session, came_by: CameBy, device_session_id: int) -> None:
    """Remember that a sign-in came by a link, so that the hospital can end it.

    Raises:
        NotLinkedError: the link was taken away meanwhile.
    """
    if session.get(HospitalLink, came_by.link_id) is None:
        raise NotLinkedError
    session.add(
        HospitalSignIn(device_session_id=device_session_id, link_id=came_by.link_id, sid_digest=came_by.sid_digest)
    )
    session.flush()


def unlink(session: Session, actor: Actor, link_id: int) -> None:
    """Take one of the actor's links away, and end what came by it, but not the sign-in they act in.

    Raises:
        NotFoundError: it is another's, or gone.
    """
    found = session.get(HospitalLink, link_id)
    if found is None or found.physician_id != actor.physician_id:
        raise NotFoundError
    opened = _opened_by(session, found)
    _end(session, found.physician_id, (one for one in opened if one != actor.device_session_id))
    session.execute(delete(HospitalSignIn).where(HospitalSignIn.link_id == found.id))
    session.delete(found)
    tell(session, actor.physician_id, CredentialChange.HOSPITAL_REMOVED)


def end_by_departure(session: Session, provider: Provider, departure: Departure) -> int:
    """End the sign-ins that came by a hospital at which their owner signed out, and return how many there were."""
    wanted = select(HospitalLink).where(HospitalLink.hospital == provider.slug)
    if departure.subject:
        digest = queries.subject_digest(session, provider, departure.subject)
        wanted = wanted.where(HospitalLink.subject_digest == digest)
    sid = queries.sid_digest(session, provider, departure.sid)
    if sid:
        ended_here = select(HospitalSignIn.link_id).where(HospitalSignIn.sid_digest == sid)
        wanted = wanted.where(HospitalLink.id.in_(ended_here))
    links = session.scalars(wanted).all()
    return sum(_end(session, one.physician_id, _opened_by(session, one, sid)) for one in links)


def drop_links_since(session: Session, physician_id: int, since: datetime) -> None:
    """Take away the links that an account got at ``since`` or later, which somebody else may have made."""
    added = select(HospitalLink.id).where(HospitalLink.physician_id == physician_id, HospitalLink.linked_at >= since)
    gone = session.scalars(added).all()
    session.execute(delete(HospitalSignIn).where(HospitalSignIn.link_id.in_(gone)))
    session.execute(delete(HospitalLink).where(HospitalLink.id.in_(gone)))
    if gone:
        tell(session, physician_id, CredentialChange.HOSPITAL_REMOVED)


def forget_links(session: Session, physician_id: int) -> None:
    """Let go of everything that ties a person to hospitals: their account is deleted."""
    own = select(HospitalLink.id).where(HospitalLink.physician_id == physician_id)
    session.execute(delete(HospitalSignIn).where(HospitalSignIn.link_id.in_(own)))
    session.execute(delete(HospitalLink).where(HospitalLink.physician_id == physician_id))


def _opened_by(session: Session, found: HospitalLink, sid: str | None = None) -> list[int]:
    wanted = (
        select(HospitalSignIn.device_session_id)
        .join(DeviceSession, DeviceSession.id == HospitalSignIn.device_session_id)
        .where(HospitalSignIn.link_id == found.id, DeviceSession.revoked_at.is_(None))
    )
    return list(session.scalars(wanted if sid is None else wanted.where(HospitalSignIn.sid_digest == sid)))


def _end(session: Session, physician_id: int, device_session_ids: Iterable[int]) -> int:
    ended = list(device_session_ids)
    for one in ended:
        accounts.end_session(session, physician_id, one)
    return len(ended)
