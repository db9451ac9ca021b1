"""Rate limits of the HTTP edge, a person or, before sign-in, a network address."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from medpeer.web.access import find_actor


def caller() -> str:
    """Return whose requests are counted together."""
    actor = find_actor()
    return f"physician:{actor.physician_id}" if actor else f"address:{get_remote_address()}"


limiter = Limiter(key_func=caller, default_limits=["600 per minute"], storage_uri="memory://")
