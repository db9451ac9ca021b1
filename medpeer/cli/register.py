"""``flask register import``: bring a register file into use, with its progress shown."""

import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Final, Self

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from medpeer.cli.parts import running_parts
from medpeer.jobs.register_import import ImportReport, import_nppes
from medpeer.licensing.errors import RegisterFileError
from medpeer.licensing.nppes import Progress

PLAIN_EVERY_S: Final = 5.0


register_commands = AppGroup("register", help="Registers of licensed physicians.")


@register_commands.command("import")
@click.argument("register", type=click.Choice(["nppes"]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dated", type=click.DateTime(["%Y-%m-%d"]), help="Day the file goes up to; default: from its name.")
@click.option("--may-shrink", is_flag=True, help="Take a file with under half the physicians of the one in use.")
@click.option("--quiet", is_flag=True, help="Print errors only.")
def import_register(register: str, file: Path, *, dated: datetime | None, may_shrink: bool, quiet: bool) -> None:
    """Read FILE (npidata_pfile_….csv, or the zip it comes in) and put it in use in place of the one before.

    A file with a fault changes nothing; the message names its line and column.
    """
    day = dated.date() if dated else None
    database = running_parts().database
    try:
        with _Shown(file.name, quiet=quiet) as show:
            report = import_nppes(database, file, dated_on=day, may_shrink=may_shrink, show=show.update)
    except RegisterFileError as error:
        message = f"{file.name}, {error.advice} Nothing was imported."
        raise click.ClickException(message) from None
    if not quiet:
        click.echo(summary(register, report))


def summary(register: str, report: ImportReport) -> str:
    """Return what an import came to, in a sentence or two."""
    totals = report.totals
    settled = f" {report.decided} waiting claims were settled by it." if report.decided else ""
    return (
        f"{register}, up to {report.dated_on:%d %B %Y}: {totals.physicians:,} physicians of "
        f"{totals.rows_read:,} lines are in use.{settled}"
    )


class _Shown:
    """A bar on a terminal, a line now and then elsewhere, nothing when quiet."""

    def __init__(self, name: str, *, quiet: bool) -> None:
        self._name = name
        self._plain = not sys.stderr.isatty()
        self._quiet = quiet
        self._printed_at = time.monotonic()
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TextColumn("{task.fields[kept]:,} physicians"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            disable=quiet or self._plain,
        )
        self._task = self._bar.add_task(f"Reading {name}", total=None, kept=0)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._bar.stop()

    def update(self, progress: Progress) -> None:
        """Show how far the reading is."""
        if self._quiet:
            return
        if not self._plain:
            self._bar.update(self._task, completed=progress.bytes_read, total=progress.bytes_total, kept=progress.kept)
        elif time.monotonic() - self._printed_at >= PLAIN_EVERY_S:
            self._printed_at = time.monotonic()
            share = 100 * progress.bytes_read // max(progress.bytes_total, 1)
            click.echo(f"{share} %: {progress.lines_read:,} lines, {progress.kept:,} physicians", err=True)
