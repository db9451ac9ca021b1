"""Decodes JPEG lossless with first order prediction (ITU-T T.81, process 14, selection value 1), as archives store it.

Each code says how long it is, so one would have to be read after the other, a slow thing here. Instead the length of
the code that *would* begin at each bit is looked up for all bits at once; following these lengths from the first bit
on is then a short loop, and everything else is arithmetic on whole frames.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from medpeer.imaging.dicom.errors import DicomFault
from medpeer.imaging.dicom.guarding import Refusal

_FRAME, _TABLES, _RESTARTS, _SCAN, _START, _END = 0xC3, 0xC4, 0xDD, 0xDA, 0xD8, 0xD9
_OTHER_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {_FRAME, _TABLES}
_MARKER: Final = re.compile(rb"\xff[^\x00\xff]")
_LONGEST_CODE: Final = 16
_WINDOWS: Final = 1 << _LONGEST_CODE
_CHUNK_BYTES: Final = 1 << 17
_FIRST_ORDER: Final = 1
# The one category without further bits: a difference of half the range.
_HALF_RANGE: Final = 16


@dataclass(frozen=True, slots=True)
class Table:
    """A Huffman table, by the next 16 bits: how long the code is, and how many bits of a difference follow."""

    lengths: NDArray[np.uint8]
    categories: NDArray[np.uint8]

    @property
    def steps(self) -> NDArray[np.uint8]:
        """Return how far it is to the next code; zero where no code begins."""
        return self.lengths + np.where(self.categories == _HALF_RANGE, 0, self.categories).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class Scan:
    """The entropy-coded bytes of one component, or of several by turns, and what is needed to read them."""

    data: bytes
    table: Table
    rows: int
    columns: int
    components: int
    precision: int
    shift: int


def decode_lossless(coded: bytes, *, rows: int, columns: int) -> NDArray[np.uint16]:
    """Return a frame, ``(rows, columns)`` or ``(rows, columns, components)``, of unsigned numbers.

    Raises:
        Refusal: It is of another size, of another kind of JPEG, or damaged.
    """
    planes = [_plane(scan) for scan in _scans(coded, (rows, columns))]
    if not planes:
        raise Refusal(DicomFault.DAMAGED)
    frame = np.concatenate(planes, axis=-1)
    return frame[..., 0] if frame.shape[-1] == 1 else frame


def _scans(coded: bytes, size: tuple[int, int]) -> Iterator[Scan]:
    tables: dict[int, Table] = {}
    precision = 0
    for marker, body, after in _segments(coded):
        if marker == _FRAME:
            precision = _frame_precision(body, size)
        elif marker == _TABLES:
            tables |= _tables(body)
        elif marker == _SCAN:
            components, table, shift = _scan_header(body)
            yield Scan(_entropy(coded, after), tables[table], *size, components, precision, shift)
        elif marker in _OTHER_FRAMES or (marker == _RESTARTS and any(body)):
            raise Refusal(DicomFault.COMPRESSION)


def _segments(coded: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Yield each marker with its parameters and where they end; entropy-coded bytes are passed over."""
    place = 0
    while found := _MARKER.search(coded, place):
        marker, place = found[0][1], found.end()
        if marker in {_START, _END}:
            continue
        size = int.from_bytes(coded[place : place + 2])
        yield marker, coded[place + 2 : place + size], place + size
        place += max(size, 2)


def _frame_precision(body: bytes, size: tuple[int, int]) -> int:
    """Return the bits of a number; each component must be as large as the frame."""
    rows, columns = int.from_bytes(body[1:3]), int.from_bytes(body[3:5])
    sampling = {body[6 + 3 * n + 1] for n in range(body[5])}
    if (rows, columns) != size or sampling != {0x11} or not 2 <= body[0] <= 16:  # noqa: PLR2004 - T.81 table B.2
        raise Refusal(DicomFault.DAMAGED)
    return body[0]


def _scan_header(body: bytes) -> tuple[int, int, int]:
    """Return a scan's number of components, their table, and by how many bits the numbers were shifted down."""
    selection, shift = body[-3], body[-1] & 0x0F
    tables = {body[2 + 2 * n] >> 4 for n in range(body[0])}
    if len(tables) != 1 or selection != _FIRST_ORDER:
        raise Refusal(DicomFault.COMPRESSION)
    return body[0], tables.pop(), shift


def _tables(body: bytes) -> dict[int, Table]:
    tables = {}
    while body:
        counts = list(body[1:17])
        tables[body[0] & 0x0F] = _table(counts, body[17 : 17 + sum(counts)])
        body = body[17 + sum(counts) :]
    return tables


def _table(counts: list[int], categories: bytes) -> Table:
    """Lay out the codes: each stands for all 16-bit windows that begin with it."""
    lengths, kinds = np.zeros(_WINDOWS, np.uint8), np.zeros(_WINDOWS, np.uint8)
    place, symbol = 0, 0
    for length, count in enumerate(counts, 1):
        for _ in range(count):
            end = place + (_WINDOWS >> length)
            if end > _WINDOWS or categories[symbol] > _HALF_RANGE:
                raise Refusal(DicomFault.DAMAGED)
            lengths[place:end], kinds[place:end] = length, categories[symbol]
            place, symbol = end, symbol + 1
    return Table(lengths, kinds)


def _entropy(coded: bytes, start: int) -> bytes:
    found = _MARKER.search(coded, start)
    return coded[start : found.start() if found else len(coded)].replace(b"\xff\x00", b"\xff")


def _plane(scan: Scan) -> NDArray[np.uint16]:
    """Return the numbers of a scan, ``(rows, columns, components)``."""
    differences = np.concatenate(list(_differences(scan))).reshape(scan.rows, scan.columns, scan.components)
    differences[0, 0] += 1 << scan.precision - scan.shift - 1
    # The first of each row follows from the one above, the others from the one before.
    differences[:, 0] = np.cumsum(differences[:, 0], axis=0)
    numbers = np.cumsum(differences, axis=1) << scan.shift
    return (numbers & 0xFFFF).astype(np.uint16)


def _differences(scan: Scan) -> Iterator[NDArray[np.int64]]:
    """Yield the differences a chunk of bytes at a time, as many as there are numbers."""
    padded = np.frombuffer(scan.data + bytes(_CHUNK_BYTES + 8), np.uint8)
    steps, wanted, bit = scan.table.steps, scan.rows * scan.columns * scan.components, 0
    for start in range(0, len(scan.data), _CHUNK_BYTES):
        chunk = padded[start : start + _CHUNK_BYTES + 8].astype(np.int64)
        places, bit = _walk(_windows(chunk, steps), bit, wanted)
        wanted -= len(places)
        yield _values(chunk, np.array(places, np.int64), scan.table)
        if not wanted and (start + _CHUNK_BYTES - len(scan.data)) * 8 + bit <= 0:
            return
    # Fewer codes than pixels, or the last of them read from the padding.
    raise Refusal(DicomFault.DAMAGED)


def _windows(chunk: NDArray[np.int64], steps: NDArray[np.uint8]) -> bytes:
    """Return for each bit of a chunk how long the code is that would begin there."""
    three = chunk[:-8] << 16 | chunk[1:-7] << 8 | chunk[2:-6]
    found: NDArray[np.uint8] = steps[three[:, np.newaxis] >> np.arange(8, 0, -1) & (_WINDOWS - 1)]
    return found.tobytes()


def _walk(steps: bytes, bit: int, wanted: int) -> tuple[list[int], int]:
    """Return where codes begin in a chunk, and how far into the next one the last reaches."""
    places: list[int] = []
    while bit < len(steps) and len(places) < wanted:
        places.append(bit)
        if not steps[bit]:
            raise Refusal(DicomFault.DAMAGED)
        bit += steps[bit]
    return places, bit - len(steps)


def _values(chunk: NDArray[np.int64], places: NDArray[np.int64], table: Table) -> NDArray[np.int64]:
    """Return the differences whose codes begin at some bits."""
    byte, bit = places >> 3, places & 7
    five: Any = 0
    for step in range(5):
        five = five << 8 | chunk[byte + step]
    window = five >> 24 - bit & (_WINDOWS - 1)
    category = table.categories[window].astype(np.int64)
    extra_bits = np.where(category == _HALF_RANGE, 0, category)
    extra = five >> 40 - bit - table.lengths[window] - extra_bits & (1 << extra_bits) - 1
    is_negative = extra < 1 << np.maximum(extra_bits - 1, 0)
    values = extra - np.where(is_negative & (extra_bits > 0), (1 << extra_bits) - 1, 0)
    return np.where(category == _HALF_RANGE, 1 << 15, values)
