"""Who may see the numbers. Pure."""

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role
from medpeer.core.errors import NotFoundError


def check_may_read(actor: Actor) -> None:
    """Refuse whoever is no privacy officer in good standing.

    Raises:
        NotFoundError: to them there are no statistics.
    """
    if not actor.has(Role.PRIVACY_OFFICER):
        raise NotFoundError
