"""The closed sets a paper is described by."""

import re
from enum import StrEnum
from typing import Final


class Design(StrEnum):
    """How a study was made."""

    RANDOMISED_TRIAL = "randomised_trial"
    NON_RANDOMISED_TRIAL = "non_randomised_trial"
    COHORT = "cohort"
    CASE_CONTROL = "case_control"
    CROSS_SECTIONAL = "cross_sectional"
    DIAGNOSTIC_ACCURACY = "diagnostic_accuracy"
    PREDICTION_MODEL = "prediction_model"
    SYSTEMATIC_REVIEW = "systematic_review"
    GUIDELINE = "guideline"
    CASE_REPORTS = "case_reports"
    QUALITATIVE = "qualitative"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The design as printed."""
        return _LABELS.get(self, self.value.replace("_", " ").capitalize())


_LABELS: Final = {
    Design.NON_RANDOMISED_TRIAL: "Non-randomised trial",
    Design.CASE_CONTROL: "Case-control",
    Design.CROSS_SECTIONAL: "Cross-sectional",
    Design.CASE_REPORTS: "Case report or series",
}

# In order: a review of randomised trials is a review, a trial with a nested cohort is a trial.
_SIGNS: Final = tuple(
    (design, re.compile(pattern, re.IGNORECASE))
    for design, pattern in (
        (Design.SYSTEMATIC_REVIEW, r"systematic review|meta-?analy|umbrella review"),
        (Design.GUIDELINE, r"guideline|consensus statement|position statement"),
        (Design.NON_RANDOMISED_TRIAL, r"non-?randomi[sz]ed|single-arm"),
        (Design.RANDOMISED_TRIAL, r"randomi[sz]ed|randomly assigned|placebo-controlled|non-?inferiority"),
        (Design.DIAGNOSTIC_ACCURACY, r"diagnostic (?:test )?accuracy|sensitivity and specificity"),
        (Design.PREDICTION_MODEL, r"prediction (?:model|rule|score)|risk score|external validation"),
        (Design.CASE_CONTROL, r"case[-\u2013 ]control"),
        (Design.CROSS_SECTIONAL, r"cross[- ]sectional|prevalence (?:study|survey)"),
        (Design.COHORT, r"\bcohorts?\b|retrospective|registry|longitudinal|observational"),
        (Design.QUALITATIVE, r"qualitative|focus groups?"),
        (Design.CASE_REPORTS, r"case (?:reports?|series)"),
    )
)


def guess_design(*texts: str) -> Design | None:
    """Return the design that a title or a database's publication types speak of, or ``None``; a guess to be checked."""
    words = " ; ".join(texts)
    return next((design for design, sign in _SIGNS if sign.search(words)), None)
