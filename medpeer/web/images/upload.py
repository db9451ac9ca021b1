"""Sending a picture in. The file is read in memory, encoded anew and forgotten; its name is never looked at."""

from flask import render_template
from flask.typing import ResponseReturnValue

from medpeer import gate
from medpeer.core.errors import InvalidInputError, TooManyError
from medpeer.discussions import queries
from medpeer.images import policy
from medpeer.images.pending import Pending
from medpeer.web.access import Access, access, current_actor
from medpeer.web.images.answers import ready, refusal, status_of, wants_page
from medpeer.web.images.blueprint import bp
from medpeer.web.images.forms import UploadForm
from medpeer.web.limits import limiter
from medpeer.web.state import reading, state


@bp.get("/posts/<int:post_id>/add-image")
@access(Access.VERIFIED)
def add_image(post_id: int) -> ResponseReturnValue:
    """Show the author of a post the form for a picture to stand with it."""
    with reading() as session:
        queries.post_to_edit(session, current_actor(), post_id)
    form = UploadForm(formdata=None)
    form.post.data = post_id
    return _page(form)


@bp.post("/images")
@limiter.limit("60 per hour")
@access(Access.VERIFIED)
def upload() -> ResponseReturnValue:
    """Take a file and show what was found in it; nothing of it is stored."""
    policy.check_may_add(current_actor())
    form = UploadForm()
    try:
        pending = _inspect(form)
    except (InvalidInputError, TooManyError) as error:
        if not wants_page():
            return refusal(error)
        form.file.errors = [error.advice]
        return _page(form), status_of(error)
    return ready(pending)


def _inspect(form: UploadForm) -> Pending:
    actor, post_id = current_actor(), form.post.data
    if post_id is not None:
        with reading() as session:
            queries.post_to_edit(session, actor, post_id)
    sent = gate.inspect_upload(form.sent())
    return state().pending_images.keep(actor.physician_id, sent, post_id=post_id)


def _page(form: UploadForm) -> str:
    return render_template("images/add.html", form=form)
