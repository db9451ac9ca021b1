"""The operator's commands over a real database."""

import json
import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from medpeer.accounts.models import Role
from medpeer.accounts.queries import load_actor
from medpeer.audit import head_of
from medpeer.core.db import Database
from tests.conftest import state_of
from tests.factories.people import People

FORGED = (
    "INSERT INTO audit_entry SELECT seq + 100, at, actor_id, action, object_kind, object_id, reason, clearance_id,"
    " previous_hash, 'ab', evidence_digest FROM audit_entry WHERE seq = 2"
)


def run(app: Flask, *args: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=list(args))
    return done.exit_code, done.output


def tamper(data_dir: Path, app: Flask, statement: str) -> None:
    """Change the log behind the triggers' back, as whoever holds the file can."""
    state_of(app).database.engine.dispose()
    shell = sqlite3.connect(data_dir / "medpeer.db")
    for action in ("update", "delete"):
        shell.execute(f"DROP TRIGGER append_only_audit_entry_{action}")
    shell.execute(statement)
    shell.commit()
    shell.close()


@pytest.fixture
def crowd(people: People) -> People:
    for _ in range(3):
        people.physician(Role.MODERATOR, Role.REVIEWER)
    return people


@pytest.mark.usefixtures("crowd")
def test_a_log_as_written_verifies_and_shows_its_head(app: Flask, database: Database) -> None:
    with database.reading() as session:
        count, head = head_of(session)
    code, said = run(app, "audit", "verify")
    assert code == 0
    assert f"{count} entries" in said
    assert head in said
    assert run(app, "audit", "verify", "--head", head)[0] == 0


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET object_id = 99 WHERE seq = 2",
        "UPDATE audit_entry SET action = 'no_such_action' WHERE seq = 2",
        "UPDATE audit_entry SET at = '2020-01-01 00:00:00.000000' WHERE seq = 2",
        "UPDATE audit_entry SET at = at || '+02:00' WHERE seq = 2",
        "UPDATE audit_entry SET actor_id = x'00ff' WHERE seq = 2",
        "DELETE FROM audit_entry WHERE seq = 2",
        "DELETE FROM audit_entry WHERE seq = (SELECT max(seq) FROM audit_entry)",
        FORGED,
        "UPDATE audit_entry SET seq = -seq WHERE seq = 3",
    ],
)
def test_tampering_with_the_file_is_found(app: Flask, data_dir: Path, database: Database, statement: str) -> None:
    with database.reading() as session:
        _, head = head_of(session)
    tamper(data_dir, app, statement)
    code, said = run(app, "audit", "verify", "--head", head)
    assert code == 1
    assert "verify" in said


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET object_id = 99", "DELETE FROM audit_entry WHERE seq = 2"]
)
def test_the_database_itself_refuses_to_change_the_log(database: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), database.transaction() as session:
        session.execute(text(statement))


@pytest.mark.usefixtures("crowd")
def test_an_export_is_verified_from_its_file_alone(app: Flask, data_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "audit.ndjson"
    code, said = run(app, "audit", "export", str(file))
    assert code == 0
    assert json.loads(file.read_text().splitlines()[-1])["head"] in said
    tamper(data_dir, app, "DELETE FROM audit_entry")
    assert run(app, "audit", "verify", str(file)) == (0, "Everything verifies.\n")
    file.write_text(file.read_text().replace('"object_id":1,', '"object_id":2,', 1))
    code, said = run(app, "audit", "verify", str(file))
    assert code == 1
    assert "was changed after it was written" in said


def test_a_role_is_granted_by_address_once(app: Flask, database: Database, people: People) -> None:
    member = people.physician(email="mod@stlukes.example")
    assert run(app, "roles", "grant", "Mod@StLukes.example", "moderator")[0] == 0
    assert run(app, "roles", "grant", "mod@stlukes.example", "moderator")[0] == 0
    with database.reading() as session:
        assert load_actor(session, member.physician_id).roles == {Role.MODERATOR}


@pytest.mark.parametrize(
    ("address", "role", "said"),
    [
        ("nobody@stlukes.example", "moderator", "No member has this address"),
        ("no address", "moderator", "This is not an e-mail address"),
        ("mod@stlukes.example", "king", "Invalid value"),
    ],
)
def test_a_role_for_nobody_is_refused(app: Flask, address: str, role: str, said: str) -> None:
    code, output = run(app, "roles", "grant", address, role)
    assert code != 0
    assert said in output


def test_no_list_of_purges_means_nothing_to_replay(app: Flask) -> None:
    assert "nothing to replay" in run(app, "audit", "replay-purges")[1]
    assert run(app, "audit", "purges") == (0, "")
