"""The blueprint, its limit, and how its views find a hospital."""

from typing import Final

from flask import Blueprint

from medpeer.core.errors import NotFoundError
from medpeer.hospitals.client import HospitalClient
from medpeer.web.state import state

bp: Final = Blueprint("hospitals", __name__)

HOSPITAL_LIMIT: Final = "1000 per hour"
"""A signed word cannot be guessed; this only keeps a network from filling the machine with asking and checking."""

WAYS: Final = "credentials.show_ways"


def client_of(hospital: str) -> HospitalClient:
    """Return the client of a hospital.

    Raises:
        NotFoundError: there is none of that name.
    """
    found = state().hospitals.get(hospital)
    if found is None:
        raise NotFoundError
    return found
