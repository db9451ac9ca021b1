"""A purge leaves nothing, byte by byte, and says so; whatever happens in between."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from medpeer.accounts.actor import Actor
from medpeer.audit import verify_chain
from medpeer.chat.models import Message
from medpeer.core.clock import SettableClock
from medpeer.core.content import ContentKind, Visibility
from medpeer.core.db import Database
from medpeer.discussions.models import Outcome as ThreadOutcome
from medpeer.discussions.models import Post, PostRevision, Space, Thread
from medpeer.gate import Surface
from medpeer.gate.models import Clearance, RenderedText
from medpeer.gate.verify import verify_texts
from medpeer.jobs import purge as purge_job
from medpeer.jobs.purge import PurgeProver
from medpeer.jobs.purge_list import PURGES
from medpeer.jobs.relay import Relay
from medpeer.moderation import queries, service
from medpeer.moderation.models import PurgeCertificate, Report
from medpeer.moderation.queries import CertificateView
from medpeer.moderation.traces import MEMORY
from medpeer.moderation.vocabulary import DecisionReason, Outcome, ScanState, Store
from tests.conftest import state_of
from tests.factories.chat import talk
from tests.factories.critiques import Critiques
from tests.factories.discussions import Discussions
from tests.factories.moderation import Moderation
from tests.factories.people import People
from tests.factories.texts import cleared
from tests.integration.moderation.conftest import Blind, Cast

# Made-up surnames; the gate is blind in these tests, as it will be now and then for a name nobody has listed.
TITLE_WORD, BODY_WORD, FIRST_WORD, SECOND_WORD = "zorbelqui", "quaxmirel", "vintoshka", "plemdorath"
DIAGNOSIS_WORD, CHAT_WORD, NOTE_WORD = "brunqofel", "tashmirelok", "wexlorimat"
PLANTED = (TITLE_WORD, BODY_WORD, FIRST_WORD, SECOND_WORD, DIAGNOSIS_WORD)


@pytest.fixture(autouse=True)
def missed(blind_gate: Blind) -> Iterator[None]:
    with blind_gate():
        yield


def files_of(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def copies(folder: Path, *words: str) -> dict[str, int]:
    """Return how often each word stands in any file of the folder, in UTF-8 or UTF-16, in any case."""
    found = dict.fromkeys(words, 0)
    for path in files_of(folder):
        content = path.read_bytes().lower()
        for word in words:
            found[word] += sum(content.count(word.encode(code)) for code in ("utf-8", "utf-16-le", "utf-16-be"))
    return found


def none_of(*words: str) -> dict[str, int]:
    return dict.fromkeys(words, 0)


@pytest.fixture
def planted(cast: Cast, discussions: Discussions, relay: Relay) -> int:
    """Return the opening post of a thread with a planted word in title, body, revisions and outcome, all indexed."""
    thread_id = discussions.thread(
        cast.asker,
        title=f"Fever and {TITLE_WORD}: what next?",
        body=f"A woman in her 50s, {FIRST_WORD}, has fever after travel.",
    )
    post_id = discussions.opening_post(cast.asker, thread_id)
    relay.drain()
    discussions.edit(cast.asker, post_id, f"A woman in her 50s, {SECOND_WORD}, has fever after travel and a rash.")
    relay.drain()
    discussions.edit(cast.asker, post_id, f"A woman in her 50s, {BODY_WORD}, has fever after travel and a new rash.")
    discussions.reply(cast.answerer, thread_id, "Ask about freshwater swimming.")
    discussions.solve(cast.asker, thread_id, f"Schistosomiasis in {DIAGNOSIS_WORD}")
    relay.drain()
    return post_id


def certificate(database: Database, kind: ContentKind, content_id: int) -> CertificateView:
    with database.reading() as session:
        return queries.certificates_of(session, kind, content_id)[0]


def purge_by_report(moderation: Moderation, cast: Cast, content_id: int, kind: ContentKind = ContentKind.POST) -> int:
    case_id = moderation.report(cast.reader, content_id, kind=kind, note=f"It names {NOTE_WORD} in the first line.")
    moderation.decide(cast.moderator, case_id, Outcome.PURGE)
    return case_id


def test_a_purged_case_is_in_no_file(
    data_dir: Path, database: Database, relay: Relay, cast: Cast, moderation: Moderation, planted: int
) -> None:
    before = copies(data_dir, *PLANTED)
    assert all(before.values()), "the planted words must be on disk first"
    purge_by_report(moderation, cast, planted)
    relay.drain()
    assert copies(data_dir, *PLANTED, NOTE_WORD) == none_of(*PLANTED, NOTE_WORD)
    proof = certificate(database, ContentKind.POST, planted)
    assert (proof.state, proof.copies) == (ScanState.CLEAN, 0)
    assert {Store.DATABASE, Store.SEARCH_INDEX} <= {scan.store for scan in proof.scans}
    with database.reading() as session:
        assert list(verify_chain(session)) == []
        assert list(verify_texts(session)) == []
        thread = session.scalars(select(Thread)).one()
        assert (thread.title.value, thread.visibility) == ("", Visibility.PURGED)
        assert session.scalar(select(PostRevision.id).where(PostRevision.post_id == planted)) is None
        assert session.scalars(select(ThreadOutcome)).one().diagnosis.value == ""


def test_nothing_of_the_purged_text_stays_in_ledger_or_renderings(
    database: Database, relay: Relay, cast: Cast, moderation: Moderation, planted: int
) -> None:
    with database.reading() as session:
        old = [session.get_one(Post, planted).body.clearance_id]
        old += [row.body.clearance_id for row in session.scalars(select(PostRevision))]
    purge_by_report(moderation, cast, planted)
    relay.drain()
    with database.reading() as session:
        assert session.scalars(select(Clearance.id).where(Clearance.id.in_(old))).all() == []
        assert session.scalars(select(RenderedText.clearance_id).where(RenderedText.clearance_id.in_(old))).all() == []
        assert session.scalars(select(Report)).one().note is None


def test_a_purged_message_is_in_no_file(
    data_dir: Path, database: Database, relay: Relay, cast: Cast, moderation: Moderation
) -> None:
    message = talk(database, cast.asker, "nephrology", f"Has anyone seen {CHAT_WORD} since the weekend?")[0]
    relay.drain()
    assert copies(data_dir, CHAT_WORD)[CHAT_WORD]
    purge_by_report(moderation, cast, message.id, ContentKind.MESSAGE)
    relay.drain()
    assert copies(data_dir, CHAT_WORD) == none_of(CHAT_WORD)
    assert certificate(database, ContentKind.MESSAGE, message.id).state is ScanState.CLEAN


def test_a_redaction_leaves_nothing_of_what_was_taken_out(
    data_dir: Path, database: Database, relay: Relay, cast: Cast, moderation: Moderation, planted: int
) -> None:
    case_id = moderation.report(cast.reader, planted)
    moderation.decide(
        cast.moderator,
        case_id,
        Outcome.REDACT,
        body="A woman in her 50s has fever after travel and a new rash.",
        title="Fever after travel: what next?",
    )
    relay.drain()
    gone = (TITLE_WORD, BODY_WORD, FIRST_WORD, SECOND_WORD)
    assert copies(data_dir, *gone) == none_of(*gone)
    proof = certificate(database, ContentKind.POST, planted)
    assert (proof.outcome, proof.state) == (Outcome.REDACT, ScanState.CLEAN)


def test_a_redacted_message_says_only_the_new_words(
    data_dir: Path, database: Database, relay: Relay, cast: Cast, moderation: Moderation
) -> None:
    message = talk(database, cast.asker, "nephrology", f"Has anyone seen {CHAT_WORD} since the weekend?")[0]
    relay.drain()
    case_id = moderation.report(cast.reader, message.id, kind=ContentKind.MESSAGE)
    moderation.decide(cast.moderator, case_id, Outcome.REDACT, body="Has anyone seen it since the weekend?")
    relay.drain()
    assert copies(data_dir, CHAT_WORD) == none_of(CHAT_WORD)
    assert certificate(database, ContentKind.MESSAGE, message.id).state is ScanState.CLEAN


def test_a_purged_paper_takes_its_card_along(
    data_dir: Path, database: Database, relay: Relay, cast: Cast, moderation: Moderation, discussions: Discussions
) -> None:
    title = f"Nurse-led titration in {TITLE_WORD}: a randomised trial"
    _, thread_id = Critiques(database).paper(cast.asker, title=title, opening=f"What {BODY_WORD} had in our ward.")
    relay.drain()
    post_id = discussions.opening_post(cast.asker, thread_id)
    purge_by_report(moderation, cast, post_id)
    relay.drain()
    assert copies(data_dir, TITLE_WORD, BODY_WORD) == none_of(TITLE_WORD, BODY_WORD)
    assert certificate(database, ContentKind.POST, post_id).state is ScanState.CLEAN


def test_a_word_that_the_programme_itself_holds_is_no_copy(
    database: Database, relay: Relay, cast: Cast, moderation: Moderation, planted: int
) -> None:
    with database.transaction() as session:
        session.execute(update(Space).where(Space.slug == "billing").values(title=f"The {BODY_WORD.title()} room"))
    purge_by_report(moderation, cast, planted)
    relay.drain()
    proof = certificate(database, ContentKind.POST, planted)
    assert (proof.state, proof.rewritten) == (ScanState.CLEAN, False)


def test_a_busy_forum_does_not_confuse_the_search(
    data_dir: Path,
    database: Database,
    relay: Relay,
    cast: Cast,
    moderation: Moderation,
    discussions: Discussions,
    planted: int,
) -> None:
    """Pages are split and merged between writing and purging; what they held must not stay in their gaps."""
    for number in range(40):
        thread_id = discussions.thread(cast.answerer, title=f"Question {number}", body="Fever after travel. " * 60)
        for _ in range(4):
            discussions.reply(cast.asker, thread_id, "Ask about freshwater swimming, and about the rash. " * 30)
    relay.drain()
    purge_by_report(moderation, cast, planted)
    relay.drain()
    assert copies(data_dir, *PLANTED) == none_of(*PLANTED)
    assert certificate(database, ContentKind.POST, planted).state is ScanState.CLEAN


def test_what_a_free_page_still_holds_is_found_and_the_file_written_anew(
    data_dir: Path, database: Database, relay: Relay, cast: Cast, moderation: Moderation, planted: int
) -> None:
    shell = sqlite3.connect(data_dir / "medpeer.db", isolation_level=None)
    for statement in (
        "PRAGMA secure_delete=OFF",
        "CREATE TABLE scratch (text)",
        f"INSERT INTO scratch VALUES ('seen by {BODY_WORD}')",
        "DROP TABLE scratch",
        "PRAGMA wal_checkpoint(TRUNCATE)",
    ):
        shell.execute(statement).fetchall()
    shell.close()
    purge_by_report(moderation, cast, planted)
    relay.drain()
    proof = certificate(database, ContentKind.POST, planted)
    assert (proof.state, proof.rewritten) == (ScanState.CLEAN, True)
    assert copies(data_dir, *PLANTED) == none_of(*PLANTED)


def test_a_quotation_by_somebody_else_is_named_and_not_counted_as_a_copy(
    database: Database, relay: Relay, cast: Cast, moderation: Moderation, discussions: Discussions, planted: int
) -> None:
    other = discussions.thread(cast.answerer, title="A rash", body=f"Like {BODY_WORD}, who had fever after travel.")
    quoting = discussions.opening_post(cast.answerer, other)
    purge_by_report(moderation, cast, planted)
    relay.drain()
    proof = certificate(database, ContentKind.POST, planted)
    assert proof.state is ScanState.CLEAN
    assert proof.echoes == ((ContentKind.POST, quoting),)


def test_a_copy_in_another_file_is_found_and_looked_for_again(
    data_dir: Path,
    database: Database,
    relay: Relay,
    clock: SettableClock,
    cast: Cast,
    moderation: Moderation,
    planted: int,
) -> None:
    stray = data_dir / "export.txt"
    stray.write_text(f"{BODY_WORD.title()} was here", encoding="utf-16")
    purge_by_report(moderation, cast, planted)
    relay.drain()
    proof = certificate(database, ContentKind.POST, planted)
    assert (proof.state, proof.copies) == (ScanState.COPIES_FOUND, 1)
    assert [scan.store for scan in proof.scans if scan.copies] == [Store.OTHER_FILES]
    stray.unlink()
    clock.set(clock.now() + timedelta(minutes=11))
    relay.drain()
    assert certificate(database, ContentKind.POST, planted).state is ScanState.CLEAN


def test_the_search_gives_up_after_some_time_and_says_what_is_left(
    data_dir: Path,
    database: Database,
    relay: Relay,
    clock: SettableClock,
    cast: Cast,
    moderation: Moderation,
    planted: int,
) -> None:
    (data_dir / "export.txt").write_text(BODY_WORD)
    purge_by_report(moderation, cast, planted)
    for _ in range(purge_job.LAST_ATTEMPT):
        relay.drain()
        clock.set(clock.now() + timedelta(minutes=11))
    with database.reading() as session:
        found = session.scalars(select(PurgeCertificate)).one()
        assert (found.state, found.attempts) == (ScanState.COPIES_FOUND, purge_job.LAST_ATTEMPT)
    assert MEMORY.find(found.salt) is None
    assert relay.run_once() == 0


def test_a_crash_before_the_commit_leaves_everything(
    database: Database, cast: Cast, moderation: Moderation, planted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = moderation.report(cast.reader, planted)

    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("medpeer.moderation.service.removal.outbox.record", fail)
        with pytest.raises(RuntimeError):
            moderation.decide(cast.moderator, case_id, Outcome.PURGE)
    with database.reading() as session:
        post = session.get_one(Post, planted)
        assert BODY_WORD in post.body.value
        assert post.visibility is Visibility.HIDDEN
        assert session.scalars(select(PurgeCertificate)).all() == []
        assert list(verify_chain(session)) == []
    moderation.decide(cast.moderator, case_id, Outcome.PURGE)


@pytest.mark.parametrize("step", ["empty_log", "standing", "append_to_list"])
def test_a_crash_after_the_commit_is_finished_by_the_next_round(
    data_dir: Path,
    database: Database,
    relay: Relay,
    clock: SettableClock,
    cast: Cast,
    moderation: Moderation,
    planted: int,
    step: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(purge_job, step, fail)
        purge_by_report(moderation, cast, planted)
        relay.drain()
        assert certificate(database, ContentKind.POST, planted).state is ScanState.WAITING
    clock.set(clock.now() + timedelta(minutes=11))
    relay.drain()
    assert certificate(database, ContentKind.POST, planted).state is ScanState.CLEAN
    assert copies(data_dir, *PLANTED) == none_of(*PLANTED)


def test_a_restart_forgets_the_words_but_clears_the_pages_and_says_so(
    data_dir: Path, database: Database, relay: Relay, cast: Cast, moderation: Moderation, planted: int
) -> None:
    purge_by_report(moderation, cast, planted)
    with database.reading() as session:
        MEMORY.forget(session.scalars(select(PurgeCertificate.salt)).one())
    relay.drain()
    proof = certificate(database, ContentKind.POST, planted)
    assert (proof.state, proof.rewritten, proof.scans) == (ScanState.UNSCANNED, True, ())
    assert copies(data_dir, *PLANTED) == none_of(*PLANTED)


def test_purging_twice_and_proving_twice_are_harmless(
    app: Flask, database: Database, relay: Relay, cast: Cast, moderation: Moderation, planted: int
) -> None:
    purge_by_report(moderation, cast, planted)
    relay.drain()
    first = certificate(database, ContentKind.POST, planted)
    with database.transaction() as session:
        content = queries.find_content(session, ContentKind.POST, planted)
        assert content is not None
        service.purge(session, content, by=service.By(DecisionReason.IDENTIFIES_PATIENT))
    relay.drain()
    PurgeProver(database, state_of(app).settings)._prove(first.id)
    with database.reading() as session:
        found = queries.certificates_of(session, ContentKind.POST, planted)
        assert [one.state for one in found] == [ScanState.CLEAN, ScanState.CLEAN]
        assert list(verify_chain(session)) == []


def test_traces_are_never_written_down(
    relay: Relay,
    cast: Cast,
    moderation: Moderation,
    planted: int,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    purge_by_report(moderation, cast, planted)
    relay.drain()
    said = caplog.text + "".join(capfd.readouterr())
    assert not any(word in said.lower() for word in PLANTED)


def test_the_list_of_purges_replays_them_on_a_restored_backup(
    app: Flask,
    data_dir: Path,
    tmp_path: Path,
    database: Database,
    relay: Relay,
    cast: Cast,
    moderation: Moderation,
    planted: int,
) -> None:
    backup = tmp_path / "backup.db"
    source, target = sqlite3.connect(data_dir / "medpeer.db"), sqlite3.connect(backup)
    source.backup(target)
    source.close()
    target.close()
    purge_by_report(moderation, cast, planted)
    relay.drain()
    listed = (data_dir / PURGES).read_text()
    assert BODY_WORD not in listed
    assert [json.loads(line)["id"] for line in listed.splitlines()] == [planted]
    database.engine.dispose()
    for leftover in data_dir.glob("medpeer.db*"):
        leftover.unlink()
    shutil.copy(backup, data_dir / "medpeer.db")
    with database.reading() as session:
        assert BODY_WORD in session.get_one(Post, planted).body.value
    runner = app.test_cli_runner()
    done = runner.invoke(args=["audit", "replay-purges"])
    assert done.output == "1 listed, 1 purged again.\n"
    assert copies(data_dir, *PLANTED) == none_of(*PLANTED)
    assert runner.invoke(args=["audit", "replay-purges"]).output == "2 listed, 0 purged again.\n"
    assert runner.invoke(args=["audit", "verify"]).exit_code == 0


def test_replaying_spares_another_thing_of_the_same_number(
    app: Flask, data_dir: Path, database: Database, relay: Relay, cast: Cast, moderation: Moderation, planted: int
) -> None:
    purge_by_report(moderation, cast, planted)
    relay.drain()
    lines = (data_dir / PURGES).read_text()
    with database.transaction() as session:
        body = cleared(session, "Another post entirely.", Surface.CASE_POST)
        post = session.get_one(Post, planted)
        post.body, post.visibility = body, Visibility.VISIBLE
        post.created_at += timedelta(days=1)
        session.execute(update(Thread).values(visibility=Visibility.VISIBLE))
    (data_dir / "list.ndjson").write_text(lines)
    done = app.test_cli_runner().invoke(args=["audit", "replay-purges", str(data_dir / "list.ndjson")])
    assert done.output == "1 listed, 0 purged again.\n"


def test_replaying_spares_what_was_redacted_and_purges_what_came_back(
    app: Flask, data_dir: Path, database: Database, relay: Relay, cast: Cast, moderation: Moderation
) -> None:
    message = talk(database, cast.asker, "nephrology", f"Has anyone seen {CHAT_WORD} since the weekend?")[0]
    case_id = moderation.report(cast.reader, message.id, kind=ContentKind.MESSAGE)
    moderation.decide(cast.moderator, case_id, Outcome.REDACT, body="Has anyone seen it since the weekend?")
    relay.drain()
    runner = app.test_cli_runner()
    assert runner.invoke(args=["audit", "replay-purges"]).output == "1 listed, 0 purged again.\n"
    with database.transaction() as session:
        typed = f"Has anyone seen {CHAT_WORD} since the weekend?"
        session.get_one(Message, message.id).body = cleared(session, typed, Surface.CHAT_MESSAGE)
    assert runner.invoke(args=["audit", "replay-purges"]).output == "1 listed, 1 purged again.\n"
    assert copies(data_dir, CHAT_WORD) == none_of(CHAT_WORD)
    assert [json.loads(line)["outcome"] for line in runner.invoke(args=["audit", "purges"]).output.splitlines()] == [
        "redact",
        "purge",
    ]


def test_a_list_that_is_none_is_refused_whole(app: Flask, data_dir: Path) -> None:
    (data_dir / "list.ndjson").write_text('{"kind":"post"}\n')
    done = app.test_cli_runner().invoke(args=["audit", "replay-purges", str(data_dir / "list.ndjson")])
    assert done.exit_code == 1
    assert "Line 1" in done.output


def test_purging_keeps_the_names_of_a_register_apart(
    database: Database, relay: Relay, cast: Cast, moderation: Moderation, discussions: Discussions, people: People
) -> None:
    """A word that another row rightly holds, here a member's surname, is no copy."""
    namesake: Actor = people.physician(last="Vandorquin")
    thread_id = discussions.thread(cast.asker, body="Seen with vandorquin after travel, fever since.")
    post_id = discussions.opening_post(cast.asker, thread_id)
    case_id = moderation.report(cast.reader, post_id)
    moderation.decide(cast.moderator, case_id, Outcome.PURGE)
    relay.drain()
    proof = certificate(database, ContentKind.POST, post_id)
    assert (proof.state, proof.echoes) == (ScanState.CLEAN, ())
    assert namesake.physician_id


PASSER_BY = """
import sqlite3, sys
passer_by = sqlite3.connect(sys.argv[1])
print(passer_by.execute("SELECT count(*) FROM physician").fetchone()[0])
passer_by.close()
"""


def test_a_search_leaves_the_database_its_locks(
    data_dir: Path, relay: Relay, cast: Cast, moderation: Moderation, planted: int, people: People
) -> None:
    """Without them another process takes itself for the last one, and removes the log from under the server."""
    purge_by_report(moderation, cast, planted)
    relay.drain()
    people.physician()
    log = data_dir / "medpeer.db-wal"
    written = log.stat().st_ino
    seen = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", PASSER_BY, str(data_dir / "medpeer.db")], check=True, capture_output=True, text=True
    )
    assert int(seen.stdout) > 0
    assert log.stat().st_ino == written
    people.physician()
    with sqlite3.connect(data_dir / "medpeer.db") as another:
        assert another.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert another.execute("SELECT count(*) FROM physician").fetchone()[0] == int(seen.stdout) + 1
