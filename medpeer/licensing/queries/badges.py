"""What stands beside a member's handle now."""

from sqlalchemy.orm import Session

from medpeer.accounts.badge_rules import kind_of
from medpeer.accounts.models import BadgeRule
from medpeer.licensing.badges import badge_label


def own_badge(session: Session, physician_id: int) -> str:
    """Return the badge that a handle taken now would show, empty for whoever has no specialty."""
    kind = kind_of(session, physician_id)
    if kind is None:
        return ""
    rule = session.get(BadgeRule, (kind.specialty, kind.state))
    return badge_label(kind.specialty, kind.state, rule.level if rule else None)
