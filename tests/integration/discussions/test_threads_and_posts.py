"""Threads, replies, edits, following, outcomes: the services over a real database."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from medpeer.accounts.models import Specialty, Standing
from medpeer.core.clock import SettableClock
from medpeer.core.content import Visibility
from medpeer.core.db import Database
from medpeer.core.errors import ConflictError, NotAllowedError, NotFoundError
from medpeer.core.outbox import OutboxEvent
from medpeer.discussions import queries, service
from medpeer.discussions.models import Participant, Post, PostRevision, Space, SpaceKind, Thread
from medpeer.discussions.policy import EDIT_WINDOW
from medpeer.gate import Surface, forget
from medpeer.gate.models import Clearance
from tests.factories.discussions import Discussions
from tests.factories.people import People
from tests.factories.texts import cleared


def test_the_spaces_are_there_from_the_start(database: Database) -> None:
    with database.reading() as session:
        slugs = set(session.scalars(select(Space.slug)))
    practice = {"billing", "contracts", "staffing", "records", "licensing", "closing-a-practice"}
    assert slugs == {one.value for one in Specialty} | {"journal-club"} | practice


def test_a_question_and_its_replies_are_read_back_in_order(
    database: Database, people: People, talk: Discussions
) -> None:
    asker, peer = people.physician(), people.physician(specialty=Specialty.ENDOCRINOLOGY)
    thread_id = talk.thread(asker)
    first = talk.reply(peer, thread_id)
    nested = talk.reply(asker, thread_id, "Trough is 4.8 mg/L.", parent_id=first)
    deeper = talk.reply(peer, thread_id, "Then I would switch.", parent_id=nested)
    with database.reading() as session:
        view = queries.thread_page(session, peer, thread_id)
    assert [post.id for post in view.posts] == [first]
    assert [post.id for post in view.posts[0].replies] == [nested, deeper], "a reply to a reply has the same parent"
    assert view.state == "open"
    assert "<strong>falling potassium</strong>" in view.opening.html
    assert view.posts[0].author.badge == "Endocrinology"
    assert view.posts[0].replies[0].author.is_asker


def test_an_askers_own_addition_leaves_the_thread_unanswered(
    database: Database, people: People, talk: Discussions
) -> None:
    asker = people.physician()
    thread_id = talk.thread(asker)
    talk.reply(asker, thread_id, "I forgot: renin is suppressed.")
    with database.reading() as session:
        view = queries.thread_page(session, asker, thread_id)
    assert (view.state, view.reply_count) == ("unanswered", 1)


def test_a_form_sent_twice_is_stored_once(database: Database, people: People, talk: Discussions) -> None:
    asker, peer = people.physician(), people.physician()
    assert talk.thread(asker, client_key="one-form-1") == talk.thread(asker, client_key="one-form-1")
    thread_id = talk.thread(asker, client_key="other-form")
    assert talk.reply(peer, thread_id, client_key="reply-form-1") == talk.reply(
        peer, thread_id, client_key="reply-form-1"
    )
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Post)) == 3
        texts = 2 * session.scalars(select(func.count()).select_from(Thread)).one() + 1
        names = 4
        clearances = session.scalar(select(func.count()).select_from(Clearance))
    assert clearances == texts + names, "the second copy leaves no clearance behind"


def test_a_form_key_is_never_taken_for_another_text(people: People, talk: Discussions) -> None:
    asker, peer = people.physician(), people.physician()
    thread_id = talk.thread(asker)
    talk.reply(peer, thread_id, "Send a renin.", client_key="reply-form-1")
    with pytest.raises(ConflictError):
        talk.reply(peer, thread_id, "Send a cortisol.", client_key="reply-form-1")


def test_a_post_changes_within_the_window_and_keeps_what_it_said(
    database: Database, people: People, talk: Discussions, clock: SettableClock
) -> None:
    asker, peer = people.physician(), people.physician()
    thread_id = talk.thread(asker)
    post_id = talk.reply(peer, thread_id, "Send a renin.")
    clock.set(clock.now() + EDIT_WINDOW)
    talk.edit(peer, post_id, "Send a renin and an aldosterone.")
    with database.reading() as session:
        history = queries.post_history(session, asker, post_id)
    assert "aldosterone" in history.post.html
    assert history.post.edited_at == clock.now()
    assert ["aldosterone" in one.html for one in history.revisions] == [False]
    clock.set(clock.now() + timedelta(seconds=1))
    with pytest.raises(NotAllowedError):
        talk.edit(peer, post_id, "Send nothing.")


def test_the_same_text_again_is_no_edit(database: Database, people: People, talk: Discussions) -> None:
    asker = people.physician()
    thread_id = talk.thread(asker, body="Sodium 121.")
    talk.edit(asker, talk.opening_post(asker, thread_id), "Sodium 121.")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(PostRevision)) == 0


def test_only_the_author_changes_a_post(people: People, talk: Discussions) -> None:
    asker, peer = people.physician(), people.physician()
    post_id = talk.opening_post(asker, talk.thread(asker))
    with pytest.raises(NotAllowedError):
        talk.edit(peer, post_id, "Something else.")


def test_a_name_shown_once_stays_shown(database: Database, people: People, talk: Discussions) -> None:
    asker, peer = people.physician(), people.physician(first="Idunn", last="Bratberg")
    thread_id = talk.thread(asker)
    talk.reply(peer, thread_id, "Send a renin.")
    with database.reading() as session:
        handle = queries.thread_page(session, asker, thread_id).posts[0].author.name
    talk.reply(peer, thread_id, "And a cortisol.", shows_name=True)
    talk.reply(peer, thread_id, "And an ECG.", shows_name=False)
    with database.reading() as session:
        view = queries.thread_page(session, asker, thread_id)
    assert {post.author.name for post in view.posts} == {"Idunn Bratberg"}
    assert handle != "Idunn Bratberg"


def test_a_handle_in_one_thread_says_nothing_about_another(
    database: Database, people: People, talk: Discussions
) -> None:
    asker = people.physician()
    threads = [talk.thread(asker) for _ in range(6)]
    with database.reading() as session:
        handles = {queries.thread_page(session, asker, one).opening.author.name for one in threads}
    assert len(handles) > 3


def test_asking_and_replying_follow_and_unfollowing_stops(
    database: Database, people: People, talk: Discussions
) -> None:
    asker, peer = people.physician(), people.physician()
    thread_id = talk.thread(asker)
    talk.reply(peer, thread_id)
    for actor in (asker, peer):
        with database.reading() as session:
            assert queries.thread_page(session, actor, thread_id).follows
    with database.transaction() as session:
        service.unfollow(session, peer, queries.access_thread(session, peer, thread_id))
    with database.reading() as session:
        assert not queries.thread_page(session, peer, thread_id).follows


def test_only_the_asker_marks_and_solves(database: Database, people: People, talk: Discussions) -> None:
    asker, peer = people.physician(), people.physician()
    thread_id = talk.thread(asker)
    post_id = talk.reply(peer, thread_id)
    with pytest.raises(NotAllowedError), database.transaction() as session:
        service.mark_helpful(session, peer, queries.access_post(session, peer, post_id))
    with pytest.raises(NotAllowedError):
        talk.solve(peer, thread_id)
    with database.transaction() as session:
        service.mark_helpful(session, asker, queries.access_post(session, asker, post_id))
    talk.solve(asker, thread_id)
    with database.reading() as session:
        view = queries.thread_page(session, peer, thread_id)
    assert view.posts[0].helpful
    assert view.state == "solved"
    assert view.outcome is not None
    assert view.outcome.certainty_percent == 95
    with pytest.raises(ConflictError):
        talk.solve(asker, thread_id)


@pytest.mark.parametrize(
    "standing", [one for one in Standing if one not in {Standing.ACTIVE, Standing.LAPSED_READONLY}]
)
def test_nobody_unverified_sees_anything(
    database: Database, people: People, talk: Discussions, standing: Standing
) -> None:
    thread_id = talk.thread(people.physician())
    outsider = people.physician(standing=standing)
    with database.reading() as session:
        for read in (
            lambda: queries.access_space(session, outsider, "nephrology"),
            lambda: queries.access_thread(session, outsider, thread_id),
            lambda: queries.access_post(session, outsider, 1),
            lambda: queries.thread_page(session, outsider, thread_id),
            lambda: queries.list_threads(session, outsider, queries.ThreadFilter(SpaceKind.CASE)),
            lambda: queries.list_spaces(session, outsider, SpaceKind.CASE),
            lambda: queries.round_of(session, outsider),
        ):
            with pytest.raises(NotFoundError):
                read()


def test_a_lapsed_member_reads_and_is_told_why_not_to_write(
    database: Database, people: People, talk: Discussions
) -> None:
    thread_id = talk.thread(people.physician())
    lapsed = people.physician(standing=Standing.LAPSED_READONLY)
    with database.reading() as session:
        assert queries.thread_page(session, lapsed, thread_id).title
    with pytest.raises(NotAllowedError, match="Renew"):
        talk.reply(lapsed, thread_id)


def test_hiding_a_reply_leaves_a_tombstone_and_the_counts_true(
    database: Database, people: People, talk: Discussions
) -> None:
    asker, peer = people.physician(), people.physician()
    thread_id = talk.thread(asker)
    post_id = talk.reply(peer, thread_id, "The veranda patient.")
    with database.transaction() as session:
        service.set_post_visibility(session, post_id, Visibility.HIDDEN)
    with database.reading() as session:
        view = queries.thread_page(session, peer, thread_id)
        assert view.posts[0].visibility is Visibility.HIDDEN
        assert view.posts[0].html == ""
        assert view.state == "unanswered"
        with pytest.raises(NotFoundError):
            queries.access_post(session, peer, post_id)
    with database.transaction() as session:
        service.set_post_visibility(session, post_id, Visibility.VISIBLE)
    with database.reading() as session:
        assert "veranda" in queries.thread_page(session, peer, thread_id).posts[0].html


def test_hiding_the_opening_post_hides_the_thread_from_all_but_its_asker(
    database: Database, people: People, talk: Discussions
) -> None:
    asker, peer = people.physician(), people.physician()
    thread_id = talk.thread(asker, title="A veranda question")
    talk.reply(peer, thread_id)
    with database.transaction() as session:
        service.set_post_visibility(session, talk.opening_post(asker, thread_id), Visibility.HIDDEN)
    with database.reading() as session:
        for read in (queries.thread_page, queries.access_thread):
            with pytest.raises(NotFoundError):
                read(session, peer, thread_id)
        everywhere = queries.list_threads(session, asker, queries.ThreadFilter(SpaceKind.CASE))
        view = queries.thread_page(session, asker, thread_id)
    assert everywhere.rows == ()
    assert (view.title, view.opening.html, view.posts) == ("", "", ())
    with pytest.raises(NotFoundError):
        talk.reply(asker, thread_id)


def test_a_purge_replaces_every_version_of_a_post(database: Database, people: People, talk: Discussions) -> None:
    asker = people.physician()
    thread_id = talk.thread(asker, title="A veranda question", body="The veranda patient.")
    opening = talk.opening_post(asker, thread_id)
    talk.edit(asker, opening, "The veranda patient again.")
    talk.solve(asker, thread_id, "Veranda fever")
    with database.transaction() as session:
        gone = service.purge_post(session, opening)
        forget(session, gone)
    assert len(gone) == 6
    with database.reading() as session:
        dump = [str(row) for table in (Thread, Post, PostRevision) for row in session.execute(select(table.__table__))]
        assert not any("eranda" in row for row in dump)
        assert session.scalar(select(func.count()).select_from(Clearance).where(Clearance.id.in_(gone))) == 0
        assert queries.thread_page(session, asker, thread_id).visibility is Visibility.PURGED
    with database.transaction() as session:
        assert service.purge_post(session, opening) == []
        with pytest.raises(NotFoundError):
            service.set_post_visibility(session, opening, Visibility.VISIBLE)


def test_a_redaction_shows_the_new_text_and_drops_the_old(
    database: Database, people: People, talk: Discussions
) -> None:
    asker, peer = people.physician(), people.physician()
    thread_id = talk.thread(asker)
    post_id = talk.reply(peer, thread_id, "The veranda patient.")
    talk.edit(peer, post_id, "The veranda patient again.")
    with database.transaction() as session:
        service.set_post_visibility(session, post_id, Visibility.HIDDEN)
        cleaned = cleared(session, "The patient.", Surface.CASE_POST)
        forget(session, service.redact_post(session, post_id, cleaned))
    with database.reading() as session:
        post = queries.thread_page(session, asker, thread_id).posts[0]
        assert session.scalar(select(func.count()).select_from(PostRevision)) == 0
    assert "The patient." in post.html
    assert post.redacted_at is not None
    with pytest.raises(NotAllowedError):
        talk.edit(peer, post_id, "The veranda patient.")


def test_what_happens_is_told_as_ids(database: Database, people: People, talk: Discussions) -> None:
    asker, peer = people.physician(), people.physician()
    thread_id = talk.thread(asker)
    talk.edit(peer, talk.reply(peer, thread_id), "Something else.")
    talk.solve(asker, thread_id)
    with database.reading() as session:
        names = list(session.scalars(select(OutboxEvent.name).order_by(OutboxEvent.id)))
    assert names == [
        "discussions.thread_opened",
        "discussions.post_added",
        "discussions.post_edited",
        "discussions.thread_solved",
    ]


def test_handles_are_unique_in_a_thread(database: Database, people: People, talk: Discussions) -> None:
    thread_id = talk.thread(people.physician())
    for _ in range(20):
        talk.reply(people.physician(), thread_id)
    with database.reading() as session:
        handles = session.scalars(select(Participant.handle).where(Participant.thread_id == thread_id)).all()
    assert len(set(handles)) == 21
