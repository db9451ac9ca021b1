"""Reports and decisions as members and moderators would make them: through the gate and the services."""

from medpeer.accounts.actor import Actor
from medpeer.core.content import ContentKind
from medpeer.core.db import Database
from medpeer.gate import Surface
from medpeer.moderation import service
from medpeer.moderation.service import NewDecision
from medpeer.moderation.vocabulary import REASONS, DecisionReason, Outcome, ReportReason
from tests.factories.texts import cleared

NOTE = "Seen by two of us; the rule is clear."


class Moderation:
    """Reports and decides in the test's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def report(
        self,
        actor: Actor,
        content_id: int,
        *,
        kind: ContentKind = ContentKind.POST,
        reason: ReportReason = ReportReason.IDENTIFIES_PATIENT,
        note: str = "",
    ) -> int:
        """Report something and return the id of the report."""
        with self._database.transaction() as session:
            text = cleared(session, note, Surface.REPORT_NOTE) if note else None
            return service.report(session, actor, kind, content_id, reason, note=text).id

    def decide(
        self,
        actor: Actor,
        case_id: int,
        outcome: Outcome,
        *,
        reason: DecisionReason | None = None,
        note: str = NOTE,
        body: str | None = None,
        title: str | None = None,
    ) -> int:
        """Open a case, decide it and return the id of the decision."""
        with self._database.transaction() as session:
            service.open_text(session, actor, case_id)
        with self._database.transaction() as session:
            new = NewDecision(
                outcome=outcome,
                reason=reason or REASONS[outcome][0],
                note=cleared(session, note, Surface.MODERATOR_NOTE),
                body=None if body is None else cleared(session, body, Surface.CASE_POST),
                title=None if title is None else cleared(session, title, Surface.CASE_TITLE),
            )
            return service.decide(session, actor, case_id, new).id
