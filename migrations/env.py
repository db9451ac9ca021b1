"""How migrations run: against the application's engine, with lock and statement timeouts, batch mode on SQLite."""

import importlib
from pathlib import Path
from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import Engine, text

from medpeer.core.columns import Identifier, Sealed, SystemText, UtcDateTime, Vocabulary
from medpeer.core.db import Base
from medpeer.gate import Cleared, Rendered

_OURS = (Identifier, Sealed, SystemText, UtcDateTime, Vocabulary, Cleared, Rendered)

ROOT = Path(__file__).parents[1]
for found in sorted(ROOT.glob("medpeer/*/models*")):
    importlib.import_module(f"medpeer.{found.parent.name}.models")
    for part in sorted(found.glob("[a-z]*.py")):
        importlib.import_module(f"medpeer.{found.parent.name}.models.{part.stem}")


def _render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our column kinds as the plain type beneath them: a migration imports no models."""
    if kind == "type" and isinstance(item, _OURS):
        return f"sa.{item.impl_instance!r}"
    return False


def _compare_type(_context: Any, _column: Any, _metadata_column: Any, _database_type: Any, kind: Any) -> bool | None:
    # Text kinds differ between databases in name only; lengths are checked by the kinds themselves.
    return False if isinstance(kind, _OURS) else None


def run() -> None:
    """Apply what is asked, in one transaction."""
    engine: Engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET lock_timeout = '5s'"))
            connection.execute(text("SET statement_timeout = '300s'"))
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            render_item=_render_item,
            compare_type=_compare_type,
            **{
                key: value
                for key, value in current_app.extensions["migrate"].configure_args.items()
                if key not in {"render_as_batch", "compare_type"}
            },
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
