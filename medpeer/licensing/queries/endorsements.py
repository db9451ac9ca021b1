"""Reads of reviewers' words for claims that take two: which count now, and what all of them rest on."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from medpeer.accounts import tiers
from medpeer.accounts.models import Physician, PhysicianRole, Role, Standing, Tier
from medpeer.accounts.tiers import Right
from medpeer.core.db import context_of
from medpeer.licensing.evidence import Possession
from medpeer.licensing.models import ClaimCheck, ClaimDecision, ClaimNote, LicenceClaim, PossessionShown
from medpeer.licensing.models.documents import ClaimDocument
from medpeer.licensing.models.endorsements import ClaimEndorsement
from medpeer.licensing.models.vouchers import Voucher
from medpeer.licensing.policy import DecisionAct

BEFORE_REVIEWER: Final = "claim-before-reviewer"
_SERVING: Final = tuple(tier for tier in Tier if tiers.may(tier, Right.SERVE))


def possessions(session: Session, claim_ids: Collection[int]) -> dict[int, Possession]:
    """Return what shows possession of each of some claims."""
    shown = select(PossessionShown.claim_id, PossessionShown.proof).where(PossessionShown.claim_id.in_(claim_ids))
    found = _grouped(session.execute(shown).all())
    return {claim_id: frozenset(found[claim_id]) for claim_id in claim_ids}


def before_reviewer(session: Session, claim_ids: Collection[int]) -> dict[int, str]:
    """Return a keyed digest of all that a reviewer of each claim has before them now.

    Another answer of a register, a proof, a document, a note or a decision makes it another; a newer file that says the
    same does not.
    """
    checks = select(ClaimCheck.claim_id, ClaimCheck.kind, ClaimCheck.finding)
    answers = _grouped(session.execute(checks.where(ClaimCheck.claim_id.in_(claim_ids))).all())
    shown = possessions(session, claim_ids)
    counts = [_counted(session, table.claim_id, claim_ids) for table in (ClaimNote, ClaimDecision, ClaimDocument)]
    vault = context_of(session).vault

    def words(one: int) -> str:
        return repr((one, sorted(map(str, answers[one])), sorted(shown[one]), [count.get(one, 0) for count in counts]))

    return {one: vault.digest(BEFORE_REVIEWER, words(one)) for one in claim_ids}


def _grouped(rows: Sequence[Any]) -> dict[int, list[Any]]:
    """Return rows by their first column, without it; one column left stands bare."""
    found: dict[int, list[Any]] = defaultdict(list)
    for first, *rest in rows:
        found[first].append(rest[0] if len(rest) == 1 else tuple(rest))
    return found


def _counted(session: Session, column: InstrumentedAttribute[int], claim_ids: Collection[int]) -> Mapping[int, int]:
    rows = session.execute(select(column, func.count()).where(column.in_(claim_ids)).group_by(column)).all()
    return dict(rows)


def standing_words(session: Session, claim_ids: Collection[int]) -> dict[int, list[ClaimEndorsement]]:
    """Return the words that count for each of some claims: by reviewers of today, about what is there today.

    Whoever gave the applicant their word as a colleague is no reviewer of theirs, whichever came first.
    """
    given = session.scalars(
        select(ClaimEndorsement)
        .join(LicenceClaim, LicenceClaim.id == ClaimEndorsement.claim_id)
        .join(Physician, Physician.id == ClaimEndorsement.reviewer_id)
        .join(PhysicianRole, PhysicianRole.physician_id == Physician.id)
        .where(
            ClaimEndorsement.claim_id.in_(claim_ids),
            ClaimEndorsement.withdrawn_at.is_(None),
            ClaimEndorsement.reviewer_id != LicenceClaim.physician_id,
            Physician.standing == Standing.ACTIVE,
            Physician.tier.in_(_SERVING),
            PhysicianRole.role == Role.REVIEWER,
            ~_vouched(),
        )
        .order_by(ClaimEndorsement.id)
    ).all()
    now = before_reviewer(session, {one.claim_id for one in given}) if given else {}
    counted = [(one.claim_id, one) for one in given if one.evidence_digest == now[one.claim_id]]
    return _grouped(counted)


def _vouched() -> ColumnElement[bool]:
    theirs = aliased(LicenceClaim)
    given = (
        select(Voucher.id)
        .join(theirs, theirs.id == Voucher.claim_id)
        .where(
            theirs.physician_id == LicenceClaim.physician_id,
            Voucher.colleague_id == ClaimEndorsement.reviewer_id,
            Voucher.given_at.is_not(None),
        )
    )
    return given.exists()


def list_deciders(session: Session, claim_id: int) -> frozenset[int]:
    """Return which reviewers had a part in an approval or a refusal of a claim, by decision or by first word."""
    final = (ClaimDecision.claim_id == claim_id) & (ClaimDecision.act != DecisionAct.ASK)
    deciders = session.scalars(select(ClaimDecision.reviewer_id).where(final)).all()
    last = select(func.max(ClaimDecision.decided_at)).where(final).scalar_subquery()
    words = select(ClaimEndorsement.reviewer_id).where(
        ClaimEndorsement.claim_id == claim_id,
        ClaimEndorsement.withdrawn_at.is_(None),
        ClaimEndorsement.given_at <= last,
    )
    return frozenset({*filter(None, deciders), *session.scalars(words)})
