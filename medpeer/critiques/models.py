"""Tables of the journal club."""

from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.core.columns import Identifier, Vocabulary
from medpeer.core.db import Base
from medpeer.critiques.citations import DOI, PMID
from medpeer.critiques.vocabulary import Design
from medpeer.gate import ClearedText, cleared_text, optional_cleared_text

TEXTS: Final = ("title", "authors", "journal")
PICO: Final = ("pico_population", "pico_intervention", "pico_comparator", "pico_outcome")


class Paper(Base):
    """One published study put up for critique; who put it up and what is said of it stand in its thread.

    ``authors`` is one line, parted by semicolons. ``doi`` and ``pmid`` are normalised, so equal ones are found.
    """

    __tablename__ = "paper"
    __table_args__ = (
        CheckConstraint("year BETWEEN 1800 AND 2200", name="year"),
        CheckConstraint("participants > 0", name="participants"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), unique=True)
    year: Mapped[int]
    title: Mapped[ClearedText] = cleared_text("title")
    authors: Mapped[ClearedText] = cleared_text("authors")
    journal: Mapped[ClearedText] = cleared_text("journal")
    doi: Mapped[str | None] = mapped_column(Identifier(DOI), unique=True, default=None)
    pmid: Mapped[str | None] = mapped_column(Identifier(PMID), unique=True, default=None)
    design: Mapped[Design | None] = mapped_column(Vocabulary(Design), default=None)
    participants: Mapped[int | None] = mapped_column(default=None)
    pico_population: Mapped[ClearedText | None] = optional_cleared_text("pico_population")
    pico_intervention: Mapped[ClearedText | None] = optional_cleared_text("pico_intervention")
    pico_comparator: Mapped[ClearedText | None] = optional_cleared_text("pico_comparator")
    pico_outcome: Mapped[ClearedText | None] = optional_cleared_text("pico_outcome")
