"""Showing images: to members who may read the post, by addresses that are signed for one of them and die soon."""

from http import HTTPStatus
from typing import Final

from flask import Flask, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from medpeer.core.db import context_of
from medpeer.core.errors import NotFoundError
from medpeer.discussions import queries as discussions
from medpeer.gate import RegionReason
from medpeer.images import addresses, queries, service
from medpeer.images.models import Image
from medpeer.images.vocabulary import Variant
from medpeer.moderation import queries as moderation
from medpeer.web.access import Access, access, current_actor
from medpeer.web.images.blueprint import bp
from medpeer.web.images.rows import FRAME_TYPE, stored_stack_row
from medpeer.web.state import reading, state, transaction

VARIANTS: Final = "any(full, thumb)"


@bp.get("/images/<int:image_id>")
@access(Access.VERIFIED)
def show_image(image_id: int) -> ResponseReturnValue:
    """Show one picture on a page of its own, with its caption and the way back to the post."""
    actor = current_actor()
    with reading() as session:
        _access(session, image_id)
        image = queries.view_image(session, actor, image_id)
        stack = queries.stack_of(session, image_id) if image.is_stack else None
    row = stored_stack_row(image_id, stack, _signature(image_id)) if stack else None
    first = min(max(request.args.get("first", 0, type=int), 0), max(image.frames - 1, 0))
    return render_template("images/image.html", image=image, stack=row, first=first)


@bp.get(f"/images/<int:image_id>/<{VARIANTS}:variant>")
@access(Access.VERIFIED)
def show_file(image_id: int, variant: str) -> ResponseReturnValue:
    """Send a picture's bytes to the member whom the address was signed for, if the post is still open to them."""
    with reading() as session:
        _check_address(session, image_id)
        _access(session, image_id)
        file = queries.file_of(session, image_id, Variant(variant))
    return Response(file.image.data, mimetype=file.media_type.value)


@bp.get("/images/<int:image_id>/frames/<int:position>")
@access(Access.VERIFIED)
def send_frame(image_id: int, position: int) -> ResponseReturnValue:
    """Send the deflated samples of one frame of a stack, as ``show_file`` sends pictures."""
    with reading() as session:
        _check_address(session, image_id)
        _access(session, image_id)
        frame = queries.frame_of(session, image_id, position)
    return Response(frame.data, mimetype=FRAME_TYPE)


@bp.get("/images/<int:image_id>/frames/<int:position>.png")
@access(Access.VERIFIED)
def draw_frame(image_id: int, position: int) -> ResponseReturnValue:
    """Send one frame of a stack drawn through its first window: the way without JavaScript."""
    with reading() as session:
        _check_address(session, image_id)
        _access(session, image_id)
        frame, stack = queries.frame_of(session, image_id, position), queries.stack_of(session, image_id)
    if stack is None:
        raise NotFoundError
    picture = queries.drawn(frame, stack)
    return Response(picture.data, mimetype=picture.media_type)


@bp.get("/posts/<int:post_id>")
@access(Access.VERIFIED)
def show_post(post_id: int) -> ResponseReturnValue:
    """Send the browser to a post in its thread."""
    with reading() as session:
        post = discussions.access_post(session, current_actor(), post_id)
    place = url_for("discussions.show_thread", thread_id=post.thread_id, _anchor=f"p{post_id}")
    return redirect(place, HTTPStatus.SEE_OTHER)


@bp.post("/images/<int:image_id>/remove")
@access(Access.VERIFIED)
def remove(image_id: int) -> ResponseReturnValue:
    """Take an image of one's own away for good."""
    with transaction() as session:
        image = discussions.access_own_image(session, current_actor(), image_id)
        post_id = image.post_id
        service.remove(session, current_actor(), image)
    if post_id is None:
        return "", HTTPStatus.NO_CONTENT
    return redirect(url_for("images.show_post", post_id=post_id), HTTPStatus.SEE_OTHER)


def _check_address(session: Session, image_id: int) -> None:
    context, given = context_of(session), request.args.get("s", "")
    addresses.check(context.vault, current_actor(), image_id, given, context.clock.now())


def _access(session: Session, image_id: int) -> Image:
    """Return an image that the actor may see as a reader, or else as the moderator of its case."""
    try:
        return discussions.access_image(session, current_actor(), image_id)
    except NotFoundError:
        return moderation.access_image(session, current_actor(), image_id)


def image_url(image_id: int, variant: str = "full") -> str:
    """Return the address of a picture for whoever reads this page; it opens for them alone, for half an hour."""
    return url_for("images.show_file", image_id=image_id, variant=variant, s=_signature(image_id))


def frame_url(image_id: int, position: int) -> str:
    """Return the address of one drawn frame of a stack, as ``image_url`` does of pictures."""
    return url_for("images.draw_frame", image_id=image_id, position=position, s=_signature(image_id))


def _signature(image_id: int) -> str:
    context = state().database.context
    return addresses.sign(context.vault, current_actor(), image_id, context.clock.now())


def init_app(app: Flask) -> None:
    """Give templates the addresses of pictures, and what an author may say of a place in one."""
    app.jinja_env.globals.update(image_url=image_url, frame_url=frame_url, region_reasons=tuple(RegionReason))
