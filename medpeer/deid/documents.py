"""Reads what the command is given, one text after the other: files, JSON lines, folders, standard input.

Nothing is held but the text at hand. What cannot be read is told by file and line, never by its words, and passed over.
"""

import io
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from medpeer.deid.reading import Document, Tell, UnreadableError, rows_of, text_of

_TEXTS: Final = frozenset({".txt", ".text", ".md", ".html", ".htm", ".csv"})
_ROWS: Final = frozenset({".jsonl", ".ndjson"})
_SNIFFED: Final = 4096


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
                    yield from rows_of(str(inner), stream, tell)
                else:
                    yield text_of(str(inner.relative_to(path)) if whole else inner.name, stream, is_row=whole)
        except UnreadableError as problem:
            tell(f"{inner}:{problem}")
        except OSError as problem:
            tell(f"{inner}: {problem.strerror or type(problem).__name__}")


def _from_stream(name: str, stream: io.BufferedReader, tell: Tell) -> Iterator[Document]:
    """Yield what a stream holds: JSON lines where it begins with an object, else one text."""
    if stream.peek(_SNIFFED).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from rows_of(name, stream, tell)
        return
    try:
        yield text_of(name, stream, is_row=False)
    except UnreadableError as problem:
        tell(f"{name}:{problem}")
