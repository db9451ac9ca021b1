"""What licensing does when an account is deleted: it keeps digests by which the person is known again, no more."""

from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from medpeer.accounts.models import Cause, Physician, Standing
from medpeer.core.db import context_of
from medpeer.licensing.models import OPEN_STATUSES, ClaimStatus, LicenceClaim
from medpeer.licensing.models.departed import DepartedMark
from medpeer.licensing.queries import claims, members

_UNDER_A_CLOUD: Final = frozenset({Standing.HELD, Standing.APPEAL})


def leave_marks(session: Session, physician: Physician) -> None:
    """Keep digests of an admitted person's number and licence, and of everything claimed by somebody who is shut out.

    Of an applicant who was never admitted nothing is kept: a number that was only claimed may be another's.
    """
    is_barred = _is_barred(session, physician)
    own = session.scalars(select(LicenceClaim).where(LicenceClaim.physician_id == physician.id)).all()
    for claim in own:
        if is_barred or claim.status is ClaimStatus.APPROVED:
            digests = {claim.number_digest, claim.licence_digest} | ({claim.mailbox_digest} if is_barred else set())
            for digest in digests - {None}:
                _keep(session, str(digest), is_barred=is_barred)


def _is_barred(session: Session, physician: Physician) -> bool:
    """Tell whether somebody is shut out for another reason than a licence that ran out."""
    if physician.standing is Standing.SUSPENDED:
        return members.last_cause(session, physician.id) is not Cause.GRACE_OVER
    return physician.standing in _UNDER_A_CLOUD or claims.was_held(session, physician.id)


def _keep(session: Session, digest: str, *, is_barred: bool) -> None:
    mark = session.get(DepartedMark, digest)
    if mark is None:
        session.add(DepartedMark(digest=digest, left_at=context_of(session).clock.now(), is_barred=is_barred))
        session.flush()
    else:
        mark.is_barred = mark.is_barred or is_barred


def withdraw_claims(session: Session, physician_id: int) -> None:
    """Take a person's open claims off the reviewers' desk."""
    session.execute(
        update(LicenceClaim)
        .where(LicenceClaim.physician_id == physician_id, LicenceClaim.status.in_(OPEN_STATUSES))
        .values(status=ClaimStatus.REPLACED)
    )
