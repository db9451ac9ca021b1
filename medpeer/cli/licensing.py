"""``flask licensing rehearse``: try registers and rules on a file of applications before switching them on."""

import os
import sys
from typing import BinaryIO

import click
from flask.cli import AppGroup, with_appcontext

from medpeer.cli.parts import running_parts
from medpeer.jobs.rehearsal import Tally, rehearse

licensing_commands = AppGroup("licensing", help="Licence claims and how they are decided.")


@licensing_commands.command("rehearse")
@click.argument("file", type=click.File("rb"))
@click.option("--quiet", is_flag=True, help="No summary.")
@with_appcontext
def rehearse_command(file: BinaryIO, *, quiet: bool) -> None:
    """Decide the applications of FILE in order, one JSON object a line, and change nothing.

    Each line holds id, first, last, npi, licence, state, taxonomy, dob, email, controls_email (the mailed link was
    opened) and answers_challenge (the code of record was entered). Each is answered by
    {"id", "decision": "admit|review|hold|refuse", "reasons": […]}; a line that is no application is refused.
    """
    parts, tally = running_parts(), Tally()
    try:
        for answer in rehearse(parts.database, file, parts.settings.institution_domains):
            tally.add(answer)
            click.echo(answer.as_json())
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the answers has enough; the interpreter would complain of the same pipe at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    if not quiet:
        click.echo(summary(tally), err=True)


def summary(tally: Tally) -> str:
    """Return how many applications met which decision, and the commonest reasons."""
    decided = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(tally.decisions.items()))
    reasons = ", ".join(f"{reason} {count:,}" for reason, count in tally.reasons.most_common(8))
    return f"{tally.decisions.total():,} lines: {decided or 'none'}." + (f" Reasons: {reasons}." if reasons else "")
