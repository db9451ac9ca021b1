"""The declarative base, the engine's settings and the only place that commits."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Engine, MetaData, event, text
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, Session

from medpeer.core.clock import Clock
from medpeer.core.crypto import Vault

NAMING: Final = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_TIMEOUT_MS: Final = 10_000
# Errors of SQLAlchemy print bound parameters, which may be what somebody typed.
ENGINE_OPTIONS: Final[dict[str, Any]] = {"hide_parameters": True, "pool_pre_ping": True}


_WRITING: Final[ContextVar[bool]] = ContextVar("medpeer_writing", default=False)


def is_writing() -> bool:
    """Tell whether the calling thread has a write transaction open; slow work asks, for others wait for its end."""
    return _WRITING.get()


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """The base of every table; keyword-only, so that a text can never land in the wrong column by order."""

    metadata = MetaData(naming_convention=NAMING)


@dataclass(frozen=True, slots=True)
class Context:
    """What a session carries besides its connection."""

    clock: Clock
    vault: Vault


def context_of(session: Session) -> Context:
    """Return the context that ``Database`` gave the session."""
    context = session.info["context"]
    if not isinstance(context, Context):
        raise TypeError
    return context


def sha256_hex(value: str | bytes) -> str:
    """Return the hex SHA-256 of a text in UTF-8, or of bytes that stand where a text should."""
    return hashlib.sha256(value.encode() if isinstance(value, str) else value).hexdigest()


def _sha256(value: str | bytes | None) -> str | None:
    """Give SQLite its share of the clearance trigger; PostgreSQL has the function itself."""
    return None if value is None else sha256_hex(value)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Transactions are begun by hand (below): the driver's own begin comes too late to take the write lock.
    connection.isolation_level = None
    connection.create_function("sha256", 1, _sha256, deterministic=True)
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        # FULL, because NORMAL may lose an acknowledged write on a power cut.
        "synchronous=FULL",
        "secure_delete=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("medpeer_writes", True)
    # A reader cannot write even by mistake; a writer takes its lock at once, so it never fails half-way.
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def prepare_engine(engine: Engine) -> None:
    """Give an SQLite engine its pragmas, its digest function and explicit transactions; others need nothing."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


class Database:
    """One engine with its context; sessions come from here and nowhere else."""

    def __init__(self, engine: Engine, context: Context) -> None:
        """Use a prepared ``engine``; see ``prepare_engine``."""
        self.engine = engine
        self.context = context
        self._reader = engine.execution_options(medpeer_writes=False)
        self._after_commit: list[Callable[[], None]] = []

    def on_commit(self, call: Callable[[], None]) -> None:
        """Call ``call`` after each committed transaction: the relay's nudge."""
        self._after_commit.append(call)

    def _session(self, bind: Engine) -> Session:
        return Session(bind, expire_on_commit=False, info={"context": self.context})

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Yield a writing session; commit when the block ends, roll back when it raises."""
        before = _WRITING.set(True)
        try:
            with self._session(self.engine) as session:
                yield session
                session.commit()
        finally:
            _WRITING.reset(before)
        for call in self._after_commit:
            call()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that sees one snapshot and cannot write (on SQLite the database itself refuses)."""
        with self._session(self._reader) as session:
            if self.engine.dialect.name == "postgresql":
                session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            yield session
