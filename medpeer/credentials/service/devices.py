"""Knowing a browser again, and telling its owner of one that is new."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from medpeer.core import outbox
from medpeer.core.crypto import token_digest
from medpeer.core.db import context_of
from medpeer.credentials import queries
from medpeer.credentials.events import NewDeviceSeen
from medpeer.credentials.models import KnownDevice


def meet_device(session: Session, physician_id: int, device_token: str) -> None:
    """Remember the browser a person signed in from; of one that is new, but not the very first, they are told."""
    if queries.is_known_device(session, physician_id, device_token):
        return
    if session.scalar(select(exists().where(KnownDevice.physician_id == physician_id))):
        outbox.record(session, NewDeviceSeen(physician_id=physician_id))
    now = context_of(session).clock.now()
    session.add(KnownDevice(physician_id=physician_id, token_digest=token_digest(device_token), first_seen_at=now))
