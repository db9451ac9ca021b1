"""Onboarding: the licence claim with its checks shown, and the desk where reviewers decide."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Final, TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from medpeer import gate
from medpeer.accounts import queries as accounts
from medpeer.accounts import service as account_service
from medpeer.accounts.actor import Actor
from medpeer.accounts.handles import choose_handle
from medpeer.accounts.models import Specialty, Standing
from medpeer.accounts.queries import AccountView
from medpeer.core.errors import ConflictError, InvalidInputError
from medpeer.gate import IdentifiersFoundError
from medpeer.licensing.evidence import Possession
from medpeer.licensing.models import ClaimStatus
from medpeer.licensing.npi import print_npi
from medpeer.licensing.policy import CheckKind, DecisionAct, DecisionReason, possession_by_email
from medpeer.licensing.queries import claims as claim_queries
from medpeer.licensing.queries import review
from medpeer.licensing.queries.claims import Application
from medpeer.licensing.service import claims, decisions
from medpeer.licensing.service.claims import NewClaim
from medpeer.licensing.states import LicenceState
from medpeer.web import licensing_compare, licensing_words
from medpeer.web.access import Access, access, current_actor
from medpeer.web.licensing_forms import SPECIALTIES, STATES, ClaimForm, DecisionForm, NoteForm
from medpeer.web.limits import limiter
from medpeer.web.state import reading, state, transaction

bp = Blueprint("licensing", __name__)

E = TypeVar("E", bound=StrEnum)

CLAIM_LIMIT: Final = "20 per hour"
_STEPS: Final = {Standing.REGISTERED: 1, Standing.ACTIVE: 3, Standing.LAPSED_READONLY: 3}


@dataclass(frozen=True, slots=True)
class _Onboarding:
    """Everything the onboarding page shows of one person."""

    view: AccountView
    application: Application | None
    handle: str
    now: datetime


def _read_onboarding(actor: Actor) -> _Onboarding:
    context = state().database.context
    with reading() as session:
        return _Onboarding(
            accounts.view_account(session, actor),
            claim_queries.find_application(session, actor),
            choose_handle(context.vault, "onboarding", actor.physician_id, ()),
            context.clock.now(),
        )


@bp.get("/join")
@access(Access.SIGNED_IN)
def show_onboarding() -> ResponseReturnValue:
    """Show the two groups of checks, and the form where a claim can be filed."""
    return _onboarding_page()


def _onboarding_page(claim_form: ClaimForm | None = None, note_form: NoteForm | None = None) -> str:
    actor = current_actor()
    shown = _read_onboarding(actor)
    application, email = shown.application, shown.view.email
    checks = application.checks if application else ()
    by_email = possession_by_email(email, state().settings.institution_domains) is not Possession.NONE
    return render_template(
        "licensing/onboarding.html",
        step=_STEPS.get(actor.standing, 2),
        view=shown.view,
        email_domain=email.rpartition("@")[2],
        application=application,
        npi=print_npi(application.claimed.npi) if application else "",
        form=claim_form or _claim_form(application),
        states=STATES,
        is_form_open=_is_form_open(actor, application, claim_form),
        may_change=_may_change(actor, application),
        exist_items=_register_items(application, shown) if application else licensing_words.coming_items(),
        has_possession=application.claim.possession is not Possession.NONE if application else by_email,
        place_words=licensing_words.place_words(application.place) if application and application.place else "",
        missing=licensing_words.missing_sentences(checks),
        refused=_refused_words(application),
        question=_question(application),
        note_form=note_form or NoteForm(formdata=None),
        handle=shown.handle,
        badge=actor.specialty or (application.record.specialty if application and application.record else None),
        median=_median(),
    )


def _register_items(application: Application, shown: _Onboarding) -> list[licensing_words.CheckItem]:
    checks = [row for row in application.checks if row.kind is not CheckKind.POSSESSION]
    return licensing_words.check_items(checks, application.claimed, application.record, now=shown.now)


def _claim_form(application: Application | None) -> ClaimForm:
    if application is None:
        return ClaimForm(formdata=None)
    claimed = application.claimed
    return ClaimForm(
        formdata=None,
        npi=claimed.npi,
        first_name=claimed.name.first,
        last_name=claimed.name.last,
        licence_state=claimed.state.value,
        licence_number=claimed.number,
    )


def _may_change(actor: Actor, application: Application | None) -> bool:
    if actor.standing in {Standing.EMAIL_OK, Standing.NEEDS_REVIEW, Standing.MORE_INFO}:
        return True
    made = application.decisions if application and actor.standing is Standing.REJECTED else ()
    return bool(made) and all(decision.reviewer_id is None for decision in made)


def _is_form_open(actor: Actor, application: Application | None, submitted: ClaimForm | None) -> bool:
    wanted = application is None or submitted is not None or "change" in request.args
    return wanted and _may_change(actor, application)


def _refused_words(application: Application | None) -> str:
    if application is None or application.claim.status is not ClaimStatus.REJECTED:
        return ""
    return licensing_words.REFUSED.get(application.decisions[-1].reason, "")


def _question(application: Application | None) -> str:
    if application is None or application.claim.status is not ClaimStatus.MORE_INFO:
        return ""
    note = application.decisions[-1].note
    return note.value if note else ""


def _median() -> str:
    with reading() as session:
        wait = review.median_wait_today(session)
    return licensing_words.wait_words(wait) if wait is not None else ""


@bp.post("/join")
@limiter.limit(CLAIM_LIMIT)
@access(Access.SIGNED_IN)
def file_claim() -> ResponseReturnValue:
    """Check a licence claim and act on it; numbers that cannot be one leave no record."""
    form, actor = ClaimForm(), current_actor()
    try:
        claims.check_numbers(form.npi.data or "", form.licence_number.data or "")
        licence_state = _word(
            LicenceState, form.licence_state.data, "licence_state", "Choose the state of the licence."
        )
        with transaction() as session:
            texts = gate.clear_together(session, form.candidates())
            new = NewClaim(
                npi=form.npi.data or "",
                licence_state=licence_state,
                licence_number=form.licence_number.data or "",
                first_name=texts["first_name"],
                last_name=texts["last_name"],
            )
            claims.file_claim(session, actor, new, institution_domains=state().settings.institution_domains)
    except (IdentifiersFoundError, InvalidInputError) as error:
        form.show(error)
        return _onboarding_page(claim_form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for(".show_onboarding"), HTTPStatus.SEE_OTHER)


def _word(words: type[E], given: str | None, field: str, advice: str) -> E:
    """Return the member of a closed set that a select sent, or refuse with ``advice`` beside the field."""
    try:
        return words(given or "")
    except ValueError:
        raise InvalidInputError(advice, field=field) from None


@bp.post("/join/note")
@limiter.limit(CLAIM_LIMIT)
@access(Access.SIGNED_IN)
def add_note() -> ResponseReturnValue:
    """Take the applicant's words to the reviewer: an answer, an explanation or an appeal."""
    form, actor = NoteForm(), current_actor()
    try:
        with transaction() as session:
            texts = gate.clear_together(session, form.candidates())
            claims.add_note(session, actor, texts["body"])
    except (IdentifiersFoundError, InvalidInputError) as error:
        form.show(error)
        return _onboarding_page(note_form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash("The reviewer has your note.", "done")
    return redirect(url_for(".show_onboarding"), HTTPStatus.SEE_OTHER)


@bp.post("/join/resend")
@limiter.limit("6 per hour")
@access(Access.SIGNED_IN)
def resend_proof() -> ResponseReturnValue:
    """Mail the link once more to a signed-in person whose address waits to be proved."""
    with transaction() as session:
        account_service.resend_email_proof(session, accounts.email_of(session, current_actor().physician_id))
    flash("A mail is on its way.", "done")
    return redirect(url_for(".show_onboarding"), HTTPStatus.SEE_OTHER)


@bp.get("/review")
@access(Access.REVIEWER)
def review_queue() -> ResponseReturnValue:
    """Show who waits, and the first of them."""
    return _desk(None)


@bp.get("/review/<int:claim_id>")
@access(Access.REVIEWER)
def show_dossier(claim_id: int) -> ResponseReturnValue:
    """Show one applicant beside the register."""
    return _desk(claim_id)


def _desk(claim_id: int | None, form: DecisionForm | None = None) -> str:
    actor, now = current_actor(), state().database.context.clock.now()
    with reading() as session:
        waiting = review.list_waiting(session, actor)
        shown = claim_id if claim_id is not None else next((row.claim_id for row in waiting), None)
        dossier = review.access_dossier(session, actor, shown) if shown is not None else None
        median = review.median_wait_today(session)
    ids = [row.claim_id for row in waiting]
    return render_template(
        "licensing/review.html",
        waiting=waiting,
        because=licensing_words.SENT_BECAUSE,
        dossier=dossier,
        is_list=claim_id is None,
        rows=licensing_compare.compare_rows(dossier) if dossier else [],
        source=licensing_compare.source_age(dossier, now) if dossier else "",
        has_possession=dossier is not None and dossier.claim.possession is not Possession.NONE,
        reasons=licensing_words.reason_groups(
            DecisionAct, with_possession=dossier is not None and dossier.claim.possession is not Possession.NONE
        ),
        reason_words=licensing_words.REASON_WORDS,
        specialties=SPECIALTIES,
        form=form or DecisionForm(formdata=None, specialty=(dossier.specialty or "") if dossier else ""),
        next_id=_after(ids, shown),
        place=ids.index(shown) + 1 if shown in ids else None,
        median=licensing_words.wait_words(median) if median is not None else "",
    )


def _after(ids: list[int], shown: int | None) -> int | None:
    """Return the applicant after the one shown, from the start again at the end; ``None`` when nobody else waits."""
    later = [one for one in ids if shown is not None and one > shown]
    others = [one for one in ids if one != shown]
    return next(iter(later or others), None)


@bp.post("/review/<int:claim_id>")
@access(Access.REVIEWER)
def decide(claim_id: int) -> ResponseReturnValue:
    """Settle a claim and go on to the next applicant."""
    form, actor = DecisionForm(), current_actor()
    try:
        act = _word(DecisionAct, request.form.get("act"), "reason", "Press one of the three buttons.")
        reason = _word(DecisionReason, form.reason.data, "reason", "Choose a reason; it is kept in the audit trail.")
        specialty = Specialty(form.specialty.data) if form.specialty.data in set(Specialty) else None
        with transaction() as session:
            review.access_claim(session, actor, claim_id)
            texts = gate.clear_together(session, form.candidates())
            note = texts.get("note")
            decisions.decide_claim(session, actor, claim_id, act, reason, note=note, specialty=specialty)
    except (IdentifiersFoundError, InvalidInputError) as error:
        form.show(error)
        return _desk(claim_id, form), HTTPStatus.UNPROCESSABLE_ENTITY
    except ConflictError as error:
        flash(error.advice, "tell")
        return redirect(url_for(".review_queue"), HTTPStatus.SEE_OTHER)
    flash(_DONE[act], "done")
    return redirect(_next_address(actor, claim_id), HTTPStatus.SEE_OTHER)


_DONE: Final = {
    DecisionAct.APPROVE: "Approved. They have a mail.",
    DecisionAct.ASK: "Asked. They have a mail, and come back to the queue with the answer.",
    DecisionAct.REJECT: "Rejected. They have a mail, and can appeal.",
}


def _next_address(actor: Actor, decided_id: int) -> str:
    with reading() as session:
        ids = [row.claim_id for row in review.list_waiting(session, actor)]
    following = _after(ids, decided_id)
    return url_for(".review_queue") if following is None else url_for(".show_dossier", claim_id=following)
