"""Two colleagues of one institution: asked without telling who is a member, accountable, and never reviewers."""

import time
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from medpeer.accounts import service
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Role, Standing, Tier
from medpeer.audit import AuditAction, AuditEntry
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.core.outbox import StoredEvent
from medpeer.jobs.vouching import VouchingKeeper
from medpeer.leaving.models import TextsChoice
from medpeer.leaving.policy import GRACE, LAST_MAIL
from medpeer.leaving.service import announcing as leaving
from medpeer.licensing.errors import MayNotVouchError
from medpeer.licensing.events import ClaimDecided
from medpeer.licensing.evidence import PossessionProof
from medpeer.licensing.models import ClaimStatus, LicenceClaim, PossessionShown
from medpeer.licensing.models.vouchers import Voucher
from medpeer.licensing.policy import DecisionAct, DecisionReason
from medpeer.licensing.service import claims, decisions, vouchers
from medpeer.notifications.mailbox import list_mails
from medpeer.web.same_time import LONGER_THAN_A_MAIL_S
from tests.conftest import state_of
from tests.factories.licensing import hold
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


def admit_by_words(claimant: Applicant, database: Database) -> int:
    """Let two colleagues vouch and a reviewer approve what nothing else shows; return the claim."""
    ask(claimant, "a@stlukes.example", "b@stlukes.example")
    for name in "ab":
        assert vouch(claimant, database, f"{name}@stlukes.example") == 303
    with database.transaction() as session:
        claim = session.scalars(select(LicenceClaim)).one()
        decisions.settle(session, claim, DecisionAct.APPROVE, DecisionReason.NAME_EXPLAINED)
        assert standing_of(session, claim.physician_id) is Standing.ACTIVE
        return claim.id


def standing_of(session: Session, physician_id: int) -> Standing:
    return session.get_one(Physician, physician_id).standing


def settled(database: Database, claim_id: int) -> tuple[ClaimStatus, Standing]:
    with database.reading() as session:
        claim = session.get_one(LicenceClaim, claim_id)
        return claim.status, standing_of(session, claim.physician_id)


def withdraw(claimant: Applicant, database: Database, email: str, reason: str) -> int:
    browser, member = browser_of(claimant, database, email), actor_of(database, email).physician_id
    with database.reading() as session:
        number = session.scalar(select(Voucher.id).where(Voucher.colleague_id == member))
    form = {"csrf_token": claimant.people.csrf(browser), "reason": reason}
    return browser.post(f"/vouch/{number}/withdraw", data=form).status_code


def change_standing(database: Database, physician_id: int, standing: Standing) -> None:
    with database.transaction() as session:
        service.change_standing(session, session.get_one(Physician, physician_id), standing, actor_id=None)


def reasons_of(database: Database, action: AuditAction) -> list[tuple[int | None, str]]:
    with database.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.seq))
        return [(entry.actor_id, entry.reason) for entry in entries]


def test_a_word_taken_back_holds_whoever_came_in_by_it_and_tells_them(
    claimant: Applicant, database: Database, clock: SettableClock
) -> None:
    number = admit_by_words(claimant, database)
    clock.set(clock.now() + timedelta(days=100))
    assert withdraw(claimant, database, "a@stlukes.example", "whim") == 422
    assert withdraw(claimant, database, "a@stlukes.example", "found_false") == 422
    assert withdraw(claimant, database, "a@stlukes.example", "not_that_person") == 303
    assert proofs_of(database) == set()
    assert settled(database, number) == (ClaimStatus.NEEDS_REVIEW, Standing.HELD)
    member = actor_of(database, "a@stlukes.example").physician_id
    assert reasons_of(database, AuditAction.VOUCHER_WITHDRAWN) == [(member, "not_that_person")]
    assert "Your membership is on hold" in [mail.subject for mail in claimant.mails()]
    page = browser_of(claimant, database, "a@stlukes.example").get("/vouch").text
    assert "You took your word back." in page


def test_a_word_taken_back_leaves_whoever_is_shown_in_another_way(claimant: Applicant, database: Database) -> None:
    number = admit_by_words(claimant, database)
    with database.transaction() as session:
        claim = session.get_one(LicenceClaim, number)
        claims.show_possession(session, claim, frozenset({PossessionProof.CODE_OF_RECORD}))
    assert withdraw(claimant, database, "a@stlukes.example", "by_mistake") == 303
    assert settled(database, number) == (ClaimStatus.APPROVED, Standing.ACTIVE)
    assert proofs_of(database) == {PossessionProof.CODE_OF_RECORD}


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.HELD, Standing.LAPSED_READONLY])
def test_a_colleague_who_is_no_longer_active_sends_their_word_to_the_reviewers(
    claimant: Applicant, database: Database, standing: Standing
) -> None:
    number, member = admit_by_words(claimant, database), actor_of(database, "a@stlukes.example").physician_id
    change_standing(database, member, standing)
    claimant.relay.drain()
    assert settled(database, number) == (ClaimStatus.NEEDS_REVIEW, Standing.ACTIVE)
    assert proofs_of(database) == set()
    assert reasons_of(database, AuditAction.VOUCHER_STOPPED) == [(member, standing.value)]
    assert reasons_of(database, AuditAction.POSSESSION_WITHDRAWN) == [(None, "vouchers")]
    change_standing(database, member, Standing.ACTIVE)
    claimant.relay.drain()
    assert proofs_of(database) == {PossessionProof.VOUCHERS}


def delete_account(claimant: Applicant, database: Database, clock: SettableClock, physician_id: int) -> None:
    """Let a member ask for their account to be deleted, and let the time pass until nothing is left of them."""
    member = Actor(physician_id, Standing.ACTIVE, frozenset(), None)
    with database.transaction() as session:
        leaving.ask_to_leave(session, member, TextsChoice.LEAVE)
    for wait in (GRACE, LAST_MAIL):
        clock.set(clock.now() + wait)
        state_of(claimant.app).accounts.run_once()
        claimant.relay.drain()
    with database.reading() as session:
        assert standing_of(session, physician_id) is Standing.LEFT
        assert session.get_one(Physician, physician_id).first_name is None


def test_a_colleague_who_deletes_their_account_sends_their_word_to_the_reviewers(
    claimant: Applicant, people: People, database: Database, clock: SettableClock
) -> None:
    number, member = admit_by_words(claimant, database), actor_of(database, "a@stlukes.example").physician_id
    delete_account(claimant, database, clock, member)
    assert settled(database, number) == (ClaimStatus.NEEDS_REVIEW, Standing.ACTIVE)
    assert proofs_of(database) == set()
    assert reasons_of(database, AuditAction.VOUCHER_STOPPED) == [(member, "left")]
    assert reasons_of(database, AuditAction.POSSESSION_WITHDRAWN) == [(None, "vouchers")]
    desk = people.client(people.physician(Role.REVIEWER))
    assert "Miriam Okonjo" in desk.get("/review").text
    assert desk.get(f"/review/{number}").status_code == 200


def test_a_colleague_who_deletes_their_account_leaves_whoever_is_shown_in_another_way(
    claimant: Applicant, database: Database, clock: SettableClock
) -> None:
    number = admit_by_words(claimant, database)
    with database.transaction() as session:
        claim = session.get_one(LicenceClaim, number)
        claims.show_possession(session, claim, frozenset({PossessionProof.CODE_OF_RECORD}))
    delete_account(claimant, database, clock, actor_of(database, "a@stlukes.example").physician_id)
    assert settled(database, number) == (ClaimStatus.APPROVED, Standing.ACTIVE)
    assert proofs_of(database) == {PossessionProof.CODE_OF_RECORD}


def test_of_three_colleagues_one_may_delete_their_account(
    claimant: Applicant, people: People, database: Database, clock: SettableClock
) -> None:
    clock.set(clock.now() - timedelta(days=60))
    people.physician(email="e@stlukes.example")
    clock.set(clock.now() + timedelta(days=60))
    ask(claimant, "e@stlukes.example")
    assert vouch(claimant, database, "e@stlukes.example") == 303
    number = admit_by_words(claimant, database)
    first, second = (actor_of(database, f"{name}@stlukes.example").physician_id for name in "ae")
    delete_account(claimant, database, clock, first)
    assert settled(database, number) == (ClaimStatus.APPROVED, Standing.ACTIVE)
    assert proofs_of(database) == {PossessionProof.VOUCHERS}
    delete_account(claimant, database, clock, second)
    assert settled(database, number) == (ClaimStatus.NEEDS_REVIEW, Standing.ACTIVE)


def test_an_applicant_who_waits_needs_another_colleague_when_one_deletes_their_account(
    claimant: Applicant, database: Database, clock: SettableClock
) -> None:
    ask(claimant, "a@stlukes.example", "b@stlukes.example")
    for name in "ab":
        assert vouch(claimant, database, f"{name}@stlukes.example") == 303
    delete_account(claimant, database, clock, actor_of(database, "b@stlukes.example").physician_id)
    assert proofs_of(database) == set()


def test_an_applicant_who_waits_needs_another_colleague_when_one_goes(claimant: Applicant, database: Database) -> None:
    ask(claimant, "a@stlukes.example", "b@stlukes.example")
    for name in "ab":
        assert vouch(claimant, database, f"{name}@stlukes.example") == 303
    change_standing(database, actor_of(database, "b@stlukes.example").physician_id, Standing.SUSPENDED)
    claimant.relay.drain()
    assert proofs_of(database) == set()
    assert "Two colleagues" not in claimant.page("/join/proof").split('id="code"')[0]


def test_both_answer_for_somebody_who_was_not_who_they_said(
    claimant: Applicant, people: People, database: Database, clock: SettableClock
) -> None:
    ask(claimant, "a@stlukes.example", "b@stlukes.example")
    for name in "ab":
        assert vouch(claimant, database, f"{name}@stlukes.example") == 303
    desk = people.client(people.physician(Role.REVIEWER))
    data = {"csrf_token": people.csrf(desk), "act": "reject", "reason": "not_that_person", "note": ""}
    assert desk.post("/review/1", data=data).status_code == 303
    claimant.relay.drain()
    both = [actor_of(database, f"{name}@stlukes.example").physician_id for name in "ab"]
    assert reasons_of(database, AuditAction.VOUCHER_FOUND_FALSE) == [(one, "not_that_person") for one in both]
    assert proofs_of(database) == set()
    page = browser_of(claimant, database, "a@stlukes.example").get("/vouch").text
    assert "You cannot vouch now." in page
    assert "A reviewer found otherwise." in page
    add_request(database, actor_of(database, "a@stlukes.example").physician_id, clock)
    with database.transaction() as session:
        member = actor_of(database, "a@stlukes.example")
        newest = session.scalars(select(Voucher.id).order_by(Voucher.id.desc())).first() or 0
        with pytest.raises(MayNotVouchError, match="not who they said"):
            vouchers.give(session, member, newest, institution_domains=("stlukes.example",))


def add_request(database: Database, member: int, clock: SettableClock) -> None:
    """Let somebody else's open claim ask a member."""
    with database.transaction() as session:
        claim = session.scalars(select(LicenceClaim)).one()
        claim.status = ClaimStatus.NEEDS_REVIEW
        session.add(Voucher(claim_id=claim.id, address_digest="9" * 64, asked_at=clock.now(), colleague_id=member))


def test_only_a_full_licence_carries_a_word(claimant: Applicant, database: Database) -> None:
    ask(claimant, "a@stlukes.example")
    member = actor_of(database, "a@stlukes.example").physician_id
    with database.transaction() as session:
        session.get_one(Physician, member).tier = Tier.TRAINEE
    assert vouch(claimant, database, "a@stlukes.example") == 403
    page = browser_of(claimant, database, "a@stlukes.example").get("/vouch").text
    assert "Vouching takes a full licence in force." in page
    assert "Vouch for them" not in page


def test_a_member_counts_from_admission_and_not_from_signing_up(
    claimant: Applicant, database: Database, clock: SettableClock
) -> None:
    ask(claimant, "a@stlukes.example")
    member = actor_of(database, "a@stlukes.example")
    hold(database, member, "1234567893")
    assert vouch(claimant, database, "a@stlukes.example") == 403
    clock.set(clock.now() + timedelta(days=30))
    claimant.sign_in()
    ask(claimant, "b@stlukes.example")
    with database.reading() as session:
        assert session.scalars(select(Voucher.given_at)).all() == [None, None]


def test_the_account_page_leads_to_whoever_waits(claimant: Applicant, database: Database) -> None:
    before = browser_of(claimant, database, "a@stlukes.example").get("/account").text
    assert "for your word" not in before
    ask(claimant, "a@stlukes.example")
    assert (
        "An applicant waits for your word." in browser_of(claimant, database, "a@stlukes.example").get("/account").text
    )
    claimant.claim(npi="1234567893")
    after = browser_of(claimant, database, "a@stlukes.example")
    assert "for your word" not in after.get("/account").text
    assert "Miriam Okonjo" not in after.get("/vouch").text


def test_words_stay_with_the_same_details_and_are_asked_for_anew_with_others(
    claimant: Applicant, database: Database
) -> None:
    ask(claimant, "a@stlukes.example", "b@stlukes.example")
    assert vouch(claimant, database, "a@stlukes.example") == 303
    claimant.claim(last_name="Okonjó", licence_number="0010037")
    assert vouch(claimant, database, "b@stlukes.example") == 303
    assert proofs_of(database) == {PossessionProof.VOUCHERS}
    claimant.claim(first_name="Marian")
    with database.reading() as session:
        newest = session.scalars(select(LicenceClaim.id).order_by(LicenceClaim.id.desc())).first()
        shown = session.scalars(select(PossessionShown.proof).where(PossessionShown.claim_id == newest)).all()
    assert shown == []
    assert "Ask your colleagues again." in claimant.page("/join/proof")


def test_changing_the_claim_gives_no_further_six(claimant: Applicant) -> None:
    assert [status for status, _ in ask(claimant, *(f"person{n}@stlukes.example" for n in range(6)))] == [303] * 6
    claimant.claim(first_name="Marian")
    assert ask(claimant, "person7@stlukes.example") == [(429, "")]


def test_a_decision_that_was_destroyed_with_its_account_voids_nothing(database: Database) -> None:
    VouchingKeeper(database).handle([StoredEvent(id=1, event=ClaimDecided(claim_id=4711, decision_id=4711))])


def test_to_ask_takes_as_long_whoever_is_asked(claimant: Applicant) -> None:
    for email in ("a@stlukes.example", "nobody@stlukes.example"):
        began = time.monotonic()
        ask(claimant, email)
        assert time.monotonic() - began >= LONGER_THAN_A_MAIL_S
