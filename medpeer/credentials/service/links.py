"""Links to sign in, mailed while others guess at an account: the owner gets in by them, and no guesser does."""

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from medpeer.core import outbox
from medpeer.core.crypto import token_digest
from medpeer.core.db import context_of
from medpeer.credentials.errors import DeadSignInLinkError
from medpeer.credentials.events import SignInLinkAsked
from medpeer.credentials.models import SignInLink
from medpeer.credentials.policy import LINK_LIFETIME, MAX_LINKS
from medpeer.credentials.queries import links
from medpeer.credentials.service.changes import one_at_a_time


def ask_link(session: Session, physician_id: int) -> None:
    """Have a link mailed to a person whose password was given; none while three lie in their mailbox unused."""
    now = context_of(session).clock.now()
    one_at_a_time(session, physician_id)
    session.execute(delete(SignInLink).where(SignInLink.created_at < now - LINK_LIFETIME))
    if links.count_open_links(session, physician_id) >= MAX_LINKS:
        return
    link = SignInLink(physician_id=physician_id, created_at=now)
    session.add(link)
    session.flush()
    link.token_digest = token_digest(links.link_token(session, link.id))
    outbox.record(session, SignInLinkAsked(link_id=link.id))


def use_link(session: Session, token: str) -> int:
    """Use a mailed link up and return whose it was. Of two uses at the same time one counts.

    Raises:
        DeadSignInLinkError: unknown, used or too old.
    """
    now = context_of(session).clock.now()
    used = session.execute(
        update(SignInLink)
        .where(*links.is_open_link(session), SignInLink.token_digest == token_digest(token))
        .values(used_at=now)
        .returning(SignInLink.physician_id)
    ).scalar_one_or_none()
    if used is None:
        raise DeadSignInLinkError
    return used
