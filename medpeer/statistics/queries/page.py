"""Reads the page of statistics: each source once, then everything from its counts."""

from operator import itemgetter

from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.core.db import context_of
from medpeer.gate import Refusal
from medpeer.statistics import policy
from medpeer.statistics.cells import NOTHING, cell, cells
from medpeer.statistics.queries import tables
from medpeer.statistics.queries.counted import Counted, count_period
from medpeer.statistics.queries.decided import median_wait, outcomes
from medpeer.statistics.queries.misses import missed
from medpeer.statistics.queries.rows import Counts, by_week, fold, line, lines, something
from medpeer.statistics.queries.views import Statistics, Totals
from medpeer.statistics.weeks import Period, weeks_of


def statistics(session: Session, actor: Actor, period: Period) -> Statistics:
    """Return the numbers of ``period``, small ones hidden.

    Raises:
        NotFoundError: the actor is no privacy officer.
    """
    policy.check_may_read(actor)
    weeks = weeks_of(period, context_of(session).clock.now().date())
    counted = count_period(session, weeks)
    stored = line("Stored", fold(counted.stored, by_week), weeks)
    refused = line("Refused", fold(counted.refused, by_week), weeks)
    return Statistics(
        period=period,
        weeks=weeks,
        totals=_totals(counted),
        stored=stored,
        refused=refused,
        shares=tuple(tables.share(*pair) for pair in zip(refused.weeks, stored.weeks, strict=True)),
        categories=tuple(tables.categories(counted)),
        surfaces=tuple(tables.surfaces(counted)),
        attested=tuple(tables.attested(counted)),
        rescreened=tables.rescreened(counted),
        pictures=something(lines(counted.pictures, tables.PICTURES, weeks)),
        picture_reasons=something(lines(_reasons(counted), tables.PICTURE_REASONS, weeks)),
        reports=tuple(tables.reports(counted)),
        outcomes=something(lines(outcomes(counted.settled), tables.OUTCOMES, weeks)),
        missed=missed(session, weeks[0]),
    )


def _reasons(counted: Counted) -> Counts:
    """Return refused pictures by week and reason."""
    return {(key[0], key[2]): times for key, times in counted.pictures.items() if key[2]}


def _totals(counted: Counted) -> Totals:
    parts = cells(fold(counted.refused, itemgetter(2)))
    refused, stored = cell(sum(counted.refused.values())), cell(sum(counted.stored.values()))
    return Totals(
        stored=stored,
        refused=refused,
        must_go=parts.get(Refusal.MUST_GO, NOTHING),
        authors_call=parts.get(Refusal.AUTHORS_CALL, NOTHING),
        files=cell(counted.files),
        share=tables.share(refused, stored),
        attested=cell(sum(counted.attested.values())),
        reported=cell(sum(counted.reported.values())),
        settled=cell(len(counted.settled)),
        wait=median_wait(counted.settled),
    )
