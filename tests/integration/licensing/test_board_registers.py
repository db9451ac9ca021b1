"""Boards' registers by manifest: found in any spelling, never taken for more than the manifest says, old ones told."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.jobs.list_import import import_board
from medpeer.licensing.boards import find_manifest, read_manifest
from medpeer.licensing.errors import RegisterFileError
from medpeer.licensing.evidence import Authority, BoardKind, BoardRecord, BoardStatus, RegisterLicence
from medpeer.licensing.models import RegisterChange, RegisterChangeKind
from medpeer.licensing.names import PersonName
from medpeer.licensing.queries.boards import find_elsewhere
from medpeer.licensing.queries.registers import find_board_records, find_board_records_named, register_ages
from tests.factories.evidence import claimed, record
from tests.factories.licensing import Typed, line, load
from tests.factories.lists import BOARD, board_text, holder, licence, load_board, write_manifest
from tests.factories.people import People

TODAY = date(2026, 11, 20)


def found(database: Database, number: str = "60012345", state: str = "WA") -> tuple[BoardRecord, ...]:
    """Look a licence up in the registers in use."""
    with database.reading() as session:
        return find_board_records(session, state, number)


def one(database: Database, number: str = "60012345", state: str = "WA") -> BoardRecord:
    """Return the one licence of a number."""
    (record,) = found(database, number, state)
    return record


def test_a_licence_is_a_value_with_all_that_the_file_says(database: Database, tmp_path: Path) -> None:
    report = load_board(database, tmp_path, licence())
    assert (report.register, report.totals.rows_kept, report.unknown) == ("us-wa-doh", 1, 0)
    assert one(database) == BoardRecord(
        register="us-wa-doh",
        jurisdiction="WA",
        number="MD60012345",
        name=PersonName("Miriam", "Okonjo", "A"),
        kind=BoardKind.PHYSICIAN,
        status=BoardStatus.ACTIVE,
        dated_on=date(2026, 11, 9),
        expires_on=date(2027, 9, 30),
        birth_year=1979,
        has_discipline=False,
        authority=Authority.PRIMARY,
        is_stale=False,
    )


@pytest.mark.parametrize("typed", ["MD60012345", "md-6001-2345", "60012345", "0060012345", "WA MD60012345"])
def test_a_number_is_found_in_any_spelling(database: Database, tmp_path: Path, typed: str) -> None:
    load_board(database, tmp_path, licence(), licence(CredentialNumber="MD60054321"))
    assert one(database, typed).number == "MD60012345"


def test_licences_are_listed_by_name_for_those_who_look(database: Database, tmp_path: Path) -> None:
    load_board(
        database,
        tmp_path,
        licence(LastName="García-López", FirstName="Ana"),
        licence(LastName="GARCIA LOPEZ", FirstName="Berta", CredentialNumber="MD2"),
        licence(LastName="Garcia", FirstName="Ana", CredentialNumber="MD3"),
    )
    with database.reading() as session:
        assert [one.name.first for one in find_board_records_named(session, "garcia lopez")] == ["Ana", "Berta"]
        assert [one.number for one in find_board_records_named(session, "García López", "be")] == ["MD2"]
        assert len(find_board_records_named(session, "Garcia-Lopez", limit=1)) == 1
        assert find_board_records_named(session, "García López", "%") == ()
        assert find_board_records_named(session, "") == ()


def test_another_state_or_profession_is_not_found(database: Database, tmp_path: Path) -> None:
    load_board(database, tmp_path, licence())
    assert found(database, state="OR") == ()
    assert found(database, "DO60012345") == ()
    assert found(database, "") == ()


def test_a_number_that_two_professions_share_answers_twice(database: Database, tmp_path: Path) -> None:
    nurse = licence(CredentialNumber="RN60012345", CredentialType="Registered Nurse License")
    load_board(database, tmp_path, licence(), nurse)
    assert {record.kind for record in found(database)} == {BoardKind.PHYSICIAN, BoardKind.OTHER}
    assert one(database, "RN60012345").kind is BoardKind.OTHER


def test_a_licence_on_record_in_several_spellings_is_asked_for_once(database: Database, tmp_path: Path) -> None:
    load_board(database, tmp_path, licence(), licence(CredentialNumber="RN60012345"))
    spelt = ("60012345 WA", "MD60012345", "60012345", "Lic. 60012345", "", "RN60012345", "60054321")
    slots = tuple(RegisterLicence("207R00000X", number, "WA") for number in spelt)
    with database.reading() as session:
        rows = find_elsewhere(session, claimed(), record(licences=slots), {"WA"})
        assert sorted(row.number for row in rows) == ["MD60012345", "RN60012345"]
        assert find_elsewhere(session, claimed(), record(licences=slots), {"TX"}) == ()
        own = claimed(jurisdiction="WA", number="60012345")
        assert [row.number for row in find_elsewhere(session, own, record(licences=slots[:4]), {"WA"})] == []


def test_words_that_the_manifest_does_not_name_are_unknown(database: Database, tmp_path: Path) -> None:
    report = load_board(database, tmp_path, licence(Status="ACTIVE-ISH", CredentialType="Reiki Master"))
    assert (one(database).status, one(database).kind) == (BoardStatus.UNKNOWN, BoardKind.UNKNOWN)
    assert report.unknown == 1


@pytest.mark.parametrize(
    ("written", "held"),
    [("Yes", True), ("See order M2019-1", True), ("No", False), ("", False), ("N", False), ("None", False)],
)
def test_any_word_but_a_no_is_discipline(database: Database, tmp_path: Path, written: str, held: bool) -> None:
    load_board(database, tmp_path, licence(ActionTaken=written))
    assert one(database).has_discipline is held


def test_a_register_without_the_column_knows_of_no_discipline(database: Database, tmp_path: Path) -> None:
    load_board(database, tmp_path, licence(), manifest=BOARD.replace(", discipline: ActionTaken", ""))
    assert one(database).has_discipline is None


def test_a_stale_register_says_so_in_each_record(database: Database, clock: SettableClock, tmp_path: Path) -> None:
    load_board(database, tmp_path, licence())
    clock.set(datetime(2026, 12, 14, tzinfo=UTC))
    assert not one(database).is_stale
    clock.set(datetime(2026, 12, 15, tzinfo=UTC))
    assert one(database).is_stale


def test_a_register_ages_by_its_manifest(database: Database, tmp_path: Path) -> None:
    load_board(database, tmp_path, licence(), manifest=BOARD.replace("max_age_days: 35", "max_age_days: 10"))
    with database.reading() as session:
        (age,) = register_ages(session)
    assert (age.register, age.jurisdiction, age.age) == ("us-wa-doh", "WA", timedelta(days=11))
    assert age.is_stale


def test_a_file_of_several_states_covers_each(database: Database, tmp_path: Path) -> None:
    manifest = BOARD.replace("us-wa-doh", "us-compact").replace("number: C", "state: Board, number: C")
    load_board(
        database, tmp_path, licence(Board="WA"), licence(Board="Oregon"), licence(Board="Elsewhere"), manifest=manifest
    )
    assert [one(database, state=state).jurisdiction for state in ("WA", "OR")] == ["WA", "OR"]
    with database.reading() as session:
        assert [age.jurisdiction for age in register_ages(session)] == ["OR", "WA"]


def test_two_registers_of_one_state_both_answer_the_primary_one_first(database: Database, tmp_path: Path) -> None:
    copy = BOARD.replace("us-wa-doh", "us-wa-copy").replace("authority: primary", "authority: secondary")
    load_board(database, tmp_path, licence(Status="SUSPENDED"), manifest=copy)
    load_board(database, tmp_path, licence())
    assert [(record.authority, record.status) for record in found(database)] == [
        (Authority.PRIMARY, BoardStatus.ACTIVE),
        (Authority.SECONDARY, BoardStatus.SUSPENDED),
    ]


def test_a_newer_file_replaces_the_one_before(database: Database, tmp_path: Path) -> None:
    load_board(database, tmp_path, licence(), licence(CredentialNumber="MD60054321"))
    load_board(database, tmp_path, licence(Status="EXPIRED"))
    assert one(database).status is BoardStatus.LAPSED
    assert found(database, "60054321") == ()


FLORIDA = (
    "License Number|Last Name|First Name|Middle Name|Profession Name|License Status Description|"
    "Original License Date|Expiration Date|Disciplinary Action|\n"
    'ME12345|FERRANTE|GIULIA|"GIULY" R|Medical Doctor|CLEAR/ACTIVE|04/01/2010|01/31/2028|N|\n'
    "OS12345|PÉREZ|JOSÉ||Osteopathic Physician|DELINQUENT|04/01/2010|01/31/2020||\n"
)
TEXAS = (
    "LICENSE_NUMBER\tLAST_NAME\tFIRST_NAME\tMIDDLE_NAME\tLICENSE_TYPE\tREGISTRATION_STATUS\tLICENSE_ISSUE_DATE\t"
    "REGISTRATION_EXPIRATION_DATE\tDISCIPLINARY_STATUS\tBIRTH_YEAR\n"
    '"K0847"\tFASHOLA\tBABAJIDE\t\tPhysician\tACTIVE\t04012010\t02282027\tNONE\t1970\n'
)
GMC = (
    "Name,GMC Reference Number,Registration Status,Profession,Full Registration Date\n"
    "Dr Jane Mary Smith,6045123,Registered with a licence to practise,Doctor,01/08/2004\n"
    '"SMITH, John",0045124,Not registered - erased,Doctor,1 Aug 1999\n'
)


def load_shipped(database: Database, folder: Path, name: str, text: str, encoding: str = "utf-8") -> None:
    """Bring a file into use by a manifest that comes with the product."""
    manifest = find_manifest(name)
    assert manifest is not None
    path = folder / "file_2026-11-09.txt"
    path.write_bytes(text.encode(encoding))
    import_board(database, read_manifest(manifest), path)


def test_floridas_pipes_are_read(database: Database, tmp_path: Path) -> None:
    load_shipped(database, tmp_path, "us-fl-mqa", FLORIDA, "cp1252")
    assert one(database, "ME 12345", "FL").name == PersonName("GIULIA", "FERRANTE", '"GIULY" R')
    assert one(database, "ME12345", "FL").status is BoardStatus.ACTIVE
    assert one(database, "OS12345", "FL").name.last == "PÉREZ"
    assert one(database, "OS12345", "FL").status is BoardStatus.LAPSED
    assert len(found(database, "12345", "FL")) == 2


def test_texas_tabs_are_read(database: Database, tmp_path: Path) -> None:
    load_shipped(database, tmp_path, "us-tx-tmb", TEXAS, "cp1252")
    record = one(database, "K-0847", "TX")
    assert (record.number, record.expires_on, record.birth_year) == ("K0847", date(2027, 2, 28), 1970)
    assert record.has_discipline is False


def test_the_general_medical_council_is_read(database: Database, tmp_path: Path) -> None:
    load_shipped(database, tmp_path, "gb-gmc", GMC)
    record = one(database, "6045123", "GB")
    assert (record.name, record.kind) == (PersonName("Jane", "Smith", "Mary"), BoardKind.PHYSICIAN)
    assert (record.status, record.authority) == (BoardStatus.ACTIVE, Authority.SECONDARY)
    assert one(database, "0045124", "GB").status is BoardStatus.REVOKED


def refused(database: Database, folder: Path, text: str, manifest: str = BOARD) -> RegisterFileError:
    """Import a faulty file over a good register, make sure that nothing changed, and return the error."""
    load_board(database, folder, licence())
    path = folder / "faulty.csv"
    path.write_text(text)
    with pytest.raises(RegisterFileError) as caught:
        import_board(database, read_manifest(write_manifest(folder, manifest)), path)
    assert one(database).status is BoardStatus.ACTIVE
    return caught.value


GOOD = board_text(licence(Status="REVOKED"), licence(Status="REVOKED"))
FAULTS = {
    "a column less": (GOOD.replace("ActionTaken", "Other"), 1, "ActionTaken", "missing from the header"),
    "no number": (GOOD.replace("MD60012345", "--", 1), 2, "CredentialNumber", "no licence number"),
    "no date": (GOOD.replace("20270930", "09/30/2027", 1), 2, "ExpirationDate", "%Y%m%d"),
    "no year": (GOOD.replace("1979", "79"), 2, "BirthYear", "four digits"),
    "a line cut": (GOOD[:-9], 3, "ExpirationDate", "stops after 8 of 10"),
    "a header alone": (GOOD.partition("\n")[0] + "\n", 1, None, "nothing else"),
    "an empty file": ("", None, None, "empty"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_file_changes_nothing_and_names_the_place(database: Database, tmp_path: Path, fault: str) -> None:
    text, number, column, words = FAULTS[fault]
    error = refused(database, tmp_path, text)
    assert words in error.advice
    assert (error.line, error.column) == (number, column)


def test_a_file_without_header_is_read_by_the_numbers_of_its_columns(database: Database, tmp_path: Path) -> None:
    manifest = """
id: us-wa-doh
file: {header: false}
columns: {number: 1, last: 2, first: 3, status: 5}
status_map: {A: active}
"""
    path = tmp_path / "bare.csv"
    path.write_text("MD60012345,Okonjo,Miriam,x,A\n")
    import_board(database, read_manifest(write_manifest(tmp_path, manifest)), path, dated_on=TODAY)
    record = one(database)
    assert (record.name.last, record.status, record.kind) == ("Okonjo", BoardStatus.ACTIVE, BoardKind.UNKNOWN)
    assert record.authority is Authority.SECONDARY


def test_what_a_newer_file_says_of_a_member_is_noted(database: Database, people: People, tmp_path: Path) -> None:
    load(database, tmp_path, line(state="WA"))
    member = holder(database, people, Typed(licence_state="WA", licence_number="60012345"))
    assert load_board(database, tmp_path, licence(), licence(CredentialNumber="MD1")).changes == 0
    assert load_board(database, tmp_path, licence(), licence(CredentialNumber="MD1", Status="REVOKED")).changes == 0
    assert load_board(database, tmp_path, licence(ActionTaken="Yes", ExpirationDate="20281231")).changes == 2
    assert load_board(database, tmp_path, licence(Status="SUSPENDED", ActionTaken="Yes")).changes == 2
    assert load_board(database, tmp_path, licence(CredentialNumber="MD1")).changes == 1
    with database.reading() as session:
        changes = session.scalars(select(RegisterChange).order_by(RegisterChange.id)).all()
    assert {change.physician_id for change in changes} == {member.physician_id}
    assert [change.kind for change in changes] == [
        RegisterChangeKind.EXPIRY,
        RegisterChangeKind.DISCIPLINE,
        RegisterChangeKind.STATUS,
        RegisterChangeKind.EXPIRY,
        RegisterChangeKind.GONE,
    ]


def test_the_commands_report_refuse_and_list(app: Flask, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    assert "No register is in use" in runner.invoke(args=["register", "list"]).output
    path = tmp_path / "wa_20260901.csv"
    path.write_text(board_text(licence(), licence(CredentialNumber="MD2", Status="ODD")))
    done = runner.invoke(args=["register", "import", "manifest", "us-wa-doh", str(path)])
    assert done.exit_code == 0, done.output
    assert "us-wa-doh, up to 1 September 2026: 2 licences are in use. 1 have a type or status" in done.output
    listed = runner.invoke(args=["register", "list"]).output
    assert "us-wa-doh  WA  2026-09-01  80 d  35 d" in listed
    assert "stale: load a newer file" in listed
    wrong = write_manifest(tmp_path, BOARD.replace("ACTIVE: active", "ACTIVE: activv"))
    failed = runner.invoke(args=["register", "import", "manifest", str(wrong), str(path)])
    assert failed.exit_code == 1
    assert "status_map › ACTIVE: “activv” is not one of" in failed.output
    assert "did you mean active?" in failed.output
    missing = runner.invoke(args=["register", "import", "manifest", "us-zz", str(path)])
    assert "There is no manifest us-zz. Give a file, or one of: gb-gmc, us-fl-mqa" in missing.output
