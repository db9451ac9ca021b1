"""Whose number it is, masked: "Is this you?" before a claim is filed, for people with a proved address alone."""

from http import HTTPStatus
from typing import Final

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response

from medpeer.licensing.npi import npi_fault
from medpeer.licensing.queries.preview import preview_number
from medpeer.licensing.service import claims
from medpeer.web.access import Access, access, current_actor
from medpeer.web.answers import wants_fragment
from medpeer.web.licensing import words
from medpeer.web.licensing.blueprint import bp
from medpeer.web.licensing.forms import ClaimForm
from medpeer.web.licensing.onboarding import onboarding_page
from medpeer.web.limits import limiter
from medpeer.web.state import reading

PERSON_LIMIT: Final = "10 per hour; 20 per day"
NETWORK_LIMIT: Final = "60 per day"
"""One hospital's applicants share a network; somebody with many accounts and addresses shares it, too."""


def _was_looked_up(response: Response) -> bool:
    return response.status_code == HTTPStatus.OK


@bp.get("/join/preview")
@access(Access.SIGNED_IN)
def leave_preview() -> ResponseReturnValue:
    """Lead back to the form: without scripts this address stands in the browser, and is opened again from there."""
    return redirect(url_for(".show_onboarding"), HTTPStatus.SEE_OTHER)


@bp.post("/join/preview")
@limiter.limit(PERSON_LIMIT, deduct_when=_was_looked_up)
@limiter.limit(NETWORK_LIMIT, key_func=get_remote_address, deduct_when=_was_looked_up)
@access(Access.SIGNED_IN)
def preview() -> ResponseReturnValue:
    """Show the masked row of a number; every number that no active physician has is answered alike."""
    form = ClaimForm()
    npi = form.npi.data or ""
    with reading() as session:
        claims.check_may_file(session, current_actor())
        fault = npi_fault(npi)
        found = None if fault else preview_number(session, npi)
    said = words.preview_words(found) if found else ""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
    if wants_fragment():
        return render_template("licensing/_preview.html", preview=said, asked=npi, fault=fault), status
    return onboarding_page(claim_form=form, preview=said, asked=npi, fault=fault), status
