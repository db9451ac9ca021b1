"""How the file is kept: asked for by who is really there, encrypted, a day, once; never in the way of a purge."""

import secrets
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from medpeer.accounts.models import Role, Standing
from medpeer.core.crypto import Vault
from medpeer.core.db import Database
from medpeer.jobs.own_data import OwnDataKeeper
from medpeer.jobs.relay import Relay
from medpeer.moderation.vocabulary import Outcome
from medpeer.notifications.mailbox import list_mails
from medpeer.own_data import service
from medpeer.own_data.errors import OwnDataGoneError
from medpeer.own_data.files import PIECE_BYTES, OwnDataFiles
from medpeer.own_data.models import OwnDataFile, OwnDataState
from tests.factories.discussions import Discussions
from tests.factories.moderation import Moderation
from tests.factories.people import PASSWORD, People
from tests.integration.own_data.conftest import HOME, Owner


def state_of_file(database: Database) -> OwnDataState:
    """Return the state of the newest file."""
    with database.reading() as session:
        return session.scalars(select(OwnDataFile.state).order_by(OwnDataFile.id.desc())).first() or pytest.fail("none")


def test_asking_and_fetching_want_a_fresh_proof(ada: Owner) -> None:
    assert ada.ask() == 1
    ada.clock.set(ada.clock.now() + timedelta(minutes=11))
    for path in (HOME, f"{HOME}/file"):
        answer = ada.post(path)
        assert answer.headers["Location"] == f"/account/prove?next={HOME}"
    assert len(ada.waiting()) == 1
    ada.post("/account/prove", password=PASSWORD, next=HOME)
    assert ada.fetch().mimetype == "application/zip"


def test_it_is_fetched_once_and_then_destroyed(ada: Owner, database: Database) -> None:
    ada.ask()
    assert "It is ready" in ada.page()
    assert ada.fetch().data.startswith(b"PK")
    assert ada.waiting() == []
    for page in (ada.page(), ada.browser.get(f"{HOME}/progress").text):
        assert "was fetched and destroyed" in page
        assert "It is ready" not in page
    again = ada.fetch()
    assert (again.status_code, again.headers["Location"]) == (303, HOME)
    assert "fetched already" in ada.page()
    assert state_of_file(database) is OwnDataState.FETCHED


def test_of_two_who_fetch_at_once_one_gets_it(ada: Owner, database: Database) -> None:
    ada.ask()
    got: list[str] = []
    ready = threading.Barrier(2)

    def fetch() -> None:
        ready.wait()
        try:
            with database.transaction() as session:
                got.append(service.fetch(session, ada.actor))
        except OwnDataGoneError:
            got.append("")

    both = [threading.Thread(target=fetch) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(map(bool, got)) == [False, True]


def test_nobody_fetches_anothers(ada: Owner, people: People) -> None:
    ada.ask()
    other = Owner(ada.app, people, ada.clock, (who := people.physician()), people.client(who))
    assert other.fetch().status_code == 303
    assert "It is ready" not in other.page()
    assert len(ada.waiting()) == 1
    assert ada.app.test_client().get(HOME).headers["Location"].startswith("/sign-in")


def test_after_a_day_it_is_destroyed(ada: Owner, database: Database) -> None:
    ada.ask()
    ada.clock.set(ada.clock.now() + timedelta(hours=24))
    ada.browser = ada.people.client(ada.actor)
    # At once, whether or not the keeper has come round.
    assert "was not fetched within 24 hours" in ada.page()
    assert ada.fetch().status_code == 303
    ada.parts.own_data.run_once()
    assert ada.waiting() == []
    assert state_of_file(database) is OwnDataState.EXPIRED


def test_asking_twice_makes_one_and_a_day_has_three(ada: Owner) -> None:
    ada.post()
    ada.post()
    assert ada.parts.own_data.run_once() == 1
    for _ in range(2):
        ada.fetch()
        assert ada.ask() == 1
    ada.fetch()
    assert ada.ask() == 0
    assert "three files within a day" in ada.page()
    ada.clock.set(ada.clock.now() + timedelta(days=1, seconds=1))
    ada.browser = ada.people.client(ada.actor)
    assert ada.ask() == 1


def test_the_mail_says_that_it_is_ready_and_holds_nothing_of_it(ada: Owner, relay: Relay) -> None:
    ada.ask()
    ada.parts.mail_sink.start()
    relay.drain()
    ada.parts.mail_sink.stop()
    (mail,) = list_mails(ada.parts.settings.mailbox_dir)
    assert mail.subject == "The file of your data is ready"
    assert HOME in mail.body
    assert "Okonkwo" not in mail.body


def test_the_page_tells_how_far_it_has_come(ada: Owner) -> None:
    assert "None is there" in ada.page()
    ada.post()
    page = ada.page()
    assert "It waits to be made" in page
    assert 'hx-trigger="every 2s"' in page
    ada.parts.own_data.run_once()
    fragment = ada.browser.get(f"{HOME}/progress").text
    assert "It is ready" in fragment
    assert "<html" not in fragment
    assert "every 2s" not in fragment


@pytest.mark.parametrize("standing", list(Standing))
def test_it_is_anybodys_right_whatever_their_standing(ada: Owner, people: People, standing: Standing) -> None:
    actor = people.physician(standing=standing)
    owner = Owner(ada.app, people, ada.clock, actor, people.client(actor))
    assert owner.data()["account"][0]["standing"] == standing.value


# On the disk.
def test_nothing_lies_in_the_clear(ada: Owner, database: Database) -> None:
    Discussions(database).thread(ada.actor, body="Qzxvwbody stands in this text.")
    ada.ask()
    (name,) = ada.waiting()
    content = (ada.folder / name).read_bytes()
    assert b"Qzxvw" not in content
    assert b"PK\x03\x04" not in content
    assert b"data.json" not in content
    assert (ada.folder.stat().st_mode & 0o077, (ada.folder / name).stat().st_mode & 0o077) == (0, 0)


@pytest.fixture
def files(tmp_path: Path) -> OwnDataFiles:
    """Return a folder of its own."""
    return OwnDataFiles(tmp_path / "files", Vault("one secret, long enough for a test"))


def written(files: OwnDataFiles, content: bytes) -> str:
    """Write a file and return its place."""
    with files.writer() as writer:
        writer.write(content[: len(content) // 3])
        writer.write(content[len(content) // 3 :])
    assert writer.size_bytes == len(content)
    return writer.place


@pytest.mark.parametrize("length", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES])
def test_what_was_written_is_read(files: OwnDataFiles, length: int) -> None:
    content = secrets.token_bytes(length)
    assert b"".join(files.read(written(files, content))) == content


def test_a_file_that_was_touched_is_not_read(files: OwnDataFiles, tmp_path: Path) -> None:
    """Cut off, turned round, taken from another file, or opened with another secret."""
    content = secrets.token_bytes(2 * PIECE_BYTES + 5)
    place, other = written(files, content), written(files, content)
    path = tmp_path / "files" / place
    whole = path.read_bytes()
    piece = 4 + int.from_bytes(whole[:4], "big")
    swapped = whole[piece : 2 * piece] + whole[:piece] + whole[2 * piece :]
    foreign = (tmp_path / "files" / other).read_bytes()
    for wrong in (whole[: 2 * piece], whole[:-1], whole[piece:], swapped, foreign, whole + whole[:piece], whole[:2]):
        path.write_bytes(wrong)
        with pytest.raises(OwnDataGoneError):
            list(files.read(place))
    path.write_bytes(whole)
    with pytest.raises(OwnDataGoneError):
        list(OwnDataFiles(tmp_path / "files", Vault("another secret, long enough as well")).read(place))
    assert b"".join(files.read(place)) == content


def test_a_file_that_is_gone_says_so(files: OwnDataFiles) -> None:
    with pytest.raises(OwnDataGoneError):
        files.read("0" * 64)
    files.destroy("0" * 64)


# When something comes between.
@pytest.fixture
def _broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the packing fail in the middle."""

    def pack(_session: Any, sink: Any, *_more: Any) -> None:
        sink.write(b"half of a file")
        message = "the disk is full"
        raise OSError(message)

    monkeypatch.setattr("medpeer.jobs.own_data.pack", pack)


@pytest.mark.usefixtures("_broken")
def test_one_that_cannot_be_made_is_tried_thrice_and_leaves_nothing(ada: Owner, database: Database) -> None:
    assert ada.ask() == 0
    assert state_of_file(database) is OwnDataState.FAILED
    assert ada.waiting() == []
    assert "could not be made" in ada.page()
    assert "Make a file of my data" in ada.page()


def test_a_kill_in_the_middle_leaves_nothing_readable_and_the_next_start_goes_on(
    ada: Owner, database: Database
) -> None:
    ada.post()
    with database.transaction() as session:
        assert service.begin(session, 1) == ada.actor.physician_id
    writer = ada.parts.own_data_files.writer()
    writer.write(b"x" * (PIECE_BYTES + 1))
    writer._file.close()
    with pytest.raises(OwnDataGoneError):
        list(ada.parts.own_data_files.read(writer.place))
    # The process is gone; another starts.
    keeper = OwnDataKeeper(database, ada.parts.own_data_files)
    keeper.prepare()
    assert keeper.run_once() == 1
    assert len(ada.waiting()) == 2
    # What has no row goes once nobody can be writing it any more.
    ada.clock.set(ada.clock.now() + timedelta(days=400))
    keeper.run_once()
    assert ada.waiting() == []


def test_one_whose_fetching_was_cut_short_is_destroyed(ada: Owner, database: Database) -> None:
    ada.ask()
    with database.transaction() as session:
        service.fetch(session, ada.actor)
    ada.parts.own_data.run_once()
    assert len(ada.waiting()) == 1
    ada.clock.set(ada.clock.now() + timedelta(hours=1, seconds=1))
    ada.parts.own_data.run_once()
    assert ada.waiting() == []


def test_a_purge_lets_it_be_made_anew_without_what_was_purged(
    ada: Owner, people: People, database: Database, relay: Relay
) -> None:
    discussions = Discussions(database)
    post_id = discussions.reply(ada.actor, discussions.thread(ada.actor), "Qzxvwtext must go.")
    ada.ask()
    before = ada.waiting()
    case_id = Moderation(database).report(people.physician(), post_id)
    Moderation(database).decide(people.physician(Role.MODERATOR), case_id, Outcome.PURGE)
    relay.drain()
    assert ada.waiting() == []
    assert "It waits to be made" in ada.page()
    assert ada.parts.own_data.run_once() == 1
    assert ada.waiting() != before
    assert b"Qzxvwtext" not in ada.fetch().data


def test_one_that_is_overtaken_while_it_is_made_is_not_kept(
    ada: Owner, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A purge, or the end of the account, after the snapshot and before the end."""

    def pack(_session: Any, sink: Any, *_more: Any) -> None:
        sink.write(b"of before")
        with database.transaction() as session:
            service.withdraw(session, ada.actor.physician_id)

    monkeypatch.setattr("medpeer.jobs.own_data.pack", pack)
    assert ada.ask() == 0
    assert ada.waiting() == []
    assert state_of_file(database) is OwnDataState.WITHDRAWN


def test_a_withdrawn_one_is_destroyed(ada: Owner, database: Database) -> None:
    ada.ask()
    with database.transaction() as session:
        service.withdraw(session, ada.actor.physician_id)
    assert ada.fetch().status_code == 303
    ada.parts.own_data.run_once()
    assert ada.waiting() == []
