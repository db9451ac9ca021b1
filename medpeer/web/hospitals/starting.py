"""Going to a hospital's sign-in. Nothing is written: a link may be followed by anything that follows links."""

from http import HTTPStatus

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address

from medpeer.hospitals.errors import HospitalSilentError
from medpeer.web.access import Access, access, find_actor, safe_next
from medpeer.web.hospitals.blueprint import HOSPITAL_LIMIT, WAYS, bp, client_of
from medpeer.web.hospitals.errand import Aim, Errand, begin_errand
from medpeer.web.limits import limiter
from medpeer.web.step_up import fresh_proof


@bp.get("/sign-in/hospital/<hospital>")
@limiter.limit(HOSPITAL_LIMIT, key_func=get_remote_address)
@access(Access.PUBLIC)
def start_sign_in(hospital: str) -> ResponseReturnValue:
    """Send a browser to the hospital, or go on when somebody is signed in."""
    client_of(hospital)
    target = request.args.get("next")
    if find_actor() is not None:
        return redirect(safe_next(target), HTTPStatus.SEE_OTHER)
    return _send(begin_errand(hospital, Aim.SIGN_IN, target), "auth.sign_in")


@bp.get("/account/ways-in/hospital/<hospital>")
@limiter.limit(HOSPITAL_LIMIT)
@access(Access.SIGNED_IN)
@fresh_proof()
def start_link(hospital: str) -> ResponseReturnValue:
    """Send a member to the hospital whose sign-in shall open their account."""
    client_of(hospital)
    return _send(begin_errand(hospital, Aim.LINK, url_for(WAYS)), WAYS)


def _send(errand: Errand, otherwise: str) -> ResponseReturnValue:
    try:
        address = client_of(errand.hospital).address(errand.question)
    except HospitalSilentError as error:
        flash(error.advice, "tell")
        return redirect(url_for(otherwise), HTTPStatus.SEE_OTHER)
    return redirect(address, HTTPStatus.SEE_OTHER)
