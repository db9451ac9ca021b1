"""A code to the address of record: asked for, carried, entered; and every way in which it must not count."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from medpeer.accounts.models import Physician, Role, Standing
from medpeer.audit import AuditAction, AuditEntry
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.jobs.proofs import ProofKeeper
from medpeer.licensing.evidence import PossessionProof
from medpeer.licensing.models import ClaimStatus, LicenceClaim, PossessionShown
from medpeer.licensing.models.codes import RecordCode
from medpeer.notifications.letters import CodePost, LetterFolder
from medpeer.notifications.mailbox import list_mails
from tests.conftest import state_of
from tests.factories.licensing import line, load
from tests.factories.people import People
from tests.integration.onboarding.conftest import Applicant, main_of

OUTSIDE = "miriam.okonjo@mailbox.example"
HELD = line(street="12 QUAY STREET", phone="4025550109", fax="4025550153")


@pytest.fixture
def claimant(applicant: Applicant, database: Database, tmp_path: Path) -> Applicant:
    """Return somebody with an own mailbox and a claim that everything but possession speaks for."""
    load(database, tmp_path, HELD)
    applicant.email = OUTSIDE
    applicant.prove_and_sign_in()
    applicant.claim()
    return applicant


def letters(applicant: Applicant) -> list[str]:
    """Return the letters of the demo's mailbox, newest first."""
    applicant.relay.drain()
    mails = list_mails(applicant.mailbox)
    return [mail.body for mail in mails if mail.to.endswith("@letters.example")]


def code_in(letter: str) -> str:
    found = re.search(r"^ +([A-Z0-9]{4}-[A-Z0-9]{4})$", letter, re.MULTILINE)
    assert found
    return found[1]


def proofs_of(database: Database) -> set[PossessionProof]:
    with database.reading() as session:
        return set(session.scalars(select(PossessionShown.proof)))


def actions_of(database: Database) -> list[AuditAction]:
    with database.reading() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


def test_a_letter_goes_to_the_practice_and_its_code_is_possession(claimant: Applicant, database: Database) -> None:
    page = claimant.page("/join/proof")
    assert "in Omaha, NE" in page
    assert "ends in 53" in page
    for secret in ("QUAY", "4025550109", "4025550153", "5550109"):
        assert secret not in page
    asked = claimant.post("/join/proof/code", channel="letter")
    assert (asked.status_code, asked.headers["Location"]) == (303, "/join/proof")
    (letter,) = letters(claimant)
    for words in ("MIRIAM OKONJO", "12 QUAY STREET", "OMAHA, NE"):
        assert words in letter
    assert OUTSIDE not in letter
    entered = claimant.post("/join/proof/code/enter", code=f" {code_in(letter).lower()} ")
    assert (entered.status_code, entered.headers["Location"]) == (303, "/join")
    assert proofs_of(database) == {PossessionProof.CODE_OF_RECORD}
    actions = actions_of(database)
    assert [one for one in actions if one.value.startswith(("code", "possession"))] == [
        AuditAction.CODE_ISSUED,
        AuditAction.CODE_ENTERED,
        AuditAction.POSSESSION_SHOWN,
    ]


def test_what_was_set_going_stands_on_the_applicants_page(claimant: Applicant) -> None:
    page = claimant.page()
    coming = ("A code is on its way by letter", "One colleague asked. It takes two", "A document is with the reviewers")
    assert not any(words in page for words in coming)
    claimant.post("/join/proof/code", channel="letter")
    claimant.post("/join/proof/colleague", email="ada.brandt@stlukes.example")
    page = claimant.page()
    assert coming[0] in page
    assert coming[1] in page
    claimant.post("/join/proof/colleague", email="bo.brandt@stlukes.example")
    assert "Two colleagues asked<" in claimant.page()


def test_neither_code_nor_address_stands_anywhere_in_the_database(claimant: Applicant, database: Database) -> None:
    claimant.post("/join/proof/code", channel="fax")
    (letter,) = letters(claimant)
    code = code_in(letter)
    with database.reading() as session:
        row = session.scalars(select(RecordCode)).one()
        stored = repr({name: getattr(row, name) for name in RecordCode.__table__.columns.keys()})  # noqa: SIM118
    for secret in (code, code.replace("-", ""), "4025550153", "OKONJO"):
        assert secret not in stored


def test_a_wrong_code_costs_a_try_and_after_six_the_right_one_is_of_no_use(
    claimant: Applicant, database: Database
) -> None:
    claimant.post("/join/proof/code", channel="letter")
    code = code_in(letters(claimant)[0])
    for left in (5, 4, 3, 2, 1):
        wrong = claimant.post("/join/proof/code/enter", code="BBBB-BBBB")
        assert wrong.status_code == 422
        assert ("one try" if left == 1 else f"{left} tries") in wrong.text
        assert len(re.findall(r"\b(?:try|tries)\b", main_of(wrong.text))) == 1, "two counts contradict each other"
    spent = claimant.post("/join/proof/code/enter", code="BBBB-BBBB").text
    assert 'data-module="focus">That was the last try.' in spent
    assert claimant.post("/join/proof/code/enter", code=code).status_code == 422
    assert proofs_of(database) == set()
    assert actions_of(database).count(AuditAction.CODE_REFUSED) == 6


def test_a_code_ends_after_fourteen_days(claimant: Applicant, clock: SettableClock, database: Database) -> None:
    claimant.post("/join/proof/code", channel="letter")
    code = code_in(letters(claimant)[0])
    clock.set(clock.now() + timedelta(days=14))
    claimant.sign_in()
    assert "more than 14 days old" in claimant.post("/join/proof/code/enter", code=code).text
    assert proofs_of(database) == set()


def test_a_newer_code_makes_the_one_before_void(claimant: Applicant, database: Database) -> None:
    claimant.post("/join/proof/code", channel="letter")
    first = code_in(letters(claimant)[0])
    claimant.post("/join/proof/code", channel="letter")
    second = next(code for code in map(code_in, letters(claimant)) if code != first)
    assert claimant.post("/join/proof/code/enter", code=first).status_code == 422
    assert claimant.post("/join/proof/code/enter", code=second).status_code == 303
    assert proofs_of(database) == {PossessionProof.CODE_OF_RECORD}


def test_a_code_is_used_once_and_counts_for_its_own_claim_alone(claimant: Applicant, database: Database) -> None:
    claimant.post("/join/proof/code", channel="letter")
    code = code_in(letters(claimant)[0])
    claimant.claim(npi="1234567893")
    assert "There is no code to enter." in claimant.post("/join/proof/code/enter", code=code).text
    assert proofs_of(database) == set()


def test_a_letter_outlasts_a_corrected_name_and_its_code_a_corrected_licence(
    claimant: Applicant, database: Database
) -> None:
    claimant.post("/join/proof/code", channel="letter")
    code = code_in(letters(claimant)[0])
    claimant.claim(first_name="Marian")
    assert "A letter with your code is on its way." in claimant.page("/join/proof")
    assert claimant.post("/join/proof/code/enter", code=code).status_code == 303
    assert newest_proofs(database) == {PossessionProof.CODE_OF_RECORD}
    claimant.claim(first_name="Marian", licence_number="99999")
    assert newest_proofs(database) == {PossessionProof.CODE_OF_RECORD}
    assert actions_of(database).count(AuditAction.POSSESSION_SHOWN) == 2
    assert "Code of record" in claimant.page("/join/proof")
    claimant.claim(npi="1234567893")
    assert newest_proofs(database) == set()
    assert "Code of record" not in claimant.page("/join/proof").split('id="code"')[0]


def newest_proofs(database: Database) -> set[PossessionProof]:
    with database.reading() as session:
        newest = session.scalars(select(LicenceClaim.id).order_by(LicenceClaim.id.desc()).limit(1)).one()
        return set(session.scalars(select(PossessionShown.proof).where(PossessionShown.claim_id == newest)))


def ask_them(claimant: Applicant, people: People) -> None:
    """Let a reviewer ask the applicant for possession."""
    desk = people.client(people.physician(Role.REVIEWER))
    data = {"act": "ask", "reason": "ask_possession", "note": "How can we reach you at work?"}
    assert desk.post("/review/1", data=data | {"csrf_token": people.csrf(desk)}).status_code == 303
    assert "The reviewer asks" in claimant.page()


def test_a_code_answers_a_reviewers_question_and_all_green_is_active_at_once(
    claimant: Applicant, people: People, database: Database
) -> None:
    ask_them(claimant, people)
    claimant.post("/join/proof/code", channel="letter")
    claimant.post("/join/proof/code/enter", code=code_in(letters(claimant)[0]))
    assert "You are verified" in claimant.page()
    with database.reading() as session:
        assert session.scalars(select(LicenceClaim.status)).one() is ClaimStatus.APPROVED


def test_a_member_who_is_asked_stays_one_when_a_code_answers(
    claimant: Applicant, people: People, database: Database
) -> None:
    ask_them(claimant, people)
    with database.transaction() as session:
        claim = session.scalars(select(LicenceClaim)).one()
        session.get_one(Physician, claim.physician_id).standing = Standing.ACTIVE
        claim.held_at = claim.filed_at
    claimant.post("/join/proof/code", channel="letter")
    assert claimant.post("/join/proof/code/enter", code=code_in(letters(claimant)[0])).status_code == 303
    with database.reading() as session:
        claim = session.scalars(select(LicenceClaim)).one()
        assert claim.status is ClaimStatus.HELD
        assert session.get_one(Physician, claim.physician_id).standing is Standing.ACTIVE


def test_the_address_stays_as_it_was_when_the_code_was_issued(
    claimant: Applicant, database: Database, tmp_path: Path, clock: SettableClock
) -> None:
    claimant.post("/join/proof/code", channel="letter")
    clock.set(clock.now() + timedelta(minutes=1))
    load(database, tmp_path, line(street="99 ELSEWHERE ROAD"))
    assert "12 QUAY STREET" in letters(claimant)[0]
    assert "ELSEWHERE" not in letters(claimant)[0]


def test_three_codes_a_month_for_a_person_and_for_a_number(
    app: Flask, claimant: Applicant, people: People, database: Database
) -> None:
    for _ in range(3):
        assert claimant.post("/join/proof/code", channel="fax").status_code == 303
    assert claimant.post("/join/proof/code", channel="fax").status_code == 429
    other = Applicant(app, people, claimant.relay, claimant.mailbox)
    other.email = "somebody@mailbox.example"
    other.prove_and_sign_in()
    other.claim()
    assert other.post("/join/proof/code", channel="letter").status_code == 429
    with database.reading() as session:
        assert len(session.scalars(select(RecordCode.id)).all()) == 3


def test_a_code_goes_nowhere_that_the_register_does_not_say(claimant: Applicant, database: Database) -> None:
    assert claimant.post("/join/proof/code", channel="e-mail").status_code == 422
    claimant.claim(npi="1234567893")
    page = claimant.page("/join/proof")
    assert "holds no address" in page
    assert claimant.post("/join/proof/code", channel="letter").status_code == 422
    with database.reading() as session:
        assert session.scalars(select(RecordCode.id)).all() == []


def test_without_a_claim_there_is_no_code(applicant: Applicant) -> None:
    applicant.email = OUTSIDE
    applicant.prove_and_sign_in()
    assert "Give your licence first." in applicant.page("/join/proof")
    assert applicant.post("/join/proof/code", channel="letter").status_code == 404
    assert applicant.post("/join/proof/code/enter", code="BBBB-BBBB").status_code == 404


def test_letters_to_print_are_private_and_gone_once_their_code_is_spent(
    app: Flask, claimant: Applicant, database: Database, tmp_path: Path, clock: SettableClock
) -> None:
    folder = tmp_path / "letters"
    carrier = LetterFolder(folder, "https://medpeer.example/join/proof")
    relay = state_of(app).relay
    relay.handlers = tuple(CodePost(database, carrier) if isinstance(one, CodePost) else one for one in relay.handlers)
    claimant.post("/join/proof/code", channel="letter")
    relay.drain()
    (page,) = folder.iterdir()
    assert (page.stat().st_mode & 0o077, folder.stat().st_mode & 0o077) == (0, 0)
    said = PdfReader(BytesIO(page.read_bytes())).pages[0].extract_text()
    assert "12 QUAY STREET" in said
    assert code_in(said)
    keeper = ProofKeeper(database, carrier, state_of(app).documents)
    keeper.run_once()
    assert page.exists()
    clock.set(clock.now() + timedelta(days=14))
    keeper.run_once()
    assert not page.exists()
