"""Which traces of a purged text stand rightly in the database: words that others use too, and quotations."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    Column,
    LargeBinary,
    String,
    Table,
    Text,
    TypeDecorator,
    bindparam,
    cast,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.orm import Session

from medpeer.core.content import ContentKind
from medpeer.core.db import Base
from medpeer.gate import Cleared, ClearedBytes
from medpeer.gate.verify import cleared_columns, cleared_image_columns
from medpeer.moderation.scan import Finder

RARE: Final = 3
"""A trace in at most so many texts of others is rare enough to be a quotation."""

_BATCH: Final = 500
_ECHOES: Final = {"post": ContentKind.POST, "message": ContentKind.MESSAGE}

Place = tuple[str, int]


@dataclass(frozen=True, slots=True, repr=False)
class Standing:
    """Traces that texts of members hold now, and the posts and messages that hold rare ones."""

    traces: frozenset[str]
    echoes: frozenset[tuple[ContentKind, int]]


def standing(session: Session, finder: Finder, *, besides: tuple[ContentKind, int]) -> Standing:
    """Return what of the finder's traces stands in members' texts; ``besides`` is the thing itself, redacted."""
    places: defaultdict[str, set[Place]] = defaultdict(set)
    for place, value in _texts(session):
        for trace in finder.in_text(value):
            # A handful tells rare from common.
            if len(places[trace]) <= RARE:
                places[trace].add(place)
    rare = {place for found in places.values() if len(found) <= RARE for place in found}
    echoes = {(_ECHOES[table], row_id) for table, row_id in rare if table in _ECHOES}
    return Standing(frozenset(places), frozenset(echoes - {besides}))


def _texts(session: Session) -> Iterator[tuple[Place, str]]:
    for table, name in cleared_columns():
        key, value = next(iter(table.primary_key.columns)), table.c[f"{name}_text"]
        rows = session.execute(select(key, value).where(value.is_not(None)).order_by(key))
        for row_id, found in rows.yield_per(_BATCH):
            yield (table.name, row_id), found


def explained(session: Session, traces: Collection[str]) -> frozenset[str]:
    """Return the traces that other columns hold: registers, addresses, digests that look like a number, the schema.

    A short word may also stand by chance among the bytes of an image.
    """
    by_chance = in_images(session, Finder(traces))
    probed = (trace for trace in set(traces) - by_chance)
    return by_chance | {
        trace for trace in probed if any(session.scalar(one, {"trace": trace}) for one in _probes(session))
    }


def in_images(session: Session, finder: Finder) -> frozenset[str]:
    """Return the finder's traces that images hold now."""
    found: set[str] = set()
    for table, name in cleared_image_columns():
        # One at a time: each may be some megabytes.
        for data in session.scalars(select(table.c[f"{name}_bytes"])).yield_per(1):
            found |= finder.in_bytes(data)
    return frozenset(found)


def _probes(session: Session) -> Iterator[Any]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if _holds_text(column) and not isinstance(column.type, Cleared | ClearedBytes):
                yield _probe(table, column)
    if session.get_bind().dialect.name == "sqlite":
        yield text("SELECT 1 FROM sqlite_master WHERE instr(lower(sql), :trace) LIMIT 1")


def _holds_text(column: Column[Any]) -> bool:
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return isinstance(kind, String | LargeBinary)


def _probe(table: Table, column: Column[Any]) -> Any:
    held = func.lower(cast(column, Text))
    # Replacing is the one search for a plain text that every database has.
    is_held = func.replace(held, bindparam("trace"), "") != held
    return select(literal_column("1")).select_from(table).where(is_held).limit(1)
