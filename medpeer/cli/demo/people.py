"""The demo's physicians: members at once, and applicants who went through the real onboarding as far as they got."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.accounts import queries, service
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import EmailProof, Physician, Role, Specialty, Standing
from medpeer.accounts.passwords import hash_password
from medpeer.cli.demo import content
from medpeer.cli.demo.content import Row
from medpeer.core.db import context_of
from medpeer.gate import Examined, RawText, Surface, clear, examine
from medpeer.licensing.service import claims

PASSWORD = "quiet harbour lantern"  # noqa: S105 - printed at start-up: the demo's people are nobody
MEMBER_SINCE = timedelta(days=420)


Names = Mapping[str, Examined]
"""First and last name of one person, examined."""


def examine_names(row: Row) -> Names:
    """Return the name of a person, with leave to be stored."""
    return {part: examine(RawText(row[part]), Surface.PERSON_NAME) for part in ("first", "last")}


def examine_members() -> Mapping[str, Names]:
    """Return the names of every demo member, by key."""
    return {row["key"]: examine_names(row) for row in content.physicians()}


def add_members(session: Session, names: Mapping[str, Names]) -> Mapping[str, Actor]:
    """Add every demo member and return them by key. All share one password, and so one hash."""
    hashed = hash_password(PASSWORD)
    return {row["key"]: _add_member(session, row, names[row["key"]], hashed) for row in content.physicians()}


def add_applicant(session: Session, row: Row, names: Names, institution_domains: Iterable[str]) -> None:
    """Let an applicant sign up and, unless their mail was never opened, claim their licence."""
    service.sign_up(session, service.prepare_sign_up(email=row["email"], password=PASSWORD))
    session.flush()
    proof_id = session.execute(select(EmailProof.id).order_by(EmailProof.id.desc()).limit(1)).scalar_one()
    if row["situation"] == "email-unproven":
        return
    physician = service.prove_email(session, service.email_proof_token(session, proof_id))
    session.flush()
    claims.file_claim(
        session,
        queries.load_actor(session, physician.id),
        claims.NewClaim(
            npi=row["npi"],
            jurisdiction=row["state"],
            licence_number=row["licence"],
            first_name=clear(session, names["first"]),
            last_name=clear(session, names["last"]),
        ),
        institution_domains=institution_domains,
    )


def _add_member(session: Session, row: Row, names: Names, hashed: str) -> Actor:
    context = context_of(session)
    physician = Physician(
        email_sealed=context.vault.seal(row["email"]),
        email_digest=queries.email_digest(session, row["email"]),
        password_hash=hashed,
        standing=Standing(row["standing"]),
        specialty=Specialty(row["specialty"]),
        first_name=clear(session, names["first"]),
        last_name=clear(session, names["last"]),
        created_at=context.clock.now(),
        email_proved_at=context.clock.now(),
        state=row["state"],
    )
    session.add(physician)
    session.flush()
    for role in row["roles"]:
        service.grant_role(session, physician.id, Role(role), actor_id=None)
    return queries.load_actor(session, physician.id)
