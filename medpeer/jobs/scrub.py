"""Clearing what a database file keeps of deleted rows. Outside any transaction; SQLite only."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from medpeer.core.db import Database
from medpeer.core.errors import ConflictError


class BusyDatabaseError(ConflictError):
    """Somebody else reads an old state of the database; the relay tries again."""

    code = "jobs.busy_database"

    def __init__(self) -> None:
        """Say so."""
        super().__init__("The database was in use. It is tried again.")


def database_file(database: Database) -> Path | None:
    """Return the file of an SQLite database, or ``None`` where a server keeps it."""
    url = database.engine.url
    return Path(url.database).resolve() if url.get_backend_name() == "sqlite" and url.database else None


@contextmanager
def _outside(database: Database) -> Iterator[Any]:
    """Yield the driver's connection without a transaction."""
    connection = database.engine.raw_connection()
    try:
        # The connection may come from a reader.
        connection.driver_connection.execute("PRAGMA query_only=OFF")  # type: ignore[union-attr]
        yield connection.driver_connection
    finally:
        connection.close()


def empty_log(database: Database) -> None:
    """Move everything from the write-ahead log into the file and cut the log to nothing.

    Raises:
        BusyDatabaseError: somebody reads an old state for longer than the busy timeout.
    """
    with _outside(database) as connection:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise BusyDatabaseError


def rewrite(database: Database) -> None:
    """Write the whole file anew from its rows: pages that were only rearranged may keep what they held.

    Raises:
        BusyDatabaseError: as ``empty_log``.
    """
    with _outside(database) as connection:
        connection.execute("VACUUM")
    empty_log(database)
