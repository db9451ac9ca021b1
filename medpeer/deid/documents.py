"""Reads what the command is given, one text after the other: files, JSON lines, folders, standard input.

Nothing is held but the text at hand. What cannot be read is told by file and line, never by its words, and passed over.
"""

import io
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

MAX_DOCUMENT_CHARS: Final = 2_000_000
"""Most code points of one text, about a thousand pages; JSON lines have no limit together."""
MAX_LINE_BYTES: Final = 8 * MAX_DOCUMENT_CHARS
_MAX_UTF8_BYTES: Final = 4 * MAX_DOCUMENT_CHARS
_TEXTS: Final = frozenset({".txt", ".text", ".md", ".html", ".htm", ".csv"})
_ROWS: Final = frozenset({".jsonl", ".ndjson"})
_SNIFFED: Final = 4096

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


def documents(inputs: Sequence[str], standard_input: Callable[[], io.BufferedReader], tell: Tell) -> Iterator[Document]:
    """Yield the texts of all inputs in their order; ``-`` is standard input."""
    for name in inputs:
        try:
            if name == "-":
                yield from _from_stream(name, standard_input(), tell)
            else:
                yield from _from_path(Path(name), tell)
        except OSError as problem:
            tell(f"{name}: {problem.strerror or type(problem).__name__}")


def bytes_of(inputs: Sequence[str]) -> int | None:
    """Give how much there is to read, ``None`` where it cannot be known beforehand."""
    if "-" in inputs:
        return None
    return sum(
        inner.stat().st_size for name in inputs for inner in files_in(Path(name), lambda _: None) if inner.is_file()
    )


def files_in(path: Path, tell: Tell) -> Iterator[Path]:
    """Yield a file, or every text in a folder and its folders by name; other kinds of files are counted and told."""
    if not path.is_dir():
        yield path
        return
    others = 0
    for folder, inner, names in os.walk(path, onerror=lambda problem: tell(f"{problem.filename}: {problem.strerror}")):
        inner.sort()
        for name in sorted(names):
            if Path(name).suffix.lower() in _TEXTS | _ROWS:
                yield Path(folder, name)
            else:
                others += not name.startswith(".")
    if others:
        tell(f"{path}: {others} file{'s' if others > 1 else ''} of other kinds not read")


def _from_path(path: Path, tell: Tell) -> Iterator[Document]:
    """Yield the texts of a file, or of a folder under names relative to it."""
    whole = path.is_dir()
    for inner in files_in(path, tell):
        try:
            with inner.open("rb") as stream:
                if inner.suffix.lower() in _ROWS:
                    yield from _rows(str(inner), stream, tell)
                else:
                    yield _text(str(inner.relative_to(path)) if whole else inner.name, stream, is_row=whole)
        except UnreadableError as problem:
            tell(f"{inner}:{problem}")
        except OSError as problem:
            tell(f"{inner}: {problem.strerror or type(problem).__name__}")


def _from_stream(name: str, stream: io.BufferedReader, tell: Tell) -> Iterator[Document]:
    """Yield what a stream holds: JSON lines where it begins with an object, else one text."""
    if stream.peek(_SNIFFED).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from _rows(name, stream, tell)
        return
    try:
        yield _text(name, stream, is_row=False)
    except UnreadableError as problem:
        tell(f"{name}:{problem}")


def _text(name: str, stream: BinaryIO, *, is_row: bool) -> Document:
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


def _rows(name: str, stream: BinaryIO, tell: Tell) -> Iterator[Document]:
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
