"""The licence: what was claimed, what the registers said as far as it is told, and how it was shown whose it is."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.core.db import context_of
from medpeer.licensing.models import (
    WAITING_STATUSES,
    ClaimStatus,
    LicenceClaim,
    PossessionShown,
)
from medpeer.licensing.models.codes import RecordCode
from medpeer.licensing.models.documents import ClaimDocument
from medpeer.licensing.models.membership import ExpiryNotice, LicenceTerm
from medpeer.licensing.models.vouchers import Voucher
from medpeer.licensing.queries import claims as queries
from medpeer.own_data.values import Row, Section, Value


def claims(session: Session, actor: Actor) -> Section:
    """Return every claim, oldest first; of the newest also the checks, as its applicant is told them."""
    found = session.scalars(
        select(LicenceClaim).where(LicenceClaim.physician_id == actor.physician_id).order_by(LicenceClaim.id)
    ).all()
    told = _checks(session, actor)
    rows: list[Row] = [_claim(session, one) | ({"checks": told} if one is found[-1] else {}) for one in found]
    return Section("licence_claims", "Licences you claimed", "Numbers are kept encrypted.", rows)


def _claim(session: Session, claim: LicenceClaim) -> dict[str, Value]:
    vault = context_of(session).vault
    # A hold is the reviewers' word among themselves: its applicant is told that a reviewer looks.
    status = ClaimStatus.NEEDS_REVIEW if claim.status in WAITING_STATUSES else claim.status
    decided = [
        {"at": one.decided_at, "act": one.act, "by": "a reviewer" if one.reviewer_id else "the programme"}
        for one in queries.list_decisions(session, claim.id)
    ]
    return {
        "filed": claim.filed_at,
        "register": claim.register,
        "number": vault.unseal(claim.npi_sealed) or None,
        "licence": vault.unseal(claim.licence_sealed),
        "licence_of": claim.jurisdiction,
        "birth_date": vault.unseal(claim.birth_date_sealed) if claim.birth_date_sealed else None,
        "member_as": claim.tier,
        "first_name": claim.first_name.value,
        "last_name": claim.last_name.value,
        "status": status,
        "your_notes": [{"at": one.written_at, "note": one.body.value} for one in queries.list_notes(session, claim.id)],
        "decisions": decided,
    }


def _checks(session: Session, actor: Actor) -> list[Row]:
    application = queries.find_application(session, actor)
    return [
        {
            "question": one.kind,
            "answer": one.finding,
            "source": one.source,
            "source_of": one.source_dated_on,
            "valid_until": one.valid_until,
        }
        for one in (application.checks if application else ())
    ]


def terms(session: Session, physician_id: int) -> Section:
    """Return how long the licence runs, when registers were asked, and which notices of its end were sent."""
    term = session.get(LicenceTerm, physician_id)
    rows: list[Row] = []
    if term:
        rows.append(
            {
                "asked": term.checked_at,
                "ends": term.expires_on,
                "lapsed": term.lapsed_on,
                "extended_until": term.extended_until,
            }
        )
    notices = session.scalars(
        select(ExpiryNotice).where(ExpiryNotice.physician_id == physician_id).order_by(ExpiryNotice.id)
    )
    rows += [{"notice_sent": one.sent_at, "of_the_end": one.expires_on, "days_before": one.days} for one in notices]
    return Section("licence_terms", "How long your licence runs", "By the register of your board.", rows)


def proofs(session: Session, physician_id: int) -> Section:
    """Return how it was shown that the licence is theirs: proofs, codes and documents, without what was in them."""
    shown = session.scalars(
        select(PossessionShown)
        .join(LicenceClaim, LicenceClaim.id == PossessionShown.claim_id)
        .where(LicenceClaim.physician_id == physician_id)
        .order_by(PossessionShown.shown_at)
    )
    codes = session.scalars(select(RecordCode).where(RecordCode.physician_id == physician_id).order_by(RecordCode.id))
    documents = session.scalars(
        select(ClaimDocument).where(ClaimDocument.physician_id == physician_id).order_by(ClaimDocument.id)
    )
    rows: list[Row] = [{"kind": "proof", "proof": one.proof, "shown": one.shown_at} for one in shown]
    rows += [{"kind": "code", "sent_by": one.channel, "sent": one.issued_at, "closed": one.closed_at} for one in codes]
    rows += [
        {"kind": "document", "document": one.kind, "added": one.added_at, "destroyed": one.destroyed_at}
        for one in documents
    ]
    return Section("proofs", "Proofs that it is you", "Documents are destroyed; that they were there stays.", rows)


def vouchers(session: Session, physician_id: int) -> Section:
    """Return whom they asked to vouch, and for how many they vouched: dates alone, nobody's name."""
    asked = session.scalars(
        select(Voucher)
        .join(LicenceClaim, LicenceClaim.id == Voucher.claim_id)
        .where(LicenceClaim.physician_id == physician_id)
        .order_by(Voucher.id)
    )
    # Not whether an address that was asked is a member's, unless its owner gave their word.
    rows: list[Row] = [
        {"kind": "you asked a colleague", "at": one.asked_at, "given": one.given_at, "withdrawn": one.withdrawn_at}
        for one in asked
    ]
    given = session.scalars(
        select(Voucher).where(Voucher.colleague_id == physician_id, Voucher.given_at.is_not(None)).order_by(Voucher.id)
    )
    rows += [{"kind": "you vouched", "given": one.given_at, "withdrawn": one.withdrawn_at} for one in given]
    return Section("vouchers", "Vouchers", "Your word for others, and theirs for you. Nobody is named.", rows)
