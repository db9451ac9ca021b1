"""A real server in threads, and members' browsers on its sockets."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

import requests
import socketio
from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

from medpeer.app import start_background, stop_background
from medpeer.realtime.wiring import Realtime, attached

WAIT_S = 30.0


@dataclass
class SocketServer:
    """Where the server listens, and its parts for tests that look inside."""

    port: int
    realtime: Realtime

    @property
    def url(self) -> str:
        """The server's address."""
        return f"http://127.0.0.1:{self.port}"

    def request(
        self,
        query: str,
        headers: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        cookie: str = "",
        body: bytes | None = None,
    ) -> tuple[int, bytes]:
        """Return status and body of a bare request to the socket path."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=WAIT_S)
        try:
            connection.request(
                method, f"/socket.io/?{query}", body, {"Cookie": cookie, "Origin": self.url} | dict(headers or {})
            )
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def open_polling(self, cookie: str) -> str:
        """Open an Engine.IO session by polling and return its id."""
        status, body = self.request("EIO=4&transport=polling", cookie=cookie)
        assert status == 200, body
        sid: str = json.loads(body[1:])["sid"]
        return sid


@contextmanager
def serve(app: Flask) -> Iterator[SocketServer]:
    """Serve ``app`` with its relay and warden until the block ends."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    start_background(app)
    try:
        yield SocketServer(server.server_port, attached(app))
    finally:
        _stop(app, server, thread)


def _stop(app: Flask, server: BaseWSGIServer, thread: threading.Thread) -> None:
    realtime = attached(app)
    realtime.edge.cut(realtime.edge.registry.all())
    stop_background(app)
    server.shutdown()
    server.server_close()
    thread.join(timeout=WAIT_S)


@dataclass
class MemberSocket:
    """One member's browser: what it was sent, in order."""

    client: socketio.Client
    frames: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    arrived: threading.Condition = field(default_factory=threading.Condition)

    def call(self, event: str, **arguments: Any) -> dict[str, Any]:
        """Send an event and return its acknowledgement."""
        answer: dict[str, Any] = self.client.call(event, arguments, timeout=WAIT_S)
        return answer

    def send(self, room: str, body: str, key: str) -> dict[str, Any]:
        """Send a message."""
        return self.call("send", room=room, body=body, client_key=key)

    def of(self, name: str) -> list[dict[str, Any]]:
        """Return the frames called ``name`` so far."""
        with self.arrived:
            return [frame for kind, frame in self.frames if kind == name]

    def wait_for(self, name: str, count: int, *, timeout_s: float = WAIT_S) -> list[dict[str, Any]]:
        """Return the frames called ``name`` when there are ``count`` of them."""
        return self.wait_until(name, lambda frames: len(frames) >= count, timeout_s=timeout_s)

    def wait_until(
        self, name: str, wanted: Callable[[list[dict[str, Any]]], bool], *, timeout_s: float = WAIT_S
    ) -> list[dict[str, Any]]:
        """Return the frames called ``name`` when they are as ``wanted``."""
        with self.arrived:
            reached = self.arrived.wait_for(lambda: wanted(self.of(name)), timeout=timeout_s)
        assert reached, (name, self.frames)
        return self.of(name)

    def take(self, name: str, *given: Any) -> None:
        """Keep a frame."""
        with self.arrived:
            self.frames.append((name, given[0] if given else {}))
            self.arrived.notify_all()


@contextmanager
def connect(server: SocketServer, cookie: tuple[str, str], *, transport: str = "websocket") -> Iterator[MemberSocket]:
    """Connect as whoever the session cookie belongs to."""
    browser = requests.Session()
    browser.cookies.set(*cookie)
    client = socketio.Client(reconnection=False, http_session=browser)
    member = MemberSocket(client)
    client.on("*", member.take)
    client.on("disconnect", lambda *_: member.take("disconnect"))
    client.connect(server.url, transports=[transport], wait_timeout=WAIT_S)
    try:
        yield member
    finally:
        client.disconnect()
