"""Killed while it makes a file of somebody's data, a server leaves nothing readable, and the next one makes it anew."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from medpeer.core.db import Database
from medpeer.own_data.models import OwnDataFile, OwnDataState
from tests.conftest import settings_env
from tests.factories.discussions import Discussions
from tests.integration.own_data.conftest import Owner

ROOT: Final = Path(__file__).parents[3]
MARK: Final = "Qzxvwbody"
# A process of its own with the thread that makes files, as a server has it; it dies where ``moment`` says.
KILLED: Final = """
import os, signal, sys, time
import medpeer.jobs.own_data as jobs
import medpeer.own_data.files as files
from config import load_settings
from medpeer.app import create_app
from medpeer.own_data import service
from medpeer.own_data.files import SealedWriter
from medpeer.web.state import attached

def die(*_args, **_more):
    os.kill(os.getpid(), signal.SIGKILL)

# Short pieces: much of the file is on the disk before it is whole.
files.PIECE_BYTES, jobs.NOTE_EVERY_S, jobs.OwnDataKeeper.every_s = 64, 0.0, 0.01
write = SealedWriter.write

def write_and_die(self, content):
    written = write(self, content)
    if self.size_bytes > 600:
        self.flush()
        die()
    return written

match sys.argv[1]:
    case "begun":
        SealedWriter.__init__ = die
    case "written in part":
        SealedWriter.write = write_and_die
    case "noting how far it is":
        service.note_step = die
    case "written and not through to the disk":
        os.fsync = die
    case "written and not noted":
        service.finish = die
    case "noted and not committed":
        service.OwnDataReady = die
attached(create_app(load_settings())).own_data.start()
time.sleep(60)
print("survived")
"""
MOMENTS: Final = (
    "begun",
    "written in part",
    "noting how far it is",
    "written and not through to the disk",
    "written and not noted",
    "noted and not committed",
)


def kill(owner: Owner, spool: Path, moment: str) -> None:
    """Let a server be killed at ``moment``; what it spools would lie in ``spool``."""
    spool.mkdir(exist_ok=True)
    env = {**os.environ, **settings_env(owner.parts.settings.data_dir), "TMPDIR": str(spool), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", KILLED, moment]
    done = subprocess.run(command, cwd=ROOT, env=env, check=False, capture_output=True)  # noqa: S603 - our own code
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]


def contents(*folders: Path) -> Iterator[bytes]:
    """Yield what every file below the folders holds, but the database, where the texts have their place."""
    for folder in folders:
        yield from (one.read_bytes() for one in folder.rglob("*") if one.is_file() and ".db" not in one.name)


def row(database: Database) -> OwnDataFile:
    """Return the one file asked for."""
    with database.reading() as session:
        return session.scalars(select(OwnDataFile)).one()


def start_anew(owner: Owner) -> int:
    """Do what a server does when it starts, and return how many files were made."""
    owner.parts.own_data.prepare()
    return owner.parts.own_data.run_once()


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_leaves_nothing_readable_and_the_next_start_makes_it_anew(
    ada: Owner, database: Database, tmp_path: Path, moment: str
) -> None:
    Discussions(database).thread(ada.actor, body=f"{MARK} stands in this text.")
    ada.post()
    kill(ada, tmp_path / "spool", moment)
    left = list(ada.folder.glob("*"))
    assert (row(database).state, row(database).place, len(left)) == (
        OwnDataState.BUILDING,
        None,
        0 if moment == "begun" else 1,
    )
    for content in contents(ada.parts.settings.data_dir, tmp_path / "spool"):
        for part in (MARK.encode(), b"PK\x03\x04", b"PK\x01\x02", b"data.json", b"your-data"):
            assert part not in content
    # What is there cannot be fetched, and the page does not say that it can.
    assert ada.fetch().status_code == 303
    assert "It is ready" not in ada.page()
    for stray in left:
        # As after the hour in which its writer may still be alive.
        os.utime(stray, (ada.clock.now().timestamp() - 3601,) * 2)
    assert start_anew(ada) == 1
    assert not any(stray.exists() for stray in left)
    assert "It is ready" in ada.page()
    with ZipFile(BytesIO(ada.fetch().data)) as archive:
        assert MARK.encode() in archive.read("data.json")


def test_one_that_is_killed_each_time_is_said_to_have_failed_and_can_be_asked_for_again(
    ada: Owner, database: Database, tmp_path: Path
) -> None:
    ada.post()
    for _ in range(3):
        kill(ada, tmp_path / "spool", "written in part")
    assert start_anew(ada) == 0
    assert row(database).state is OwnDataState.FAILED
    assert "could not be made" in ada.page()
    assert ada.ask() == 1
