"""`flask audit …`: verifying and exporting the audit log, and the list of purges."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from medpeer.audit import Break, head_of, read_export, read_links, verify_chain, write_export
from medpeer.cli.parts import running_parts
from medpeer.core.content import ContentKind
from medpeer.gate.verify import verify_images, verify_texts
from medpeer.jobs.purge_list import PURGES, certificate_line
from medpeer.moderation import queries, service
from medpeer.moderation.service import Listed
from medpeer.moderation.vocabulary import Outcome

audit = AppGroup("audit", help="Verify and export the audit log, list and replay purges.")

_FILE = click.Path(dir_okay=False, path_type=Path)


@audit.command("verify")
@click.argument("file", type=_FILE, required=False)
@click.option("--head", metavar="HEX", help="Hash of a last entry noted earlier: finds an end that was cut off.")
def verify(file: Path | None, head: str | None) -> None:
    """Check every link of the log and every stored text against its clearance; with FILE, an exported log alone."""
    breaks = _in_file(file, head) if file else _in_database(head)
    count = 0
    for found in breaks:
        count += 1
        click.echo(f"{found.place} {found.fault}.", err=True)
    if count:
        click.echo(f"{count} {'place does' if count == 1 else 'places do'} not verify.", err=True)
        sys.exit(1)
    click.echo("Everything verifies." if file else _good_news())


def _in_file(path: Path, head: str | None) -> Iterator[Break]:
    with path.open(encoding="utf-8", errors="replace") as lines:
        yield from read_export(lines, head=head)


def _in_database(head: str | None) -> Iterator[Break]:
    with running_parts().database.reading() as session:
        yield from verify_chain(session, head=head)
        yield from verify_texts(session)
        yield from verify_images(session)


def _good_news() -> str:
    with running_parts().database.reading() as session:
        count, head = head_of(session)
    return f"Everything verifies: {count} entries. Note the head where nobody here can write: {head}"


@audit.command("export")
@click.argument("file", type=_FILE)
def export(file: Path) -> None:
    """Write the log to FILE, one JSON object a line; `flask audit verify FILE` checks it without the database."""
    with running_parts().database.reading() as session, file.open("w", encoding="utf-8") as target:
        count, head = write_export(read_links(session), target)
    click.echo(f"{count} entries, head {head}")


@audit.command("purges")
def purges() -> None:
    """Print the list of purges, one JSON object a line: keep it apart from the backups, and replay it after one."""
    with running_parts().database.reading() as session:
        for certificate in queries.all_certificates(session):
            click.echo(certificate_line(certificate))


@audit.command("replay-purges")
@click.argument("file", type=_FILE, required=False)
def replay(file: Path | None) -> None:
    """Purge again what a restored backup brought back; FILE is a list of purges, by default the one in the data folder.

    Run it before the server starts.
    """
    parts = running_parts()
    path = file or parts.settings.data_dir / PURGES
    if not path.exists():
        click.echo("There is no list of purges, so there is nothing to replay.")
        return
    listed = list(_read_list(path.read_text(encoding="utf-8").splitlines()))
    with parts.database.transaction() as session:
        done = sum(_replayed(session, listed))
    parts.relay.drain()
    click.echo(f"{len(listed)} listed, {done} purged again.")


def _replayed(session: Session, listed: Iterable[Listed]) -> Iterator[bool]:
    for one in listed:
        yield service.replay_purge(session, one)


def _read_list(lines: Iterable[str]) -> Iterator[Listed]:
    """Yield the list's lines.

    Raises:
        click.ClickException: a line is no line of such a list; nothing is replayed.
    """
    for number, line in enumerate(lines, 1):
        try:
            yield _listed(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            message = f"Line {number} is no line of a list of purges. Nothing was purged."
            raise click.ClickException(message) from error


def _listed(fields: dict[str, str]) -> Listed:
    return Listed(
        kind=ContentKind(fields["kind"]),
        content_id=int(fields["id"]),
        content_created_at=datetime.fromisoformat(fields["written_at"]),
        outcome=Outcome(fields["outcome"]),
        salt=fields["salt"],
        digest=fields["digest"],
    )
