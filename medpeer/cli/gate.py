"""`flask gate …`: examining stored texts anew, and what the gate missed, for those who teach the engine."""

import json
from datetime import datetime

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from medpeer.cli.parts import running_parts
from medpeer.jobs.rescreen import Rescreener
from medpeer.statistics.queries import lessons

gate = AppGroup("gate", help="The gate between what is typed and what is kept.")


@gate.command("misses")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only from the week of this day on.")
def misses(since: datetime | None) -> None:
    """Print what moderators found that the gate had let through, one JSON object a line, the most frequent first."""
    with running_parts().database.reading() as session:
        for one in lessons(session, since.date() if since else None):
            line = {
                "category": one.category,
                "circumstance": one.circumstance,
                "times": one.times,
                "first_week": one.first_week.isoformat(),
                "last_week": one.last_week.isoformat(),
            }
            click.echo(json.dumps(line))


@gate.command("rescreen")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def rescreen(*, quiet: bool) -> None:
    """Examine anew every stored text that was cleared under older policies or by an older engine.

    What today's check would refuse waits for moderators. It can be interrupted; the next run goes on.
    """
    job = Rescreener(running_parts().database)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as shown:
        task = shown.add_task("Examining", total=job.waiting())
        done = job.run(show=lambda report: shown.update(task, completed=report.examined))
    click.echo(
        f"{done.examined:,} texts examined anew. {done.refused:,} wait for a moderator's second look, "
        f"{done.must_go:,} of them with something that must go."
    )
