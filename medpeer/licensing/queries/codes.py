"""Reads of codes sent to an address of record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.core.db import context_of
from medpeer.licensing.evidence import RegisterRecord
from medpeer.licensing.models import LicenceClaim
from medpeer.licensing.models.codes import RecordCode
from medpeer.licensing.policy import codes as rules
from medpeer.licensing.policy.codes import CODE_FOR, CODE_TRIES, CodeChannel
from medpeer.licensing.queries import claims, registers

CODE: Final = "code-of-record"


def record_of_claim(session: Session, claim: LicenceClaim) -> RegisterRecord | None:
    """Return what the register in use holds of a claim's number."""
    current = registers.find_current_import(session, claim.register)
    return registers.find_record(session, current, claims.claimed_licence(session, claim).npi)


def newest_code(session: Session, claim: LicenceClaim) -> RecordCode | None:
    """Return the code sent last to this person for this number, or ``None``: a letter outlasts a corrected name."""
    mine = (RecordCode.physician_id == claim.physician_id) & (RecordCode.number_digest == claim.number_digest)
    return session.scalar(select(RecordCode).where(mine).order_by(RecordCode.id.desc()).limit(1))


def is_open(code: RecordCode, now: datetime) -> bool:
    """Tell whether a code can still be entered."""
    return code.closed_at is None and code.tries < CODE_TRIES and now < code.issued_at + CODE_FOR


def issued_lately(session: Session, claim: LicenceClaim) -> int:
    """Return how many codes went out in a month for this person or for this number, whichever is more."""
    since = context_of(session).clock.now() - rules.MONTH
    lately = select(func.count()).select_from(RecordCode).where(RecordCode.issued_at > since)
    mine = session.scalar(lately.where(RecordCode.physician_id == claim.physician_id))
    theirs = session.scalar(lately.where(RecordCode.number_digest == claim.number_digest))
    return max(mine or 0, theirs or 0)


@dataclass(frozen=True, slots=True)
class CodeOffer:
    """What an applicant sees of codes: where one can go, and the one that is on its way."""

    hints: Mapping[CodeChannel, str]
    channel: CodeChannel | None
    tries_left: int
    ends_at: datetime | None
    may_ask: bool


def code_offer(session: Session, actor: Actor, channels: frozenset[CodeChannel]) -> CodeOffer | None:
    """Return the actor's own offer, ``None`` without a claim; ``channels`` are those that something carries."""
    claim = claims.find_claim(session, actor.physician_id)
    if claim is None:
        return None
    record, code = record_of_claim(session, claim), newest_code(session, claim)
    ways = [channel for channel in rules.destinations(record) if channel in channels]
    waiting = code if code and is_open(code, context_of(session).clock.now()) else None
    return CodeOffer(
        hints={channel: rules.hint_of(channel, record) for channel in ways} if record else {},
        channel=waiting.channel if waiting else None,
        tries_left=CODE_TRIES - waiting.tries if waiting else 0,
        ends_at=waiting.issued_at + CODE_FOR if waiting else None,
        may_ask=issued_lately(session, claim) < rules.CODES_A_MONTH,
    )


@dataclass(frozen=True, slots=True)
class CodeNotice:
    """Everything that whoever carries a code needs; in memory only. ``lines`` are the destination as it was frozen."""

    code_id: int
    channel: CodeChannel
    lines: tuple[str, ...]
    code: str
    issued_at: datetime
    ends_at: datetime


def find_notice(session: Session, code_id: int) -> CodeNotice | None:
    """Return what to send for a code, ``None`` when it is no longer of use. The code itself is derived anew."""
    context = context_of(session)
    code = session.get_one(RecordCode, code_id)
    if not is_open(code, context.clock.now()):
        return None
    return CodeNotice(
        code_id=code.id,
        channel=code.channel,
        lines=tuple(context.vault.unseal(code.destination_sealed).split("\n")),
        code=plain_code(session, code),
        issued_at=code.issued_at,
        ends_at=code.issued_at + CODE_FOR,
    )


def plain_code(session: Session, code: RecordCode) -> str:
    """Return the code that was or will be sent; nothing that waits holds it."""
    return rules.code_of(context_of(session).vault.derive_token(CODE, code.id, code.claim_id))


def spent_codes(session: Session) -> tuple[int, ...]:
    """Return the codes that can no longer be entered, of those a printed letter may still be about."""
    now = context_of(session).clock.now()
    recent = select(RecordCode).where(RecordCode.issued_at > now - 2 * CODE_FOR)
    return tuple(code.id for code in session.scalars(recent) if not is_open(code, now))
