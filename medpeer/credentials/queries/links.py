"""Every read of mailed links to sign in."""

from typing import Final

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from medpeer.core.crypto import token_digest
from medpeer.core.db import context_of
from medpeer.credentials.models import SignInLink
from medpeer.credentials.policy import LINK_LIFETIME

SIGN_IN_LINK: Final = "sign-in-link"


def link_token(session: Session, link_id: int) -> str:
    """Return the token of a mailed link to sign in, derived anew: nothing that waits to be sent holds it."""
    return context_of(session).vault.derive_token(SIGN_IN_LINK, link_id)


def is_open_link(session: Session) -> tuple[ColumnElement[bool], ...]:
    """Return what holds of links that still let somebody in."""
    oldest = context_of(session).clock.now() - LINK_LIFETIME
    return SignInLink.used_at.is_(None), SignInLink.created_at >= oldest


def count_open_links(session: Session, physician_id: int) -> int:
    """Return how many mailed links would let a person in now."""
    owned = (SignInLink.physician_id == physician_id, *is_open_link(session))
    return session.scalar(select(func.count()).select_from(SignInLink).where(*owned)) or 0


def is_link_open(session: Session, token: str) -> bool:
    """Tell whether a mailed link still lets its owner in."""
    named = (SignInLink.token_digest == token_digest(token), *is_open_link(session))
    return bool(session.scalar(select(exists().where(*named))))


def owner_of_open_link(session: Session, link_id: int) -> int | None:
    """Return to whom a link is to be mailed, or ``None`` when it would come too late."""
    named = (SignInLink.id == link_id, *is_open_link(session))
    return session.scalar(select(SignInLink.physician_id).where(*named))
