"""The one table of own data: which files were asked for, and how far each has come. Nothing of what is in one."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.core.columns import HEX_DIGEST, Identifier, UtcDateTime, Vocabulary
from medpeer.core.db import Base

_OPEN: Final = text("closed_at IS NULL")


class OwnDataState(StrEnum):
    """How far a file has come. The first three are open: one at a time for each person."""

    WAITING = "waiting"
    BUILDING = "building"
    READY = "ready"
    FETCHED = "fetched"
    EXPIRED = "expired"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class OwnDataFile(Base):
    """One file asked for. Its bytes lie encrypted at ``place`` until it is fetched or a day old."""

    __tablename__ = "own_data_file"
    __table_args__ = (
        Index("uq_own_data_file_open", "physician_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    physician_id: Mapped[int] = mapped_column(ForeignKey("physician.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[OwnDataState] = mapped_column(Vocabulary(OwnDataState), default=OwnDataState.WAITING)
    steps_done: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    place: Mapped[str | None] = mapped_column(Identifier(HEX_DIGEST), unique=True, default=None)
    size_bytes: Mapped[int | None] = mapped_column(BigInteger, default=None)
    ready_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
