"""The licences of the demo's members, as their admission left them: the registers watch over them from then on."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.cli.demo import content
from medpeer.cli.demo.content import Row
from medpeer.cli.demo.people import Names
from medpeer.gate import clear
from medpeer.licensing.evidence import PossessionProof
from medpeer.licensing.models import ClaimStatus, LicenceClaim, LicenceHolding, PossessionShown
from medpeer.licensing.service import claims, membership
from medpeer.licensing.service.claims import NewClaim

LAST_SEEN_BEFORE: Final = timedelta(days=70)
"""So long ago every licence still stood; the first round of a new server finds which have ended since."""


def add_licences(session: Session, actors: Mapping[str, Actor], names: Mapping[str, Names]) -> None:
    """Give every demo member the licence that the demo's registers hold of them."""
    for row in content.physicians():
        claim = _claim(session, row, actors[row["key"]], names[row["key"]])
        session.add(claim)
        session.flush()
        session.add(_holding(claim))
        session.add(
            PossessionShown(claim_id=claim.id, proof=PossessionProof.INSTITUTION_EMAIL, shown_at=claim.filed_at)
        )
        session.flush()
        membership.accept(session, claim)


def _claim(session: Session, row: Row, actor: Actor, names: Names) -> LicenceClaim:
    first, last = (clear(session, names[part]) for part in ("first", "last"))
    claim = claims.new_claim(session, actor, NewClaim(row["npi"], row["state"], row["licence"], first, last))
    claim.status = ClaimStatus.APPROVED
    return claim


def _holding(claim: LicenceClaim) -> LicenceHolding:
    return LicenceHolding(
        number_digest=claim.number_digest,
        physician_id=claim.physician_id,
        claim_id=claim.id,
        held_since=claim.filed_at,
    )
