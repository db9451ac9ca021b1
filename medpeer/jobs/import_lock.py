"""One import of a register at a time: each drops what an unfinished one left, which must not be one under way.

The lock is the system's and the database server's own, so a killed import leaves none behind.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from medpeer.core.db import Database
from medpeer.licensing.errors import ImportRunningError


@contextmanager
def only_import(database: Database, register: str) -> Iterator[None]:
    """Hold the lock of a register until the block ends.

    Raises:
        ImportRunningError: another process, or another thread of this one, imports the register now.
    """
    locked = _held_on_server if database.engine.dialect.name == "postgresql" else _held_beside_file
    with locked(database, register):
        yield


@contextmanager
def _held_beside_file(database: Database, register: str) -> Iterator[None]:
    place = Path(database.engine.url.database or "medpeer")
    # The file stays: removing it could take it from under one who just opened it.
    with place.with_name(f"{place.name}.importing-{register}").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ImportRunningError(register) from None
        yield


@contextmanager
def _held_on_server(database: Database, register: str) -> Iterator[None]:
    key = int.from_bytes(hashlib.sha256(f"register:{register}".encode()).digest()[:8], signed=True)
    # A connection of its own, without a transaction: a long one would keep the server from tidying up.
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}):
            raise ImportRunningError(register)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})
