"""What an approval would be, why a claim waits and until when: each rule by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from medpeer.accounts.models import Standing
from medpeer.licensing.evidence import PossessionProof
from medpeer.licensing.policy import POSSESSION_REASONS, REASONS, DecisionAct, DecisionReason
from medpeer.licensing.policy.endorsing import ApprovalStep, approval_step, needs_second
from medpeer.licensing.policy.queue import DUE_WITHIN, QueueKind, QueueView, due_at, kind_of

ONLY = frozenset({PossessionProof.DOCUMENT})
MORE = frozenset({PossessionProof.DOCUMENT, PossessionProof.VOUCHERS})


def step(words: list[int], **changes: object) -> ApprovalStep:
    """Return what reviewer 1's approval would be."""
    usual: dict[str, object] = {"possession": ONLY, "is_held": False, "is_senior": False, "is_for_others": False}
    return approval_step(1, words, **(usual | changes))  # type: ignore[arg-type]


def test_a_document_alone_takes_two_different_people() -> None:
    assert step([]) is ApprovalStep.FIRST
    assert step([1]) is ApprovalStep.GIVEN
    assert step([2]) is ApprovalStep.SECOND
    assert step([1, 2]) is ApprovalStep.SECOND
    assert step([], possession=MORE) is ApprovalStep.ALONE
    assert step([], possession=frozenset()) is ApprovalStep.ALONE


def test_a_hold_wants_a_senior_and_an_appeal_somebody_else() -> None:
    assert step([2], is_held=True) is ApprovalStep.SENIOR
    assert step([2], is_held=True, is_senior=True) is ApprovalStep.SECOND
    assert step([2], is_held=True, is_senior=True, is_for_others=True) is ApprovalStep.OTHERS


@pytest.mark.parametrize("reason", REASONS[DecisionAct.APPROVE])
def test_only_a_word_with_somebody_who_knows_them_spares_the_second(reason: DecisionReason) -> None:
    assert needs_second(ONLY, reason) is (reason not in POSSESSION_REASONS)
    assert not needs_second(MORE, reason)


@pytest.mark.parametrize(
    ("standing", "is_held", "kind"),
    [
        (Standing.NEEDS_REVIEW, False, QueueKind.NEW),
        (Standing.NEEDS_REVIEW, True, QueueKind.HELD),
        (Standing.HELD, True, QueueKind.HELD),
        (Standing.HELD, False, QueueKind.HELD),
        (Standing.APPEAL, False, QueueKind.APPEAL),
        (Standing.APPEAL, True, QueueKind.APPEAL),
        (Standing.ACTIVE, False, QueueKind.MEMBER),
        (Standing.LAPSED_READONLY, False, QueueKind.MEMBER),
    ],
)
def test_why_a_claim_waits(standing: Standing, is_held: bool, kind: QueueKind) -> None:
    assert kind_of(standing, is_held=is_held) is kind


def test_every_kind_has_its_time_and_its_part_of_the_queue() -> None:
    now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    assert set(DUE_WITHIN) == set(QueueKind)
    assert {kind.value for kind in QueueKind} <= {view.value for view in QueueView}
    assert due_at(QueueKind.NEW, now) - now == timedelta(hours=24)
