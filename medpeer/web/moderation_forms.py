"""The forms of reporting and deciding. Notes and redacted texts go through the gate; the rest is closed."""

from typing import Final

from wtforms import RadioField, SelectField, SelectMultipleField

from medpeer.core.errors import InvalidInputError
from medpeer.deid import Category
from medpeer.gate import Candidate, Circumstance, Miss, Surface
from medpeer.moderation.errors import WrongReasonError
from medpeer.moderation.queries import CaseView
from medpeer.moderation.vocabulary import REASONS, DecisionReason, Outcome, ReportReason
from medpeer.web.user_text import TextForm, UserTextField

REASON_GROUPS: Final = (
    ("To let it stand", REASONS[Outcome.REINSTATE]),
    ("To redact or purge", REASONS[Outcome.PURGE]),
)


class MissForm(TextForm):
    """What the gate had let through, from two closed lists: a sentence of the kind would itself identify."""

    missed_category = SelectField(
        "What it let through", choices={"": "Nothing to note"} | {one.value: one.label for one in Category}
    )
    missed_circumstance = SelectField(
        "How it stood there", choices={"": "Choose one"} | {one.value: one.label for one in Circumstance}
    )

    def missed(self) -> Miss | None:
        """Return what the gate missed, or ``None`` where there is nothing to note.

        Raises:
            InvalidInputError: one of the two is missing.
        """
        category, circumstance = self.missed_category.data, self.missed_circumstance.data
        if category in set(Category) and circumstance in set(Circumstance):
            return Miss(Category(category), Circumstance(circumstance))
        if category in set(Category):
            message = "Say how it stood there, or choose “Nothing to note”."
            raise InvalidInputError(message, field="missed_circumstance")
        if circumstance in set(Circumstance):
            message = "Say what it was that the check let through, or choose nothing in both lists."
            raise InvalidInputError(message, field="missed_category")
        return None


class ReportForm(TextForm):
    """Why something should not stand."""

    reason = RadioField("Why", choices={one.value: one.label for one in ReportReason})
    note = UserTextField("What you saw", Surface.REPORT_NOTE, optional=True)

    def chosen(self) -> ReportReason:
        """Return the reason.

        Raises:
            InvalidInputError: none was chosen, or the note that has to say what is missing.
        """
        if self.reason.data not in set(ReportReason):
            message = "Choose what is wrong with it."
            raise InvalidInputError(message, field="reason")
        reason = ReportReason(self.reason.data)
        if reason is ReportReason.OTHER and self.note.data.is_blank():
            message = "Say what is wrong with it, in a few words."
            raise InvalidInputError(message, field="note")
        return reason


class SecondForm(TextForm):
    """An author's wish that nobody purges their text alone."""

    note = UserTextField("What the moderators should know", Surface.REPORT_NOTE, optional=True)


class DecisionForm(MissForm):
    """What a moderator decides; the outcome is the button pressed."""

    outcome = RadioField("Outcome", choices={one.value: one.label for one in Outcome})
    reason = SelectField(
        "Rule",
        choices={"": "Choose a rule"} | {one.value: one.label for _, group in REASON_GROUPS for one in group},
    )
    note = UserTextField("Why, in your words", Surface.MODERATOR_NOTE)
    title = UserTextField("Title, redacted", Surface.CASE_TITLE, one_line=True)
    body = UserTextField("Text, redacted", Surface.CASE_POST)

    keep_image = SelectMultipleField("Keep", coerce=int, validate_choice=False, choices=[])

    def kept_images(self) -> tuple[int, ...]:
        """Return the images that a redaction leaves."""
        return tuple(self.keep_image.data or ())

    def fit(self, case: CaseView) -> None:
        """Let the redacted texts be judged by the surfaces of what the case is about."""
        self.body.surface = case.content.surface
        if case.content.title_surface:
            self.title.surface = case.content.title_surface
        else:
            del self.title

    def chosen(self) -> tuple[Outcome, DecisionReason]:
        """Return outcome and rule.

        Raises:
            InvalidInputError: either is missing, or the note is.
        """
        if self.outcome.data not in set(Outcome):
            message = "Choose one of the decisions below."
            raise InvalidInputError(message)
        if self.reason.data not in set(DecisionReason):
            raise WrongReasonError
        if self.note.data.is_blank():
            message = "Say why, in a sentence. It is kept, and the author reads it."
            raise InvalidInputError(message, field="note")
        return Outcome(self.outcome.data), DecisionReason(self.reason.data)

    def needed(self, outcome: Outcome) -> dict[str, Candidate]:
        """Return what goes through the gate for ``outcome``: the redacted texts only for a redaction."""
        given = self.candidates()
        return given if outcome is Outcome.REDACT else {"note": given["note"]}
