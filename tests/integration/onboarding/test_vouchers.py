"""Two colleagues of one institution: asked without telling who is a member, accountable, and never reviewers."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from medpeer.accounts import service
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Role, Standing
from medpeer.audit import AuditAction, AuditEntry
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.licensing.evidence import PossessionProof
from medpeer.licensing.models import ClaimStatus, LicenceClaim, PossessionShown
from medpeer.licensing.models.vouchers import Voucher
from medpeer.notifications.mailbox import list_mails
from tests.factories.people import People
from tests.integration.onboarding.conftest import Applicant

OUTSIDE = "miriam.okonjo@mailbox.example"


@pytest.fixture
def claimant(applicant: Applicant, people: People, clock: SettableClock, register: None) -> Applicant:  # noqa: ARG001 - in use
    """Return somebody with an own mailbox whose claim waits, two months after four members joined."""
    for name, domain in (("a", "stlukes"), ("b", "stlukes"), ("c", "countygeneral"), ("d", "nowhere")):
        people.physician(email=f"{name}@{domain}.example", first="Ada", last="Okonkwo")
    clock.set(clock.now() + timedelta(days=20))
    applicant.email = OUTSIDE
    applicant.prove_and_sign_in()
    applicant.claim()
    clock.set(clock.now() + timedelta(days=11))
    applicant.sign_in()
    return applicant


def actor_of(database: Database, email: str) -> Actor:
    with database.reading() as session:
        digest = database.context.vault.digest("email", email)
        member = session.scalars(select(Physician).where(Physician.email_digest == digest)).one()
    return Actor(member.id, member.standing, frozenset(), member.specialty)


def browser_of(claimant: Applicant, database: Database, name: str) -> FlaskClient:
    return claimant.people.client(actor_of(database, name))


def ask(claimant: Applicant, *emails: str) -> list[tuple[int, str]]:
    answers = [claimant.post("/join/proof/colleague", email=email) for email in emails]
    return [(answer.status_code, answer.headers.get("Location", "")) for answer in answers]


def vouch(claimant: Applicant, database: Database, email: str, **data: str) -> int:
    browser, member = browser_of(claimant, database, email), actor_of(database, email).physician_id
    with database.reading() as session:
        number = session.scalar(select(Voucher.id).where(Voucher.colleague_id == member)) or 0
    form = {"csrf_token": claimant.people.csrf(browser), "knows": "y"} | data
    return browser.post(f"/vouch/{number}", data=form).status_code


def proofs_of(database: Database) -> set[PossessionProof]:
    with database.reading() as session:
        return set(session.scalars(select(PossessionShown.proof)))


def test_two_members_of_one_institution_are_possession(claimant: Applicant, database: Database) -> None:
    ask(claimant, "a@stlukes.example", "b@stlukes.example")
    claimant.relay.drain()
    mails = [mail for mail in list_mails(claimant.mailbox) if mail.subject == "Somebody asks for your word"]
    assert {mail.to for mail in mails} == {"a@stlukes.example", "b@stlukes.example"}
    assert not any("Okonjo" in mail.body or "Miriam" in mail.body for mail in mails)
    assert "Miriam Okonjo" in browser_of(claimant, database, "a@stlukes.example").get("/vouch").text
    assert vouch(claimant, database, "a@stlukes.example") == 303
    assert proofs_of(database) == set()
    assert vouch(claimant, database, "b@stlukes.example") == 303
    assert proofs_of(database) == {PossessionProof.VOUCHERS}
    with database.reading() as session:
        givers = session.scalars(select(AuditEntry.actor_id).where(AuditEntry.action == AuditAction.VOUCHER_GIVEN))
        members = [actor_of(database, f"{name}@stlukes.example").physician_id for name in "ab"]
        assert sorted(givers) == sorted(members)  # type: ignore[type-var]


def test_two_of_different_institutions_are_not_enough(claimant: Applicant, database: Database) -> None:
    ask(claimant, "a@stlukes.example", "c@countygeneral.example")
    assert vouch(claimant, database, "a@stlukes.example") == 303
    assert vouch(claimant, database, "c@countygeneral.example") == 303
    assert proofs_of(database) == set()


def test_the_answer_is_the_same_whoever_the_address_belongs_to(claimant: Applicant, database: Database) -> None:
    answers = ask(claimant, "a@stlukes.example", "nobody@stlukes.example")
    assert answers == [(303, "/join/proof#colleagues")] * 2
    assert "You asked 2 addresses." in claimant.page("/join/proof")
    claimant.relay.drain()
    assert "nobody@stlukes.example" not in {mail.to for mail in list_mails(claimant.mailbox)}
    with database.reading() as session:
        assert len(session.scalars(select(Voucher.id)).all()) == 2


def test_what_cannot_be_asked(claimant: Applicant, database: Database) -> None:
    assert ask(claimant, OUTSIDE, "not an address", "") == [(422, "")] * 3
    many = [f"person{number}@stlukes.example" for number in range(7)]
    assert [status for status, _ in ask(claimant, *many)] == [303] * 6 + [429]
    assert ask(claimant, many[0])[0][0] == 303
    with database.reading() as session:
        assert len(session.scalars(select(Voucher.id)).all()) == 6


def test_who_may_not_vouch(claimant: Applicant, people: People, database: Database) -> None:
    people.physician(email="new@stlukes.example")
    ask(claimant, "new@stlukes.example", "d@nowhere.example", "a@stlukes.example")
    assert vouch(claimant, database, "new@stlukes.example") == 403
    assert vouch(claimant, database, "d@nowhere.example") == 403
    assert vouch(claimant, database, "b@stlukes.example") == 404
    assert vouch(claimant, database, "a@stlukes.example", knows="") == 422
    with database.reading() as session:
        assert session.scalars(select(Voucher.id).where(Voucher.given_at.is_not(None))).all() == []


def test_five_words_a_year(claimant: Applicant, database: Database, clock: SettableClock) -> None:
    ask(claimant, "a@stlukes.example")
    member = actor_of(database, "a@stlukes.example").physician_id
    with database.transaction() as session:
        claim = session.scalars(select(LicenceClaim.id)).one()
        session.add_all(
            Voucher(
                claim_id=claim,
                address_digest=f"{number:064}",
                asked_at=clock.now(),
                colleague_id=member,
                given_at=clock.now(),
                withdrawn_at=clock.now(),
            )
            for number in range(5)
        )
    assert vouch(claimant, database, "a@stlukes.example") == 403


def test_nobody_reviews_whom_they_vouched_for(claimant: Applicant, people: People, database: Database) -> None:
    ask(claimant, "a@stlukes.example")
    member = actor_of(database, "a@stlukes.example")
    desk = people.client(people.physician(Role.REVIEWER))
    with database.reading() as session:
        number = session.scalars(select(LicenceClaim.id)).one()
    assert desk.get(f"/review/{number}").status_code == 200
    grant(database, member.physician_id)
    own = browser_of(claimant, database, "a@stlukes.example")
    assert own.get(f"/review/{number}").status_code == 200
    assert vouch(claimant, database, "a@stlukes.example") == 303
    assert own.get(f"/review/{number}").status_code == 404
    assert "Nobody waits" in own.get("/review").text
    data = {"csrf_token": people.csrf(own), "act": "approve", "reason": "institution_confirmed"}
    assert own.post(f"/review/{number}", data=data).status_code == 404


def grant(database: Database, physician_id: int) -> None:
    with database.transaction() as session:
        service.grant_role(session, physician_id, Role.REVIEWER, actor_id=None)


def test_a_word_taken_back_sends_whoever_came_in_by_it_back(
    claimant: Applicant, database: Database, clock: SettableClock
) -> None:
    ask(claimant, "a@stlukes.example", "b@stlukes.example")
    for name in "ab":
        vouch(claimant, database, f"{name}@stlukes.example")
    with database.transaction() as session:
        claim = session.scalars(select(LicenceClaim)).one()
        claim.status = ClaimStatus.APPROVED
        session.get_one(Physician, claim.physician_id).standing = Standing.ACTIVE
        number = session.scalars(select(Voucher.id).order_by(Voucher.id)).first()
    clock.set(clock.now() + timedelta(days=100))
    browser = browser_of(claimant, database, "a@stlukes.example")
    form = {"csrf_token": claimant.people.csrf(browser), "reason": "not_that_person"}
    assert browser.post(f"/vouch/{number}/withdraw", data=form | {"reason": "whim"}).status_code == 422
    assert browser.post(f"/vouch/{number}/withdraw", data=form).status_code == 303
    assert proofs_of(database) == set()
    with database.reading() as session:
        claim = session.scalars(select(LicenceClaim)).one()
        assert claim.status is ClaimStatus.NEEDS_REVIEW
        assert session.get_one(Physician, claim.physician_id).standing is Standing.HELD
        reasons = session.scalars(select(AuditEntry.reason).where(AuditEntry.action == AuditAction.VOUCHER_WITHDRAWN))
        assert list(reasons) == ["not_that_person"]
    assert "You took your word back." in browser.get("/vouch").text
