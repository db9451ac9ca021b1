"""From a file to what a register keeps of it: physicians, and numbers out of use, by columns.

A line has 330 values, of which the reader turns some eighty into columns and passes over the rest; no value becomes a
Python object before the lines to keep are known.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Final

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from medpeer.licensing.errors import RegisterFileError
from medpeer.licensing.nppes.checks import NumbersSeen, check_lines
from medpeer.licensing.nppes.columns import CODES, DEACTIVATED, ENTITY, NEEDED, NPI, check_header
from medpeer.licensing.nppes.lines import find_fault
from medpeer.licensing.nppes.rows import is_blank, keep_rows
from medpeer.licensing.nppes.stream import CountedStream, Progress
from medpeer.licensing.taxonomy import TRAINEE_CODE

BLOCK_BYTES: Final = 2**20
"""Read at once: what fits the processor's cache. Two MiB are no quicker and take 50 MiB more in all."""
BLOCK_ROWS: Final = 5_000
"""Kept rows handed on at once, or the next block's more: below 100 ms of writing."""


@dataclass(frozen=True, slots=True)
class Block:
    """Part of a file: rows to keep in the form of their table, and the numbers of the other lines."""

    rows: pa.Table
    others: pa.ChunkedArray


def read_blocks(stream: IO[bytes], progress: Progress) -> Iterator[Block]:
    """Yield a file's lines in order, some thousands at once; memory stays the same whatever the length.

    Raises:
        RegisterFileError: at the first fault, naming its line and column.
    """
    counted = CountedStream(stream, progress)
    names = check_header(counted.header())
    gathered = _Gathered()
    for batch, first_line in _batches(stream, counted, names, progress):
        gathered.add(batch, first_line)
        if gathered.rows >= BLOCK_ROWS:
            progress.kept += gathered.rows
            yield gathered.block()
            gathered = _Gathered()
    if progress.lines_read < 2:  # noqa: PLR2004 - a header and at least one line
        message = "the file has a header and nothing else."
        raise RegisterFileError(message, line=1)
    progress.kept += gathered.rows
    progress.file_digest = counted.digest()
    if gathered.kept:
        yield gathered.block()


class _Gathered:
    """Lines to keep, as read, until there are enough: a step over columns costs as much for few as for many."""

    def __init__(self) -> None:
        self.rows = 0
        self.kept: list[pa.RecordBatch] = []
        self._lines: list[pa.Array] = []
        self._others: list[pa.Array] = []

    def add(self, batch: pa.RecordBatch, first_line: int) -> None:
        """Take what is worth keeping out of a batch."""
        mask = _worth_keeping(batch)
        self._others.append(batch[NPI].filter(pc.invert(mask)))
        self.kept.append(batch.filter(mask))
        self._lines.append(pc.add(pc.indices_nonzero(mask).cast(pa.int64()), first_line))
        self.rows += len(self.kept[-1])

    def block(self) -> Block:
        """Return it as rows of the register."""
        together = pa.Table.from_batches(self.kept).combine_chunks()
        others = pa.chunked_array(self._others, pa.binary())
        return Block(keep_rows(together, pa.concat_arrays(self._lines)), others)


def _batches(
    stream: IO[bytes], counted: CountedStream, names: Sequence[str], progress: Progress
) -> Iterator[tuple[pa.RecordBatch, int]]:
    """Yield the columns needed, checked, with the number of their first line."""
    seen = NumbersSeen()
    try:
        for batch in _open(counted, names):
            first_line = progress.lines_read + 1
            check_lines(batch, first_line, seen)
            progress.lines_read += len(batch)
            yield batch, first_line
    except pa.ArrowInvalid:
        raise find_fault(stream, names, progress.lines_read + 1) from None


def _open(counted: CountedStream, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
    if not counted.has_more():
        return
    reader = csv.open_csv(
        counted,
        # One thread: others would cost more in all than they save in time.
        csv.ReadOptions(use_threads=False, block_size=BLOCK_BYTES, column_names=list(names)),
        csv.ParseOptions(newlines_in_values=False),
        csv.ConvertOptions(include_columns=list(NEEDED), column_types=dict.fromkeys(NEEDED, pa.binary())),
    )
    yield from reader


def _worth_keeping(batch: pa.RecordBatch) -> pa.Array:
    """Tell for each line whether it is a physician's, or of a number out of use.

    The latter is stripped of its codes but must still be refused.
    """
    keep = pc.and_(pc.not_equal(batch[DEACTIVATED], b""), pc.equal(batch[ENTITY], b""))
    for code in CODES:
        if not is_blank(batch[code]):
            keep = pc.or_(
                keep, pc.or_(pc.starts_with(batch[code], b"20"), pc.equal(batch[code], TRAINEE_CODE.encode()))
            )
    return keep
