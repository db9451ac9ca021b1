"""Deciding one application as the product would today: its registers, its decision table, its second accounts."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from medpeer.jobs.rehearsal.answers import Answer, Fault
from medpeer.jobs.rehearsal.application import Application
from medpeer.jobs.rehearsal.typed import REFUSED, claim_of, faults_of
from medpeer.licensing.evidence import ClaimedLicence, Evidence, Possession, PossessionProof
from medpeer.licensing.policy import Outcome, decide
from medpeer.licensing.queries.consulting import RegistersInUse, consult, possession_by_email
from medpeer.licensing.queries.second_accounts import Marks, held_by_members, marks_of
from medpeer.licensing.weighing import weigh


@dataclass(frozen=True, slots=True)
class View:
    """What an application is decided on: one snapshot of the database, and the domains that settings list."""

    session: Session
    in_use: RegistersInUse
    domains: frozenset[str]


@dataclass(slots=True)
class Admitted:
    """What the applications admitted so far have in use, as keyed digests."""

    digests: set[str] = field(default_factory=set)

    def add(self, marks: Marks) -> None:
        """Keep that number, licence and mailbox are in use from now on."""
        self.digests |= {marks.number, marks.licence, marks.mailbox}


def consider(view: View, application: Application, admitted: Admitted) -> Answer:
    """Return the answer to one application and remember an admission."""
    faults = tuple(faults_of(application))
    refusals = tuple(fault for fault in faults if fault in REFUSED)
    claimed = claim_of(application)
    if refusals or claimed is None:
        return Answer(application.id, Outcome.REFUSE if refusals else Outcome.REVIEW, refusals or faults)
    marks = marks_of(view.session, claimed)
    possession = _possession(view, application, claimed)
    evidence = _evidence(view, claimed, possession, marks, admitted)
    decision = decide(evidence)
    faults += _taxonomy_faults(evidence)
    outcome = Outcome.REVIEW if faults and decision.outcome is Outcome.ADMIT else decision.outcome
    if outcome is Outcome.ADMIT:
        admitted.add(marks)
    return Answer(application.id, outcome, (*faults, *decision.reasons))


def _taxonomy_faults(evidence: Evidence) -> tuple[Fault, ...]:
    """Return what speaks against the code given: the product asks for none, so its table has no row for one."""
    said, record = evidence.claimed.taxonomy_code, evidence.record
    return (Fault.TAXONOMY_DIFFERS,) if said and record and record.codes and said not in record.codes else ()


def _possession(view: View, application: Application, claimed: ClaimedLicence) -> Possession:
    if not application.controls_email:
        return frozenset()
    # Codes go to the addresses of the national register, which has none of another country's physicians.
    has_code = application.answers_challenge and not claimed.is_abroad
    by_code = frozenset({PossessionProof.CODE_OF_RECORD}) if has_code else frozenset()
    return by_code | possession_by_email(view.session, claimed.email, view.domains)


def _evidence(
    view: View, claimed: ClaimedLicence, possession: Possession, marks: Marks, admitted: Admitted
) -> Evidence:
    number_held, mailbox_held = held_by_members(view.session, marks)
    return weigh(
        claimed,
        consult(view.session, claimed, view.in_use),
        possession=possession,
        is_number_used=number_held or not admitted.digests.isdisjoint({marks.number, marks.licence}),
        is_mailbox_used=mailbox_held or marks.mailbox in admitted.digests,
    )
