"""Whether the database is as new as the code: one that is not fails at some page, hours after the start."""

from pathlib import Path
from typing import Final

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from medpeer.core.db import Database

MIGRATIONS: Final = Path(__file__).parents[2] / "migrations"


class SchemaError(SystemExit):
    """The database is not at the newest migration; the message says what to do."""


def require_newest(database: Database, migrations: Path = MIGRATIONS) -> None:
    """Stop a start on a database that is older or newer than the code.

    Raises:
        SchemaError: the newest migration of ``migrations`` is not the one that the database is at.
    """
    newest = ScriptDirectory(str(migrations)).get_current_head()
    with database.engine.connect() as connection:
        there = MigrationContext.configure(connection).get_current_revision()
    if there != newest:
        message = (
            f"The database is at migration {there or 'none'}, this code needs {newest}. Stop the server, run "
            "`flask --app wsgi db upgrade`, and start again; if the database is the newer one, start the newer code."
        )
        raise SchemaError(message)
