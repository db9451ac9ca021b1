"""The columns of lines to keep in the form of the register's table."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from medpeer.licensing.errors import RegisterFileError
from medpeer.licensing.models import NameKind
from medpeer.licensing.npi import NPI_PATTERN
from medpeer.licensing.nppes.checks import check_codes, read_dates, refuse_where
from medpeer.licensing.nppes.columns import (
    ADDRESSES,
    CODES,
    DATES,
    ENTITY,
    NAMES,
    NPI,
    OTHER_KIND,
    REASON,
    REPLACEMENT,
    SLOT_COLUMNS,
    TEXTS,
)
from medpeer.licensing.nppes.odd import odd_lines, plain_name, plain_parts
from medpeer.licensing.packed import PART

_KINDS: Final = pa.array([kind.value for kind in NameKind])
_PACKED: Final = (*ADDRESSES, "licences")
COLUMNS: Final = (
    "npi",
    "entity",
    *TEXTS,
    "other_kind",
    *_PACKED,
    "replacement_npi",
    "deactivation_reason",
    *DATES,
)
"""The columns of the register's table that come from the file, in the order of the blocks."""


def keep_rows(kept: pa.Table, lines: pa.Array) -> pa.Table:
    """Return the lines of ``kept``, whose numbers are ``lines``, as rows.

    Raises:
        RegisterFileError: at the first fault, naming its line and column.
    """
    read = {name: _decoded(column, name, lines) for name, column in _columns(kept).items()}
    nothing = pa.repeat("", len(kept))
    for code in CODES:
        if code in read:
            check_codes(read[code], code, lines)
    rows = {row: read[column] for row, column in TEXTS.items() if column in read}
    rows |= {row: _packed(read, columns, nothing) for row, columns in ADDRESSES.items()}
    rows["licences"] = _packed(read, _used_slots(read), nothing)
    _make_plain(rows, nothing, lines)
    rows |= {row: read_dates(read.get(column, nothing), column, lines) for row, column in DATES.items()}
    kind = read.get(OTHER_KIND, nothing)
    rows["other_kind"] = pc.if_else(pc.is_in(kind, _KINDS), kind, NameKind.OTHER.value)
    rows["replacement_npi"] = _only(read.get(REPLACEMENT, nothing), NPI_PATTERN)
    rows["deactivation_reason"] = _only(read.get(REASON, nothing), "[A-Z0-9]{1,4}")
    rows |= {"npi": read.get(NPI, nothing), "entity": read.get(ENTITY, nothing)}
    return pa.table([rows.get(name, nothing) for name in COLUMNS], list(COLUMNS))


def _columns(kept: pa.Table) -> dict[str, pa.Array]:
    """Return the columns in which any line has a value."""
    columns = {name: kept[name].combine_chunks() for name in kept.schema.names}
    return {name: column for name, column in columns.items() if not is_blank(column)}


def is_blank(column: pa.Array) -> bool:
    """Tell whether no line has a value in a column: it then takes four bytes a line, and no more."""
    return bool(column.nbytes <= 4 * len(column))


def _decoded(column: pa.Array, name: str, lines: pa.Array) -> pa.Array:
    try:
        return column.cast(pa.string())
    except pa.ArrowInvalid:
        bad = pa.array([not _is_utf8(value) for value in column.to_pylist()])
        refuse_where(bad, name, "holds bytes that are not UTF-8. Download the file again, or convert it.", lines)
        raise


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True


def _used_slots(read: dict[str, pa.Array]) -> list[str]:
    """Return the columns of the slots up to the last that any line uses."""
    used = [place for place, slot in enumerate(SLOT_COLUMNS, 1) if any(name in read for name in slot)]
    return [name for slot in SLOT_COLUMNS[: max(used, default=0)] for name in slot]


def _packed(read: dict[str, pa.Array], columns: Sequence[str], nothing: pa.Array) -> pa.Array:
    if read.keys().isdisjoint(columns):
        return nothing
    parts = [read.get(name, "") for name in columns]
    return pc.ascii_rtrim(pc.binary_join_element_wise(*parts, PART), PART)


def _only(column: pa.Array, pattern: str) -> pa.Array:
    """Return the values that match ``pattern``, and nothing for the others."""
    return pc.if_else(pc.match_substring_regex(column, f"^(?:{pattern})$"), column, "")


def _make_plain(rows: dict[str, pa.Array], nothing: pa.Array, lines: pa.Array) -> None:
    """Go through the lines that hold an odd value."""
    names = pc.binary_join_element_wise(*(rows.get(name, nothing) for name in NAMES), PART)
    others = [name for name in rows if name not in NAMES]
    places = odd_lines(names, pc.binary_join_element_wise(*(rows[name] for name in others), PART))
    if not places:
        return
    for name, column in rows.items():
        rows[name] = _plain(column, places, name, lines)


def _plain(column: pa.Array, places: list[int], name: str, lines: pa.Array) -> pa.Array:
    make = plain_name if name in NAMES else plain_parts
    written = column.take(pa.array(places)).to_pylist()
    for place, value in zip(places, written, strict=True):
        if '"' in value:
            message = "a quotation mark stands inside a quoted value. Download the file again."
            raise RegisterFileError(message, line=lines[place].as_py(), column=TEXTS.get(name))
    marks = np.zeros(len(column), dtype=bool)
    marks[places] = True
    return pc.replace_with_mask(column, pa.array(marks), pa.array([make(value) for value in written], pa.string()))
