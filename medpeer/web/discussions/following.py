"""Following a thread."""

from http import HTTPStatus

from flask import url_for
from flask.typing import ResponseReturnValue

from medpeer.discussions import queries, service
from medpeer.web.access import Access, access, current_actor
from medpeer.web.answers import stored, wants_fragment
from medpeer.web.discussions.blueprint import bp
from medpeer.web.state import transaction


@bp.post("/threads/<int:thread_id>/follow")
@access(Access.VERIFIED)
def follow_thread(thread_id: int) -> ResponseReturnValue:
    """Let the member hear of a thread."""
    with transaction() as session:
        thread = queries.access_thread(session, current_actor(), thread_id)
        service.follow(session, current_actor(), thread)
    return stored(url_for("discussions.show_thread", thread_id=thread_id))


@bp.post("/threads/<int:thread_id>/unfollow")
@access(Access.VERIFIED)
def unfollow_thread(thread_id: int) -> ResponseReturnValue:
    """Stop that."""
    with transaction() as session:
        thread = queries.access_thread(session, current_actor(), thread_id)
        service.unfollow(session, current_actor(), thread)
    return stored(url_for("discussions.show_thread", thread_id=thread_id))


@bp.post("/threads/<int:thread_id>/seen")
@access(Access.VERIFIED)
def mark_seen(thread_id: int) -> ResponseReturnValue:
    """Note that the member has read a thread up to now; the page reports it by itself, for reading writes nothing."""
    with transaction() as session:
        thread = queries.access_thread(session, current_actor(), thread_id)
        service.mark_seen(session, current_actor(), thread)
    if wants_fragment():
        return "", HTTPStatus.NO_CONTENT
    return stored(url_for("discussions.show_thread", thread_id=thread_id))
