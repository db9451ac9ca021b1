"""Taking a link with a hospital away."""

from http import HTTPStatus

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from medpeer.hospitals import service
from medpeer.web.access import Access, access, current_actor
from medpeer.web.hospitals.blueprint import WAYS, bp
from medpeer.web.state import transaction
from medpeer.web.step_up import fresh_proof


@bp.post("/account/ways-in/hospitals/<int:link_id>/remove")
@access(Access.SIGNED_IN)
@fresh_proof(WAYS)
def remove_link(link_id: int) -> ResponseReturnValue:
    """Take one of the member's links away; sign-ins that came by it end."""
    with transaction() as session:
        service.unlink(session, current_actor(), link_id)
    flash("That hospital no longer opens this account. What came by it has ended.", "done")
    return redirect(url_for(WAYS), HTTPStatus.SEE_OTHER)
