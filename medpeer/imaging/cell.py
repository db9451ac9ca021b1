"""The inside of a sandbox: confine, load the worker, read one request, answer it. Started by ``sandbox`` only."""

import contextlib
import ctypes
import importlib
import os
import resource
import sys
from types import ModuleType
from typing import IO, Final

from medpeer.imaging.confinement import confine, forbid_processes, grant_cpu
from medpeer.imaging.errors import ImageFault, ImagingError
from medpeer.imaging.message import Message, MessageError, read_message, write_message
from medpeer.imaging.sealing import seal

_MAX_REQUEST_BYTES: Final = 256 << 20


def answer_one(module: str, memory_bytes: int, cpu_s: int) -> None:
    """Answer the request on standard input with what ``work(request)`` of ``module`` returns, then end."""
    out = claim_output()
    confine(memory_bytes=memory_bytes, cpu_s=cpu_s)
    worker = _loaded(module)
    request = read_message(sys.stdin.buffer, max_bytes=_MAX_REQUEST_BYTES)
    try:
        answer: Message = worker.work(request)
    except ImagingError as error:
        answer = Message({"fault": error.fault})
    except MemoryError:
        answer = Message({"fault": ImageFault.TOO_MANY_PIXELS})
    write_message(out, answer)
    # No clean-up of a library that has just read a hostile file.
    os._exit(0)


def answer_many(module: str, memory_bytes: int, cpu_s: int) -> None:
    """Answer one request after another, each with ``cpu_s`` of its own, until the pipe closes."""
    out = claim_output()
    confine(memory_bytes=memory_bytes, cpu_s=resource.RLIM_INFINITY)
    # The C library keeps what a large picture took; only glibc can be told to give it back.
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    worker = _loaded(module)
    with contextlib.suppress(MessageError, OSError):
        while True:
            request = read_message(sys.stdin.buffer, max_bytes=_MAX_REQUEST_BYTES)
            grant_cpu(cpu_s)
            answer = worker.work(request)
            del request
            if trim is not None:
                trim(0)
            write_message(out, answer)


def _loaded(module: str) -> ModuleType:
    """Load a worker with all that it will need, which its ``prepare`` knows, then shut the door behind it."""
    worker = importlib.import_module(module)
    prepare = getattr(worker, "prepare", None)
    if prepare is not None:
        prepare()
    if not seal():
        forbid_processes()
    return worker


def claim_output() -> IO[bytes]:
    """Keep the answer's pipe for answers: what a library prints goes nowhere."""
    out = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    return out
