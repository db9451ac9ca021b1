"""Onboarding: the licence claim, its checks as its applicant sees them, and notes to the reviewer."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from medpeer import gate
from medpeer.accounts import queries as accounts
from medpeer.accounts import service as account_service
from medpeer.accounts.actor import Actor
from medpeer.accounts.handles import choose_handle
from medpeer.accounts.models import Standing
from medpeer.accounts.queries import AccountView
from medpeer.core.errors import InvalidInputError
from medpeer.gate import IdentifiersFoundError
from medpeer.licensing import policy
from medpeer.licensing.evidence import Possession
from medpeer.licensing.models import OPEN_STATUSES, ClaimStatus
from medpeer.licensing.npi import print_npi
from medpeer.licensing.policy import CheckFinding, CheckKind
from medpeer.licensing.queries import claims as claim_queries
from medpeer.licensing.queries import consulting, review
from medpeer.licensing.queries.claims import Application
from medpeer.licensing.service import claims
from medpeer.licensing.service.claims import NewClaim
from medpeer.web.access import Access, access, current_actor
from medpeer.web.answers import stored
from medpeer.web.licensing import words
from medpeer.web.licensing.blueprint import bp
from medpeer.web.licensing.forms import PLACES, ClaimForm, NoteForm, day
from medpeer.web.limits import limiter
from medpeer.web.state import reading, state, transaction

CLAIM_LIMIT: Final = "20 per hour"
_STEPS: Final = {Standing.REGISTERED: 1, Standing.ACTIVE: 3, Standing.LAPSED_READONLY: 3}


@dataclass(frozen=True, slots=True)
class _Onboarding:
    """Everything the onboarding page shows of one person."""

    view: AccountView
    application: Application | None
    handle: str
    now: datetime
    possession: Possession


def _read_onboarding(actor: Actor) -> _Onboarding:
    context = state().database.context
    with reading() as session:
        view = accounts.view_account(session, actor)
        application = claim_queries.find_application(session, actor)
        domains = state().settings.institution_domains
        return _Onboarding(
            view,
            application,
            choose_handle(context.vault, "onboarding", actor.physician_id, ()),
            context.clock.now(),
            application.possession if application else consulting.possession_by_email(session, view.email, domains),
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
    return render_template(
        "licensing/onboarding.html",
        step=_STEPS.get(actor.standing, 2),
        view=shown.view,
        email_domain=email.rpartition("@")[2],
        application=application,
        npi=print_npi(application.claimed.npi) if application and application.claimed.npi else "",
        form=claim_form or _claim_form(application),
        places=PLACES,
        is_form_open=_is_form_open(actor, application, claim_form),
        may_change=_may_change(actor, application),
        exist_items=_register_items(application, shown) if application else words.coming_items(),
        proofs=words.proof_items(shown.possession, email.rpartition("@")[2], _possession_finding(application)),
        may_prove=application is not None and application.claim.status in OPEN_STATUSES,
        place_words=words.place_words(application.place) if application and application.place else "",
        missing=words.missing_sentences(checks),
        refused=_refused_words(application),
        question=_question(application),
        note_form=note_form or NoteForm(formdata=None),
        handle=shown.handle,
        badge=actor.specialty or (application.record.specialty if application and application.record else None),
        median=_median(),
    )


def _register_items(application: Application, shown: _Onboarding) -> list[words.CheckItem]:
    checks = [row for row in application.checks if row.kind is not CheckKind.POSSESSION]
    return words.check_items(checks, application.claimed, application.record, now=shown.now)


def _possession_finding(application: Application | None) -> CheckFinding | None:
    rows = application.checks if application else ()
    return next((row.finding for row in rows if row.kind is CheckKind.POSSESSION), None)


def _claim_form(application: Application | None) -> ClaimForm:
    if application is None:
        return ClaimForm(formdata=None)
    claimed = application.claimed
    return ClaimForm(
        formdata=None,
        npi=claimed.npi,
        first_name=claimed.name.first,
        last_name=claimed.name.last,
        licence_state=claimed.jurisdiction,
        licence_number=claimed.number,
        birth_date=claimed.birth_date.isoformat() if claimed.birth_date else "",
    )


def _may_change(actor: Actor, application: Application | None) -> bool:
    made = application.decisions if application else ()
    return policy.may_file(actor.standing, [decision.reviewer_id for decision in made])


def _is_form_open(actor: Actor, application: Application | None, submitted: ClaimForm | None) -> bool:
    wanted = application is None or submitted is not None or "change" in request.args
    return wanted and _may_change(actor, application)


def _refused_words(application: Application | None) -> str:
    if application is None or application.claim.status is not ClaimStatus.REJECTED:
        return ""
    return words.REFUSED.get(application.decisions[-1].reason, "")


def _question(application: Application | None) -> str:
    if application is None or application.claim.status is not ClaimStatus.MORE_INFO:
        return ""
    note = application.decisions[-1].note
    return note.value if note else ""


def _median() -> str:
    with reading() as session:
        wait = review.median_wait_today(session)
    return words.wait_words(wait) if wait is not None else ""


@bp.post("/join")
@limiter.limit(CLAIM_LIMIT)
@access(Access.SIGNED_IN)
def file_claim() -> ResponseReturnValue:
    """Check a licence claim and act on it; numbers that cannot be one leave no record."""
    form, actor = ClaimForm(), current_actor()
    if form.replace.data:
        form.replace_ticked()
        return _onboarding_page(claim_form=form)
    try:
        place = form.licence_state.data or ""
        claims.check_numbers(form.npi.data or "", form.licence_number.data or "", place)
        birth_date = day(form.birth_date.data, beside="birth_date")
        examined = gate.examine_together(form.candidates(), form.terms())
        with transaction() as session:
            texts = gate.clear_together(session, examined)
            new = NewClaim(
                npi=form.npi.data or "",
                jurisdiction=place,
                licence_number=form.licence_number.data or "",
                first_name=texts["first_name"],
                last_name=texts["last_name"],
                birth_date=birth_date,
            )
            claims.file_claim(session, actor, new, institution_domains=state().settings.institution_domains)
    except (IdentifiersFoundError, InvalidInputError) as error:
        form.show(error)
        return _onboarding_page(claim_form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for(".show_onboarding"), HTTPStatus.SEE_OTHER)


@bp.post("/join/note")
@limiter.limit(CLAIM_LIMIT)
@access(Access.SIGNED_IN)
def add_note() -> ResponseReturnValue:
    """Take the applicant's words to the reviewer: an answer, an explanation or an appeal."""
    form, actor = NoteForm(), current_actor()
    if form.replace.data:
        form.replace_ticked()
        return _onboarding_page(note_form=form)
    try:
        examined = gate.examine_together(form.candidates(), form.terms())
        with transaction() as session:
            texts = gate.clear_together(session, examined)
            claims.add_note(session, actor, texts["body"])
    except (IdentifiersFoundError, InvalidInputError) as error:
        form.show(error)
        return _onboarding_page(note_form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash("The reviewer has your note.", "done")
    # A script that followed a redirect would take the message with it.
    return stored(url_for(".show_onboarding"))


@bp.post("/join/resend")
@limiter.limit("6 per hour")
@access(Access.SIGNED_IN)
def resend_proof() -> ResponseReturnValue:
    """Mail the link once more to a signed-in person whose address waits to be proved."""
    with transaction() as session:
        account_service.resend_email_proof(session, accounts.email_of(session, current_actor().physician_id))
    flash("A mail is on its way.", "done")
    return redirect(url_for(".show_onboarding"), HTTPStatus.SEE_OTHER)
