"""Reads one text, or texts from JSON lines, in bounded memory; tells what is unreadable by line, never by its words."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

MAX_DOCUMENT_CHARS: Final = 2_000_000
"""Most code points of one text, about a thousand pages; JSON lines have no limit together."""
MAX_LINE_BYTES: Final = 8 * MAX_DOCUMENT_CHARS
_MAX_UTF8_BYTES: Final = 4 * MAX_DOCUMENT_CHARS

Tell = Callable[[str], None]
"""Takes one sentence about something that cannot be read."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text, the name it goes by in the output, and how many bytes were read for it.

    ``is_row`` where it is one of many and keeps its name in the output; else the text stands alone.
    """

    name: str
    text: str
    size_bytes: int
    is_row: bool = False


class UnreadableError(ValueError):
    """Raised for a text that cannot be read; the message never holds its words."""


def text_of(name: str, stream: BinaryIO, *, is_row: bool) -> Document:
    """Read one whole text; raises ``UnreadableError`` with the line."""
    content = stream.read(_MAX_UTF8_BYTES + 1)
    if len(content) > _MAX_UTF8_BYTES:
        raise UnreadableError(_too_long(1))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        message = f"{content.count(10, 0, problem.start) + 1}: not UTF-8 text"
        raise UnreadableError(message) from None
    if len(text) > MAX_DOCUMENT_CHARS:
        raise UnreadableError(_too_long(1))
    return Document(name, text, len(content), is_row)


def rows_of(name: str, stream: BinaryIO, tell: Tell) -> Iterator[Document]:
    """Yield the texts of JSON lines; a line that cannot be read is told and passed over."""
    number = 0
    while line := stream.readline(MAX_LINE_BYTES):
        number += 1
        if len(line) == MAX_LINE_BYTES and not line.endswith(b"\n"):
            _skip_line(stream)
            tell(f"{name}:{_too_long(number)}")
            continue
        try:
            if line.strip():
                yield _row(name, number, line)
        except UnreadableError as problem:
            tell(f"{name}:{problem}")


def _skip_line(stream: BinaryIO) -> None:
    """Read on to the end of a line without keeping it."""
    while (rest := stream.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
        pass


def _row(name: str, number: int, line: bytes) -> Document:
    """Read one {"id", "text"} line; raises ``UnreadableError`` with its number."""
    try:
        row = json.loads(line.decode("utf-8-sig"))
        text = _string(row["text"])
    except UnicodeDecodeError:
        message = f"{number}: not UTF-8 text"
        raise UnreadableError(message) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        message = f'{number}: not a JSON object with a "text"'
        raise UnreadableError(message) from None
    if len(text) > MAX_DOCUMENT_CHARS:
        raise UnreadableError(_too_long(number))
    return Document(str(row.get("id", f"{name}:{number}")), text, len(line), is_row=True)


def _string(value: object) -> str:
    """Give a JSON string; raises ``TypeError`` for anything else."""
    if not isinstance(value, str):
        raise TypeError
    return value


def _too_long(number: int) -> str:
    """Say that the text on a line is too long."""
    return f"{number}: longer than {MAX_DOCUMENT_CHARS:,} characters; split it"
