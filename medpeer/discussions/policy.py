"""Who may do what in a thread, and the limits. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Standing
from medpeer.accounts.tiers import Right, check_right
from medpeer.core.content import Visibility
from medpeer.core.errors import InvalidInputError, NotAllowedError
from medpeer.deid import Topic, sensitive_topics
from medpeer.discussions.vocabulary import AgeBand, ConfirmedBy, Consent, SpaceKind
from medpeer.gate import Surface

EDIT_WINDOW: Final = timedelta(hours=6)
# After six hours others have answered what was written; later corrections are new posts.

TITLE_SURFACES: Final[Mapping[SpaceKind, Surface]] = MappingProxyType(
    {
        SpaceKind.CASE: Surface.CASE_TITLE,
        SpaceKind.CRITIQUE: Surface.CRITIQUE_TITLE,
        SpaceKind.PRACTICE: Surface.PRACTICE_TITLE,
    }
)
POST_SURFACES: Final[Mapping[SpaceKind, Surface]] = MappingProxyType(
    {
        SpaceKind.CASE: Surface.CASE_POST,
        SpaceKind.CRITIQUE: Surface.CRITIQUE_POST,
        SpaceKind.PRACTICE: Surface.PRACTICE_POST,
    }
)
_PRACTICAL: Final = (ConfirmedBy.WRITTEN_RULE, ConfirmedBy.AUTHORITY, ConfirmedBy.EXPERIENCE)
CONFIRMATIONS: Final[Mapping[SpaceKind, tuple[ConfirmedBy, ...]]] = MappingProxyType(
    {
        SpaceKind.CASE: tuple(one for one in ConfirmedBy if one not in _PRACTICAL),
        SpaceKind.CRITIQUE: (),
        SpaceKind.PRACTICE: (*_PRACTICAL, ConfirmedBy.NOT_CONFIRMED),
    }
)
"""What an outcome may rest on, by kind of space. A paper has no outcome."""

MINORS: Final = frozenset({AgeBand.DAYS, AgeBand.MONTHS, AgeBand.Y1, AgeBand.Y5, AgeBand.Y10, AgeBand.Y15})
"""Bands that hold somebody under 18."""


def topics_of(title: str, age_band: AgeBand | None) -> frozenset[Topic]:
    """Return the sensitive topics of a thread, which count for whatever is written in it."""
    return sensitive_topics(title) | ({Topic.MINOR} if age_band in MINORS else frozenset())


def check_may_write(actor: Actor) -> None:
    """Refuse whoever may only read.

    Raises:
        NotAllowedError: with what would let them write again.
    """
    if actor.may_write:
        return
    if actor.standing is Standing.LAPSED_READONLY:
        message = "Your licence is past its date, so you can read but not write. Renew it with your board."
        raise NotAllowedError(message)
    message = "Only verified members write here. Your onboarding page says what is missing."
    raise NotAllowedError(message)


_TO_OPEN: Final[Mapping[SpaceKind, Right]] = MappingProxyType(
    {
        SpaceKind.CASE: Right.ASK_CASE,
        SpaceKind.CRITIQUE: Right.CRITIQUE,
        SpaceKind.PRACTICE: Right.PRACTICE,
    }
)
_TO_ANSWER: Final[Mapping[SpaceKind, Right]] = MappingProxyType({**_TO_OPEN, SpaceKind.CASE: Right.ANSWER})


def check_may_open(actor: Actor, kind: SpaceKind) -> None:
    """Refuse whoever may not ask in a kind of space.

    Raises:
        NotAllowedError: the actor may only read.
        TierForbidsError: the actor's tier does not carry it.
    """
    check_may_write(actor)
    check_right(actor.tier, _TO_OPEN[kind])


def check_may_answer(actor: Actor, kind: SpaceKind) -> None:
    """Refuse whoever may not write in the threads of a kind of space.

    Raises:
        NotAllowedError: the actor may only read.
        TierForbidsError: the actor's tier does not carry it.
    """
    check_may_write(actor)
    check_right(actor.tier, _TO_ANSWER[kind])


def check_is_author(actor: Actor, author_id: int) -> None:
    """Refuse whoever did not write the post.

    Raises:
        NotAllowedError: somebody else's post.
    """
    if actor.physician_id != author_id:
        message = "Only its author can change a post. Reply to it instead."
        raise NotAllowedError(message)


def check_is_asker(actor: Actor, asker_id: int) -> None:
    """Refuse whoever did not ask the question.

    Raises:
        NotAllowedError: somebody else's thread.
    """
    if actor.physician_id != asker_id:
        message = "Only whoever asked can do this. You can reply instead."
        raise NotAllowedError(message)


def may_edit(*, mine: bool, created_at: datetime, redacted: bool, visibility: Visibility, now: datetime) -> bool:
    """Tell whether a post may still be changed by its author."""
    in_time = now - created_at <= EDIT_WINDOW
    return mine and in_time and not redacted and visibility is Visibility.VISIBLE


def check_consent(kind: SpaceKind, consent: Consent | None) -> None:
    """Refuse a case that does not say what its patient said to it.

    Raises:
        InvalidInputError: naming the field.
    """
    if kind is SpaceKind.CASE and consent is None:
        message = "Say whether the patient consented. The form itself stays with you."
        raise InvalidInputError(message, field="consent")


def check_confirmation(kind: SpaceKind, confirmed_by: ConfirmedBy, certainty_percent: int) -> None:
    """Refuse an outcome that does not fit the kind of space.

    Raises:
        InvalidInputError: naming the field.
    """
    if confirmed_by not in CONFIRMATIONS[kind]:
        message = "Choose what the outcome rests on from the list."
        raise InvalidInputError(message, field="confirmed_by")
    if not 0 <= certainty_percent <= 100:  # noqa: PLR2004 - per cent
        message = "Certainty is a whole number from 0 to 100."
        raise InvalidInputError(message, field="certainty_percent")
