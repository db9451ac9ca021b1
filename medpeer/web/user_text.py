"""``UserTextField``: a form field whose ``.data`` is ``RawText``, never ``str``, and forms made of such fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import request
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field
from wtforms.widgets import TextArea, TextInput

from medpeer.core.errors import InvalidInputError
from medpeer.deid import Topic
from medpeer.gate import (
    POLICIES,
    Attestation,
    Candidate,
    Finding,
    IdentifiersFoundError,
    RawText,
    Strictness,
    Surface,
    Terms,
    UnconfirmedError,
    Verdict,
    judge_start,
    with_topics,
)
from medpeer.web.access import find_actor
from medpeer.web.changes import Change, changes_between
from medpeer.web.finding_rows import finding_key, finding_row, parse_attestation, risk_json
from medpeer.web.replacing import put_in

MAX_ATTESTATIONS: Final = 50
"""As many as one text can need; each is held against each finding."""


MAX_TICKS: Final = 500
"""More than any text has findings."""


class UserTextField(Field):
    """Text a person types; declares the surface by which the gate judges it."""

    widget: TextArea | TextInput = TextArea()

    def __init__(
        self, label: str, surface: Surface, *, one_line: bool = False, optional: bool = False, **kwargs: Any
    ) -> None:
        """Declare the field. An ``optional`` one left blank is no candidate for the gate."""
        super().__init__(label, **kwargs)
        self.surface = surface
        self.optional = optional
        if one_line:
            self.widget = TextInput()

    @property
    def max_chars(self) -> int:
        """The longest text that the surface takes, in code points."""
        return POLICIES[self.surface].max_chars

    def process_data(self, value: object) -> None:
        """Start from ``value``, a text of the person's own (such as a post being edited), or blank."""
        self.data = RawText(value if isinstance(value, str) else "")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was submitted."""
        if valuelist:
            self.data = RawText(str(valuelist[0]))

    def _value(self) -> str:
        """Return the text for the person's own form."""
        typed: RawText = self.data
        return typed.open_for_check()


@dataclass(frozen=True, slots=True)
class ShownChange:
    """What became of one field's text: the field, its original, and the pieces of the difference."""

    field: UserTextField
    original: str
    pieces: tuple[Change, ...]


class TextForm(FlaskForm):
    """A form with user text: hands its fields to the gate and shows what the gate found."""

    findings: Mapping[str, Sequence[Finding]]
    asks_word: bool
    """Whether the author is asked to confirm that the whole is as general as it can be."""

    place_topics: frozenset[Topic]

    confirmed = BooleanField("These details are as general as the question allows")
    replace = BooleanField("Replace what is ticked")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start without findings."""
        super().__init__(*args, **kwargs)
        self.findings = {}
        self.asks_word = False
        self.place_topics = frozenset()
        self._verdicts: Mapping[str, Verdict] = {}
        self._attested: dict[str, tuple[Attestation, ...]] = {}
        self._originals = _submitted_originals(self.text_fields())

    def known_topics(self) -> frozenset[Topic]:
        """Return the sensitive topics that count whatever the texts say: those of the place they are written in."""
        return self.place_topics

    def terms(self) -> Terms:
        """Return under which terms this form's texts are examined: who writes, and what they confirmed."""
        actor = find_actor()
        strictness = actor.strictness if actor else Strictness.USUAL
        return Terms(strictness, bool(self.confirmed.data), self.known_topics())

    def text_fields(self) -> list[UserTextField]:
        """Return the user-text fields in order."""
        return [field for field in self if isinstance(field, UserTextField)]

    def candidates(self) -> dict[str, Candidate]:
        """Return what goes through the gate, by field; blank optional fields are left out."""
        return {
            field.name: Candidate(field.data, field.surface, self.attested(field.name))
            for field in self.text_fields()
            if not (field.optional and field.data.is_blank())
        }

    def attested(self, name: str) -> tuple[Attestation, ...]:
        """Return the attestations submitted for a field; a malformed one counts as none given."""
        if name not in self._attested:
            parsed = (parse_attestation(raw) for raw in request.form.getlist(f"attest.{name}")[:MAX_ATTESTATIONS])
            self._attested[name] = tuple(one for one in parsed if one)
        return self._attested[name]

    def show(self, error: IdentifiersFoundError | InvalidInputError) -> None:
        """Put a refusal where its author sees it: beside the words, or beside the field."""
        if isinstance(error, IdentifiersFoundError | UnconfirmedError):
            self._take(error.verdicts)
        if isinstance(error, IdentifiersFoundError):
            return
        field = self._fields.get(error.field or "")
        if field is not None:
            field.errors = [*field.errors, error.advice]
        else:
            self.form_errors.append(error.advice)

    def typed(self, name: str) -> str:
        """Return what was typed in one field, to fill another form of the same person; never to be kept."""
        raw: RawText = self[name].data
        return raw.open_for_check()

    def shown_findings(self) -> list[dict[str, object]]:
        """Return the findings a field as ``gate/_findings.html`` and the composer want them."""
        return [
            {"field": field.name, "label": field.label.text, "spans": [self._shown(field, one) for one in found]}
            for field in self.text_fields()
            if (found := self.findings.get(field.name))
        ]

    def _shown(self, field: UserTextField, found: Finding) -> dict[str, object]:
        row = finding_row(found, field.data.open_for_check()) | {"key": finding_key(found)}
        kept = next((word.reason.value for word in self.attested(field.name) if word.covers(found)), None)
        return row | {"kept": kept} if kept else row

    def shown_risk(self) -> dict[str, object] | None:
        """Return how identifying the most telling field is, for the meter; ``None`` while nothing was found."""
        if not self.findings and not self.asks_word:
            return None
        return risk_json(self._verdicts.values()) | {"confirmed": bool(self.confirmed.data)}

    def shown_changes(self) -> list[ShownChange]:
        """Return what replacing changed in each field, and its original, which the author's page alone keeps."""
        texts = ((field, self._originals.get(field.name), field.data.open_for_check()) for field in self.text_fields())
        return [
            ShownChange(field, was, changes_between(was, typed))
            for field, was, typed in texts
            if was is not None and was != typed
        ]

    def inspect(self) -> None:
        """Find what the gate would find, without clearing anything: for a form that is shown again anyway."""
        terms = self._whole_terms()
        self._take({field.name: judge_start(field.data, field.surface, terms) for field in self.text_fields()})

    def _whole_terms(self) -> Terms:
        return with_topics(self.candidates(), self.terms())

    def _take(self, verdicts: Mapping[str, Verdict]) -> None:
        self._verdicts = verdicts
        # What is settled is shown too: its reason goes back with the form.
        self.findings = {name: verdict.findings for name, verdict in verdicts.items() if verdict.findings}
        self.asks_word = any(verdict.recognisable for verdict in verdicts.values())

    def replace_ticked(self) -> None:
        """Put the suggestion in the place of each ticked finding, in the author's own form, then look again."""
        terms = self._whole_terms()
        self._take({field.name: self._replaced(field, terms) for field in self.text_fields()})

    def _replaced(self, field: UserTextField, terms: Terms) -> Verdict:
        ticked = frozenset(request.form.getlist(f"fix.{field.name}")[:MAX_TICKS])
        verdict = judge_start(field.data, field.surface, terms)
        chosen = [found for found in verdict.findings if finding_key(found) in ticked]
        if not chosen:
            return verdict
        typed = field.data.open_for_check()
        better = put_in(typed, chosen, self.attested(field.name))
        self._originals.setdefault(field.name, typed)
        self._attested[field.name] = better.attested
        field.data = RawText(better.typed)
        return judge_start(field.data, field.surface, terms)


def _submitted_originals(fields: Sequence[UserTextField]) -> dict[str, str]:
    """Return each field's text before anything in it was replaced, as the author's own page sent it back."""
    given = ((field, request.form.get(f"was.{field.name}")) for field in fields)
    return {field.name: RawText(was).open_for_check() for field, was in given if was is not None}
