"""One printed page as a PDF: a sheet of A4 in Courier, which every viewer has. Made of nothing but text."""

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

_WIDTH_PT: Final = 595
_HEIGHT_PT: Final = 842
_LEFT_PT: Final = 70
_TOP_PT: Final = 740
_SIZE_PT: Final = 11
_LEADING_PT: Final = 15
_LINE_CHARS: Final = 68
"""Courier is 0.6 of its size wide: 68 letters of 11 points leave a margin of 70 on both sides."""
_MAX_LINES: Final = 44


def print_page(heading: Sequence[str], body: str) -> bytes:
    """Return a PDF of one page: the heading's lines, then the body, both wrapped. What has no room is cut off.

    Letters beyond Windows-1252 lose their marks, or are printed as question marks (PDF 1.4, ISO 32000-1 annex D.2).
    """
    lines = [*_wrapped("\n".join(heading)), "", "", *_wrapped(body)][:_MAX_LINES]
    return _file(_objects(_drawn(lines)))


def _wrapped(body: str) -> Iterator[str]:
    for line in body.splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        yield from textwrap.wrap(line, _LINE_CHARS, subsequent_indent=indent) or [""]


def _drawn(lines: Iterable[str]) -> bytes:
    shown = b"\n".join(b"(" + _escaped(line) + b") Tj T*" for line in lines)
    start = f"BT /F1 {_SIZE_PT} Tf {_LEADING_PT} TL {_LEFT_PT} {_TOP_PT} Td\n".encode()
    return start + shown + b"\nET"


def _escaped(line: str) -> bytes:
    written = b"".join(_printed(char) for char in line)
    return written.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _printed(char: str) -> bytes:
    if not char.isprintable():
        return b" "
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return unicodedata.normalize("NFKD", char)[0].encode("cp1252", errors="replace")


def _objects(content: bytes) -> list[bytes]:
    return [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDTH_PT} {_HEIGHT_PT}] /Contents 4 0 R"
            " /Resources << /Font << /F1 5 0 R >> >> >>"
        ).encode(),
        f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = len(out)
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}".encode()
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)
