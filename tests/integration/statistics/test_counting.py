"""From a refused text to a number of its day: nothing written meanwhile, nothing but the number afterwards."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text

from medpeer.core.db import Database
from medpeer.deid import Category, Severity
from medpeer.gate import REFUSALS, Counts, Refusal, Surface
from medpeer.jobs.counting import RefusalKeeper
from medpeer.statistics import service
from medpeer.statistics.models import GateCount, GateFindingCount
from tests.conftest import NOW
from tests.contracts.test_canary_sweep import copies
from tests.contracts.test_reading import counted_commits
from tests.factories.discussions import Discussions, new_key
from tests.factories.people import People

WORD = "Quaxmirel"


def send(people: People, thread_id: int, body: str) -> int:
    """Reply as a new member and return the status."""
    browser = people.client(people.physician())
    data = {"csrf_token": people.csrf(browser), "body": body, "client_key": new_key()}
    return browser.post(f"/threads/{thread_id}/posts", data=data).status_code


@pytest.fixture
def thread_id(people: People, database: Database) -> int:
    """Return a thread to reply in."""
    return Discussions(database).thread(people.physician())


def test_a_refused_reply_becomes_a_number_of_its_day(
    people: People, database: Database, keeper: RefusalKeeper, thread_id: int
) -> None:
    assert send(people, thread_id, f"Mrs {WORD}, MRN 4471902, came back.") == 422
    assert send(people, thread_id, f"Mrs {WORD} came back.") == 422
    keeper.run_once()
    assert send(people, thread_id, f"Mr {WORD} as well.") == 422
    keeper.run_once()
    with database.reading() as session:
        (row,) = session.scalars(select(GateCount))
        kinds = {(one.category, one.severity): one.times for one in session.scalars(select(GateFindingCount))}
    assert (row.counted_on, row.surface, row.refusal) == (NOW.date(), Surface.CASE_POST, Refusal.MUST_GO)
    assert row.times == 3
    assert kinds == {(Category.NAME, Severity.MUST_GO): 3, (Category.RECORD, Severity.MUST_GO): 1}


def test_a_refusal_itself_writes_nothing(
    people: People, database: Database, keeper: RefusalKeeper, thread_id: int
) -> None:
    browser = people.client(people.physician())
    data = {"csrf_token": people.csrf(browser), "body": f"Mrs {WORD}, MRN 4471902.", "client_key": new_key()}
    with counted_commits(database) as commits:
        assert browser.post(f"/threads/{thread_id}/posts", data=data).status_code == 422
        assert commits == []
        keeper.run_once()
        assert len(commits) == 1


def test_no_word_person_or_post_comes_along(
    people: People, database: Database, keeper: RefusalKeeper, data_dir: Path, thread_id: int
) -> None:
    send(people, thread_id, f"Mrs {WORD}, MRN 4471902, of Tarlow Falls.")
    keeper.run_once()
    for table in (GateCount, GateFindingCount):
        columns = {column.name for column in table.__table__.columns}
        assert columns <= {"counted_on", "surface", "refusal", "category", "severity", "times"}
    database.engine.dispose()
    assert copies(data_dir, [WORD, "4471902", "Tarlow"]) == {}


def test_what_cannot_be_written_is_counted_again(
    people: People, database: Database, keeper: RefusalKeeper, thread_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise TimeoutError

    assert send(people, thread_id, f"Mrs {WORD} came back.") == 422
    with monkeypatch.context() as patch:
        patch.setattr(service, "add_counts", locked)
        keeper.run_once()
    with database.reading() as session:
        assert session.scalars(select(GateCount)).all() == []
    keeper.stop()
    with database.reading() as session:
        assert [row.times for row in session.scalars(select(GateCount))] == [1]


def test_a_failing_count_never_fails_a_post(people: People, database: Database, thread_id: int) -> None:
    with database.transaction() as session:
        session.execute(text("DROP TABLE gate_count"))
    assert send(people, thread_id, f"Mrs {WORD} came back.") == 422
    assert send(people, thread_id, "A plain remark.") == 303
    REFUSALS.take()


def test_the_loop_writes_and_stops(database: Database, keeper: RefusalKeeper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RefusalKeeper, "every_s", 0.01)
    REFUSALS.add_file(Surface.IMAGE)
    keeper.start()
    keeper.stop()
    with database.reading() as session:
        assert [(row.refusal, row.times) for row in session.scalars(select(GateCount))] == [(Refusal.UNUSABLE_FILE, 1)]


def test_numbers_of_a_day_add_up(database: Database) -> None:
    counts = Counts()
    counts.refused[Surface.CHAT_MESSAGE, Refusal.MUST_GO] = 2
    for _ in range(2):
        with database.transaction() as session:
            service.add_counts(session, counts)
    with database.reading() as session:
        (row,) = session.scalars(select(GateCount))
    assert (row.counted_on, row.times) == (date(2026, 11, 20), 4)
