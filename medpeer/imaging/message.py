"""What passes between the server and a sandbox: a line of JSON facts and raw byte strings, nothing that can act."""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any, Final

_HEAD: Final = struct.Struct(">II")
# The facts of a picture are a few hundred regions at most.
_MAX_FACTS_BYTES: Final = 4 << 20


class MessageError(Exception):
    """What came over the pipe is not a message, or is larger than agreed."""


@dataclass(frozen=True, slots=True)
class Message:
    """Facts (anything JSON can say) and parts (bytes, in an agreed order)."""

    facts: Mapping[str, Any]
    parts: tuple[bytes, ...] = ()


def write_message(pipe: IO[bytes], message: Message) -> None:
    """Write a message to a pipe and flush it."""
    head = json.dumps({"facts": message.facts, "sizes": [len(part) for part in message.parts]}).encode()
    pipe.write(_HEAD.pack(len(head), sum(len(part) for part in message.parts)))
    pipe.write(head)
    pipe.writelines(message.parts)
    pipe.flush()


def read_message(pipe: IO[bytes], *, max_bytes: int) -> Message:
    """Read one message whose parts hold ``max_bytes`` at most together.

    Raises:
        MessageError: The pipe ended early, or what came is malformed or too large.
    """
    head_bytes, body_bytes = _HEAD.unpack(_exactly(pipe, _HEAD.size))
    if head_bytes > _MAX_FACTS_BYTES or body_bytes > max_bytes:
        raise MessageError
    facts, sizes = _parse_head(_exactly(pipe, head_bytes))
    if sum(sizes) != body_bytes:
        raise MessageError
    return Message(facts, tuple(_exactly(pipe, size) for size in sizes))


def _parse_head(head: bytes) -> tuple[dict[str, Any], list[int]]:
    try:
        said = json.loads(head)
        facts, sizes = said["facts"], said["sizes"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise MessageError from error
    if not isinstance(facts, dict) or not isinstance(sizes, list) or any(type(s) is not int or s < 0 for s in sizes):
        raise MessageError
    return facts, sizes


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) != size:
        raise MessageError
    return data
