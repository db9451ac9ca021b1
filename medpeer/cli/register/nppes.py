"""``flask register import nppes``: bring an NPPES file into use, with its progress shown."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from medpeer.cli.parts import running_parts
from medpeer.cli.register.progress import Shown
from medpeer.cli.register.words import settled_words
from medpeer.core.clock import day_words
from medpeer.jobs.register_import import ImportReport, import_nppes
from medpeer.licensing.errors import RegisterFileError
from medpeer.licensing.models import ImportKind


@click.command("nppes")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dated", type=click.DateTime(["%Y-%m-%d"]), help="Day the file goes up to; default: from its name.")
@click.option("--kind", type=click.Choice(list(ImportKind)), help="What the file is; default: from name and content.")
@click.option("--may-shrink", is_flag=True, help="Take a file with under half the physicians of the one in use.")
@click.option("--quiet", is_flag=True, help="Print errors only.")
@with_appcontext
def nppes_command(file: Path, *, dated: datetime | None, kind: str | None, may_shrink: bool, quiet: bool) -> None:
    """Read FILE and put it in use: the monthly one in place of the one before, a weekly one as changes of it.

    FILE is npidata_pfile_….csv, or the list of deactivated numbers (.csv, .xlsx), or the zip it comes in. A file with a
    fault changes nothing; the message names its line and column.
    """
    day, said = dated.date() if dated else None, ImportKind(kind) if kind else None
    database = running_parts().database
    try:
        with Shown(file.name, quiet=quiet) as show:
            report = import_nppes(database, file, dated_on=day, kind=said, may_shrink=may_shrink, show=show.update)
    except RegisterFileError as error:
        message = f"{file.name}, {error.advice} Nothing was imported."
        raise click.ClickException(message) from None
    if not quiet:
        click.echo(" ".join(sentences(report)))


def sentences(report: ImportReport) -> Iterator[str]:
    """Yield what an import came to, sentence by sentence."""
    lines, day = f"{report.totals.rows_read:,} lines", day_words(report.dated_on)
    if report.was_in_use:
        yield f"nppes: this {report.kind} file was taken in before; nothing changed."
    elif report.kind is ImportKind.FULL:
        yield f"nppes, up to {day}: {report.totals.physicians:,} physicians of {lines} are in use."
    else:
        yield f"nppes, {report.kind} file of {day}: {report.changed:,} numbers changed of {lines}."
    if report.missing_from:
        yield f"No file covers the days from {day_words(report.missing_from)} to this one; load what was left out."
    if report.noted:
        yield f"{report.noted:,} changes are about members, who are checked anew."
    if report.decided:
        yield settled_words(report.decided)
