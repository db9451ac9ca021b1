"""Who deletes their account and leaves their texts is seen nowhere: not even that handles changed, for none does."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Standing
from medpeer.leaving.models import TextsChoice
from medpeer.leaving.service.announcing import ask_to_leave
from medpeer.web.state import attached
from tests.contracts.test_unlinkable import READ, Twins, apart
from tests.factories.twins import Twin, twin
from tests.integration.own_account.conftest import address_of, find_physician


@pytest.fixture
def twins(migrated_dir: Path, tmp_path: Path) -> Iterator[Twins]:
    """Return a world where one person wrote everything, and one where each place has its own author."""
    with ExitStack() as stack:
        one = stack.enter_context(twin(copied(migrated_dir, tmp_path / "one"), one_person=True))
        many = stack.enter_context(twin(copied(migrated_dir, tmp_path / "many"), one_person=False))
        yield one, many


def copied(source: Path, target: Path) -> Path:
    """Return a copy of a migrated data folder."""
    shutil.copytree(source, target)
    return target


def leave(world: Twin, author: Actor) -> None:
    """Have an account deleted, names destroyed and all."""
    world.close_reports()
    with world.database.transaction() as session:
        ask_to_leave(session, author, TextsChoice.LEAVE)
    for days in (14, 1):
        world.clock.set(world.clock.now() + timedelta(days=days))
        attached(world.app).accounts.run_once()


def test_a_deleted_account_joins_no_two_handles(twins: Twins) -> None:
    for world in twins:
        world.change(leave)
        author = world.authors["case"].physician_id
        assert find_physician(world.database, author).standing is Standing.LEFT
        assert address_of(world.database, author) == ""
        # Fifteen days are longer than a sign-in lasts.
        world.sign_readers_in()
    assert apart(twins, areas=READ) == {}
