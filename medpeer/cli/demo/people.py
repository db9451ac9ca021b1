"""The demo's physicians: members at once, and applicants who went through the real onboarding as far as they got."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.orm import Session

from medpeer.accounts import queries, service
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Role, Specialty, Standing
from medpeer.accounts.passwords import hash_password
from medpeer.cli.demo import content
from medpeer.cli.demo.content import Row
from medpeer.core.db import context_of
from medpeer.gate import RawText, Surface, clear

PASSWORD = "quiet harbour lantern"  # noqa: S105 - printed at start-up: the demo's people are nobody
MEMBER_SINCE = timedelta(days=420)


def add_members(session: Session) -> Mapping[str, Actor]:
    """Add every demo member and return them by key. All share one password, and so one hash."""
    hashed = hash_password(PASSWORD)
    return {row["key"]: _add_member(session, row, hashed) for row in content.physicians()}


def _add_member(session: Session, row: Row, hashed: str) -> Actor:
    context = context_of(session)
    physician = Physician(
        email_sealed=context.vault.seal(row["email"]),
        email_digest=context.vault.digest(service.EMAIL_DIGEST, row["email"]),
        password_hash=hashed,
        specialty=Specialty(row["specialty"]),
        first_name=clear(session, RawText(row["first"]), Surface.PERSON_NAME),
        last_name=clear(session, RawText(row["last"]), Surface.PERSON_NAME),
        created_at=context.clock.now(),
        email_proved_at=context.clock.now(),
    )
    session.add(physician)
    session.flush()
    service.change_standing(session, physician, Standing(row["standing"]), actor_id=None)
    for role in row["roles"]:
        service.grant_role(session, physician.id, Role(role), actor_id=None)
    return queries.load_actor(session, physician.id)
