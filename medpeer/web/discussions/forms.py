"""Forms of discussions: closed choices, and texts that name their surface."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Final, TypeVar

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp
from wtforms.widgets import HiddenInput

from medpeer.accounts.models import Specialty
from medpeer.core.crypto import new_token
from medpeer.deid import Topic
from medpeer.discussions.models import (
    CLIENT_KEY,
    AgeBand,
    AskType,
    ConfirmedBy,
    Consent,
    CritiqueQuestion,
    Setting,
    Sex,
    SpaceKind,
    Urgency,
)
from medpeer.discussions.policy import MINORS
from medpeer.discussions.queries import PostView
from medpeer.gate import Surface
from medpeer.web.numbers import MAX_ID, NumberField
from medpeer.web.user_text import TextForm, UserTextField

E = TypeVar("E", bound=StrEnum)

_STALE: Final = "This form was incomplete. Copy your text, reload the page and post it again."
_CONSENT: Final = "Say whether the patient consented. The form itself stays with you."
_NAMED: Final = {"": "A handle", "name": "My name"}


def member(members: type[E], value: str | None) -> E | None:
    """Return the member that a choice stands for, or ``None`` where none was chosen."""
    return members(value) if value else None


def _labelled(members: Any, *, none: str | None = None) -> dict[str, str]:
    first = {} if none is None else {"": none}
    return first | {one.value: one.label for one in members}


class KeyedForm(TextForm):
    """A form whose key makes sending it twice the same as sending it once."""

    client_key = HiddenField(validators=[InputRequired(_STALE), Regexp(f"^{CLIENT_KEY}$", message=_STALE)])

    def renew(self) -> None:
        """Give a fresh form its key."""
        self.client_key.data = self.client_key.data or new_token()

    @property
    def is_valid(self) -> bool:
        """Whether the closed fields are sound; where not, what the gate would find is shown beside."""
        if self.validate():
            return True
        self.inspect()
        return False


class PicturedForm(KeyedForm):
    """A form whose post may have images, stored before by the same member."""

    image = SelectMultipleField("Pictures", coerce=int, validate_choice=False, choices=[])

    def image_ids(self) -> tuple[int, ...]:
        """Return the images named, each a number that a row can have."""
        return tuple(number for number in self.image.data or () if 0 < number <= MAX_ID)


class AskCaseForm(PicturedForm):
    """A question about a patient."""

    title = UserTextField("Your question", Surface.CASE_TITLE, one_line=True)
    ask = RadioField("You want", choices=_labelled(AskType), default=AskType.DIAGNOSIS.value)
    urgency = RadioField("By", choices=_labelled(Urgency), default=Urgency.THIS_WEEK.value)
    space = SelectField("Specialty", choices=_labelled(Specialty))
    age_band = SelectField("Age", choices=_labelled(AgeBand, none="Not stated"), default="")
    sex = SelectField("Sex", choices=_labelled(Sex, none="Not stated"), default="")
    setting = SelectField("Setting", choices=_labelled(Setting, none="Not stated"), default="")
    consent = RadioField("Consent", choices=_labelled(Consent), validators=[InputRequired(_CONSENT)])
    body = UserTextField("History", Surface.CASE_POST)
    shows_name = RadioField("Post as", choices=_NAMED, default="")

    @property
    def minor_bands(self) -> str:
        """The ages under 18, for the page's own check."""
        return " ".join(sorted(MINORS))

    def known_topics(self) -> frozenset[Topic]:
        """Return that the patient is a minor, where the age says so."""
        return frozenset({Topic.MINOR}) if self.age_band.data in MINORS else frozenset()


class AskPracticeForm(PicturedForm):
    """A question about running a practice."""

    title = UserTextField("Your question", Surface.PRACTICE_TITLE, one_line=True)
    space = SelectField("Topic", choices={})
    setting = SelectField("Setting", choices=_labelled(Setting, none="Not stated"), default="")
    body = UserTextField("Details", Surface.PRACTICE_POST)
    shows_name = RadioField("Post as", choices=_NAMED, default="")


class ReplyForm(PicturedForm):
    """A reply, whatever the space; the subclasses name the surface."""

    parent_id = NumberField(widget=HiddenInput(), validators=[Optional()])
    question = RadioField("About", choices=_labelled(CritiqueQuestion, none="The whole"), default="")
    shows_name = RadioField("Post as", choices=_NAMED, default="")

    def keep_parent_among(self, posts: Iterable[PostView]) -> None:
        """Let the form reply to the thread where the post it names is not among ``posts`` and their replies to see."""
        open_ids = {post.id for first in posts for post in (first, *first.replies) if post.is_visible}
        if self.parent_id.data not in open_ids:
            self.parent_id.data = None


class CaseReplyForm(ReplyForm):
    """A reply to a case."""

    body = UserTextField("Your reply", Surface.CASE_POST)


class CritiqueReplyForm(ReplyForm):
    """A reply about a paper."""

    body = UserTextField("Your reply", Surface.CRITIQUE_POST)


class PracticeReplyForm(ReplyForm):
    """A reply about practice."""

    body = UserTextField("Your reply", Surface.PRACTICE_POST)


_REPLY_FORMS: Final = {
    SpaceKind.CASE: CaseReplyForm,
    SpaceKind.CRITIQUE: CritiqueReplyForm,
    SpaceKind.PRACTICE: PracticeReplyForm,
}


def reply_form(kind: SpaceKind, *, text: str = "", topics: frozenset[Topic] = frozenset()) -> ReplyForm:
    """Return the form for replies in a kind of space as submitted; ``text`` is what it starts with otherwise.

    ``topics`` are the thread's sensitive ones.
    """
    made = _REPLY_FORMS[kind](data={"body": text})
    made.place_topics = topics
    made.renew()
    return made


def empty_reply_form(kind: SpaceKind, *, topics: frozenset[Topic] = frozenset()) -> ReplyForm:
    """Return the form for a further reply, whatever was submitted."""
    made = _REPLY_FORMS[kind](formdata=None)
    made.place_topics = topics
    made.renew()
    return made


class OutcomeForm(KeyedForm):
    """What it was, as the asker tells it."""

    diagnosis = UserTextField("It was", Surface.OUTCOME, one_line=True)
    summary = UserTextField("What happened", Surface.OUTCOME)
    lesson = UserTextField("Lesson", Surface.OUTCOME, optional=True)
    confirmed_by = RadioField("Confirmed by", choices=_labelled(ConfirmedBy), validators=[InputRequired()])
    certainty_percent = NumberField(
        "How sure you are",
        validators=[
            InputRequired("Say how sure you are, from 0 to 100."),
            NumberRange(0, 100, "Certainty is a whole number from 0 to 100."),
        ],
    )
