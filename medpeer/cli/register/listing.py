"""``flask register list``: every register in use, how old it is and whether that is too old."""

from collections.abc import Sequence
from typing import Final

import click
from flask.cli import with_appcontext

from medpeer.cli.parts import running_parts
from medpeer.licensing.queries.editions import EditionInUse, list_editions

MAX_SHOWN: Final = 4
"""States and countries of one register that are named; more are counted."""
_HEADS: Final = ("register", "of", "up to", "age", "at most", "rows", "loaded", "")


@click.command("list")
@with_appcontext
def list_command() -> None:
    """Print every register in use with its date, age and rows; a stale one says so."""
    with running_parts().database.reading() as session:
        editions = list_editions(session)
    if not editions:
        click.echo("No register is in use. Load one with: flask --app wsgi register import")
        return
    for line in _columns([_HEADS, *map(_cells, editions)]):
        click.echo(line)


def _cells(edition: EditionInUse) -> tuple[str, ...]:
    return (
        edition.register,
        _places(edition.jurisdictions),
        f"{edition.dated_on}",
        f"{edition.age.days} d",
        f"{edition.max_age.days} d" if edition.max_age else "",
        f"{edition.rows:,}",
        f"{edition.loaded_at:%Y-%m-%d}",
        "stale: load a newer file" if edition.is_stale else "",
    )


def _places(jurisdictions: Sequence[str]) -> str:
    return ", ".join(jurisdictions) if len(jurisdictions) <= MAX_SHOWN else f"{len(jurisdictions)} places"


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines whose columns stand under each other."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEADS))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
