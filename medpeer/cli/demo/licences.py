"""The licences of the demo's members, as their admission left them: the registers watch over them from then on."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.cli.demo import content
from medpeer.cli.demo.content import Row
from medpeer.cli.demo.people import Names
from medpeer.core.db import context_of
from medpeer.gate import clear
from medpeer.licensing.evidence import ClaimedLicence, PossessionProof
from medpeer.licensing.models import ClaimStatus, LicenceClaim, LicenceHolding, PossessionShown
from medpeer.licensing.names import PersonName
from medpeer.licensing.queries import second_accounts
from medpeer.licensing.service import membership

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
    context = context_of(session)
    claimed = ClaimedLicence(row["npi"], PersonName(row["first"], row["last"]), row["state"], row["licence"])
    marks = second_accounts.marks_of(session, claimed, row["email"])
    return LicenceClaim(
        physician_id=actor.physician_id,
        register=second_accounts.register_of(claimed),
        npi_sealed=context.vault.seal(claimed.npi),
        number_digest=marks.number,
        jurisdiction=claimed.jurisdiction,
        licence_sealed=context.vault.seal(claimed.number),
        filed_at=context.clock.now(),
        first_name=clear(session, names["first"]),
        last_name=clear(session, names["last"]),
        status=ClaimStatus.APPROVED,
        licence_digest=marks.licence,
        mailbox_digest=marks.mailbox,
    )


def _holding(claim: LicenceClaim) -> LicenceHolding:
    return LicenceHolding(
        number_digest=claim.number_digest,
        physician_id=claim.physician_id,
        claim_id=claim.id,
        held_since=claim.filed_at,
    )
