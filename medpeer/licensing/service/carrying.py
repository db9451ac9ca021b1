"""What stays shown when an applicant corrects a claim, and what has to be shown anew.

A code reached whoever the number belongs to: it stays for the same number. A reviewer's word on a document, and a
colleague's on a person, speak of a name, a number and a licence: they stay while all three do.
"""

from sqlalchemy import update
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.audit import AuditAction, ObjectKind
from medpeer.licensing.evidence import Possession, PossessionProof
from medpeer.licensing.models import LicenceClaim
from medpeer.licensing.models.documents import ClaimDocument
from medpeer.licensing.models.vouchers import Voucher
from medpeer.licensing.names import spelling
from medpeer.licensing.queries import claims

_OF_THE_NUMBER = frozenset({PossessionProof.CODE_OF_RECORD})
_OF_THE_PERSON = _OF_THE_NUMBER | {PossessionProof.DOCUMENT, PossessionProof.VOUCHERS}


def carry_over(session: Session, before: LicenceClaim, claim: LicenceClaim) -> Possession:
    """Take what was shown for the claim that was replaced to the one in its place, and return what still stands.

    Documents come along in any case, for the reviewer to look at; one that was believed of other details is asked
    about anew. Colleagues' words stay with the claim that they were given for, unless it is the same in all but form.
    """
    is_person = _is_same_person(before, claim)
    _take_documents(session, before, claim, believed=is_person)
    if is_person:
        session.execute(update(Voucher).where(Voucher.claim_id == before.id).values(claim_id=claim.id))
    kept = claims.possession_of(session, before.id) & _staying(before, claim)
    for proof in sorted(kept):
        audit.record(
            session,
            AuditAction.POSSESSION_SHOWN,
            ObjectKind.LICENCE_CLAIM,
            claim.id,
            actor_id=claim.physician_id,
            reason=proof,
        )
    return kept


def _staying(before: LicenceClaim, claim: LicenceClaim) -> Possession:
    if before.number_digest != claim.number_digest:
        return frozenset()
    return _OF_THE_PERSON if _is_same_person(before, claim) else _OF_THE_NUMBER


def _is_same_person(before: LicenceClaim, claim: LicenceClaim) -> bool:
    return _details(before) == _details(claim)


def _details(claim: LicenceClaim) -> tuple[str | None, ...]:
    # A name in another script folds to nothing, and nothing equals nothing.
    names = (spelling(name.value) or name.value for name in (claim.first_name, claim.last_name))
    return (*names, claim.number_digest, claim.licence_digest)


def _take_documents(session: Session, before: LicenceClaim, claim: LicenceClaim, *, believed: bool) -> None:
    mine = update(ClaimDocument).where(ClaimDocument.claim_id == before.id)
    session.execute(mine.values(claim_id=claim.id))
    if not believed:
        session.execute(update(ClaimDocument).where(ClaimDocument.claim_id == claim.id).values(believed_at=None))
