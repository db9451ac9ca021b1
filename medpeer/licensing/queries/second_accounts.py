"""Reads that find another account of the same person, by keyed digests. The applicant is told nothing of them."""

from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import Session

from medpeer.accounts.models import Physician, Standing
from medpeer.accounts.queries import email_digest
from medpeer.core.db import context_of
from medpeer.licensing.boards.numbers import number_key
from medpeer.licensing.evidence import NPPES, ClaimedLicence
from medpeer.licensing.models import ClaimStatus, LicenceClaim, LicenceHolding
from medpeer.licensing.models.departed import DepartedMark
from medpeer.licensing.numbers import read_number
from medpeer.licensing.policy import mailbox_of

NUMBER_DIGEST: Final = "licence-number"
MAILBOX_DIGEST: Final = "applicant-mailbox"
LIVE_STATUSES: Final = frozenset(
    {ClaimStatus.NEEDS_REVIEW, ClaimStatus.HELD, ClaimStatus.MORE_INFO, ClaimStatus.APPROVED}
)
APPLICANTS: Final = frozenset({Standing.REGISTERED, Standing.EMAIL_OK, Standing.NEEDS_REVIEW, Standing.MORE_INFO})
"""Who waits for a decision; everybody else was a member once or was refused by a person."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The keyed digests by which two accounts of one person meet."""

    number: str
    licence: str
    mailbox: str
    address: str


def marks_of(session: Session, claimed: ClaimedLicence) -> Marks:
    """Return the marks of a claim and of the address it is made from."""
    return Marks(
        number=lifelong_digest(session, claimed),
        licence=licence_digest(session, claimed),
        mailbox=mailbox_digest(session, claimed.email),
        address=email_digest(session, claimed.email),
    )


def register_of(claimed: ClaimedLicence) -> str:
    """Return the register in which a person has one number for life: the national one, or their country's."""
    return claimed.jurisdiction.lower() if claimed.is_abroad else NPPES


def lifelong_digest(session: Session, claimed: ClaimedLicence) -> str:
    """Return the keyed digest of the number that a person has for life, the same for its every spelling."""
    number = number_key(claimed.number, claimed.jurisdiction) if claimed.is_abroad else claimed.npi
    return number_digest(session, register_of(claimed), number)


def licence_digest(session: Session, claimed: ClaimedLicence) -> str:
    """Return the keyed digest of a state's licence, the same for its every spelling.

    Letters of the profession may be left out, so they cannot count: where a state numbers MD and DO apart, two people
    may meet in one digest, and a reviewer tells them apart.
    """
    licence = read_number(claimed.number, state=claimed.jurisdiction)
    return number_digest(session, claimed.jurisdiction, licence.core)


_APPROVED: Final = select(LicenceClaim.id).where(LicenceClaim.status == ClaimStatus.APPROVED)
_HAS_NUMBER: Final = select(LicenceHolding.physician_id).where(LicenceHolding.number_digest == bindparam("number"))
_HAS_ADDRESS: Final = select(Physician.id).where(
    Physician.email_digest == bindparam("address"), Physician.standing.not_in(APPLICANTS)
)
_LEFT_NUMBER: Final = select(DepartedMark.digest).where(
    DepartedMark.digest.in_([bindparam("number"), bindparam("licence")])
)
_LEFT_MAILBOX: Final = select(DepartedMark.digest).where(DepartedMark.digest == bindparam("mailbox"))
_HELD: Final = select(
    _HAS_NUMBER.exists()
    | _APPROVED.where(LicenceClaim.licence_digest == bindparam("licence")).exists()
    | _LEFT_NUMBER.exists(),
    _HAS_ADDRESS.exists()
    | _APPROVED.where(LicenceClaim.mailbox_digest == bindparam("mailbox")).exists()
    | _LEFT_MAILBOX.exists(),
)


def held_by_members(session: Session, marks: Marks) -> tuple[bool, bool]:
    """Tell whether members have the number or the licence, and whether they have the mailbox."""
    number, mailbox = session.execute(_HELD, asdict(marks)).one()
    return bool(number), bool(mailbox)


def number_digest(session: Session, register: str, number: str) -> str:
    """Return the keyed digest of a number in a register; equal numbers are found and not guessed."""
    return context_of(session).vault.digest(NUMBER_DIGEST, f"{register}:{number}")


def mailbox_digest(session: Session, address: str) -> str:
    """Return the keyed digest of the mailbox of an address, the same for its every spelling."""
    return context_of(session).vault.digest(MAILBOX_DIGEST, mailbox_of(address))


def number_in_use(session: Session, claim: LicenceClaim) -> bool:
    """Tell whether another account holds or held the number, or has a live claim to it or to the licence."""
    held = select(LicenceHolding.physician_id).where(
        LicenceHolding.number_digest == claim.number_digest, LicenceHolding.physician_id != claim.physician_id
    )
    by_number = LicenceClaim.number_digest == claim.number_digest
    by_licence = LicenceClaim.licence_digest == claim.licence_digest
    if session.scalar(select(held.exists())) is True or _left(session, claim.number_digest, claim.licence_digest):
        return True
    return _is_claimed(session, claim, by_number | by_licence)


def mailbox_in_use(session: Session, claim: LicenceClaim) -> bool:
    """Tell whether an account that is barred, or another with a live claim, has the same mailbox in any spelling."""
    same = LicenceClaim.mailbox_digest == claim.mailbox_digest
    return _left(session, claim.mailbox_digest) or _is_claimed(session, claim, same)


def left_barred(session: Session, claim: LicenceClaim) -> bool:
    """Tell whether somebody who was shut out deleted an account with this number, licence or mailbox."""
    marks = select(DepartedMark.digest).where(_is_mark_of(claim), DepartedMark.is_barred)
    return session.scalar(select(marks.exists())) is True


def find_departed(session: Session, claim: LicenceClaim) -> DepartedMark | None:
    """Return the gravest mark that an earlier, deleted account of a claim's person left: for the reviewer alone."""
    marks = select(DepartedMark).where(_is_mark_of(claim))
    return session.scalar(marks.order_by(DepartedMark.is_barred.desc(), DepartedMark.left_at.desc()).limit(1))


def _is_mark_of(claim: LicenceClaim) -> ColumnElement[bool]:
    return DepartedMark.digest.in_([claim.number_digest, claim.licence_digest, claim.mailbox_digest])


def _left(session: Session, *digests: str | None) -> bool:
    marks = select(DepartedMark.digest).where(DepartedMark.digest.in_(digests))
    return session.scalar(select(marks.exists())) is True


def _is_claimed(session: Session, claim: LicenceClaim, alike: ColumnElement[bool]) -> bool:
    others = select(LicenceClaim.id).where(
        alike, LicenceClaim.physician_id != claim.physician_id, LicenceClaim.status.in_(LIVE_STATUSES)
    )
    return session.scalar(select(others.exists())) is True
