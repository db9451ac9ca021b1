"""Register files: a whole one comes into use, a faulty one changes nothing and says where the fault is."""

import os
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from medpeer.audit import AuditAction, AuditEntry
from medpeer.core.db import Database
from medpeer.jobs.register_import import BATCH, drop_spent_rows, import_nppes
from medpeer.licensing import nppes
from medpeer.licensing.errors import RegisterFileError
from medpeer.licensing.evidence import NPPES, PostalAddress, RegisterRecord
from medpeer.licensing.models import RegisterImport, RegisterPhysician
from medpeer.licensing.names import PersonName
from medpeer.licensing.nppes.blocks import BLOCK_ROWS
from medpeer.licensing.queries import registers
from medpeer.licensing.service import registers as loading
from tests.factories.licensing import HEADER, NPI, deactivated_line, line, load, npi_number, text_of, write_file


def record_of(database: Database, npi: str = NPI) -> RegisterRecord | None:
    """Return what the register in use holds of a number."""
    with database.reading() as session:
        return registers.find_record(session, registers.find_current_import(session), npi)


def counts(database: Database) -> int:
    """Return how many rows the register holds, seen or not."""
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(RegisterPhysician)) or 0


def refused(database: Database, path: Path) -> RegisterFileError:
    """Import a faulty file over a good register, make sure that nothing changed, and return the error."""
    if not record_of(database):
        load(database, path.parent / "good", line(NPI, last="BEFORE"))
    before = counts(database)
    with pytest.raises(RegisterFileError) as caught:
        import_nppes(database, path)
    assert counts(database) == before
    kept = record_of(database)
    assert kept is not None
    assert kept.name.last == "BEFORE"
    return caught.value


@pytest.fixture(autouse=True)
def good_folder(tmp_path: Path) -> None:
    (tmp_path / "good").mkdir()


def test_the_real_header_has_330_columns_and_is_read() -> None:
    assert len(HEADER) == 330
    assert nppes.date_of_name("npidata_pfile_20050523-20261109.csv") == date(2026, 11, 9)


def test_physicians_and_numbers_out_of_use_are_kept_others_not(database: Database, tmp_path: Path) -> None:
    report = load(
        database,
        tmp_path,
        line(npi_number(1), other_last="HALVORSEN", other_first="MIRIAM", other_kind="1", middle="A"),
        line(npi_number(2), code="363LF0000X"),
        line(npi_number(3), code="390200000X"),
        deactivated_line(npi_number(4)),
        line(npi_number(5), entity="2"),
        line(npi_number(6), entity="2", code="282N00000X"),
        line(npi_number(7), code="363LF0000X", **{"Healthcare Provider Taxonomy Code_15": "208600000X"}),
    )
    assert (report.totals.rows_read, report.totals.physicians) == (7, 5)
    assert [bool(record_of(database, npi_number(n))) for n in range(1, 8)] == [
        True,
        False,
        True,
        True,
        True,
        False,
        True,
    ]
    kept = record_of(database, npi_number(1))
    assert kept is not None
    assert kept.name == PersonName("MIRIAM", "OKONJO", "A")
    assert kept.other_names == (PersonName("MIRIAM", "HALVORSEN"),)
    assert kept.codes == ("207RN0300X",)
    assert kept.dated_on == date(2026, 11, 9)
    gone = record_of(database, npi_number(4))
    assert gone is not None
    assert gone.is_deactivated


def test_a_newer_file_replaces_the_one_before(database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, line(npi_number(1), other_last="FORMER"), line(npi_number(2)))
    load(database, tmp_path, line(npi_number(2), last="NEWER"))
    assert record_of(database, npi_number(1)) is None
    kept = record_of(database, npi_number(2))
    assert kept is not None
    assert kept.name.last == "NEWER"
    assert counts(database) == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).where(RegisterImport.register == NPPES)) == 2
        actions = session.scalars(select(AuditEntry.action)).all()
    assert actions.count(AuditAction.REGISTER_IMPORTED) == 2


def test_more_rows_than_a_batch_all_arrive(database: Database, tmp_path: Path) -> None:
    report = load(database, tmp_path, *(line(npi_number(n)) for n in range(BATCH + 5)))
    assert report.totals.physicians == BATCH + 5 == counts(database)
    load(database, tmp_path, line())
    assert counts(database) == 1


def test_names_come_without_entities_fillers_and_telephone_numbers(database: Database, tmp_path: Path) -> None:
    load(
        database,
        tmp_path,
        line(last="O&apos;NEIL  &amp; SON", first="-----", middle="N/A", other_last="402 555 0100", number="$$$$$$$$$"),
    )
    kept = record_of(database)
    assert kept is not None
    assert kept.name == PersonName("", "O'NEIL & SON", "")
    assert kept.other_names == ()
    assert [slot.number for slot in kept.licences] == [""]


@pytest.mark.parametrize("name", ["Provider Gender Code", "Provider Sex Code"])
def test_a_renamed_column_that_nobody_needs_may_have_either_name(database: Database, tmp_path: Path, name: str) -> None:
    header = [name if column == "Provider Sex Code" else column for column in HEADER]
    import_nppes(database, write_file(tmp_path, line(), header=header))
    assert record_of(database)


def test_new_columns_in_any_place_are_passed_over(database: Database, tmp_path: Path) -> None:
    header = ["A Column Of Next Year", *reversed(HEADER), "Another"]
    import_nppes(database, write_file(tmp_path, line(), header=header))
    kept = record_of(database)
    assert kept is not None
    assert kept.name.last == "OKONJO"


def test_the_published_zip_is_read_without_unpacking(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "NPPES_Data_Dissemination_November_2026_V2.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("npidata_pfile_20050523-20261109_fileheader.csv", text_of([]))
        archive.writestr("othername_pfile_20050523-20261109.csv", "NPI\n")
        archive.writestr("npidata_pfile_20050523-20261109.csv", text_of([line()]))
    report = import_nppes(database, path)
    assert report.dated_on == date(2026, 11, 9)
    assert record_of(database)


def test_a_byte_order_mark_is_no_part_of_the_first_name(database: Database, tmp_path: Path) -> None:
    path = write_file(tmp_path, line())
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    import_nppes(database, path)
    assert record_of(database)


def without(column: str) -> str:
    """Return a file whose header lacks a column."""
    return text_of([line()], [name for name in HEADER if name != column])


def cut(text: str, keep: int) -> str:
    """Return a file whose second data line stops after ``keep`` characters."""
    lines = text.splitlines(keepends=True)
    return "".join([*lines[:2], lines[2][:keep] + "\n", *lines[3:]])


def longer(text: str) -> str:
    """Return a file whose second data line has a value more than the header."""
    lines = text.splitlines(keepends=True)
    return "".join([*lines[:2], lines[2].rstrip("\n") + ',"x"\n', *lines[3:]])


TWO: Mapping[str, str] = line(npi_number(2))
THREE = text_of([line(), TWO, line(npi_number(3))])

FAULTS = {
    "another header": (without("Provider License Number_7"), 1, "Provider License Number_7", "missing"),
    "a column twice": (text_of([line()], [*HEADER, "NPI"]), 1, "NPI", "twice"),
    "no csv at all": ("<html>not found</html>\n", 1, "NPI", "missing"),
    "an empty file": ("", None, None, "empty"),
    "a header alone": (text_of([]), 1, None, "nothing else"),
    "a line cut between values": (cut(THREE, 16), 3, "Entity Type Code", "2 of 330"),
    "a line cut inside a value": (cut(THREE, 30), 3, "Provider Last Name (Legal Name)", "inside a quoted value"),
    "a file cut at its end": (THREE[:-700], 4, None, "stops after"),
    "a line too long": (longer(THREE), 3, "Certification Date", "values for 330"),
    "a number twice": (text_of([line(), TWO, line()]), 4, "NPI", "second time"),
    "a number twice, no physician's": (
        text_of([line(code="363LF0000X"), TWO, line(code="363LF0000X")]),
        4,
        "NPI",
        "second time",
    ),
    "no number": (text_of([line(), line("19990000")]), 3, "NPI", "ten digits"),
    "another kind": (text_of([line(entity="3")]), 2, "Entity Type Code", "neither 1 nor 2"),
    "no date": (text_of([line(deactivated="2026-07-01")]), 2, "NPI Deactivation Date", "MM/DD/YYYY"),
    "no such day": (text_of([line(deactivated="02/30/2026")]), 2, "NPI Deactivation Date", "MM/DD/YYYY"),
    "no code": (
        text_of([line(code="207RN0300X", **{"Healthcare Provider Taxonomy Code_2": "nephrology"})]),
        2,
        "Healthcare Provider Taxonomy Code_2",
        "taxonomy code",
    ),
    "a quote inside a value": (
        THREE.replace('"OKONJO"', '"OKO"NJO"', 1),
        2,
        "Provider Last Name (Legal Name)",
        "quoted",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_file_imports_nothing_and_names_the_place(database: Database, tmp_path: Path, fault: str) -> None:
    text, number, column, words = FAULTS[fault]
    path = write_file(tmp_path)
    path.write_text(text)
    error = refused(database, path)
    assert words in error.advice
    if number:
        assert error.line == number
        assert f"line {number}" in error.advice
    if column:
        assert error.column == column
        assert f"“{column}”" in error.advice


def test_another_encoding_is_named_by_line_and_column(database: Database, tmp_path: Path) -> None:
    path = write_file(tmp_path)
    path.write_bytes(text_of([line(), line(npi_number(2), first="JOSÉ")]).encode("latin-1"))
    error = refused(database, path)
    assert (error.line, error.column) == (3, "Provider First Name")
    assert "UTF-8" in error.advice


def test_a_line_without_end_is_not_read_into_memory(database: Database, tmp_path: Path) -> None:
    path = write_file(tmp_path)
    path.write_text(text_of([line()]) + "x" * 200_000)
    assert refused(database, path).line == 3


def test_a_damaged_archive_is_named(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "full.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("npidata_pfile_20050523-20261109.csv", text_of(line(npi_number(n)) for n in range(50)))
    content = bytearray(path.read_bytes())
    at = content.index(b"OMAHA", 30_000)
    content[at : at + 5] = b"OTTAW"
    path.write_bytes(content)
    assert "damaged" in refused(database, path).advice


def test_an_archive_without_the_main_file_is_named(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("pl_pfile_20050523-20261109.csv", "NPI\n")
    assert "one is needed" in refused(database, path).advice


def test_a_fault_after_many_batches_leaves_no_row(database: Database, tmp_path: Path) -> None:
    rows = [line(npi_number(n), last="AFTER") for n in range(1, BATCH + 50)]
    path = write_file(tmp_path, *rows, line(npi_number(3)))
    assert refused(database, path).line == BATCH + 51


def test_a_file_whose_name_gives_no_day_goes_up_to_the_day_it_was_written(database: Database, tmp_path: Path) -> None:
    path = write_file(tmp_path, line(last="BEFORE"), name="register.csv")
    written = datetime(2026, 11, 2, 12, tzinfo=UTC).timestamp()
    os.utime(path, (written, written))
    assert import_nppes(database, path).dated_on == date(2026, 11, 2)
    assert import_nppes(database, path, dated_on=date(2026, 11, 1)).dated_on == date(2026, 11, 1)


def test_a_file_cut_short_does_not_replace_the_whole(database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, *(line(npi_number(n), last="BEFORE") for n in range(10)), line(last="BEFORE"))
    part = write_file(tmp_path, line(npi_number(3)))
    assert "--may-shrink" in refused(database, part).advice
    assert import_nppes(database, part, may_shrink=True).totals.physicians == 1


def test_numbers_are_found_by_name_and_by_licence(database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, line(npi_number(1)), line(npi_number(2), first="MARA"), line(npi_number(3), number="77"))
    with database.reading() as session:
        current = registers.find_current_import(session)
        named = registers.list_records_named(session, current, "okonjo", "mi")
        licensed = registers.list_records_licensed(session, current, "NE", "10037")
        assert registers.list_records_licensed(session, current, "MI", "10037") == ()
        assert registers.list_records_named(session, None, "okonjo") == ()
    assert [one.npi for one in named] == [npi_number(1), npi_number(3)]
    assert [one.npi for one in licensed] == [npi_number(1), npi_number(2)]


def test_rows_of_a_killed_reading_are_unseen_and_go_with_the_next(database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, line(last="BEFORE"))
    with database.transaction() as session:
        unfinished = loading.begin_import(session, NPPES, date(2026, 11, 15))
        with write_file(tmp_path, line(last="HALF"), line(npi_number(1))).open("rb") as stream:
            loading.add_rows(session, unfinished, next(nppes.read_blocks(stream, nppes.Progress(0))).rows)
    kept = record_of(database)
    assert kept is not None
    assert kept.name.last == "BEFORE"
    assert record_of(database, npi_number(1)) is None
    assert counts(database) == 3
    drop_spent_rows(database)
    assert counts(database) == 1


def test_the_command_reports_and_refuses(app: Flask, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    good = write_file(tmp_path, line(), line(npi_number(2), code="363LF0000X"))
    done = runner.invoke(args=["register", "import", "nppes", str(good)])
    assert done.exit_code == 0, done.output
    assert "1 physicians of 2 lines are in use" in done.output
    assert runner.invoke(args=["register", "import", "nppes", str(good), "--quiet"]).output == ""
    bad = write_file(tmp_path, line(), line())
    failed = runner.invoke(args=["register", "import", "nppes", str(bad)])
    assert failed.exit_code == 1
    assert "line 3, column “NPI”" in failed.output
    assert "Nothing was imported." in failed.output
    assert "Traceback" not in failed.output


def test_addresses_of_record_and_dates_are_kept(database: Database, tmp_path: Path) -> None:
    practice, mailing = "Business Practice Location Address", "Business Mailing Address"
    load(
        database,
        tmp_path,
        line(
            **{
                f"Provider First Line {practice}": "1 EXAMPLE  AVENUE",
                f"Provider Second Line {practice}": "N/A",
                f"Provider {practice} Postal Code": "681240000",
                f"Provider {practice} Telephone Number": "4025550100",
                f"Provider {practice} Fax Number": "4025550101",
                f"Provider First Line {mailing}": "PO BOX 7",
                f"Provider Second Line {mailing}": "FLOOR 2 &amp; 3",
                f"Provider {mailing} City Name": "LINCOLN",
                f"Provider {mailing} State Name": "NE",
                "Replacement NPI": npi_number(4),
                "Provider Enumeration Date": "05/23/2006",
                "Last Update Date": "01/15/2024",
                "NPI Deactivation Reason Code": "DT",
                "Provider Other Last Name": "WILCZEK",
                "Provider Other Last Name Type Code": "9",
            }
        ),
        line(npi_number(1), **{"Replacement NPI": "unknown"}),
    )
    kept = record_of(database)
    assert kept is not None
    assert kept.practice_address == PostalAddress(("1 EXAMPLE AVENUE",), "OMAHA", "NE", "681240000")
    assert kept.mailing_address == PostalAddress(("PO BOX 7", "FLOOR 2 & 3"), "LINCOLN", "NE", "")
    assert (kept.phone, kept.fax) == ("4025550100", "4025550101")
    assert (kept.enumerated_on, kept.updated_on) == (date(2006, 5, 23), date(2024, 1, 15))
    assert (kept.replacement_npi, kept.deactivation_reason) == (npi_number(4), "DT")
    assert kept.other_names == (PersonName("MIRIAM", "WILCZEK"),)
    other = record_of(database, npi_number(1))
    assert other is not None
    assert other.replacement_npi == ""


@pytest.mark.parametrize("mask", ["$$$$$$$$$", "********", "_________", "-----", "N/A", "none", " "])
def test_a_masked_tax_number_is_no_licence_number(database: Database, tmp_path: Path, mask: str) -> None:
    second = {"Healthcare Provider Taxonomy Code_2": "207R00000X", "Provider License Number_2": "10037"}
    load(database, tmp_path, line(number=mask, **second))
    kept = record_of(database)
    assert kept is not None
    assert [slot.number for slot in kept.licences] == ["", "10037"]
    assert kept.codes == ("207RN0300X", "207R00000X")


def test_values_at_fifteen_places_come_back_at_theirs(database: Database, tmp_path: Path) -> None:
    slots = {
        name.format(slot): value
        for slot in range(2, 16)
        for name, value in (
            ("Healthcare Provider Taxonomy Code_{}", "207R00000X" if slot % 3 else ""),
            ("Provider License Number_{}", f"A-{slot}" if slot % 2 else ""),
            ("Provider License Number State Code_{}", "MI"),
            ("Healthcare Provider Primary Taxonomy Switch_{}", "Y" if slot == 14 else "N"),
        )
    }
    load(database, tmp_path, line(**slots, **{"Healthcare Provider Primary Taxonomy Switch_1": "N"}))
    kept = record_of(database)
    assert kept is not None
    assert [slot.number for slot in kept.licences if slot.number] == [
        "MD-0010037",
        *(f"A-{n}" for n in range(3, 16, 2)),
    ]
    assert kept.codes == ("207R00000X", "207RN0300X")


def test_others_write_while_a_register_is_loaded(database: Database, tmp_path: Path) -> None:
    path = write_file(tmp_path, *(line(npi_number(n)) for n in range(BLOCK_ROWS * 2)))
    written: list[int] = []

    def write(_progress: nppes.Progress) -> None:
        with database.transaction() as session:
            written.append(loading.begin_import(session, "us-zz-doh", date(2026, 11, 1)))

    import_nppes(database, path, show=write)
    assert len(written) >= 2
