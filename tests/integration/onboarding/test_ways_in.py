"""Whole ways through onboarding: by an institution's address, by a reviewer, and those that end before."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from medpeer.accounts import queries
from medpeer.accounts.models import Physician, Role, Specialty, Standing
from medpeer.audit import AuditAction, AuditEntry
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.jobs import register_import
from medpeer.jobs.list_import import import_domains
from medpeer.jobs.membership import MembershipKeeper
from medpeer.licensing.models import ClaimDecision, LicenceClaim, LicenceHolding
from medpeer.licensing.policy import DecisionReason
from medpeer.web.same_time import LONGER_THAN_A_MAIL_S
from tests.factories.licensing import NPI, deactivated_line, line, load, npi_number
from tests.factories.membership import exclusion, load_leie
from tests.factories.people import People
from tests.integration.onboarding.conftest import Applicant, main_of

CLINICAL = ("/", "/cases", "/cases/ask", "/journal-club", "/practice", "/chat", "/search", "/notifications")
OUTSIDE = "miriam.okonjo@mailbox.example"


def standing_of(database: Database, email: str) -> Standing:
    """Return the standing of the account of an address."""
    with database.reading() as session:
        digest = database.context.vault.digest("email", email)
        return session.execute(select(Physician.standing).where(Physician.email_digest == digest)).scalar_one()


def claim_id(database: Database) -> int:
    """Return the newest claim."""
    with database.reading() as session:
        return session.execute(select(LicenceClaim.id).order_by(LicenceClaim.id.desc()).limit(1)).scalar_one()


@pytest.mark.usefixtures("register")
def test_from_signing_up_to_the_round_by_an_institutions_address(applicant: Applicant, database: Database) -> None:
    sent = applicant.sign_up()
    assert "Check your mail" in sent.text
    link = applicant.link()
    assert "This is my address" in applicant.browser.get(link).text
    assert standing_of(database, applicant.email) is Standing.REGISTERED
    assert applicant.prove(link).headers["Location"] == "/join"
    assert "Licence number" in applicant.page()
    filed = applicant.claim()
    assert (filed.status_code, filed.headers["Location"]) == (303, "/join")
    page = applicant.page()
    assert "You are verified" in page
    assert standing_of(database, applicant.email) is Standing.ACTIVE
    with database.reading() as session:
        member = session.scalars(select(Physician)).one()
        assert member.first_name
        assert member.last_name
        assert (member.first_name.value, member.last_name.value) == ("Miriam", "Okonjo")
        assert member.specialty is Specialty.NEPHROLOGY
        assert session.scalars(select(LicenceHolding.physician_id)).all() == [member.id]
        assert session.scalars(select(ClaimDecision.reason)).all() == [DecisionReason.ALL_CHECKS_PASSED]
        actions = set(session.scalars(select(AuditEntry.action)))
    assert {AuditAction.CLAIM_FILED, AuditAction.CLAIM_DECIDED, AuditAction.STANDING_CHANGED} <= actions
    assert applicant.browser.get("/chat").status_code == 200


@pytest.mark.usefixtures("register")
def test_another_address_goes_to_a_reviewer_who_approves(
    applicant: Applicant, people: People, database: Database, clock: SettableClock
) -> None:
    applicant.email = OUTSIDE
    applicant.prove_and_sign_in()
    applicant.claim()
    page = applicant.page()
    assert "You are next." in page
    assert "One proof is needed." in page
    assert standing_of(database, OUTSIDE) is Standing.NEEDS_REVIEW
    clock.set(clock.now() + timedelta(hours=3, minutes=10))
    desk = people.client(people.physician(Role.REVIEWER))
    shown = desk.get("/review").text
    assert "Possession missing" in shown
    assert "Miriam Okonjo" in shown
    assert "NPPES, 11 d" in shown
    number = claim_id(database)
    data = {"csrf_token": people.csrf(desk), "act": "approve", "specialty": "nephrology", "note": ""}
    refused = desk.post(f"/review/{number}", data=data | {"reason": "name_explained"})
    assert refused.status_code == 422
    assert "Say through whom you reached them" in refused.text
    done = desk.post(f"/review/{number}", data=data | {"reason": "institution_confirmed"})
    assert (done.status_code, done.headers["Location"]) == (303, "/review")
    assert "Nobody waits" in desk.get("/review").text
    assert "Median today 3 h 10" in desk.get("/review").text
    assert standing_of(database, OUTSIDE) is Standing.ACTIVE
    news = applicant.mails()[0]
    assert news.subject == "There is news of your application"
    assert "/join" in news.body
    for word in ("approved", "reject", "nephrology", "Okonjo", NPI, "institution"):
        assert word not in news.body.lower()
    assert "You are verified" in applicant.page()
    assert "A reviewer’s word" in applicant.page()


@pytest.mark.usefixtures("register")
def test_a_reviewer_asks_the_applicant_answers_and_is_refused_then_appeals(
    applicant: Applicant, people: People, database: Database
) -> None:
    applicant.email = OUTSIDE
    applicant.prove_and_sign_in()
    applicant.claim(last_name="Baptiste")
    desk = people.client(people.physician(Role.REVIEWER))
    number = claim_id(database)

    def decide(**data: str) -> int:
        return desk.post(f"/review/{number}", data=data | {"csrf_token": people.csrf(desk)}).status_code

    assert decide(act="ask", reason="ask_name") == 422
    assert decide(act="ask", reason="ask_name", note="When did the surname change?") == 303
    assert "When did the surname change?" in applicant.page()
    assert standing_of(database, OUTSIDE) is Standing.MORE_INFO
    assert "Nobody waits" in desk.get("/review").text
    assert applicant.post("/join/note", body="It changed when I married, last spring.").status_code == 303
    assert "It changed when I married, last spring." in desk.get(f"/review/{number}").text
    assert decide(act="reject", reason="not_that_person") == 303
    assert standing_of(database, OUTSIDE) is Standing.REJECTED
    page = applicant.page()
    assert "You were not admitted." in page
    assert "not_that_person" not in page
    assert applicant.claim().status_code == 403
    assert applicant.post("/join/note", body="The board can confirm it.").status_code == 303
    assert standing_of(database, OUTSIDE) is Standing.APPEAL
    assert len(applicant.mails()) == 3
    page = main_of(applicant.page())
    assert "Your appeal is with another reviewer." in page
    for told in (
        "<h1>Your application</h1>",
        "You proved your e-mail address.",
        "You gave your licence. It went to a reviewer.",
        "A reviewer asked you something.",
        "The reviewer had your answer.",
        "A reviewer decided: not admitted.",
        "You appealed.",
        'href="/join/proof">Prove it</a>',
    ):
        assert told in page, told
    for untrue in ("membership", "Your posts", "neither read nor write"):
        assert untrue not in page, untrue
    # Who refused does not judge the appeal.
    decide(act="reject", reason="not_that_person")
    assert standing_of(database, OUTSIDE) is Standing.APPEAL
    other = people.client(people.physician(Role.REVIEWER))
    data = {"csrf_token": people.csrf(other), "act": "approve", "reason": "institution_confirmed"}
    assert other.post(f"/review/{number}", data=data).status_code == 303
    assert standing_of(database, OUTSIDE) is Standing.ACTIVE


@pytest.mark.usefixtures("register")
def test_nobody_reviews_themselves_and_only_reviewers_see_the_desk(
    applicant: Applicant, people: People, database: Database
) -> None:
    applicant.email = OUTSIDE
    applicant.prove_and_sign_in()
    applicant.claim()
    number = claim_id(database)
    with database.transaction() as session:
        claim = session.get_one(LicenceClaim, number)
        own = people_id = claim.physician_id
        session.get_one(Physician, own).standing = Standing.ACTIVE
    with database.reading() as session:
        actor = queries.load_actor(session, people_id)
    reviewer = people.physician(Role.REVIEWER)
    with database.transaction() as session:
        session.get_one(LicenceClaim, number).physician_id = reviewer.physician_id
    desk = people.client(reviewer)
    assert "Nobody waits" in desk.get("/review").text
    assert desk.get(f"/review/{number}").status_code == 404
    data = {"csrf_token": people.csrf(desk), "act": "approve", "reason": "institution_confirmed"}
    assert desk.post(f"/review/{number}", data=data).status_code == 404
    assert people.client(actor).get("/review").status_code == 404
    assert people.client(people.physician(Role.MODERATOR)).get(f"/review/{number}").status_code == 404


@pytest.mark.usefixtures("register")
def test_a_claim_decided_meanwhile_is_not_decided_twice(
    applicant: Applicant, people: People, database: Database
) -> None:
    applicant.email = OUTSIDE
    applicant.prove_and_sign_in()
    applicant.claim()
    first, second = (people.client(people.physician(Role.REVIEWER)) for _ in range(2))
    number = claim_id(database)
    data = {"act": "reject", "reason": "not_licensed"}
    first.post(f"/review/{number}", data=data | {"csrf_token": people.csrf(first)})
    late = second.post(f"/review/{number}", data=data | {"csrf_token": people.csrf(second)}, follow_redirects=True)
    assert "settled or changed since you opened it" in late.text
    with database.reading() as session:
        assert len(session.scalars(select(ClaimDecision.id)).all()) == 1


@pytest.mark.usefixtures("register")
def test_the_second_account_with_a_number_waits_quietly(
    app: Flask, applicant: Applicant, people: People, database: Database
) -> None:
    applicant.prove_and_sign_in()
    applicant.claim()
    other = Applicant(app, people, applicant.relay, applicant.mailbox)
    other.email = "m.okonjo@stlukes.example"
    other.prove_and_sign_in()
    other.claim()
    assert standing_of(database, other.email) is Standing.NEEDS_REVIEW
    page = other.page()
    assert "Nothing is missing from you." in page
    for word in ("another account", "already", "in use by", "duplicate"):
        assert word not in page.lower()
    desk = people.client(people.physician(Role.REVIEWER))
    assert "Number already used" in desk.get("/review").text
    data = {"csrf_token": people.csrf(desk), "act": "approve", "reason": "institution_confirmed"}
    refused = desk.post(f"/review/{claim_id(database)}", data=data, follow_redirects=True)
    assert "belongs to another account already" in refused.text
    assert standing_of(database, other.email) is Standing.NEEDS_REVIEW


def test_numbers_out_of_use_and_of_organisations_are_refused_and_may_be_corrected(
    applicant: Applicant, database: Database, tmp_path: Path
) -> None:
    load(database, tmp_path, deactivated_line(npi_number(1)), line(npi_number(2), entity="2"), line())
    applicant.prove_and_sign_in()
    applicant.claim(npi=npi_number(1))
    assert standing_of(database, applicant.email) is Standing.REJECTED
    assert "says this number is out of use" in applicant.page()
    applicant.claim(npi=npi_number(2))
    assert "belongs to an organisation" in applicant.page()
    assert "Licence number" in applicant.page("/join?change=1")
    applicant.claim()
    assert standing_of(database, applicant.email) is Standing.ACTIVE


def test_a_newer_register_settles_who_waited_for_it(applicant: Applicant, database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, line(npi_number(5), number="10099"))
    applicant.prove_and_sign_in()
    applicant.claim()
    assert "New numbers appear weekly" in applicant.page()
    assert standing_of(database, applicant.email) is Standing.NEEDS_REVIEW
    assert load(database, tmp_path, line(npi_number(5), number="10099"), line()).decided == 1
    assert standing_of(database, applicant.email) is Standing.ACTIVE


def test_who_waited_for_a_register_whose_import_was_cut_short_is_settled_by_the_next_round(
    applicant: Applicant, database: Database, tmp_path: Path, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_database: Database) -> int:
        raise KeyboardInterrupt

    load(database, tmp_path, line(npi_number(5), number="10099"))
    applicant.prove_and_sign_in()
    applicant.claim()
    clock.set(clock.now() + timedelta(minutes=1))
    monkeypatch.setattr(register_import, "recheck_waiting", die)
    with pytest.raises(KeyboardInterrupt):
        load(database, tmp_path, line(npi_number(5), number="10099"), line())
    assert standing_of(database, applicant.email) is Standing.NEEDS_REVIEW
    MembershipKeeper(database).run_once()
    assert standing_of(database, applicant.email) is Standing.ACTIVE


@pytest.mark.usefixtures("register")
def test_a_waiting_claim_that_a_newer_list_holds_is_in_the_trail_with_its_evidence(
    applicant: Applicant, database: Database, tmp_path: Path
) -> None:
    applicant.email = OUTSIDE
    applicant.prove_and_sign_in()
    applicant.claim()
    for _ in range(2):
        load_leie(database, tmp_path, exclusion(npi=NPI))
    held = select(AuditEntry.evidence_digest).where(AuditEntry.action == AuditAction.CLAIM_HELD)
    with database.reading() as session:
        assert session.scalars(held).one()


@pytest.mark.usefixtures("register")
def test_a_licence_that_stands_on_two_numbers_waits_for_a_reviewer(
    applicant: Applicant, database: Database, tmp_path: Path
) -> None:
    # Whoever registers a number writes the licences down themselves.
    load(database, tmp_path, line(), line(npi_number(7), number="MD-10-037"), line(npi_number(8), number="10038"))
    applicant.prove_and_sign_in()
    applicant.claim()
    assert "under another number too" in applicant.page()
    assert standing_of(database, applicant.email) is Standing.NEEDS_REVIEW


@pytest.mark.usefixtures("register")
def test_an_institution_that_comes_onto_the_list_settles_who_waited_for_it(
    applicant: Applicant, database: Database, tmp_path: Path
) -> None:
    applicant.email = OUTSIDE
    applicant.prove_and_sign_in()
    applicant.claim()
    domains = tmp_path / "domains.csv"
    domains.write_text("elsewhere.example,Elsewhere\n")
    assert import_domains(database, domains).decided == 0
    assert standing_of(database, OUTSIDE) is Standing.NEEDS_REVIEW
    domains.write_text(f"{OUTSIDE.partition('@')[2]},An institution\n")
    assert import_domains(database, domains).decided == 1
    assert standing_of(database, OUTSIDE) is Standing.ACTIVE


@pytest.mark.usefixtures("register")
def test_what_cannot_be_a_number_leaves_no_record(applicant: Applicant, database: Database) -> None:
    applicant.prove_and_sign_in()
    for typed, words in (
        ({"npi": "1999000016"}, "check digit does not agree"),
        ({"npi": ""}, "An NPI has ten digits; this has none."),
        ({"licence_number": "123-45-6789"}, "looks like a Social Security number"),
        ({"licence_number": "$$$$$$$$$"}, "as it stands on your licence"),
        ({"licence_state": "XX"}, "Choose the state or country"),
        ({"last_name": ""}, "is empty"),
        ({"last_name": "Okonjo SSN 123-45-6789"}, "<q>123-45-6789</q>"),
        ({"last_name": "Okonjo\u202e"}, "reading direction"),
        ({"first_name": "M" * 200}, "over the limit"),
    ):
        answer = applicant.claim(**typed)
        assert answer.status_code == 422, typed
        assert words in answer.text, typed
    with database.reading() as session:
        assert session.scalars(select(LicenceClaim.id)).all() == []


@pytest.mark.usefixtures("register")
def test_the_applicant_sees_the_register_masked_only(applicant: Applicant, database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, line(last="KALTENBACH", number="SECRET-77", other_last="FORMERNAME"))
    applicant.prove_and_sign_in()
    applicant.claim()
    page = applicant.page()
    assert "K••••••••H" in page
    for hidden in ("KALTENBACH", "Kaltenbach", "SECRET-77", "FORMERNAME", "OMAHA"):
        assert hidden not in page


@pytest.mark.usefixtures("register")
def test_only_so_many_claims_a_day(applicant: Applicant, clock: SettableClock) -> None:
    applicant.email = OUTSIDE
    applicant.prove_and_sign_in()
    answers = [applicant.claim(licence_number=f"9{n}").status_code for n in range(6)]
    assert answers == [303] * 5 + [429]
    clock.set(clock.now() + timedelta(days=1, minutes=1))
    assert applicant.claim().status_code == 303


def test_whoever_is_not_verified_sees_no_clinical_page(people: People) -> None:
    for standing in set(Standing) - {Standing.ACTIVE, Standing.LAPSED_READONLY}:
        browser = people.client(people.physician(standing=standing))
        for path in CLINICAL:
            answer = browser.get(path)
            where = (answer.status_code, answer.headers.get("Location"))
            assert where == (303, "/join"), (standing, path)


def test_somebody_with_an_unproved_address_cannot_claim(
    applicant: Applicant, database: Database, people: People
) -> None:
    applicant.sign_up()
    with database.reading() as session:
        actor = queries.load_actor(session, session.scalars(select(Physician.id)).one())
    applicant.browser = people.client(actor)
    assert applicant.claim().status_code == 403
    assert standing_of(database, applicant.email) is Standing.REGISTERED


@pytest.mark.usefixtures("register")
def test_notes_go_through_the_gate(applicant: Applicant, database: Database, people: People) -> None:
    applicant.email = OUTSIDE
    applicant.prove_and_sign_in()
    applicant.claim()
    refused = applicant.post("/join/note", body="I treated the patient with MRN 4471902.")
    assert refused.status_code == 422
    assert "MRN 4471902" in refused.text
    desk = people.client(people.physician(Role.REVIEWER))
    data = {"csrf_token": people.csrf(desk), "act": "ask", "reason": "ask_name", "note": "See MRN 4471902."}
    assert desk.post(f"/review/{claim_id(database)}", data=data).status_code == 422
    assert "4471902" not in desk.get("/review").text


@pytest.mark.parametrize("path", ["/sign-up", "/sign-up/resend"])
def test_an_address_takes_as_long_as_any_other(app: Flask, people: People, path: str) -> None:
    browser = app.test_client()
    browser.get("/sign-up")
    for address in ("nobody@stlukes.example", "nobody@stlukes.example"):
        data = {"csrf_token": people.csrf(browser), "email": address, "password": "a long enough passphrase indeed"}
        began = time.monotonic()
        assert browser.post(path, data=data).status_code == 200
        assert time.monotonic() - began >= LONGER_THAN_A_MAIL_S
