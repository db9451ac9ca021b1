"""Runs a job on hostile bytes in a process of its own that can write no file, and trusts nothing of its answer.

The bytes go in and the answer comes out by pipes; neither is ever a file. A worker is a module with a function
``work(request: Message) -> Message``, and one ``prepare()`` if it loads things late: nothing can be loaded, nor any
file opened, once the request is read. It may raise ``ImagingError``, and only the fault's word travels. A crash, a
kill or a timeout is an ``ImagingError`` too.
"""

import contextlib
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Thread, Timer
from typing import IO, Final

from medpeer.imaging.errors import ImageFault, ImagingError
from medpeer.imaging.message import Message, MessageError, read_message, write_message

# Each may use a gigabyte for a moment; a queue is kinder than a machine out of memory.
JOBS_AT_ONCE: Final = 2

_slots: Final = BoundedSemaphore(JOBS_AT_ONCE)
_ROOT: Final = str(Path(__file__).parents[2])
_ONE_JOB: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); from medpeer.imaging.cell import answer_one; "
    "answer_one(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may use: address space, processor time, time on the wall, and bytes of the answer's parts."""

    memory_bytes: int = 1 << 30
    cpu_s: int = 20
    wall_s: float = 30
    answer_bytes: int = 64 << 20


def run_job(module: str, request: Message, limits: Limits | None = None) -> Message:
    """Return the answer of ``module``'s ``work`` to a request, run in a fresh sandbox. The answer is untrusted.

    Raises:
        ImagingError: The worker refused, crashed, was killed or took too long; or too many jobs wait.
    """
    limits = limits or Limits()
    if not _slots.acquire(timeout=limits.wall_s):
        raise ImagingError(ImageFault.BUSY)
    try:
        process = start(_ONE_JOB, module, str(limits.memory_bytes), str(limits.cpu_s))
        try:
            return converse(process, request, limits)
        finally:
            end(process)
    finally:
        _slots.release()


def start(code: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start an isolated interpreter on ``code``: no environment, no user packages, no inherited file, own session."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter on our own code
        [sys.executable, "-I", "-B", "-c", code, _ROOT, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        # One thread: each thread's arena would count against the address space.
        env={"LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        start_new_session=True,
    )


def converse(process: subprocess.Popen[bytes], request: Message, limits: Limits) -> Message:
    """Send a request and return the answer. After an error the worker is dead or not to be used again.

    Raises:
        ImagingError: The worker refused, died, spoke nonsense or did not answer in time.
    """
    timer = Timer(limits.wall_s, _kill, (process,))
    feeder = Thread(target=_feed, args=(process, request), daemon=True)
    timer.start()
    feeder.start()
    try:
        answer = read_message(_pipe(process.stdout), max_bytes=limits.answer_bytes)
    except (MessageError, OSError) as error:
        raise ImagingError(_cause(process)) from error
    finally:
        timer.cancel()
    feeder.join()
    if fault := answer.facts.get("fault"):
        raise ImagingError(ImageFault(fault) if fault in set(ImageFault) else ImageFault.UNREADABLE)
    return answer


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a worker, and collect it and its pipes."""
    _kill(process)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            _pipe(pipe).close()


def _feed(process: subprocess.Popen[bytes], request: Message) -> None:
    # A worker that dies while it is fed shows in its answer, not here.
    with contextlib.suppress(OSError, ValueError):
        write_message(_pipe(process.stdin), request)


def _cause(process: subprocess.Popen[bytes]) -> ImageFault:
    """Tell a worker that ran out of time, on the wall or on the processor, from one that broke."""
    try:
        code = process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return ImageFault.UNREADABLE
    return ImageFault.TOO_SLOW if -code in (signal.SIGKILL, signal.SIGXCPU) else ImageFault.UNREADABLE


def _kill(process: subprocess.Popen[bytes]) -> None:
    # Its whole session, in case a library started something.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise MessageError
    return pipe
