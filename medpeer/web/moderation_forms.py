"""The forms of reporting and deciding. Notes and redacted texts go through the gate; the rest is closed."""

from typing import Final

from wtforms import RadioField, SelectField

from medpeer.core.errors import InvalidInputError
from medpeer.gate import Candidate, Surface
from medpeer.moderation.errors import WrongReasonError
from medpeer.moderation.queries import CaseView
from medpeer.moderation.vocabulary import REASONS, DecisionReason, Outcome, ReportReason
from medpeer.web.user_text import TextForm, UserTextField

REASON_GROUPS: Final = (
    ("To let it stand", REASONS[Outcome.REINSTATE]),
    ("To redact or purge", REASONS[Outcome.PURGE]),
)


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


class DecisionForm(TextForm):
    """What a moderator decides; the outcome is the button pressed."""

    outcome = RadioField("Outcome", choices={one.value: one.label for one in Outcome})
    reason = SelectField(
        "Rule",
        choices={"": "Choose a rule"} | {one.value: one.label for _, group in REASON_GROUPS for one in group},
    )
    note = UserTextField("Why, in your words", Surface.MODERATOR_NOTE)
    title = UserTextField("Title, redacted", Surface.CASE_TITLE, one_line=True)
    body = UserTextField("Text, redacted", Surface.CASE_POST)

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
