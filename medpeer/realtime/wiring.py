"""Puts the socket edge round an application: guard outermost, then Engine.IO, then the table of events."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from flask import Flask, request
from flask_socketio import SocketIO

from medpeer.core.db import Database
from medpeer.core.settings import Settings
from medpeer.realtime.broadcast import Broadcaster
from medpeer.realtime.dispatch import dispatch
from medpeer.realtime.edge import NAMESPACE, Edge
from medpeer.realtime.errors import Ack, BadArgumentsError, refusal
from medpeer.realtime.guard import CALLER, MAX_FRAME_BYTES, Guard, SessionReader
from medpeer.realtime.limits import Limits
from medpeer.realtime.packets import MalformedPacketError, check_packet
from medpeer.realtime.registry import Connection
from medpeer.realtime.warden import Warden
from medpeer.realtime.websocket import WebSocketDriver

KEY: Final = "medpeer.realtime"


@dataclass(frozen=True, slots=True)
class Realtime:
    """The socket edge of one application: what sends, what reacts to events, what goes round."""

    io: SocketIO
    edge: Edge
    broadcaster: Broadcaster
    warden: Warden


def build(settings: Settings, database: Database) -> Realtime:
    """Return the edge of an application, not yet attached to it."""
    io = SocketIO(
        async_mode="threading",
        # One event of a socket after the other, in its own thread: a flood waits in its sender's queue.
        async_handlers=False,
        manage_session=False,
        max_http_buffer_size=MAX_FRAME_BYTES,
        # The guard checks origins, before this is asked.
        cors_allowed_origins=[],
        logger=logging.getLogger("socketio"),
        engineio_logger=logging.getLogger("engineio"),
    )
    limits = Limits(enabled=settings.rate_limits)
    edge = Edge(io, database, limits=limits, max_age=timedelta(hours=settings.session_max_h))
    warden = Warden(edge, max_idle=timedelta(minutes=settings.session_idle_min))
    return Realtime(io, edge, Broadcaster(edge), warden)


def init_app(app: Flask, settings: Settings, realtime: Realtime, sessions: SessionReader) -> None:
    """Serve sockets beside the application's pages."""
    realtime.io.init_app(app)
    _harden(realtime)
    _listen(realtime)
    edge = realtime.edge
    app.wsgi_app = Guard(  # type: ignore[method-assign]
        app.wsgi_app,
        sessions=sessions,
        find_caller=edge.find_caller,
        registry=edge.registry,
        limits=edge.limits,
        base_url=settings.base_url,
    )
    app.extensions[KEY] = realtime


def _harden(realtime: Realtime) -> None:
    """Stand between Engine.IO and Socket.IO: know each socket by its caller, let no malformed packet through."""
    engine, edge = realtime.io.server.eio, realtime.edge
    # A copy: the table belongs to the module, which other servers of this process share.
    engine._async = {**engine._async, "websocket": WebSocketDriver}  # noqa: SLF001 - the library's only place for it
    opened, received, closed = (engine.handlers[name] for name in ("connect", "message", "disconnect"))

    def on_open(eio_sid: str, environ: dict[str, Any]) -> Any:
        edge.registry.add(eio_sid, environ[CALLER])
        return opened(eio_sid, environ)

    def on_message(eio_sid: str, data: object) -> Any:
        connection = edge.registry.find(eio_sid)
        if connection is None:
            return None
        try:
            check_packet(data)
        except MalformedPacketError:
            edge.cut([connection])
            return None
        return received(eio_sid, data)

    def on_close(eio_sid: str, reason: str) -> Any:
        edge.registry.remove(eio_sid)
        return closed(eio_sid, reason)

    engine.on("connect", on_open)
    engine.on("message", on_message)
    engine.on("disconnect", on_close)


def _listen(realtime: Realtime) -> None:
    io, edge = realtime.io, realtime.edge

    def find() -> Connection | None:
        sid = request.sid  # type: ignore[attr-defined]  # Flask-SocketIO puts it there
        eio_sid = io.server.manager.eio_sid_from_sid(sid, NAMESPACE)
        connection = edge.registry.find(eio_sid) if eio_sid else None
        if connection is not None:
            connection.sid = sid
        return connection

    @io.on("connect")  # type: ignore[untyped-decorator]
    def connect(_auth: object = None) -> bool:
        """Open the namespace to whom the guard let in, if they still are who they were."""
        connection = find()
        return connection is not None and edge.find_caller(connection.caller.token) is not None

    @io.on("*")  # type: ignore[untyped-decorator]
    def any_event(name: str, *given: object) -> Ack:
        """Send every event through the table."""
        connection = find()
        return dispatch(edge, connection, name, given) if connection else refusal(BadArgumentsError())


def attached(app: Flask) -> Realtime:
    """Return the socket edge of an application."""
    realtime: Realtime = app.extensions[KEY]
    return realtime
