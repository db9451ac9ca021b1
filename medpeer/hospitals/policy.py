"""Limits of signing in by a hospital, and whose word counts for which address. Pure."""

from datetime import timedelta
from typing import Final

from medpeer.hospitals.identity import Identity
from medpeer.hospitals.providers import Provider

LEEWAY_S: Final = 60
"""Clocks of servers are off by some seconds."""

CONFIGURATION_KEPT: Final = timedelta(hours=1)
KEYS_AGAIN_AFTER: Final = timedelta(minutes=1)
"""A key not seen before is asked for, but not with every forged token."""

LOGOUT_LIFETIME_S: Final = 600
"""How old a hospital's word may be that somebody signed out there."""


def speaks_for(provider: Provider, identity: Identity) -> str | None:
    """Return the address that a hospital vouches for, or ``None``: unproved there, or of a domain not its own."""
    if not identity.email_proved:
        return None
    domain = identity.email.rpartition("@")[2].lower()
    return identity.email if domain in provider.domains else None
