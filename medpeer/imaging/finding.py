"""Asks the finders of text and faces, which are kept warm because loading them takes seconds.

The warm worker never sees a file: it gets plain pixels that a fresh sandbox drew, and is as confined as that.
"""

import atexit
import importlib.util
import subprocess
from dataclasses import dataclass
from threading import Lock, Timer
from typing import Any, Final

from medpeer.imaging.errors import ImageFault, ImagingError
from medpeer.imaging.message import Message
from medpeer.imaging.sandbox import Limits, converse, end, start
from medpeer.imaging.values import VIEW_SIDE, Box, Picture, Region, RegionKind

_MANY_JOBS: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); from medpeer.imaging.cell import answer_many; "
    "answer_many(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))"
)
_WORKER: Final = "medpeer.imaging.finders"
# Reading lays out a gigabyte and a half of address space for the largest view; half a gigabyte is held.
_LIMITS: Final = Limits(memory_bytes=6 << 30, cpu_s=120, wall_s=90, answer_bytes=0)
_QUEUE_S: Final = 120.0
_IDLE_S: Final = 300.0
# A new process now and then: what a library leaks goes with the old one.
_JOBS_EACH: Final = 200


def reads_text() -> bool:
    """Tell whether the optional reader is installed; without it text is found by its looks and not read."""
    return importlib.util.find_spec("rapidocr") is not None


@dataclass(frozen=True, slots=True, repr=False)
class View:
    """A picture's pixels as the finders see them: RGB, row by row, long side at most ``VIEW_SIDE``."""

    width: int
    height: int
    pixels: bytes

    @classmethod
    def of(cls, size: object, pixels: bytes) -> "View":
        """Check what a sandbox says about the pixels it sent.

        Raises:
            ImagingError: The size does not fit the pixels.
        """
        match size:
            case [int(width), int(height)] if 0 < width <= VIEW_SIDE and 0 < height <= VIEW_SIDE:
                if width * height * 3 == len(pixels):
                    return cls(width, height, pixels)
        raise ImagingError(ImageFault.UNREADABLE)


class WarmWorker:
    """One confined process that answers many requests, one after another; it ends when nobody asks for a while."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._jobs = 0
        self._rest = Timer(_IDLE_S, self.close)

    def ask(self, request: Message) -> Message:
        """Return the answer to a request.

        Raises:
            ImagingError: The worker failed or took too long, or too many wait for it.
        """
        if not self._lock.acquire(timeout=_QUEUE_S):
            raise ImagingError(ImageFault.BUSY)
        try:
            return self._ask(request)
        finally:
            self._lock.release()

    def close(self) -> None:
        """End the process, if one runs."""
        with self._lock:
            self._end()

    def _ask(self, request: Message) -> Message:
        self._rest.cancel()
        if self._process is None or self._process.poll() is not None or self._jobs >= _JOBS_EACH:
            self._end()
            self._process = start(_MANY_JOBS, _WORKER, str(_LIMITS.memory_bytes), str(_LIMITS.cpu_s))
        self._jobs += 1
        try:
            answer = converse(self._process, request, _LIMITS)
        except ImagingError:
            self._end()
            raise
        self._rest = Timer(_IDLE_S, self.close)
        self._rest.daemon = True
        self._rest.start()
        return answer

    def _end(self) -> None:
        self._rest.cancel()
        if self._process is not None:
            end(self._process)
        self._process, self._jobs = None, 0


_worker: Final = WarmWorker()
atexit.register(_worker.close)


def rest() -> None:
    """End the warm worker now; the next picture starts another."""
    _worker.close()


def find(view: View, picture: Picture) -> tuple[Region, ...]:
    """Return what the finders see, as regions of the picture the view was made of, from top to bottom.

    Raises:
        ImagingError: The finders failed: what they did not see must not be shown.
    """
    answer = _worker.ask(Message({"size": (view.width, view.height)}, (view.pixels,)))
    regions = [_region(said, view, picture) for said in answer.facts["regions"]]
    return tuple(sorted(regions, key=lambda region: (region.box.top, region.box.left)))


def _region(said: dict[str, Any], view: View, picture: Picture) -> Region:
    """Scale corners of the view up to the picture, outward to whole pixels."""
    across, down = picture.width / view.width, picture.height / view.height
    left, top = int(said["left"] * across), int(said["top"] * down)
    right, bottom = -int(-said["right"] * across // 1), -int(-said["bottom"] * down // 1)
    box = Box(left, top, min(right, picture.width) - left, min(bottom, picture.height) - top)
    return Region(RegionKind(said["kind"]), box, said["text"], float(said["score"]))
