"""Physicians of any standing, and clients signed in as them."""

from itertools import count

from flask import Flask
from flask.testing import FlaskClient

from medpeer.accounts import queries, service
from medpeer.accounts.actor import Actor
from medpeer.accounts.badge_rules import refresh_badges
from medpeer.accounts.models import Physician, Role, Specialty, Standing
from medpeer.accounts.passwords import hash_password
from medpeer.core.db import Database, context_of
from medpeer.gate import Surface
from medpeer.web.sessions import CookieSessions
from tests.factories.texts import cleared

PASSWORD = "correct horse battery staple"
_HASH = hash_password(PASSWORD)


class People:
    """Makes physicians in the test's database."""

    def __init__(self, app: Flask, database: Database) -> None:
        self._app = app
        self.database = database
        self._numbers = count(1)

    def physician(
        self,
        *roles: Role,
        standing: Standing = Standing.ACTIVE,
        specialty: Specialty | None = Specialty.NEPHROLOGY,
        email: str | None = None,
        first: str = "Ada",
        last: str = "Okonkwo",
        state: str = "",
        badges_shared_by: int = 1,
    ) -> Actor:
        """Add a physician and return them as the acting value; badges say what ``badges_shared_by`` members share."""
        number = next(self._numbers)
        with self.database.transaction() as session:
            context = context_of(session)
            address = email or f"member{number}@stlukes.example"
            physician = Physician(
                email_sealed=context.vault.seal(address),
                email_digest=queries.email_digest(session, address),
                password_hash=_HASH,
                standing=standing,
                specialty=specialty,
                first_name=cleared(session, first, Surface.PERSON_NAME),
                last_name=cleared(session, last, Surface.PERSON_NAME),
                created_at=context.clock.now(),
                email_proved_at=context.clock.now(),
                state=state,
            )
            session.add(physician)
            session.flush()
            refresh_badges(session, shared_by=badges_shared_by)
            for role in roles:
                service.grant_role(session, physician.id, role, actor_id=None)
            return queries.load_actor(session, physician.id)

    def cookie(self, actor: Actor) -> tuple[str, str]:
        """Return name and value of a session cookie signed in as ``actor``."""
        with self.database.transaction() as session:
            signed_in = service.open_session(session, actor.physician_id)
        sessions = self._app.session_interface
        assert isinstance(sessions, CookieSessions)
        return sessions.cookie_name, sessions.seal(signed_in.token)

    def client(self, actor: Actor) -> FlaskClient:
        """Return a browser signed in as ``actor``."""
        browser = self._app.test_client()
        name, value = self.cookie(actor)
        browser.set_cookie(name, value)
        return browser

    def csrf(self, browser: FlaskClient) -> str:
        """Return the CSRF token that ``browser``'s forms carry."""
        sessions = self._app.session_interface
        assert isinstance(sessions, CookieSessions)
        cookie = browser.get_cookie(sessions.cookie_name)
        return sessions.csrf_token(cookie.value if cookie else None)
