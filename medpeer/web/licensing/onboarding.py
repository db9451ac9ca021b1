"""Onboarding: the licence claim, its checks as its applicant sees them, and notes to the reviewer."""

from http import HTTPStatus
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from medpeer import gate
from medpeer.accounts.models import Standing
from medpeer.core.errors import InvalidInputError
from medpeer.gate import IdentifiersFoundError
from medpeer.licensing.queries.claims import Application
from medpeer.licensing.service import claims
from medpeer.licensing.service.claims import NewClaim
from medpeer.web.access import Access, access, current_actor
from medpeer.web.answers import stored
from medpeer.web.licensing.applicant import Applicant, live_context, page_context, read_applicant
from medpeer.web.licensing.blueprint import bp
from medpeer.web.licensing.forms import PLACES, ClaimForm, NoteForm, birth_day
from medpeer.web.licensing.membership import STOPPED, membership_page
from medpeer.web.limits import limiter
from medpeer.web.sessions import unattended
from medpeer.web.state import state, transaction

CLAIM_LIMIT: Final = "20 per hour"
_LAST_STEP: Final = frozenset({Standing.ACTIVE, Standing.LAPSED_READONLY})


@bp.get("/join")
@access(Access.SIGNED_IN)
def show_onboarding() -> ResponseReturnValue:
    """Show the two groups of checks, and the form where a claim can be filed."""
    return onboarding_page()


def onboarding_page(
    claim_form: ClaimForm | None = None, note_form: NoteForm | None = None, **looked_up: str | bool
) -> str:
    """Return the page, with a form that was refused or a look at a number where there is one.

    Whose membership is stopped reads of that instead.
    """
    actor = current_actor()
    if actor.standing in STOPPED:
        return membership_page(actor, note_form)
    shown = read_applicant(actor)
    return render_template(
        "licensing/onboarding.html",
        step=3 if actor.standing in _LAST_STEP else 2,
        form=claim_form or _claim_form(shown.application),
        places=PLACES,
        is_form_open=_is_form_open(shown, claim_form),
        note_form=note_form or NoteForm(formdata=None),
        **looked_up,
        **live_context(shown),
        **page_context(shown),
    )


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


def _is_form_open(shown: Applicant, submitted: ClaimForm | None) -> bool:
    wanted = shown.application is None or submitted is not None or "change" in request.args
    return wanted and shown.may_change


@bp.get("/join/status")
@unattended
@access(Access.SIGNED_IN)
def show_status() -> ResponseReturnValue:
    """Return the parts of the page that change while somebody waits; 205 once the page itself is another.

    A page that stands open asks by itself, so this is no sign of anybody being there.
    """
    shown = read_applicant(current_actor())
    if request.args.get("stage") != shown.stage:
        return "", HTTPStatus.RESET_CONTENT
    return render_template("licensing/_status.html", **live_context(shown))


@bp.post("/join")
@limiter.limit(CLAIM_LIMIT)
@access(Access.SIGNED_IN)
def file_claim() -> ResponseReturnValue:
    """Check a licence claim and act on it; numbers that cannot be one leave no record."""
    form, actor = ClaimForm(), current_actor()
    if form.replace.data:
        form.replace_ticked()
        return onboarding_page(claim_form=form)
    try:
        place = form.licence_state.data or ""
        claims.check_numbers(form.npi.data or "", form.licence_number.data or "", place)
        today = state().database.context.clock.now().date()
        birth_date = birth_day(form.birth_date.data, today=today, beside="birth_date")
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
        return onboarding_page(claim_form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for(".show_onboarding"), HTTPStatus.SEE_OTHER)


@bp.post("/join/note")
@limiter.limit(CLAIM_LIMIT)
@access(Access.SIGNED_IN)
def add_note() -> ResponseReturnValue:
    """Take the applicant's words to the reviewer: an answer, an explanation or an appeal."""
    form, actor = NoteForm(), current_actor()
    if form.replace.data:
        form.replace_ticked()
        return onboarding_page(note_form=form)
    try:
        examined = gate.examine_together(form.candidates(), form.terms())
        with transaction() as session:
            texts = gate.clear_together(session, examined)
            claims.add_note(session, actor, texts["body"])
    except (IdentifiersFoundError, InvalidInputError) as error:
        form.show(error)
        return onboarding_page(note_form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash("The reviewer has your note.", "done")
    # A script that followed a redirect would take the message with it.
    return stored(url_for(".show_onboarding"))
