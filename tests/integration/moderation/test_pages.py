"""Reporting and deciding as people do it: over HTTP, with the database behind it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Role, Standing
from medpeer.audit import AuditAction, AuditEntry
from medpeer.core.clock import SettableClock
from medpeer.core.content import ContentKind, Visibility, VisibilityChanged
from medpeer.core.db import Database
from medpeer.core.errors import NotFoundError
from medpeer.core.outbox import OutboxEvent
from medpeer.discussions.models import Post
from medpeer.jobs.relay import Relay
from medpeer.moderation import service
from medpeer.moderation.errors import UnchangedTextError
from medpeer.moderation.models import Decision, Report
from medpeer.moderation.policy import OPENED_FOR, REPORTS_A_DAY, SECOND_LOOK_AFTER
from medpeer.moderation.vocabulary import DecisionState, Outcome, ReportReason
from tests.factories.chat import talk
from tests.factories.discussions import Discussions
from tests.factories.moderation import NOTE, Moderation
from tests.factories.people import People
from tests.integration.moderation.conftest import Blind, Cast

WORD = "quaxmirel"


@pytest.fixture
def reply(cast: Cast, discussions: Discussions, blind_gate: Blind) -> int:
    """Return a reply with a name in it that the gate missed."""
    thread_id = discussions.thread(cast.asker)
    with blind_gate():
        return discussions.reply(cast.answerer, thread_id, f"Like {WORD}, who had it after travel.")


def send(people: People, actor: Actor, path: str, **fields: str) -> tuple[int, str]:
    """Post a form as ``actor`` and return status and where it leads, or the page."""
    browser = people.client(actor)
    answer = browser.post(path, data={"csrf_token": people.csrf(browser), **fields})
    return answer.status_code, answer.location or answer.text


def get(people: People, actor: Actor, path: str) -> tuple[int, str]:
    answer = people.client(actor).get(path)
    return answer.status_code, answer.text


def visibility(database: Database, post_id: int) -> Visibility:
    with database.reading() as session:
        return session.get_one(Post, post_id).visibility


def audited(database: Database, action: AuditAction) -> list[AuditEntry]:
    with database.reading() as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def test_a_report_of_a_patient_hides_at_once_for_everyone(
    database: Database, people: People, cast: Cast, reply: int
) -> None:
    assert WORD in get(people, cast.other, "/threads/1")[1]
    status, page = get(people, cast.reader, f"/report/post/{reply}")
    assert status == 200
    assert WORD in page
    status, place = send(people, cast.reader, f"/report/post/{reply}", reason="identifies_patient")
    assert (status, place) == (303, f"/report/post/{reply}/sent")
    assert "Reported and hidden" in get(people, cast.reader, place)[1]
    for somebody in (cast.other, cast.asker, cast.reader, cast.answerer, cast.moderator):
        page = get(people, somebody, "/threads/1")[1]
        assert WORD not in page
        assert "Hidden: may identify a patient" in page
    with database.reading() as session:
        names = session.scalars(select(OutboxEvent.name)).all()
        assert names.count(VisibilityChanged.name) == 1
        assert names.count("moderation.content_reported") == 1
    assert [entry.reason for entry in audited(database, AuditAction.CONTENT_HIDDEN)] == ["identifies_patient"]


def test_any_other_reason_waits_for_a_moderator(database: Database, people: People, cast: Cast, reply: int) -> None:
    assert send(people, cast.reader, f"/report/post/{reply}", reason="unsafe_advice")[0] == 303
    assert visibility(database, reply) is Visibility.VISIBLE
    assert "stays where it is" in get(people, cast.reader, f"/report/post/{reply}/sent")[1]


def test_a_message_is_hidden_too(database: Database, people: People, cast: Cast, blind_gate: Blind) -> None:
    with blind_gate():
        message = talk(database, cast.asker, "nephrology", f"Seen {WORD} today")[0]
    assert send(people, cast.reader, f"/report/message/{message.id}", reason="identifies_patient")[0] == 303
    assert WORD not in get(people, cast.other, "/chat/nephrology")[1]


def test_a_report_needs_a_reason_and_other_needs_words(people: People, cast: Cast, reply: int) -> None:
    status, page = send(people, cast.reader, f"/report/post/{reply}", note="Look at the first line.")
    assert (status, "Choose what is wrong" in page, "Look at the first line." in page) == (422, True, True)
    status, page = send(people, cast.reader, f"/report/post/{reply}", reason="other")
    assert (status, "Say what is wrong with it" in page) == (422, True)


def test_a_note_goes_through_the_gate(database: Database, people: People, cast: Cast, reply: int) -> None:
    note = "It is Mrs Margaret Thornbury, MRN 4417201."
    status, page = send(people, cast.reader, f"/report/post/{reply}", reason="identifies_patient", note=note)
    assert (status, "4417201" in page) == (422, True)
    with database.reading() as session:
        assert session.scalars(select(Report)).all() == []
    assert visibility(database, reply) is Visibility.VISIBLE


def test_reports_of_one_thing_join(database: Database, people: People, cast: Cast, reply: int) -> None:
    send(people, cast.reader, f"/report/post/{reply}", reason="unsafe_advice")
    send(people, cast.reader, f"/report/post/{reply}", reason="unsafe_advice", note="Once more.")
    send(people, cast.other, f"/report/post/{reply}", reason="identifies_patient")
    assert send(people, cast.asker, f"/report/post/{reply}", reason="identifies_patient")[0] == 303
    with database.reading() as session:
        found = session.scalars(select(Report).order_by(Report.id)).all()
        assert [one.case_id for one in found] == [None, found[0].id, found[0].id]
    page = get(people, cast.moderator, "/moderation")[1]
    assert "3 reports" in page
    assert page.count("Reply, Nephrology") == 1


@pytest.mark.parametrize("standing", [Standing.REGISTERED, Standing.NEEDS_REVIEW, Standing.SUSPENDED])
def test_whoever_may_not_read_may_not_report(people: People, reply: int, standing: Standing) -> None:
    stranger = people.physician(standing=standing)
    assert send(people, stranger, f"/report/post/{reply}", reason="identifies_patient")[0] == 403
    assert people.client(stranger).get(f"/report/post/{reply}").status_code == 303


def test_what_is_missing_hidden_or_purged_looks_the_same(
    people: People, cast: Cast, moderation: Moderation, discussions: Discussions
) -> None:
    hidden = discussions.opening_post(cast.asker, discussions.thread(cast.asker))
    moderation.report(cast.reader, hidden)
    purged = discussions.reply(cast.answerer, discussions.thread(cast.asker))
    moderation.decide(cast.moderator, moderation.report(cast.reader, purged), Outcome.PURGE)
    pages = [get(people, cast.other, f"/report/post/{one}") for one in (hidden, purged, 999)]
    assert [status for status, _ in pages] == [404] * 3
    assert send(people, cast.other, "/report/post/999", reason="identifies_patient")[0] == 404


def test_an_author_takes_their_own_text_down_and_sees_why(people: People, cast: Cast, reply: int) -> None:
    assert "Take down your reply" in get(people, cast.answerer, f"/report/post/{reply}")[1]
    assert send(people, cast.answerer, f"/report/post/{reply}", reason="identifies_patient")[0] == 303
    status, page = get(people, cast.answerer, f"/taken-down/post/{reply}")
    assert (status, WORD in page, "it identifies a patient" in page) == (200, True, True)
    for somebody in (cast.reader, cast.asker, cast.moderator):
        assert get(people, somebody, f"/taken-down/post/{reply}")[0] == 404


def test_an_author_is_not_told_of_a_report_that_did_nothing_yet(people: People, cast: Cast, reply: int) -> None:
    send(people, cast.reader, f"/report/post/{reply}", reason="unprofessional")
    assert get(people, cast.answerer, f"/taken-down/post/{reply}")[0] == 404


def test_a_flood_of_reports_is_stopped_but_ones_own_text_goes_down(
    people: People, cast: Cast, discussions: Discussions, moderation: Moderation
) -> None:
    thread_id = discussions.thread(cast.asker)
    for _ in range(REPORTS_A_DAY):
        moderation.report(cast.reader, discussions.reply(cast.answerer, thread_id))
    one_more = discussions.reply(cast.answerer, thread_id)
    own = discussions.reply(cast.reader, thread_id)
    assert send(people, cast.reader, f"/report/post/{one_more}", reason="identifies_patient")[0] == 429
    assert send(people, cast.reader, f"/report/post/{own}", reason="identifies_patient")[0] == 303


def test_the_queue_is_for_moderators_and_holds_no_text(people: People, cast: Cast, reply: int) -> None:
    send(people, cast.reader, f"/report/post/{reply}", reason="identifies_patient")
    assert get(people, cast.other, "/moderation")[0] == 404
    status, page = get(people, cast.moderator, "/moderation")
    assert status == 200
    assert WORD not in page
    assert "It identifies a patient" in page


def test_an_empty_queue_says_so(people: People, cast: Cast) -> None:
    assert "No case waits" in get(people, cast.moderator, "/moderation")[1]


def test_a_moderator_reads_the_text_only_after_opening_it_and_each_opening_is_audited(
    database: Database, people: People, cast: Cast, moderation: Moderation, reply: int, clock: SettableClock
) -> None:
    case_id = moderation.report(cast.reader, reply)
    assert WORD not in get(people, cast.moderator, f"/moderation/{case_id}")[1]
    assert send(people, cast.moderator, f"/moderation/{case_id}/open")[0] == 303
    assert WORD in get(people, cast.moderator, f"/moderation/{case_id}")[1]
    assert WORD not in get(people, cast.second, f"/moderation/{case_id}")[1]
    clock.set(clock.now() + OPENED_FOR + timedelta(seconds=1))
    assert WORD not in get(people, cast.moderator, f"/moderation/{case_id}")[1]
    send(people, cast.moderator, f"/moderation/{case_id}/open")
    entries = audited(database, AuditAction.CASE_OPENED)
    assert [entry.actor_id for entry in entries] == [cast.moderator.physician_id] * 2


def test_a_moderator_sees_what_the_check_finds_today_and_every_text_of_a_case(
    people: People, cast: Cast, discussions: Discussions, moderation: Moderation, blind_gate: Blind
) -> None:
    with blind_gate():
        thread_id = discussions.thread(cast.asker, body="A man in his 60s, MRN 4417201, has fever.")
        post_id = discussions.opening_post(cast.asker, thread_id)
        discussions.edit(cast.asker, post_id, "A man in his 60s, MRN 4417202, has fever. He walks.")
        discussions.solve(cast.asker, thread_id, "Malaria")
    case_id = moderation.report(cast.reader, post_id)
    page = opened(people, cast.moderator, case_id).get(f"/moderation/{case_id}").text
    assert page.count('<mark class="u-must">') == 2
    for word in ("4417202", "4417201", "Malaria", "Before an edit"):
        assert word in page


def test_there_is_no_case_where_there_is_no_report(people: People, cast: Cast) -> None:
    assert get(people, cast.moderator, "/moderation/999")[0] == 404
    assert get(people, cast.other, "/taken-down/post/999")[0] == 404
    assert get(people, cast.other, "/report/post/999/sent")[0] == 404


def test_the_wish_for_two_goes_through_the_gate(people: People, cast: Cast, moderation: Moderation, reply: int) -> None:
    moderation.report(cast.reader, reply)
    status, page = send(people, cast.answerer, f"/taken-down/post/{reply}/second", note="It is MRN 4417201.")
    assert (status, "4417201" in page) == (422, True)


def test_a_message_of_ones_own_has_its_page_too(
    database: Database, people: People, cast: Cast, moderation: Moderation
) -> None:
    message = talk(database, cast.asker, "nephrology", "Seen one like it.")[0]
    moderation.report(cast.reader, message.id, kind=ContentKind.MESSAGE)
    assert get(people, cast.reader, f"/report/message/{message.id}/sent")[0] == 200
    assert "Seen one like it." in get(people, cast.asker, f"/taken-down/message/{message.id}")[1]


def test_only_moderators_decide_whatever_the_door(
    database: Database, cast: Cast, moderation: Moderation, reply: int
) -> None:
    case_id = moderation.report(cast.reader, reply)
    with pytest.raises(NotFoundError), database.transaction() as session:
        service.open_text(session, cast.other, case_id)
    stranger = replace(cast.other, standing=Standing.REJECTED)
    with pytest.raises(NotFoundError), database.transaction() as session:
        service.report(session, stranger, ContentKind.POST, reply, ReportReason.OTHER)


def test_a_redaction_without_a_text_is_none(database: Database, cast: Cast, moderation: Moderation, reply: int) -> None:
    case_id = moderation.report(cast.reader, reply)
    with pytest.raises(UnchangedTextError):
        moderation.decide(cast.moderator, case_id, Outcome.REDACT)
    assert visibility(database, reply) is Visibility.HIDDEN


def test_what_was_not_hidden_is_let_stand_without_a_word_to_anyone(
    database: Database, cast: Cast, moderation: Moderation, reply: int
) -> None:
    case_id = moderation.report(cast.reader, reply, reason=ReportReason.UNPROFESSIONAL)
    moderation.decide(cast.moderator, case_id, Outcome.REINSTATE)
    with database.reading() as session:
        assert VisibilityChanged.name not in session.scalars(select(OutboxEvent.name)).all()


def test_a_decision_without_opening_is_refused(
    database: Database, people: People, cast: Cast, moderation: Moderation, reply: int
) -> None:
    case_id = moderation.report(cast.reader, reply)
    fields = {"outcome": "purge", "reason": "identifies_patient", "note": NOTE}
    assert send(people, cast.moderator, f"/moderation/{case_id}", **fields)[0] == 409
    assert visibility(database, reply) is Visibility.HIDDEN


@pytest.mark.parametrize("path", ["", "/open", "/purge", "/certificates"])
def test_a_moderator_who_took_part_is_kept_out(
    people: People, discussions: Discussions, moderation: Moderation, reply: int, path: str
) -> None:
    wrote = people.physician(Role.MODERATOR)
    discussions.reply(wrote, 1)
    reported = people.physician(Role.MODERATOR)
    case_id = moderation.report(reported, reply)
    for moderator in (wrote, reported):
        browser = people.client(moderator)
        token = people.csrf(browser)
        where = f"/moderation/{case_id}{path}"
        answer = browser.post(where, data={"csrf_token": token}) if path == "/open" else browser.get(where)
        assert answer.status_code == 403
        assert "another moderator decides" in answer.text
        assert "1 more waits for others" in browser.get("/moderation").text


def test_a_moderator_in_the_talk_is_kept_out_and_one_from_long_ago_is_not(
    database: Database, people: People, cast: Cast, moderation: Moderation, clock: SettableClock
) -> None:
    early, late = people.physician(Role.MODERATOR), people.physician(Role.MODERATOR)
    talk(database, early, "nephrology", "Good morning.")
    clock.set(clock.now() + timedelta(days=3))
    message = talk(database, cast.asker, "nephrology", "Seen one like it.")[0]
    clock.set(clock.now() + timedelta(hours=2))
    talk(database, late, "nephrology", "Where?")
    case_id = moderation.report(cast.reader, message.id, kind=ContentKind.MESSAGE)
    assert get(people, early, f"/moderation/{case_id}")[0] == 200
    assert get(people, late, f"/moderation/{case_id}")[0] == 403


def opened(people: People, moderator: Actor, case_id: int) -> FlaskClient:
    browser = people.client(moderator)
    browser.post(f"/moderation/{case_id}/open", data={"csrf_token": people.csrf(browser)})
    return browser


def decide(people: People, moderator: Actor, case_id: int, **fields: str) -> tuple[int, str]:
    browser = opened(people, moderator, case_id)
    answer = browser.post(f"/moderation/{case_id}", data={"csrf_token": people.csrf(browser), **fields})
    return answer.status_code, answer.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reason": "identifies_patient", "note": NOTE}, "Choose one of the decisions below"),
        ({"outcome": "purge", "note": NOTE}, "Choose the rule"),
        ({"outcome": "purge", "reason": "within_rules", "note": NOTE}, "Choose the rule"),
        ({"outcome": "purge", "reason": "replayed", "note": NOTE}, "Choose the rule"),
        ({"outcome": "purge", "reason": "identifies_patient", "note": " "}, "Say why, in a sentence"),
        ({"outcome": "purge", "reason": "identifies_patient", "note": "MRN 4417201 is in it"}, "record number"),
        (
            {"outcome": "purge", "reason": "identifies_patient", "note": f"The word {WORD} stands in it."},
            "repeats a name",
        ),
        ({"outcome": "redact", "reason": "identifies_patient", "note": NOTE, "body": "SAME"}, "Nothing was taken out"),
    ],
)
def test_a_decision_needs_its_rule_and_a_note_that_tells_nothing(
    database: Database,
    people: People,
    cast: Cast,
    moderation: Moderation,
    reply: int,
    fields: dict[str, str],
    said: str,
) -> None:
    case_id = moderation.report(cast.reader, reply)
    same = f"Like {WORD}, who had it after travel."
    given = {name: same if value == "SAME" else value for name, value in fields.items()}
    status, page = decide(people, cast.moderator, case_id, **given)
    assert (status, said in page) == (422, True)
    with database.reading() as session:
        assert session.scalars(select(Decision)).all() == []
    assert visibility(database, reply) is Visibility.HIDDEN


def test_a_note_that_repeats_a_name_is_refused_even_where_the_gate_misses_it(
    database: Database, people: People, cast: Cast, moderation: Moderation, reply: int, blind_gate: Blind
) -> None:
    case_id = moderation.report(cast.reader, reply)
    fields = {"outcome": "purge", "reason": "identifies_patient", "note": f"It names {WORD.title()}."}
    with blind_gate():
        status, page = decide(people, cast.moderator, case_id, **fields)
    assert (status, "repeats a name" in page) == (422, True)
    assert visibility(database, reply) is Visibility.HIDDEN


def test_letting_it_stand_shows_it_again(people: People, cast: Cast, moderation: Moderation, reply: int) -> None:
    case_id = moderation.report(cast.reader, reply)
    assert decide(people, cast.moderator, case_id, outcome="reinstate", reason="not_identifying", note=NOTE)[0] == 303
    assert WORD in get(people, cast.other, "/threads/1")[1]
    page = get(people, cast.answerer, f"/taken-down/post/{reply}")[1]
    assert "stands" in page
    assert NOTE in page
    assert "It stands" in get(people, cast.reader, f"/report/post/{reply}/sent")[1]
    assert "Settled lately" in get(people, cast.second, "/moderation")[1]


def test_a_redaction_shows_the_cleared_text(
    database: Database, people: People, cast: Cast, moderation: Moderation, reply: int
) -> None:
    case_id = moderation.report(cast.reader, reply)
    fields = {
        "outcome": "redact",
        "reason": "identifies_patient",
        "note": NOTE,
        "body": "Like one of mine, after travel.",
    }
    assert decide(people, cast.moderator, case_id, **fields)[0] == 303
    page = get(people, cast.other, "/threads/1")[1]
    assert (WORD in page, "Like one of mine" in page) == (False, True)
    assert visibility(database, reply) is Visibility.VISIBLE


def test_a_redacted_text_goes_through_the_gate(people: People, cast: Cast, moderation: Moderation, reply: int) -> None:
    case_id = moderation.report(cast.reader, reply)
    fields = {
        "outcome": "redact",
        "reason": "identifies_patient",
        "note": NOTE,
        "body": "Like MRN 4417201, after travel.",
    }
    status, page = decide(people, cast.moderator, case_id, **fields)
    assert (status, "record number" in page.lower()) == (422, True)


def test_a_purge_leaves_a_tombstone_and_a_certificate(
    people: People, cast: Cast, moderation: Moderation, relay: Relay, reply: int
) -> None:
    case_id = moderation.report(cast.reader, reply)
    assert decide(people, cast.moderator, case_id, outcome="purge", reason="identifies_patient", note=NOTE)[0] == 303
    assert 'hx-trigger="every 2s"' in get(people, cast.moderator, f"/moderation/{case_id}/certificates")[1]
    relay.drain()
    page = get(people, cast.moderator, f"/moderation/{case_id}")[1]
    assert "0 copies found in" in page
    assert WORD not in page
    assert "Taken down and purged" in get(people, cast.other, "/threads/1")[1]
    assert "No copy of the text is kept" in get(people, cast.answerer, f"/taken-down/post/{reply}")[1]


def test_an_old_text_is_purged_by_two(
    database: Database, people: People, cast: Cast, moderation: Moderation, reply: int, clock: SettableClock
) -> None:
    clock.set(clock.now() + SECOND_LOOK_AFTER + timedelta(minutes=1))
    case_id = moderation.report(cast.reader, reply, reason=ReportReason.UNSAFE_ADVICE)
    assert "Propose to purge" in opened(people, cast.moderator, case_id).get(f"/moderation/{case_id}").text
    fields = {"outcome": "purge", "reason": "unsafe_advice", "note": NOTE}
    assert decide(people, cast.moderator, case_id, **fields)[0] == 303
    assert visibility(database, reply) is Visibility.HIDDEN
    assert decide(people, cast.moderator, case_id, **fields)[0] == 403
    assert "Waits for another moderator" in get(people, cast.moderator, "/moderation")[1]
    assert "Waits for a second moderator" in get(people, cast.second, "/moderation")[1]
    assert decide(people, cast.second, case_id, **fields)[0] == 303
    assert visibility(database, reply) is Visibility.PURGED
    with database.reading() as session:
        first, second = session.scalars(select(Decision).order_by(Decision.id)).all()
        assert (first.state, first.second_id) == (DecisionState.DONE, cast.second.physician_id)
        assert second.state is DecisionState.DONE


def test_a_second_moderator_may_decide_otherwise(
    database: Database, cast: Cast, moderation: Moderation, reply: int, clock: SettableClock
) -> None:
    clock.set(clock.now() + SECOND_LOOK_AFTER + timedelta(minutes=1))
    case_id = moderation.report(cast.reader, reply)
    moderation.decide(cast.moderator, case_id, Outcome.PURGE)
    moderation.decide(cast.second, case_id, Outcome.REINSTATE)
    assert visibility(database, reply) is Visibility.VISIBLE
    with database.reading() as session:
        assert session.get_one(Decision, 1).state is DecisionState.REFUSED
    assert len(audited(database, AuditAction.PURGE_REFUSED)) == 1


def test_an_author_asks_once_that_nobody_purges_it_alone(
    database: Database, people: People, cast: Cast, moderation: Moderation, reply: int
) -> None:
    case_id = moderation.report(cast.reader, reply)
    path = f"/taken-down/post/{reply}/second"
    assert send(people, cast.answerer, path, note="The name is an eponym.")[0] == 303
    assert send(people, cast.answerer, path)[0] == 409
    assert send(people, cast.reader, path)[0] == 404
    page = get(people, cast.moderator, f"/moderation/{case_id}")[1]
    assert "The name is an eponym." in page
    moderation.decide(cast.moderator, case_id, Outcome.PURGE)
    assert visibility(database, reply) is Visibility.HIDDEN


def test_a_settled_case_is_not_settled_again(people: People, cast: Cast, moderation: Moderation, reply: int) -> None:
    case_id = moderation.report(cast.reader, reply)
    opened(people, cast.second, case_id)
    moderation.decide(cast.moderator, case_id, Outcome.REINSTATE)
    fields = {"outcome": "purge", "reason": "identifies_patient", "note": NOTE}
    assert send(people, cast.second, f"/moderation/{case_id}", **fields)[0] == 409
    assert send(people, cast.second, f"/moderation/{case_id}/open")[0] == 409


def test_a_purge_can_be_asked_for_without_javascript(
    people: People, cast: Cast, moderation: Moderation, reply: int
) -> None:
    case_id = moderation.report(cast.reader, reply)
    browser = opened(people, cast.moderator, case_id)
    page = browser.get(f"/moderation/{case_id}/purge").text
    assert "Purge this reply?" in page
    assert 'value="purge"' in page
    assert WORD not in page


def test_the_bar_counts_what_waits_for_a_moderator(
    people: People, cast: Cast, moderation: Moderation, reply: int
) -> None:
    moderation.report(cast.reader, reply)
    assert 'Moderation <span class="n">1</span>' in get(people, cast.moderator, "/moderation")[1]
    assert get(people, cast.other, "/threads/1")[0] == 200
