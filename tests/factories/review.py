"""Claims that wait for reviewers, with what was shown for them, for tests. Every number and name is made up."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from sqlalchemy import select

from medpeer.accounts import queries
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Role, Standing
from medpeer.core.db import Database, context_of
from medpeer.gate import Surface
from medpeer.licensing.evidence import PossessionProof
from medpeer.licensing.models import ClaimDecision
from medpeer.licensing.models.documents import ClaimDocument
from medpeer.licensing.models.endorsements import ClaimEndorsement
from medpeer.licensing.policy import DecisionAct, DecisionReason
from medpeer.licensing.policy.documents import DocumentKind, DocumentMedia
from medpeer.licensing.service import claims, decisions, documents
from medpeer.licensing.service.claims import NewClaim
from tests.factories.licensing import npi_number
from tests.factories.people import People
from tests.factories.texts import cleared


@dataclass(frozen=True, slots=True)
class Waiting:
    """An applicant whose claim waits; ``document_id`` is 0 without a document."""

    applicant: Actor
    claim_id: int
    document_id: int = 0


class Desk:
    """Makes applicants and reviewers, and lets these look and decide."""

    def __init__(self, database: Database, people: People) -> None:
        self.database = database
        self.people = people
        self._numbers = count(1)

    def reviewer(self, *roles: Role) -> Actor:
        """Add a reviewer."""
        return self.people.physician(Role.REVIEWER, *roles, email=f"reviewer{next(self._numbers)}@desk.example")

    def waiting(self, *proofs: PossessionProof, last: str = "Okonjo") -> Waiting:
        """Add an applicant whose claim waits; a document among ``proofs`` is there and believed."""
        number = next(self._numbers)
        applicant = self.people.physician(
            standing=Standing.EMAIL_OK, specialty=None, email=f"applicant{number}@mailbox.example"
        )
        with self.database.transaction() as session:
            first, family = (cleared(session, one, Surface.PERSON_NAME) for one in ("Miriam", last))
            new = NewClaim(npi_number(number), "NE", f"{10000 + number}", first, family)
            claim = claims.file_claim(session, applicant, new, institution_domains=())
            claims.show_possession(session, claim, frozenset(proofs))
            document = None
            if PossessionProof.DOCUMENT in proofs:
                now = context_of(session).clock.now()
                document = ClaimDocument(
                    claim_id=claim.id,
                    physician_id=applicant.physician_id,
                    kind=DocumentKind.LICENCE,
                    media_type=DocumentMedia.PNG,
                    place=f"{number:064x}",
                    added_at=now,
                    believed_at=now,
                )
                session.add(document)
                session.flush()
            return Waiting(applicant, claim.id, document.id if document else 0)

    def look(self, reviewer: Actor, waiting: Waiting) -> None:
        """Let a reviewer look at the document."""
        with self.database.transaction() as session:
            documents.look_at(session, reviewer, waiting.claim_id, waiting.document_id)

    def decide(
        self,
        reviewer: Actor,
        claim_id: int,
        act: DecisionAct = DecisionAct.APPROVE,
        reason: DecisionReason = DecisionReason.DOCUMENT_READ,
        *,
        note: str = "",
        seen: str | None = None,
    ) -> ClaimDecision | None:
        """Let a reviewer decide."""
        with self.database.transaction() as session:
            words = cleared(session, note, Surface.REVIEWER_NOTE) if note else None
            return decisions.decide_claim(session, reviewer, claim_id, act, reason, note=words, seen=seen)

    def standing(self, waiting: Waiting) -> Standing:
        """Return where an applicant is now."""
        with self.database.reading() as session:
            return session.get_one(Physician, waiting.applicant.physician_id).standing

    def applicant(self, waiting: Waiting) -> Actor:
        """Return an applicant as they act now."""
        with self.database.reading() as session:
            return queries.load_actor(session, waiting.applicant.physician_id)

    def words(self, claim_id: int) -> Sequence[ClaimEndorsement]:
        """Return every first word for a claim, those taken back too."""
        with self.database.reading() as session:
            return session.scalars(select(ClaimEndorsement).where(ClaimEndorsement.claim_id == claim_id)).all()

    def decisions(self, claim_id: int) -> Sequence[ClaimDecision]:
        """Return every decision on a claim."""
        with self.database.reading() as session:
            return session.scalars(select(ClaimDecision).where(ClaimDecision.claim_id == claim_id)).all()
