"""``UserTextField``: a form field whose ``.data`` is ``RawText``, never ``str``, and forms made of such fields."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import request
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.widgets import TextArea, TextInput

from medpeer.core.errors import InvalidInputError
from medpeer.deid import Category, RiskLevel, Severity
from medpeer.gate import (
    POLICIES,
    Attestation,
    AttestationReason,
    Candidate,
    Finding,
    IdentifiersFoundError,
    RawText,
    Surface,
    judge_start,
)

MAX_ATTESTATIONS: Final = 50
"""As many as one text can need; each is held against each finding."""


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


class TextForm(FlaskForm):
    """A form with user text: hands its fields to the gate and shows what the gate found."""

    findings: Mapping[str, Sequence[Finding]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start without findings."""
        super().__init__(*args, **kwargs)
        self.findings = {}

    def text_fields(self) -> list[UserTextField]:
        """Return the user-text fields in order."""
        return [field for field in self if isinstance(field, UserTextField)]

    def candidates(self) -> dict[str, Candidate]:
        """Return what goes through the gate, by field; blank optional fields are left out."""
        return {
            field.name: Candidate(field.data, field.surface, _attestations(field.name))
            for field in self.text_fields()
            if not (field.optional and field.data.is_blank())
        }

    def show(self, error: IdentifiersFoundError | InvalidInputError) -> None:
        """Put a refusal where its author sees it: beside the words, or beside the field."""
        if isinstance(error, IdentifiersFoundError):
            self.findings = error.findings
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
        fields = ((field, self.findings.get(field.name, ())) for field in self.text_fields())
        return [
            {"field": field.name, "label": field.label.text, "spans": [_shown(field, one) for one in found]}
            for field, found in fields
            if found
        ]

    def shown_risk(self) -> dict[str, object] | None:
        """Return how identifying the most telling field is, for the meter; ``None`` while nothing was found."""
        if not self.findings:
            return None
        risks = [judge_start(field.data, field.surface).risk for field in self.text_fields()]
        worst = max(risks, key=lambda risk: list(RiskLevel).index(risk.level))
        return {"level": worst.level.value, "reasons": list(worst.reasons)}

    def inspect(self) -> None:
        """Find what the gate would find, without clearing anything: for a form that is shown again anyway."""
        verdicts = {field.name: (judge_start(field.data, field.surface), field) for field in self.text_fields()}
        self.findings = {
            name: verdict.findings
            for name, (verdict, field) in verdicts.items()
            if verdict.open_findings(_attestations(field.name))
        }

    def replace_suggested(self) -> None:
        """Put the suggested replacement where something must go, in the author's own form, then look again."""
        for field in self.text_fields():
            found = judge_start(field.data, field.surface).findings
            field.data = RawText(_replaced(field.data.open_for_check(), found))
        self.inspect()


def _replaced(typed: str, found: Sequence[Finding]) -> str:
    for one in sorted((one for one in found if one.severity is Severity.MUST_GO), key=lambda one: -one.start):
        start, end = one.start, one.end
        if not one.replacement and typed[start - 1 : start] == " " and typed[end : end + 1] in {"", " ", ".", ",", ")"}:
            # A removal takes the space before it along.
            start -= 1
        typed = typed[:start] + one.replacement + typed[end:]
    return typed


def _shown(field: UserTextField, found: Finding) -> dict[str, object]:
    row = finding_row(found, field.data.open_for_check())
    kept = next((word.reason.value for word in _attestations(field.name) if word.covers(found)), None)
    return row | {"kept": kept} if kept else row


def finding_row(found: Finding, typed: str) -> dict[str, object]:
    """Return one finding for its author's page: places, words, reason, replacement."""
    return finding_json(found) | {"text": typed[found.start : found.end]}


def finding_json(found: Finding) -> dict[str, object]:
    """Return one finding without the words: offsets, category, reason, replacement."""
    return {
        "start": found.start,
        "end": found.end,
        "category": found.category.value,
        "label": found.label,
        "why": found.why,
        "severity": found.severity.value,
        "replacement": found.replacement,
        "button": found.button,
    }


def _attestations(field: str) -> tuple[Attestation, ...]:
    """Return the attestations submitted for a field; a malformed one counts as none given."""
    parsed = (parse_attestation(raw) for raw in request.form.getlist(f"attest.{field}")[:MAX_ATTESTATIONS])
    return tuple(one for one in parsed if one)


def parse_attestation(raw: str) -> Attestation | None:
    """Return the attestation in ``start:end:category:reason``, or ``None`` when it is none."""
    try:
        start, end, category, reason = raw.split(":")
        return Attestation(int(start), int(end), Category(category), AttestationReason(reason))
    except ValueError:
        return None
