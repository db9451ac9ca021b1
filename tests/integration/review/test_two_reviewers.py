"""What rests on a document alone takes two reviewers, who both looked at it and are not one, however they try."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, PhysicianRole, Role, Standing
from medpeer.audit import AuditAction, AuditEntry, verify_chain
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database, context_of
from medpeer.core.errors import MedpeerError, NotFoundError
from medpeer.core.outbox import OutboxEvent
from medpeer.gate import Surface
from medpeer.licensing.errors import (
    ClaimClosedError,
    NotLookedAtError,
    SameReviewerError,
    SecondReviewerError,
    UnfitReasonError,
)
from medpeer.licensing.evidence import PossessionProof
from medpeer.licensing.models import LicenceClaim
from medpeer.licensing.models.vouchers import Voucher
from medpeer.licensing.policy import DecisionAct, DecisionReason
from medpeer.licensing.queries import endorsements as queries
from medpeer.licensing.service import claims, endorsements
from tests.factories.licensing import hold
from tests.factories.people import People
from tests.factories.postgres import app, migrated_postgres, postgres_url
from tests.factories.review import Desk, Waiting
from tests.factories.texts import cleared
from tests.integration.onboarding.conftest import main_of

__all__ = ["app", "migrated_postgres", "postgres_url"]

DOCUMENT = PossessionProof.DOCUMENT


@pytest.fixture
def waiting(desk: Desk) -> Waiting:
    """Return an applicant for whom nothing but a document speaks."""
    return desk.waiting(DOCUMENT)


@pytest.fixture
def pair(desk: Desk, waiting: Waiting) -> tuple[Actor, Actor]:
    """Return two reviewers who both looked at the document."""
    first, second = desk.reviewer(), desk.reviewer()
    for one in (first, second):
        desk.look(one, waiting)
    return first, second


def test_the_first_word_changes_nothing_and_the_second_admits(
    desk: Desk, waiting: Waiting, pair: tuple[Actor, Actor], database: Database
) -> None:
    first, second = pair
    assert desk.decide(first, waiting.claim_id) is None
    assert (desk.standing(waiting), len(desk.decisions(waiting.claim_id))) == (Standing.NEEDS_REVIEW, 0)
    settled = desk.decide(second, waiting.claim_id)
    assert settled
    assert (settled.reviewer_id, desk.standing(waiting)) == (second.physician_id, Standing.ACTIVE)
    with database.reading() as session:
        steps = session.execute(
            select(AuditEntry.action, AuditEntry.actor_id).where(
                AuditEntry.action.in_([AuditAction.CLAIM_ENDORSED, AuditAction.CLAIM_DECIDED])
            )
        ).all()
    assert [tuple(step) for step in steps] == [
        (AuditAction.CLAIM_ENDORSED, first.physician_id),
        (AuditAction.CLAIM_DECIDED, second.physician_id),
    ]


def test_the_applicant_hears_nothing_of_the_first_word(
    desk: Desk, waiting: Waiting, pair: tuple[Actor, Actor], people: People, database: Database
) -> None:
    def events() -> int:
        with database.reading() as session:
            return session.scalar(select(func.count()).select_from(OutboxEvent)) or 0

    page = people.client(waiting.applicant)
    before, told = main_of(page.get("/join").text), events()
    desk.decide(pair[0], waiting.claim_id, note="The seal looks right.")
    assert (main_of(page.get("/join").text), events()) == (before, told)


def test_one_reviewer_is_not_two(desk: Desk, waiting: Waiting, pair: tuple[Actor, Actor]) -> None:
    desk.decide(pair[0], waiting.claim_id)
    with pytest.raises(SecondReviewerError):
        desk.decide(pair[0], waiting.claim_id)
    assert (len(desk.words(waiting.claim_id)), desk.standing(waiting)) == (1, Standing.NEEDS_REVIEW)


def test_nobody_says_what_they_did_not_look_at(desk: Desk, waiting: Waiting, pair: tuple[Actor, Actor]) -> None:
    blind = desk.reviewer()
    with pytest.raises(NotLookedAtError):
        desk.decide(blind, waiting.claim_id)
    desk.decide(pair[0], waiting.claim_id)
    with pytest.raises(NotLookedAtError):
        desk.decide(blind, waiting.claim_id)
    assert desk.standing(waiting) is Standing.NEEDS_REVIEW


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do some things in threads that start together, and return what each gave or raised."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except MedpeerError as error:
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_at_once_are_a_first_and_a_second(desk: Desk, waiting: Waiting, pair: tuple[Actor, Actor]) -> None:
    at_once(*(lambda one=one: desk.decide(one, waiting.claim_id) for one in pair))
    (word,), (decision,) = desk.words(waiting.claim_id), desk.decisions(waiting.claim_id)
    assert {word.reviewer_id, decision.reviewer_id} == {one.physician_id for one in pair}
    assert desk.standing(waiting) is Standing.ACTIVE


def test_of_two_who_settle_at_once_the_later_finds_it_settled(
    desk: Desk, waiting: Waiting, pair: tuple[Actor, Actor]
) -> None:
    """One lets in and one keeps out: exactly one of the two happens, and the other is told so."""
    first, second = pair
    reached, refused = DecisionReason.INSTITUTION_CONFIRMED, DecisionReason.NOT_LICENSED
    answers = at_once(
        lambda: desk.decide(first, waiting.claim_id, reason=reached),
        lambda: desk.decide(second, waiting.claim_id, DecisionAct.REJECT, refused),
    )
    (decision,) = desk.decisions(waiting.claim_id)
    assert [type(one) for one in answers].count(ClaimClosedError) == 1
    is_approved = decision.act is DecisionAct.APPROVE
    assert decision.reviewer_id == (first if is_approved else second).physician_id
    assert desk.standing(waiting) is (Standing.ACTIVE if is_approved else Standing.REJECTED)


@pytest.mark.parametrize("act", [DecisionAct.APPROVE, DecisionAct.REJECT])
def test_two_who_say_the_same_at_once_settle_it_once(
    desk: Desk, waiting: Waiting, pair: tuple[Actor, Actor], database: Database, act: DecisionAct
) -> None:
    reasons = {
        DecisionAct.APPROVE: DecisionReason.INSTITUTION_CONFIRMED,
        DecisionAct.REJECT: DecisionReason.NOT_LICENSED,
    }
    answers = at_once(*(lambda one=one: desk.decide(one, waiting.claim_id, act, reasons[act]) for one in pair))
    assert len(desk.decisions(waiting.claim_id)) == 1
    assert [type(one) for one in answers].count(ClaimClosedError) == 1
    with database.reading() as session:
        told = session.scalars(select(OutboxEvent.name).where(OutboxEvent.name == "licensing.claim_decided")).all()
        assert len(told) == 1
        assert list(verify_chain(session)) == []


def test_a_refusal_between_two_first_words_lets_nobody_in(
    desk: Desk, waiting: Waiting, pair: tuple[Actor, Actor]
) -> None:
    """Two approve by the document and a third refuses, all at once: whichever comes first, it is settled once."""
    third = desk.reviewer()
    desk.look(third, waiting)
    at_once(
        *(lambda one=one: desk.decide(one, waiting.claim_id) for one in pair),
        lambda: desk.decide(third, waiting.claim_id, DecisionAct.REJECT, DecisionReason.NOT_LICENSED),
    )
    (decision,) = desk.decisions(waiting.claim_id)
    is_approved = decision.act is DecisionAct.APPROVE
    assert (decision.reviewer_id == third.physician_id) is not is_approved
    assert desk.standing(waiting) is (Standing.ACTIVE if is_approved else Standing.REJECTED)
    if is_approved:
        (word,) = desk.words(waiting.claim_id)
        assert {word.reviewer_id, decision.reviewer_id} == {one.physician_id for one in pair}


def test_one_reviewer_twice_at_once_is_still_one(desk: Desk, waiting: Waiting, pair: tuple[Actor, Actor]) -> None:
    answers = at_once(*[lambda: desk.decide(pair[0], waiting.claim_id)] * 4)
    assert [type(one) for one in answers].count(SecondReviewerError) == 3
    assert (len(desk.words(waiting.claim_id)), len(desk.decisions(waiting.claim_id))) == (1, 0)


def test_a_word_counts_only_for_what_was_there(
    desk: Desk, waiting: Waiting, pair: tuple[Actor, Actor], database: Database
) -> None:
    desk.decide(pair[0], waiting.claim_id)
    with database.transaction() as session:
        note = cleared(session, "The card is from last year.", Surface.APPLICANT_NOTE)
        claims.add_note(session, desk.applicant(waiting), note)
    assert desk.decide(pair[1], waiting.claim_id) is None
    assert desk.standing(waiting) is Standing.NEEDS_REVIEW
    # The first reads again and says it again.
    assert desk.decide(pair[0], waiting.claim_id)
    assert desk.standing(waiting) is Standing.ACTIVE


def test_another_document_has_to_be_read_by_both(desk: Desk, waiting: Waiting, pair: tuple[Actor, Actor]) -> None:
    desk.decide(pair[0], waiting.claim_id)
    desk.decide(pair[1], waiting.claim_id, DecisionAct.ASK, DecisionReason.ASK_POSSESSION, note="The other side?")
    with pytest.raises(ClaimClosedError):
        desk.decide(pair[0], waiting.claim_id)


@pytest.mark.parametrize("how", ["suspended", "no longer a reviewer", "retired", "vouched"])
def test_the_word_of_whoever_may_no_longer_review_does_not_count(
    desk: Desk, waiting: Waiting, pair: tuple[Actor, Actor], database: Database, how: str
) -> None:
    desk.decide(pair[0], waiting.claim_id)
    with database.transaction() as session:
        first = session.get_one(Physician, pair[0].physician_id)
        if how == "suspended":
            first.standing = Standing.SUSPENDED
        elif how == "no longer a reviewer":
            session.delete(session.get_one(PhysicianRole, (first.id, Role.REVIEWER)))
        elif how == "retired":
            first.tier = type(first.tier).RETIRED
        else:
            now = context_of(session).clock.now()
            asked = Voucher(claim_id=waiting.claim_id, address_digest="0" * 64, asked_at=now, colleague_id=first.id)
            asked.given_at = now
            session.add(asked)
    assert desk.decide(pair[1], waiting.claim_id) is None
    assert desk.standing(waiting) is Standing.NEEDS_REVIEW


def test_a_word_taken_back_does_not_count_and_can_be_given_again(
    desk: Desk, waiting: Waiting, pair: tuple[Actor, Actor], database: Database
) -> None:
    desk.decide(pair[0], waiting.claim_id)
    with database.transaction() as session:
        endorsements.take_back(session, pair[0], waiting.claim_id)
    assert desk.decide(pair[1], waiting.claim_id) is None
    assert desk.decide(pair[0], waiting.claim_id)
    assert desk.standing(waiting) is Standing.ACTIVE
    with database.transaction() as session, pytest.raises(ClaimClosedError):
        endorsements.take_back(session, pair[1], waiting.claim_id)


def test_whoever_reached_the_applicant_rests_on_no_document(desk: Desk, waiting: Waiting) -> None:
    assert desk.decide(desk.reviewer(), waiting.claim_id, reason=DecisionReason.INSTITUTION_CONFIRMED)
    assert desk.standing(waiting) is Standing.ACTIVE


def test_no_document_no_such_reason(desk: Desk) -> None:
    bare = desk.waiting()
    with pytest.raises(UnfitReasonError):
        desk.decide(desk.reviewer(), bare.claim_id)
    coded = desk.waiting(PossessionProof.CODE_OF_RECORD)
    with pytest.raises(UnfitReasonError):
        desk.decide(desk.reviewer(), coded.claim_id)


def test_both_who_approved_leave_the_appeal_to_others(
    desk: Desk, waiting: Waiting, pair: tuple[Actor, Actor], database: Database, clock: SettableClock
) -> None:
    desk.decide(pair[0], waiting.claim_id)
    desk.decide(pair[1], waiting.claim_id)
    clock.set(clock.now() + timedelta(days=1))
    with database.transaction() as session:
        session.get_one(Physician, waiting.applicant.physician_id).standing = Standing.HELD
        session.get_one(LicenceClaim, waiting.claim_id).status = type(
            session.get_one(LicenceClaim, waiting.claim_id).status
        ).HELD
    for one in pair:
        with pytest.raises(SameReviewerError):
            desk.decide(one, waiting.claim_id, DecisionAct.REJECT, DecisionReason.NOT_LICENSED)


def test_what_came_since_the_page_was_opened_is_not_decided_over(
    desk: Desk, waiting: Waiting, pair: tuple[Actor, Actor], database: Database
) -> None:
    with database.reading() as session:
        seen = queries.before_reviewer(session, [waiting.claim_id])[waiting.claim_id]
    with database.transaction() as session:
        note = cleared(session, "I left that hospital in spring.", Surface.APPLICANT_NOTE)
        claims.add_note(session, desk.applicant(waiting), note)
    with pytest.raises(ClaimClosedError):
        desk.decide(pair[0], waiting.claim_id, DecisionAct.REJECT, DecisionReason.NOT_LICENSED, seen=seen)
    assert (len(desk.decisions(waiting.claim_id)), desk.standing(waiting)) == (0, Standing.NEEDS_REVIEW)


def test_nobody_reviews_a_second_account_of_their_own_number(desk: Desk, waiting: Waiting, database: Database) -> None:
    mine = desk.reviewer()
    with database.reading() as session:
        npi = context_of(session).vault.unseal(session.get_one(LicenceClaim, waiting.claim_id).npi_sealed)
    hold(database, mine, npi)
    for act, reason in (
        (DecisionAct.APPROVE, DecisionReason.PRACTICE_CALLED),
        (DecisionAct.REJECT, DecisionReason.NOT_THAT_PERSON),
    ):
        with pytest.raises(NotFoundError):
            desk.decide(mine, waiting.claim_id, act, reason)
