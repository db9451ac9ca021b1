"""Reading the files of a database that this process has open, beside the database.

A file's locks belong to the whole process, and closing any descriptor of the file lets go of all of them (POSIX), those
of SQLite's connections too. Another process that then opens and closes the database believes to be the last one, and
removes the log from under us: what is written afterwards is lost (sqlite.org/howtocorrupt.html, 2.2). So a descriptor
that was opened here is never closed.
"""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_KEPT: Final[dict[tuple[int, int], int]] = {}
"""Descriptors by device and inode: as many as there were files, for a log is made anew now and then."""
_TURN: Final = threading.Lock()


def read_live(path: Path, size: int) -> Iterator[bytes]:
    """Yield a file in parts of up to ``size`` bytes; every lock of this process on it stays.

    Raises:
        FileNotFoundError: there is none.
    """
    descriptor, place = _descriptor(path), 0
    while chunk := os.pread(descriptor, size, place):
        yield chunk
        place += len(chunk)


def _descriptor(path: Path) -> int:
    with _TURN:
        found = path.stat()
        kept = _KEPT.get((found.st_dev, found.st_ino))
        if kept is not None:
            return kept
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        opened = os.fstat(descriptor)
        # Another file may have come to the place meanwhile; then both descriptors stay.
        return _KEPT.setdefault((opened.st_dev, opened.st_ino), descriptor)
