"""What the moderators' desk was asked, and what it looked at: as counts by week, grouped by the database."""

from collections import Counter
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from medpeer.core.content import ContentKind
from medpeer.discussions.models import Post, Space, Thread
from medpeer.discussions.policy import POST_SURFACES
from medpeer.gate import AttestationReason, Surface
from medpeer.moderation.models import Report, SpotCheck, SpotCheckFinding
from medpeer.moderation.vocabulary import ReportReason, SpotCheckCause, SpotCheckVerdict
from medpeer.statistics.queries.days import as_day, day_of, weekly
from medpeer.statistics.weeks import start_of, week_of

Check = tuple[date, SpotCheckCause, AttestationReason | None, SpotCheckVerdict]


def checked(session: Session, since: date) -> Counter[Check]:
    """Return spot checks settled since, by week, cause, what their author had said, and verdict."""
    day, found = day_of(session, SpotCheck.settled_at), SpotCheckFinding
    words = (day, SpotCheck.cause, found.reason, SpotCheck.verdict)
    wanted = (
        select(*words, func.count(SpotCheck.id.distinct()))
        .outerjoin(found, found.spot_check_id == SpotCheck.id)
        .where(SpotCheck.settled_at >= start_of(since))
        .group_by(*words)
    )
    return weekly(session.execute(wanted))


def reported(session: Session, since: date) -> Counter[tuple[date, Surface, ReportReason]]:
    """Return reports by week, by the surface on which the thing was written, and by reason."""
    day = day_of(session, Report.created_at)
    is_post = Report.content_kind == ContentKind.POST
    wanted = (
        select(day, Space.kind, Report.reason, func.count())
        .select_from(Report)
        .outerjoin(Post, is_post & (Post.id == Report.content_id))
        .outerjoin(Thread, Thread.id == Post.thread_id)
        .outerjoin(Space, Space.id == Thread.space_id)
        .where(Report.created_at >= start_of(since))
        .group_by(day, Space.kind, Report.reason)
    )
    counts: Counter[tuple[date, Surface, ReportReason]] = Counter()
    for at, kind, reason, times in session.execute(wanted):
        surface = POST_SURFACES[kind] if kind else Surface.CHAT_MESSAGE
        counts[week_of(as_day(at)), surface, reason] += times
    return counts
