"""Finding stored texts that are not what was cleared: the after-the-fact half of the clearance trigger."""

from collections.abc import Iterator

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from medpeer.audit import Break
from medpeer.core.db import Base, sha256_hex
from medpeer.gate.columns import Cleared, ClearedBytes
from medpeer.gate.models import Clearance


def cleared_columns() -> Iterator[tuple[Table, str]]:
    """Yield each table and the name of each attribute that holds a cleared text, over the whole metadata."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Cleared):
                yield table, column.name.removesuffix("_text")


def cleared_image_columns() -> Iterator[tuple[Table, str]]:
    """Yield each table and the name of each attribute that holds a cleared image, over the whole metadata."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, ClearedBytes):
                yield table, column.name.removesuffix("_bytes")


def verify_images(session: Session) -> Iterator[Break]:
    """Yield every stored image whose digest is not its clearance's."""
    for table, name in cleared_image_columns():
        data, clearance_id = table.c[f"{name}_bytes"], table.c[f"{name}_clearance_id"]
        key = next(iter(table.primary_key.columns))
        rows = session.execute(select(key, data, Clearance.digest).outerjoin(Clearance, Clearance.id == clearance_id))
        # One at a time: each may be some megabytes.
        for row_id, found, digest in rows.yield_per(1):
            if digest != sha256_hex(found):
                yield Break(f"{table.name} {row_id} {name}", "is not the image that was cleared")


def verify_texts(session: Session) -> Iterator[Break]:
    """Yield every stored text whose digest is not its clearance's."""
    for table, name in cleared_columns():
        value, clearance_id = table.c[f"{name}_text"], table.c[f"{name}_clearance_id"]
        key = next(iter(table.primary_key.columns))
        rows = session.execute(
            select(key, value, Clearance.digest)
            .outerjoin(Clearance, Clearance.id == clearance_id)
            .where(value.is_not(None))
        )
        for row_id, text, digest in rows.yield_per(1000):
            if digest != sha256_hex(text):
                yield Break(f"{table.name} {row_id} {name}", "is not the text that was cleared")
