"""What stands beside a member's handle now."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.accounts.models import BadgeRule, Physician
from medpeer.licensing.badges import badge_label


def own_badge(session: Session, physician_id: int) -> str:
    """Return the badge that a handle taken now would show, empty for whoever has no specialty."""
    rule = (BadgeRule.specialty == Physician.specialty) & (BadgeRule.state == Physician.state)
    wanted = select(Physician.specialty, Physician.state, BadgeRule.level).outerjoin(BadgeRule, rule)
    return badge_label(*session.execute(wanted.where(Physician.id == physician_id)).one())
