"""Deleting rows together with everything that hangs on them, whichever package added it."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import Column, Table, delete, select
from sqlalchemy.orm import Session

from medpeer.core.db import Base

CLEARANCE: Final = "clearance"


def uproot(session: Session, table: Table, column: Column[Any], values: Collection[Any]) -> list[int]:
    """Delete the rows of ``table`` with one of ``values`` in ``column``, what refers to them first.

    Returns the clearances of their texts, to forget.
    """
    is_one = column.in_(list(values))
    gone: list[int] = []
    for child, reference in _references(table):
        keys = session.scalars(select(reference.column).where(is_one)).all()
        if keys:
            gone += uproot(session, child, reference.parent, keys)
    for clearance in _clearances(table):
        gone += [one for one in session.scalars(select(clearance).where(is_one)) if one is not None]
    session.execute(delete(table).where(is_one))
    return gone


def _references(table: Table) -> Sequence[tuple[Table, Any]]:
    return [
        (child, reference)
        for child in Base.metadata.sorted_tables
        for reference in child.foreign_keys
        if reference.column.table is table and child is not table
    ]


def _clearances(table: Table) -> Sequence[Column[Any]]:
    return [one.parent for one in table.foreign_keys if one.column.table.name == CLEARANCE]
