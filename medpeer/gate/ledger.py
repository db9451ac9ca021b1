"""Entering what passed into the ledger of clearances."""

from sqlalchemy.orm import Session

from medpeer.core.db import context_of
from medpeer.gate.models import Clearance
from medpeer.gate.stamp import engine_stamp
from medpeer.gate.surfaces import Surface
from medpeer.gate.terms import USUAL_TERMS, Terms


def enter(
    session: Session,
    digest: str,
    surface: Surface,
    policy_version: str,
    *,
    engine_version: str | None = None,
    terms: Terms = USUAL_TERMS,
) -> int:
    """Write the clearance of what has the hex SHA-256 ``digest`` and return its number.

    ``engine_version`` is the stamp of the examination; the engine's own now where it is left out.
    """
    clearance = Clearance(
        surface=surface,
        policy_version=policy_version,
        digest=digest,
        cleared_at=context_of(session).clock.now(),
        engine_version=engine_version or engine_stamp(),
        strictness=terms.strictness,
        confirmed=terms.confirmed,
    )
    session.add(clearance)
    session.flush()
    return clearance.id
