"""The member's own page: who they are here, the theme, their sign-ins."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from medpeer.accounts import queries, service
from medpeer.credentials.service.devices import forget_other_devices
from medpeer.leaving import queries as leaving
from medpeer.licensing.queries import members, vouchers
from medpeer.licensing.queries.badges import own_badge
from medpeer.web.access import Access, access, current_actor
from medpeer.web.signing_in import device_token, signed_out
from medpeer.web.state import reading, state, transaction

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.get("")
@access(Access.SIGNED_IN)
def show_account() -> ResponseReturnValue:
    """Show name, specialty, standing, tier, the end of the licence, theme and sign-ins."""
    actor = current_actor()
    with reading() as session:
        view = queries.view_account(session, actor)
        sign_ins = queries.list_sign_ins(session, actor.physician_id, max_age=state().session_max_age)
        ends_on = members.licence_ends_on(session, actor.physician_id)
        departure = leaving.view_departure(session, actor)
        asked_by = vouchers.count_waiting(session, actor)
        badge = own_badge(session, actor.physician_id) if actor.is_verified else ""
    return render_template(
        "account/account.html",
        view=view,
        sign_ins=sign_ins,
        ends_on=ends_on,
        departure=departure,
        asked_by=asked_by,
        badge=badge,
    )


@bp.post("/stay")
@access(Access.SIGNED_IN)
def stay() -> ResponseReturnValue:
    """Answer with nothing: to ask is to be there, and the session's cookie goes out anew."""
    return "", HTTPStatus.NO_CONTENT


@bp.post("/sign-ins/<int:device_session_id>/end")
@access(Access.SIGNED_IN)
def end_sign_in(device_session_id: int) -> ResponseReturnValue:
    """End one of the member's own sign-ins; another person's is not touched and not told apart from an ended one."""
    actor = current_actor()
    with transaction() as session:
        service.end_session(session, actor.physician_id, device_session_id)
    if device_session_id == actor.device_session_id:
        return signed_out("You are signed out.")
    flash("That sign-in has ended.", "done")
    return redirect(url_for(".show_account"), HTTPStatus.SEE_OTHER)


@bp.post("/sign-ins/end-all")
@access(Access.SIGNED_IN)
def end_all() -> ResponseReturnValue:
    """End every sign-in of the member, this one too, and know no other browser of theirs any longer."""
    physician_id = current_actor().physician_id
    with transaction() as session:
        service.end_every_session(session, physician_id)
        forget_other_devices(session, physician_id, device_token())
    return signed_out("You are signed out everywhere.")
