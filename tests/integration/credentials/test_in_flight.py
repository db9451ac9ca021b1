"""A sign-in on its way while the password becomes another: it ends there, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from medpeer.accounts import queries, service
from medpeer.accounts.errors import WrongCredentialsError
from medpeer.accounts.models import DeviceSession, EmailProof
from medpeer.accounts.passwords import hash_password
from medpeer.core.db import Database
from medpeer.credentials.models import PasswordReset, SignInLink
from medpeer.credentials.queries.links import link_token
from medpeer.credentials.service import links, password
from medpeer.web import auth
from medpeer.web.credentials import mailed, second_step
from tests.factories.people import PASSWORD
from tests.factories.postgres import app, migrated_postgres, postgres_url
from tests.integration.credentials.conftest import Member

__all__ = ["app", "migrated_postgres", "postgres_url"]

OTHER = "seven quiet herons wading"
Change = Callable[[Session, int], object]


def change(session: Session, physician_id: int) -> None:
    """Change the password as its owner, in another browser."""
    password.change_password(session, queries.load_actor(session, physician_id), hash_password(OTHER))


def reset(session: Session, physician_id: int) -> None:
    """Set the password by a mailed link."""
    password.ask_reset(session, queries.email_of(session, physician_id))
    session.flush()
    newest = session.scalars(select(func.max(PasswordReset.id))).one()
    password.reset_password(session, password.reset_token(session, newest), hash_password(OTHER))


def lock(session: Session, physician_id: int) -> None:
    """Lock the account, as the old mailbox of a changed address does."""
    password.lock_password(session, physician_id, hash_password(OTHER))


CHANGES = pytest.mark.parametrize("becomes_another", [change, reset, lock])


def open_sessions(database: Database) -> int:
    """Return how many sign-ins are open."""
    with database.reading() as session:
        found = select(func.count()).select_from(DeviceSession).where(DeviceSession.revoked_at.is_(None))
        return session.scalar(found) or 0


@dataclass(frozen=True, slots=True)
class Between:
    """Lets the password of a member become another just before or just after a step of a request."""

    monkeypatch: pytest.MonkeyPatch
    database: Database

    def after(self, place: object, step: str, becomes_another: Change, physician_id: int) -> None:
        """Let it happen once, after the step."""
        real = getattr(place, step)

        def then(*given: object) -> object:
            done = real(*given)
            self._once(place, step, real, becomes_another, physician_id)
            return done

        self.monkeypatch.setattr(place, step, then)

    def before(self, place: object, step: str, becomes_another: Change, physician_id: int) -> None:
        """Let it happen once, before the step."""
        real = getattr(place, step)

        def then(*given: object) -> object:
            self._once(place, step, real, becomes_another, physician_id)
            return real(*given)

        self.monkeypatch.setattr(place, step, then)

    def _once(self, place: object, step: str, real: object, becomes_another: Change, physician_id: int) -> None:
        self.monkeypatch.setattr(place, step, real)
        with self.database.transaction() as session:
            becomes_another(session, physician_id)


@pytest.fixture
def between(monkeypatch: pytest.MonkeyPatch, database: Database) -> Between:
    """Return what steps in."""
    return Between(monkeypatch, database)


@CHANGES
def test_a_checked_password_opens_nothing_once_it_is_another(
    member: Member, database: Database, between: Between, becomes_another: Change
) -> None:
    member.new_browser()
    with database.transaction() as session:
        service.end_every_session(session, member.actor.physician_id)
    between.after(service, "check_credentials", becomes_another, member.actor.physician_id)
    answer = member.give_password()
    assert answer.status_code == 422
    assert "do not belong together" in answer.text
    assert not member.is_signed_in()
    assert open_sessions(database) == 0


@CHANGES
def test_no_second_step_is_begun_for_a_password_that_is_another_now(
    member: Member, between: Between, becomes_another: Change
) -> None:
    member.set_up_app()
    member.new_browser()
    between.after(service, "check_credentials", becomes_another, member.actor.physician_id)
    assert member.give_password().status_code == 422


@CHANGES
def test_a_second_step_ends_where_the_password_becomes_another_before_the_session_opens(
    member: Member, between: Between, becomes_another: Change
) -> None:
    member.set_up_app()
    member.new_browser()
    slip = member.slip_of(member.give_password())
    between.after(second_step, "code_tries", becomes_another, member.actor.physician_id)
    answer = member.second_step(member.app_code(), slip)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    assert not member.is_signed_in()


@CHANGES
def test_a_mailed_link_to_sign_in_ends_with_the_password_it_was_used_under(
    member: Member, database: Database, between: Between, becomes_another: Change
) -> None:
    with database.transaction() as session:
        links.ask_link(session, member.actor.physician_id)
        session.flush()
        token = link_token(session, session.scalars(select(SignInLink.id)).one())
    member.new_browser()
    between.before(mailed, "go_on", becomes_another, member.actor.physician_id)
    assert member.post(f"/sign-in/link/{token}").status_code == 410
    assert not member.is_signed_in()


@pytest.mark.parametrize(("place", "step", "status"), [(service, "check_credentials", 410), (auth, "go_on", 422)])
def test_a_sign_up_whose_password_is_set_anew_meanwhile_opens_nothing(
    member: Member, database: Database, between: Between, place: object, step: str, status: int
) -> None:
    with database.transaction() as session:
        service.sign_up(session, service.prepare_sign_up(email="grace@stlukes.example", password=PASSWORD))
        session.flush()
        made = session.scalars(select(EmailProof)).one()
        physician_id, token = made.physician_id, service.email_proof_token(session, made.id)
    member.new_browser()
    arrange = between.after if step == "check_credentials" else between.before
    arrange(place, step, reset, physician_id)
    assert member.post(f"/prove-email/{token}", password=PASSWORD).status_code == status
    assert not member.is_signed_in()
    member.email = "grace@stlukes.example"
    assert member.give_password().status_code == 422
    assert member.give_password(OTHER).headers["Location"] == "/account"


@CHANGES
def test_a_change_by_whoever_has_the_old_password_is_refused_once_it_is_another(
    member: Member, between: Between, becomes_another: Change
) -> None:
    between.after(service, "check_credentials", becomes_another, member.actor.physician_id)
    answer = member.post("/account/password", password=PASSWORD, new_password="eight loud herons sleeping")
    assert answer.status_code == 422
    member.new_browser()
    assert member.give_password("eight loud herons sleeping").status_code == 422
    assert member.give_password(OTHER).headers["Location"] == "/account"


def test_of_a_sign_in_and_a_change_at_once_no_session_of_the_old_password_stays(
    member: Member, database: Database
) -> None:
    """Each may be first: the sign-in is refused, or ended by the change."""
    physician_id = member.actor.physician_id
    with database.reading() as session:
        checked = queries.credentials_of(session, physician_id)
    start = Barrier(2)

    def sign_in() -> None:
        start.wait()
        with suppress(WrongCredentialsError), database.transaction() as session:
            service.check_unchanged(session, checked)
            service.open_session(session, physician_id)

    def set_anew() -> None:
        start.wait()
        with database.transaction() as session:
            lock(session, physician_id)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(sign_in), pool.submit(set_anew)]:
            done.result()
    assert open_sessions(database) == 0
