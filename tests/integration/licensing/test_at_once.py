"""Two who act on one person at the same time come one after the other, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import func, select

from medpeer.accounts import service as accounts
from medpeer.accounts.models import EmailProof, Physician, Standing
from medpeer.accounts.passwords import no_password
from medpeer.core.clock import SettableClock
from medpeer.core.db import Database
from medpeer.core.errors import MedpeerError
from medpeer.jobs.membership import MembershipKeeper
from medpeer.leaving.models import Departure, TextsChoice
from medpeer.leaving.policy import GRACE
from medpeer.leaving.service import announcing
from medpeer.licensing.models import ClaimStatus, LicenceClaim
from medpeer.licensing.policy import DecisionAct, DecisionReason
from medpeer.licensing.service import claims, decisions, list_changes
from tests.factories.licensing import line, load
from tests.factories.membership import exclusion, load_leie, make_member, physician_of
from tests.factories.people import PASSWORD, People
from tests.factories.postgres import app, migrated_postgres, postgres_url
from tests.factories.review import Desk
from tests.integration.review.conftest import desk

__all__ = ["app", "desk", "migrated_postgres", "postgres_url"]

SLOW_S = 1.0
"""So long one is kept in the middle: whoever does not wait for them is done by then."""


class Second:
    """What somebody else does while the first is in the middle of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, pool: ThreadPoolExecutor) -> None:
        self._patch, self._pool = monkeypatch, pool
        self._begun = Event()
        self._running: Future[object]

    def comes_in(self, place: object, name: str, act: Callable[[], object]) -> None:
        """Let ``act`` begin when the first comes to ``name``, and the first go on once it is done or waits."""
        real = getattr(place, name)

        def slow(*given: Any, **more: Any) -> Any:
            if not self._begun.is_set():
                self._begun.set()
                self._running = self._pool.submit(self._run, act)
                wait([self._running], SLOW_S)
            return real(*given, **more)

        self._patch.setattr(place, name, slow)

    def _run(self, act: Callable[[], object]) -> object:
        try:
            return act()
        except MedpeerError as error:
            return type(error).__name__

    def ended(self) -> object:
        """Return what became of it."""
        return self._running.result(timeout=30)


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> Iterator[Second]:
    """Return somebody who comes in the middle."""
    with ThreadPoolExecutor(1) as pool:
        yield Second(monkeypatch, pool)


def in_transaction(database: Database, act: Callable[..., object], *given: Any, **more: Any) -> Callable[[], object]:
    """Return ``act`` in a transaction of its own."""

    def run() -> object:
        with database.transaction() as session:
            return act(session, *given, **more)

    return run


def test_everybody_who_signs_up_at_once_with_one_address_gets_the_same_answer(database: Database) -> None:
    enrolment = accounts.prepare_sign_up(email="somebody.new@stlukes.example", password=PASSWORD)
    with ThreadPoolExecutor(4) as pool:
        each = [pool.submit(in_transaction(database, accounts.sign_up, enrolment)) for _ in range(4)]
    assert [one.exception() for one in each] == [None] * 4
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Physician)) == 1
        assert session.scalar(select(func.count()).select_from(EmailProof)) == 4


def test_a_recheck_does_not_undo_what_a_reviewer_decides_meanwhile(
    database: Database, desk: Desk, second: Second
) -> None:
    waiting, reviewer = desk.waiting(), desk.reviewer()
    refuse = in_transaction(
        database,
        decisions.decide_claim,
        reviewer,
        waiting.claim_id,
        DecisionAct.REJECT,
        DecisionReason.NOT_THAT_PERSON,
    )
    second.comes_in(claims, "weigh", refuse)
    in_transaction(database, claims.recheck_claim, waiting.claim_id)()
    second.ended()
    with database.reading() as session:
        claim = session.get_one(LicenceClaim, waiting.claim_id)
        assert claim.status is ClaimStatus.REJECTED
        assert session.get_one(Physician, claim.physician_id).standing is Standing.REJECTED


def test_a_member_asked_about_while_a_list_comes_into_use_is_asked_again(
    database: Database, people: People, clock: SettableClock, second: Second, tmp_path: Path
) -> None:
    load(database, tmp_path, line())
    actor = people.physician()
    make_member(database, actor)
    keeper = MembershipKeeper(database)
    clock.set(clock.now() + timedelta(hours=1))

    def ask() -> int:
        clock.set(clock.now() + timedelta(seconds=1))
        return keeper.run_round()

    second.comes_in(list_changes, "note_exclusions", ask)
    load_leie(database, tmp_path, exclusion(state="NE"))
    second.ended()
    keeper.run_round()
    with database.reading() as session:
        assert session.scalars(select(LicenceClaim.status)).one() is ClaimStatus.NEEDS_REVIEW


def test_staying_and_closing_leave_no_account_that_is_shut_and_never_destroyed(
    database: Database, people: People, clock: SettableClock, second: Second
) -> None:
    actor = people.physician()
    in_transaction(database, announcing.ask_to_leave, actor, TextsChoice.LEAVE)()
    clock.set(clock.now() + GRACE)
    second.comes_in(announcing, "leave_marks", in_transaction(database, announcing.stay, actor.physician_id))
    in_transaction(
        database, announcing.close_account, actor.physician_id, password_hash=no_password(), chance=lambda: 0.5
    )()
    assert second.ended() == "DeadStayError"
    assert physician_of(database, actor).standing is Standing.LEFT
    with database.reading() as session:
        assert session.scalars(select(Departure.closed_at)).one() is not None
