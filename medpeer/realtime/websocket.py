"""The web socket under Engine.IO, with bounds that the libraries leave open."""

from collections.abc import Callable
from contextlib import suppress
from socket import SHUT_RDWR
from typing import Any, Final

from simple_websocket import ConnectionClosed, Server
from simple_websocket.ws import LocalProtocolError

from medpeer.realtime.guard import MAX_FRAME_BYTES, Environ, StartResponse
from medpeer.realtime.packets import is_engine_packet

MAX_WAITING: Final = 64
_LOOK_S: Final = 5.0


class _Waiting(list[Any]):
    """Frames that were read and not yet handled; the one too many ends the connection."""

    def append(self, frame: Any) -> None:
        """Keep a frame.

        Raises:
            OSError: the client sends faster than it is served; the reader takes this for a lost connection.
        """
        if len(self) >= MAX_WAITING:
            raise OSError
        super().append(frame)


class _Server(Server):
    def handshake(self) -> None:
        """Bound the inbox before the reader starts."""
        self.input_buffer = _Waiting()
        super().handshake()

    def _thread(self) -> None:
        # However the reader ends, whoever waits for a frame is told; the library forgets it for one too long.
        try:
            super()._thread()
        finally:
            self.connected = False
            self.event.set()


class WebSocketDriver:
    """What Engine.IO calls ``websocket`` in its table of parts."""

    def __init__(self, handler: Callable[[Any], Any], server: object, **options: Any) -> None:
        """Serve one connection by ``handler``."""
        self._handler = handler
        self._socket: Any = None

    def __call__(self, environ: Environ, start_response: StartResponse) -> Any:
        """Serve the connection until it ends, then leave the WSGI server without an answer to send.

        Raises:
            StopIteration: how gunicorn is told so.
            ConnectionError: how werkzeug is told so.
        """
        self._socket = _Server(environ, max_message_size=MAX_FRAME_BYTES)
        answer = self._handler(self)
        self._hang_up()
        if self._socket.mode == "gunicorn":
            raise StopIteration
        if self._socket.mode == "werkzeug":
            raise ConnectionError
        return answer

    def send(self, frame: str | bytes) -> None:
        """Send one frame.

        Raises:
            OSError: the connection is closed.
        """
        try:
            self._socket.send(frame)
        except (ConnectionClosed, LocalProtocolError):
            raise OSError from None

    def wait(self) -> str | None:
        """Return the next frame, or ``None`` when the connection ended or something else than Engine.IO came."""
        try:
            frame = None
            while frame is None:
                # Looks up now and then: the reader may have ended without saying so.
                frame = self._socket.receive(timeout=_LOOK_S)
                if frame is None and not self._socket.connected:
                    return None
        except ConnectionClosed:
            return None
        return frame if is_engine_packet(frame) else None

    def close(self) -> None:
        """End the connection; an ended one stays ended."""
        # The reader may be saying good-bye at this very moment.
        with suppress(ConnectionClosed, LocalProtocolError, OSError):
            self._socket.close()
        # The library leaves whoever waits for a frame asleep.
        self._socket.event.set()

    def _hang_up(self) -> None:
        # What the client still says must not be read as its next request.
        with suppress(OSError):
            self._socket.sock.shutdown(SHUT_RDWR)
