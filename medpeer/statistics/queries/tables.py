"""The page's tables: by place, by kind of identifier, by reason."""

from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Any, Final

from medpeer.deid import Category, Severity
from medpeer.gate import AttestationReason, RegionReason, Surface
from medpeer.images.vocabulary import ImageState, RefusalReason
from medpeer.moderation.vocabulary import Outcome, ReportReason, SpotCheckCause, SpotCheckVerdict
from medpeer.statistics.cells import NOTHING, Cell, cells
from medpeer.statistics.queries.counted import Counted
from medpeer.statistics.queries.decided import median_wait
from medpeer.statistics.queries.rows import Counts, Line, by_word, fold, lines, something
from medpeer.statistics.queries.views import AttestedLine, CategoryLine, ReportLine, SurfaceLine

CATEGORIES: Final = {one: one.label for one in Category}
REASONS: Final = {one: one.label for words in (AttestationReason, RegionReason) for one in words}
VERDICTS: Final = {one: one.label for one in SpotCheckVerdict}
PICTURES: Final = {
    ImageState.SHOWN: "Shown",
    ImageState.HELD: "Wait for a second pair of eyes",
    ImageState.REFUSED: "Refused by a second pair of eyes",
}
PICTURE_REASONS: Final = {one: one.label for one in RefusalReason}
REPORTS: Final = {one: one.label for one in ReportReason}
OUTCOMES: Final = {one: one.label for one in Outcome}
# A policy's label speaks to who writes there; here two "Your question" would stand in one table.
SURFACES: Final = {one: one.value.replace("_", " ").capitalize().replace("Pico", "PICO") for one in Surface}


def share(refused: Cell, stored: Cell) -> float | None:
    """Return refused of all, 0 to 1, or ``None`` where there is nothing, or a hidden number would come out."""
    if refused.value is None or stored.value is None or not refused.value + stored.value:
        return None
    return refused.value / (refused.value + stored.value)


def surfaces(counted: Counted) -> Iterator[SurfaceLine]:
    """Yield a line for each place where anything was counted."""
    stored, attested, reported = (_totals(one) for one in (counted.stored, counted.attested, counted.reported))
    for surface, refused in lines(counted.refused, SURFACES, counted.weeks).items():
        beside = [one.get(surface, NOTHING) for one in (stored, attested, reported)]
        if any(one.is_something for one in (refused.total, *beside)):
            yield SurfaceLine(
                refused=refused,
                stored=beside[0],
                share=share(refused.total, beside[0]),
                attested=beside[1],
                reported=beside[2],
            )


def categories(counted: Counted) -> Iterator[CategoryLine]:
    """Yield a line for each kind of identifier that was found or attested."""
    severe = fold(counted.found, itemgetter(1, 2))
    attested = cells(fold(counted.attested, itemgetter(2)))
    for category, found in lines(counted.found, CATEGORIES, counted.weeks).items():
        answered = attested.get(category, NOTHING)
        if found.total.is_something or answered.is_something:
            parts = cells({severity: severe[category, severity] for severity in Severity})
            yield CategoryLine(
                found=found,
                must_go=parts[Severity.MUST_GO],
                tell_author=parts[Severity.TELL_AUTHOR],
                attested=answered,
            )


def attested(counted: Counted) -> Iterator[AttestedLine]:
    """Yield a line for each reason that authors gave, or that was looked at since."""
    verdicts = fold(_of_cause(counted, SpotCheckCause.ATTESTATION), itemgetter(2, 3))
    given = fold(counted.attested, itemgetter(0, 3))
    for reason, said in lines(given, REASONS, counted.weeks).items():
        parts = cells({verdict: verdicts[reason, verdict] for verdict in SpotCheckVerdict})
        if said.total.is_something or any(one.is_something for one in parts.values()):
            yield AttestedLine(
                attested=said, stands=parts[SpotCheckVerdict.STANDS], overturned=parts[SpotCheckVerdict.OVERTURNED]
            )


def rescreened(counted: Counted) -> tuple[Line, ...]:
    """Return what became of texts that a change of the rules brought back."""
    settled = fold(_of_cause(counted, SpotCheckCause.RESCREENING), itemgetter(0, 3))
    return something(lines(settled, VERDICTS, counted.weeks))


def _of_cause(counted: Counted, cause: SpotCheckCause) -> Counts:
    return {key: times for key, times in counted.checked.items() if key[1] is cause}


def reports(counted: Counted) -> Iterator[ReportLine]:
    """Yield a line for each reason that was given for a report."""
    settled = cells(fold({(at, one.reason): 1 for at, one in enumerate(counted.settled)}, by_word))
    given = fold(counted.reported, itemgetter(0, 2))
    for reason, reported in lines(given, REPORTS, counted.weeks).items():
        closed = settled.get(reason, NOTHING)
        if reported.total.is_something or closed.is_something:
            yield ReportLine(reported=reported, settled=closed, wait=median_wait(counted.settled, reason))


def _totals(counts: Counts) -> Mapping[Any, Cell]:
    return cells(fold(counts, by_word))
