"""Passkeys at the HTTP edge: adding one, signing in with one, proving with one. The browser's part is passkey.mjs."""

from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from medpeer.credentials.errors import PasskeyRefusedError, StaleSlipError
from medpeer.credentials.service import passkeys
from medpeer.credentials.service.proof import note_proof
from medpeer.credentials.slips import SlipPurpose, spend_slip
from medpeer.web.access import Access, access, current_actor, safe_next
from medpeer.web.credentials.blueprint import bp
from medpeer.web.credentials.ceremony import ask_new, check_any, check_new, check_own
from medpeer.web.credentials.forms import PasskeyForm
from medpeer.web.credentials.ways import HOME, show_codes
from medpeer.web.signing_in import admit, this_device
from medpeer.web.state import transaction
from medpeer.web.step_up import ask_proof, fresh_proof


@bp.get("/account/ways-in/passkey")
@access(Access.SIGNED_IN)
@fresh_proof()
def show_new_passkey() -> ResponseReturnValue:
    """Show the button that makes a passkey, or why there can be none here."""
    return render_template("credentials/passkey.html", asked=ask_new(current_actor().physician_id))


@bp.post("/account/ways-in/passkey")
@access(Access.SIGNED_IN)
@fresh_proof("credentials.show_new_passkey")
def add_passkey() -> ResponseReturnValue:
    """Keep what the browser made; recovery codes are shown to whoever had none."""
    form = PasskeyForm()
    try:
        made = check_new(form)
        with transaction() as session:
            spend_slip(session, form.slip.data or "")
            codes = passkeys.add_passkey(session, current_actor(), made, this_device())
    except (PasskeyRefusedError, StaleSlipError) as error:
        flash(error.advice, "tell")
        return redirect(url_for(".show_new_passkey"), HTTPStatus.SEE_OTHER)
    if codes:
        return show_codes(codes)
    flash("Your passkey is set up.", "done")
    return redirect(url_for(HOME), HTTPStatus.SEE_OTHER)


@bp.post("/account/ways-in/passkeys/<int:passkey_id>/remove")
@access(Access.SIGNED_IN)
@fresh_proof(HOME)
def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    """Take one of the member's passkeys away."""
    with transaction() as session:
        passkeys.remove_passkey(session, current_actor(), passkey_id)
    flash("That passkey no longer opens this account.", "done")
    return redirect(url_for(HOME), HTTPStatus.SEE_OTHER)


@bp.post("/sign-in/passkey")
@access(Access.PUBLIC)
def sign_in_by_passkey() -> ResponseReturnValue:
    """Sign in whoever's passkey answered. It is a device and a finger, face or PIN at once: nothing more is asked.

    A signature cannot be guessed, so failures are not counted: nobody's can keep another from signing in.
    """
    form = PasskeyForm()
    try:
        answered = check_any(form, SlipPurpose.SIGN_IN)
        with transaction() as session:
            spend_slip(session, form.slip.data or "")
            passkeys.note_use(session, answered.use)
            return admit(session, answered.physician_id, form.next.data)
    except (PasskeyRefusedError, StaleSlipError) as error:
        flash(error.advice, "tell")
        return redirect(url_for("auth.sign_in", next=form.next.data), HTTPStatus.SEE_OTHER)


@bp.post("/account/prove/passkey")
@access(Access.SIGNED_IN)
def prove_by_passkey() -> ResponseReturnValue:
    """Take a passkey of the member's own as a fresh proof."""
    form, actor = PasskeyForm(), current_actor()
    try:
        answered = check_own(form, SlipPurpose.PROVE, actor.physician_id)
        with transaction() as session:
            spend_slip(session, form.slip.data or "")
            passkeys.note_use(session, answered.use)
            note_proof(session, actor)
    except (PasskeyRefusedError, StaleSlipError) as error:
        flash(error.advice, "tell")
        return ask_proof(safe_next(form.next.data))
    return redirect(safe_next(form.next.data), HTTPStatus.SEE_OTHER)
