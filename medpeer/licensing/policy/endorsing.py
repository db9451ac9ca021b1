"""What takes the word of two reviewers, and what one of them can do about a claim now. Pure."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from medpeer.licensing.evidence import Possession, PossessionProof
from medpeer.licensing.policy.reviewing import POSSESSION_REASONS, DecisionReason

DOCUMENT_ALONE: Final[Possession] = frozenset({PossessionProof.DOCUMENT})


def is_document_only(possession: Possession) -> bool:
    """Tell whether nothing but a document shows that a claim is its applicant's: a picture is easily made."""
    return possession == DOCUMENT_ALONE


def needs_second(possession: Possession, reason: DecisionReason) -> bool:
    """Tell whether an approval for ``reason`` takes a second reviewer.

    Whoever reached the applicant through somebody who knows them does not rest on the document.
    """
    return is_document_only(possession) and reason not in POSSESSION_REASONS


class ApprovalStep(StrEnum):
    """What a reviewer's approval of a claim would be."""

    ALONE = "alone"
    FIRST = "first"
    """It takes two, and this is the first word."""
    SECOND = "second"
    """It takes two, and another gave theirs: this settles it."""
    GIVEN = "given"
    """The reviewer gave their word; another settles it."""
    SENIOR = "senior"
    """It is held, and they are no senior reviewer."""
    OTHERS = "others"
    """They had a part in what was decided before: a hold or an appeal is somebody else's to decide."""


def approval_step(
    reviewer_id: int,
    words: Collection[int],
    *,
    possession: Possession,
    is_held: bool,
    is_senior: bool,
    is_for_others: bool,
) -> ApprovalStep:
    """Return what an approval by ``reviewer_id`` would be; ``words`` are of the reviewers whose word counts."""
    if is_for_others:
        return ApprovalStep.OTHERS
    if is_held and not is_senior:
        return ApprovalStep.SENIOR
    if not is_document_only(possession):
        return ApprovalStep.ALONE
    if any(one != reviewer_id for one in words):
        return ApprovalStep.SECOND
    return ApprovalStep.GIVEN if words else ApprovalStep.FIRST
