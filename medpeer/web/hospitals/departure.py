"""A hospital's server says that somebody signed out there (OpenID Connect Back-Channel Logout 1.0)."""

from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address

from medpeer.hospitals import service
from medpeer.web.access import Access, access
from medpeer.web.hospitals.blueprint import HOSPITAL_LIMIT, bp, client_of
from medpeer.web.hospitals.forms import DepartureForm
from medpeer.web.limits import limiter
from medpeer.web.state import transaction


@bp.post("/sign-in/hospital/<hospital>/signed-out")
@limiter.limit(HOSPITAL_LIMIT, key_func=get_remote_address)
@access(Access.PUBLIC)
def take_departure(hospital: str) -> ResponseReturnValue:
    """End what came by that sign-in. The answer is the same whether there was anything to end."""
    client = client_of(hospital)
    departure = client.read_departure(DepartureForm().logout_token.data or "")
    with transaction() as session:
        service.end_by_departure(session, client.provider, departure)
    return "", {"Content-Type": "text/plain; charset=utf-8"}
