"""Opening a case and settling it. Every step is audited; every decision carries a rule and a note."""

from dataclasses import dataclass
from typing import assert_never

from sqlalchemy.orm import Session

from medpeer import audit
from medpeer.accounts.actor import Actor
from medpeer.audit import AuditAction, ObjectKind
from medpeer.core import outbox
from medpeer.core.content import Visibility
from medpeer.core.db import context_of
from medpeer.gate import ClearedText, Miss, note_miss
from medpeer.moderation import policy, queries
from medpeer.moderation.errors import TellingNoteError, UnchangedTextError
from medpeer.moderation.events import CaseDecided
from medpeer.moderation.models import CaseOpening, Decision, Report, SecondRequest
from medpeer.moderation.queries import Content
from medpeer.moderation.queries.cases import reports_of, waiting_decision
from medpeer.moderation.service.removal import By, purge, redact
from medpeer.moderation.service.reports import OBJECTS, hide, show_as
from medpeer.moderation.traces import traces_of
from medpeer.moderation.vocabulary import DecisionReason, DecisionState, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDecision:
    """A decision as its form gives it; ``body``, ``title`` and ``keep_images`` are for a redaction only.

    Images that are not named go with what is redacted. ``miss`` says what the gate had let through; it is counted where
    something identifying was taken out.
    """

    outcome: Outcome
    reason: DecisionReason
    note: ClearedText
    body: ClearedText | None = None
    title: ClearedText | None = None
    keep_images: tuple[int, ...] = ()
    miss: Miss | None = None


def open_text(session: Session, actor: Actor, case_id: int) -> None:
    """Let a moderator read the text of an open case for half an hour; each opening stands in the audit log.

    Raises:
        NotFoundError: no such case, or the actor is no moderator.
        ConflictOfInterestError: the actor took part there or reported it.
        CaseClosedError: it is settled.
    """
    lead, _ = queries.access_case(session, actor, case_id)
    policy.check_is_open(lead.closed_at)
    now = context_of(session).clock.now()
    opening = session.get(CaseOpening, (lead.id, actor.physician_id))
    if opening is None:
        session.add(CaseOpening(case_id=lead.id, moderator_id=actor.physician_id, opened_at=now))
    else:
        opening.opened_at = now
    audit.record(session, AuditAction.CASE_OPENED, ObjectKind.REPORT, lead.id, actor_id=actor.physician_id)


def decide(session: Session, actor: Actor, case_id: int, new: NewDecision) -> Decision:
    """Settle a case, or propose its purge where a second moderator has to agree; return the decision.

    Where a purge waits, another moderator's purge agrees to it and any other decision stands instead of it.

    Raises:
        NotFoundError: no such case, or the actor is no moderator.
        ConflictOfInterestError: the actor took part there or reported it.
        CaseClosedError: it is settled.
        NotOpenedError: the actor has not opened the text.
        WrongReasonError: the rule does not lead to this outcome.
        TellingNoteError: the note repeats a name or a number of the text.
        UnchangedTextError: a redaction takes nothing out.
        NotAllowedError: the actor proposed the purge that waits.
    """
    lead, content = queries.access_case(session, actor, case_id)
    session.refresh(lead, with_for_update=True)
    _check(session, actor, lead, content, new)
    agreed = _settle_waiting(session, actor, lead, new.outcome)
    decision = Decision(
        case_id=lead.id,
        moderator_id=actor.physician_id,
        outcome=new.outcome,
        reason=new.reason,
        decided_at=context_of(session).clock.now(),
        note=new.note,
    )
    session.add(decision)
    session.flush()
    if not agreed and _needs_second(session, lead, content, new.outcome):
        _propose(session, actor, content, decision)
    else:
        _carry_out(session, actor, content, decision, new)
        _close(session, lead, decision)
    return decision


def _check(session: Session, actor: Actor, lead: Report, content: Content, new: NewDecision) -> None:
    policy.check_is_open(lead.closed_at)
    opening = session.get(CaseOpening, (lead.id, actor.physician_id))
    policy.check_is_opened(opening.opened_at if opening else None, context_of(session).clock.now())
    policy.check_reason(new.outcome, new.reason)
    parts = queries.parts_of(session, content)
    if traces_of(part.text for part in parts).are_in(new.note.value):
        raise TellingNoteError
    if new.outcome is Outcome.REDACT:
        given = {"body": new.body, "title": new.title}
        images = {image.id for image in queries.images_of_content(session, content)}
        same = all((text := given.get(part.field or "")) is None or text.value == part.text for part in parts)
        if same and images <= set(new.keep_images):
            raise UnchangedTextError


def _settle_waiting(session: Session, actor: Actor, lead: Report, outcome: Outcome) -> bool:
    """Settle the purge that waits, if one does, and tell whether ``outcome`` agrees to it."""
    waiting = waiting_decision(session, lead.id)
    if waiting is None:
        return False
    policy.check_is_another(waiting.moderator_id, actor)
    agreed = outcome is Outcome.PURGE
    waiting.state = DecisionState.DONE if agreed else DecisionState.REFUSED
    waiting.second_id = actor.physician_id
    waiting.settled_at = context_of(session).clock.now()
    if not agreed:
        audit.record(session, AuditAction.PURGE_REFUSED, ObjectKind.REPORT, lead.id, actor_id=actor.physician_id)
    session.flush()
    return agreed


def _needs_second(session: Session, lead: Report, content: Content, outcome: Outcome) -> bool:
    return policy.needs_second(
        outcome,
        written_at=content.written_at,
        now=context_of(session).clock.now(),
        asked=session.get(SecondRequest, lead.id) is not None,
    )


def _propose(session: Session, actor: Actor, content: Content, decision: Decision) -> None:
    decision.state = DecisionState.WAITS_FOR_SECOND
    hide(session, content, actor_id=actor.physician_id)
    audit.record(
        session,
        AuditAction.PURGE_PROPOSED,
        ObjectKind.REPORT,
        decision.case_id,
        actor_id=actor.physician_id,
        reason=decision.reason,
        clearance_id=decision.note.clearance_id,
    )


def _carry_out(session: Session, actor: Actor, content: Content, decision: Decision, new: NewDecision) -> None:
    by = By(new.reason, actor.physician_id, decision.id)
    match new.outcome:
        case Outcome.REINSTATE:
            _reinstate(session, actor, content, decision)
        case Outcome.REDACT:
            if new.body is None:
                raise UnchangedTextError
            redact(session, content, new.body, new.title, keep_images=new.keep_images, by=by)
        case Outcome.PURGE:
            purge(session, content, by=by)
        case _:
            assert_never(new.outcome)
    if new.miss and new.reason is DecisionReason.IDENTIFIES_PATIENT:
        note_miss(session, content.surface, new.miss)


def _reinstate(session: Session, actor: Actor, content: Content, decision: Decision) -> None:
    if content.visibility is Visibility.HIDDEN:
        show_as(session, content, Visibility.VISIBLE)
    audit.record(
        session,
        AuditAction.CONTENT_REINSTATED,
        OBJECTS[content.kind],
        content.id,
        actor_id=actor.physician_id,
        reason=decision.reason,
        clearance_id=decision.note.clearance_id,
    )


def _close(session: Session, lead: Report, decision: Decision) -> None:
    now = context_of(session).clock.now()
    decision.settled_at = now
    for report in reports_of(session, lead.id):
        report.closed_at = now
    outbox.record(session, CaseDecided(decision_id=decision.id, case_id=lead.id))
