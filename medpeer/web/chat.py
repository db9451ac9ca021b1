"""The rooms' pages: everything works without JavaScript; sockets only make it quicker."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from medpeer import gate
from medpeer.chat import queries, service
from medpeer.chat.queries import History, NameChoice, RoomRow, RoomView
from medpeer.core.crypto import new_token
from medpeer.core.errors import InvalidInputError
from medpeer.gate import IdentifiersFoundError
from medpeer.web.access import Access, access, current_actor
from medpeer.web.chat_forms import JoinForm, MessageForm, ReadForm
from medpeer.web.limits import limiter
from medpeer.web.state import reading, transaction

bp = Blueprint("chat", __name__, url_prefix="/chat")


@dataclass(frozen=True, slots=True)
class _RoomPage:
    rooms: tuple[RoomRow, ...]
    room: RoomView
    history: History
    choice: NameChoice | None


@bp.get("")
@access(Access.VERIFIED)
def list_rooms() -> ResponseReturnValue:
    """Show all rooms, with what was said last and what is unread."""
    with reading() as session:
        rooms = queries.list_rooms(session, current_actor())
    return render_template("chat/rooms.html", rooms=rooms)


@bp.get("/<slug>")
@access(Access.VERIFIED)
def show_room(slug: str) -> ResponseReturnValue:
    """Show a room's newest messages, or those before seq ``before``."""
    return _page(slug, MessageForm(formdata=None))


@bp.post("/<slug>")
@limiter.limit("40 per minute")
@access(Access.VERIFIED)
def send_message(slug: str) -> ResponseReturnValue:
    """Store a message, or show what must go first."""
    form, actor = MessageForm(), current_actor()
    if form.replace.data:
        form.replace_ticked()
        return _page(slug, form)
    try:
        examined = gate.examine_together(form.candidates(), form.terms())
        with transaction() as session:
            room = queries.access_room(session, actor, slug)
            texts = gate.clear_together(session, examined)
            message = service.send_message(session, actor, room, texts["body"], form.client_key.data or "")
    except (IdentifiersFoundError, InvalidInputError) as error:
        form.show(error)
        return _page(slug, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for(".show_room", slug=slug, _anchor=f"m{message.id}"), HTTPStatus.SEE_OTHER)


@bp.post("/<slug>/join")
@access(Access.VERIFIED)
def join_room(slug: str) -> ResponseReturnValue:
    """Join a room under a handle or under one's name."""
    form, actor = JoinForm(), current_actor()
    with transaction() as session:
        room = queries.access_room(session, actor, slug)
        service.join_room(session, actor, room, shows_name=form.name.data == "full")
    return redirect(url_for(".show_room", slug=slug), HTTPStatus.SEE_OTHER)


@bp.post("/<slug>/read")
@access(Access.VERIFIED)
def mark_read(slug: str) -> ResponseReturnValue:
    """Note how far the member has read."""
    form, actor = ReadForm(), current_actor()
    with transaction() as session:
        room = queries.access_room(session, actor, slug)
        service.mark_read(session, actor, room, form.seq.data if form.validate() and form.seq.data else 0)
    return redirect(url_for(".show_room", slug=slug), HTTPStatus.SEE_OTHER)


def _page(slug: str, form: MessageForm) -> str:
    page = _read_page(slug, before=request.args.get("before", type=int))
    form.client_key.data = form.client_key.data or new_token()
    actor = current_actor()
    return render_template("chat/room.html", page=page, form=form, join_form=JoinForm(formdata=None), actor=actor)


def _read_page(slug: str, *, before: int | None) -> _RoomPage:
    actor = current_actor()
    with reading() as session:
        room = queries.view_room(session, actor, slug)
        return _RoomPage(
            rooms=queries.list_rooms(session, actor),
            room=room,
            history=queries.history(session, actor, slug, before=before),
            choice=None if room.name else queries.name_choice(session, actor, room.id),
        )
