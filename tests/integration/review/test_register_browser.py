"""The register browser: found by number, name and licence; each look noted; nothing of it kept or shown to others."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from medpeer.accounts.models import Role
from medpeer.audit import AuditAction, AuditEntry
from medpeer.core.db import Database
from tests.factories.licensing import NPI, deactivated_line, exclude, line, load, npi_number
from tests.factories.people import People

PAGE = "/review/registers"


@pytest.fixture
def browser(database: Database, people: People, tmp_path: Path) -> FlaskClient:
    """Return a reviewer's browser; the registers know some people."""
    load(
        database,
        tmp_path,
        line(other_last="HALVORSEN", phone="4025550143"),
        line(npi_number(1), last="MUNOZ", first="ANA"),
        deactivated_line(npi_number(2)),
    )
    exclude(database, npi=None)
    return people.client(people.physician(Role.REVIEWER, email="r@desk.example"))


def look(people: People, browser: FlaskClient, words: str) -> tuple[int, str]:
    answer = browser.post(PAGE, data={"q": words, "csrf_token": people.csrf(browser)})
    return answer.status_code, answer.text


@pytest.mark.parametrize(
    "words", ["1999 000 015", "Okonjo, Mir", "okonjo", "Miriam Okonjo", "NE 10037", "ne MD-0010037"]
)
def test_a_physician_is_found_by_number_name_and_licence(people: People, browser: FlaskClient, words: str) -> None:
    status, page = look(people, browser, words)
    assert status == 200
    for said in ("Miriam Okonjo", "Halvorsen", "4025550143", "NE MD-0010037", "In use", "NPPES, 11 d"):
        assert said in page


def test_the_board_and_the_exclusion_list_answer_beside(people: People, browser: FlaskClient) -> None:
    page = look(people, browser, "Okonjo, Miriam")[1]
    assert "30 September 2028" in page
    assert "Exclusion list" in page


def test_marks_and_numbers_out_of_use_are_found(people: People, browser: FlaskClient) -> None:
    assert "Ana Munoz" in look(people, browser, "Muñoz")[1]
    assert "Out of use since 1 July 2026" in look(people, browser, npi_number(2))[1]
    assert "No register in use holds it" in look(people, browser, "Nobody, Known")[1]


@pytest.mark.parametrize("words", ["", "1234567890", "10037"])
def test_what_cannot_be_looked_up_is_told_and_not_noted(
    people: People, browser: FlaskClient, database: Database, words: str
) -> None:
    status, page = look(people, browser, words)
    assert (status, "fielderr" in page) == (422, True)
    assert looks(database) == []


def looks(database: Database) -> list[AuditEntry]:
    with database.reading() as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.action == AuditAction.REGISTER_SEARCHED)))


def test_each_look_is_noted_with_who_and_how_and_no_word_of_it(
    people: People, browser: FlaskClient, database: Database, data_dir: Path
) -> None:
    for words in ("Zzyzxqv, Miriam", "zzyzxqv,  miriam", NPI):
        look(people, browser, words)
    entries = looks(database)
    assert [entry.reason for entry in entries] == ["name", "name", "number"]
    assert len({entry.actor_id for entry in entries}) == 1
    assert entries[0].evidence_digest == entries[1].evidence_digest != entries[2].evidence_digest
    database.engine.dispose()
    kept = b"".join(path.read_bytes().lower() for path in data_dir.rglob("*") if path.is_file())
    assert b"zzyzxqv" not in kept


def test_nobody_else_may_look(people: People, browser: FlaskClient, database: Database) -> None:
    assert browser.get(PAGE).status_code == 200
    for other in (people.client(people.physician()), people.client(people.physician(Role.MODERATOR))):
        assert other.get(PAGE).status_code == 404
        assert look(people, other, NPI)[0] == 404
    assert looks(database) == []


def test_every_edition_stands_there_with_date_age_and_rows(
    browser: FlaskClient, database: Database, tmp_path: Path
) -> None:
    load(database, tmp_path, line(), line(npi_number(5)))
    page = browser.get(PAGE).text
    assert "National register (NPPES)" in page
    assert "Nebraska" in page
    assert page.count("whole register, replaced") == 1
    for said in ("9 Nov 2026", "11 d", "35 d", "Fresh"):
        assert said in page
