"""Knowing a browser again, and telling its owner of one that is new."""

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from medpeer.core import outbox
from medpeer.core.crypto import token_digest
from medpeer.core.db import context_of
from medpeer.credentials import queries
from medpeer.credentials.events import NewDeviceSeen
from medpeer.credentials.models import KnownDevice
from medpeer.credentials.service.changes import one_at_a_time


def meet_device(session: Session, physician_id: int, device_token: str) -> None:
    """Remember the browser a person signed in from; of one that is new, but not the very first, they are told."""
    one_at_a_time(session, physician_id)
    if queries.is_known_device(session, physician_id, device_token):
        return
    if session.scalar(select(exists().where(KnownDevice.physician_id == physician_id))):
        outbox.record(session, NewDeviceSeen(physician_id=physician_id))
    now = context_of(session).clock.now()
    session.add(KnownDevice(physician_id=physician_id, token_digest=token_digest(device_token), first_seen_at=now))


def forget_other_devices(session: Session, physician_id: int, device_token: str) -> None:
    """Forget every browser of a person but one: whoever comes back in another is told of as new."""
    here = token_digest(device_token)
    session.execute(
        delete(KnownDevice).where(KnownDevice.physician_id == physician_id, KnownDevice.token_digest != here)
    )
