"""Killed at any moment, a server leaves nothing of a document that anybody can read; and what is gone is gone."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import select

from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.licensing.models.documents import ClaimDocument
from tests.conftest import settings_env, state_of
from tests.factories.images import png
from tests.integration.onboarding.conftest import Applicant
from tests.integration.onboarding.test_documents import claimant, send

__all__ = ["claimant"]

ROOT: Final = Path(__file__).parents[3]
# The applicant's own request in a process of its own, which kills itself where ``moment`` says.
KILLED: Final = """
import os, signal, sys
from io import BytesIO
from config import load_settings
from medpeer.app import create_app
from medpeer.licensing.document_files import DocumentFiles
from medpeer.licensing.service import documents
from tests.factories.images import png

moment, cookie, token = sys.argv[1:]

def die(*_args, **_more):
    os.kill(os.getpid(), signal.SIGKILL)

if moment == "drawn anew":
    DocumentFiles.write = die
elif moment == "written in part":
    os.fsync = die
elif moment == "written":
    documents.add_document = die
elif moment == "noted and not committed":
    documents._record = die
app = create_app(load_settings())
browser = app.test_client()
browser.set_cookie(app.session_interface.cookie_name, cookie)
form = {"csrf_token": token, "kind": "licence", "file": (BytesIO(png(3000, 2000, Comment="Qzxvwdocument")), "a.png")}
browser.post("/join/proof/document", data=form)
print("survived")
"""
MOMENTS: Final = ("drawn anew", "written in part", "written", "noted and not committed")


def kill(applicant: Applicant, data_dir: Path, moment: str, spool: Path) -> None:
    """Let the applicant's request be killed at ``moment``; what it spools would lie in ``spool``."""
    sessions = applicant.app.session_interface
    cookie = applicant.browser.get_cookie(sessions.cookie_name)  # type: ignore[attr-defined]
    assert cookie
    env = {**os.environ, **settings_env(data_dir), "TMPDIR": str(spool), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", KILLED, moment, cookie.value, applicant.people.csrf(applicant.browser)]
    done = subprocess.run(command, cwd=ROOT, env=env, check=False, capture_output=True)  # noqa: S603 - our own code
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]


def contents(*folders: Path) -> Iterator[bytes]:
    """Yield what every file below the folders holds."""
    for folder in folders:
        yield from (path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_leaves_nothing_readable_and_soon_nothing_at_all(
    claimant: Applicant, database: Database, clock: SettableClock, data_dir: Path, tmp_path: Path, moment: str
) -> None:
    spool = tmp_path / "spool"
    spool.mkdir()
    kill(claimant, data_dir, moment, spool)
    for content in contents(data_dir, spool):
        for part in (b"Qzxvwdocument", b"\x89PNG", b"\x00\x00\x00\rIHDR", b"JFIF\x00"):
            assert part not in content
    with database.reading() as session:
        assert session.scalars(select(ClaimDocument.id)).all() == []
    vault = data_dir / "vault"
    for stray in vault.glob("*"):
        # As after the hour in which a row may still come.
        os.utime(stray, (clock.now().timestamp() - 3601,) * 2)
    state_of(claimant.app).proofs.run_once()
    assert list(vault.glob("*")) == []
    assert send(claimant, png()).status_code == 303


def test_a_kill_in_the_middle_of_destroying_is_made_up_for(
    claimant: Applicant, database: Database, data_dir: Path, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(claimant, png())
    (path,) = (data_dir / "vault").iterdir()
    sealed = path.read_bytes()
    with database.transaction() as session:
        session.scalars(select(ClaimDocument)).one().added_at = clock.now().replace(year=2025)
    keeper = state_of(claimant.app).proofs
    with monkeypatch.context() as stopped:
        stopped.setattr(Path, "unlink", _stop)
        with pytest.raises(KeyboardInterrupt):
            keeper.run_once()
    # Overwritten already, and still noted as there: the next round finishes it.
    assert path.stat().st_size == len(sealed)
    assert not any(sealed[20:60] in content for content in contents(data_dir))
    assert keeper.run_once() == 1
    assert not path.exists()


def _stop(*_args: object, **_more: object) -> None:
    raise KeyboardInterrupt
