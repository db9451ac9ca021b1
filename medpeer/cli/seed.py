"""`flask seed demo`: fills an empty database with the synthetic demo, all or nothing."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click
from flask.cli import AppGroup
from rich.progress import track
from sqlalchemy import select

from medpeer.accounts.badge_rules import refresh_badges
from medpeer.accounts.models import Physician
from medpeer.cli.demo import content
from medpeer.cli.demo.counts import add_attestations, add_misses, add_refusals
from medpeer.cli.demo.licences import LAST_SEEN_BEFORE, add_licences
from medpeer.cli.demo.lists import load_lists
from medpeer.cli.demo.people import MEMBER_SINCE, PASSWORD, add_members, examine_members
from medpeer.cli.demo.pictures import picture_steps
from medpeer.cli.demo.readers import add_readers
from medpeer.cli.demo.register import write_register
from medpeer.cli.demo.replay import Past, all_steps
from medpeer.cli.demo.reports import report_steps
from medpeer.cli.parts import Parts, running_parts
from medpeer.core.clock import SettableClock
from medpeer.core.db import Context, Database
from medpeer.jobs.register_import import import_nppes
from medpeer.jobs.relay import Relay

SHOWN_LOGINS: Final = ("p01", "p09", "p31", "p43", "p44", "a05")

REGISTER_AGE: Final = timedelta(days=6)

seed = AppGroup("seed", help="Fill the database with synthetic people and writing.")


class NotEmptyError(click.ClickException):
    """There are members already."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("There are physicians in this database already. Seed an empty one (set MEDPEER_DATA_DIR).")


def is_empty(database: Database) -> bool:
    """Tell whether nobody has an account."""
    with database.reading() as session:
        return session.scalar(select(Physician.id).limit(1)) is None


def seed_demo(
    database: Database, relay: Relay, *, institution_domains: tuple[str, ...] = (), quiet: bool = True
) -> None:
    """Import the demo's registers, examine and write its past, then let the relay index and notify.

    All of the past is written in one transaction, after all of it was examined; what the statistics count beside it
    is made up.

    Raises:
        NotEmptyError: there are members already.
        IdentifiersFoundError: a demo text does not pass the gate; nothing was written.
    """
    if not is_empty(database):
        raise NotEmptyError
    now = database.context.clock.now()
    with TemporaryDirectory() as folder:
        up_to = (now - REGISTER_AGE).date()
        import_nppes(database, write_register(Path(folder), up_to))
        load_lists(database, Path(folder), up_to)
    clock = SettableClock(now - MEMBER_SINCE)
    past = Database(database.engine, Context(clock=clock, vault=database.context.vault))
    script = Past(now, institution_domains)
    names = examine_members()
    steps = sorted([*all_steps(script), *report_steps(script), *picture_steps(script)], key=lambda step: step.at)
    with past.transaction() as session:
        script.actors.update(add_members(session, names))
        add_readers(session)
        refresh_badges(session)
        for step in track(steps, "Writing the demo's past", disable=quiet, transient=True):
            clock.set(max(step.at, now - MEMBER_SINCE + timedelta(minutes=1)))
            step.act(session)
        clock.set(now - LAST_SEEN_BEFORE)
        add_licences(session, script.actors, names)
        add_refusals(session, clock, now)
        add_misses(session, clock, now)
    relay.drain()
    with past.transaction() as session:
        add_attestations(session)


@contextmanager
def mail_relay(parts: Parts) -> Iterator[None]:
    """Run the demo's mail relay for as long as the block takes, unless there is a real one."""
    if not parts.settings.smtp_url:
        parts.mail_sink.start()
    try:
        yield
    finally:
        parts.mail_sink.stop()


def demo_logins() -> list[dict[str, str]]:
    """Return the log-ins shown to whoever tries the demo: address, password, who that is."""
    people = {row["key"]: row for row in content.physicians() + content.applicants()}
    return [
        {"email": row["email"], "password": PASSWORD, "who": _who(row)} for row in (people[key] for key in SHOWN_LOGINS)
    ]


def _who(row: content.Row) -> str:
    roles = " and ".join(role.replace("_", " ") for role in row.get("roles", []))
    kind = row.get("specialty", "applicant").replace("-", " ")
    ended = "whose licence has just ended" if row.get("board", {}).get("expires_in_days", 0) < 0 else ""
    return ", ".join(part for part in (f"{row['first']} {row['last']}", kind, roles, ended) if part)


@seed.command("demo")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def seed_command(*, quiet: bool) -> None:
    """Fill an empty database with 44 physicians, their cases, papers and talk, and those who only read."""
    parts = running_parts()
    domains = parts.settings.institution_domains
    quiet = quiet or not sys.stdout.isatty()
    with mail_relay(parts):
        seed_demo(parts.database, parts.relay, institution_domains=domains, quiet=quiet)
    (parts.settings.data_dir / "demo-logins.json").write_text(json.dumps(demo_logins(), indent=1))
    click.echo("The demo is in place.")
