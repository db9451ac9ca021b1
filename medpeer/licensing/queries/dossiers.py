"""Everything a reviewer sees of one claim, and what they can do about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Role, Specialty, Standing
from medpeer.core.db import context_of
from medpeer.licensing import membership, policy
from medpeer.licensing.evidence import BoardRecord, ClaimedLicence, Consulted, Possession, RegisterRecord
from medpeer.licensing.membership import Ground
from medpeer.licensing.models import ClaimCheck, ClaimDecision, ClaimNote, ClaimStatus, LicenceClaim
from medpeer.licensing.models.departed import DepartedMark
from medpeer.licensing.models.endorsements import ClaimEndorsement
from medpeer.licensing.models.membership import LicenceTerm
from medpeer.licensing.policy.endorsing import ApprovalStep, approval_step
from medpeer.licensing.policy.queue import QueueKind, kind_of
from medpeer.licensing.queries import claims, consulting, documents, endorsements, members, second_accounts
from medpeer.licensing.queries.consulting import RegistersInUse
from medpeer.licensing.queries.documents import DocumentRow
from medpeer.licensing.queries.review import access_claim
from medpeer.licensing.queries.vouchers import domain_of_member
from medpeer.licensing.weighing import known_names, speaking_record


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a claim says, what the registers hold of it today, and what was said about it before.

    ``words`` are the first reviewers' that count; ``step`` is what the reader's approval would be. ``grounds`` is what
    the registers say against a member today; ``departed`` is what a deleted account of the same person left. ``seen``
    stands for all of it, to be sent back with the decision.
    """

    claim: LicenceClaim
    claimed: ClaimedLicence
    consulted: Consulted
    board: BoardRecord | None
    possession: Possession
    checks: tuple[ClaimCheck, ...]
    notes: tuple[ClaimNote, ...]
    decisions: tuple[ClaimDecision, ...]
    documents: tuple[DocumentRow, ...]
    words: Sequence[ClaimEndorsement]
    step: ApprovalStep
    has_read: bool
    seen: str
    standing: Standing
    grounds: tuple[Ground, ...]
    email_domain: str
    is_contested: bool
    is_mailbox_contested: bool
    is_colleague: bool
    departed: DepartedMark | None

    @property
    def record(self) -> RegisterRecord | None:
        """The national register's row."""
        return self.consulted.record

    @property
    def specialty(self) -> Specialty | None:
        """The specialty that a first reviewer gave, else the one that the register's codes lead to."""
        given = next((word.specialty for word in self.words if word.specialty), None)
        return given or (self.record.specialty if self.record else None)

    @property
    def kind(self) -> QueueKind:
        """Why the claim waits."""
        return kind_of(self.standing, is_held=self.claim.status is ClaimStatus.HELD)


def access_dossier(session: Session, actor: Actor, claim_id: int, in_use: RegistersInUse | None = None) -> Dossier:
    """Return a claim with what the registers say today; ``in_use`` saves asking which these are.

    Raises:
        NotFoundError: as ``access_claim``.
    """
    claim = access_claim(session, actor, claim_id)
    claimed = claims.claimed_licence(session, claim)
    consulted = consulting.consult(session, claimed, in_use)
    possession = claims.possession_of(session, claim_id)
    words = endorsements.standing_words(session, [claim_id]).get(claim_id, [])
    return Dossier(
        claim=claim,
        claimed=claimed,
        consulted=consulted,
        board=speaking_record(consulted.board_records, known_names(claimed, consulted.record)),
        possession=possession,
        checks=claims.list_checks(session, claim_id),
        notes=claims.list_notes(session, claim_id),
        decisions=claims.list_decisions(session, claim_id),
        documents=documents.list_documents(session, claim_id),
        words=words,
        step=_step(session, actor, claim, words, possession),
        has_read=documents.has_read_documents(session, claim.physician_id, actor.physician_id),
        seen=endorsements.before_reviewer(session, [claim_id])[claim_id],
        standing=session.get_one(Physician, claim.physician_id).standing,
        grounds=_grounds(session, claim),
        email_domain=claimed.email.rpartition("@")[2],
        is_contested=second_accounts.number_in_use(session, claim),
        is_mailbox_contested=second_accounts.mailbox_in_use(session, claim),
        is_colleague=_is_colleague(session, actor, claimed.email),
        departed=second_accounts.find_departed(session, claim),
    )


def _step(
    session: Session, actor: Actor, claim: LicenceClaim, words: Sequence[ClaimEndorsement], possession: Possession
) -> ApprovalStep:
    standing = session.get_one(Physician, claim.physician_id).standing
    had_part = actor.physician_id in endorsements.list_deciders(session, claim.id)
    return approval_step(
        actor.physician_id,
        [word.reviewer_id for word in words],
        possession=possession,
        is_held=claim.status is ClaimStatus.HELD,
        is_senior=actor.has(Role.SENIOR_REVIEWER),
        is_for_others=had_part and membership.needs_fresh_eyes(standing),
    )


def _grounds(session: Session, claim: LicenceClaim) -> tuple[Ground, ...]:
    """Return what the registers say today against a member, or against who was one."""
    term = session.get(LicenceTerm, claim.physician_id)
    if term is None:
        return ()
    found = members.registered(session, claim, term)
    tier = session.get_one(Physician, claim.physician_id).tier
    return membership.judge(found, today=context_of(session).clock.now().date(), tier=tier).grounds


def _is_colleague(session: Session, actor: Actor, email: str) -> bool:
    domain = domain_of_member(session, actor.physician_id)
    return domain is not None and domain == policy.domain_of(email)
