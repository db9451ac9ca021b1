"""The exclusion list: a whole file comes into use, a faulty one changes nothing, and the excluded are found."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from medpeer.core.db import Database
from medpeer.core.outbox import OutboxEvent
from medpeer.jobs.list_import import import_leie
from medpeer.jobs.list_reading import drop_spent_lists
from medpeer.licensing.delimited import open_list
from medpeer.licensing.errors import RegisterFileError
from medpeer.licensing.evidence import LEIE, Exclusion
from medpeer.licensing.leie import COLUMNS, read_exclusions
from medpeer.licensing.models import RegisterChange, RegisterChangeKind
from medpeer.licensing.models.lists import ExclusionEntry, ExclusionName
from medpeer.licensing.names import PersonName
from medpeer.licensing.queries.registers import find_exclusions
from medpeer.licensing.service import lists
from medpeer.licensing.service.registers import begin_import
from tests.factories.licensing import NPI, Typed, line, load
from tests.factories.lists import entry, holder, leie_text, load_leie, write_leie
from tests.factories.people import People

ROBERT = PersonName("Robert", "Farrell")


def found(
    database: Database,
    *,
    npi: str | None = None,
    names: tuple[PersonName, ...] = (),
    state: str = "",
    birth_date: date | None = None,
) -> tuple[Exclusion, ...]:
    """Look somebody up on the list in use."""
    with database.reading() as session:
        return find_exclusions(session, npi=npi, names=names, state=state, birth_date=birth_date)


def counts(database: Database) -> tuple[int, int]:
    """Return how many entries and spellings there are, seen or not."""
    with database.reading() as session:
        entries, names = (
            session.scalar(select(func.count()).select_from(table)) or 0 for table in (ExclusionEntry, ExclusionName)
        )
    return entries, names


def refused(database: Database, path: Path) -> RegisterFileError:
    """Import a faulty file over a good list, make sure that nothing changed, and return the error."""
    if not found(database, npi=NPI):
        load_leie(database, path.parent, entry(NPI=NPI))
    before = counts(database)
    with pytest.raises(RegisterFileError) as caught:
        import_leie(database, path)
    assert counts(database) == before
    assert found(database, npi=NPI)
    return caught.value


def test_the_excluded_are_found_by_number_and_by_name(database: Database, tmp_path: Path) -> None:
    report = load_leie(database, tmp_path, entry(NPI=NPI), entry(LASTNAME="GARCIA LOPEZ", FIRSTNAME="ANA"))
    assert (report.register, report.dated_on, report.totals.rows_kept) == (LEIE, date(2026, 11, 9), 2)
    (excluded,) = found(database, npi=NPI)
    assert excluded == Exclusion(
        npi=NPI,
        name=PersonName("ROBERT", "FARRELL"),
        birth_date=date(1961, 3, 2),
        state="NE",
        excluded_on=date(2019, 2, 20),
    )
    assert found(database, names=(PersonName("Bob", "Farrell"),)) == (excluded,)
    assert found(database, names=(PersonName("Ana", "Wilson"), PersonName("Ana", "García-López")))
    assert found(database, names=(PersonName("Roger", "Farrell"),)) == ()
    assert found(database) == ()


def test_zeros_stand_for_nothing(database: Database, tmp_path: Path) -> None:
    load_leie(database, tmp_path, entry(DOB="00000000", EXCLDATE="00000000"), entry(DOB="", NPI=""))
    for excluded in found(database, names=(ROBERT,)):
        assert (excluded.npi, excluded.birth_date, excluded.reinstated_on) == (None, None, None)
    assert found(database, npi="0000000000") == ()


def test_entries_that_say_most_come_first(database: Database, tmp_path: Path) -> None:
    load_leie(
        database,
        tmp_path,
        entry(STATE="TX", DOB="19700101"),
        entry(STATE="NE", DOB="00000000"),
        entry(NPI=NPI, LASTNAME="OTHER", STATE="ME"),
    )
    order = found(database, npi=NPI, names=(ROBERT,), state="NE", birth_date=date(1970, 1, 2))
    assert [one.state for one in order] == ["ME", "NE", "TX"]
    order = found(database, npi=NPI, names=(ROBERT,), state="WY", birth_date=date(1970, 1, 1))
    assert [one.state for one in order] == ["ME", "TX", "NE"]


def test_reinstatements_and_waivers_are_kept(database: Database, tmp_path: Path) -> None:
    load_leie(database, tmp_path, entry(REINDATE="20240105"), entry(WAIVERDATE="20200101", WVRSTATE="AK", STATE="AK"))
    by_state = {one.state: one for one in found(database, names=(ROBERT,))}
    assert by_state["NE"].reinstated_on == date(2024, 1, 5)
    assert not by_state["NE"].is_in_force(date(2026, 11, 20))
    assert by_state["AK"].waiver_state == "AK"
    assert by_state["AK"].is_in_force(date(2026, 11, 20))


def test_a_business_is_kept_and_found_by_number_only(database: Database, tmp_path: Path) -> None:
    load_leie(
        database, tmp_path, entry(LASTNAME="", FIRSTNAME="", BUSNAME='QUICK "CARE", INC', NPI=NPI, DOB=""), entry()
    )
    assert counts(database) == (2, 1)
    (business,) = found(database, npi=NPI)
    assert business.name == PersonName("", "")
    assert len(found(database, names=(ROBERT, PersonName("", "")))) == 1


def test_a_whole_name_in_quotes_may_hold_a_delimiter(tmp_path: Path) -> None:
    path = write_leie(tmp_path, entry(LASTNAME="FARRELL, JR"))
    with open_list(path) as file:
        (line_read,) = read_exclusions(file)
    assert (line_read.line, line_read.name.last) == (2, "FARRELL, JR")


def test_a_newer_edition_replaces_the_one_before(database: Database, tmp_path: Path) -> None:
    load_leie(database, tmp_path, entry(NPI=NPI), entry(FIRSTNAME="ROGER"))
    load_leie(database, tmp_path, entry(FIRSTNAME="ROGER"))
    assert found(database, npi=NPI) == ()
    assert found(database, names=(PersonName("Roger", "Farrell"),))
    assert counts(database) == (1, 1)


def test_the_same_file_twice_gives_the_same_table(database: Database, tmp_path: Path) -> None:
    for _ in range(2):
        load_leie(database, tmp_path, entry(NPI=NPI), entry(FIRSTNAME="ROGER"))
        assert counts(database) == (2, 2)


def test_a_killed_reading_is_unseen_and_goes_with_the_next(database: Database, tmp_path: Path) -> None:
    load_leie(database, tmp_path, entry(NPI=NPI))
    with database.transaction() as session, open_list(write_leie(tmp_path, entry(FIRSTNAME="HALF"))) as file:
        unfinished = begin_import(session, LEIE, date(2026, 11, 15))
        lists.add_exclusions(session, unfinished, list(read_exclusions(file)))
    assert found(database, names=(PersonName("Half", "Farrell"),)) == ()
    assert found(database, npi=NPI)
    assert counts(database) == (2, 2)
    drop_spent_lists(database, LEIE)
    assert counts(database) == (1, 1)


def test_a_cut_off_list_is_refused(database: Database, tmp_path: Path) -> None:
    load_leie(database, tmp_path, *(entry(NPI=NPI, FIRSTNAME=f"A{n}") for n in range(10)))
    few = write_leie(tmp_path, *(entry(NPI=NPI) for _ in range(4)))
    assert "--may-shrink" in refused(database, few).advice
    assert import_leie(database, few, may_shrink=True).totals.rows_kept == 4


def test_a_large_list_may_lose_a_fifth_at_most(database: Database, tmp_path: Path) -> None:
    load_leie(database, tmp_path, *(entry(NPI=NPI) for _ in range(1_000)))
    assert "--may-shrink" in refused(database, write_leie(tmp_path, *(entry(NPI=NPI) for _ in range(790)))).advice
    assert import_leie(database, write_leie(tmp_path, *(entry() for _ in range(810)))).totals.rows_kept == 810


TWO = leie_text(entry(), entry(LASTNAME="SECOND"))
FAULTS = {
    "another list": ("NPI,Name\r\n1,2\r\n", 1, "LASTNAME", "missing from the header"),
    "a column less": (leie_text(entry(), columns=COLUMNS[:-1]), 1, "WVRSTATE", "missing from the header"),
    "a column twice": (leie_text(entry(), columns=(*COLUMNS, "NPI")), 1, "NPI", "twice"),
    "an empty file": ("", None, None, "empty"),
    "a header alone": (leie_text(), 1, None, "nothing else"),
    "cut between values": (TWO[: TWO.index("SECOND") + 14], 3, "MIDNAME", "stops after"),
    "cut inside a value": (TWO[: TWO.rindex('"')], 3, None, "quoted"),
    "a line without end": (leie_text(entry()) + "x" * 70_000, 2, None, "no end"),
    "no text": (leie_text(entry()) + "A\0B\r\n", 2, None, "no text"),
    "no number": (leie_text(entry(NPI="12345")), 2, "NPI", "ten digits"),
    "no date": (leie_text(entry(), entry(DOB="03/02/1961")), 3, "DOB", "YYYYMMDD"),
    "no such day": (leie_text(entry(EXCLDATE="20190231")), 2, "EXCLDATE", "YYYYMMDD"),
    "a value more": (TWO.replace("00000000,\r\n", "00000000,,x\r\n", 1), 2, "WVRSTATE", "values for 18"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_list_changes_nothing_and_names_the_place(database: Database, tmp_path: Path, fault: str) -> None:
    text, number, column, words = FAULTS[fault]
    path = tmp_path / "faulty.csv"
    path.write_bytes(text.encode())
    error = refused(database, path)
    assert words in error.advice
    assert (error.line, error.column) == (number, column)


def test_other_bytes_are_named_by_line_and_column(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes(leie_text(entry(), entry(FIRSTNAME="JOSÉ")).encode("latin-1"))
    error = refused(database, path)
    assert (error.line, error.column) == (3, "FIRSTNAME")


def test_unknown_columns_are_passed_over(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "wider.csv"
    path.write_text(leie_text(entry(NPI=NPI), columns=("NEW", *reversed(COLUMNS))))
    import_leie(database, path)
    assert found(database, npi=NPI)


def test_a_list_in_an_archive_is_read(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "leie.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("UPDATED.csv", leie_text(entry(NPI=NPI)))
    import_leie(database, path)
    assert found(database, npi=NPI)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("README.txt", "two files")
    assert "2 files" in refused(database, path).advice


def test_a_list_of_days_to_come_is_refused(database: Database, tmp_path: Path) -> None:
    path = write_leie(tmp_path, entry())
    with pytest.raises(RegisterFileError, match="still to come"):
        import_leie(database, path, dated_on=date(2026, 11, 21))


def test_a_member_who_comes_onto_the_list_is_noted(database: Database, people: People, tmp_path: Path) -> None:
    load(database, tmp_path, line())
    member = holder(database, people, Typed())
    assert load_leie(database, tmp_path, entry()).changes == 0
    assert load_leie(database, tmp_path, entry(NPI=NPI)).changes == 1
    assert load_leie(database, tmp_path, entry(NPI=NPI)).changes == 0
    assert load_leie(database, tmp_path, entry(NPI=NPI, REINDATE="20261101")).changes == 1
    with database.reading() as session:
        changes = session.scalars(select(RegisterChange).order_by(RegisterChange.id)).all()
        events = session.scalars(select(OutboxEvent.payload).where(OutboxEvent.name == "licensing.register_changed"))
        assert len(events.all()) == 2
    assert [(one.register, one.physician_id, one.kind) for one in changes] == [
        (LEIE, member.physician_id, RegisterChangeKind.EXCLUDED),
        (LEIE, member.physician_id, RegisterChangeKind.REINSTATED),
    ]


def test_the_command_reports_and_refuses(app: Flask, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    good = write_leie(tmp_path, entry(), entry(NPI=NPI))
    done = runner.invoke(args=["register", "import", "leie", str(good)])
    assert done.exit_code == 0, done.output
    assert "leie, up to 9 November 2026: 2 entries are in use." in done.output
    bad = tmp_path / "bad.csv"
    bad.write_text(leie_text(entry(DOB="soon")))
    failed = runner.invoke(args=["register", "import", "leie", str(bad)])
    assert failed.exit_code == 1
    assert "line 2, column “DOB”" in failed.output
    assert "Nothing was imported." in failed.output
