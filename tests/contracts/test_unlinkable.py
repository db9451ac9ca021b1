"""Handles of one physician join nowhere: two worlds that differ only in who stands behind them answer alike.

Whatever the readers get, at every address, by search and over sockets, before and after something happens to one of
the authors, is compared byte for byte with the handles masked. A number, a colour, an order or a time that follows the
person and not the place makes the two differ.
"""

import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import text

from medpeer.accounts import service as accounts
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Physician, Role, Specialty, Standing, Tier
from medpeer.core.content import ContentKind
from medpeer.gate import Surface
from medpeer.jobs.accounts import AccountKeeper
from medpeer.leaving.models import TextsChoice
from medpeer.leaving.policy import GRACE, LAST_MAIL
from medpeer.leaving.service.announcing import ask_to_leave
from medpeer.unmasking import service as unmasking
from medpeer.unmasking.models import UnmaskingReason, UnmaskingState
from medpeer.web.state import attached
from tests.factories.discussions import Discussions
from tests.factories.texts import cleared
from tests.factories.twins import PLACES, Pages, Twin, acted, faceless, heard, twin

READ: Final = ("home", "discussions", "critiques", "chat", "images", "notifications", "unmasking", "moderation")

Twins = tuple[Twin, Twin]


@pytest.fixture
def twins(migrated_dir: Path, tmp_path: Path) -> Iterator[Twins]:
    """Return a world where one person wrote everything, and one where each place has its own author."""
    with ExitStack() as stack:
        both = []
        for name, one_person in (("one", True), ("many", False)):
            shutil.copytree(migrated_dir, tmp_path / name)
            both.append(stack.enter_context(twin(tmp_path / name, one_person=one_person)))
        yield both[0], both[1]


def apart(twins: Twins, *, areas: Collection[str] = ()) -> dict[str, tuple[str, str]]:
    """Return by address the first lines in which the answers of the two worlds differ."""
    return difference(twins, *(world.crawl(areas=areas) for world in twins))


def difference(twins: Twins, one: Pages, many: Pages) -> dict[str, tuple[str, str]]:
    """Return by address the first lines in which two worlds' answers differ, whatever the handles are called."""
    handles = twins[0].handles() | twins[1].handles()
    assert one.keys() == many.keys()
    pairs = ((key, faceless(one[key], handles), faceless(many[key], handles)) for key in one)
    return {key: _first_difference(left, right) for key, left, right in pairs if left != right}


def _first_difference(left: str, right: str) -> tuple[str, str]:
    lines = zip([*left.splitlines(), ""], [*right.splitlines(), ""], strict=False)
    return next(((a.strip(), b.strip()) for a, b in lines if a != b), ("", ""))


def test_nothing_that_others_can_read_joins_two_handles(twins: Twins) -> None:
    assert apart(twins) == {}
    reached = twins[0].crawl()
    shown = [page for key, page in reached.items() if key.startswith("member") and page.startswith("200")]
    assert len(shown) > 25
    assert all(sum(handle in page for page in shown) > 0 for handle in twins[0].handles())


def test_what_a_member_does_is_answered_alike_whoever_stands_behind_the_handles(twins: Twins) -> None:
    assert difference(twins, *(acted(world) for world in twins)) == {}
    assert apart(twins, areas=READ) == {}


def test_sockets_tell_nothing_that_joins_two_handles(twins: Twins) -> None:
    handles = twins[0].handles() | twins[1].handles()
    one, many = (faceless(repr(heard(world)), handles) for world in twins)
    assert one == many


def _specialty(world: Twin, author: Actor) -> None:
    with world.database.transaction() as session:
        session.get_one(Physician, author.physician_id).specialty = Specialty.ONCOLOGY


def _tier(world: Twin, author: Actor) -> None:
    with world.database.transaction() as session:
        physician = session.get_one(Physician, author.physician_id)
        accounts.change_tier(session, physician, Tier.RETIRED, actor_id=None)


def _tightened(world: Twin, author: Actor) -> None:
    with world.database.transaction() as session:
        accounts.tighten(session, author.physician_id, timedelta(days=9), actor_id=world.authors["reply"].physician_id)


def _standing(standing: Standing) -> Callable[[Twin, Actor], None]:
    def change(world: Twin, author: Actor) -> None:
        with world.database.transaction() as session:
            physician = session.get_one(Physician, author.physician_id)
            accounts.change_standing(session, physician, standing, actor_id=None)

    return change


def _name_shown(world: Twin, author: Actor) -> None:
    Discussions(world.database).reply(author, 1, "It was the azole.", shows_name=True)


def _solved(world: Twin, author: Actor) -> None:
    Discussions(world.database).solve(author, 1)


def _signed_in(world: Twin, author: Actor) -> None:
    world.people.client(author).get("/cases")


def _unmasked(world: Twin, author: Actor) -> None:
    officers = [world.people.physician(Role.PRIVACY_OFFICER) for _ in range(2)]
    opening = Discussions(world.database).opening_post(author, 1)
    with world.database.transaction() as session:
        asked = unmasking.request_unmasking(
            session, officers[0], ContentKind.POST, opening, UnmaskingReason.COURT_ORDER
        )
        unmasking.settle_unmasking(session, officers[1], asked.id, UnmaskingState.AGREED)


CHANGES: Final = (
    _unmasked,
    _name_shown,
    _solved,
    _signed_in,
    _specialty,
    _tightened,
    _tier,
    _standing(Standing.LAPSED_READONLY),
    _standing(Standing.HELD),
    _standing(Standing.SUSPENDED),
)


def test_what_happens_to_a_person_shows_in_no_other_place(twins: Twins) -> None:
    for world in twins:
        for act in CHANGES:
            world.change(act)
    assert apart(twins, areas=READ) == {}


def _leave(world: Twin, author: Actor) -> None:
    """Let ``author`` delete their account, with the case as the first of their conversations to be withdrawn."""
    parts, chances = attached(world.app), iter([0.0, *[0.99] * len(PLACES)])
    keeper = AccountKeeper(
        world.database, parts.carrier, parts.documents, parts.settings.mailbox_dir, chance=lambda: next(chances)
    )
    world.close_reports()
    with world.database.transaction() as session:
        ask_to_leave(session, author, TextsChoice.WITHDRAW)
    for wait in (GRACE, LAST_MAIL):
        world.clock.set(world.clock.now() + wait)
        keeper.run_once()
        parts.relay.drain()


def test_whoever_leaves_goes_from_one_place_at_a_time(twins: Twins) -> None:
    for world in twins:
        world.change(_leave)
        world.sign_readers_in()
    assert apart(twins, areas=READ) == {}
    case = twins[0].readers["member"].get(f"/threads/{twins[0].ids['thread_id'][0]}").text
    assert "Withdrawn by author" in case
    assert "falling potassium" not in case


NAMES: Final = ("Okafor", "Lindqvist", "Marchetti", "Haddad", "Novak", "Sato", "Brandt")


def test_the_comparison_finds_what_joins(twins: Twins) -> None:
    """The control: a trace of the person in two places is seen, so that an empty answer means something."""
    for world in twins:
        with world.database.transaction() as session:
            for table in ("participant", "room_member"):
                session.execute(text(f"UPDATE {table} SET shows_name = 1"))
            for number, author in enumerate(dict.fromkeys(world.authors[place].physician_id for place in PLACES)):
                session.get_one(Physician, author).last_name = cleared(session, NAMES[number], Surface.PERSON_NAME)
    found = apart(twins, areas=READ)
    assert any("/threads/" in key for key in found)
    assert any("/chat/" in key for key in found)
