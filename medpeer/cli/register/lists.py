"""``flask register import leie|manifest|domains``: bring a list into use."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Final

import click
from flask.cli import with_appcontext

from medpeer.cli.parts import running_parts
from medpeer.cli.register.words import settled_words
from medpeer.core.clock import day_words
from medpeer.jobs.list_import import DomainReport, ListReport, import_board, import_domains, import_leie
from medpeer.licensing.boards import SHIPPED, Manifest, find_manifest, read_manifest
from medpeer.licensing.errors import ManifestError, RegisterFileError

FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
MAX_SHOWN: Final = 20
"""Refused domains that are printed one by one."""
dated_option = click.option(
    "--dated", type=click.DateTime(["%Y-%m-%d"]), help="Day the file goes up to; default: in its name, or its own date."
)
shrink_option = click.option("--may-shrink", is_flag=True, help="Take a file with far fewer rows than the one in use.")
quiet_option = click.option("--quiet", is_flag=True, help="Print errors only.")


@click.command("leie")
@click.argument("file", type=FILE)
@dated_option
@shrink_option
@quiet_option
@with_appcontext
def leie_command(file: Path, *, dated: datetime | None, may_shrink: bool, quiet: bool) -> None:
    """Read FILE (UPDATED.csv, the full list of excluded individuals and entities) and put it in use.

    Never a monthly supplement: those do not carry corrections. A file with a fault changes nothing.
    """
    with _told(file):
        report = import_leie(running_parts().database, file, dated_on=_day(dated), may_shrink=may_shrink)
    if not quiet:
        click.echo(_summary(report, "entries"))


@click.command("manifest")
@click.argument("manifest")
@click.argument("file", type=FILE)
@dated_option
@shrink_option
@quiet_option
@with_appcontext
def manifest_command(manifest: str, file: Path, *, dated: datetime | None, may_shrink: bool, quiet: bool) -> None:
    """Read FILE, a board's or country's register, by MANIFEST and put it in use.

    MANIFEST is a YAML file, or the id of one that comes with the product. A fault in either changes nothing.
    """
    read = _manifest(manifest)
    with _told(file):
        report = import_board(running_parts().database, read, file, dated_on=_day(dated), may_shrink=may_shrink)
    if not quiet:
        click.echo(_summary(report, "licences"))


@click.command("domains")
@click.argument("file", type=FILE)
@dated_option
@quiet_option
@with_appcontext
def domains_command(file: Path, *, dated: datetime | None, quiet: bool) -> None:
    """Read FILE (domain,institution) and put it in use as the list of institutions whose mailboxes show possession.

    Lines that could let others in are left out and told: public mail, endings such as edu, patterns, look-alikes.
    """
    with _told(file):
        report = import_domains(running_parts().database, file, dated_on=_day(dated))
    if not quiet:
        click.echo("\n".join(_domain_lines(report)))


def _manifest(named: str) -> Manifest:
    path = find_manifest(named)
    if path is None:
        message = f"There is no manifest {named}. Give a file, or one of: {', '.join(SHIPPED)}."
        raise click.ClickException(message)
    try:
        return read_manifest(path)
    except ManifestError as error:
        faults = "\n".join(f"  {fault}" for fault in error.faults)
        message = f"{path.name} cannot be used:\n{faults}\nNothing was imported."
        raise click.ClickException(message) from None


def _day(dated: datetime | None) -> date | None:
    return dated.date() if dated else None


@contextmanager
def _told(file: Path) -> Iterator[None]:
    try:
        yield
    except RegisterFileError as error:
        message = f"{file.name}, {error.advice} Nothing was imported."
        raise click.ClickException(message) from None


def _summary(report: ListReport, rows: str) -> str:
    told = [f"{report.register}, up to {day_words(report.dated_on)}: {report.totals.rows_kept:,} {rows} are in use."]
    if report.unknown:
        told.append(f"{report.unknown:,} have a type or status that the manifest does not name; they go to a reviewer.")
    if report.changes:
        told.append(f"It says something else of members {report.changes} times.")
    if report.decided:
        told.append(settled_words(report.decided))
    return " ".join(told)


def _domain_lines(report: DomainReport) -> Iterator[str]:
    yield f"{report.in_use:,} domains are in use, {len(report.refused):,} lines were refused."
    if report.decided:
        yield settled_words(report.decided)
    for refused in report.refused[:MAX_SHOWN]:
        yield f"  line {refused.line}: {refused.written} {refused.reason}."
    if len(report.refused) > MAX_SHOWN:
        yield f"  and {len(report.refused) - MAX_SHOWN:,} more."
