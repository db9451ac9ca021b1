"""What the page of statistics shows, as values that may be shown."""

from dataclasses import dataclass
from datetime import date, timedelta

from medpeer.statistics.cells import Cell
from medpeer.statistics.queries.rows import Line
from medpeer.statistics.weeks import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The numbers of the whole period; ``share`` is refused of all that was submitted, 0 to 1."""

    stored: Cell
    refused: Cell
    must_go: Cell
    authors_call: Cell
    files: Cell
    share: float | None
    attested: Cell
    reported: Cell
    settled: Cell
    wait: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SurfaceLine:
    """One place to write: what was refused there, week by week, beside what was stored, attested and reported."""

    refused: Line
    stored: Cell
    share: float | None
    attested: Cell
    reported: Cell

    @property
    def is_telling(self) -> bool:
        """Whether anything but storing happened there."""
        return any(one.is_something for one in (self.refused.total, self.attested, self.reported))


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryLine:
    """One kind of identifier: in how many refused texts it stood in the way, and how often authors answered for it."""

    found: Line
    must_go: Cell
    tell_author: Cell
    attested: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestedLine:
    """One reason that authors gave: how often, and what a moderator who looked once more made of it."""

    attested: Line
    stands: Cell
    overturned: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One reason to report: how often it was given, and how long the middle one of its cases waited."""

    reported: Line
    settled: Cell
    wait: timedelta | None


@dataclass(frozen=True, slots=True)
class Missed:
    """A kind of identifier that the gate let through, and what made it hard to see."""

    category: str
    circumstance: str
    times: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """The page's numbers. ``weeks`` are Mondays; the last week still runs."""

    period: Period
    weeks: tuple[date, ...]
    totals: Totals
    stored: Line
    refused: Line
    shares: tuple[float | None, ...]
    categories: tuple[CategoryLine, ...]
    surfaces: tuple[SurfaceLine, ...]
    attested: tuple[AttestedLine, ...]
    rescreened: tuple[Line, ...]
    pictures: tuple[Line, ...]
    picture_reasons: tuple[Line, ...]
    reports: tuple[ReportLine, ...]
    outcomes: tuple[Line, ...]
    missed: tuple[Missed, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was counted in the period."""
        told = (self.totals.stored, self.totals.refused, self.totals.attested, self.totals.reported, self.totals.files)
        return not any(one.is_something for one in told)
