"""Sending a code to an address of record, and taking it back from whoever read it there."""

from hmac import compare_digest

from sqlalchemy import update
from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts.actor import Actor
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core import outbox
from medpeer.core.db import context_of
from medpeer.licensing.errors import NoAddressError, TooManyCodesError
from medpeer.licensing.events import CodeIssued
from medpeer.licensing.evidence import PossessionProof
from medpeer.licensing.models import LicenceClaim
from medpeer.licensing.models.codes import RecordCode
from medpeer.licensing.policy import codes as rules
from medpeer.licensing.policy.codes import CODE_TRIES, CodeAnswer, CodeChannel
from medpeer.licensing.queries import codes as queries
from medpeer.licensing.service import proofs
from medpeer.licensing.service.alone import judge_alone


def issue_code(session: Session, actor: Actor, channel: CodeChannel) -> RecordCode:
    """Send a code to the address on record now; a later file changes nothing of it. One sent before is void.

    Raises:
        NotFoundError: the actor has no claim.
        ClaimClosedError: the claim is decided.
        NoAddressError: the register holds no such address.
        TooManyCodesError: three codes in thirty days, for this person or for this number.
    """
    claim = proofs.access_own_open_claim(session, actor)
    lines = rules.destinations(queries.record_of_claim(session, claim)).get(channel)
    if lines is None:
        raise NoAddressError
    if queries.issued_lately(session, claim) >= rules.CODES_A_MONTH:
        raise TooManyCodesError
    _close_all(session, claim)
    code = _new_code(session, claim, channel, lines)
    audit.record(
        session,
        AuditAction.CODE_ISSUED,
        ObjectKind.LICENCE_CLAIM,
        claim.id,
        actor_id=actor.physician_id,
        reason=channel,
    )
    outbox.record(session, CodeIssued(code_id=code.id))
    return code


def _close_all(session: Session, claim: LicenceClaim) -> None:
    now = context_of(session).clock.now()
    still_open = (RecordCode.physician_id == claim.physician_id) & RecordCode.closed_at.is_(None)
    session.execute(update(RecordCode).where(still_open).values(closed_at=now))


def _new_code(session: Session, claim: LicenceClaim, channel: CodeChannel, lines: tuple[str, ...]) -> RecordCode:
    context = context_of(session)
    code = RecordCode(
        claim_id=claim.id,
        physician_id=claim.physician_id,
        number_digest=claim.number_digest,
        channel=channel,
        destination_sealed=context.vault.seal("\n".join(lines)),
        issued_at=context.clock.now(),
    )
    session.add(code)
    session.flush()
    code.code_digest = _digest(session, code, queries.plain_code(session, code))
    session.flush()
    return code


def _digest(session: Session, code: RecordCode, words: str) -> str:
    return context_of(session).vault.digest(queries.CODE, f"{code.id}:{rules.normal_code(words)}")


def enter_code(session: Session, actor: Actor, typed: str) -> CodeAnswer:
    """Take what was typed and return what became of it; a right code is possession, and the claim is looked at anew.

    A wrong one is an answer and no error: the try counts, so its transaction has to be committed.

    Raises:
        NotFoundError: the actor has no claim.
        ClaimClosedError: the claim is decided.
    """
    judge_alone(session, actor.physician_id)
    claim = proofs.access_own_open_claim(session, actor)
    code = queries.newest_code(session, claim)
    if code is None or code.closed_at is not None:
        return CodeAnswer.NONE_OPEN
    if context_of(session).clock.now() >= code.issued_at + rules.CODE_FOR:
        return CodeAnswer.EXPIRED
    if not _take_try(session, code):
        return CodeAnswer.SPENT
    if not compare_digest(code.code_digest or "", _digest(session, code, typed)):
        _record(session, AuditAction.CODE_REFUSED, claim)
        return CodeAnswer.SPENT if code.tries >= CODE_TRIES else CodeAnswer.WRONG
    code.closed_at = context_of(session).clock.now()
    _record(session, AuditAction.CODE_ENTERED, claim)
    proofs.show(session, claim, PossessionProof.CODE_OF_RECORD)
    return CodeAnswer.ACCEPTED


def _take_try(session: Session, code: RecordCode) -> bool:
    """Count a try before it is looked at, so that tries sent at once do not all count as the first."""
    taken = session.execute(
        update(RecordCode)
        .where(RecordCode.id == code.id, RecordCode.tries < CODE_TRIES, RecordCode.closed_at.is_(None))
        .values(tries=RecordCode.tries + 1)
        .returning(RecordCode.tries)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    session.refresh(code)
    return taken is not None


def _record(session: Session, action: AuditAction, claim: LicenceClaim) -> None:
    audit.record(session, action, ObjectKind.LICENCE_CLAIM, claim.id, actor_id=claim.physician_id)
