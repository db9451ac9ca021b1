"""The texts that wait for a second look. No word of a text stands in the list."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role
from medpeer.core.errors import NotFoundError
from medpeer.deid import Category, Severity
from medpeer.gate import POLICIES, AttestationReason
from medpeer.moderation import policy
from medpeer.moderation.models import SpotCheck, SpotCheckFinding
from medpeer.moderation.queries.contents import Content, Part, find_content, parts_of, takes_part
from medpeer.moderation.vocabulary import SpotCheckCause

QUEUE_LENGTH: Final = 100


@dataclass(frozen=True, slots=True)
class FoundKind:
    """How many findings of one kind, and why their author kept them."""

    category: Category
    severity: Severity
    count: int
    reason: AttestationReason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotCheckRow:
    """A text in the queue."""

    id: int
    cause: SpotCheckCause
    what: str
    place: str
    found: tuple[FoundKind, ...]
    created_at: datetime
    shown: bool

    @property
    def must_go(self) -> int:
        """How many findings must go today."""
        return sum(one.count for one in self.found if one.severity is Severity.MUST_GO)


@dataclass(frozen=True, slots=True)
class SpotCheckQueue:
    """What waits: findings that must go first, then the oldest; and how many more only others may settle."""

    rows: tuple[SpotCheckRow, ...]
    elsewhere: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotCheckView:
    """One second look. ``part`` is the text, for a post or message that members can read; a note is not shown here."""

    row: SpotCheckRow
    content: Content | None
    part: Part | None

    @property
    def kept(self) -> frozenset[Category]:
        """The categories that are looked at."""
        return frozenset(one.category for one in self.row.found)


def access_spot_check(session: Session, actor: Actor, spot_check_id: int) -> tuple[SpotCheck, Content | None]:
    """Return a second look that waits, and the post or message it is about.

    Raises:
        NotFoundError: it does not wait, or the actor is no moderator.
        ConflictOfInterestError: the actor took part there or reported it.
    """
    policy.check_may_moderate(actor)
    check = session.scalar(select(SpotCheck).where(SpotCheck.id == spot_check_id, _waits()))
    if check is None:
        raise NotFoundError
    content = _content(session, check)
    if content is not None:
        policy.check_disinterested(takes_part=takes_part(session, actor, content))
    return check, content


def list_spot_checks(session: Session, actor: Actor) -> SpotCheckQueue:
    """Return what waits for the actor.

    Raises:
        NotFoundError: the actor is no moderator.
    """
    policy.check_may_moderate(actor)
    waiting = session.scalars(
        select(SpotCheck).where(_waits()).order_by(SpotCheck.created_at, SpotCheck.id).limit(QUEUE_LENGTH)
    ).all()
    found = _found(session, [check.id for check in waiting])
    contents = [(check, _content(session, check)) for check in waiting]
    rows = [
        _row(check, content, found[check.id])
        for check, content in contents
        if content is None or not takes_part(session, actor, content)
    ]
    rows.sort(key=lambda row: -row.must_go)
    return SpotCheckQueue(tuple(rows), len(waiting) - len(rows))


def spot_check_count(session: Session, actor: Actor) -> int:
    """Return how many second looks wait: for the bar of every page. Whoever is no moderator has none."""
    if not actor.has(Role.MODERATOR):
        return 0
    others = SpotCheck.author_id.is_distinct_from(actor.physician_id)
    return session.execute(select(func.count()).where(_waits(), others)).scalar_one()


def view_spot_check(session: Session, actor: Actor, spot_check_id: int) -> SpotCheckView:
    """Return one second look with its text, which members read anyway.

    Raises:
        NotFoundError: as ``access_spot_check``.
        ConflictOfInterestError: as ``access_spot_check``.
    """
    check, content = access_spot_check(session, actor, spot_check_id)
    row = _row(check, content, _found(session, [check.id])[check.id])
    parts: Iterable[Part] = parts_of(session, content) if content is not None and content.is_shown else ()
    part = next((part for part in parts if part.clearance_id == check.clearance_id), None)
    return SpotCheckView(row=row, content=content, part=part)


def _waits() -> ColumnElement[bool]:
    return SpotCheck.settled_at.is_(None) & SpotCheck.clearance_id.is_not(None)


def _content(session: Session, check: SpotCheck) -> Content | None:
    if check.content_kind is None or check.content_id is None:
        return None
    return find_content(session, check.content_kind, check.content_id)


def _found(session: Session, ids: Sequence[int]) -> defaultdict[int, list[FoundKind]]:
    found: defaultdict[int, list[FoundKind]] = defaultdict(list)
    wanted = select(SpotCheckFinding).where(SpotCheckFinding.spot_check_id.in_(ids)).order_by(SpotCheckFinding.id)
    for row in session.scalars(wanted):
        found[row.spot_check_id].append(FoundKind(row.category, row.severity, row.count, row.reason))
    return found


def _row(check: SpotCheck, content: Content | None, found: Sequence[FoundKind]) -> SpotCheckRow:
    return SpotCheckRow(
        id=check.id,
        cause=check.cause,
        what=content.what if content else POLICIES[check.surface].label,
        place=content.place if content else "",
        found=tuple(found),
        created_at=check.created_at,
        shown=content is not None and content.is_shown,
    )
