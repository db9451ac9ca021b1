"""Who is admitted, who waits for a reviewer, who is held, who is refused: evidence in, decision with reasons out.

Everything a register says is public, so a register match alone never admits anyone; possession has to be shown too.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from medpeer.accounts.models import Tier
from medpeer.licensing.evidence import BoardKind, Evidence, RegisterRecord
from medpeer.licensing.policy import rules
from medpeer.licensing.policy.checks import NOTES, Check, CheckFinding, CheckResult
from medpeer.licensing.taxonomy import TaxonomyGroup

Reason = CheckFinding
"""Why a claim was not admitted: the finding of a check that did not pass."""


class Outcome(StrEnum):
    """What the checks lead to."""

    ADMIT = "admit"
    REVIEW = "review"
    HOLD = "hold"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows from the evidence, with the checks it rests on.

    ``reasons`` are in the order of the checks and empty exactly when the outcome is to admit. ``notes`` change nothing.
    """

    outcome: Outcome
    reasons: tuple[Reason, ...]
    checks: tuple[Check, ...]
    notes: tuple[CheckFinding, ...] = ()
    tier: Tier = Tier.PHYSICIAN


def decide(evidence: Evidence) -> Decision:
    """Return the decision on a claim.

    Admitted is whoever passes every check, possession among them. Refused is only what a fresh register states
    outright: the number of an organisation, or one out of use; and a number that is none. Held for a senior reviewer
    is what a board or the exclusion list holds against the number. All else is for a reviewer.
    """
    checks = tuple(
        Check(kind, finding) for kind, rule in rules.asked(evidence) if (finding := rule(evidence)) is not None
    )
    found = tuple(check.finding for check in checks)
    return Decision(
        outcome=_outcome(checks),
        reasons=tuple(_reasons(checks)),
        checks=checks,
        notes=tuple(finding for finding in found if finding in NOTES),
        tier=_tier(evidence),
    )


_SEVEREST_FIRST: Final = (
    (CheckResult.FAILED, Outcome.REFUSE),
    (CheckResult.HELD, Outcome.HOLD),
    (CheckResult.REVIEW, Outcome.REVIEW),
    (CheckResult.WAITING, Outcome.REVIEW),
)


def _outcome(checks: Iterable[Check]) -> Outcome:
    results = {check.result for check in checks}
    return next((outcome for result, outcome in _SEVEREST_FIRST if result in results), Outcome.ADMIT)


def _reasons(checks: Iterable[Check]) -> Iterable[Reason]:
    # What could not be looked at follows from another finding, which is the reason.
    open_checks = (check.finding for check in checks if check.result is not CheckResult.PASSED)
    return (finding for finding in open_checks if finding is not CheckFinding.NOT_LOOKED_AT)


def _tier(evidence: Evidence) -> Tier:
    if evidence.claimed.is_abroad:
        return Tier.NON_US
    kinds = {evidence.board.kind} if evidence.board else set()
    return Tier.TRAINEE if is_training(kinds, evidence.record) else Tier.PHYSICIAN


def is_training(kinds: Collection[BoardKind], record: RegisterRecord | None) -> bool:
    """Tell whether somebody is in training: by their only licence, or by the only code they gave the register."""
    by_board = BoardKind.TRAINEE in kinds and BoardKind.PHYSICIAN not in kinds
    return by_board or (record is not None and record.group is TaxonomyGroup.TRAINEE)
