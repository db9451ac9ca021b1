"""Queueing stored texts that today's check would refuse: ids, categories and counts, never words."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from medpeer.core.db import context_of
from medpeer.gate.rescreening import Rescreened
from medpeer.moderation import queries
from medpeer.moderation.models import SpotCheck, SpotCheckFinding
from medpeer.moderation.queries.places import content_at
from medpeer.moderation.vocabulary import SpotCheckCause


def queue_rescreened(session: Session, found: Rescreened) -> None:
    """Queue a stored text that today's check would refuse; drop it from the queue where it would not.

    What a moderator let stand is asked again only when more is found in it than then.
    """
    check = session.scalar(
        select(SpotCheck).where(
            SpotCheck.cause == SpotCheckCause.RESCREENING, SpotCheck.clearance_id == found.clearance_id
        )
    )
    if check is not None and (check.settled_at is None or not found.found):
        _replace_findings(session, check, found)
    elif check is not None and _is_more(session, check, found):
        check.settled_at = check.verdict = check.moderator_id = None
        _replace_findings(session, check, found)
    elif check is None and found.found:
        _replace_findings(session, _new_rescreened(session, found), found)


def _is_more(session: Session, check: SpotCheck, found: Rescreened) -> bool:
    known = {
        (row.category, row.severity): row.count
        for row in session.scalars(select(SpotCheckFinding).where(SpotCheckFinding.spot_check_id == check.id))
    }
    return any(count > known.get(kind, 0) for kind, count in found.found.items())


def _new_rescreened(session: Session, found: Rescreened) -> SpotCheck:
    place = content_at(session, found.table, found.row_id)
    content = queries.find_content(session, *place) if place else None
    check = SpotCheck(
        cause=SpotCheckCause.RESCREENING,
        surface=found.surface,
        clearance_id=found.clearance_id,
        created_at=context_of(session).clock.now(),
        content_kind=content.kind if content else None,
        content_id=content.id if content else None,
        author_id=content.author_id if content else None,
    )
    session.add(check)
    session.flush()
    return check


def _replace_findings(session: Session, check: SpotCheck, found: Rescreened) -> None:
    session.execute(delete(SpotCheckFinding).where(SpotCheckFinding.spot_check_id == check.id))
    for (category, severity), count in sorted(found.found.items()):
        session.add(SpotCheckFinding(spot_check_id=check.id, category=category, severity=severity, count=count))
    if not found.found and check.settled_at is None:
        session.delete(check)
    session.flush()
