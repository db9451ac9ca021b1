"""The privacy officer's page: what the check did, in numbers that point at nobody."""

import csv
from io import StringIO
from typing import Final

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from medpeer.statistics.cells import FEW
from medpeer.statistics.queries import COLUMNS, export_rows, statistics
from medpeer.statistics.weeks import Period
from medpeer.web.access import Access, access, current_actor
from medpeer.web.charts import HEIGHT, columns, curve
from medpeer.web.limits import limiter
from medpeer.web.state import reading

bp = Blueprint("statistics", __name__)

LIMIT: Final = "60 per minute"


@bp.get("/moderation/statistics")
@limiter.limit(LIMIT)
@access(Access.PRIVACY_OFFICER)
def show_statistics() -> ResponseReturnValue:
    """Show the numbers of a period as pictures, with the same numbers as tables."""
    with reading() as session:
        shown = statistics(session, current_actor(), _period())
    return render_template(
        "moderation/statistics.html", shown=shown, periods=Period, few=FEW, columns=columns, curve=curve, height=HEIGHT
    )


@bp.get("/moderation/statistics.csv")
@limiter.limit(LIMIT)
@access(Access.PRIVACY_OFFICER)
def export_statistics() -> ResponseReturnValue:
    """Give the numbers of a period's whole weeks as a file."""
    period = _period()
    lines = StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    with reading() as session:
        for row in export_rows(session, current_actor(), period):
            writer.writerow([row.week.isoformat(), row.counted, row.by, row.word, str(row.number).replace(",", "")])
    name = f"medpeer-statistics-{period.value}-weeks.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(lines.getvalue(), mimetype="text/csv", headers=headers)


def _period() -> Period:
    asked = request.args.get("weeks", "")
    return Period(asked) if asked in set(Period) else Period.QUARTER
