"""Recovery codes: shown once, kept as keyed digests, good once."""

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from medpeer.core.db import context_of
from medpeer.credentials import queries
from medpeer.credentials.codes import new_recovery_codes, plain_code
from medpeer.credentials.models import CredentialChange, RecoveryCode
from medpeer.credentials.service.changes import one_at_a_time, tell

PURPOSE = "recovery-code"


def renew_codes(session: Session, physician_id: int) -> tuple[str, ...]:
    """Replace a person's recovery codes by ten new ones and return them: they can be read at no other time."""
    one_at_a_time(session, physician_id)
    _drop(session, physician_id)
    codes = new_recovery_codes()
    now = context_of(session).clock.now()
    session.add_all(
        RecoveryCode(physician_id=physician_id, code_digest=_digest(session, physician_id, code), created_at=now)
        for code in codes
    )
    tell(session, physician_id, CredentialChange.RECOVERY_CODES_RENEWED)
    return codes


def issue_first_codes(session: Session, physician_id: int) -> tuple[str, ...]:
    """Return ten codes for a person who has just added their first factor; none for one who has some left."""
    return () if queries.count_codes(session, physician_id) else renew_codes(session, physician_id)


def drop_codes_without_factor(session: Session, physician_id: int) -> None:
    """Forget the codes of a person whose last factor is gone: they would open nothing."""
    if not queries.has_factor(session, physician_id):
        _drop(session, physician_id)


def spend_code(session: Session, physician_id: int, typed: str) -> bool:
    """Use a recovery code up; tell whether it was one, unused. Of two at the same time one is taken."""
    spent = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.physician_id == physician_id,
            RecoveryCode.code_digest == _digest(session, physician_id, typed),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=context_of(session).clock.now())
        .returning(RecoveryCode.id)
    ).scalar_one_or_none()
    if spent is None:
        return False
    tell(session, physician_id, CredentialChange.RECOVERY_CODE_USED)
    return True


def _digest(session: Session, physician_id: int, code: str) -> str:
    return context_of(session).vault.digest(PURPOSE, f"{physician_id}:{plain_code(code)}")


def _drop(session: Session, physician_id: int) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.physician_id == physician_id))
