"""What an applicant who waits is told: where they stand, how long it usually takes, what they can do meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from flask import url_for

from medpeer.licensing.policy import CheckFinding
from medpeer.licensing.queries.claims import ToldCheck
from medpeer.licensing.queries.waiting import UsualWait
from medpeer.web.licensing.finding_words import MISSING
from medpeer.web.licensing.words import count_word, wait_words

_TO_CHANGE: Final = frozenset(
    {
        CheckFinding.NOT_FOUND,
        CheckFinding.NUMBER_REPLACED,
        CheckFinding.NAME_SUSPICIOUS,
        CheckFinding.LICENCE_DIFFERS,
        CheckFinding.BOARD_NOT_FOUND,
        CheckFinding.BIRTH_DIFFERS,
    }
)
_TO_PROVE: Final = frozenset(
    {
        CheckFinding.BOARD_MISSING,
        CheckFinding.BOARD_STALE,
        CheckFinding.MAILBOX_SHARED,
        CheckFinding.MAILBOX_OF_ANOTHER,
        CheckFinding.POSSESSION_MISSING,
    }
)


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing that is missing, and the way to mend it; without a way, the note to the reviewer is it."""

    sentence: str
    label: str = ""
    href: str = ""


def next_steps(checks: Iterable[ToldCheck], *, may_change: bool) -> list[NextStep]:
    """Return what a waiting applicant can do something about."""
    return [_step(row.finding, may_change=may_change) for row in checks if row.finding in MISSING]


def _step(finding: CheckFinding, *, may_change: bool) -> NextStep:
    if finding in _TO_PROVE:
        return NextStep(MISSING[finding], "Prove it", url_for("licensing.show_proofs"))
    if finding in _TO_CHANGE and may_change:
        return NextStep(MISSING[finding], "Change what you gave", url_for("licensing.show_onboarding", change=1))
    return NextStep(MISSING[finding])


def place_words(place: int) -> str:
    """Return where in the queue somebody is, counted from 1."""
    if place == 1:
        return "You are next."
    before = count_word(place - 1).capitalize()
    return f"{before} applicant is before you." if before == "One" else f"{before} applicants are before you."


def usual_words(usual: UsualWait | None) -> str:
    """Return how long a first answer usually takes, with the number of answers that it rests on."""
    if usual is None:
        return "There were too few answers lately to say how long it takes."
    return f"Half of the last {count_word(usual.answers)} answers came within {wait_words(usual.median)}."
