"""The lines of a list with their columns by name."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BufferedReader, TextIOWrapper
from typing import Final

from medpeer.licensing.delimited.files import ListFile
from medpeer.licensing.delimited.shape import Shape
from medpeer.licensing.errors import RegisterFileError

MAX_LINE_CHARS: Final = 65_536
_BUFFER_BYTES: Final = 1 << 18


@dataclass(frozen=True, slots=True)
class Line:
    """One line: where it stands, counted from 1, and its values by the reader's own words for the columns."""

    number: int
    _values: Sequence[str]
    _places: Mapping[str, int]
    _names: Sequence[str]

    def __getitem__(self, word: str) -> str:
        """Return a value without spaces around it; empty where the file has no such column."""
        place = self._places.get(word)
        return "" if place is None else self._values[place].strip()

    def fault(self, word: str, advice: str) -> RegisterFileError:
        """Return the error that names this line and the file's own name of the column."""
        place = self._places.get(word)
        return RegisterFileError(advice, line=self.number, column=None if place is None else self._names[place])


class Table:
    """A list whose columns were found. Iterate once; each line is held alone, so memory is bounded."""

    def __init__(
        self,
        file: ListFile,
        shape: Shape,
        columns: Mapping[str, str],
        needed: Sequence[str] = (),
        *,
        usual: Sequence[str] = (),
    ) -> None:
        """Read the header and find each of ``columns``, a reader's word for each name in the file.

        Without a header the names are numbers of columns, counted from 1. ``usual`` are the columns, in order, of a
        list so small that many write it without a header; it has one where its first line holds any of them.

        Raises:
            RegisterFileError: the file is empty, or lacks a column, or has it twice.
        """
        self._shape = shape
        text = TextIOWrapper(BufferedReader(file, _BUFFER_BYTES), shape.encoding, "surrogateescape", newline="")
        lines = iter(lambda: _bounded(text), "")
        self._reader = (
            csv.reader(lines, delimiter=shape.delimiter, strict=True)
            if shape.is_quoted
            else csv.reader(lines, delimiter=shape.delimiter, quoting=csv.QUOTE_NONE, strict=True)
        )
        self._pending: list[list[str]] = []
        first = [value.strip().lstrip("\ufeff") for value in self._next_values() or ()]
        if not first:
            message = "the file is empty."
            raise RegisterFileError(message)
        has_header = shape.has_header and (not usual or not {*map(_fold, usual)}.isdisjoint(map(_fold, first)))
        unnamed = [str(place + 1) for place in range(len(first))]
        self.names = first if has_header else [*usual, *unnamed[len(usual) :]][: len(first)]
        if not has_header:
            self._pending.append(first)
        self._places = _find(self.names, columns, needed)
        self.lines_read = 0

    def __iter__(self) -> Iterator[Line]:
        """Yield each line that holds anything.

        Raises:
            RegisterFileError: a line is cut, too long or of another encoding; nothing after it is read.
        """
        while (values := self._next_values()) is not None:
            number = self._reader.line_num
            if any(values):
                self.lines_read += 1
                yield Line(number, self._whole(values, number), self._places, self.names)
        if not self.lines_read:
            message = "the file has a header and nothing else."
            raise RegisterFileError(message, line=1)

    def _next_values(self) -> list[str] | None:
        if self._pending:
            return self._pending.pop()
        try:
            return next(self._reader, None)
        except csv.Error:
            message = "the line breaks inside a quoted value, has no end or is no text. Download the file again."
            raise RegisterFileError(message, line=self._reader.line_num) from None
        except UnicodeError:
            message = f"the bytes from here on are not {self._shape.encoding}."
            raise RegisterFileError(message, line=self._reader.line_num + 1) from None

    def _whole(self, values: list[str], number: int) -> list[str]:
        """Return the values of a line, one for each column.

        A delimiter at the end of each line is usual in lists by pipe, so empty values over and above are no fault.
        """
        width = len(self.names)
        if len(values) < width:
            message = f"the line stops after {len(values)} of {width} columns. Download the file again."
            raise RegisterFileError(message, line=number, column=self.names[len(values) - 1])
        if any(values[width:]):
            message = f"the line has {len(values)} values for {width} columns."
            raise RegisterFileError(message, line=number, column=self.names[-1])
        for name, value in zip(self.names, values, strict=False):
            if not value.isascii() and any("\udc80" <= char <= "\udcff" for char in value):
                message = f"holds bytes that are not {self._shape.encoding}."
                raise RegisterFileError(message, line=number, column=name)
        return values if self._shape.is_quoted else [_unwrap(value) for value in values]


def _bounded(text: TextIOWrapper) -> str:
    line = text.readline(MAX_LINE_CHARS)
    if len(line) == MAX_LINE_CHARS or "\0" in line:
        raise csv.Error
    return line


def _unwrap(value: str) -> str:
    """Return a value without the pair of quotes that some programs put round every value."""
    plain = value.strip()
    if len(plain) > 1 and plain[0] == plain[-1] == '"':
        return plain[1:-1].replace('""', '"')
    return plain


def _find(names: Sequence[str], columns: Mapping[str, str], needed: Sequence[str]) -> dict[str, int]:
    """Return where each of ``columns`` stands; case and spaces of a name do not count."""
    folded = [_fold(name) for name in names]
    places = {}
    for word, name in columns.items():
        found = [place for place, held in enumerate(folded) if held == _fold(name)]
        if len(found) > 1:
            message = "stands twice in the header."
            raise RegisterFileError(message, line=1, column=name)
        if not found and (word in needed or not needed):
            message = f"is missing from the header, which has: {', '.join(names)[:300]}."
            raise RegisterFileError(message, line=1, column=name)
        if found:
            places[word] = found[0]
    return places


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()
