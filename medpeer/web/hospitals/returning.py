"""Coming back from a hospital's sign-in: a page with a button, and what the button does."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address

from medpeer.accounts.queries import credentials_of
from medpeer.core.errors import MedpeerError
from medpeer.credentials.errors import StaleSlipError
from medpeer.credentials.queries import has_factor
from medpeer.credentials.slips import spend_slip
from medpeer.hospitals import queries, service
from medpeer.hospitals.errors import (
    HospitalRefusedError,
    HospitalSilentError,
    LinkRefusedError,
    NotLinkedError,
)
from medpeer.hospitals.identity import CameBy, Identity
from medpeer.hospitals.providers import Provider
from medpeer.web.access import Access, access, current_actor, find_actor
from medpeer.web.credentials.second_step import ask_second_step
from medpeer.web.hospitals.blueprint import HOSPITAL_LIMIT, WAYS, bp, client_of
from medpeer.web.hospitals.errand import Aim, Errand, read_errand
from medpeer.web.hospitals.forms import ReturnForm
from medpeer.web.limits import limiter
from medpeer.web.signing_in import go_in, open_here
from medpeer.web.state import transaction
from medpeer.web.step_up import ask_proof, fresh

_REFUSALS = (HospitalRefusedError, HospitalSilentError, LinkRefusedError, NotLinkedError, StaleSlipError)


@bp.get("/sign-in/hospital/<hospital>/return")
@limiter.limit(HOSPITAL_LIMIT, key_func=get_remote_address)
@access(Access.PUBLIC)
def come_back(hospital: str) -> ResponseReturnValue:
    """Show a button that uses the hospital's code: reading a page changes nothing."""
    provider, brought = client_of(hospital).provider, request.args
    try:
        errand = read_errand(hospital, brought.get("state", ""))
        if not brought.get("code"):
            raise HospitalRefusedError
    except _REFUSALS as error:
        return _refuse(error)
    form = ReturnForm(formdata=None, code=brought["code"], slip=errand.slip, issuer=brought.get("iss", ""))
    return render_template("hospitals/come_back.html", form=form, provider=provider, links=errand.aim is Aim.LINK)


@bp.post("/sign-in/hospital/<hospital>/return")
@limiter.limit(HOSPITAL_LIMIT, key_func=get_remote_address)
@access(Access.PUBLIC)
def finish(hospital: str) -> ResponseReturnValue:
    """Ask the hospital whose code it is, then sign them in, or link what they came for."""
    client, form = client_of(hospital), ReturnForm()
    try:
        errand = read_errand(hospital, form.slip.data or "")
        identity = client.redeem(errand.question, form.code.data or "", form.issuer.data or "")
        end = _link if errand.aim is Aim.LINK else _sign_in
        return end(errand, client.provider, identity)
    except _REFUSALS as error:
        return _refuse(error)


def _refuse(error: MedpeerError) -> ResponseReturnValue:
    flash(error.advice, "tell")
    return redirect(url_for("auth.sign_in" if find_actor() is None else WAYS), HTTPStatus.SEE_OTHER)


def _sign_in(errand: Errand, provider: Provider, identity: Identity) -> ResponseReturnValue:
    """Sign in whom the hospital names; an account with a second step is asked for it here all the same."""
    with transaction() as database:
        spend_slip(database, errand.slip)
        link = service.use_link(database, provider, identity)
        came_by = CameBy(link.id, queries.sid_digest(database, provider, identity.sid))
        came_under, wants_more = credentials_of(database, link.physician_id), has_factor(database, link.physician_id)
        if not wants_more:
            # The hospital may have asked nobody: at an open desk there it knows already who it was this morning.
            service.note_sign_in(database, came_by, open_here(database, link.physician_id, proved_here=False))
    if wants_more:
        return ask_second_step(came_under, errand.next, came_by)
    return go_in(errand.next)


def _link(errand: Errand, provider: Provider, identity: Identity) -> ResponseReturnValue:
    """Link the hospital's sign-in to the account of whoever left for it from here."""
    actor = current_actor()
    if not fresh(actor):
        return ask_proof(url_for(WAYS))
    with transaction() as database:
        spend_slip(database, errand.slip)
        service.link(database, actor, provider, identity)
    flash(f"{provider.name} opens this account from now on.", "done")
    return redirect(url_for(WAYS), HTTPStatus.SEE_OTHER)
