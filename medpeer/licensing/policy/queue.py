"""What kinds of claims wait for a reviewer, and until when each should have an answer. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from medpeer.accounts.models import Standing


class QueueKind(StrEnum):
    """Why a claim is before the reviewers."""

    NEW = "new"
    MEMBER = "member"
    """A register says something of a member that a person has to look at; nothing is closed to them."""
    HELD = "held"
    """It takes a senior reviewer; a member among them is shut out meanwhile."""
    APPEAL = "appeal"


class QueueView(StrEnum):
    """Which part of the queue a reviewer looks at; a kind stands for itself."""

    ALL = "all"
    NEW = "new"
    SECOND = "second"
    """One reviewer gave their word, and it takes another."""
    MEMBER = "member"
    HELD = "held"
    APPEAL = "appeal"
    LATE = "late"


DUE_WITHIN: Final[Mapping[QueueKind, timedelta]] = MappingProxyType(
    {
        QueueKind.NEW: timedelta(hours=24),
        QueueKind.MEMBER: timedelta(days=3),
        QueueKind.HELD: timedelta(hours=24),
        QueueKind.APPEAL: timedelta(days=3),
    }
)
"""In how long each should have an answer."""
_MEMBERS: Final = frozenset({Standing.ACTIVE, Standing.LAPSED_READONLY})


def kind_of(standing: Standing, *, is_held: bool) -> QueueKind:
    """Return why a claim waits, from where its applicant is and whether it is held."""
    if standing is Standing.APPEAL:
        return QueueKind.APPEAL
    if is_held or standing is Standing.HELD:
        return QueueKind.HELD
    return QueueKind.MEMBER if standing in _MEMBERS else QueueKind.NEW


def due_at(kind: QueueKind, waits_since: datetime) -> datetime:
    """Return when a claim that waits since then should have its answer."""
    return waits_since + DUE_WITHIN[kind]
