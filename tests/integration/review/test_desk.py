"""The desk's pages: who waits how long, parts of the queue, what each reviewer may do, and nothing lost on the way."""

import re
from datetime import timedelta

from flask.testing import FlaskClient

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Role, Standing
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.gate import Surface
from medpeer.licensing.evidence import PossessionProof
from medpeer.licensing.models import ClaimStatus, LicenceClaim, RegisterImport
from medpeer.licensing.policy import DecisionAct, DecisionReason
from medpeer.licensing.queries import queue
from medpeer.licensing.queries.queue import QueueRow
from medpeer.licensing.service import claims
from tests.factories.people import People
from tests.factories.review import Desk, Waiting
from tests.factories.statements import counted_queries
from tests.factories.texts import cleared

DOCUMENT = PossessionProof.DOCUMENT


def rows(database: Database, reviewer: Actor) -> list[QueueRow]:
    """Return the queue as a reviewer sees it."""
    with database.reading() as session:
        return list(queue.list_waiting(session, reviewer))


def put(database: Database, waiting: Waiting, standing: Standing, status: ClaimStatus) -> None:
    """Put an applicant and their claim somewhere."""
    with database.transaction() as session:
        session.get_one(Physician, waiting.applicant.physician_id).standing = standing
        session.get_one(LicenceClaim, waiting.claim_id).status = status


def post(people: People, browser: FlaskClient, path: str, **data: str) -> tuple[int, str]:
    """Submit a form and return the status and the page."""
    answer = browser.post(path, data=data | {"csrf_token": people.csrf(browser)})
    return answer.status_code, answer.text


def test_who_waits_too_long_is_marked_and_has_a_part_of_the_queue(
    desk: Desk, people: People, database: Database, clock: SettableClock
) -> None:
    desk.waiting(last="Early")
    clock.set(clock.now() + timedelta(hours=20))
    desk.waiting(last="Later")
    reviewer = desk.reviewer()
    assert [row.is_late for row in rows(database, reviewer)] == [False, False]
    clock.set(clock.now() + timedelta(hours=5))
    assert [row.is_late for row in rows(database, reviewer)] == [True, False]
    page = people.client(reviewer).get("/review?show=late").text
    assert "M. Early" in page
    assert "M. Later" not in page
    assert 'aria-label="Late"' in page


def test_the_queue_falls_into_parts(desk: Desk, people: People, database: Database) -> None:
    held, appeal, member = desk.waiting(last="Heldone"), desk.waiting(last="Appealone"), desk.waiting(last="Memberone")
    put(database, held, Standing.NEEDS_REVIEW, ClaimStatus.HELD)
    put(database, appeal, Standing.APPEAL, ClaimStatus.NEEDS_REVIEW)
    put(database, member, Standing.ACTIVE, ClaimStatus.NEEDS_REVIEW)
    two = desk.waiting(DOCUMENT, last="Secondone")
    first, second = desk.reviewer(), desk.reviewer()
    desk.look(first, two)
    desk.decide(first, two.claim_id)
    browser = people.client(second)
    for part, name in (("held", "Heldone"), ("appeal", "Appealone"), ("member", "Memberone"), ("second", "Secondone")):
        page = browser.get(f"/review?show={part}").text
        shown = [one for one in ("Heldone", "Appealone", "Memberone", "Secondone") if f"M. {one}" in page]
        assert shown == [name]
    # Whose word is given does not find it among those that wait for a second.
    assert "M. Secondone" not in people.client(first).get("/review?show=second").text
    assert "M. Secondone" in browser.get("/review?show=nonsense").text


def test_the_first_reviewer_sees_that_another_has_to_settle_it(desk: Desk, people: People) -> None:
    waiting = desk.waiting(DOCUMENT)
    reviewer, other = desk.reviewer(), desk.reviewer()
    browser, path = people.client(reviewer), f"/review/{waiting.claim_id}"
    assert "Approve, first of two" in browser.get(path).text
    status, page = post(people, browser, path, act="approve", reason="document_read", note="The seal is right.")
    assert status == 409
    assert "Look at the document first" in page
    assert "The seal is right." in page
    desk.look(reviewer, waiting)
    assert post(people, browser, path, act="approve", reason="document_read", note="The seal is right.")[0] == 303
    page = browser.get(path).text
    assert "You gave your word. Another reviewer settles it." in page
    assert 'value="approve"' not in page
    seen = people.client(other).get(path).text
    assert "Approve, second of two" in seen
    assert "The seal is right." in seen
    assert post(people, browser, f"{path}/take-back")[0] == 303
    assert "Approve, first of two" in people.client(other).get(path).text


def test_a_hold_and_an_appeal_say_who_decides(desk: Desk, people: People, database: Database) -> None:
    waiting = desk.waiting(PossessionProof.CODE_OF_RECORD)
    reviewer, senior = desk.reviewer(), desk.reviewer(Role.SENIOR_REVIEWER)
    put(database, waiting, Standing.NEEDS_REVIEW, ClaimStatus.HELD)
    path = f"/review/{waiting.claim_id}"
    assert "It is held: a senior reviewer approves." in people.client(reviewer).get(path).text
    assert 'value="approve"' in people.client(senior).get(path).text
    desk.decide(reviewer, waiting.claim_id, DecisionAct.REJECT, DecisionReason.NOT_LICENSED)
    put(database, waiting, Standing.APPEAL, ClaimStatus.NEEDS_REVIEW)
    mine, others = people.client(reviewer).get(path).text, people.client(senior).get(path).text
    assert "You decided on this applicant before." in mine
    assert 'id="decision"' not in mine
    assert "This is an appeal." in others


def test_of_a_settled_claim_nothing_is_left_to_mind(desk: Desk, people: People, database: Database) -> None:
    member = desk.waiting(last="Memberone")
    browser, path = people.client(desk.reviewer()), f"/review/{member.claim_id}"
    put(database, member, Standing.ACTIVE, ClaimStatus.NEEDS_REVIEW)
    assert "A register speaks against a member." in browser.get(path).text
    put(database, member, Standing.ACTIVE, ClaimStatus.APPROVED)
    page = browser.get(path).text
    assert "A register speaks against a member." not in page
    assert "This claim is settled." in page


def test_a_stale_register_is_marked_beside_what_it_says(desk: Desk, people: People, database: Database) -> None:
    waiting = desk.waiting()
    with database.transaction() as session:
        for one in session.query(RegisterImport):
            one.dated_on -= timedelta(days=60)
    page = people.client(desk.reviewer()).get(f"/review/{waiting.claim_id}").text
    assert "Too old: " in page
    assert 'class="src old"' in page


def test_names_want_a_fresh_proof_and_no_decision_is_lost_for_it(
    desk: Desk, people: People, clock: SettableClock
) -> None:
    waiting = desk.waiting(last="Secretname")
    browser, path = people.client(desk.reviewer()), f"/review/{waiting.claim_id}"
    assert "Secretname" in browser.get(path).text
    clock.set(clock.now() + timedelta(minutes=11))
    for address in ("/review", path):
        answer = browser.get(address)
        assert (answer.status_code, "/account/prove" in answer.headers["Location"]) == (303, True)
    status, page = post(people, browser, path, act="reject", reason="not_licensed", note="No such licence is known.")
    assert status == 403
    assert "No such licence is known." in page
    assert 'value="not_licensed"' in page
    assert "Secretname" not in page
    assert desk.standing(waiting) is Standing.NEEDS_REVIEW


def test_what_is_no_claim_and_what_is_not_ones_own_answer_alike(desk: Desk, people: People, database: Database) -> None:
    waiting, reviewer = desk.waiting(), desk.reviewer()
    with database.transaction() as session:
        session.get_one(LicenceClaim, waiting.claim_id).physician_id = reviewer.physician_id
    browser = people.client(reviewer)
    own, none = browser.get(f"/review/{waiting.claim_id}"), browser.get("/review/4711")
    assert (own.status_code, none.status_code) == (404, 404)
    assert "Nobody waits" in browser.get("/review").text
    for path in (f"/review/{waiting.claim_id}", f"/review/{waiting.claim_id}/take-back"):
        assert post(people, browser, path, act="approve", reason="practice_called")[0] == 404


def test_the_desk_asks_no_more_of_the_database_for_more_applicants(
    desk: Desk, people: People, database: Database
) -> None:
    first = desk.reviewer()
    browser = people.client(desk.reviewer())

    def asked_with(more: int) -> int:
        for one in [desk.waiting(DOCUMENT) for _ in range(more)]:
            desk.look(first, one)
            desk.decide(first, one.claim_id)
        with counted_queries(database) as asked:
            assert "Second word needed" in browser.get("/review/1").text
        return len(asked)

    assert asked_with(2) == asked_with(6)


def test_what_was_said_stands_in_the_order_in_which_it_came(
    desk: Desk, people: People, database: Database, clock: SettableClock
) -> None:
    waiting, reviewer = desk.waiting(), desk.reviewer()
    said = ["Which name is on it?", "My birth name is.", "And since when?", "Since spring."]
    for one in said:
        clock.set(clock.now() + timedelta(minutes=5))
        if one.endswith("?"):
            desk.decide(reviewer, waiting.claim_id, DecisionAct.ASK, DecisionReason.ASK_NAME, note=one)
        else:
            with database.transaction() as session:
                note = cleared(session, one, Surface.APPLICANT_NOTE)
                claims.add_note(session, desk.applicant(waiting), note)
    page = people.client(reviewer).get(f"/review/{waiting.claim_id}").text
    assert re.findall(r'<blockquote class="quote">(.*?)</blockquote>', page) == said
