"""The demo's reports: some members found fault with an answer, and a moderator let it stand."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle
from typing import Final

from sqlalchemy.orm import Session

from medpeer.cli.demo import content
from medpeer.cli.demo.content import Row
from medpeer.cli.demo.replay import Past, Step
from medpeer.core.content import ContentKind
from medpeer.gate import Examined, RawText, Surface, clear, examine
from medpeer.moderation import service
from medpeer.moderation.service import NewDecision
from medpeer.moderation.vocabulary import DecisionReason, Outcome, ReportReason

MODERATOR: Final = "p44"
NOTE: Final = "Read it beside the question: a matter of opinion, and put politely."
ONE_IN: Final = 3
"""Of so many threads, one had its first answer reported."""

_AFTER: Final = timedelta(hours=20)
_WAITS_H: Final = (2, 7, 31, 4, 12, 54, 9)
_REASONS: Final = (
    ReportReason.UNSAFE_ADVICE,
    ReportReason.UNPROFESSIONAL,
    ReportReason.UNSAFE_ADVICE,
    ReportReason.ADVERTISING,
)


def report_steps(past: Past) -> Iterator[Step]:
    """Yield the reports and what came of them; whoever wrote in a thread does not moderate it."""
    note = examine(RawText(NOTE), Surface.MODERATOR_NOTE)
    rows = [row for row in content.threads() if row.get("post") and MODERATOR not in _writers(row)]
    for row, reason, wait in zip(rows[::ONE_IN], cycle(_REASONS), cycle(_WAITS_H)):
        at = past.now - timedelta(days=row["age_days"]) + timedelta(hours=row["post"][0]["after_hours"]) + _AFTER
        settled_at = at + timedelta(hours=wait)
        if row["post"][0]["author"] != row["author"] and settled_at < past.now:
            yield from _case(past, row, reason, (at, settled_at), note)


def _writers(row: Row) -> set[str]:
    posts = [*row["post"], *(reply for post in row["post"] for reply in post.get("reply", []))]
    return {row["author"], *(post["author"] for post in posts)}


def _case(
    past: Past, row: Row, reason: ReportReason, times: tuple[datetime, datetime], note: Examined
) -> Iterator[Step]:
    """Yield the report of a thread's first answer and its settling, at two times."""
    cases: list[int] = []

    def report(session: Session) -> None:
        post = past.posts[f"{row['key']}-0"]
        cases.append(service.report(session, past.actors[row["author"]], ContentKind.POST, post.id, reason).id)

    def settle(session: Session) -> None:
        moderator = past.actors[MODERATOR]
        service.open_text(session, moderator, cases[0])
        decision = NewDecision(outcome=Outcome.REINSTATE, reason=DecisionReason.WITHIN_RULES, note=clear(session, note))
        service.decide(session, moderator, cases[0], decision)

    yield Step(times[0], report)
    yield Step(times[1], settle)
