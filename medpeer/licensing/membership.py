"""What a member's registers say today, and what follows from it. Pure: findings in, verdict out.

A member is judged by what speaks against them, not anew by everything that admitted them: a register that is missing or
stale, a hospital that left the list, say nothing.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, assert_never

from medpeer.accounts.models import Standing, Tier
from medpeer.licensing.evidence import (
    Against,
    BoardKind,
    BoardRecord,
    BoardStatus,
    EntityType,
    ExclusionHit,
    RegisterRecord,
)
from medpeer.licensing.policy import DecisionAct
from medpeer.licensing.policy.decision import is_training

NOTICE_DAYS: Final = (60, 30, 7)
"""So long before a licence ends its holder is told."""
GRACE: Final = timedelta(days=30)
"""So long a lapsed member may still read."""
EXTENSION: Final = timedelta(days=60)
"""So long a reviewer's word that a licence was renewed stands, until the register says it too."""


class Notice(StrEnum):
    """What a member is told of their membership."""

    ENDS_IN_60 = "ends_in_60"
    ENDS_IN_30 = "ends_in_30"
    ENDS_IN_7 = "ends_in_7"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    HELD = "held"
    RENEWED = "renewed"
    TIER_PHYSICIAN = "tier_physician"
    TIER_TRAINEE = "tier_trainee"
    TIER_RETIRED = "tier_retired"
    TIER_NON_US = "tier_non_us"


_KEPT_WHILE_ASKED: Final = frozenset({Standing.ACTIVE, Standing.LAPSED_READONLY, Standing.HELD, Standing.APPEAL})

MAX_APPEALS: Final = 2
"""The second is decided by somebody who had no part in the first; after that the last word is said."""

_AFTER_NOTE: Final = {
    Standing.NEEDS_REVIEW: Standing.NEEDS_REVIEW,
    Standing.MORE_INFO: Standing.NEEDS_REVIEW,
    Standing.LAPSED_READONLY: Standing.LAPSED_READONLY,
    Standing.HELD: Standing.HELD,
    Standing.APPEAL: Standing.APPEAL,
    Standing.REJECTED: Standing.APPEAL,
    Standing.SUSPENDED: Standing.APPEAL,
}

NOTICE_OF_DAYS: Final = {60: Notice.ENDS_IN_60, 30: Notice.ENDS_IN_30, 7: Notice.ENDS_IN_7}
NOTICE_OF_TIER: Final = {
    Tier.PHYSICIAN: Notice.TIER_PHYSICIAN,
    Tier.TRAINEE: Notice.TIER_TRAINEE,
    Tier.RETIRED: Notice.TIER_RETIRED,
    Tier.NON_US: Notice.TIER_NON_US,
}


class Act(StrEnum):
    """What follows, the gravest first."""

    HOLD = "hold"
    REVIEW = "review"
    LAPSE = "lapse"
    KEEP = "keep"


class Ground(StrEnum):
    """What a register says that speaks against a member."""

    EXCLUDED = "excluded"
    NUMBER_DEACTIVATED = "number_deactivated"
    NUMBER_OF_ORGANISATION = "number_of_organisation"
    LICENCE_SUSPENDED = "licence_suspended"
    LICENCE_REVOKED = "licence_revoked"
    LICENCE_SURRENDERED = "licence_surrendered"
    LICENCE_RESTRICTED = "licence_restricted"
    DISCIPLINE = "discipline"
    DECEASED = "deceased"
    SHUT_OUT_ELSEWHERE = "shut_out_elsewhere"
    POSSIBLY_SHUT_OUT = "possibly_shut_out"
    POSSIBLY_EXCLUDED = "possibly_excluded"
    NUMBER_GONE = "number_gone"
    STATUS_UNKNOWN = "status_unknown"
    KIND_UNKNOWN = "kind_unknown"
    LICENCE_ENDED = "licence_ended"


_ACTS: Final = {
    Ground.POSSIBLY_SHUT_OUT: Act.REVIEW,
    Ground.POSSIBLY_EXCLUDED: Act.REVIEW,
    Ground.NUMBER_GONE: Act.REVIEW,
    Ground.STATUS_UNKNOWN: Act.REVIEW,
    Ground.KIND_UNKNOWN: Act.REVIEW,
    Ground.LICENCE_ENDED: Act.LAPSE,
}
"""Every other ground holds."""

_STATUS_GROUNDS: Final = {
    BoardStatus.SUSPENDED: Ground.LICENCE_SUSPENDED,
    BoardStatus.REVOKED: Ground.LICENCE_REVOKED,
    BoardStatus.SURRENDERED: Ground.LICENCE_SURRENDERED,
    BoardStatus.RESTRICTED: Ground.LICENCE_RESTRICTED,
    BoardStatus.DECEASED: Ground.DECEASED,
    BoardStatus.UNKNOWN: Ground.STATUS_UNKNOWN,
    BoardStatus.LAPSED: Ground.LICENCE_ENDED,
}


@dataclass(frozen=True, slots=True)
class Registered:
    """What the registers in use say of a member. ``is_listed`` is ``None`` while no fresh file of numbers is there.

    ``boards`` holds the records of the member's own licence, ``shut_out`` what other boards hold against them; ``hits``
    what entries of the exclusion list in force agree with; ``known_end`` is the licence's end as last seen.
    """

    record: RegisterRecord | None = None
    is_listed: bool | None = None
    boards: tuple[BoardRecord, ...] = ()
    shut_out: tuple[Against, ...] = ()
    hits: frozenset[ExclusionHit] = frozenset()
    excluded_on: tuple[date, ...] = ()
    known_end: date | None = None
    extended_until: date | None = None

    @property
    def fresh_boards(self) -> tuple[BoardRecord, ...]:
        """The boards' records from files that are not stale."""
        return _fresh(self.boards)

    @property
    def fresh_shut_out(self) -> tuple[Against, ...]:
        """The records against the member elsewhere from files that are not stale."""
        return tuple(one for one in self.shut_out if not one.board.is_stale)


def _fresh(boards: tuple[BoardRecord, ...]) -> tuple[BoardRecord, ...]:
    return tuple(board for board in boards if not board.is_stale)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows for a member, and why. ``expires_on`` is the last day of the licence, where a board gives one."""

    act: Act
    grounds: tuple[Ground, ...]
    expires_on: date | None
    tier: Tier

    @property
    def weighty(self) -> tuple[Ground, ...]:
        """The grounds that a person must look at: all but the end of a licence, which mends itself."""
        return tuple(ground for ground in self.grounds if ground is not Ground.LICENCE_ENDED)

    def without_weighty(self) -> "Verdict":
        """Return the verdict where what speaks against the member was accepted before."""
        ended = Ground.LICENCE_ENDED in self.grounds
        grounds = (Ground.LICENCE_ENDED,) if ended else ()
        return Verdict(Act.LAPSE if ended else Act.KEEP, grounds, self.expires_on, self.tier)


def judge(found: Registered, *, today: date, tier: Tier) -> Verdict:
    """Return what follows for a member of ``tier`` from what the registers say today."""
    expires_on = last_day(found)
    tier = tier_of(found, tier)
    grounds = tuple(dict.fromkeys(_grounds(found, expires_on if tier is not Tier.RETIRED else None, today)))
    return Verdict(gravest(grounds), grounds, expires_on, tier)


def gravest(grounds: Collection[Ground]) -> Act:
    """Return the gravest act that a ground calls for; without grounds the member is kept."""
    acts = {_ACTS.get(ground, Act.HOLD) for ground in grounds}
    return next((act for act in Act if act in acts), Act.KEEP)


def last_day(found: Registered) -> date | None:
    """Return the last day of a licence: the latest that a fresh board gives, else the one seen before.

    A reviewer's extension moves it on, and ends with itself.
    """
    ends = [board.expires_on for board in found.fresh_boards if board.expires_on]
    known = max(ends) if ends else found.known_end
    return max(known, found.extended_until) if known and found.extended_until else known


def _grounds(found: Registered, expires_on: date | None, today: date) -> Iterator[Ground]:
    yield from _exclusion_grounds(found.hits)
    yield from _number_grounds(found)
    is_extended = found.extended_until is not None and found.extended_until >= today
    for board in found.fresh_boards:
        yield from (one for one in _board_grounds(board) if not (is_extended and one is Ground.LICENCE_ENDED))
    for one in found.fresh_shut_out:
        yield Ground.SHUT_OUT_ELSEWHERE if one.is_certain else Ground.POSSIBLY_SHUT_OUT
    if expires_on is not None and expires_on < today:
        yield Ground.LICENCE_ENDED


def _exclusion_grounds(hits: frozenset[ExclusionHit]) -> Iterator[Ground]:
    # A name alone is nobody: it is no ground at all.
    if ExclusionHit.NPI in hits:
        yield Ground.EXCLUDED
    elif hits & {ExclusionHit.NAME_AND_STATE, ExclusionHit.NAME_AND_BIRTH_DATE}:
        yield Ground.POSSIBLY_EXCLUDED


def _number_grounds(found: Registered) -> Iterator[Ground]:
    if found.record is None:
        if found.is_listed is False:
            yield Ground.NUMBER_GONE
    elif found.record.is_deactivated:
        yield Ground.NUMBER_DEACTIVATED
    elif found.record.entity is EntityType.ORGANISATION:
        yield Ground.NUMBER_OF_ORGANISATION


def _board_grounds(board: BoardRecord) -> Iterator[Ground]:
    if board.status in _STATUS_GROUNDS:
        yield _STATUS_GROUNDS[board.status]
    if board.has_discipline:
        yield Ground.DISCIPLINE
    if board.kind in {BoardKind.OTHER, BoardKind.UNKNOWN}:
        yield Ground.KIND_UNKNOWN


def tier_of(found: Registered, before: Tier) -> Tier:
    """Return the tier that the registers speak for; where they say nothing, the one before."""
    if before is Tier.NON_US:
        return before
    boards, record = found.fresh_boards, found.record
    if boards and all(board.status is BoardStatus.RETIRED for board in boards):
        return Tier.RETIRED
    if is_training({board.kind for board in boards}, record):
        return Tier.TRAINEE
    if any(board.kind is BoardKind.PHYSICIAN and board.status is BoardStatus.ACTIVE for board in boards):
        return Tier.PHYSICIAN
    return before if record is None or before is Tier.RETIRED else Tier.PHYSICIAN


def due_notice(expires_on: date | None, today: date) -> int | None:
    """Return which of the three notices is due, as its days, or ``None``.

    A round that was missed is made up for by the nearest notice alone: nobody gets three at once.
    """
    if expires_on is None or expires_on < today:
        return None
    left = (expires_on - today).days
    return min((days for days in NOTICE_DAYS if left <= days), default=None)


def is_grace_over(lapsed_on: date, today: date) -> bool:
    """Tell whether a lapsed member has read on for as long as they may."""
    return today - lapsed_on >= GRACE


def tells_tier(before: Tier, after: Tier, *, is_coming: bool) -> bool:
    """Tell whether a member is to hear on what licence they are here: it changed, or they come (back) to a lesser one.

    Whoever was stopped meanwhile was not told of a change, and whoever is admitted hears of what is not open to them.
    """
    return after is not before or (is_coming and after is not Tier.PHYSICIAN)


def words_of(found: Registered, verdict: Verdict) -> str:
    """Return what speaks against a member in one line, made anew from the same findings: what a digest is taken of."""
    spoken = (*found.fresh_boards, *(one.board for one in found.fresh_shut_out))
    states = sorted({f"{board.register}:{board.status}:{board.has_discipline}" for board in spoken})
    number = found.record.deactivated_on if found.record else None
    parts = (sorted(verdict.weighty), states, str(number), sorted(map(str, found.excluded_on)))
    return repr(parts)


def standing_after_note(standing: Standing, *, is_asked: bool) -> Standing | None:
    """Return where a note to the reviewers leads, or ``None`` where nobody waits for one.

    From a refusal or a suspension it is an appeal. A member in good standing answers what they are asked.
    """
    if standing is Standing.ACTIVE:
        return standing if is_asked else None
    return _AFTER_NOTE.get(standing)


def needs_fresh_eyes(standing: Standing) -> bool:
    """Tell whether only a reviewer who decided nothing of it before may decide: a hold or an appeal."""
    return standing in {Standing.HELD, Standing.APPEAL}


def standing_after(standing: Standing, act: DecisionAct, *, was_member: bool) -> Standing:
    """Return where a reviewer's decision leads: members and those held keep their place until it is settled."""
    match act:
        case DecisionAct.APPROVE:
            return Standing.ACTIVE
        case DecisionAct.ASK:
            return standing if standing in _KEPT_WHILE_ASKED else Standing.MORE_INFO
        case DecisionAct.REJECT:
            return Standing.SUSPENDED if was_member else Standing.REJECTED
        case _:
            assert_never(act)
