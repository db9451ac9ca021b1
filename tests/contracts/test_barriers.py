"""The barriers of the one write path, each tried from the side it faces. Taking one away fails a test here."""

import copy
import pickle
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, MetaData, String, Table, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, InvalidRequestError, StatementError

from medpeer.accounts.models import Physician
from medpeer.core.columns import Identifier, Sealed, SystemText, Vocabulary
from medpeer.core.db import Base, Database
from medpeer.gate import (
    Candidate,
    Cleared,
    ClearedText,
    Examined,
    RawText,
    Rendered,
    Surface,
    UnclearedTextError,
    clear,
    examine,
)
from medpeer.gate._seal import Seal
from medpeer.gate.models import Clearance
from medpeer.gate.verify import cleared_columns, cleared_image_columns, verify_texts
from tests.factories.people import People
from tests.factories.texts import cleared

ROOT = Path(__file__).parents[2]
TEXT_KINDS = (Cleared, Rendered, Vocabulary, Identifier, SystemText)


# Barrier 1: types.
def test_the_type_checker_reports_every_planted_bypass() -> None:
    """Each line marked ``planted`` in the sample must be an error, and no other line."""
    sample = ROOT / "tests/data/planted_bypasses.py"
    planted = {number for number, line in enumerate(sample.read_text().splitlines(), 1) if "# planted" in line}
    # A cache of its own: the checked tree's does not know the sample's imports.
    options = ["--no-error-summary", "--hide-error-context", "--cache-dir", str(ROOT / ".mypy_cache/planted")]
    command = [sys.executable, "-m", "mypy", *options, str(sample)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S603 - fixed command
    reported = {int(line.split(":")[1]) for line in done.stdout.splitlines() if "planted_bypasses.py" in line}
    assert reported == planted, done.stdout + done.stderr


# Barrier 2: the seal stays in the gate.
def test_importing_the_seal_elsewhere_breaks_a_contract(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "medpeer", tmp_path / "medpeer", ignore=shutil.ignore_patterns("__pycache__", "data"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "medpeer/accounts/thief.py").write_text("from medpeer.gate._seal import SEAL\n")
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(  # noqa: S603 - fixed command
        command, capture_output=True, text=True, check=False, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}
    )
    assert done.returncode == 1, done.stdout
    assert "Only the gate holds the seal BROKEN" in done.stdout


def test_a_foreign_seal_makes_no_cleared_text() -> None:
    with pytest.raises(TypeError, match="only the gate"):
        ClearedText("text", 1, seal=Seal())


def test_a_foreign_seal_makes_no_examined_text() -> None:
    with pytest.raises(TypeError, match="only the gate"):
        Examined(RawText("text"), Surface.CASE_POST, attested=frozenset(), html=None, seal=Seal())


def test_an_examined_text_is_neither_read_nor_changed_nor_copied() -> None:
    examined = examine(RawText("A plain remark."), Surface.CASE_POST)
    assert "plain" not in repr(examined) + str(examined)
    escapes: tuple[Callable[[], object], ...] = (
        lambda: f"{examined}",
        lambda: pickle.dumps(examined),
        lambda: copy.copy(examined),
        lambda: setattr(examined, "surface", Surface.PERSON_NAME),
        lambda: setattr(examined, "_raw", RawText("Another text.")),
        lambda: examined.open_to_clear(seal=Seal()),
    )
    for escape in escapes:
        with pytest.raises(TypeError):
            escape()


@pytest.mark.parametrize("smuggled", ["plain", RawText("raw"), Candidate(RawText("raw"), Surface.CASE_POST)])
def test_only_an_examined_text_is_cleared(database: Database, smuggled: Any) -> None:
    with database.transaction() as session:
        with pytest.raises(UnclearedTextError):
            clear(session, smuggled)
        assert session.scalar(select(func.count()).select_from(Clearance)) == 0


# Barrier 3: the column type.
@pytest.mark.parametrize("smuggled", ["plain", RawText("raw")], ids=["str", "RawText"])
def test_the_column_takes_only_the_gates_own_value(database: Database, people: People, smuggled: object) -> None:
    actor = people.physician()
    table = Base.metadata.tables["physician"]
    attempts = (
        insert(table).values(first_name_text=smuggled, first_name_clearance_id=1),
        update(table).values(first_name_text=smuggled),
        update(Physician).where(Physician.id == actor.physician_id).values(first_name_text=smuggled),
    )
    for attempt in attempts:
        with pytest.raises(StatementError) as caught, database.transaction() as session:
            session.execute(attempt)
        # Not the trigger behind it, nor the driver: the column itself.
        assert isinstance(caught.value.orig, UnclearedTextError)
    with pytest.raises(StatementError) as caught, database.transaction() as session:
        session.execute(insert(table), [{"first_name_text": smuggled, "first_name_clearance_id": 1}] * 2)
    assert isinstance(caught.value.orig, UnclearedTextError)


def test_the_orm_refuses_a_plain_string(database: Database, people: People) -> None:
    actor = people.physician()
    with pytest.raises((StatementError, InvalidRequestError, AttributeError)), database.transaction() as session:
        session.get_one(Physician, actor.physician_id).first_name = "plain"  # type: ignore[assignment]
        session.flush()


# Barrier 4: the database's trigger.
@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE physician SET first_name_text = 'Forged'",
        "UPDATE physician SET first_name_clearance_id = last_name_clearance_id, last_name_clearance_id = NULL",
        "UPDATE physician SET first_name_text = last_name_text",
    ],
)
def test_raw_sql_cannot_forge_a_text(database: Database, people: People, forgery: str) -> None:
    people.physician(first="Ada", last="Okonkwo")
    with pytest.raises(DBAPIError), database.transaction() as session:
        session.execute(text(forgery))


def test_a_shell_without_our_function_fails_closed(data_dir: Path, people: People) -> None:
    people.physician()
    shell = sqlite3.connect(data_dir / "medpeer.db")
    with pytest.raises(sqlite3.OperationalError, match="sha256"):
        shell.execute("UPDATE physician SET first_name_text = 'Forged'")
    shell.close()


def test_every_cleared_column_has_its_trigger_and_its_keys(database: Database) -> None:
    with database.reading() as session:
        triggers = set(session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
    for table, name in cleared_columns():
        assert {f"clearance_{table.name}_{name}_{action}" for action in ("insert", "update")} <= triggers, table.name
        key = table.c[f"{name}_clearance_id"]
        assert key.unique, f"{table.name}.{key.name} must be unique"
        assert {fk.column.table.name for fk in key.foreign_keys} == {"clearance"}
        assert key.nullable == table.c[f"{name}_text"].nullable


def test_every_cleared_image_has_its_trigger_and_its_keys(database: Database) -> None:
    with database.reading() as session:
        triggers = set(session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
    columns = list(cleared_image_columns())
    assert {table.name for table, _ in columns} == {"image_file", "stack_frame"}
    for table, name in columns:
        assert {f"clearance_{table.name}_{name}_{action}" for action in ("insert", "update")} <= triggers, table.name
        key = table.c[f"{name}_clearance_id"]
        assert (key.unique, key.nullable, table.c[f"{name}_bytes"].nullable) == (True, False, False)
        assert {fk.column.table.name for fk in key.foreign_keys} == {"clearance"}


def test_a_clearance_is_not_used_twice(database: Database, people: People) -> None:
    first, second = people.physician(), people.physician()
    with database.transaction() as session:
        grace = cleared(session, "Grace", Surface.PERSON_NAME)
        session.get_one(Physician, first.physician_id).first_name = grace
    with pytest.raises(DBAPIError), database.transaction() as session:
        session.get_one(Physician, second.physician_id).first_name = grace


# Barrier 5: no column without a decision.
def undecided_columns(metadata: MetaData) -> set[str]:
    """Return the text columns that are of no decided kind."""
    return {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String) and not isinstance(column.type, TEXT_KINDS)
    } | {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.type.__class__.__name__ in {"LargeBinary", "JSON", "PickleType"}
        and not isinstance(column.type, Sealed)
    }


def test_each_text_column_is_of_a_decided_kind() -> None:
    assert undecided_columns(Base.metadata) == set()


def test_a_bare_text_column_would_be_found() -> None:
    metadata = MetaData()
    Table("note", metadata, Column("body", String))
    assert undecided_columns(metadata) == {"note.body"}


# Barrier 8: tampering afterwards.
def test_tampering_behind_the_triggers_is_found(data_dir: Path, database: Database, people: People) -> None:
    people.physician(first="Ada")
    with database.reading() as session:
        assert list(verify_texts(session)) == []
    database.engine.dispose()
    shell = sqlite3.connect(data_dir / "medpeer.db")
    for (name,) in shell.execute(
        "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='physician'"
    ).fetchall():
        shell.execute(f"DROP TRIGGER {name}")
    shell.execute("UPDATE physician SET first_name_text = 'Forged'")
    shell.commit()
    shell.close()
    with database.reading() as session:
        assert [found.place for found in verify_texts(session)] == ["physician 1 first_name"]


def test_a_reader_cannot_write(database: Database, people: People) -> None:
    people.physician()
    with pytest.raises(DBAPIError), database.reading() as session:
        session.execute(update(Clearance).values(digest="0" * 64))
    with database.reading() as session:
        assert session.scalar(select(Clearance.id)) is not None
