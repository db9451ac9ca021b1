"""A worker that misbehaves in the way a request asks for; it runs inside a sandbox only."""

import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from medpeer.imaging.errors import ImageFault, ImagingError
from medpeer.imaging.message import Message


def work(request: Message) -> Message:
    """Do what ``facts["do"]`` names."""
    if place := request.facts.get("write_to"):
        return Message({"said": write(Path(place))}, request.parts)
    return Message({"said": DEEDS[request.facts["do"]]()}, request.parts)


def refuse() -> None:
    raise ImagingError(ImageFault.ANIMATED)


def spin() -> None:
    while True:
        pass


def allocate() -> int:
    return len(bytearray(3 << 30))


def write(place: Path) -> str:
    try:
        place.write_bytes(b"x" * 100)
    except OSError as error:
        return type(error).__name__
    return "written"


def read() -> str:
    try:
        return Path("/etc/hostname").read_text()
    except OSError as error:
        return type(error).__name__


def connect() -> str:
    try:
        socket.socket()
    except OSError as error:
        return type(error).__name__
    return "connected"


def fork() -> str:
    try:
        child = os.fork()
    except OSError as error:
        return type(error).__name__
    if not child:
        os._exit(0)
    os.waitpid(child, 0)
    return "forked"


def execute() -> str:
    try:
        os.execv("/bin/true", ["true"])  # noqa: S606 - the very thing that must fail
    except OSError as error:
        return type(error).__name__


def nonsense() -> None:
    # 1 is /dev/null by now; the answer's pipe is one of the few others that are open.
    for number in range(3, 16):
        try:
            os.write(number, b"\xff" * 64)
        except OSError:
            continue
    os._exit(0)


DEEDS: dict[str, Callable[[], Any]] = {
    "echo": lambda: "echo",
    "crash": os.abort,
    "leave": lambda: os._exit(0),
    "raise": lambda: 1 // 0,
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "sleep": lambda: time.sleep(60),
    "print": lambda: sys.stdout.write("this goes nowhere\n"),
    "environment": lambda: sorted(os.environ),
    "limits": lambda: [resource.getrlimit(kind)[0] for kind in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE)],
    "refuse": refuse,
    "spin": spin,
    "allocate": allocate,
    "read": read,
    "connect": connect,
    "fork": fork,
    "execute": execute,
    "nonsense": nonsense,
}
