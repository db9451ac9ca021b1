"""Rooms: gapless order, one message a key, names and handles, what is hidden, what is unread."""

import pytest
from sqlalchemy import func, select

from medpeer.accounts.models import Specialty, Standing
from medpeer.audit import AuditEntry
from medpeer.chat import queries, service
from medpeer.chat.errors import BadClientKeyError, PurgedMessageError, ReadOnlyMemberError, ReusedClientKeyError
from medpeer.chat.models import Message, Room, RoomMember
from medpeer.core.content import Visibility
from medpeer.core.db import Database
from medpeer.core.errors import NotFoundError
from medpeer.gate import IdentifiersFoundError, Surface, forget
from medpeer.gate.models import Clearance
from tests.factories.chat import say, talk
from tests.factories.people import People
from tests.factories.texts import cleared

ROOM = "nephrology"


def test_every_specialty_has_its_room(people: People, database: Database) -> None:
    actor = people.physician(specialty=Specialty.ONCOLOGY)
    with database.reading() as session:
        rows = queries.list_rooms(session, actor)
    assert {row.slug for row in rows} == set(Specialty)
    assert rows[0].slug == "oncology"


def test_messages_are_numbered_without_gaps_in_each_room(people: People, database: Database) -> None:
    ada, ben = people.physician(), people.physician()
    talk(database, ada, ROOM, "One.", "Two.")
    talk(database, ben, "cardiology", "Elsewhere.")
    with pytest.raises(IdentifiersFoundError):
        talk(database, ben, ROOM, "Call her on 212-555-0188.")
    talk(database, ben, ROOM, "Three.")
    with database.reading() as session:
        lines = queries.history(session, ada, ROOM).lines
    assert [line.seq for line in lines] == [1, 2, 3]
    assert [line.html for line in lines] == ["<p>One.</p>\n", "<p>Two.</p>\n", "<p>Three.</p>\n"]


def test_the_same_key_gives_the_stored_message_and_leaves_no_second_clearance(
    people: People, database: Database
) -> None:
    ada = people.physician()
    with database.transaction() as session:
        first = say(session, ada, ROOM, "Once.", key="k-1")
    with database.transaction() as session:
        cleared = session.scalar(select(func.count()).select_from(Clearance))
        again = say(session, ada, ROOM, "Once.", key="k-1")
    with database.reading() as session:
        assert again.id == first.id
        assert session.scalar(select(func.count()).select_from(Message)) == 1
        assert session.scalar(select(func.count()).select_from(Clearance)) == cleared


def test_the_same_key_with_other_words_is_refused(people: People, database: Database) -> None:
    ada = people.physician()
    with database.transaction() as session:
        say(session, ada, ROOM, "Once.", key="k-1")
    with pytest.raises(ReusedClientKeyError), database.transaction() as session:
        say(session, ada, ROOM, "Something else.", key="k-1")


def test_two_members_may_use_the_same_key(people: People, database: Database) -> None:
    ada, ben = people.physician(), people.physician()
    with database.transaction() as session:
        first = say(session, ada, ROOM, "Mine.", key="k")
        second = say(session, ben, ROOM, "Yours.", key="k")
    assert first.id != second.id


@pytest.mark.parametrize("key", ["", "a b", "x" * 65, "ä", "k\n"])
def test_a_malformed_key_is_refused(people: People, database: Database, key: str) -> None:
    ada = people.physician()
    with pytest.raises(BadClientKeyError), database.transaction() as session:
        say(session, ada, ROOM, "Hi.", key=key or " ")


def test_members_write_under_a_handle_unless_they_choose_their_name(people: People, database: Database) -> None:
    ada, ben = people.physician(), people.physician(first="Ben", last="Adeyemi")
    with database.transaction() as session:
        service.join_room(session, ben, queries.access_room(session, ben, ROOM), shows_name=True)
    talk(database, ada, ROOM, "From a handle.")
    talk(database, ben, ROOM, "From a name.")
    with database.reading() as session:
        first, second = queries.history(session, ada, ROOM).lines
        handle = session.scalar(select(RoomMember.handle).where(RoomMember.physician_id == ada.physician_id))
        view = queries.view_room(session, ben, ROOM)
    assert (first.name, second.name, view.name) == (handle, "Ben Adeyemi", "Ben Adeyemi")
    assert first.name != "Ada Okonkwo"


def test_the_offered_handle_is_the_one_given(people: People, database: Database) -> None:
    ada = people.physician()
    with database.transaction() as session:
        room = queries.access_room(session, ada, ROOM)
        offered = queries.name_choice(session, ada, room.id)
        member = service.join_room(session, ada, room)
    assert (offered.handle, offered.full_name) == (member.handle, "Ada Okonkwo")


@pytest.mark.parametrize(
    "standing", [Standing.REGISTERED, Standing.EMAIL_OK, Standing.NEEDS_REVIEW, Standing.REJECTED, Standing.SUSPENDED]
)
def test_to_an_unverified_person_there_are_no_rooms(people: People, database: Database, standing: Standing) -> None:
    stranger = people.physician(standing=standing)
    with database.reading() as session:
        for read in (
            lambda: queries.access_room(session, stranger, ROOM),
            lambda: queries.list_rooms(session, stranger),
            lambda: queries.history(session, stranger, ROOM),
            lambda: queries.replay(session, stranger, ROOM, after=0),
        ):
            with pytest.raises(NotFoundError):
                read()


def test_a_lapsed_member_reads_and_does_not_write(people: People, database: Database) -> None:
    talk(database, people.physician(), ROOM, "Readable.")
    lapsed = people.physician(standing=Standing.LAPSED_READONLY)
    with database.reading() as session:
        assert len(queries.history(session, lapsed, ROOM).lines) == 1
    with pytest.raises(ReadOnlyMemberError):
        talk(database, lapsed, ROOM, "Not this.")


def test_a_hidden_message_keeps_its_place_and_shows_no_word(people: People, database: Database) -> None:
    ada = people.physician()
    message = talk(database, ada, ROOM, "To be hidden.", "Stays.")[0]
    with database.transaction() as session:
        service.set_message_visibility(session, message.id, Visibility.HIDDEN)
    with database.reading() as session:
        hidden, visible = queries.history(session, people.physician(), ROOM).lines
        with pytest.raises(NotFoundError):
            queries.access_message(session, ada, message.id)
        assert "hidden" not in queries.list_rooms(session, ada)[0].last_text
    assert (hidden.seq, hidden.visibility, hidden.html) == (1, Visibility.HIDDEN, "")
    assert visible.html


def test_a_purged_message_is_gone_for_good(people: People, database: Database) -> None:
    message = talk(database, people.physician(), ROOM, "Gone soon.")[0]
    with database.transaction() as session:
        forget(session, service.purge_message(session, message.id))
        assert service.purge_message(session, message.id) == []
    with pytest.raises(PurgedMessageError), database.transaction() as session:
        service.set_message_visibility(session, message.id, Visibility.VISIBLE)
    with database.reading() as session:
        stored = session.get_one(Message, message.id)
        assert (stored.body.value, stored.visibility) == ("", Visibility.PURGED)
        assert session.get(Clearance, message.body.clearance_id) is None


def test_a_redacted_message_shows_its_new_text(people: People, database: Database) -> None:
    ada = people.physician()
    message = talk(database, ada, ROOM, "Before.")[0]
    with database.transaction() as session:
        better = cleared(session, "After.", Surface.CHAT_MESSAGE)
        forget(session, service.redact_message(session, message.id, better))
    with database.reading() as session:
        assert queries.access_message(session, ada, message.id).html == "<p>After.</p>\n"


def test_unread_counts_start_with_the_first_visit_and_never_move_back(people: People, database: Database) -> None:
    ada, ben = people.physician(), people.physician()
    talk(database, ada, ROOM, *(f"Point {n}." for n in range(3)))
    with database.transaction() as session:
        room = session.scalars(select(Room).where(Room.slug == ROOM)).one()
        assert queries.unread_counts(session, ben) == {}
        service.mark_read(session, ben, room, 2)
        service.mark_read(session, ben, room, 1)
        session.flush()
        assert queries.unread_counts(session, ben) == {room.id: 1}
        service.mark_read(session, ben, room, 10**6)
        session.flush()
        assert queries.unread_counts(session, ben) == {}
        assert queries.unread_counts(session, ada) == {}


def test_history_comes_in_pages_and_replay_in_order(people: People, database: Database) -> None:
    ada = people.physician()
    with database.transaction() as session:
        for number in range(1, 121):
            say(session, ada, ROOM, f"Point {number + 200}.")
    with database.reading() as session:
        newest = queries.history(session, ada, ROOM)
        older = queries.history(session, ada, ROOM, before=newest.lines[0].seq)
        oldest = queries.history(session, ada, ROOM, before=older.lines[0].seq)
        missed = queries.replay(session, ada, ROOM, after=117)
    assert [line.seq for line in (*oldest.lines, *older.lines, *newest.lines)] == list(range(1, 121))
    assert (newest.more, older.more, oldest.more) == (True, True, False)
    assert [line.seq for line in missed.lines] == [118, 119, 120]


def test_each_message_is_one_audit_entry_of_ids(people: People, database: Database) -> None:
    ada = people.physician()
    message = talk(database, ada, ROOM, "Noted.")[0]
    with database.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "message_sent")).one()
    assert (entry.object_id, entry.actor_id) == (message.id, ada.physician_id)
