"""Events hold ids; sealed values and tokens give nothing away."""

from dataclasses import dataclass
from typing import ClassVar

import pytest
from cryptography.fernet import InvalidToken
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from medpeer.accounts.events import StandingChanged
from medpeer.accounts.models import Standing
from medpeer.core import outbox
from medpeer.core.crypto import Vault
from medpeer.core.db import Database
from medpeer.core.outbox import Event, OutboxEvent, event_types, load_event


@dataclass(frozen=True, slots=True)
class Leaky(Event):
    """An event that tries to carry text."""

    name: ClassVar[str] = "test.leaky"
    text: str


def test_an_event_cannot_carry_text(database: Database) -> None:
    with pytest.raises(TypeError, match=r"test\.leaky\.text"), database.transaction() as session:
        outbox.record(session, Leaky(text="Qwortzel"))
    with database.reading() as session:
        assert session.scalars(select(OutboxEvent)).all() == []


def test_an_event_comes_back_as_recorded(database: Database) -> None:
    event = StandingChanged(physician_id=3, standing=Standing.SUSPENDED)
    with database.transaction() as session:
        outbox.record(session, event)
    with database.reading() as session:
        assert load_event(session.scalars(select(OutboxEvent)).one()) == event


def test_event_names_are_their_own() -> None:
    assert len({cls.name for cls in event_types().values()}) == len(event_types())


@given(st.text())
def test_what_is_sealed_comes_back_and_shows_nothing(value: str) -> None:
    vault = Vault("one secret of sufficient length …")
    sealed = vault.seal(value)
    assert vault.unseal(sealed) == value
    assert len(value) < 4 or value.encode() not in sealed
    with pytest.raises(InvalidToken):
        Vault("another secret of sufficient length").unseal(sealed)


def test_digests_differ_by_purpose_and_secret() -> None:
    one, two = Vault("a" * 32), Vault("b" * 32)
    assert len({one.digest("x", "v"), one.digest("y", "v"), two.digest("x", "v"), one.derive_token("x", "v")}) == 4
