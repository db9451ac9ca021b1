"""What the gate refused, a day, in numbers. No row says who, what or which post."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from medpeer.core.columns import Vocabulary
from medpeer.core.db import Base
from medpeer.deid import Category, Severity
from medpeer.gate import Refusal, Surface


class GateCount(Base):
    """How many texts or files of one surface were refused on one day, and why."""

    __tablename__ = "gate_count"

    counted_on: Mapped[date] = mapped_column(primary_key=True)
    surface: Mapped[Surface] = mapped_column(Vocabulary(Surface), primary_key=True)
    refusal: Mapped[Refusal] = mapped_column(Vocabulary(Refusal), primary_key=True)
    times: Mapped[int]


class GateFindingCount(Base):
    """In how many of a day's refused texts of one surface a category stood in the way, by severity."""

    __tablename__ = "gate_finding_count"

    counted_on: Mapped[date] = mapped_column(primary_key=True)
    surface: Mapped[Surface] = mapped_column(Vocabulary(Surface), primary_key=True)
    category: Mapped[Category] = mapped_column(Vocabulary(Category), primary_key=True)
    severity: Mapped[Severity] = mapped_column(Vocabulary(Severity), primary_key=True)
    times: Mapped[int]
