"""Every read of links to hospitals."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.core.db import context_of
from medpeer.hospitals.identity import Identity
from medpeer.hospitals.models import HospitalLink, HospitalSignIn
from medpeer.hospitals.providers import Provider

SUBJECT: Final = "hospital-subject"
SIGN_IN: Final = "hospital-sign-in"


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link as its owner sees it."""

    link_id: int
    hospital: str
    linked_at: datetime
    last_used_at: datetime | None


def list_links(session: Session, physician_id: int) -> tuple[LinkRow, ...]:
    """Return a person's links, oldest first."""
    links = session.scalars(
        select(HospitalLink).where(HospitalLink.physician_id == physician_id).order_by(HospitalLink.id)
    )
    return tuple(LinkRow(one.id, one.hospital, one.linked_at, one.last_used_at) for one in links)


def subject_digest(session: Session, provider: Provider, subject: str) -> str:
    """Return the keyed digest of what a hospital calls somebody."""
    return context_of(session).vault.digest(SUBJECT, f"{provider.issuer}\x1f{subject}")


def sid_digest(session: Session, provider: Provider, sid: str) -> str | None:
    """Return the keyed digest of one sign-in at a hospital, or ``None`` where it names none."""
    return context_of(session).vault.digest(SIGN_IN, f"{provider.issuer}\x1f{sid}") if sid else None


def find_link(session: Session, provider: Provider, identity: Identity) -> HospitalLink | None:
    """Return the link of whoever signed in there, or ``None``."""
    digest = subject_digest(session, provider, identity.subject)
    return session.scalar(select(HospitalLink).where(HospitalLink.subject_digest == digest))


def came_by_hospital(session: Session, device_session_id: int) -> bool:
    """Tell whether an open sign-in came by a hospital, where its owner may be signed in still."""
    return session.get(HospitalSignIn, device_session_id) is not None
