"""Setting up an authenticator app: a square to scan, a first code, and taking it away again."""

from http import HTTPStatus
from io import BytesIO
from typing import Final

import segno
from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from medpeer.core.errors import NotFoundError
from medpeer.credentials import queries
from medpeer.credentials.errors import WrongCodeError
from medpeer.credentials.service import authenticator
from medpeer.web.access import Access, access, current_actor
from medpeer.web.credentials.blueprint import CODE_LIMIT, bp, was_refused
from medpeer.web.credentials.forms import CodeForm
from medpeer.web.credentials.ways import HOME, show_codes
from medpeer.web.limits import limiter
from medpeer.web.state import reading, transaction
from medpeer.web.step_up import fresh_proof

_GROUP: Final = 4
_SHOWN_ONCE: Final = "The app is on. Codes are shown once; you can make new ones."


@bp.post("/account/ways-in/authenticator")
@access(Access.SIGNED_IN)
@fresh_proof(HOME)
def begin_authenticator() -> ResponseReturnValue:
    """Make a secret and go to the page that shows it."""
    with transaction() as session:
        authenticator.begin_setup(session, current_actor())
    return redirect(url_for(".show_setup"), HTTPStatus.SEE_OTHER)


@bp.get("/account/ways-in/authenticator")
@access(Access.SIGNED_IN)
@fresh_proof(HOME)
def show_setup() -> ResponseReturnValue:
    """Show the secret that waits, as a square and in letters; without one, the ways to sign in."""
    try:
        return _setup_page(CodeForm(formdata=None))
    except NotFoundError:
        return redirect(url_for(HOME), HTTPStatus.SEE_OTHER)


def _setup_page(form: CodeForm) -> str:
    with reading() as session:
        setup = queries.access_setup(session, current_actor())
    letters = setup.secret
    groups = " ".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))
    return render_template("credentials/authenticator.html", form=form, address=setup.address, secret=groups)


@bp.get("/account/ways-in/authenticator.svg")
@access(Access.SIGNED_IN)
@fresh_proof(HOME)
def show_square() -> ResponseReturnValue:
    """Answer with the square of dots that the app scans, as a drawing of its own: pages hold no inline images."""
    with reading() as session:
        setup = queries.access_setup(session, current_actor())
    drawing = BytesIO()
    segno.make(setup.address, error="m").save(drawing, kind="svg", scale=5, border=4, light="#fff", dark="#000")
    return Response(drawing.getvalue(), mimetype="image/svg+xml")


@bp.post("/account/ways-in/authenticator/confirm")
@limiter.limit(CODE_LIMIT, deduct_when=was_refused)
@access(Access.SIGNED_IN)
@fresh_proof(HOME)
def confirm_authenticator() -> ResponseReturnValue:
    """Take the first code; the app counts from now, and recovery codes are shown to whoever had none."""
    form = CodeForm()
    try:
        with transaction() as session:
            codes = authenticator.confirm_setup(session, current_actor(), form.code.data or "")
    except WrongCodeError as error:
        form.show(error)
        try:
            return _setup_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
        except NotFoundError:
            return _nothing_waits()
    if codes:
        return show_codes(codes)
    flash("Your authenticator app is set up.", "done")
    return redirect(url_for(HOME), HTTPStatus.SEE_OTHER)


@bp.get("/account/ways-in/authenticator/confirm")
@access(Access.SIGNED_IN)
def show_confirmed() -> ResponseReturnValue:
    """Lead whoever asks for the page of codes by its address to the ways to sign in."""
    return _nothing_waits()


def _nothing_waits() -> ResponseReturnValue:
    """Go to the ways to sign in: where the app is on, the page of its codes was loaded once more."""
    with reading() as session:
        is_on = queries.list_factors(session, current_actor().physician_id).authenticator_since is not None
    if is_on:
        flash(_SHOWN_ONCE, "tell")
    return redirect(url_for(HOME), HTTPStatus.SEE_OTHER)


@bp.post("/account/ways-in/authenticator/remove")
@access(Access.SIGNED_IN)
@fresh_proof(HOME)
def remove_authenticator() -> ResponseReturnValue:
    """Take the app away."""
    with transaction() as session:
        authenticator.remove_authenticator(session, current_actor())
    flash("Your authenticator app no longer opens this account.", "done")
    return redirect(url_for(HOME), HTTPStatus.SEE_OTHER)
