"""A process that is killed while it stores a picture leaves nothing of it."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import settings_env
from tests.integration.images.conftest import Eyes, Studio

ROOT: Final = Path(__file__).parents[3]
KILLED: Final = """
import os, signal
from config import load_settings
from medpeer.accounts import queries
from medpeer.app import create_app
from medpeer.gate import clear_image
from medpeer.images import service
from medpeer.web.state import attached
from tests.factories.images import examined
from tests.factories.texts import cleared
from medpeer.gate import Surface

database = attached(create_app(load_settings())).database
looked_at = examined()
with database.transaction() as session:
    actor = queries.load_actor(session, 1)
    full, thumbnail = clear_image(session, looked_at)
    alt = cleared(session, "A soft shadow on black", Surface.IMAGE_ALT)
    service.store(session, actor, service.NewImage(full=full, thumbnail=thumbnail, alt=alt))
    session.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.usefixtures("studio")
def test_a_kill_in_the_middle_leaves_nothing(data_dir: Path) -> None:
    before = _counts(data_dir)
    done = subprocess.run(  # noqa: S603 - our own interpreter on our own code
        [sys.executable, "-c", KILLED], cwd=ROOT, env={**os.environ, **settings_env(data_dir)}, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert _counts(data_dir) == before


def _counts(data_dir: Path) -> list[int]:
    shell = sqlite3.connect(data_dir / "medpeer.db")
    tables = ("image", "image_file", "clearance", "outbox_event", "audit_entry")
    counts = [shell.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]
    assert shell.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    shell.close()
    return counts


def test_a_restart_forgets_what_was_being_prepared(studio: Studio, eyes: Eyes, data_dir: Path) -> None:
    row = studio.pending(studio.author)
    picture = studio.client(studio.author).get(row["url"]).data
    assert eyes.regions == ()
    assert not [path for path in data_dir.rglob("*") if path.is_file() and picture[60:100] in path.read_bytes()]
