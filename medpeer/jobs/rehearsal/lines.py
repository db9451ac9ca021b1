"""Lines of a file that nobody vouches for: bounded, whatever bytes they hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

MAX_LINE_BYTES: Final = 1024 * 1024
"""An application has a few hundred; a longer line is answered without being read whole."""
_ID: Final = re.compile(rb'"id"\s*:\s*(?:"([A-Za-z0-9._:@/ +-]{1,200})"|(-?\d{1,18})(?=\s*[,}]))')


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end; of one that is too long, the beginning."""

    data: bytes
    is_whole: bool = True

    def find_id(self) -> str | int | None:
        """Return the identifier as far as it can be seen in a line that cannot be read; ``None`` where it cannot."""
        found = _ID.search(self.data)
        if found is None:
            return None
        return found[1].decode("ascii") if found[1] else int(found[2])


def read_lines(stream: BinaryIO, *, max_bytes: int = MAX_LINE_BYTES) -> Iterator[Line]:
    """Yield the lines of a stream one by one; no more than ``max_bytes`` and a little are ever held."""
    while data := stream.readline(max_bytes + 1):
        if len(data) <= max_bytes or data.endswith(b"\n"):
            yield Line(data.rstrip(b"\r\n"))
        else:
            _skip_rest(stream, max_bytes)
            yield Line(data, is_whole=False)


def _skip_rest(stream: BinaryIO, max_bytes: int) -> None:
    while (data := stream.readline(max_bytes)) and not data.endswith(b"\n"):
        pass
