"""Preparing a picture: its owner covers what identifies, says what it shows, and stores it."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import Response, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from medpeer import gate
from medpeer.core.errors import InvalidInputError
from medpeer.discussions import queries
from medpeer.discussions import service as discussions
from medpeer.gate import (
    ClearedText,
    ExaminedImage,
    ExaminedStack,
    IdentifiersFoundError,
    IdentifiersInImageError,
)
from medpeer.images import service
from medpeer.images.errors import PendingGoneError
from medpeer.images.pending import Pending
from medpeer.web.access import Access, access, current_actor
from medpeer.web.images.answers import refusal, status_of, wants_page
from medpeer.web.images.blueprint import bp
from medpeer.web.images.forms import FinishForm
from medpeer.web.limits import limiter
from medpeer.web.state import state, transaction

Refused = IdentifiersFoundError | IdentifiersInImageError | InvalidInputError


@bp.get("/images/pending/<token>")
@access(Access.VERIFIED)
def show_pending(token: str) -> ResponseReturnValue:
    """Send a picture being prepared to its owner; it is encoded anew already."""
    picture = unstored(token).picture
    return Response(picture.data, mimetype=picture.media_type)


@bp.get("/images/pending/<token>/prepare")
@access(Access.VERIFIED)
def prepare(token: str) -> ResponseReturnValue:
    """Show what was found in a picture, as a list to tick: the way without JavaScript."""
    return _page(unstored(token), FinishForm(formdata=None))


@bp.post("/images/pending/<token>/let-go")
@access(Access.VERIFIED)
def let_go(token: str) -> ResponseReturnValue:
    """Forget a picture that its owner does not want after all."""
    pending = _find(token)
    state().pending_images.let_go(token)
    if not wants_page():
        return "", HTTPStatus.NO_CONTENT
    return redirect(_back(pending), HTTPStatus.SEE_OTHER)


@bp.post("/images/<token>/finish")
@limiter.limit("120 per hour")
@access(Access.VERIFIED)
def finish(token: str) -> ResponseReturnValue:
    """Store a picture as its owner prepared it, or say what still shows in it; sent twice it is stored once."""
    pending, form = _find(token), FinishForm()
    if form.replace.data:
        form.replace_ticked()
        return _page(pending, form)
    with pending.busy:
        try:
            image_id = pending.image_id or _store(pending, form)
        except (IdentifiersFoundError, IdentifiersInImageError, InvalidInputError) as error:
            return _refused(pending, form, error)
    if wants_page():
        return redirect(_back(pending), HTTPStatus.SEE_OTHER)
    return jsonify(id=image_id, url=url_for("images.show_image", image_id=image_id)), HTTPStatus.CREATED


def _store(pending: Pending, form: FinishForm) -> int:
    actor = current_actor()
    texts = gate.examine_together(form.candidates(), form.terms())
    examined = _examine(pending, form)
    with transaction() as session:
        image = service.store(session, actor, _cleared(session, gate.clear_together(session, texts), examined))
        if pending.post_id is not None:
            post, _ = queries.post_to_edit(session, actor, pending.post_id)
            discussions.add_images(session, actor, post, [image.id])
    state().pending_images.settle(pending, image.id)
    return image.id


def _cleared(
    session: Session, texts: Mapping[str, ClearedText], examined: ExaminedImage | ExaminedStack
) -> service.NewImage:
    alt, caption = texts["alt"], texts.get("caption")
    if isinstance(examined, ExaminedStack):
        stack = gate.clear_stack(session, examined)
        return service.NewImage(full=stack.full, thumbnail=stack.thumbnail, alt=alt, caption=caption, stack=stack)
    full, thumbnail = gate.clear_image(session, examined)
    return service.NewImage(full=full, thumbnail=thumbnail, alt=alt, caption=caption)


def _examine(pending: Pending, form: FinishForm) -> ExaminedImage | ExaminedStack:
    edits = form.edits(pending.findings)
    try:
        if pending.study is not None:
            return gate.examine_stack(form.portion(pending.study), edits)
        return gate.examine_image(pending.picture, edits, must_crop=pending.must_crop)
    except IdentifiersInImageError as error:
        # What shows now is what the author is to answer next, by the same numbers.
        pending.findings = (*pending.findings, *(one for one in error.regions if one not in pending.findings))
        raise


def _refused(pending: Pending, form: FinishForm, error: Refused) -> ResponseReturnValue:
    if not wants_page():
        return refusal(error)
    if isinstance(error, IdentifiersInImageError):
        form.form_errors.append(error.advice)
    else:
        form.show(error)
    return _page(pending, form), status_of(error)


def _page(pending: Pending, form: FinishForm) -> str:
    page = "images/study.html" if pending.study else "images/prepare.html"
    return render_template(page, pending=pending, form=form, findings=form.shown_findings())


def _back(pending: Pending) -> str:
    if pending.post_id is None:
        return url_for("home.round")
    return url_for("images.show_post", post_id=pending.post_id)


def _find(token: str) -> Pending:
    return state().pending_images.find(current_actor().physician_id, token)


def unstored(token: str) -> Pending:
    """Return what the member is preparing.

    Raises:
        PendingGoneError: there is none, it was let go, it is somebody else's, or it is stored by now.
    """
    pending = _find(token)
    if pending.image_id is not None:
        raise PendingGoneError
    return pending
