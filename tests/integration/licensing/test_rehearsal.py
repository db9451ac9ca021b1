"""Rehearsing applications: the product's own decision, line by line, and nothing changed by it."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from medpeer.accounts.models import Standing
from medpeer.audit.models import AuditEntry
from medpeer.core.db import Database
from medpeer.core.outbox import OutboxEvent
from medpeer.gate import RawText, Surface, clear, examine
from medpeer.jobs.rehearsal import rehearse
from medpeer.licensing.evidence import Authority, BoardKind, BoardStatus
from medpeer.licensing.models.lists import BoardEdition
from medpeer.licensing.policy import DecisionAct, DecisionReason
from medpeer.licensing.service.claims import NewClaim, file_claim
from medpeer.licensing.service.decisions import settle
from tests.factories.licensing import (
    NPI,
    add_licence,
    change_licence,
    deactivated_line,
    exclude,
    line,
    load,
    npi_number,
)
from tests.factories.people import People

DOMAINS = ("mercy.example",)
GOOD: dict[str, Any] = {
    "id": "a-1",
    "first": "Miriam",
    "last": "Okonjo",
    "npi": NPI,
    "licence": "10037",
    "state": "NE",
    "taxonomy": "207RN0300X",
    "dob": "1975-03-02",
    "email": "miriam.okonjo@mercy.example",
    "controls_email": True,
    "answers_challenge": False,
}


@pytest.fixture
def registers(database: Database, tmp_path: Path) -> Database:
    """Return a database with the usual physician in the national register and with the board."""
    load(database, tmp_path, line())
    return database


def answers(database: Database, *applications: object) -> list[dict[str, Any]]:
    """Return the answer to each application, in order; bytes are a line as it stands."""
    lines = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in applications]
    stream = io.BytesIO(b"".join(one + b"\n" for one in lines))
    return [json.loads(answer.as_json()) for answer in rehearse(database, stream, DOMAINS)]


def answer(database: Database, **changes: object) -> tuple[str, list[str]]:
    """Return decision and reasons for the usual application with some fields replaced."""
    [found] = answers(database, GOOD | changes)
    return found["decision"], found["reasons"]


def test_a_physician_with_a_mailbox_of_their_institution_is_admitted(registers: Database) -> None:
    assert answers(registers, GOOD) == [{"id": "a-1", "decision": "admit", "reasons": []}]


@pytest.mark.parametrize(
    "changes",
    [
        {"first": "MIRIAM", "last": "OKONJO"},
        {"first": "Okonjo", "last": "Miriam"},
        {"last": "Okojno"},
        {"npi": "1999 000-015"},
        {"licence": "MD-0010037"},
        {"licence": "NE 10037"},
        {"state": "ne"},
        {"state": "Nebraska"},
        {"taxonomy": "207rn0300x"},
        {"dob": "19750302"},
        {"dob": "03/02/1975"},
        {"email": "MOkonjo@MERCY.example"},
        {"email": "m.okonjo@gmail.com", "answers_challenge": True},
    ],
)
def test_the_ways_in_which_people_write_change_nothing(registers: Database, changes: dict[str, object]) -> None:
    assert answer(registers, **changes) == ("admit", [])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"email": "miriam.okonjo@gmail.com"}, "possession_missing"),
        ({"email": "miriam.okonjo@mercy.example.org"}, "possession_missing"),
        ({"email": "miriam.okonjo@alumni.mercy.example"}, "possession_missing"),
        ({"email": "miriam.okonjo@m\u0435rcy.example"}, "possession_missing"),
        ({"email": "front.desk@mercy.example"}, "mailbox_shared"),
        ({"email": "betty.stackhouse@mercy.example"}, "mailbox_of_another"),
        ({"email": "bstackhouse@mercy.example"}, "mailbox_of_another"),
        ({"email": "betty.stackhouse+miriam.okonjo@mercy.example"}, "mailbox_of_another"),
        ({"controls_email": False}, "email_unproved"),
        ({"controls_email": False, "answers_challenge": True}, "email_unproved"),
        ({"npi": npi_number(77)}, "not_found"),
        ({"first": "Betty", "last": "Stackhouse"}, "name_differs"),
        ({"last": "Okonj\u043e"}, "name_suspicious"),
        ({"first": "Mir\u200biam"}, "name_suspicious"),
        ({"first": "M\u0336i\u0336riam"}, "name_suspicious"),
        ({"first": "Mir\u034fiam"}, "name_suspicious"),
        ({"licence": "10038"}, "licence_differs"),
        ({"state": "WA"}, "licence_differs"),
        ({"state": "ZZ"}, "state_unknown"),
        ({"taxonomy": "363L00000X"}, "other_profession_claimed"),
        ({"taxonomy": "207P00000X"}, "taxonomy_differs"),
        ({"taxonomy": "physician"}, "taxonomy_unreadable"),
        ({"dob": "2019-03-02"}, "birth_implausible"),
        ({"dob": "yesterday"}, "birth_date_unreadable"),
        ({"npi": ""}, "field_missing"),
        ({"npi": None}, "field_missing"),
        ({"dob": ""}, "field_missing"),
        ({"first": " "}, "field_missing"),
        ({"email": ""}, "field_missing"),
        ({"licence": ""}, "field_missing"),
        ({"answers_challenge": None}, "field_missing"),
    ],
)
def test_what_a_person_must_look_at_is_queued_with_its_reason(
    registers: Database, changes: dict[str, object], reason: str
) -> None:
    decision, reasons = answer(registers, **changes)
    assert decision == "review"
    assert reason in reasons


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"npi": NPI[:-1] + "6"}, "npi_invalid"),
        ({"npi": NPI[:-1]}, "npi_invalid"),
        ({"npi": "\uff11" + NPI[1:]}, "npi_invalid"),
        ({"licence": "078-05-1120"}, "licence_number_invalid"),
        ({"licence": "%"}, "licence_number_invalid"),
        ({"email": '"miriam.okonjo@mercy.example"@evil.example'}, "email_invalid"),
        ({"email": "miriam.okonjo@evil.example@mercy.example"}, "email_invalid"),
        ({"email": "miriam.okonjo@evil.example\u0000@mercy.example"}, "field_has_control_characters"),
        ({"controls_email": "true"}, "field_wrong_type"),
        ({"controls_email": 1}, "field_wrong_type"),
        ({"npi": int(NPI)}, "field_wrong_type"),
        ({"first": ["Miriam"]}, "field_wrong_type"),
        ({"last": "O" * 100_000}, "field_too_long"),
    ],
)
def test_what_no_form_would_take_is_refused_with_its_reason(
    registers: Database, changes: dict[str, object], reason: str
) -> None:
    assert answer(registers, **changes) == ("refuse", [reason])


@pytest.mark.parametrize(
    ("change", "decision"),
    [
        ({"status": BoardStatus.SUSPENDED}, "hold"),
        ({"status": BoardStatus.REVOKED}, "hold"),
        ({"status": BoardStatus.DECEASED}, "hold"),
        ({"has_discipline": True}, "hold"),
        ({"status": BoardStatus.LAPSED}, "review"),
        ({"status": BoardStatus.UNKNOWN}, "review"),
        ({"kind": BoardKind.OTHER}, "review"),
        ({"kind": BoardKind.UNKNOWN}, "review"),
        ({"last_name": "STACKHOUSE", "first_name": "BETTY"}, "review"),
        ({"birth_year": 1974}, "review"),
        ({"birth_year": 1975}, "admit"),
    ],
)
def test_the_board_is_asked(registers: Database, change: dict[str, Any], decision: str) -> None:
    change_licence(registers, **change)
    assert answer(registers)[0] == decision
    assert answer(registers, answers_challenge=True)[0] == decision


def test_numbers_out_of_use_and_of_organisations_are_refused(database: Database, tmp_path: Path) -> None:
    clinic = npi_number(2)
    load(database, tmp_path, line(), line(clinic, entity="2"), deactivated_line(npi_number(3)))
    assert answer(database, npi=clinic)[0] == "refuse"
    assert answer(database, npi=npi_number(3))[0] == "refuse"


@pytest.mark.parametrize(
    ("entry", "changes", "decision"),
    [
        ({"npi": NPI, "last_name": "STACKHOUSE", "first_name": "BETTY", "state": "ZZ"}, {}, "hold"),
        ({"state": "NE"}, {}, "review"),
        ({"state": "ZZ", "birth_date": date(1975, 3, 2)}, {}, "review"),
        ({"state": "ZZ", "birth_date": date(1975, 3, 2)}, {"dob": "1975-02-03"}, "review"),
        ({"state": "ZZ", "birth_date": date(1975, 3, 2)}, {"dob": ""}, "review"),
        ({"state": "ZZ", "birth_date": date(1951, 8, 9)}, {}, "admit"),
        ({"state": "ZZ"}, {}, "admit"),
        ({"npi": NPI, "reinstated_on": date(2020, 1, 1)}, {}, "admit"),
    ],
)
def test_the_exclusion_list_is_asked(
    registers: Database, entry: dict[str, Any], changes: dict[str, object], decision: str
) -> None:
    exclude(registers, **entry)
    assert answer(registers, **changes)[0] == decision


def test_an_admission_uses_its_number_and_mailbox_for_the_lines_after_it(database: Database, tmp_path: Path) -> None:
    namesake = npi_number(4)
    load(database, tmp_path, line(), line(namesake, number="20044"))
    add_licence(database, number="20044")
    found = answers(
        database,
        GOOD | {"id": "waits", "controls_email": False},
        GOOD | {"id": "first"},
        GOOD | {"id": "same number", "email": "miriam.okonjo2@mercy.example"},
        GOOD | {"id": "same mailbox", "npi": namesake, "licence": "20044", "email": "Miriam.Okonjo+2@mercy.example"},
        GOOD | {"id": "other", "npi": namesake, "licence": "20044", "email": "m.okonjo@mercy.example"},
    )
    assert [one["decision"] for one in found] == ["review", "admit", "review", "review", "admit"]
    assert found[2]["reasons"] == ["number_in_use"]
    assert found[3]["reasons"] == ["mailbox_in_use"]


def test_a_son_is_not_his_father(database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, line(**{"Provider Name Suffix Text": "SR."}))
    assert answer(database, last="Okonjo Jr.") == ("review", ["name_near"])
    assert answer(database) == ("admit", [])


def test_one_licence_under_two_numbers_is_found_whether_or_not_its_profession_is_written(
    database: Database, tmp_path: Path
) -> None:
    other = npi_number(4)
    # Under her married name, so that the first application does not meet the second number.
    load(database, tmp_path, line(), line(other, last="KALTENBACH", other_last="OKONJO"))
    again = GOOD | {"id": "again", "npi": other, "licence": "10037", "email": "m.okonjo@mercy.example"}
    found = answers(database, GOOD | {"licence": "MD10037"}, again)
    assert [one["reasons"] for one in found] == [[], ["licence_on_two_numbers", "number_in_use"]]


def test_a_licence_of_ones_own_that_was_revoked_holds_the_claim_to_another(database: Database, tmp_path: Path) -> None:
    second = {"Provider License Number_2": "20044", "Provider License Number State Code_2": "NE"}
    load(database, tmp_path, line(**second, **{"Healthcare Provider Taxonomy Code_2": "207R00000X"}))
    add_licence(database, number="20044", status=BoardStatus.REVOKED)
    assert answer(database) == ("hold", ["board_revoked"])


def test_numbers_and_mailboxes_of_members_are_in_use(registers: Database, people: People) -> None:
    people.physician(email="miriam.okonjo@mercy.example")
    assert answer(registers) == ("review", ["mailbox_in_use"])
    member = people.physician(email="somebody@else.example", standing=Standing.EMAIL_OK)
    typed = {"first_name": RawText("Miriam"), "last_name": RawText("Okonjo")}
    names = {name: examine(raw, Surface.PERSON_NAME) for name, raw in typed.items()}
    with registers.transaction() as session:
        first, last = (clear(session, names[name]) for name in ("first_name", "last_name"))
        new = NewClaim(npi=NPI, jurisdiction="NE", licence_number="10037", first_name=first, last_name=last)
        claim = file_claim(session, member, new, institution_domains=())
        settle(session, claim, DecisionAct.APPROVE, DecisionReason.PRACTICE_CALLED)
    assert answer(registers, email="m.okonjo@mercy.example") == ("review", ["number_in_use"])


def test_every_line_has_its_answer_in_order_and_nothing_stops_the_run(registers: Database) -> None:
    found = answers(
        registers,
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"id": "deep", "first": ' + b"[" * 50_000,
        GOOD | {"id": "twice"},
        GOOD | {"id": "twice"},
        GOOD | {"id": 7, "last": "\ud800"},
        {"id": "alone"},
        {"first": "Miriam"},
        b"\xef\xbb\xbf" + json.dumps(GOOD | {"id": "marked", "npi": npi_number(9)}).encode() + b"\r",
    )
    assert [(one["id"], one["decision"], one["reasons"][:1]) for one in found] == [
        (None, "refuse", ["line_blank"]),
        (None, "refuse", ["not_json"]),
        (None, "refuse", ["not_an_object"]),
        (None, "refuse", ["not_text"]),
        ("deep", "refuse", ["not_json"]),
        ("twice", "admit", []),
        ("twice", "refuse", ["id_taken"]),
        (7, "refuse", ["field_has_control_characters"]),
        ("alone", "review", ["field_missing"]),
        (None, "refuse", ["field_missing"]),
        ("marked", "review", ["not_found"]),
    ]


def test_answers_come_while_the_file_is_still_being_read(registers: Database) -> None:
    stream = io.BytesIO(b"".join(json.dumps(GOOD | {"id": place}).encode() + b"\n" for place in range(500)))
    first = next(rehearse(registers, stream, DOMAINS))
    assert first.id == 0
    assert stream.tell() < 2_000


def test_a_rehearsal_without_registers_admits_nobody(database: Database) -> None:
    assert answer(database)[0] == "review"


def test_the_command_changes_not_one_byte_and_ends_well(app: Flask, registers: Database, tmp_path: Path) -> None:
    file, counts = Path(str(registers.engine.url.database)), _counts(registers)
    # The last connection that closes brings the log of writes home, so the file alone is all there is.
    registers.engine.dispose()
    before = file.read_bytes()
    applications = tmp_path / "applications.jsonl"
    code = GOOD | {"email": "m.okonjo@gmail.com", "answers_challenge": True}
    applications.write_text("\n".join([json.dumps(code), "nonsense", json.dumps(GOOD | {"id": "b"})]))
    done = app.test_cli_runner().invoke(args=["licensing", "rehearse", str(applications)])
    assert done.exit_code == 0
    assert [json.loads(one)["decision"] for one in done.stdout.splitlines()] == ["admit", "refuse", "review"]
    assert "3 lines: 1 admit, 1 refuse, 1 review." in done.stderr
    assert _counts(registers) == counts
    registers.engine.dispose()
    assert file.read_bytes() == before
    assert not list(file.parent.glob("*.eml"))


def _counts(database: Database) -> tuple[int | None, int | None]:
    with database.reading() as session:
        return (
            session.scalar(select(func.count()).select_from(AuditEntry)),
            session.scalar(select(func.count()).select_from(OutboxEvent)),
        )


def test_a_licence_of_another_country_is_rehearsed_as_the_product_decides_it(registers: Database) -> None:
    abroad: dict[str, object] = {
        "npi": "",
        "taxonomy": None,
        "dob": "",
        "licence": "7654321",
        "state": "United Kingdom",
    }
    assert answer(registers, **abroad) == ("review", ["board_missing"])
    add_licence(registers, jurisdiction="GB", number="7654321")
    with registers.transaction() as session:
        reading = session.scalars(select(BoardEdition.import_id)).one()
        values: dict[str, Any] = {"authority": Authority.PRIMARY, "max_age_days": 35}
        session.add(BoardEdition(import_id=reading, jurisdiction="GB", title="Council", **values))
    assert answer(registers, **abroad) == ("admit", [])
    spellings: tuple[dict[str, object], ...] = ({"state": "UK"}, {"state": "gb", "licence": "GMC 765-4321"})
    for changes in spellings:
        assert answer(registers, **(abroad | changes)) == ("admit", [])
    refused: tuple[tuple[dict[str, object], str], ...] = (
        ({"npi": NPI}, "npi_with_licence_abroad"),
        ({"licence": "7654322"}, "board_not_found"),
        ({"first": "Ruth"}, "board_name_differs"),
        ({"state": "DEU"}, "board_missing"),
        ({"state": "Atlantis"}, "state_unknown"),
        ({"email": "miriam.okonjo@mail.example", "answers_challenge": True}, "possession_missing"),
    )
    for otherwise, reason in refused:
        decision, reasons = answer(registers, **(abroad | otherwise))
        assert (decision, reason in reasons) == ("review", True), otherwise
    twice = GOOD | abroad
    found = answers(registers, twice, twice | {"id": "a-2", "licence": "GMC 7654321", "email": "mo@mercy.example"})
    assert [one["decision"] for one in found] == ["admit", "review"]
    assert "number_in_use" in found[1]["reasons"]
