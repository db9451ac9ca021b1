"""Where the command writes: a file that appears whole or not at all, or standard output."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def output(path: str | None) -> Iterator[TextIO]:
    """Open where the result goes; a file is put in place, readable by its owner alone, only when all went well."""
    if path is None:
        with open(sys.stdout.fileno(), "w", encoding="utf-8", errors="replace", closefd=False) as out:
            yield out
    elif Path(path).exists() and not Path(path).is_file():
        with Path(path).open("w", encoding="utf-8", errors="replace") as out:
            yield out
    else:
        with _whole_file(Path(path)) as out:
            yield out


@contextmanager
def _whole_file(path: Path) -> Iterator[TextIO]:
    """Write beside ``path`` and rename at the end: nobody takes half a result for a whole one."""
    descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="\n") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
