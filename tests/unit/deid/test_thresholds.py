"""Two thresholds for each kind of evidence: sure things must go, doubtful ones are the author's call."""

import pytest

from medpeer.deid import Severity, find_identifiers
from medpeer.deid.thresholds import MUST_SCORE, TELL_SCORE, THRESHOLDS, Evidence, score_of
from tools.deid.calibrate import Sample, Step, steps_of, threshold


@pytest.mark.parametrize("evidence", list(Evidence))
def test_the_score_rises_with_the_probability_and_meets_the_thresholds(evidence: Evidence) -> None:
    limits = THRESHOLDS[evidence]
    scores = [score_of(evidence, step / 200) for step in range(201)]
    assert scores == sorted(scores)
    assert scores[0] == 0
    assert scores[-1] <= 1.0001
    assert score_of(evidence, limits.tell) == pytest.approx(TELL_SCORE)
    assert score_of(evidence, limits.must) == pytest.approx(MUST_SCORE)
    assert score_of(evidence, limits.must - 0.0001) < MUST_SCORE


def test_a_lone_word_that_means_something_else_needs_the_most_to_go() -> None:
    names = [THRESHOLDS[one].must for one in Evidence if one.startswith("name_")]
    assert max(names) == THRESHOLDS[Evidence.NAME_DOUBTFUL].must


@pytest.mark.parametrize(
    "text",
    [
        "Will you scope him tonight? Hope so.",
        "Rose to 4.2, fell to 3.9 by morning.",
        "GRACE score 162, early invasive then.",
        "Mallory was a histologist, Weiss a colleague, and the tear a nuisance.",
        "Milan criteria exceeded by one nodule.",
        "Wells 6, CTPA it is.",
        "SF3B1 K700E, platelets 740.",
        "She is from Vermont, he from Texas.",
    ],
)
def test_words_that_are_names_elsewhere_never_have_to_go(text: str) -> None:
    assert [text[one.start : one.end] for one in find_identifiers(text) if one.severity is Severity.MUST_GO] == []


def _samples(*found: tuple[float, bool]) -> list[Sample]:
    return [Sample(Evidence.DATE, probability, is_true, in_harmless=False) for probability, is_true in found]


def test_the_share_of_true_findings_is_made_to_rise() -> None:
    steps = steps_of(_samples((0.1, False), (0.2, True), (0.3, False), (0.4, True), (0.5, True)))
    assert steps == [Step(0.1, 0.0, 1), Step(0.2, 0.5, 2), Step(0.4, 1.0, 2)]


def test_a_threshold_is_the_first_step_that_is_true_often_enough() -> None:
    steps = [Step(0.1, 0.0, 1), Step(0.2, 0.5, 2), Step(0.4, 1.0, 2)]
    assert threshold(steps, 0.5) == 0.2
    assert threshold(steps, 0.8) == 0.4
    assert threshold(steps[:2], 0.8) > 1
