"""After a change of policies or engine, what is stored is examined anew: resumably, and without a word kept."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select, update

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import PolicyTightening, Role
from medpeer.core.content import ContentKind, Visibility
from medpeer.core.db import Database, is_writing
from medpeer.deid import Category, Severity, Span
from medpeer.discussions.models import Post
from medpeer.gate import AttestationReason, Surface, rescreening
from medpeer.gate.models import Clearance, ClearanceAttestation, Rescreening
from medpeer.gate.rescreening import count_outdated
from medpeer.jobs import rescreen
from medpeer.jobs.relay import Relay
from medpeer.jobs.rescreen import Rescreener
from medpeer.moderation import queries, service
from medpeer.moderation.models import SpotCheck
from medpeer.moderation.vocabulary import DecisionReason, SpotCheckCause, SpotCheckVerdict
from tests.factories.discussions import Discussions
from tests.factories.people import People

WORD = "quaxmirel"
STAMP = "0123456789abcdef"


@pytest.fixture
def posts(database: Database, people: People) -> list[int]:
    """Return a thread's opening post and two replies; the first holds a word that the engine comes to know."""
    talk, asker, answerer = Discussions(database), people.physician(), people.physician()
    thread_id = talk.thread(asker)
    replies = [talk.reply(answerer, thread_id, f"Like {WORD}, who had it after travel."), talk.reply(asker, thread_id)]
    return [talk.opening_post(asker, thread_id), *replies]


@pytest.fixture
def moderator(people: People) -> Actor:
    return people.physician(Role.MODERATOR)


def stamp(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """Let the engine in use carry another stamp."""
    monkeypatch.setattr(rescreening, "engine_stamp", lambda: value)


Teach = Callable[..., None]


@pytest.fixture
def teach(monkeypatch: pytest.MonkeyPatch) -> Teach:
    """Return what puts a new engine in use: one that knows ``WORD``, and refuses to run while others wait."""

    def put(severity: Severity = Severity.MUST_GO, category: Category = Category.NAME, version: str = STAMP) -> None:
        def engine(text: str, **_: object) -> tuple[Span, ...]:
            assert not is_writing()
            return tuple(
                Span(hit.start(), hit.end(), category, 0.9, severity, "planted") for hit in re.finditer(WORD, text)
            )

        monkeypatch.setattr("medpeer.gate.verdict.find_identifiers", engine)
        stamp(monkeypatch, version)

    return put


def waiting(database: Database) -> int:
    with database.reading() as session:
        return count_outdated(session)


def test_what_was_cleared_by_this_engine_is_left_alone(database: Database, posts: list[int]) -> None:
    assert posts
    assert waiting(database) == 0
    assert Rescreener(database).run().examined == 0


@pytest.mark.parametrize("changed", [{"policy_version": "2026-11"}, {"engine_version": "unknown"}])
def test_an_older_stamp_makes_a_text_due_once(
    database: Database, posts: list[int], changed: dict[str, str], relay: Relay
) -> None:
    relay.drain()
    with database.transaction() as session:
        session.execute(update(Clearance).values(**changed))
        texts = session.scalar(select(func.count()).select_from(Clearance)) or 0
    assert (waiting(database), texts >= len(posts)) == (texts, True)
    report = Rescreener(database).run()
    assert (report.examined, report.refused, waiting(database)) == (texts, 0, 0)
    assert Rescreener(database).run().examined == 0
    with database.reading() as session:
        # The ledger still says what each was cleared under.
        (name, value), *_ = changed.items()
        assert set(session.scalars(select(getattr(Clearance, name)))) == {value}
        assert session.scalar(select(SpotCheck.id)) is None


def test_what_would_be_refused_waits_for_moderators_and_nothing_is_hidden(
    database: Database, posts: list[int], teach: Teach, moderator: Actor, people: People
) -> None:
    teach()
    report = Rescreener(database).run()
    assert (report.refused, report.must_go) == (1, 1)
    with database.reading() as session:
        (row,) = queries.list_spot_checks(session, moderator).rows
        assert (row.cause, row.must_go, row.what) == (SpotCheckCause.RESCREENING, 1, "Reply")
        assert set(session.scalars(select(Post.visibility))) == {Visibility.VISIBLE}
        assert session.get_one(SpotCheck, row.id).content_id == posts[1]
    browser = people.client(moderator)
    listed = browser.get("/moderation/checks").text
    assert "1 × name, must go" in listed
    assert WORD not in listed
    assert f"{WORD}<span" in browser.get(f"/moderation/checks/{row.id}").text


def test_no_word_of_a_text_is_written_anywhere(
    database: Database, posts: list[int], teach: Teach, data_dir: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert posts
    before = count_copies(database, data_dir)
    teach()
    Rescreener(database).run()
    assert before > 0
    assert count_copies(database, data_dir) == before
    assert WORD not in "".join(capfd.readouterr())


def count_copies(database: Database, folder: Path) -> int:
    """Return how often the word stands in the files of the product, the log of the database written back."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return sum(path.read_bytes().lower().count(WORD.encode()) for path in folder.rglob("*") if path.is_file())


def test_a_kill_between_batches_loses_nothing(
    database: Database, posts: list[int], teach: Teach, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert posts
    teach()
    monkeypatch.setattr(rescreen, "BATCH", 2)
    due, real = waiting(database), rescreening.record
    calls: list[int] = []

    def dying(session: object, results: list[object]) -> object:
        calls.append(len(results))
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(session, results)  # type: ignore[arg-type]

    monkeypatch.setattr(rescreen, "record", dying)
    with pytest.raises(KeyboardInterrupt):
        Rescreener(database).run()
    assert waiting(database) == due - 2
    assert Rescreener(database).run().examined == due - 2
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SpotCheck)) == 1


def test_a_text_that_goes_meanwhile_is_not_recorded(
    database: Database, posts: list[int], teach: Teach, monkeypatch: pytest.MonkeyPatch
) -> None:
    teach()
    real = rescreening.re_examine

    def going(stored: rescreening.StoredText) -> rescreening.Rescreened:
        if (stored.table, stored.row_id) == ("post", posts[1]):
            with database.transaction() as session:
                content = queries.find_content(session, ContentKind.POST, posts[1])
                assert content
                service.purge(session, content, by=service.By(DecisionReason.AUTHOR_ASKED))
        return real(stored)

    monkeypatch.setattr(rescreen, "re_examine", going)
    assert Rescreener(database).run().refused == 0
    with database.reading() as session:
        assert session.scalar(select(SpotCheck.id)) is None


def test_what_its_author_attested_then_counts_for_its_kind(database: Database, posts: list[int], teach: Teach) -> None:
    with database.transaction() as session:
        body = session.get_one(Post, posts[1]).body
        eponym = AttestationReason.EPONYM
        session.add(ClearanceAttestation(clearance_id=body.clearance_id, category=Category.NAME, reason=eponym))
    teach(Severity.TELL_AUTHOR)
    assert Rescreener(database).run().refused == 0
    teach(Severity.TELL_AUTHOR, Category.DATE, "1" * 16)
    assert Rescreener(database).run().refused == 1
    teach(Severity.MUST_GO, Category.NAME, "2" * 16)
    assert Rescreener(database).run().must_go == 1


def test_what_a_moderator_let_stand_is_asked_again_only_when_more_is_found(
    database: Database, posts: list[int], teach: Teach, moderator: Actor
) -> None:
    assert posts
    teach(Severity.TELL_AUTHOR)
    Rescreener(database).run()
    (check_id,) = rows(database, moderator)
    with database.transaction() as session:
        service.settle_spot_check(session, moderator, check_id, SpotCheckVerdict.STANDS)
    teach(Severity.TELL_AUTHOR, version="1" * 16)
    Rescreener(database).run()
    assert rows(database, moderator) == []
    teach(Severity.MUST_GO, version="2" * 16)
    Rescreener(database).run()
    assert rows(database, moderator) == [check_id]


def test_what_a_better_engine_lets_pass_leaves_the_queue(
    database: Database, posts: list[int], teach: Teach, moderator: Actor
) -> None:
    assert posts
    teach()
    Rescreener(database).run()
    assert len(rows(database, moderator)) == 1
    teach(Severity.TELL_AUTHOR, version="1" * 16)
    Rescreener(database).run()
    assert len(rows(database, moderator)) == 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("medpeer.gate.verdict.find_identifiers", lambda _text, **_: ())
        patch.setattr(rescreening, "engine_stamp", lambda: "2" * 16)
        Rescreener(database).run()
    assert rows(database, moderator) == []


def rows(database: Database, moderator: Actor) -> list[int]:
    with database.reading() as session:
        return [row.id for row in queries.list_spot_checks(session, moderator).rows]


def test_an_overturned_one_is_hidden_and_costs_its_author_nothing(
    database: Database, posts: list[int], teach: Teach, moderator: Actor, people: People
) -> None:
    teach()
    Rescreener(database).run()
    browser = people.client(moderator)
    (check_id,) = rows(database, moderator)
    form = {"csrf_token": people.csrf(browser), "verdict": "overturned"}
    browser.post(f"/moderation/checks/{check_id}", data=form)
    with database.reading() as session:
        assert session.get_one(Post, posts[1]).visibility is Visibility.HIDDEN
        assert session.scalar(select(PolicyTightening.id)) is None


def test_a_note_is_queued_without_its_words_and_can_only_be_noted(
    database: Database, people: People, teach: Teach, moderator: Actor
) -> None:
    people.physician(last=WORD.capitalize())
    with database.transaction() as session:
        session.execute(update(Clearance).values(engine_version="unknown"))
    teach(category=Category.SSN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.integration.gate.test_rescreening.WORD", WORD.capitalize())
        Rescreener(database).run()
    (check_id,) = rows(database, moderator)
    browser = people.client(moderator)
    page = browser.get(f"/moderation/checks/{check_id}").text
    assert WORD not in page.lower()
    form = {"csrf_token": people.csrf(browser)}
    assert browser.post(f"/moderation/checks/{check_id}", data=form | {"verdict": "overturned"}).status_code == 409
    assert browser.post(f"/moderation/checks/{check_id}", data=form | {"verdict": "stands"}).status_code == 303


def test_the_command_says_what_it_did(app: Flask, database: Database, posts: list[int], teach: Teach) -> None:
    assert posts
    teach()
    runner: FlaskCliRunner = app.test_cli_runner()
    done = runner.invoke(args=["gate", "rescreen", "--quiet"])
    assert done.exit_code == 0, done.output
    assert "1 wait for a moderator's second look, 1 of them with something that must go." in done.output
    assert "0 texts examined anew" in runner.invoke(args=["gate", "rescreen", "--quiet"]).output
    assert waiting(database) == 0


def test_it_runs_beside_requests_and_ends(database: Database, posts: list[int], teach: Teach) -> None:
    assert posts
    teach()
    job = Rescreener(database)
    job.start()
    assert job._thread
    job._thread.join(timeout=60)
    assert waiting(database) == 0
    job.stop()


def test_tombstones_and_pictures_are_not_texts(database: Database, posts: list[int], teach: Teach) -> None:
    assert posts
    with database.transaction() as session:
        session.execute(update(Clearance).values(surface=Surface.TOMBSTONE))
        session.execute(update(Clearance).where(Clearance.id == 1).values(surface=Surface.IMAGE))
    teach()
    assert waiting(database) == 0
    with database.reading() as session:
        assert session.scalar(select(Rescreening.clearance_id)) is None
