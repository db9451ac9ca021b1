"""What a client may send over a socket, checked before the libraries look at it: a stranger frame cuts the socket."""

import json
import re
from typing import Final

_ENGINE: Final = re.compile(r"(?:1|2probe|3|3probe|5|6|4.+)", re.DOTALL)
_OPEN: Final = re.compile(r"0(?:\{.*\})?", re.DOTALL)
_CLOSE: Final = "1"
_EVENT: Final = re.compile(r"2[0-9]{0,9}(\[.*\])", re.DOTALL)
_NAME: Final = re.compile(r"[a-z_]{1,32}")
# The library's own events: a client that sends one would call the server's handler of it.
_RESERVED: Final = frozenset({"connect", "disconnect", "connect_error"})


class MalformedPacketError(Exception):
    """A frame that no well-behaved client sends."""


def is_engine_packet(frame: object) -> bool:
    """Tell whether a web socket frame is one an Engine.IO 4 client sends: text, and of a kind that clients use."""
    return isinstance(frame, str) and _ENGINE.fullmatch(frame) is not None


def check_packet(data: object) -> None:
    """Refuse whatever is neither opening, closing nor an event with a plain name.

    There are no binary packets, no acknowledgements by clients and no namespaces here.

    Raises:
        MalformedPacketError: it is something else.
    """
    if not isinstance(data, str):
        raise MalformedPacketError
    if data == _CLOSE:
        return
    if _OPEN.fullmatch(data):
        _load(data[1:] or "{}")
        return
    event = _EVENT.fullmatch(data)
    if event is None or not _has_plain_name(_load(event[1])):
        raise MalformedPacketError


def _has_plain_name(event: object) -> bool:
    match event:
        case [str(name), *_]:
            return name not in _RESERVED and _NAME.fullmatch(name) is not None
        case _:
            return False


def _load(text: str) -> object:
    try:
        loaded: object = json.loads(text)
    except (ValueError, RecursionError):
        raise MalformedPacketError from None
    return loaded
