"""Lists other than NPPES as loaded: exclusions, licences of boards, domains of institutions."""

from datetime import date
from typing import Final

from sqlalchemy import Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from medpeer.core.columns import Identifier, SystemText, Vocabulary
from medpeer.core.db import Base
from medpeer.licensing.evidence import JURISDICTION, Authority, BoardKind, BoardStatus
from medpeer.licensing.npi import NPI_PATTERN

DOMAIN: Final = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
"""A domain as mail servers know it: lower case, at least one dot, other scripts as ``xn--``."""


class ExclusionEntry(Base):
    """One line of the exclusion list; ``line`` is its place in the file. A business has no person's name."""

    __tablename__ = "exclusion_entry"
    __table_args__ = (Index("ix_exclusion_entry_npi", "import_id", "npi"),)

    import_id: Mapped[int] = mapped_column(ForeignKey("register_import.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    npi: Mapped[str | None] = mapped_column(Identifier(NPI_PATTERN))
    last_name: Mapped[str] = mapped_column(SystemText)
    first_name: Mapped[str] = mapped_column(SystemText)
    middle_name: Mapped[str] = mapped_column(SystemText)
    business_name: Mapped[str] = mapped_column(SystemText)
    birth_date: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(SystemText)
    grounds: Mapped[str] = mapped_column(SystemText)
    excluded_on: Mapped[date | None] = mapped_column(Date)
    reinstated_on: Mapped[date | None] = mapped_column(Date)
    waived_on: Mapped[date | None] = mapped_column(Date)
    waiver_state: Mapped[str] = mapped_column(SystemText)


class ExclusionName(Base):
    """One spelling under which an entry is looked up: its last name, or a part of a double one, and an initial."""

    __tablename__ = "exclusion_name"
    __table_args__ = ({"sqlite_with_rowid": False},)

    import_id: Mapped[int] = mapped_column(ForeignKey("register_import.id"), primary_key=True)
    name_key: Mapped[str] = mapped_column(SystemText, primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)


class BoardEdition(Base):
    """That an import of a board's file covers a state or country, and what its manifest said of it."""

    __tablename__ = "board_edition"

    import_id: Mapped[int] = mapped_column(ForeignKey("register_import.id"), primary_key=True)
    jurisdiction: Mapped[str] = mapped_column(Identifier(JURISDICTION), primary_key=True)
    title: Mapped[str] = mapped_column(SystemText)
    authority: Mapped[Authority] = mapped_column(Vocabulary(Authority))
    max_age_days: Mapped[int]


class BoardLicence(Base):
    """One line of a board's file. ``number_key`` is the bare number, by which all spellings of it are found."""

    __tablename__ = "board_licence"
    __table_args__ = (
        Index("ix_board_licence_number", "import_id", "jurisdiction", "number_key"),
        Index("ix_board_licence_name", "import_id", "last_key"),
    )

    import_id: Mapped[int] = mapped_column(ForeignKey("register_import.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    jurisdiction: Mapped[str] = mapped_column(Identifier(rf"(?:{JURISDICTION})?"))
    number: Mapped[str] = mapped_column(SystemText)
    number_key: Mapped[str] = mapped_column(SystemText)
    last_name: Mapped[str] = mapped_column(SystemText)
    last_key: Mapped[str] = mapped_column(SystemText)
    first_name: Mapped[str] = mapped_column(SystemText)
    middle_name: Mapped[str] = mapped_column(SystemText)
    kind: Mapped[BoardKind] = mapped_column(Vocabulary(BoardKind))
    type_written: Mapped[str] = mapped_column(SystemText)
    status: Mapped[BoardStatus] = mapped_column(Vocabulary(BoardStatus))
    status_written: Mapped[str] = mapped_column(SystemText)
    first_issued_on: Mapped[date | None] = mapped_column(Date)
    expires_on: Mapped[date | None] = mapped_column(Date)
    birth_date: Mapped[date | None] = mapped_column(Date)
    birth_year: Mapped[int | None]
    has_discipline: Mapped[bool | None]


class InstitutionDomain(Base):
    """One domain whose mailboxes an institution gives out: an address there shows possession."""

    __tablename__ = "institution_domain"

    import_id: Mapped[int] = mapped_column(ForeignKey("register_import.id"), primary_key=True)
    domain: Mapped[str] = mapped_column(Identifier(DOMAIN), primary_key=True)
    institution: Mapped[str] = mapped_column(SystemText)
