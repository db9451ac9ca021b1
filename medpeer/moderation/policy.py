"""Who may report and decide, when a second moderator is needed, and the limits. Pure."""

from datetime import datetime, timedelta
from typing import Final

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role
from medpeer.core.errors import NotAllowedError, NotFoundError
from medpeer.moderation.errors import (
    CaseClosedError,
    ConflictOfInterestError,
    HiddenMeanwhileError,
    NotOpenedError,
    TooManyReportsError,
    WrongReasonError,
)
from medpeer.moderation.vocabulary import REASONS, DecisionReason, Outcome

SECOND_LOOK_AFTER: Final = timedelta(hours=24)
# What stood for a day was read and answered: taking it away for good is not one person's call.
OPENED_FOR: Final = timedelta(minutes=30)
REPORTS_A_DAY: Final = 20
# Hiding is at once and for everyone; nobody reads more than this many leaks of others' in a day.
TALK_WINDOW: Final = timedelta(hours=24)
# Whoever wrote in a room within a day of a message took part in that talk.
ALWAYS_CHECKED: Final = 5
# So many of a member's first texts with something kept are looked at; after them a share.
OVERTURNED_WITHIN: Final = timedelta(days=180)
LEAST_OVERTURNED: Final = 2
OVERTURNED_SHARE: Final = 0.2
# One mistake is no habit, and a habit is one in five.
TIGHTENED_FOR: Final = timedelta(days=90)


def check_may_report(actor: Actor) -> None:
    """Refuse whoever may not read what members write.

    Raises:
        NotFoundError: to them there is nothing to report.
    """
    if not actor.is_verified:
        raise NotFoundError


def check_report_count(reported_today: int, *, own: bool) -> None:
    """Refuse a flood of reports; one's own things may always be taken down.

    Raises:
        TooManyReportsError: the day's number is reached.
    """
    if not own and reported_today >= REPORTS_A_DAY:
        raise TooManyReportsError


def check_may_moderate(actor: Actor) -> None:
    """Refuse whoever is no moderator in good standing.

    Raises:
        NotFoundError: to them there is no queue.
    """
    if not actor.has(Role.MODERATOR):
        raise NotFoundError


def check_disinterested(*, takes_part: bool) -> None:
    """Refuse a moderator who wrote there or reported it.

    Raises:
        ConflictOfInterestError: another one decides.
    """
    if takes_part:
        raise ConflictOfInterestError


def check_is_open(closed_at: datetime | None) -> None:
    """Refuse to decide a case twice.

    Raises:
        CaseClosedError: it is settled.
    """
    if closed_at is not None:
        raise CaseClosedError


def is_opened(opened_at: datetime | None, now: datetime) -> bool:
    """Tell whether a moderator who opened a text at ``opened_at`` still has it before them."""
    return opened_at is not None and now - opened_at <= OPENED_FOR


def check_is_opened(opened_at: datetime | None, now: datetime) -> None:
    """Refuse to decide on a text that was not looked at.

    Raises:
        NotOpenedError: not opened, or too long ago.
    """
    if not is_opened(opened_at, now):
        raise NotOpenedError


def check_reason(outcome: Outcome, reason: DecisionReason) -> None:
    """Refuse a rule that does not lead to this outcome.

    Raises:
        WrongReasonError: choose another.
    """
    if reason not in REASONS[outcome]:
        raise WrongReasonError


def needs_second(outcome: Outcome, *, written_at: datetime, now: datetime, asked: bool) -> bool:
    """Tell whether a decision waits for a second moderator; ``asked`` is the author's wish for one."""
    return outcome is Outcome.PURGE and (asked or now - written_at > SECOND_LOOK_AFTER)


def check_is_another(first_id: int, actor: Actor) -> None:
    """Refuse to be one's own second moderator.

    Raises:
        NotAllowedError: the same person decided first.
    """
    if first_id == actor.physician_id:
        message = "You decided this first. It waits for another moderator."
        raise NotAllowedError(message)


def is_checked(checked_before: int, draw: float, *, percent: int) -> bool:
    """Tell whether a text with something kept is looked at: all of an author's first, then ``percent`` of the others.

    ``draw`` is in 0..1 and the text's own.
    """
    return checked_before < ALWAYS_CHECKED or draw * 100 < percent


def is_too_often(overturned: int, settled: int) -> bool:
    """Tell whether an author's own word has proved wrong so often that it counts less for a while."""
    return overturned >= LEAST_OVERTURNED and overturned >= settled * OVERTURNED_SHARE


def check_is_readable(*, visible: bool) -> None:
    """Refuse to settle a spot check of a text that is hidden meanwhile.

    Raises:
        HiddenMeanwhileError: its case comes first.
    """
    if not visible:
        raise HiddenMeanwhileError
