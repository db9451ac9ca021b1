"""A strict reader of PNG: it proves that a file holds pixels and nothing else."""

import struct
import zlib
from collections.abc import Iterator
from typing import Final

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_HEADER: Final = struct.Struct(">IIBBBBB")
# Grey and RGB of eight bits: the two that are written here.
_CHANNELS: Final = {0: 1, 2: 3}
_EIGHT_BITS: Final = 8


class NotBareError(Exception):
    """A file holds more than pixels, or is not what its header says."""


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each chunk's type and body; the last chunk must end with the file.

    Raises:
        NotBareError: The file is not a sequence of whole chunks with right check sums from IHDR to IEND.
    """
    if not data.startswith(SIGNATURE):
        raise NotBareError
    at, kind = len(SIGNATURE), b""
    while kind != b"IEND":
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body, crc = data[at + 8 : at + 8 + length], data[at + 8 + length : at + 12 + length]
        if len(crc) != 4 or zlib.crc32(body, zlib.crc32(kind)) != int.from_bytes(crc, "big"):  # noqa: PLR2004 - a CRC-32
            raise NotBareError
        yield kind, body
        at += 12 + length
    if at != len(data):
        raise NotBareError


def bare_png_size(data: bytes) -> tuple[int, int]:
    """Return width and height of a PNG of IHDR, IDAT and IEND alone whose stream holds its pixels and no byte more.

    Raises:
        NotBareError: There is anything else.
    """
    kinds, bodies = zip(*png_chunks(data), strict=True)
    if kinds != (b"IHDR", *(b"IDAT",) * (len(kinds) - 2), b"IEND") or bodies[-1] or len(bodies[0]) != _HEADER.size:
        raise NotBareError
    width, height, depth, colour, *methods = _HEADER.unpack(bodies[0])
    if depth != _EIGHT_BITS or colour not in _CHANNELS or any(methods) or not width or not height:
        raise NotBareError
    _check_stream(bodies[1:-1], height * (1 + width * _CHANNELS[colour]))
    return width, height


def _check_stream(bodies: tuple[bytes, ...], expected: int) -> None:
    """Inflate, keeping nothing, and refuse bytes short, over, or behind the stream's end."""
    stream, found = zlib.decompressobj(), 0
    for body in bodies:
        rest = body
        while rest and not stream.eof and found <= expected:
            found += len(_inflated(stream, rest))
            rest = stream.unconsumed_tail
        if stream.unused_data or (stream.eof and rest):
            raise NotBareError
    if not stream.eof or found != expected:
        raise NotBareError


def _inflated(stream: "zlib._Decompress", data: bytes) -> bytes:
    try:
        return stream.decompress(data, 1 << 20)
    except zlib.error as error:
        raise NotBareError from error
