"""Writes JPEG lossless with first order prediction, to have something to read: slow, plain, and for small pictures."""

import struct
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

# Every category 0 to 16 by a code of its own: some short, some long, as scanners' tables are.
_LENGTHS: Final = (3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 8, 9, 10, 11, 12, 13)


def coded(pixels: NDArray[Any], *, precision: int = 16, shift: int = 0) -> bytes:
    """Return grey pixels, ``(rows, columns)`` of ``precision`` bits, as a JPEG file."""
    rows, columns = pixels.shape
    counts = bytes(_LENGTHS.count(length) for length in range(1, 17))
    frame = struct.pack(">BHHBBBB", precision, rows, columns, 1, 1, 0x11, 0)
    return b"".join(
        [
            b"\xff\xd8",
            _segment(0xC4, b"\0" + counts + bytes(range(17))),
            _segment(0xC3, frame),
            _segment(0xDA, bytes([1, 1, 0, 1, 0, shift])),
            _entropy(differences(pixels.astype(np.int64) >> shift, 1 << precision - shift - 1)),
            b"\xff\xd9",
        ]
    )


def differences(numbers: NDArray[np.int64], first: int) -> list[int]:
    """Return by how much each number differs from what is predicted, modulo 2¹⁶."""
    before = np.empty_like(numbers)
    before[:, 1:], before[1:, 0], before[0, 0] = numbers[:, :-1], numbers[:-1, 0], first
    return [int(n) for n in ((numbers - before + 0x7FFF & 0xFFFF) - 0x7FFF).ravel()]


def _codes() -> list[tuple[int, int]]:
    place, found = 0, []
    for length in _LENGTHS:
        found.append((place >> 16 - length, length))
        place += 1 << 16 - length
    return found


def _entropy(numbers: list[int]) -> bytes:
    codes, bits = _codes(), []
    for number in numbers:
        category = abs(number).bit_length()
        code, length = codes[category]
        bits.append(f"{code:0{length}b}")
        if 0 < category < 16:
            bits.append(f"{number if number > 0 else number + (1 << category) - 1:0{category}b}")
    text = "".join(bits)
    text += "1" * (-len(text) % 8)
    return int(text, 2).to_bytes(len(text) // 8).replace(b"\xff", b"\xff\x00")


def _segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2) + body
