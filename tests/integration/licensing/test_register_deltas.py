"""Weekly and deactivation files change the register in use: only what differs, all of it or nothing."""

import csv
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import select, text

from medpeer.accounts.actor import Actor
from medpeer.core.db import Database
from medpeer.core.outbox import OutboxEvent
from medpeer.jobs.register_import import import_nppes
from medpeer.licensing.errors import RegisterFileError
from medpeer.licensing.events import RegisterChanged
from medpeer.licensing.evidence import NPPES, RegisterRecord
from medpeer.licensing.models import ImportKind, RegisterChange, RegisterChangeKind, RegisterImport
from medpeer.licensing.queries import registers
from tests.factories.licensing import deactivated_line, hold, line, load, npi_number, write_file
from tests.factories.people import People

WEEKLY = "npidata_pfile_20261109-20261115.csv"
NEXT_WEEKLY = "npidata_pfile_20261116-20261122.csv"


def record_of(database: Database, npi: str) -> RegisterRecord | None:
    """Return what the register in use holds of a number."""
    with database.reading() as session:
        return registers.find_record(session, registers.find_current_import(session), npi)


def table(database: Database) -> list[tuple[object, ...]]:
    """Return every row of the register, in order."""
    with database.reading() as session:
        rows = session.execute(text("SELECT * FROM register_physician ORDER BY import_id, npi"))
        return [tuple(row) for row in rows]


def changes(database: Database) -> list[tuple[int, RegisterChangeKind]]:
    """Return what was noted of members."""
    with database.reading() as session:
        return [(one.physician_id, one.kind) for one in session.scalars(select(RegisterChange))]


def weekly(folder: Path, *lines: Mapping[str, str], name: str = WEEKLY) -> Path:
    """Write a weekly file."""
    return write_file(folder, *lines, name=name)


def test_a_week_touches_only_what_differs(database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, *(line(npi_number(n), middle="A") for n in range(6)))
    before = table(database)
    report = import_nppes(
        database,
        weekly(
            tmp_path,
            line(npi_number(1), middle="A"),
            line(npi_number(2), last="MARRIED", middle="A"),
            line(npi_number(3), code="363LF0000X"),
            line(npi_number(8)),
            line(npi_number(9), code="363LF0000X"),
        ),
    )
    assert (report.kind, report.changed, report.totals.rows_read) == (ImportKind.WEEKLY, 3, 5)
    after = table(database)
    assert len(set(before) - set(after)) == 2
    assert len(set(after) - set(before)) == 2
    changed = record_of(database, npi_number(2))
    assert changed is not None
    assert (changed.name.last, changed.dated_on) == ("MARRIED", date(2026, 11, 15))
    assert record_of(database, npi_number(3)) is None
    assert record_of(database, npi_number(8))
    assert record_of(database, npi_number(9)) is None


def test_the_same_week_again_changes_nothing(database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, line(npi_number(1)))
    file = weekly(tmp_path, line(npi_number(1), last="NEWER"))
    import_nppes(database, file)
    next_week = weekly(tmp_path, line(npi_number(1), last="NEWEST"), name=NEXT_WEEKLY)
    import_nppes(database, next_week)
    before = table(database)
    for again in (file, next_week):
        report = import_nppes(database, again)
        assert (report.was_in_use, report.changed) == (True, 0)
    assert table(database) == before
    with database.reading() as session:
        assert len(session.scalars(select(RegisterImport).where(RegisterImport.register == NPPES)).all()) == 3


def test_a_week_needs_a_whole_register_no_newer_than_itself(database: Database, tmp_path: Path) -> None:
    file = weekly(tmp_path, line())
    with pytest.raises(RegisterFileError, match="full monthly file first"):
        import_nppes(database, file)
    load(database, tmp_path, line())
    older = weekly(tmp_path, line(last="OLD"), name="npidata_pfile_20261026-20261101.csv")
    with pytest.raises(RegisterFileError, match="already"):
        import_nppes(database, older)
    kept = record_of(database, line()["NPI"])
    assert kept is not None
    assert kept.name.last == "OKONJO"


def test_a_week_left_out_is_told(database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, line())
    assert import_nppes(database, weekly(tmp_path, line(), name=NEXT_WEEKLY)).missing_from == date(2026, 11, 10)


def test_a_fault_in_a_week_changes_nothing(database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, line(npi_number(1)))
    before = table(database)
    with pytest.raises(RegisterFileError) as caught:
        import_nppes(database, weekly(tmp_path, line(npi_number(1), last="NEWER"), line(npi_number(2), entity="3")))
    assert caught.value.line == 3
    assert table(database) == before


def deactivations(path: Path, *rows: tuple[object, ...]) -> Path:
    """Write the list as published: a title, a header, a line a number."""
    whole = [("NPPES Deactivated Records as of Nov 09 2026", None), ("NPI", "NPPES Deactivation Date"), *rows]
    if path.suffix == ".csv":
        with path.open("w", newline="") as file:
            csv.writer(file).writerows(whole)
        return path
    book = Workbook()
    sheet = book.worksheets[0]
    for row in whole:
        sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_list_of_deactivated_numbers_puts_them_out_of_use(database: Database, tmp_path: Path, suffix: str) -> None:
    load(
        database,
        tmp_path,
        line(npi_number(1)),
        line(npi_number(2), deactivated="01/02/2020", reactivated="01/02/2026"),
        deactivated_line(npi_number(3)),
    )
    file = deactivations(
        tmp_path / f"NPPES Deactivated NPI Report 20261109{suffix}",
        (npi_number(1), "11/03/2026"),
        (npi_number(2), "01/02/2020"),
        (npi_number(3), "07/01/2026"),
        (npi_number(4), "11/04/2026"),
    )
    report = import_nppes(database, file)
    assert (report.kind, report.changed, report.dated_on) == (ImportKind.DEACTIVATION, 2, date(2026, 11, 9))
    kept = record_of(database, npi_number(1))
    assert kept is not None
    assert (kept.is_deactivated, kept.deactivated_on, kept.name.last) == (True, date(2026, 11, 3), "OKONJO")
    back = record_of(database, npi_number(2))
    assert back is not None
    assert not back.is_deactivated
    fresh = record_of(database, npi_number(4))
    assert fresh is not None
    assert fresh.is_deactivated
    assert import_nppes(database, file).was_in_use


def test_numbers_and_days_may_be_cells_of_their_own_kinds(database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, line(npi_number(1)))
    path = deactivations(tmp_path / "list.xlsx", (int(npi_number(1)), date(2026, 11, 3)), (None, None))
    import_nppes(database, path, dated_on=date(2026, 11, 9))
    kept = record_of(database, npi_number(1))
    assert kept is not None
    assert kept.is_deactivated


def test_a_list_inside_its_zip_is_read(database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, line(npi_number(1)))
    inner = deactivations(tmp_path / "NPPES Deactivated NPI Report 20261109.xlsx", (npi_number(1), "11/03/2026"))
    path = tmp_path / "NPPES_Deactivated_NPI_Report_110926_V2.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(inner, inner.name)
    assert import_nppes(database, path).changed == 1


def test_a_faulty_list_names_its_line(database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, line(npi_number(1)))
    path = deactivations(tmp_path / "Deactivated 20261109.csv", (npi_number(1), "11/03/2026"), ("19", "11/03/2026"))
    with pytest.raises(RegisterFileError) as caught:
        import_nppes(database, path)
    assert (caught.value.line, caught.value.column) == (4, "NPI")
    kept = record_of(database, npi_number(1))
    assert kept is not None
    assert not kept.is_deactivated


def members(people: People, database: Database) -> tuple[Actor, Actor, Actor]:
    """Return three members who hold the first three numbers."""
    actors = people.physician(), people.physician(), people.physician()
    for n, actor in enumerate(actors, 1):
        hold(database, actor, npi_number(n))
    return actors


def test_what_a_week_says_otherwise_of_members_is_noted(database: Database, people: People, tmp_path: Path) -> None:
    load(database, tmp_path, *(line(npi_number(n)) for n in range(1, 6)))
    one, two, three = members(people, database)
    report = import_nppes(
        database,
        weekly(
            tmp_path,
            deactivated_line(npi_number(1)),
            line(npi_number(2), last="MARRIED", number="MD-0099"),
            line(npi_number(3), **{"Last Update Date": "11/14/2026"}),
            line(npi_number(4), last="NO MEMBER"),
        ),
    )
    assert (report.changed, report.noted) == (4, 3)
    assert set(changes(database)) == {
        (one.physician_id, RegisterChangeKind.DEACTIVATED),
        (two.physician_id, RegisterChangeKind.NAME),
        (two.physician_id, RegisterChangeKind.LICENCES),
    }
    assert three.physician_id not in {physician for physician, _ in changes(database)}
    with database.reading() as session:
        events = session.scalars(select(OutboxEvent.name).where(OutboxEvent.name == RegisterChanged.name)).all()
    assert len(events) == 3


def test_a_whole_newer_file_and_a_list_note_the_same(database: Database, people: People, tmp_path: Path) -> None:
    load(database, tmp_path, *(line(npi_number(n)) for n in range(1, 6)))
    one, two, three = members(people, database)
    load(database, tmp_path, line(npi_number(1)), line(npi_number(3), last="NEWER"), line(npi_number(4)))
    path = deactivations(tmp_path / "Deactivated 20261109.xlsx", (npi_number(1), "11/03/2026"))
    assert import_nppes(database, path).noted == 1
    assert changes(database) == [
        (two.physician_id, RegisterChangeKind.GONE),
        (three.physician_id, RegisterChangeKind.NAME),
        (one.physician_id, RegisterChangeKind.DEACTIVATED),
    ]


def test_the_command_knows_what_a_file_is(app: Flask, database: Database, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    load(database, tmp_path, line(npi_number(1)), line(npi_number(2)))
    for file, words in (
        (weekly(tmp_path, line(npi_number(1), last="NEWER")), "weekly file of 15 November 2026: 1 numbers changed"),
        (weekly(tmp_path, line(npi_number(1), last="NEWER")), "taken in before"),
        (deactivations(tmp_path / "Deactivated 20261109.xlsx", (npi_number(2), "11/03/2026")), "deactivation file"),
    ):
        done = runner.invoke(args=["register", "import", "nppes", str(file)])
        assert done.exit_code == 0, done.output
        assert words in done.output
