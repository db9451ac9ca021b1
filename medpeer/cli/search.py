"""``flask search``: make the index anew, or hold it against the database."""

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from medpeer.cli.parts import running_parts
from medpeer.search.errors import IndexBrokenError, IndexBusyError
from medpeer.search.indexer import SearchIndexer

search_commands = AppGroup("search", help="The search index.")


def _indexer() -> SearchIndexer:
    return running_parts().search


@search_commands.command("reindex")
@click.option("--quiet", is_flag=True, help="Print errors only.")
def reindex(*, quiet: bool) -> None:
    """Make the index anew from the database; a running server answers from the old one until then."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as shown:
        task = shown.add_task("Indexing", total=None)
        try:
            count = _indexer().rebuild(lambda done: shown.update(task, completed=done))
        except IndexBusyError as error:
            raise click.ClickException(error.advice) from None
    if not quiet:
        click.echo(f"{count:,} documents are indexed.")


@search_commands.command("check")
def check() -> None:
    """Hold the index against the database; exit status 1 where they differ."""
    try:
        found = _indexer().compare()
    except IndexBrokenError:
        message = "The index is missing or cannot be read. Run `flask search reindex`."
        raise click.ClickException(message) from None
    if not found.agrees:
        message = (
            f"Of {found.documents:,} documents {found.missing:,} are missing and {found.stale:,} of another version; "
            f"{found.left_over:,} are left over. What was just written is indexed within seconds; "
            "if this stays, run `flask search reindex`."
        )
        raise click.ClickException(message)
    click.echo(f"Index and database agree on {found.documents:,} documents.")
