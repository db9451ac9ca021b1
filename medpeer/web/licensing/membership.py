"""The page of a member who is stopped, or of an applicant who appeals: what happened, what is open, what to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from flask import render_template

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Cause, Standing
from medpeer.core.clock import day_words
from medpeer.licensing.queries.membership import Membership, Step, view_membership
from medpeer.web.licensing.forms import NoteForm
from medpeer.web.state import reading


@dataclass(frozen=True, slots=True)
class Told:
    """How a membership stands, in words: a banner's kind, what is so, what is open now, and what to do."""

    kind: str
    title: str
    text: str
    now: str
    steps: tuple[str, ...]


_SUSPENDED: Final = "Your membership is suspended."
_CLOSED: Final = "You neither read nor write. What you wrote stays where it is."
_NOT_YET: Final = "You are not a member yet. Nothing is open to you before it is decided."


def _renew_words(shown: Membership) -> str:
    return f"Renew with the board of {shown.place}." if shown.place else "Renew with your board."


def _lapsed(shown: Membership) -> Told:
    until = f" until {day_words(shown.reads_until)}" if shown.reads_until else ""
    ended = f"It ended on {day_words(shown.ends_on)}, by the register." if shown.ends_on else "The register says so."
    return Told(
        "tell",
        "Your licence is past its date in the register.",
        ended,
        f"You read everything{until}, and write nothing. Then the membership is suspended.",
        (
            _renew_words(shown),
            "Then there is nothing to do here: each newer register file is looked at, and opens everything by itself.",
            "You renewed already and the register is late? Tell a reviewer below.",
        ),
    )


def _held(_shown: Membership) -> Told:
    return Told(
        "tell",
        "Your membership is on hold.",
        "Something it rests on has changed: what a public register says, or what showed that it is you.",
        _CLOSED,
        (
            "A reviewer who had no part in your admission looks at it, and mails you.",
            "Look yourself up with your board and in the federal registers: an entry may be about a namesake.",
            "Tell the reviewer below what you know.",
        ),
    )


def _suspended(shown: Membership) -> Told:
    if shown.cause is not Cause.GRACE_OVER:
        advice = "Appeal below: a reviewer who had no part in the decision reads it and decides anew."
        return Told("must", _SUSPENDED, "A reviewer decided it.", _CLOSED, (advice,))
    return Told(
        "must",
        _SUSPENDED,
        "Your licence ended, and the 30 days of reading are over.",
        _CLOSED,
        (
            _renew_words(shown),
            "A renewed licence in the register brings the membership back by itself.",
            "The register is wrong? Appeal below: a reviewer who had no part in it decides.",
        ),
    )


def _appeal(_shown: Membership) -> Told:
    return Told(
        "info",
        "Your appeal is with another reviewer.",
        "They had no part in what was decided before.",
        "You neither read nor write until it is decided.",
        ("We mail you when it is decided.", "You can add to your appeal below."),
    )


def _held_applicant(_shown: Membership) -> Told:
    return Told(
        "tell",
        "Your application is on hold.",
        "A reviewer has to look at it before anything else happens.",
        _NOT_YET,
        ("We mail you when it is decided.", "Tell the reviewer below what you know."),
    )


def _suspended_applicant(_shown: Membership) -> Told:
    advice = "Appeal below: a reviewer who had no part in the decision reads it and decides anew."
    return Told("must", "Your account is suspended.", "Staff decided it.", _NOT_YET, (advice,))


def _appeal_applicant(shown: Membership) -> Told:
    return replace(_appeal(shown), now=_NOT_YET)


_TOLD: Final[Mapping[Standing, Callable[[Membership], Told]]] = MappingProxyType(
    {
        Standing.LAPSED_READONLY: _lapsed,
        Standing.HELD: _held,
        Standing.SUSPENDED: _suspended,
        Standing.APPEAL: _appeal,
    }
)
_TOLD_APPLICANTS: Final[Mapping[Standing, Callable[[Membership], Told]]] = MappingProxyType(
    {
        Standing.HELD: _held_applicant,
        Standing.SUSPENDED: _suspended_applicant,
        Standing.APPEAL: _appeal_applicant,
    }
)
STOPPED: Final = frozenset(_TOLD)

_HAPPENED: Final = {
    Cause.EMAIL_PROVED: "You proved your e-mail address.",
    Cause.CHECKS_PASSED: "Every check passed.",
    Cause.CHECKS_OPEN: "You gave your licence. It went to a reviewer.",
    Cause.REGISTER_REFUSES: "Not admitted, by the register.",
    Cause.ASKED: "A reviewer asked you something.",
    Cause.ANSWERED: "The reviewer had your answer.",
    Cause.REFUSED: "A reviewer decided: not admitted.",
    Cause.CLAIM_CHANGED: "You changed what you gave. It went to a reviewer.",
    Cause.DELETED: "You deleted the account.",
    Cause.LICENCE_ENDED: "The licence ended, by the register. Reading only.",
    Cause.GRACE_OVER: "The 30 days of reading were over.",
    Cause.LICENCE_RENEWED: "The register had a new date. Everything open again.",
    Cause.REGISTER_SPEAKS_AGAINST: "Something it rests on changed. On hold.",
    Cause.CLEARED: "A reviewer cleared it. Everything open again.",
    Cause.UPHELD: "A reviewer decided that it stays closed.",
    Cause.APPEALED: "You appealed.",
    Cause.ADMITTED: "Admitted.",
    Cause.BY_STAFF: "Suspended by staff.",
}


def happened(step: Step) -> str:
    """Return one change of standing in words."""
    if step.cause is Cause.UPHELD and step.after is Standing.REJECTED:
        return "Another reviewer decided: not admitted."
    return _HAPPENED[step.cause]


def _told(standing: Standing, shown: Membership) -> Told:
    applicants = {} if shown.was_member else _TOLD_APPLICANTS
    return applicants.get(standing, _TOLD[standing])(shown)


def membership_page(actor: Actor, note_form: NoteForm | None = None) -> str:
    """Return the page of whoever is stopped or appeals, with a note that was refused where there is one."""
    with reading() as session:
        shown = view_membership(session, actor)
    appeals = actor.standing is Standing.SUSPENDED
    return render_template(
        "licensing/membership.html",
        membership=shown,
        told=_told(actor.standing, shown),
        history=[(step.at, happened(step)) for step in reversed(shown.steps)],
        appeals=appeals,
        is_last_word=appeals and not shown.may_appeal,
        note_form=note_form or NoteForm(formdata=None),
    )
