"""Who is told of what. Pure; nobody is ever told of their own act."""

from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import Final, assert_never

from medpeer.accounts.models import Standing
from medpeer.core.content import Visibility
from medpeer.licensing.membership import Notice
from medpeer.notifications.models import NotificationKind

KEPT: Final = timedelta(days=90)
"""How long the inbox reaches back."""

Told = dict[int, NotificationKind]


def told_of_post(author: int, replied_to: int | None, followers: AbstractSet[int]) -> Told:
    """Return who hears of a new post: the one it replies to, and otherwise whoever follows the thread."""
    told = dict.fromkeys(followers, NotificationKind.ANSWER)
    if replied_to is not None:
        told[replied_to] = NotificationKind.REPLY
    told.pop(author, None)
    return told


def told_of_outcome(asker: int, participants: AbstractSet[int], followers: AbstractSet[int]) -> Told:
    """Return who hears of an outcome: whoever took part or follows, but not the asker, who gave it."""
    return dict.fromkeys((participants | followers) - {asker}, NotificationKind.SOLVED)


def kind_of_visibility(visibility: Visibility, *, redacted: bool) -> NotificationKind:
    """Return what an author is told when their post changed hands with a moderator."""
    match visibility:
        case Visibility.HIDDEN:
            return NotificationKind.HIDDEN
        case Visibility.PURGED:
            return NotificationKind.PURGED
        case Visibility.VISIBLE:
            return NotificationKind.REDACTED if redacted else NotificationKind.REINSTATED
        case _:
            assert_never(visibility)


def kind_of_standing(standing: Standing) -> NotificationKind | None:
    """Return what a member is told of their standing, or ``None``: who may not read here is told on their own page."""
    match standing:
        case Standing.ACTIVE:
            return NotificationKind.ADMITTED
        case Standing.LAPSED_READONLY:
            return NotificationKind.LAPSED
        case _:
            return None


_OF_NOTICES: Final = {
    Notice.ENDS_IN_60: NotificationKind.ENDS_IN_60,
    Notice.ENDS_IN_30: NotificationKind.ENDS_IN_30,
    Notice.ENDS_IN_7: NotificationKind.ENDS_IN_7,
    Notice.TIER_PHYSICIAN: NotificationKind.TIER_PHYSICIAN,
    Notice.TIER_TRAINEE: NotificationKind.TIER_TRAINEE,
    Notice.TIER_RETIRED: NotificationKind.TIER_RETIRED,
    Notice.TIER_NON_US: NotificationKind.TIER_NON_US,
}


def kind_of_notice(notice: Notice) -> NotificationKind | None:
    """Return what a member is told of their licence's end or tier; ``None`` where the change of standing says it."""
    return _OF_NOTICES.get(notice)
