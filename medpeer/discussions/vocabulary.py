"""The closed sets a thread is described by. What is closed cannot hold an identifier."""

from enum import StrEnum
from typing import Final


class SpaceKind(StrEnum):
    """What a space is for."""

    CASE = "case"
    CRITIQUE = "critique"
    PRACTICE = "practice"


class ThreadStatus(StrEnum):
    """Whether the asker gave an outcome. "Unanswered" is not stored: it is open with no answer in sight."""

    OPEN = "open"
    SOLVED = "solved"


class AskType(StrEnum):
    """What the asker of a case wants."""

    DIAGNOSIS = "diagnosis"
    NEXT_TEST = "next_test"
    MANAGEMENT = "management"
    SECOND_LOOK = "second_look"

    @property
    def label(self) -> str:
        """The word on the switch."""
        return self.value.replace("_", " ").capitalize()


class Urgency(StrEnum):
    """How soon an answer is of use."""

    TODAY = "today"
    THIS_WEEK = "this_week"
    TEACHING = "teaching"

    @property
    def label(self) -> str:
        """The word on the switch."""
        return self.value.replace("_", " ").capitalize()


class Sex(StrEnum):
    """The patient's sex, as far as it matters to the question."""

    WOMAN = "woman"
    MAN = "man"
    INTERSEX = "intersex"

    @property
    def label(self) -> str:
        """The word as printed."""
        return self.value.capitalize()


class AgeBand(StrEnum):
    """The patient's age in bands; ages over 89 are one (45 CFR 164.514(b)(2)(i)(C))."""

    DAYS = "0-28-days"
    MONTHS = "1-11-months"
    Y1 = "1-4"
    Y5 = "5-9"
    Y10 = "10-14"
    Y15 = "15-19"
    Y20 = "20-24"
    Y25 = "25-29"
    Y30 = "30-34"
    Y35 = "35-39"
    Y40 = "40-44"
    Y45 = "45-49"
    Y50 = "50-54"
    Y55 = "55-59"
    Y60 = "60-64"
    Y65 = "65-69"
    Y70 = "70-74"
    Y75 = "75-79"
    Y80 = "80-84"
    Y85 = "85-89"
    OVER_89 = "over-89"

    @property
    def label(self) -> str:
        """The band as printed."""
        return _AGE_LABELS.get(self, self.value.replace("-", "–"))


_AGE_LABELS: Final = {
    AgeBand.DAYS: "0–28 days",
    AgeBand.MONTHS: "1–11 months",
    AgeBand.OVER_89: "over 89",
}


class Setting(StrEnum):
    """Where the patient is seen, or the practice works; never which place."""

    EMERGENCY_DEPARTMENT = "emergency-department"
    INTENSIVE_CARE = "intensive-care"
    TEACHING_HOSPITAL = "teaching-hospital"
    DISTRICT_HOSPITAL = "district-hospital"
    RURAL_HOSPITAL = "rural-hospital"
    OUTPATIENT_CLINIC = "outpatient-clinic"
    COMMUNITY_PRACTICE = "community-practice"
    SOLO_PRACTICE = "solo-practice"
    GROUP_PRACTICE = "group-practice"
    REMOTE = "remote"

    @property
    def label(self) -> str:
        """The setting as printed."""
        return "By telephone or video" if self is Setting.REMOTE else self.value.replace("-", " ").capitalize()


class Consent(StrEnum):
    """What the patient of a case said to its being told, as journals ask it of a case report."""

    WRITTEN = "written"
    GUARDIAN = "guardian"
    NEXT_OF_KIN = "next_of_kin"
    ANONYMISED = "anonymised"
    NOT_OBTAINABLE = "not_obtainable"

    @property
    def label(self) -> str:
        """The status as its author chooses it."""
        return _CONSENT_LABELS[self][0]

    @property
    def fact(self) -> str:
        """The status as others read it, a sentence."""
        return _CONSENT_LABELS[self][1]


_CONSENT_LABELS: Final = {
    Consent.WRITTEN: ("The patient consented in writing", "The patient consented in writing."),
    Consent.GUARDIAN: ("A parent or guardian consented in writing", "A parent or guardian consented in writing."),
    Consent.NEXT_OF_KIN: (
        "The patient has died; the next of kin consented in writing",
        "The next of kin consented in writing.",
    ),
    Consent.ANONYMISED: (
        "Not needed: nothing here tells who it is, not even to the patient",
        "Anonymised, consent not needed.",
    ),
    Consent.NOT_OBTAINABLE: (
        "Could not be asked; it is anonymised, and my institution allows it",
        "Anonymised, the patient could not be asked.",
    ),
}


class CritiqueQuestion(StrEnum):
    """The four questions a study is discussed under."""

    IMPORTANT = "important"
    FLAWS = "flaws"
    MY_PATIENTS_NOW = "my_patients_now"
    SOON = "soon"

    @property
    def label(self) -> str:
        """The question as asked."""
        return _QUESTION_LABELS[self]


_QUESTION_LABELS: Final = {
    CritiqueQuestion.IMPORTANT: "Is it important?",
    CritiqueQuestion.FLAWS: "What are its flaws?",
    CritiqueQuestion.MY_PATIENTS_NOW: "My patients now?",
    CritiqueQuestion.SOON: "Soon?",
}


class ConfirmedBy(StrEnum):
    """What an outcome rests on."""

    HISTOLOGY = "histology"
    GENETICS = "genetics"
    MICROBIOLOGY = "microbiology"
    LABORATORY = "laboratory"
    IMAGING = "imaging"
    RESPONSE = "response"
    CLINICAL = "clinical"
    WRITTEN_RULE = "written_rule"
    AUTHORITY = "authority"
    EXPERIENCE = "experience"
    NOT_CONFIRMED = "not_confirmed"

    @property
    def label(self) -> str:
        """What it rests on, as read after "Confirmed by"."""
        return _CONFIRMED_LABELS.get(self, self.value)


_CONFIRMED_LABELS: Final = {
    ConfirmedBy.LABORATORY: "laboratory result",
    ConfirmedBy.RESPONSE: "response to treatment",
    ConfirmedBy.CLINICAL: "clinical course",
    ConfirmedBy.WRITTEN_RULE: "a written rule or contract",
    ConfirmedBy.AUTHORITY: "the payer, board or agency",
    ConfirmedBy.EXPERIENCE: "trying it in practice",
    ConfirmedBy.NOT_CONFIRMED: "nothing so far",
}
